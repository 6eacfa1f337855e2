"""What a message is told: plain values that queries fill and messages word."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.deadlines import Then
from bot.rules.gives import Catalogue, Idea
from bot.rules.loop import DECIDED
from bot.rules.satisfaction import Answers
from bot.rules.tiers import Path, Standing
from bot.rules.verdict import Reason, Verdict


@dataclass(frozen=True)
class Colleague:
    """Someone of the own company. `mention` is a Slack id, or the e-mail address of somebody not looked up yet."""

    mention: str
    name: str | None = None
    time_zone: str | None = None
    email: str | None = None

    @property
    def first_name(self) -> str | None:
        return self.name.split()[0] if self.name else None


@dataclass(frozen=True)
class StandIn:
    """Why somebody else than the CSM reads an account's matters. `why`: away, left or unreachable."""

    csm: str
    """The CSM's name, or how the data names them."""
    why: str
    until: date | None = None
    """The day on which they are back, where they are."""


@dataclass(frozen=True)
class AdvocateCard:
    """An advocate as colleagues see them, without contact details."""

    id: str
    name: str
    title: str | None
    account: str
    asked_365: int
    """Counted asks in the last 365 days, without the one at hand."""
    last_asked_on: date | None

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Subject:
    """A person or a company that somebody may mean."""

    id: str
    name: str
    account: str | None
    """Where the person works; None of a company."""


@dataclass(frozen=True)
class Contact:
    """How to reach an advocate: for their CSM and owners, and for a requester only after a yes."""

    email: str
    phone: str | None


@dataclass(frozen=True)
class StoryCard:
    """Something recorded or published that may be shown to a prospect instead of a call."""

    title: str
    kind: str
    """recorded, written or review."""
    link: str
    connected: bool = False
    """Whether who tells it has been given something by us: wherever it is shown, it must say so."""


@dataclass(frozen=True)
class DocumentedStory:
    """A documented result, as its people told it."""

    title: str
    use_case: str | None
    before: str | None
    after: str | None
    measure: str | None
    value: str | None
    link: str | None


@dataclass(frozen=True)
class Briefing:
    """What a requester should know before they meet an advocate. None means unknown, and unknown means no."""

    story: DocumentedStory | None
    products: tuple[str, ...]
    use_cases: tuple[str, ...]
    customer_since: date | None
    language: str | None
    may_name: bool | None
    """Whether the advocate may be named in public."""
    may_use_logo: bool | None
    may_share_numbers: bool | None


@dataclass(frozen=True)
class Looser:
    """What leaving out one criterion would give. `criterion` is a member of LOOSENABLE, `names` what was asked of it."""

    criterion: str
    names: tuple[str, ...]
    gained: int
    """How many people would fit and are rested."""


@dataclass(frozen=True)
class Match:
    """A suggestion: who, why, and how rested."""

    advocate: AdvocateCard
    why: tuple[str, ...]
    """What they have of what was asked for, in words: Fintech, Enterprise, Payments."""
    likes_it: bool
    story: StoryCard | None = None
    """The best of theirs or of their account's that exists already."""
    one_sided: bool = False
    """Whether more was asked of them in a year than given to them."""


@dataclass(frozen=True)
class LeftOut:
    """How many were left out for one reason, and the first day on which one of them is free again."""

    code: str
    count: int
    first_free: date | None


@dataclass(frozen=True)
class RequestFacts:
    """A request as filed."""

    id: str
    state: str
    requester: Colleague
    kind: str
    platform: str | None
    words: str
    deal_name: str
    prospect: str | None
    deal_amount: float | None
    currency: str | None
    deal_stage: str | None
    close_date: date | None
    needed_by: date
    format: str | None
    questions: str | None
    filed_at: datetime
    deal_asked: bool = False
    """Whether the requester was asked how the deal ended, and has not said."""


@dataclass(frozen=True)
class PastActivity:
    """Something the advocate did before."""

    kind: str
    completed_on: date
    rating: int | None
    thanked: bool


