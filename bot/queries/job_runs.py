"""From when on the periods of a job are owed."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.db import built_once, plain
from models import JobRun

FIRST_START = "first start"
"""In place of a period: the row whose done_at is the moment from which a job's periods are owed."""


def first_start(session: Session, job: str) -> datetime | None:
    """When a worker first looked after this job; None where none ever has."""
    return plain(session, *_first_start(job)).scalar()


@built_once
def _first_start(job: str) -> Select[datetime | None]:
    return select(JobRun.done_at).where(JobRun.job == job, JobRun.period == FIRST_START)
