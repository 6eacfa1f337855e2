"""Who is waited for, for how long, and what then happens: every state of an ask and a request has its line here.

Jobs read this table and nothing else; docs/reference/states.md is made from it (program.md section 6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from types import MappingProxyType

from bot.rules.policy import Policy
from bot.rules.working_time import WorkingTime


class Who(Enum):
    """The part somebody plays around an ask."""

    CSM = "the CSM"
    REQUESTER = "the requester"
    ADVOCATE = "the advocate"
    OWNERS = "the owners"


class Unit(Enum):
    HOURS = "hours"
    WORKING_HOURS = "working hours"
    WORKING_DAYS = "working days"


class Then(Enum):
    """What happens when the time is over. The value is what the reference page says."""

    REMIND = "is reminded"
    FOLLOW_UP = "gets a draft of one gentle follow-up"
    REMIND_BOTH = "is reminded, and so is the requester"
    ASK_OUTCOME = "is asked how it went"
    REROUTE = "loses it: released, the next on the bench is asked"
    RELEASE = "is told not to send any more: released as not contacted, the next on the bench is asked"
    LET_GO = "is told that it is let go: closed as no answer, the next on the bench is asked"
    NOT_USED = "is told that it becomes a yes not used"
    TAKE_AS_HAPPENED = "is told that it is taken as happened, unrated, so that thanks are not held up"
    TO_OWNERS = "stays responsible, and the owners see it in their list"


ENDING = frozenset({Then.REROUTE, Then.RELEASE, Then.LET_GO, Then.NOT_USED, Then.TAKE_AS_HAPPENED})
"""What moves the ask on: nothing of its state follows."""


@dataclass(frozen=True)
class Step:
    """One thing that silence causes. `after` is a number or the name of the policy that holds it."""

    after: int | str
    unit: Unit
    then: Then
    since_last: bool = False
    """Counted from the step before rather than from the beginning of the wait: nobody is passed over unasked."""

    def number(self, policy: Policy) -> int:
        if isinstance(self.after, int):
            return self.after
        number = getattr(policy, self.after)
        assert isinstance(number, int)
        return number


@dataclass(frozen=True)
class Deadline:
    """One state: what it waits for, from whom, by whose days that is counted, and the steps in order."""

    waits_for: str
    person: Who
    clock: Who
    steps: tuple[Step, ...]
    job: str = "ask_reminders"
    from_date: bool = False
    """The wait begins on the working day after the date agreed, not when the state did."""


WEEK = 5
"""Working days."""

ASK_DEADLINES: Mapping[str, Deadline] = MappingProxyType(
    {
        "reserved": Deadline(
            "the CSM's decision",
            Who.CSM,
            Who.CSM,
            (
                Step("csm_reminder_hours", Unit.WORKING_HOURS, Then.REMIND),
                Step("csm_reroute_hours", Unit.WORKING_HOURS, Then.REROUTE),
            ),
        ),
        "approved": Deadline(
            "the CSM to write and say so",
            Who.CSM,
            Who.CSM,
            (
                Step(1, Unit.WORKING_DAYS, Then.REMIND),
                Step("unsent_days", Unit.WORKING_DAYS, Then.RELEASE),
            ),
        ),
        "sent": Deadline(
            "the advocate's answer, which the CSM records",
            Who.CSM,
            Who.ADVOCATE,
            (
                Step("answer_days", Unit.WORKING_DAYS, Then.FOLLOW_UP),
                Step("let_go_days", Unit.WORKING_DAYS, Then.LET_GO),
            ),
        ),
        "awaiting_approval": Deadline(
            "the approval of the advocate's company, which the CSM records",
            Who.CSM,
            Who.CSM,
            (
                Step(WEEK, Unit.WORKING_DAYS, Then.REMIND),
                Step(2 * WEEK, Unit.WORKING_DAYS, Then.REMIND),
                Step(3 * WEEK, Unit.WORKING_DAYS, Then.REMIND),
                Step(4 * WEEK, Unit.WORKING_DAYS, Then.TO_OWNERS),
            ),
        ),
        "accepted": Deadline(
            "a date, or word that it is done",
            Who.CSM,
            Who.CSM,
            (
                Step(WEEK, Unit.WORKING_DAYS, Then.REMIND_BOTH),
                Step(2 * WEEK, Unit.WORKING_DAYS, Then.REMIND_BOTH),
                Step(3 * WEEK, Unit.WORKING_DAYS, Then.NOT_USED),
            ),
        ),
        "scheduled": Deadline(
            "the requester's report, from the working day after the date",
            Who.REQUESTER,
            Who.REQUESTER,
            (
                Step(0, Unit.WORKING_DAYS, Then.ASK_OUTCOME),
                Step(2, Unit.WORKING_DAYS, Then.REMIND, since_last=True),
                Step(2, Unit.WORKING_DAYS, Then.REMIND, since_last=True),
                Step(2, Unit.WORKING_DAYS, Then.TAKE_AS_HAPPENED, since_last=True),
            ),
            job="outcome_requests",
            from_date=True,
        ),
        "unused": Deadline(
            "the CSM to tell and thank the advocate all the same",
            Who.CSM,
            Who.CSM,
            (
                Step(2, Unit.WORKING_DAYS, Then.REMIND),
                Step(WEEK, Unit.WORKING_DAYS, Then.REMIND),
                Step(2 * WEEK, Unit.WORKING_DAYS, Then.TO_OWNERS),
            ),
        ),
    }
)

ASK_ENDED: Mapping[str, str] = MappingProxyType(
    {
        "completed": "what is owed now is thanks, and later word of what came of it: see below",
        "declined": "nothing is owed; the CSM has a short kind reply to send",
        "no_answer": "nothing is owed; the CSM has a short note to send where the request was cancelled",
        "released": "the advocate never heard of it",
    }
)
"""States in which nobody is waited for, and why not."""

THANKS = Deadline(
    "the CSM to thank the advocate",
    Who.CSM,
    Who.CSM,
    (
        Step("thanks_after_hours", Unit.HOURS, Then.REMIND),
        Step("thanks_again_after_hours", Unit.HOURS, Then.REMIND),
        Step(1, Unit.WORKING_DAYS, Then.TO_OWNERS, since_last=True),
    ),
    job="thank_you_nudges",
)
TELLING = Deadline(
    "the CSM to tell the advocate what came of it",
    Who.CSM,
    Who.CSM,
    (
        Step("thanks_again_after_hours", Unit.HOURS, Then.REMIND),
        Step(WEEK, Unit.WORKING_DAYS, Then.REMIND, since_last=True),
        Step(WEEK, Unit.WORKING_DAYS, Then.TO_OWNERS, since_last=True),
    ),
    job="thank_you_nudges",
)
"""What an activity waits for: thanks, then word of a known outcome."""


TIMES = frozenset({"working_hours", "working_days"}) | {
    step.after
    for deadline in (*ASK_DEADLINES.values(), THANKS, TELLING)
    for step in deadline.steps
    if isinstance(step.after, str)
}
"""The policies that due dates are made of."""


@dataclass(frozen=True)
class RequestWait:
    """A state of a request: who is waited for, what happens meanwhile, and what ends it."""

    waits_for: str
    person: str
    until: str


REQUEST_WAITS: Mapping[str, RequestWait] = MappingProxyType(
    {
        "searching": RequestWait(
            "the next on its bench",
            "the bot",
            "at once, and by ask_reminders within the hour if a process died",
        ),
        "asking": RequestWait("its ask", "whoever its ask waits for", "the deadline of its ask"),
        "filled": RequestWait("its ask", "whoever its ask waits for", "the deadline of its ask"),
        "unfilled": RequestWait(
            "somebody who fits, looked for every day",
            "the owners and the requester, who were told",
            "the day it is needed by: then closed, and the requester told",
        ),
    }
)
REQUEST_ENDED = frozenset({"completed", "came_to_nothing", "cancelled", "closed_unfilled"})


@dataclass(frozen=True)
class Due:
    """The step that silence causes next, and when. `place` is its number in the table, from 0."""

    place: int
    step: Step
    at: datetime


def next_due(
    deadline: Deadline, taken: int, since: datetime, last: datetime | None, clock: WorkingTime, policy: Policy
) -> Due | None:
    """The step after those `taken` so far; None where none is left.

    `since` is when the wait began (or the date agreed), `last` when the last step was taken.
    """
    if taken >= len(deadline.steps):
        return None
    step = deadline.steps[taken]
    start = clock.day_after(since) if deadline.from_date else since
    if step.since_last and last is not None:
        start = last
    return Due(taken, step, _after(step, start, clock, policy))


def due_now(
    deadline: Deadline,
    taken: int,
    since: datetime,
    last: datetime | None,
    clock: WorkingTime,
    policy: Policy,
    now: datetime,
) -> Due | None:
    """The step to take now; None where it is not time. Of several that are overdue the last one: one word rather than three."""
    found = None
    while (due := next_due(deadline, taken, since, last, clock, policy)) and due.at <= now:
        if found is not None and due.step.since_last:
            break
        found, taken = due, taken + 1
    return found


def _after(step: Step, start: datetime, clock: WorkingTime, policy: Policy) -> datetime:
    number = step.number(policy)
    if step.unit is Unit.HOURS:
        return start + timedelta(hours=number)
    if step.unit is Unit.WORKING_HOURS:
        return clock.after_hours(start, number)
    return clock.after_days(start, number) if number else start
