"""The tables, and nothing else."""

from models.accounts import Account, AccountSnapshot
from models.activities import Activity, Give, OwnGive
from models.advocates import Advocate, AdvocateSnapshot
from models.asks import Ask
from models.base import Base, UtcDateTime, new_id
from models.benefits import Benefit, BenefitKind
from models.executives import ExecutiveNote, ExecutiveWeek, Sponsorship
from models.gratitude import Celebration, Spotlight
from models.guard import GuardDecision, PlatformRow
from models.handovers import Handover
from models.incentives import GiftBudget, GiftCampaign, GiftOrder, Incentive
from models.knowledge import Cost, Deal, Milestone, Signal, Story
from models.measuring import CountedDay, MeasuredDeal, MeasuredPeriod
from models.outbox import Conversation, Slot
from models.overrides import OwnerOverride
from models.people import Absence, Person, ReaderChoice, RoleHolder
from models.policy import PolicyValue
from models.records import AuditEntry, JobRun, Version
from models.reference_requests import BenchPlace, ReferenceRequest
from models.satisfaction import Feedback, Survey
from models.suggestions import Suggestion
from models.synonyms import Synonym
from models.texts import TextBand, TextFingerprint

__all__ = [
    "Absence",
    "Account",
    "AccountSnapshot",
    "Activity",
    "Advocate",
    "AdvocateSnapshot",
    "Ask",
    "AuditEntry",
    "Base",
    "BenchPlace",
    "Benefit",
    "BenefitKind",
    "Celebration",
    "Conversation",
    "Cost",
    "CountedDay",
    "Deal",
    "ExecutiveNote",
    "ExecutiveWeek",
    "Feedback",
    "GiftBudget",
    "GiftCampaign",
    "GiftOrder",
    "Give",
    "GuardDecision",
    "Handover",
    "Incentive",
    "JobRun",
    "MeasuredDeal",
    "MeasuredPeriod",
    "Milestone",
    "OwnGive",
    "OwnerOverride",
    "Person",
    "PlatformRow",
    "PolicyValue",
    "ReaderChoice",
    "ReferenceRequest",
    "RoleHolder",
    "Signal",
    "Slot",
    "Sponsorship",
    "Spotlight",
    "Story",
    "Suggestion",
    "Survey",
    "Synonym",
    "TextBand",
    "TextFingerprint",
    "UtcDateTime",
    "Version",
    "new_id",
]
