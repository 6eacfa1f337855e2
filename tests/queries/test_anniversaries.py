"""Which dates have their anniversary on a day: those of every year up to its own, and 29 February where it falls on the 28th."""

from calendar import isleap
from datetime import UTC, date, datetime

import pytest

from bot.db import Database
from bot.queries.anniversaries import falling
from models import Account, Advocate

STAMPS = {"created_at": datetime(2026, 3, 2, tzinfo=UTC), "updated_at": datetime(2026, 3, 2, tzinfo=UTC)}
DAYS = ((2, 27), (2, 28), (2, 29), (3, 28), (5, 1))
BEGAN = [date(year, *day) for year in range(2019, 2027) for day in DAYS if day != (2, 29) or isleap(year)]


@pytest.fixture
def people(db: Database) -> Database:
    """Somebody who began at their company on each of these days and, as it happens, joined the program on the same."""
    with db.changing() as session:
        bank = {"industry": "Fintech", "segment": "smb", "region": "emea", "csm": "ana@ours.example"}
        session.add(Account(id="bank", domain="bank.example", name="Bank", **bank, **STAMPS))
        session.flush()
        session.add_all(
            Advocate(
                id=f"{began}",
                name="Mai Tran",
                email=f"{began}@bank.example",
                account_id="bank",
                stage="enrolled",
                work_anniversary=began,
                enrolled_on=began,
                **STAMPS,
            )
            for began in BEGAN
        )
    return db


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2022, 5, 1), [date(2019, 5, 1), date(2020, 5, 1), date(2021, 5, 1), date(2022, 5, 1)]),
        (
            date(2022, 2, 28),
            [date(2019, 2, 28), date(2020, 2, 28), date(2020, 2, 29), date(2021, 2, 28), date(2022, 2, 28)],
        ),
        (date(2024, 2, 28), [date(year, 2, 28) for year in range(2019, 2025)]),
        (date(2024, 2, 29), [date(2020, 2, 29), date(2024, 2, 29)]),
        (date(2022, 2, 27), [date(year, 2, 27) for year in range(2019, 2023)]),
        (date(2022, 3, 28), [date(year, 3, 28) for year in range(2019, 2023)]),
    ],
)
def test_every_date_that_falls_on_a_day_is_found(people: Database, day: date, found: list[date]) -> None:
    with people.reading() as session:
        moments = falling(session, [day])
    at_work = [one for one in moments if one.kind == "work_anniversary"]
    assert sorted(one.advocate_id or "" for one in at_work) == [str(one) for one in found]
    assert {one.on for one in moments} == {day}
    assert {one.advocate_id: one.detail for one in at_work} == {
        str(one): str(day.year - one.year) if one.year < day.year else None for one in found
    }
    in_program = [one.advocate_id or "" for one in moments if one.kind == "program_anniversary"]
    assert sorted(in_program) == [str(one) for one in found if one.year < day.year], "none in its first year"
