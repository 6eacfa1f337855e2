"""gifts: the budget of a period, and a campaign from its plan to what came of it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.db import Database
from models import Account, Activity, Advocate, AuditEntry, Give, GuardDecision, Incentive, Slot
from tests.journeys.office import ANA, settings

NOW = datetime.now(UTC)
TODAY = NOW.date()


def run(db: Database, *words: str) -> Result:
    url = db.url.render_as_string(hide_password=False)
    return CliRunner().invoke(cli, ["gifts", *words], obj=settings(url, "http://127.0.0.1:9/"))


def person(db: Database, name: str, **columns: object) -> Advocate:
    with db.changing() as session:
        when = {"created_at": NOW, "updated_at": NOW}
        public = columns.pop("public_sector", False)
        account = Account(
            domain=f"{name.split()[0].lower()}.example",
            name=f"{name.split()[1]} Ltd",
            industry=str(columns.pop("industry", "Fintech")),
            segment="smb",
            region="emea",
            csm=ANA,
            public_sector=public,
            **when,
        )
        session.add(account)
        session.flush()
        values = {"stage": "enrolled", "gifts_allowed": True} | columns
        advocate = Advocate(
            email=f"{name.split()[0].lower()}@x.example", name=name, account_id=account.id, **when, **values
        )
        session.add(advocate)
        session.flush()
        return advocate


def did(db: Database, advocate: Advocate, days_ago: int, kind: str = "reference_call") -> None:
    on = TODAY - timedelta(days=days_ago)
    with db.changing() as session:
        session.add(
            Activity(
                advocate_id=advocate.id,
                origin="import",
                kind=kind,
                effort=2,
                completed_on=on,
                completed_at=datetime(on.year, on.month, on.day, tzinfo=UTC),
            )
        )


def plan(db: Database, name: str = "Welcome back", **options: object) -> Result:
    values: dict[str, object] = {
        "goal": "Hear from the quiet ones again",
        "kind": "donation",
        "amount": 20,
        "budget": 100,
        "from": TODAY - timedelta(days=1),
        "to": TODAY + timedelta(days=30),
        "quiet": 120,
    } | options
    words = [word for key, value in values.items() if value is not None for word in (f"--{key}", str(value))]
    return run(db, "campaign", "plan", name, *words)


def states(db: Database) -> list[str]:
    with db.reading() as session:
        return [one.state for one in session.query(Incentive).order_by(Incentive.id)]


def test_a_campaign_from_its_plan_to_what_came_of_it(db: Database) -> None:
    quiet, lately, never = person(db, "Sarah Chen"), person(db, "Tom Reed"), person(db, "Ida Berg")
    public = person(db, "Paul Civil", public_sector=True)
    did(db, quiet, 200)
    did(db, public, 200)
    did(db, lately, 10)
    assert plan(db).exit_code == 0
    told = run(db, "campaign", "who", "welcome back")
    assert told.exit_code == 0, told.output
    since = (TODAY - timedelta(days=200)).year
    assert "Ida Berg, Berg Ltd: never in contact. Guard: pass" in told.output
    assert "Sarah Chen, Chen Ltd: quiet for 200 days, since " in told.output
    assert str(since) in told.output
    assert "Paul Civil, Civil Ltd" in told.output
    assert "block: They work in the public sector" in told.output
    assert "Tom Reed" not in told.output
    assert "3 qualify; the guard passes 2 of them." in told.output
    with db.reading() as session:
        assert session.query(GuardDecision).count() == 0, "looking decides nothing"

    done = run(db, "campaign", "propose", "Welcome back")
    assert done.output == "2 proposed, 0 had it already; left out by the guard: 0 held, 1 blocked.\n"
    again = run(db, "campaign", "propose", "Welcome back")
    assert again.output == "0 proposed, 2 had it already; left out by the guard: 0 held, 1 blocked.\n"
    with db.reading() as session:
        slots = session.query(Slot).filter_by(subject_kind="incentive", audience="proposer").all()
        assert [one.conversation for one in slots] == [ANA, ANA]

    with db.changing() as session:
        for one in session.query(Incentive):
            one.chosen_at = NOW - timedelta(days=2)
            if one.advocate_id == quiet.id:
                one.state, one.choice = "delivered", "swap"
            else:
                one.state, one.choice = "declined", "decline"
    did(db, quiet, 0)
    numbers = json.loads(run(db, "campaign", "result", "Welcome back", "--json").output)
    assert numbers == {
        "campaign": "Welcome back",
        "goal": "Hear from the quiet ones again",
        "offered": 2,
        "waiting": 0,
        "taken": 0,
        "swapped": 1,
        "donated": 0,
        "declined": 1,
        "delivered": 1,
        "stuck": 0,
        "cost": 20,
        "currency": "USD",
        "re_engaged": 1,
    }
    assert never.id != quiet.id


def test_the_budget_of_a_campaign_is_not_overspent(db: Database) -> None:
    for name in ("Ann A", "Ben B", "Cai C", "Dan D"):
        person(db, name)
    plan(db, budget=50)
    done = run(db, "campaign", "propose", "Welcome back")
    assert done.output == "2 proposed, 0 had it already; left out by the guard: 2 held, 0 blocked.\n"
    assert states(db) == ["approved", "approved"]


def test_the_budget_of_a_period_holds_and_is_shown(db: Database) -> None:
    person(db, "Ann A")
    person(db, "Ben B")
    first, last = TODAY - timedelta(days=10), TODAY + timedelta(days=10)
    assert run(db, "budgets").output == "No budget is set, so none holds anything back.\n"
    assert run(db, "budget", str(first), str(last), "50").exit_code == 0
    assert run(db, "budget", str(first), str(last), "30").exit_code == 0
    plan(db)
    assert run(db, "campaign", "propose", "Welcome back").output.startswith("1 proposed")
    assert run(db, "budgets").output == f"{first} to {last}: 10.00 of 30.00 USD left\n"
    with db.reading() as session:
        entries = session.query(AuditEntry).filter_by(action="gift_budget_set").order_by(AuditEntry.id).all()
    assert [one.details.get("before") for one in entries] == [None, 50]


def test_those_who_did_something_are_thanked_for_it_and_once(db: Database) -> None:
    caller, other = person(db, "Sarah Chen"), person(db, "Tom Reed", industry="Health")
    did(db, caller, 30)
    did(db, other, 30, "podcast")
    plan(db, kind="gift_card", quiet=None, did="reference_call", within=90)
    assert "did a reference call on " in run(db, "campaign", "who", "Welcome back").output
    assert run(db, "campaign", "propose", "Welcome back").output.startswith("1 proposed")
    with db.reading() as session:
        [one] = session.query(Incentive)
        assert (one.for_activity, one.timing, one.activity_id is not None) == (
            "reference_call",
            "after",
            True,
        )


def test_a_give_and_an_ask_are_contact_too(db: Database) -> None:
    given = person(db, "Sarah Chen")
    with db.changing() as session:
        session.add(Give(advocate_id=given.id, kind="book", given_on=TODAY - timedelta(days=5)))
    plan(db)
    assert run(db, "campaign", "who", "Welcome back").output == "0 qualify; the guard passes 0 of them.\n"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"quiet": None}, "say whom it is for"),
        ({"to": date(2020, 1, 1)}, "before it starts"),
        ({"amount": 200}, "one gift of 200 is more than the whole budget of 100"),
        ({"did": "singing"}, "there is no kind of activity “singing”"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    sqlite_db: Database, options: dict[str, object], reason: str
) -> None:
    refused = plan(sqlite_db, **options)
    assert refused.exit_code == 1
    assert reason in refused.stderr
    assert run(sqlite_db, "campaign", "list").output == "No campaign was planned yet.\n"


def test_names_are_taken_once_and_unknown_ones_are_named(sqlite_db: Database) -> None:
    plan(sqlite_db)
    assert "there is a campaign “welcome back” already" in plan(sqlite_db, "welcome back").stderr
    assert "there are Welcome back" in run(sqlite_db, "campaign", "result", "Farewell").stderr


def test_outside_its_days_nothing_is_proposed(sqlite_db: Database) -> None:
    plan(sqlite_db, **{"from": TODAY + timedelta(days=5)})
    assert "runs from" in run(sqlite_db, "campaign", "propose", "Welcome back").stderr
