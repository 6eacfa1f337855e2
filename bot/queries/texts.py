"""What is remembered of texts: which one is nearly the same, and what the guard said of one before."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models import GuardDecision, TextBand, TextFingerprint

CLOSEST = 50
"""Texts that are compared at most."""

_closest = (
    select(TextBand.fingerprint_id)
    .where(TextBand.band.in_(bindparam("bands", expanding=True)))
    .group_by(TextBand.fingerprint_id)
    .order_by(func.count().desc(), TextBand.fingerprint_id.desc())
    .limit(CLOSEST)
)
near_texts = (
    select(TextFingerprint.at, TextFingerprint.marks)
    .where(
        TextFingerprint.id.in_(_closest.scalar_subquery()),
        TextFingerprint.at > bindparam("since"),
        TextFingerprint.subject_id != bindparam("subject"),
    )
    .order_by(TextFingerprint.at.desc())
)


def near(
    session: Session, bands: Sequence[int], subject_id: str, since: datetime
) -> list[tuple[datetime, bytes]]:
    """Texts for somebody else since then that may be nearly the same, the newest first: when, and their marks."""
    rows = session.execute(near_texts, {"bands": list(bands), "since": since, "subject": subject_id})
    return [(row.at, row.marks) for row in rows]


def last_decision(
    session: Session, subject: tuple[str, str], digest: str, actor: str, since: datetime
) -> GuardDecision | None:
    """What this person was last told of this very text for the same subject, since then."""
    return session.scalar(
        select(GuardDecision)
        .where(
            GuardDecision.subject_kind == subject[0],
            GuardDecision.subject_id == subject[1],
            GuardDecision.text_hash == digest,
            GuardDecision.actor == actor,
            GuardDecision.at >= since,
        )
        .order_by(GuardDecision.at.desc(), GuardDecision.id.desc())
        .limit(1)
    )
