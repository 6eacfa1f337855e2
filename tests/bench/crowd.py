"""Many advocates with a history of asks, activities and gives, made in bulk and the same every time."""

import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from sqlalchemy import insert, text

from bot.db import Database
from bot.rules.kinds import EFFORT
from models import Account, Activity, Advocate, Ask, Give, Person, Version, new_id
from tests.journeys.office import MONDAY, SAM

INDUSTRIES = (
    "Fintech", "Banking", "Insurance", "Healthcare", "Manufacturing", "Retail",
    "Logistics", "Energy", "Education", "Media", "Telecommunications", "Software",
)  # fmt: skip
SEGMENTS = ("smb", "mid_market", "enterprise")
REGIONS = ("emea", "amer", "apac", "latam")
PRODUCTS = ("Payments", "Ledger", "Risk", "Onboarding")
KINDS = ("reference_call", "review", "testimonial", "case_study")
PER_ACCOUNT = 4
BATCH = 2000


def fill(db: Database, advocates: int, asks: int, *, matching: int | None = None, days: int = 730) -> None:
    """So many advocates, four to a company, and asks over so many days.

    `matching` holds the number of people in fintech enterprise still, whatever the size of the rest.
    """
    chance = random.Random(7)
    today = MONDAY.date()
    accounts = [_account(number, chance, matching) for number in range(advocates // PER_ACCOUNT)]
    people = [_advocate(number, accounts[number // PER_ACCOUNT]["id"]) for number in range(advocates)]
    history = (_ask(people[number % advocates]["id"], today, chance, days) for number in range(asks))
    done = (
        _activity(people[number * 3 % advocates]["id"], today, chance, days) for number in range(asks // 4)
    )
    given = (_give(one["id"], today, chance) for one in people[::3])
    with db.changing() as session:
        for table, rows in (
            (Account, accounts),
            (Advocate, people),
            (Ask, history),
            (Activity, done),
            (Give, given),
        ):
            each, is_known = iter(rows), db.is_sqlite
            while batch := list(islice(each, BATCH)):
                session.execute(insert(table), batch)
                if not is_known:  # what a table that was empty a moment ago holds now: a trigger looks into it for every row
                    session.execute(text(f"ANALYZE {table.__tablename__}"))
                    is_known = True
        session.add(Version(name="vocabulary", number=1))
        session.add(
            Person(slack_id=SAM, name="Sam", is_guest=False, is_outsider=False, is_gone=False, fetched_at=4e9)
        )
    if db.engine.dialect.name == "postgresql":  # what its autovacuum does within minutes
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _account(number: int, chance: random.Random, matching: int | None) -> dict[str, object]:
    industry, segment = chance.choice(INDUSTRIES), chance.choice(SEGMENTS)
    if matching is not None:
        inside = number < matching // PER_ACCOUNT
        industry, segment = ("Fintech", "enterprise") if inside else (chance.choice(INDUSTRIES[1:]), segment)
    return {
        "id": new_id(),
        "domain": f"company{number}.example",
        "name": f"Company {number}",
        "industry": industry,
        "segment": segment,
        "region": chance.choice(REGIONS),
        "products": [chance.choice(PRODUCTS)],
        "use_cases": [],
        "tags": [],
        "policy_forbids": [],
        "never_with": [],
        "csm": "ana@ours.example",
        "created_at": MONDAY,
        "updated_at": MONDAY,
    }


def _advocate(number: int, account_id: object) -> dict[str, object]:
    return {
        "id": new_id(),
        "email": f"person{number}@company.example",
        "name": f"Person {number}",
        "account_id": account_id,
        "stage": "enrolled",
        "likes": [],
        "never": [],
        "interests": [],
        "values": [],
        "blackouts": [],
        "changed_by_bot": [],
        "created_at": MONDAY,
        "updated_at": MONDAY,
    }


def _ask(advocate_id: object, today: date, chance: random.Random, days: int) -> dict[str, object]:
    kind = chance.choice(KINDS)
    day = today - timedelta(days=chance.randrange(1, days))
    return {
        "id": new_id(),
        "advocate_id": advocate_id,
        "origin": "import",
        "kind": kind,
        "effort": EFFORT[kind],
        "state": "completed",
        "answer": "yes",
        "counted_on": day,
        "asked_on": day,
        "deal": str(chance.random()),
        "requester": "",
    }


def _activity(advocate_id: object, today: date, chance: random.Random, days: int) -> dict[str, object]:
    """One in fifty has not been thanked for."""
    kind = chance.choice(KINDS)
    day = today - timedelta(days=chance.randrange(1, days))
    return {
        "id": new_id(),
        "advocate_id": advocate_id,
        "origin": "import",
        "kind": kind,
        "effort": EFFORT[kind],
        "completed_on": day,
        "completed_at": datetime.combine(day, time(), UTC),
        "deal": str(chance.random()),
        "thanked_on": None if chance.random() < 0.02 else day,
    }


def _give(advocate_id: object, today: date, chance: random.Random) -> dict[str, object]:
    return {
        "id": new_id(),
        "advocate_id": advocate_id,
        "kind": "book",
        "given_on": today - timedelta(days=chance.randrange(1, 730)),
    }
