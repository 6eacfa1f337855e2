"""When due dates are no longer what they were: the jobs look at once, and date anew what it is too early for."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Activity, Ask


def look_again(session: Session, now: datetime) -> None:
    """A rule about times has changed, or the hours of somebody: everything that waits is looked at by the next job."""
    for table in (Ask, Activity):
        session.execute(
            update(table)
            .where(table.due_at > now)
            .values(due_at=now)
            .execution_options(synchronize_session=False)
        )