@dataclass(frozen=True)
class ActivityStory:
    """One activity and what is known of it: what a thank-you is made of."""

    id: str
    kind: str
    completed_on: date
    minutes: int | None
    helped: str | None
    rating: int | None
    platform: str | None
    prospect: str | None
    deal_name: str | None
    outcome: str | None
    """What came of it as far as it is known: won, lost or published."""
    outcome_told_on: date | None
    news: tuple[str, ...]
    """What is known of won, lost and published and they have not heard."""
    published_on: date | None
    published_link: str | None
    amount: float | None
    currency: str | None
    thanked_on: date | None
    thanked_how: str | None
    thanks_text: str | None
    nudged: bool
    """Whether the CSM was reminded of what is owed at present."""
    advocate: AdvocateCard
    contact: Contact
    csm: Colleague
    requester: Colleague | None
    asked: bool | None
    """Whether somebody had asked them to; None where nobody knows."""
    before: int
    """How often they helped before this, as far as it is known: surveys do not count."""
    number: int
    """Its place among everything of its kind that anybody did that year, from 0."""
    late: bool
    """Whether it lies so far back that thanks come late."""
    first_step: bool
    """Whether it took them from the community into a tier."""
    from_before: bool
    """Whether it was imported as history: nobody is reminded of it, it stands in the CSM's list of open thanks."""

    @property
    def to_tell(self) -> str | None:
        """The outcome, while the advocate has not heard it."""
        return self.news[0] if self.news else None

    @property
    def deal_is_open(self) -> bool:
        """Whether nobody has said yet how the deal ended."""
        return self.outcome not in DECIDED


@dataclass(frozen=True)
class Undo:
    """A click that can still be taken back by whoever made it."""

    id: str
    until: datetime
    by: str
    """Their Slack id."""


@dataclass(frozen=True)
class Coming:
    """What silence causes in the end, and when."""

    then: Then
    at: datetime


@dataclass(frozen=True)
class Correctable:
    """An ask of which something may have been recorded wrongly, and what could be true instead."""

    id: str
    name: str
    """Of the advocate."""
    kind: str
    deal: str
    state: str
    reason: str | None
    """Why it was released or came to nothing."""
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Overridden:
    """What an owner has put aside for one ask, and why."""

    owner: Colleague
    reason: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Overridable:
    """Somebody whom only an owner may ask now, and everything that stands against it."""

    advocate: AdvocateCard
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class OutsideAsk:
    """An ask made outside the bot, as somebody logged it."""

    id: str
    by: Colleague
    advocate: AdvocateCard
    kind: str
    asked_on: date
    answer: str
    """yes, no, or no_answer, also where none is known yet."""


@dataclass(frozen=True)
class AskStory:
    """One ask with everyone around it."""

    id: str
    state: str
    kind: str
    request: RequestFacts
    advocate: AdvocateCard
    contact: Contact
    csm: Colleague
    verdict: Verdict
    """Of one more ask today, this one left out of the count and what an owner has put aside left out of the reasons."""
    history: tuple[PastActivity, ...]
    industry: str
    note: str | None
    comment: str | None
    release_reason: str | None
    reserved_at: datetime | None
    decided_at: datetime | None
    contacted_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    scheduled_for: datetime | None
    outcome_asked_at: datetime | None
    told_at: datetime | None
    """Of a yes that came to nothing: when the advocate was told and thanked."""
    chased_at: datetime | None
    """When the requester last asked how it stands, while it still stands there."""
    briefing: Briefing | None
    """Once there is a yes."""
    reminders: int
    """How often whoever it waits for was reminded in this state."""
    coming: Coming | None
    """What happens in the end if nobody does anything; None where nobody is waited for."""
    activity: ActivityStory | None
    override: Overridden | None
    undo: Undo | None
    """The last click on it, while it can be taken back."""
    correctable: bool
    """Whether where it stands came from a click, which can be corrected for good reason later on."""
    connected: bool = False
    """Whether it is published and the advocate has been given something by us, which it must say then."""

    @property
    def own(self) -> bool:
        """Whether whoever looks after it now asked for it themselves."""
        return self.csm.mention == self.request.requester.mention


@dataclass(frozen=True)
class OpenThanks:
    """What a CSM's customers were not thanked for before the bot was there: the newest of `count`, and an account of theirs."""

    activities: tuple[ActivityStory, ...]
    count: int
    account_id: str | None
    """None where nothing is open."""


@dataclass(frozen=True)
class OwnersList:
    """What has waited too long, the longest waiting first, and how many more there are than are shown."""

    asks: tuple[AskStory, ...]
    activities: tuple[ActivityStory, ...]
    more: int


