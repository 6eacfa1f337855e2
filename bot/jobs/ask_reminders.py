"""ask_reminders: reminds, reroutes and lets go where time is over; checks approved asks again, looks again for those who wait,
finishes what a dead process left, and takes away buttons whose time is over."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from bot.queries import celebrations
from bot.queries.found import found
from bot.rules.deadlines import ENDING, Then
from bot.services import (
    bench,
    cancelling,
    deadlines,
    deciding,
    departures,
    following_up,
    handing_over,
    undoing,
    waiting,
)
from bot.services.departures import LetGo
from bot.services.program import Program

JOB = "ask_reminders"
NOBODY = LetGo(0, 0)


def run(program: Program, now: datetime) -> str:
    """Safe to repeat: each step looks at today's facts and does nothing where all is well. In most hours all is, and one look
    at what every step would find spares them."""
    moved = handing_over.settle(program, in_hours=True)
    done = take_steps(program, now) if moved or is_anything_due(program, now) else Done()
    ended = sum(count for then, count in done.taken.items() if then in ENDING)
    return (
        f"{done.taken.total() - ended} reminded, {ended} moved on, {done.taken[Then.TO_OWNERS]} put on the owners' list;"
        f" {done.checked} approved checked, {done.offered} offered to the next,"
        f" {done.found} of {done.unfilled} unfilled found somebody, {done.closed} closed, {moved} handed over,"
        f" {done.gone.people} retired with {done.gone.asks} open"
    )


@dataclass(frozen=True)
class Done:
    """What came of one run."""

    gone: LetGo = NOBODY
    taken: Counter[Then] = field(default_factory=Counter)
    checked: int = 0
    offered: int = 0
    unfilled: int = 0
    found: int = 0
    closed: int = 0


def take_steps(program: Program, now: datetime) -> Done:
    """Every step looks for itself."""
    gone = departures.let_go(program)
    taken = deadlines.take_due_steps(program, JOB)
    approved, searching, leftovers = following_up.unfinished(program)
    for ask_id in approved:
        deciding.recheck(program, ask_id)
    offered = sum(bench.ask_next(program, request_id, in_hours=True) for request_id in searching)
    unfilled = waiting.waiting(program)
    matched = sum(waiting.match_again(program, request_id) for request_id in unfilled)
    closed = sum(cancelling.close_leftovers(program, request_id, f"job:{JOB}") for request_id in leftovers)
    undoing.end_undo(program, now)
    return Done(gone, taken, len(approved), offered, len(unfilled), matched, closed)


def is_anything_due(program: Program, now: datetime) -> bool:
    """Whether `take_steps` would do anything: the steps' own questions, in one statement."""
    with program.reading() as session:
        return bool(
            found(
                session,
                churned=departures.churned(now.date()),
                said_churned=departures.said_to_be(departures.SAYS_CHURNED),
                said_left=departures.said_to_be(departures.SAYS_LEFT),
                open_with_retired=(departures.OPEN_WITH_RETIRED, {}),
                due=deadlines.due_query(deadlines.states_of(JOB), now),
                approved=(following_up.APPROVED, {}),
                searching=(following_up.SEARCHING, {}),
                leftovers=(following_up.LEFTOVERS, {}),
                unfilled=waiting.to_match(now.date()),
                clicked=undoing.clicked(now),
                celebrated=celebrations.over(now),
            )
        )
