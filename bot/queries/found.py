"""Which of several questions have an answer: one cheap look that spares a job all the others."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.db import plain

Question = tuple[Select[*tuple[Any, ...]], Mapping[str, Any]]
"""A statement that is put together once, and the values it is asked with."""


def found(session: Session, **questions: Question) -> frozenset[str]:
    """The names of those that would find a row, in one statement. The questions are the steps' own, so that none is missed."""
    values: dict[str, Any] = {}
    for _, given in questions.values():
        assert all(values.get(name, value) == value for name, value in given.items()), (
            "two mean something else by it"
        )
        values |= given
    row = plain(session, _all(tuple((name, one) for name, (one, _) in questions.items())), values).one()
    return frozenset(name for name, is_there in zip(questions, row, strict=True) if is_there)


@cache
def _all(questions: tuple[tuple[str, Select[*tuple[Any, ...]]], ...]) -> Select[*tuple[Any, ...]]:
    return select(*(one.exists().label(name) for name, one in questions))
