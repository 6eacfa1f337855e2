"""What every service needs: the database, the clock, and who is always an owner or an executive."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.db import Database
from bot.outbox.mark import renew_digests
from bot.queries.give_kinds import CATALOGUE, own_kinds
from bot.queries.versions import version
from bot.rules.gives import GIVES, Catalogue
from bot.rules.policy import DEFAULT, Policy
from bot.services.vocabulary import CurrentVocabulary
from bot.trace import current_trace
from models import AuditEntry, PolicyValue

POLICY = "policy"
DECIDES = frozenset(
    {
        "advocate_thanked",
        "ask_approved",
        "ask_released",
        "ask_reserved",
        "ask_sent",
        "away_said",
        "back_said",
        "decision_undone",
        "executive_note_handed_over",
        "give_logged",
        "incentive_approved",
        "incentive_denied",
        "incentive_released",
        "incentive_withdrawn",
        "message_let_go",
        "message_retried",
        "policy_set",
        "request_cancelled",
        "request_closed_unfilled",
        "rhythm_chosen",
        "thanks_let_go",
    }
)
"""Actions that settle what an owner's digest may show for a decision."""
DECIDED_AT = "decided at"


class CurrentPolicy:
    """Keeps the newest policy of this process until somebody sets a rule."""

    def __init__(self) -> None:
        self._kept: tuple[int, Policy] = (0, DEFAULT)

    def get(self, session: Session) -> Policy:
        """The policy as the session sees it."""
        newest = version(session, POLICY)
        if self._kept[0] != newest:
            rows = session.execute(select(PolicyValue.name, PolicyValue.text)).all()
            self._kept = (newest, Policy.of({row.name: row.text for row in rows}))
        return self._kept[1]


class CurrentCatalogue:
    """Keeps the newest catalogue of gives of this process until an owner changes it."""

    def __init__(self) -> None:
        self._kept: tuple[int, Catalogue] = (0, GIVES)

    def get(self, session: Session) -> Catalogue:
        """What ships and what owners added, as the session sees it."""
        newest = version(session, CATALOGUE)
        if self._kept[0] != newest:
            self._kept = (newest, {**GIVES, **own_kinds(session)})
        return self._kept[1]


@dataclass(frozen=True)
class Program:
    """The running program. Services take it first and do one thing in one of its transactions."""

    db: Database
    clock: Clock
    owners: frozenset[str] = field(default=frozenset())
    executives: frozenset[str] = field(default=frozenset())
    feedback_channel: str | None = None
    """Where it goes what advocates tell about product and program; None: to the owners."""
    celebration_channel: str | None = None
    """The Slack id of the channel for public thanks; None: there are none."""
    vocabulary: CurrentVocabulary = field(default_factory=CurrentVocabulary)

    _policy: CurrentPolicy = field(default_factory=CurrentPolicy)
    _gives: CurrentCatalogue = field(default_factory=CurrentCatalogue)

    def now(self) -> datetime:
        return self.clock.now()

    @property
    def policy(self) -> Policy:
        """The owner's rules as they are set now, in whatever process. One cheap look at their version each time."""
        with self.db.reading() as session:
            return self.policy_in(session)

    def policy_in(self, session: Session) -> Policy:
        """The same, as a session in hand sees it."""
        return self._policy.get(session)

    def gives_in(self, session: Session) -> Catalogue:
        """Every kind of give there is now, as a session in hand sees it."""
        return self._gives.get(session)

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """One transaction that changes something. The digests that stand are kept true where it decided something."""
        with self.db.changing() as session:
            yield session
            if decided_at := session.info.get(DECIDED_AT):
                renew_digests(session, decided_at)  # last, because many transactions mark them

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads."""
        with self.db.reading() as session:
            yield session

    @contextmanager
    def streaming(self) -> Iterator[Session]:
        """The same with the data of one moment, for rows that are fetched a thousand at a time."""
        with self.db.streaming() as session:
            yield session


def record(
    session: Session,
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: tuple[str, str],
    request_id: str | None = None,
    advocate_id: str | None = None,
    **details: object,
) -> None:
    """Writes into the audit, in the caller's transaction: who, when, what (past tense), to what, and why."""
    session.add(
        AuditEntry(
            at=at,
            actor=actor,
            action=action,
            subject_kind=subject[0],
            subject_id=subject[1],
            request_id=request_id,
            advocate_id=advocate_id,
            details={name: value for name, value in details.items() if value is not None},
            trace=current_trace(),
        )
    )
    if action in DECIDES:
        session.info[DECIDED_AT] = at