@dataclass(frozen=True)
class RequestStory:
    """A request with all its asks, oldest first. `current` is the one that matters now: the open one, else the last."""

    request: RequestFacts
    asks: tuple[AskStory, ...]
    undo: Undo | None = None
    """That it was cancelled, while it can be taken back."""

    @property
    def current(self) -> AskStory | None:
        return self.asks[-1] if self.asks else None


@dataclass(frozen=True)
class AwayNow:
    """What is known of somebody's absence."""

    back_on: date | None
    """The first day back as they said it, or as their status in Slack says."""
    stand_in: str | None
    """Slack id."""
    name: str | None = None
    """Of whom it is, where an owner says it of somebody else."""


@dataclass(frozen=True)
class AwayTold:
    """What came of saying that one is away."""

    until: date
    stand_in: Colleague
    reader: Colleague
    """The stand-in, or who reads in their place because they are away themselves."""
    matters: int
    """How much was open."""
    name: str | None = None
    """Of whom it was said, where an owner said it of somebody else."""


@dataclass(frozen=True)
class MatterLine:
    """One open matter in a list. `state` is the ask's, or thanks or news of an activity that still owes it, or what else it is;
    else done."""

    advocate: str
    account: str
    kind: str | None
    """Of the activity; None where it is about none."""
    state: str


@dataclass(frozen=True)
class PastAsk:
    """Somebody asked them before."""

    kind: str
    on: date
    state: str
    outside: bool
    """Asked around the bot."""


@dataclass(frozen=True)
class PastGive:
    """Something done for them."""

    kind: str
    on: date


@dataclass(frozen=True)
class Said:
    """What somebody said last of the program, and when."""

    answers: Answers
    on: date


@dataclass(frozen=True)
class OpenFeedback:
    """Something they told, of which they do not know what became."""

    words: str
    noted_on: date
    state: str
    """waiting, planned, done or not_planned."""


@dataclass(frozen=True)
class AdvocateProfile:
    """The card of one advocate, for who looks after them."""

    advocate: AdvocateCard
    account_id: str
    stage: str
    enrolled_on: date | None
    csm: Colleague
    """Who looks after them now."""
    contact: Contact
    verdict: Verdict
    """Of a reference call today."""
    most_a_year: int
    """Asks in 365 days that the program and they themselves allow."""
    paused_until: date | None
    likes: tuple[str, ...]
    never: tuple[str, ...]
    cares_about: tuple[str, ...]
    """Interests and values."""
    activities: tuple[PastActivity, ...]
    asks: tuple[PastAsk, ...]
    gives: tuple[PastGive, ...]
    open: tuple[MatterLine, ...]
    standing: Standing
    """Their tier and what makes it."""
    ahead: Path | None
    """What leads to the next tier."""
    one_sided: bool
    """Whether more was asked of them in a year than given to them."""
    ideas: tuple[Idea, ...]
    """What would please them, where they are owed something: best first."""
    catalogue: Catalogue
    by_owner: bool
    """Whether an owner reads it: they may name another CSM."""
    sponsor: Colleague | None = None
    """The executive who looks after them personally."""
    said: Said | None = None
    """What they said last of the program."""
    feedback: tuple[OpenFeedback, ...] = ()


@dataclass(frozen=True)
class Named:
    """Whom a typed name can mean. `exactly` one, or several to choose from; where nobody, the nearest."""

    typed: str
    exactly: AdvocateCard | None = None
    several: tuple[AdvocateCard, ...] = ()
    nearest: tuple[AdvocateCard, ...] = ()


@dataclass(frozen=True)
class HandoverStory:
    """What one person took over from another."""

    id: str
    cause: str
    """away, left or replaced."""
    old: Colleague
    new: Colleague
    until: datetime | None
    """Of an absence: when it ends, as it stands now; None where it is over."""
    reads: Colleague
    """Who has it now."""
    lines: tuple[MatterLine, ...]
    others: int
    """Matters beyond those in `lines`."""

    @property
    def accounts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.account for line in self.lines))


@dataclass(frozen=True)
class Draw:
    """How it was drawn who is asked for a review."""

    rule: str
    seed: str
    could_be_asked: int
    left_out: tuple[tuple[str, tuple[str, ...]], ...]
    """Everyone left out, by name, each with the codes of the rules against them."""
    chosen: str | None
    """Whom the requester chose by name."""


@dataclass(frozen=True)
class HistoryLine:
    """One entry of the audit, ready to be worded."""

    at: datetime
    actor: str
    action: str
    details: dict[str, object]
    advocate: str | None
    draw: Draw | None = None
