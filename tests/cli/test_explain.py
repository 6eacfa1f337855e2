"""explain: every rule, whether it holds, why not and until when."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.db import Database
from bot.rules.eligibility import CODES
from models import Account, Advocate, Ask, PolicyValue, Version
from tests.cli.conftest import Run

AT = ("--at", "2026-03-02T09:30:00+00:00")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch, sqlite_db: Database) -> Iterator[Database]:
    """Sarah, asked nine days ago, and two people called Kim. No Slack setting is set."""
    monkeypatch.setenv("DATABASE_URL", str(sqlite_db.url))
    with sqlite_db.changing() as session:
        account = Account(
            domain="northwind.example",
            name="Northwind Bank",
            industry="Banking",
            segment="enterprise",
            region="emea",
            csm="ana@ours.example",
            health=82,
            never_with=["Globex"],
            created_at=NOW,
            updated_at=NOW,
        )
        session.add(account)
        session.flush()
        people = [
            Advocate(
                email=f"{address}@northwind.example",
                name=name,
                account_id=account.id,
                stage="enrolled",
                created_at=NOW,
                updated_at=NOW,
            )
            for address, name in (("sarah", "Sarah Chen"), ("kim1", "Kim Park"), ("kim2", "Kim Lund"))
        ]
        session.add_all(people)
        session.flush()
        session.add(
            Ask(
                advocate_id=people[0].id,
                origin="import",
                kind="testimonial",
                effort=1,
                state="completed",
                answer="yes",
                counted_on=date(2026, 2, 21),
            )
        )
    yield sqlite_db


def explained(run: Run, *arguments: str) -> dict[str, Any]:
    done = run("explain", *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


@pytest.mark.usefixtures("company")
def test_every_rule_is_told_with_its_words_and_its_end(run: Run) -> None:
    done = run("explain", "sarah@northwind.example", "reference_call", *AT)

    assert done.exit_code == 0, done.stderr
    headline, *lines = done.stdout.splitlines()
    assert headline == (
        "Sarah Chen can’t be asked for a reference call on 2 Mar 2026: free again on 23 Mar 2026."
    )
    told = {line.split()[1]: (line.split()[0], " ".join(line.split()[2:])) for line in lines}
    assert tuple(told) == CODES
    assert told["cooldown"] == (
        "no",
        "Sarah Chen was asked not long ago and is resting (free again on 23 Mar 2026)",
    )
    assert told["asks_90"] == ("ok", "at most 2 asks in 90 days")
    assert told["health"] == ("ok", "health of the company at least 60")
    assert told["renewal"] == ("ok", "no renewal within 30 days, none overdue (renewal date not known)")
    assert [code for code, (mark, _) in told.items() if mark == "no"] == ["cooldown"]


@pytest.mark.usefixtures("company")
def test_somebody_eligible_is_told_as_well(run: Run) -> None:
    done = run("explain", "Kim Park", "reference call", *AT)

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Kim Park can be asked for a reference call on 2 Mar 2026.\n")
    assert " no  " not in done.stdout


@pytest.mark.usefixtures("company")
def test_the_same_as_one_json_document(run: Run) -> None:
    document = explained(run, "Sarah Chen", "case_study", *AT)

    assert document["eligible"] is False
    assert [one["rule"] for one in document["rules"]] == list(CODES)
    rules = {one["rule"]: one for one in document["rules"]}
    assert rules["cooldown"] == {
        "rule": "cooldown",
        "ok": False,
        "reason": "Sarah Chen was asked not long ago and is resting (free again on 23 Mar 2026)",
        "until": "2026-03-23",
    }
    assert rules["ladder"]["ok"] is False
    assert "until" not in rules["ladder"]
    assert rules["stage"] == {"rule": "stage", "ok": True}
    assert rules["renewal"] == {"rule": "renewal", "ok": True, "reason": "renewal date not known"}
    assert explained(run, "Kim Park", "testimonial", *AT)["eligible"] is True


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("at", "eligible"), [("2026-03-22", False), ("2026-03-23", True), ("2026-03-23T00:30:00+02:00", False)]
)
def test_a_moment_to_come_can_be_asked_about(run: Run, at: str, eligible: bool) -> None:
    assert explained(run, "sarah@northwind.example", "reference_call", "--at", at)["eligible"] is eligible


@pytest.mark.usefixtures("company")
def test_on_a_past_day_what_was_asked_later_did_not_count(run: Run) -> None:
    document = explained(run, "sarah@northwind.example", "reference_call", "--at", "2026-02-20")
    assert document["eligible"] is True


@pytest.mark.usefixtures("company")
def test_a_prospect_can_be_named(run: Run) -> None:
    alone = explained(run, "Kim Park", "reference_call", *AT)
    rival = explained(run, "Kim Park", "reference_call", "--prospect", "GLOBEX Ltd", *AT)

    assert (alone["eligible"], rival["eligible"]) == (True, False)
    assert [one["rule"] for one in rival["rules"] if not one["ok"]] == ["competitor"]


def test_the_owners_own_numbers_are_the_ones_that_count(run: Run, company: Database) -> None:
    with company.changing() as session:
        session.add(PolicyValue(name="ask_cooldown_days", text="5", set_by="U0OLU", set_at=NOW))
        session.add(Version(name="policy", number=1))
    done = run("explain", "Sarah Chen", "reference_call", *AT)

    assert "can be asked" in done.stdout
    assert "5 days since the last ask, 90 after a big one" in done.stdout


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("kind", ["reference call", "Reference-Call", "REFERENCE_CALL"])
def test_a_kind_may_be_written_as_people_write(run: Run, kind: str) -> None:
    assert explained(run, "Kim Park", kind, *AT)["eligible"] is True


@pytest.mark.usefixtures("company")
def test_a_kind_nobody_knows_is_answered_with_the_nearest(run: Run) -> None:
    refused = run("explain", "Kim Park", "referense_call")

    assert refused.exit_code == 2
    assert "Did you mean reference_call?" in refused.stderr


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("advocate", "why"),
    [
        ("Nobody Here", "I know nothing of “Nobody Here”: write an e-mail address or a name"),
        ("Kim", "“Kim” can be several people: Kim Park <kim1@northwind.example>, Kim Lund"),
    ],
)
def test_an_advocate_must_be_one(run: Run, advocate: str, why: str) -> None:
    refused = run("explain", advocate, "reference_call")

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert why in refused.stderr


@pytest.mark.usefixtures("company")
def test_for_a_review_only_the_rules_that_are_blind_to_happiness_are_told(run: Run) -> None:
    names = {one["rule"] for one in explained(run, "Sarah Chen", "review", *AT)["rules"]}
    assert {"relation", "cooldown", "company_policy"} <= names
    assert not names & {"health", "escalation", "renewal", "ladder", "tenure", "cultivation"}
