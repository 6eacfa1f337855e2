"""What every table shares: the base, the column types and the ids."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Literal

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    SQLColumnExpression,
    String,
    TypeDecorator,
    cast,
    extract,
    literal,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, validates

from bot.rules.names import keys_of

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no letter is mistaken for another


def new_id() -> str:
    """An opaque id of 18 characters. Later ids sort after earlier ones, so that indexes grow at their end."""
    number = (time.time_ns() // 1_000_000 << 42) | secrets.randbits(42)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(85, -1, -5))


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC and given back with its time zone on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime(),
        date: Date(),
        str: String(),
        list[str]: JSON(),
        dict[str, Any]: JSON(),
    }


KEY = String().with_variant(String(collation="C"), "postgresql")
"""Sorts by character on every database, so that an index finds what begins with something."""


def day_of_year(column: SQLColumnExpression[date | None]) -> ColumnElement[int]:
    """Month and day of a date as one number, 229 on 29 February: an index of it finds the anniversaries of all years."""
    hundred = literal(100, literal_execute=True)  # a place to be filled would not be what the index says
    return cast(extract("month", column) * hundred + extract("day", column), Integer)


def _from_name(which: Literal[0, 1]) -> Callable[[DefaultExecutionContext], str]:
    """Makes a key of a row that is written without the object mapper."""

    def key(context: DefaultExecutionContext) -> str:
        row: dict[str, str] = context.get_current_parameters()  # type: ignore[no-untyped-call]
        return keys_of(row["name"])[which]

    return key


class Named:
    """For tables whose rows are found by name: the name and what it is found by, which follows it."""

    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(KEY, default=_from_name(0), server_default="")
    """The name without case, accents and punctuation."""
    name_key_turned: Mapped[str] = mapped_column(KEY, default=_from_name(1), server_default="")
    """The same with the last word first."""

    @validates("name")
    def _follow(self, _attribute: str, name: str) -> str:
        self.name_key, self.name_key_turned = keys_of(name)
        return name
