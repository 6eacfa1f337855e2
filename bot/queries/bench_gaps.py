"""What was wanted and nobody could do, against who could have: industry by segment by place."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.queries.matching import fitting
from bot.rules.diagnosis import Gap
from bot.rules.eligibility import reasons_against
from bot.rules.policy import Policy
from bot.rules.reviews import REVIEW
from bot.rules.vocabulary import Criteria, Field, Vocabulary, label
from models import ReferenceRequest

LATELY = timedelta(days=90)
LOOKED_INTO = 3
"""Cells of which it is counted who is there: those of the requests at hand, then those wanted most."""

Cell = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def cell_of(criteria: Mapping[str, Any]) -> Cell:
    """Industries, segments, regions and countries of a request's criteria as it stores them."""
    read = Criteria.from_json(criteria)
    return read.industries, read.segments, read.regions, read.countries


def cell_words(cell: Cell) -> tuple[str, ...]:
    """The cell as people say it; a wide word such as EU by its regions."""
    industries, segments, regions, countries = cell
    cell = (industries, segments, regions, () if regions else countries)
    fields = (Field.INDUSTRY, Field.SEGMENT, Field.REGION, Field.COUNTRY)
    return tuple(label(field, name) for field, names in zip(fields, cell, strict=True) for name in names)


def gaps(
    session: Session,
    vocabulary: Vocabulary,
    policy: Policy,
    now: datetime,
    at_hand: Iterable[Mapping[str, Any]],
) -> Mapping[Cell, Gap]:
    """The cells in which requests of the last 90 days found nobody, and who is enrolled and rested there today; at most
    three, those of the criteria `at_hand` first. Two statements for each."""
    rows = session.execute(
        select(ReferenceRequest.criteria, ReferenceRequest.kind).where(
            ReferenceRequest.state.in_(("unfilled", "closed_unfilled")),
            ReferenceRequest.filed_at > now - LATELY,
            ReferenceRequest.kind != REVIEW,
        )
    ).all()
    wanted = Counter((cell_of(criteria), kind) for criteria, kind in rows)
    by_cell = Counter[Cell]()
    for (cell, _), number in wanted.items():
        by_cell[cell] += number
    first = [cell for one in at_hand if (cell := cell_of(one)) in by_cell]
    most = [cell for cell, _ in sorted(by_cell.items(), key=lambda entry: (-entry[1], entry[0]))]
    return {
        cell: _gap(session, vocabulary, policy, now, cell, by_cell[cell], _usual(wanted, cell))
        for cell in list(dict.fromkeys((*first, *most)))[:LOOKED_INTO]
    }


def _usual(wanted: Mapping[tuple[Cell, str], int], cell: Cell) -> str:
    """The kind that is wanted there most."""
    kinds: Sequence[tuple[int, str]] = [
        (-number, kind) for (one, kind), number in wanted.items() if one == cell
    ]
    return min(kinds)[1]


def _gap(
    session: Session,
    vocabulary: Vocabulary,
    policy: Policy,
    now: datetime,
    cell: Cell,
    wanted: int,
    kind: str,
) -> Gap:
    industries, segments, regions, countries = cell
    criteria = Criteria(
        industries=industries, segments=segments, regions=regions, countries=countries, kind=kind
    )
    today = now.date()
    there = fitting(session, criteria, vocabulary, today)
    rested = sum(not reasons_against(one.facts, kind, policy, today) for one in there)
    return Gap(cell_words(cell), kind, wanted, len(there), rested)
