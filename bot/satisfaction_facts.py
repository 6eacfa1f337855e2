"""What messages about satisfaction are told: plain values that queries fill and messages word."""

from dataclasses import dataclass
from datetime import date

from bot.facts import AdvocateCard, Colleague, Contact
from bot.rules.satisfaction import Answers


@dataclass(frozen=True)
class SurveyStory:
    """One time that an advocate is asked how they find the program, or said it."""

    id: str
    state: str
    """asked, answered, not_for_them or lapsed."""
    cause: str
    """activity, half_year or unasked."""
    kind: str | None
    """Of the activity after which they are asked."""
    prospect: str | None
    completed_on: date | None
    thanked_on: date | None
    did: tuple[str, ...]
    """Kinds of what they did in the half year before, reviews left out."""
    enrolled_on: date | None
    answers: Answers
    answered_on: date | None
    recorder: Colleague | None
    low: bool
    advocate: AdvocateCard
    contact: Contact
    csm: Colleague


@dataclass(frozen=True)
class SurveyForm:
    """What the form for answers opens with. `subject` is the survey, or the advocate who said it unasked."""

    subject: str
    advocate: AdvocateCard
    answers: Answers
    recorded: bool
    """Whether answers are noted already: then they are corrected."""


@dataclass(frozen=True)
class FeedbackStory:
    """What an advocate told, and what became of it."""

    id: str
    about: str
    """product or program."""
    words: str
    noted_on: date
    noted_by: Colleague
    noted_by_csm: bool
    channel: str | None
    state: str
    """waiting, planned, done, not_planned or mistaken."""
    answer: str | None
    answered_by: Colleague | None
    answered_on: date | None
    told_on: date | None
    to_tell: bool
    """Whether it is decided, and they have not heard of that."""
    reminded: bool
    may_name: bool
    advocate: AdvocateCard
    contact: Contact
    csm: Colleague


@dataclass(frozen=True)
class SatisfactionCounts:
    """All answers of a period. The sums are of points 1 to 5."""

    recommending: int
    promoters: int
    detractors: int
    valued: int
    valued_sum: int
    worth_it: int
    worth_it_sum: int
