"""A tier follows what somebody did: at once where it is recorded, and by the day where time goes by."""

from datetime import date, timedelta

import pytest

from bot.clock import FixedClock
from bot.db import Database
from bot.services import activities, tiers
from bot.services.program import Program
from bot.services.tiers import Settled
from models import Account, Activity, Advocate, AuditEntry, Benefit, Milestone, Person
from tests.journeys.office import MONDAY, OLU
from tests.test_plans import counted

TODAY = MONDAY.date()


@pytest.fixture
def program(db: Database) -> Program:
    program = Program(db, FixedClock(MONDAY), owners=frozenset({OLU}))
    dated = {"created_at": MONDAY, "updated_at": MONDAY}
    with program.changing() as session:
        session.add(
            Person(
                slack_id=OLU,
                name="Olu Ade",
                email="olu@ours.example",
                fetched_at=0.0,
                is_guest=False,
                is_outsider=False,
                is_gone=False,
            )
        )
        session.add(
            Account(
                id="northwind",
                domain="northwind.example",
                name="Northwind",
                industry="Fintech",
                segment="smb",
                region="emea",
                csm="ana@ours.example",
                **dated,
            )
        )
        session.flush()
        for name in ("mai", "bo"):
            session.add(
                Advocate(
                    id=name,
                    email=f"{name}@northwind.example",
                    name=name.title(),
                    account_id="northwind",
                    stage="enrolled",
                    **dated,
                )
            )
    return program


def did(program: Program, who: str, *days_ago: int, kind: str = "podcast", effort: int = 2) -> None:
    with program.changing() as session:
        for days in days_ago:
            on = TODAY - timedelta(days=days)
            session.add(
                Activity(
                    advocate_id=who,
                    origin="import",
                    kind=kind,
                    effort=effort,
                    completed_on=on,
                    completed_at=MONDAY - timedelta(days=days),
                    deal=str(days),
                )
            )


def tier(program: Program, who: str) -> tuple[str, date | None]:
    with program.reading() as session:
        found = session.get_one(Advocate, who)
        return found.tier, found.tier_since


def changes(program: Program) -> list[tuple[str, str]]:
    with program.reading() as session:
        entries = session.query(AuditEntry).filter_by(action="tier_changed").order_by(AuditEntry.id)
        return [(one.details["before"], one.details["after"]) for one in entries]


def noticed(program: Program) -> list[tuple[str | None, str | None, date]]:
    with program.reading() as session:
        found = session.query(Milestone).filter_by(kind="tier").order_by(Milestone.on, Milestone.id)
        return [(one.advocate_id, one.detail, one.on) for one in found]


def test_what_is_recorded_counts_at_once(program: Program) -> None:
    did(program, "mai", 20, 30)
    tiers.settle(program)
    activities.log(program, OLU, "mai", "podcast", TODAY)
    assert tier(program, "mai") == ("gold", TODAY)
    activities.log(program, OLU, "mai", "review", TODAY)
    activities.log(program, OLU, "mai", "survey", TODAY)
    assert tier(program, "mai") == ("gold", TODAY)
    assert changes(program) == [("community", "silver"), ("silver", "gold")]
    assert noticed(program) == [("mai", "gold", TODAY)]


def test_what_an_import_brings_is_taken_over_in_silence_but_for_the_last_two_weeks(program: Program) -> None:
    did(program, "mai", 20, 30, 40)
    did(program, "bo", 14)
    assert tiers.settle(program) == Settled(risen=1, silent=1)
    assert tier(program, "mai") == ("gold", TODAY - timedelta(days=20))
    assert tier(program, "bo") == ("silver", TODAY - timedelta(days=14))
    assert noticed(program) == [("bo", "silver", TODAY - timedelta(days=14))]
    assert tiers.settle(program) == Settled()


def test_what_an_import_brought_is_no_news_when_the_next_activity_is_recorded(program: Program) -> None:
    did(program, "mai", 20, 30, 40)
    activities.log(program, OLU, "mai", "podcast", TODAY)
    assert tier(program, "mai")[0] == "gold"
    did(program, "bo", 30, 40)
    activities.log(program, OLU, "bo", "podcast", TODAY - timedelta(days=25))
    assert tier(program, "bo") == ("gold", TODAY - timedelta(days=25))
    assert noticed(program) == [("bo", "gold", TODAY)]


def test_what_was_recorded_by_mistake_takes_back_what_nobody_was_told_of(program: Program) -> None:
    activity_id = activities.log(program, OLU, "mai", "podcast", TODAY)
    with program.changing() as session:
        assert session.query(Benefit).count() == 5
        session.delete(session.get_one(Activity, activity_id))
        tiers.look(program, session, session.get_one(Advocate, "mai"), OLU)
        assert session.query(Benefit).count() == 0
    assert tier(program, "mai") == ("community", None)


def test_what_is_older_than_a_year_counts_no_more_and_the_fall_is_set(program: Program) -> None:
    did(program, "mai", 100, 200, 364)
    tiers.settle(program)
    assert tier(program, "mai")[0] == "gold"
    assert isinstance(program.clock, FixedClock)
    program.clock.at += timedelta(days=1)
    assert tiers.settle(program) == Settled(fallen=1)
    assert tier(program, "mai")[0] == "silver"
    program.clock.at += timedelta(days=400)
    assert tiers.settle(program) == Settled(fallen=1)
    assert tier(program, "mai") == ("community", None)


def test_a_day_on_which_nobody_moves_costs_one_look(program: Program) -> None:
    did(program, "mai", 20, 30, 40)
    did(program, "bo", 20, kind="review", effort=1)
    tiers.settle(program)
    with counted(program.db) as sent:
        assert tiers.settle(program) == Settled()
    assert len([one for one in sent if "FROM activities" in one]) == 1
    assert not [one for one in sent if one.startswith(("UPDATE", "INSERT"))]
    assert tier(program, "bo") == ("community", None)
