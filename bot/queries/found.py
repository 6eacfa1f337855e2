"""Which of several questions have an answer: one cheap look that spares a job all the others."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session


def found(session: Session, **questions: Select[*tuple[Any, ...]]) -> frozenset[str]:
    """The names of those that would find a row, in one statement. The questions are the steps' own, so that none is missed."""
    row = session.execute(select(*(one.exists().label(name) for name, one in questions.items()))).one()
    return frozenset(name for name, is_there in zip(questions, row, strict=True) if is_there)
