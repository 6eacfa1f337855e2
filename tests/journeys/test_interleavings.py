"""Whatever people and time do, in whatever order: no ask is granted while a window is full, no state is reached off the table.

The windows are counted here by hand, from all rows of the database, without the rules under test. So are the loops
that are not closed: thanks, outcomes and yeses that came to nothing.
"""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.clock import FixedClock
from bot.db import Database
from bot.errors import Refused
from bot.jobs import ask_reminders
from bot.queries.undoing import cancelling_of, correctable, decision_of
from bot.rules.lifecycle import ASK, ASK_BACK, OPEN, REQUEST, REQUEST_BACK
from bot.services import (
    appreciation,
    asks,
    cancelling,
    correcting,
    deals,
    deciding,
    filing,
    outcomes,
    outside_asks,
    overriding,
    people,
    reopening,
    taking_back,
    undoing,
)
from bot.services.program import Program
from models import Account, Activity, Advocate, Ask, OwnerOverride, ReferenceRequest

Ways = MappingProxyType[str, frozenset[str]]

CSM, SALES, OWNER = "U0CSM", "U0SALES", "U0OWNER"
KINDS = ("reference_call", "review", "case_study")
WEIGHT = {"reference_call": 2, "review": 1, "case_study": 3}
START = datetime(2026, 1, 5, 12, tzinfo=UTC)
LONG_AGO = START - timedelta(days=300)
PICK = st.integers(min_value=0, max_value=1000)


def closure(table: Ways, back: Ways) -> dict[str, set[str]]:
    """From each state every state that steps of the tables lead to, itself included."""
    reached = {state: {state} for state in table}
    for _ in table:
        for states in reached.values():
            for state in tuple(states):
                states |= table[state] | back.get(state, frozenset())
    return reached


ASK_REACH, REQUEST_REACH = closure(ASK, ASK_BACK), closure(REQUEST, REQUEST_BACK)


