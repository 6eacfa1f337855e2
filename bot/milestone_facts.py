"""What messages about milestones are told: plain values that queries fill and messages word."""

from dataclasses import dataclass
from datetime import date

from bot.facts import AdvocateCard, Colleague, Contact


@dataclass(frozen=True)
class Moment:
    """One milestone. `detail` is a tier's name, which activity it was, or the years of an anniversary."""

    id: str
    kind: str
    on: date
    detail: str | None
    note: str | None
    by: Colleague | None
    """Who told of it; None where it was imported or found."""


@dataclass(frozen=True)
class Noticed:
    """What fell on one person, or on one company, and was told on one day: one message to the CSM."""

    moments: tuple[Moment, ...]
    today: date
    """The day it is told of."""
    account_id: str
    account: str
    csm: Colleague
    advocate: AdvocateCard | None
    """None where it is the company's."""
    contact: Contact | None
    people: tuple[AdvocateCard, ...]
    """Of a company's moment: who is in the program there."""
