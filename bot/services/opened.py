"""An ask with its locks taken: what every change of it checks, moves, records and marks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries.advocates import facts_of
from bot.queries.overrides import put_aside
from bot.queries.waits import colleague_time, profiles
from bot.rules.eligibility import judge
from bot.rules.override import despite
from bot.rules.verdict import Verdict
from bot.services import people
from bot.services.locks import close_ask, lock_pair, move_ask, move_request
from bot.services.marks import mark_calendar, mark_csm, mark_requester
from bot.services.program import Program, record
from models import Account, Advocate, Ask, Person, ReferenceRequest

ASSUMED = "assumed"
"""Why an ask is closed that nobody reported on: it is taken as happened, until somebody says how it really went."""


@dataclass(frozen=True)
class Opened:
    """An ask with its locks taken, and everyone around it."""

    session: Session
    ask: Ask
    account: Account
    advocate: Advocate
    request: ReferenceRequest
    now: datetime

    def require_state(self, *states: str) -> None:
        """Refused, saying where it stands now, unless the ask is in one of these states."""
        if self.ask.state not in states:
            raise moved_on(self.advocate.name, self.ask.state, self.ask.release_reason)

    def require_party(self, program: Program, by: str) -> Person:
        """The person, where they are its requester, its CSM or an owner; else Refused."""
        person = people.require_colleague(self.session, by)
        if self.request.requester != by:
            people.require_csm(program, self.session, by, self.account)
        return person

    def verdict(self, program: Program) -> Verdict:
        """The rules as of now, the ask at hand left out of the count, and what an owner has put aside for it left out too."""
        return despite(self.limits(program), put_aside(self.session, self.ask.id))

    def limits(self, program: Program) -> Verdict:
        """The rules as of now, whatever an owner has put aside; the ask at hand left out of the count."""
        facts = facts_of(self.session, self.advocate, self.now.date(), excluding=self.ask.id)
        return judge(facts, self.ask.kind, program.policy_in(self.session), self.now, self.request.prospect)

    def note_decision(self, program: Program) -> None:
        """The CSM decides now: keeps how many working hours they took, by the clock of whoever stands in while they are away."""
        assert self.ask.reserved_at is not None
        csm = self.account.csm
        clock = colleague_time(
            profiles(self.session, (), {csm}, self.now).get(csm), program.policy_in(self.session)
        )
        self.ask.decision_hours = clock.hours_between(self.ask.reserved_at, self.now)

    def release(
        self, by: str, reason: str, *, notify: bool, in_hours: bool = False, **details: object
    ) -> None:
        """Before contact: it stops counting, and the request wants its next. `in_hours` where a job does it."""
        move_ask(self.session, self.ask, "released", self.now)
        close_ask(self.ask, self.now, reason=reason, counts_still=False)
        self.ask.decided_at = self.now
        self.search_on()
        self.record(by, "ask_released", reason=reason, **details)
        mark_csm(self.session, self.ask, self.account, self.now, notify=notify, in_hours=in_hours)
        mark_requester(self.session, self.request, self.now, in_hours=in_hours)

    def unanswered(self, reason: str | None = None) -> None:
        """Written to and never heard of: it counts for good, and the request wants its next."""
        move_ask(self.session, self.ask, "no_answer", self.now)
        self.ask.answer = "no_answer"
        close_ask(self.ask, self.now, reason=reason, counts_still=True)
        self.search_on()

    def search_on(self) -> None:
        """The request wants its next, unless it has its yes or waits for one elsewhere."""
        if self.request.state == "asking":
            move_request(self.session, self.request, "searching")

    def unused(self, reason: str) -> None:
        """A yes that came to nothing: it counts for good. A date still ahead leaves both calendars."""
        if self.ask.scheduled_for is not None and self.ask.scheduled_for > self.now:
            self.renew_calendar()
        move_ask(self.session, self.ask, "unused", self.now)
        close_ask(self.ask, self.now, reason=reason, counts_still=True)
        if self.request.state == "filled":
            move_request(self.session, self.request, "came_to_nothing")
            self.request.closed_at = self.now

    def tell_both(self, by: str) -> None:
        """Whoever did not do it is told; whoever did sees their own message change."""
        mark_csm(self.session, self.ask, self.account, self.now, notify=self.request.requester == by)
        mark_requester(self.session, self.request, self.now, notify=self.request.requester != by)

    def renew_calendar(self) -> None:
        """The date was set, moved or called off: so is the entry in both calendars."""
        mark_calendar(self.session, self.ask, self.request, self.account, self.now)

    def changed_by_bot(self, column: str) -> bool:
        """What the bot changed of an advocate, an import leaves alone; whether it had changed it before."""
        before = column in self.advocate.changed_by_bot
        self.advocate.changed_by_bot = sorted({*self.advocate.changed_by_bot, column})
        return before

    def record(self, by: str, action: str, **details: object) -> None:
        record(
            self.session,
            at=self.now,
            actor=by,
            action=action,
            subject=("ask", self.ask.id),
            request_id=self.ask.request_id,
            advocate_id=self.advocate.id,
            **details,
        )


@contextmanager
def opened(program: Program, ask_id: str) -> Iterator[Opened]:
    """One transaction that holds the locks of the ask's advocate and account."""
    with program.changing() as session:
        advocate_id = session.scalar(select(Ask.advocate_id).where(Ask.id == ask_id))
        if advocate_id is None:
            raise Refused("ask_gone")
        account, advocate = lock_pair(session, advocate_id)
        ask = session.get_one(Ask, ask_id, populate_existing=True)
        if ask.request_id is None:
            raise Refused("ask_gone")
        request = session.scalars(
            select(ReferenceRequest)
            .where(ReferenceRequest.id == ask.request_id)
            .with_for_update(key_share=True)
        ).one()
        yield Opened(session, ask, account, advocate, request, program.now())


def moved_on(name: str, state: str, reason: str | None) -> Refused:
    """The refusal of a click that comes too late."""
    return Refused("ask_moved_on", name=name, state=state, reason=reason)


def iso(moment: datetime | None) -> str | None:
    """A moment as the audit keeps it."""
    return moment.isoformat() if moment else None