class Company(RuleBasedStateMachine):
    """Two people at one company and one at another, a seller who asks, a CSM who decides, and time."""

    migrated: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        shutil.copy(self.migrated, Path(self.folder) / "company.db")
        self.clock = FixedClock(START)
        database = Database(f"sqlite:///{self.folder}/company.db")
        self.program = Program(database, self.clock, owners=frozenset({OWNER}))
        self.ask_states: dict[str, str] = {}
        self.request_states: dict[str, str] = {}
        self.filed = 0

    def teardown(self) -> None:
        self.program.db.dispose()
        shutil.rmtree(self.folder)

    @initialize(limits=st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=3, max_size=3))
    def a_company(self, limits: list[int | None]) -> None:
        for slack_id in (CSM, SALES, OWNER):
            people.remember(self.program, people.Profile(slack_id, slack_id.title()))
        with self.program.changing() as session:
            accounts = [
                Account(
                    domain=f"{name}.example",
                    name=name,
                    industry="Fintech",
                    segment="enterprise",
                    region="emea",
                    csm=CSM,
                    created_at=START,
                    updated_at=START,
                )
                for name in ("first", "second")
            ]
            session.add_all(accounts)
            session.flush()
            advocates = [
                Advocate(
                    email=f"{number}@people.example",
                    name=f"Person {number}",
                    account_id=accounts[number // 2].id,
                    stage="enrolled",
                    max_asks_per_year=limit,
                    created_at=START,
                    updated_at=START,
                )
                for number, limit in enumerate(limits)
            ]
            session.add_all(advocates)
            session.flush()
            # What went well long ago, so that much may be asked of them from the start.
            session.add_all(
                Activity(
                    advocate_id=advocate.id,
                    origin="import",
                    kind="testimonial",
                    effort=1,
                    completed_on=LONG_AGO.date(),
                    completed_at=LONG_AGO,
                    thanked_on=LONG_AGO.date(),
                    deal=deal,
                )
                for advocate in advocates
                for deal in ("one", "two")
            )

    @rule(kind=st.sampled_from(KINDS), pick=PICK)
    def ask(self, kind: str, pick: int, by: str = SALES) -> None:
        with self.program.reading() as session:
            everyone = session.query(Advocate.id).order_by(Advocate.email).all()
        self.filed += 1
        form = filing.RequestForm(
            words="fintech",
            kind=kind,
            deal_name=f"deal {self.filed}",
            needed_by=(self.clock.now() + timedelta(days=60)).date(),
            advocate_id=everyone[pick % 3][0],
        )
        self._try(lambda: filing.file(self.program, by, form, f"view {self.filed}"))

    @rule(pick=PICK)
    def approve(self, pick: int) -> None:
        self._on(pick, ("reserved",), lambda ask: deciding.approve(self.program, CSM, ask, "Dear you"))

    @rule(pick=PICK, days=st.integers(1, 60))
    def not_now(self, pick: int, days: int) -> None:
        resume = self.clock.now().date() + timedelta(days=days)
        self._on(pick, ("reserved",), lambda ask: self._spare(ask, resume))

    def _spare(self, ask: str, resume: date | None) -> None:
        deciding.not_now(self.program, CSM, ask, resume, neutral_reason="on_leave")

    @rule(pick=PICK)
    def never(self, pick: int) -> None:
        self._on(pick, ("reserved",), lambda ask: deciding.never(self.program, CSM, ask))

    @rule(pick=PICK, whom=st.integers(0, 2))
    def offer_another(self, pick: int, whom: int) -> None:
        other = self._advocates()[whom]
        self._on(pick, ("reserved",), lambda ask: deciding.offer_other(self.program, CSM, ask, other))

    @rule(pick=PICK, by=st.sampled_from((OWNER, CSM, SALES)), dies=st.booleans())
    def take_back(self, pick: int, by: str, dies: bool) -> None:
        with pytest.MonkeyPatch.context() as dying:
            if dies:
                dying.setattr(taking_back, "ask_next", lambda *_: False)
                dying.setattr(reopening, "ask_next", lambda *_: False)
            clicks = self._clicks()
            if clicks:
                self._try(lambda: undoing.undo(self.program, by, clicks[pick % len(clicks)]))

    @rule(pick=PICK)
    def correct(self, pick: int) -> None:
        with self.program.reading() as session:
            rows = session.query(Ask).filter(Ask.request_id.is_not(None)).order_by(Ask.id).all()
        possible = [(row.id, what) for row in rows for what in correctable(row)]
        if possible:
            ask, what = possible[pick % len(possible)]
            self._try(lambda: correcting.correct(self.program, CSM, ask, what))

    @rule(whom=st.integers(0, 2), kind=st.sampled_from(KINDS), days=st.integers(0, 100))
    def ask_around_the_bot(self, whom: int, kind: str, days: int) -> None:
        on = self.clock.now().date() - timedelta(days=days)
        outside_asks.log(self.program, SALES, self._advocates()[whom], kind, on, "no" if days % 3 else None)

    @rule(whom=st.integers(0, 2), kind=st.sampled_from(KINDS), uses=st.booleans())
    def an_owner_overrides(self, whom: int, kind: str, uses: bool) -> None:
        """For one ask of theirs; sometimes the form that comes next is never sent."""
        advocate = self._advocates()[whom]
        self._try(lambda: overriding.write(self.program, OWNER, advocate, kind, "The board asks."))
        if uses:
            self.ask(kind, whom, by=OWNER)

    def _clicks(self) -> list[str]:
        """The newest clicks that stand last on something: most can be taken back, some are too old for it."""
        with self.program.reading() as session:
            found = [decision_of(session, ask) for ask in session.query(Ask).order_by(Ask.id)]
            requests = session.query(ReferenceRequest).order_by(ReferenceRequest.id)
            found += [cancelling_of(session, request) for request in requests]
        newest = sorted((one for one in found if one is not None), key=lambda one: (one.at, one.id))
        return [one.id for one in newest[-2:]]

    def _advocates(self) -> list[str]:
        with self.program.reading() as session:
            return [one.id for one in session.query(Advocate.id).order_by(Advocate.email)]

    @rule(pick=PICK)
    def a_process_dies_after_releasing(self, pick: int) -> None:
        with pytest.MonkeyPatch.context() as dying:
            dying.setattr(deciding, "ask_next", lambda *_: False)
            self._on(pick, ("reserved",), lambda ask: self._spare(ask, None))

    @rule(pick=PICK)
    def sent(self, pick: int) -> None:
        self._on(pick, ("approved", "released", "reserved"), lambda ask: asks.sent(self.program, CSM, ask))

    @rule(pick=PICK, said=st.sampled_from(asks.ANSWERS), dated=st.booleans())
    def answer(self, pick: int, said: str, dated: bool) -> None:
        when = self.clock.now() + timedelta(days=3) if dated else None
        self._on(pick, ("sent",), lambda ask: asks.answer(self.program, CSM, ask, said, when))

    @rule(pick=PICK, happened=st.sampled_from(("yes", "no", "moved")))
    def outcome(self, pick: int, happened: str) -> None:
        self._on(
            pick,
            ("accepted", "scheduled"),
            lambda ask: outcomes.report(self.program, SALES, ask, happened, helped="The numbers."),
        )

    @rule(pick=PICK)
    def call_off(self, pick: int) -> None:
        self._on(pick, ("accepted", "scheduled"), lambda ask: asks.call_off(self.program, SALES, ask))

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        with self.program.reading() as session:
            requests = session.query(ReferenceRequest.id).order_by(ReferenceRequest.id).all()
        if requests:
            chosen = requests[pick % len(requests)][0]
            self._try(lambda: cancelling.cancel(self.program, SALES, chosen))

    @rule()
    def thank_everyone(self) -> None:
        with self.program.reading() as session:
            owed = session.query(Activity.id).filter(Activity.thanked_on.is_(None)).all()
        for (activity,) in owed:
            appreciation.thank(self.program, CSM, activity, appreciation.Thanks("mail"))

    @rule(kind=st.sampled_from(KINDS), pick=PICK, ends=st.sampled_from(("open", "won", "lost", "called off")))
    def a_whole_favour(self, kind: str, pick: int, ends: str) -> None:
        """From the request to the thanks without a break: what single steps seldom reach, they go on from here."""
        self.ask(kind, pick)
        with self.program.reading() as session:
            new = session.query(Ask.id).filter(Ask.state == "reserved").order_by(Ask.id.desc()).first()
        if new is None:
            return
        (ask,) = new
        self.nothing_is_granted_beyond_a_window()
        self._try(lambda: deciding.approve(self.program, CSM, ask, "Dear you"))
        self._try(lambda: asks.sent(self.program, CSM, ask))
        self._try(lambda: asks.answer(self.program, CSM, ask, "yes"))
        if ends == "called off":
            self._try(lambda: asks.call_off(self.program, SALES, ask))
        else:
            self._try(lambda: outcomes.report(self.program, SALES, ask, "yes", helped="The numbers."))
            self._try(lambda: deals.report_deal(self.program, SALES, ask, ends, None))
            self.thank_everyone()

    @rule(kind=st.sampled_from(KINDS), pick=PICK, steps=st.integers(1, 4), last=st.integers(0, 3))
    def a_wrong_click(self, kind: str, pick: int, steps: int, last: int) -> None:
        """From the request to some click, which is taken back at once: what single steps seldom reach."""
        self.ask(kind, pick)
        with self.program.reading() as session:
            new = session.query(Ask.id).filter(Ask.state == "reserved").order_by(Ask.id.desc()).first()
        if new is None:
            return
        (ask,) = new
        self.nothing_is_granted_beyond_a_window()
        clicks: list[Callable[[], object]] = [
            lambda: deciding.approve(self.program, CSM, ask, "Dear you"),
            lambda: asks.sent(self.program, CSM, ask),
            lambda: asks.answer(self.program, CSM, ask, asks.ANSWERS[last % 3]),
            lambda: asks.call_off(self.program, CSM, ask),
        ]
        if last == 3 and steps == 1:
            clicks[0] = lambda: self._spare(ask, None)
        for click in clicks[:steps]:
            self._try(click)
            self.nothing_is_granted_beyond_a_window()
        self.take_back(-1, CSM, dies=False)

    @rule(pick=PICK, result=st.sampled_from(deals.RESULTS))
    def a_deal_ends(self, pick: int, result: str) -> None:
        self._on(
            pick,
            ("completed",),
            lambda ask: deals.report_deal(self.program, SALES, ask, result, 1000),
        )

    @rule()
    def tell_everyone(self) -> None:
        with self.program.reading() as session:
            done = [one.id for one in session.query(Activity).filter(Activity.ask_id.is_not(None))]
            unused = [one.id for one in session.query(Ask).filter(Ask.state == "unused")]
        for subject in (*done, *unused):
            self._try(lambda subject=subject: outcomes.tell(self.program, CSM, subject))

    @rule(days=st.integers(1, 45))
    def time_passes(self, days: int) -> None:
        self.clock.at += timedelta(days=days)

    @rule()
    def the_job_runs(self) -> None:
        ask_reminders.run(self.program, self.clock.now())

    @precondition(lambda self: self.filed)
    @invariant()
    def nothing_is_granted_beyond_a_window(self) -> None:
        with self.program.reading() as session:
            rows = session.query(Ask).all()
            people_ = {row.id: row for row in session.query(Advocate).all()}
            done = session.query(Activity).all()
            overridden = {one.ask_id for one in session.query(OwnerOverride)}
        for ask in rows:
            before = self.ask_states.get(ask.id)
            if ask.state in ("reserved", "approved") and ask.state != before and ask.id not in overridden:
                others = [row for row in rows if row.id != ask.id]
                self._check_windows(ask, people_[ask.advocate_id], others, people_)
                self._check_loops(ask, others, [one for one in done if one.advocate_id == ask.advocate_id])
            assert ask.state in ASK_REACH[before or "reserved"]
            assert (ask.seat is not None) == (ask.state in OPEN)
            self.ask_states[ask.id] = ask.state

    @invariant()
    def requests_keep_to_their_table(self) -> None:
        with self.program.reading() as session:
            rows = session.query(ReferenceRequest).all()
        for request in rows:
            assert request.state in REQUEST_REACH[self.request_states.get(request.id, "asking")]
            self.request_states[request.id] = request.state

    def _check_windows(
        self, ask: Ask, advocate: Advocate, others: list[Ask], people_: dict[str, Advocate]
    ) -> None:
        today = self.clock.now().date()

        def age(row: Ask) -> int:
            assert isinstance(row.counted_on, date)
            return (today - row.counted_on).days

        counted = [row for row in others if row.counted_on is not None]
        theirs = [row for row in counted if row.advocate_id == advocate.id]
        account = [row for row in counted if people_[row.advocate_id].account_id == advocate.account_id]
        assert not [row for row in others if row.advocate_id == advocate.id and row.seat is not None]
        assert all(age(row) >= (90 if row.effort == 3 else 30) for row in theirs)
        assert all(age(row) >= 90 for row in theirs if row.kind == ask.kind and row.answer == "no")
        assert len([row for row in theirs if age(row) < 90]) + 1 <= 2
        year = [row for row in theirs if age(row) < 365]
        assert len(year) + 1 <= min(
            6, 6 if advocate.max_asks_per_year is None else advocate.max_asks_per_year
        )
        assert sum(WEIGHT[row.kind] for row in year) + WEIGHT[ask.kind] <= 12
        assert len([row for row in account if age(row) < 90]) + 1 <= 4

    def _check_loops(self, ask: Ask, others: list[Ask], done: list[Activity]) -> None:
        theirs = [row for row in others if row.advocate_id == ask.advocate_id]
        assert not [row for row in theirs if row.state == "unused" and row.told_at is None]
        last = max(row.completed_on for row in done)
        assert all(row.thanked_on is not None for row in done if row.completed_on == last)
        assert not [row for row in done if row.result in ("won", "lost") and row.outcome_told_on is None]

    def _on(self, pick: int, states: tuple[str, ...], do: Callable[[str], object]) -> None:
        """Mostly acts on an ask in one of these states, now and then on any: a stale button."""
        with self.program.reading() as session:
            rows = session.query(Ask.id, Ask.state).order_by(Ask.id).all()
        fitting = [row.id for row in rows if row.state in states]
        anything = [row.id for row in rows]
        choose_from = anything if pick % 7 == 0 or not fitting else fitting
        if choose_from:
            self._try(lambda: do(choose_from[pick % len(choose_from)]))

    def _try(self, do: Callable[[], object]) -> None:
        """A refusal is a normal answer; anything else is a failure of the test."""
        try:
            do()
        except Refused:
            return


def test_random_interleavings_never_break_the_promise(migrated_sqlite: Path) -> None:
    Company.migrated = migrated_sqlite
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Company,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
