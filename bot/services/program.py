"""What every service needs: the database, the clock, and who is always an owner or an executive."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.db import Database
from bot.rules.policy import DEFAULT, Policy
from bot.services.vocabulary import CurrentVocabulary
from bot.trace import current_trace
from models import AuditEntry


@dataclass(frozen=True)
class Program:
    """The running program. Services take it first and do one thing in one of its transactions."""

    db: Database
    clock: Clock
    owners: frozenset[str] = field(default=frozenset())
    executives: frozenset[str] = field(default=frozenset())
    policy: Policy = DEFAULT
    vocabulary: CurrentVocabulary = field(default_factory=CurrentVocabulary)

    def now(self) -> datetime:
        return self.clock.now()

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """One transaction that changes something."""
        with self.db.changing() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads."""
        with self.db.reading() as session:
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
