"""Messages that Slack refused for good: an owner has them tried again, or lets them go."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.services.incentive_steps import require_owner
from bot.services.program import Program, record
from models import Slot


def retry(program: Program, by: str, slot_id: str) -> None:
    """It is sent once more, with today's facts. Refused for all but owners, and where it waits for nobody any more."""
    with program.changing() as session:
        slot = _opened(program, session, by, slot_id)
        why = slot.parked_reason
        slot.parked_reason, slot.tries, slot.retry_at = None, 0, 0.0
        _settled(program, session, by, "message_retried", slot, why)
        session.info["marked"] = True


def let_go(program: Program, by: str, slot_id: str) -> None:
    """It is not sent any more, unless there is something new to say. Refused for all but owners, and where it waits for nobody
    any more."""
    with program.changing() as session:
        slot = _opened(program, session, by, slot_id)
        why = slot.parked_reason
        slot.parked_reason = slot.stale_channel = slot.stale_ts = None
        slot.sent_version = slot.notify_version = slot.wanted_version
        _settled(program, session, by, "message_let_go", slot, why)


def _opened(program: Program, session: Session, by: str, slot_id: str) -> Slot:
    """A parked message, its row locked."""
    require_owner(program, session, by)
    slot = session.scalars(select(Slot).where(Slot.id == slot_id).with_for_update()).one_or_none()
    if slot is None or slot.parked_reason is None:
        raise Refused("not_parked")
    return slot


def _settled(program: Program, session: Session, by: str, action: str, slot: Slot, why: str | None) -> None:
    session.flush()
    record(
        session,
        at=program.now(),
        actor=by,
        action=action,
        subject=(slot.subject_kind, slot.subject_id),
        audience=slot.audience,
        why=why,
    )
