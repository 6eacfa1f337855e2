"""The tables, and nothing else."""

from models.accounts import Account, AccountSnapshot
from models.activities import Activity, Give
from models.advocates import Advocate, AdvocateSnapshot
from models.asks import Ask
from models.base import Base, UtcDateTime, new_id
from models.knowledge import Cost, Deal, Milestone, Signal, Story
from models.outbox import Conversation, Slot
from models.people import Person, RoleHolder
from models.policy import PolicyValue
from models.records import AuditEntry, JobRun, Version
from models.reference_requests import BenchPlace, ReferenceRequest
from models.synonyms import Synonym
from models.texts import TextBand, TextFingerprint

__all__ = [
    "Account",
    "AccountSnapshot",
    "Activity",
    "Advocate",
    "AdvocateSnapshot",
    "Ask",
    "AuditEntry",
    "Base",
    "BenchPlace",
    "Conversation",
    "Cost",
    "Deal",
    "Give",
    "JobRun",
    "Milestone",
    "Person",
    "PolicyValue",
    "ReferenceRequest",
    "RoleHolder",
    "Signal",
    "Slot",
    "Story",
    "Synonym",
    "TextBand",
    "TextFingerprint",
    "UtcDateTime",
    "Version",
    "new_id",
]
