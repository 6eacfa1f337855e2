"""Silence moves things on: finds the asks whose time is over, and takes the step that the table of deadlines names."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, case, select, tuple_, update

from bot.db import built_once
from bot.queries.waits import profiles, wait_of
from bot.rules.deadlines import ASK_DEADLINES, ENDING, Then
from bot.services import tiers
from bot.services.bench import ask_next
from bot.services.marks import add_to_owners_list, mark_csm, mark_requester
from bot.services.milestones import count_activities
from bot.services.opened import Opened, opened
from bot.services.outcomes import complete
from bot.services.program import Program
from bot.services.readers import owner_ids
from models import Account, Advocate, Ask, ReferenceRequest

BATCH = 200
"""Asks that are looked at with one set of queries."""


def take_due_steps(program: Program, job: str) -> Counter[Then]:
    """Takes every step of this job that is due now, each in a transaction of its own; how many of which kind.

    Harmless to repeat: each is decided again from that moment's facts, under the locks of its advocate.
    """
    taken = Counter[Then]()
    for ask_id in _due(program, job):
        then = _take(program, ask_id, job)
        if then is not None:
            taken[then] += 1
    return taken


def _due(program: Program, job: str) -> Iterator[str]:
    """Ids of asks with a step to take, the longest due first. Five statements a batch, whatever its size: those it is too
    early for are dated anew, and not looked at before."""
    now = program.now()
    states = states_of(job)
    seen: tuple[datetime, str] | None = None
    while True:
        with program.reading() as session:
            query, values = due_query(states, now)
            if seen is not None:
                query = query.where(tuple_(Ask.due_at, Ask.id) > tuple_(*seen))
            batch = session.execute(query, values).all()
            if not batch:
                return
            policy = program.policy_in(session)
            people = profiles(
                session,
                {requester for *_, requester in batch},
                {account.csm for _, _, account, _ in batch},
                now,
                owner_ids(program, session),
            )
        due, early = [], []
        for ask, advocate, account, requester in batch:
            wait = wait_of(ask, advocate, account, requester, people, policy)
            assert wait is not None
            if wait.due(now):
                due.append(ask.id)
            else:
                coming = wait.coming()
                early.append((ask, coming.at if coming else None))
        _date(program, early)
        yield from due
        if len(batch) < BATCH:
            return
        last = batch[-1][0]
        assert last.due_at is not None
        seen = last.due_at, last.id


def states_of(job: str) -> list[str]:
    """The states of an ask whose deadlines a job looks after."""
    return [state for state, deadline in ASK_DEADLINES.items() if deadline.job == job]


@built_once
def due_query(states: Sequence[str], now: datetime) -> Select[Ask, Advocate, Account, str]:
    """The next asks to look at, by the index on due_at."""
    return (
        select(Ask, Advocate, Account, ReferenceRequest.requester)
        .join(Advocate, Advocate.id == Ask.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .join(ReferenceRequest, ReferenceRequest.id == Ask.request_id)
        .where(Ask.due_at <= now, Ask.state.in_(states))
        .order_by(Ask.due_at, Ask.id)
        .limit(BATCH)
    )


def _date(program: Program, early: Sequence[tuple[Ask, datetime | None]]) -> None:
    """Notes when each is looked at next, unless it has moved on meanwhile."""
    if not early:
        return
    with program.changing() as session:
        session.execute(
            update(Ask)
            .where(
                tuple_(Ask.id, Ask.state, Ask.steps_taken).in_(
                    [(ask.id, ask.state, ask.steps_taken) for ask, _ in early]
                )
            )
            .values(due_at=case({ask.id: at for ask, at in early}, value=Ask.id))
            .execution_options(synchronize_session=False)
        )


def _take(program: Program, ask_id: str, job: str) -> Then | None:
    """Takes the step that is due for one ask; None where somebody moved it on before."""
    with opened(program, ask_id) as it:
        owners = owner_ids(program, it.session)
        people = profiles(it.session, {it.request.requester}, {it.account.csm}, it.now, owners)
        policy = program.policy_in(it.session)
        wait = wait_of(it.ask, it.advocate, it.account, it.request.requester, people, policy)
        due = wait.due(it.now) if wait and wait.deadline.job == job else None
        if wait is None or due is None:
            return None
        then = due.step.then
        if then not in ENDING:
            it.ask.steps_taken = due.place + 1
            it.ask.step_at = it.now
            coming = wait.coming()
            it.ask.due_at = coming.at if coming else None
        _carry_out(program, it, then, f"job:{job}")
    if it.request.state == "searching":
        ask_next(program, it.request.id, in_hours=True)
    return then


def _carry_out(program: Program, it: Opened, then: Then, job: str) -> None:
    """What the step means for the ask, and who hears of it: in their working hours, since a job says so."""
    match then:
        case Then.REMIND if it.ask.state == "scheduled":
            it.record(job, "requester_reminded")
            _nudge_requester(it)
        case Then.REMIND | Then.FOLLOW_UP:
            it.record(job, "csm_reminded", state=it.ask.state)
            _nudge_csm(it)
        case Then.REMIND_BOTH:
            it.record(job, "both_reminded")
            _nudge_csm(it)
            _nudge_requester(it)
        case Then.ASK_OUTCOME:
            it.ask.outcome_asked_at = it.now
            it.record(job, "outcome_asked")
            _nudge_requester(it)
        case Then.REROUTE:
            it.release(job, "undecided", notify=False, in_hours=True)
        case Then.RELEASE:
            it.release(job, "unsent", notify=True, in_hours=True)
        case Then.LET_GO:
            it.unanswered("let_go")
            it.record(job, "ask_let_go")
            mark_csm(it.session, it.ask, it.account, it.now, in_hours=True)
            mark_requester(it.session, it.request, it.now, in_hours=True)
        case Then.NOT_USED:
            it.unused("never_scheduled")
            it.record(job, "ask_not_used")
            mark_csm(it.session, it.ask, it.account, it.now, notify=True, in_hours=True)
            mark_requester(it.session, it.request, it.now, notify=True, in_hours=True)
        case Then.TAKE_AS_HAPPENED:
            activity = complete(it, None, None, assumed=True)
            it.record(job, "outcome_assumed")
            tiers.look(program, it.session, it.advocate, job, activity)
            count_activities(it.session, program, it.advocate, job, activity)
            mark_requester(it.session, it.request, it.now, notify=True, in_hours=True)
        case Then.TO_OWNERS:
            it.ask.with_owners_since = it.now
            it.record(job, "owners_told", state=it.ask.state)
            add_to_owners_list(program, it.session, it.now)


def _nudge_csm(it: Opened) -> None:
    mark_csm(it.session, it.ask, it.account, it.now, notify=True, in_hours=True, nudge=True)


def _nudge_requester(it: Opened) -> None:
    mark_requester(it.session, it.request, it.now, notify=True, in_hours=True, nudge=True)
