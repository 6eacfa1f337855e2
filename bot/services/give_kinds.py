"""The catalogue of gives, and what owners make of it: refused where it is nonsense, audited, in force at once everywhere."""

import re
from collections.abc import Collection, Sequence

from rapidfuzz import process
from sqlalchemy import select

from bot.errors import BadInput
from bot.queries.give_kinds import CATALOGUE
from bot.queries.versions import grow
from bot.rules.gives import GIVES, VALUES, Catalogue, value_of
from bot.services.program import Program, record
from models import OwnGive

LONGEST = 60
"""Characters of a name: what a choice in a form holds."""


def catalogue(program: Program) -> Catalogue:
    """Every kind of give there is."""
    with program.reading() as session:
        return program.gives_in(session)


def add(program: Program, by: str, name: str, effort: int, serves: Sequence[str], *, connects: bool) -> str:
    """Adds a kind of give; the word by which files name it. BadInput where the name is taken or none, or a value unknown."""
    name = " ".join(name.split())
    values = [value_of(one) for one in serves]
    for said, value in zip(serves, values, strict=True):
        if value not in VALUES:
            raise BadInput(f"“{said}” is nothing that gives serve. They serve {', '.join(VALUES)}")
    if effort not in (1, 2, 3):
        raise BadInput("the effort is 1, 2 or 3")
    with program.changing() as session:
        kind = new_word(name, program.gives_in(session))
        session.add(
            OwnGive(
                kind=kind,
                name=name,
                effort=effort,
                serves=values,
                connects=connects,
                added_by=by,
                at=program.now(),
            )
        )
        grow(session, CATALOGUE)
        record(
            session,
            at=program.now(),
            actor=by,
            action="give_kind_added",
            subject=("give_kind", kind),
            name=name,
            effort=effort,
            serves=values,
        )
        return kind


def remove(program: Program, by: str, kind: str) -> str:
    """Takes out a kind that an owner added; its name. BadInput where there is none."""
    with program.changing() as session:
        own = session.get(OwnGive, kind)
        if own is None:
            if kind in GIVES:
                raise BadInput(f"{kind} ships with me and stays. Nothing was changed")
            words = session.scalars(select(OwnGive.kind)).all()
            raise BadInput(f"you added no {kind}{nearest(kind, words)}. Nothing was changed")
        session.delete(own)
        grow(session, CATALOGUE)
        record(
            session,
            at=program.now(),
            actor=by,
            action="give_kind_removed",
            subject=("give_kind", kind),
            name=own.name,
        )
        return own.name


def new_word(name: str, there: Collection[str]) -> str:
    """The word for a new name; BadInput where it is none, or taken."""
    word = re.sub(r"[\W_]+", "_", name.casefold()).strip("_")
    if not word or len(name) > LONGEST:
        raise BadInput(f"“{name}” is no name: it needs letters, and at most {LONGEST} characters")
    if word in there:
        raise BadInput(f"there is a {word} already. Nothing was changed")
    return word


def nearest(text: str, known: Sequence[str]) -> str:
    """The words for the nearest one there is; empty where there is none."""
    best = process.extractOne(text, known) if known else None
    return f"; the nearest is {best[0]}" if best else ""
