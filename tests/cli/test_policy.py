"""policy show and policy set, on a real database."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.clock import FixedClock
from bot.db import Database
from bot.services.program import Program
from models import AuditEntry
from tests.bench.crowd import fill
from tests.journeys.office import settings


def run(db: Database, *words: str) -> Result:
    url = db.url.render_as_string(hide_password=False)
    return CliRunner().invoke(cli, ["policy", *words], obj=settings(url, "http://127.0.0.1:9/"))


def test_every_rule_is_shown_with_its_unit_range_and_meaning(sqlite_db: Database) -> None:
    shown = run(sqlite_db, "show")
    assert shown.exit_code == 0
    line = next(one for one in shown.output.splitlines() if "ask_cooldown_days" in one)
    assert line.split() == [
        "ask_cooldown_days",
        "30",
        "days",
        *["rest", "after", "any", "counted", "ask", "(0", "to", "730)"],
    ]
    as_json = json.loads(run(sqlite_db, "show", "--json").output)
    assert as_json["asks_per_90_days"]["text"] == "2"


def test_setting_a_rule_tells_what_it_means_and_holds_at_once_elsewhere(db: Database) -> None:
    fill(db, advocates=80, asks=120)
    program = Program(db, FixedClock(datetime.now(UTC)))
    assert program.policy.ask_cooldown_days == 30
    done = run(db, "set", "ask_cooldown_days", "400")
    assert done.exit_code == 0
    assert "With 400 instead of 30, " in done.output
    assert " fewer are free today" in done.output
    assert program.policy.ask_cooldown_days == 400
    assert run(db, "set", "ask_cooldown_days", "30").exit_code == 0
    assert program.policy.ask_cooldown_days == 30
    with db.reading() as session:
        entries = session.query(AuditEntry).filter_by(action="policy_set").order_by(AuditEntry.id).all()
    assert [(one.actor, one.details) for one in entries] == [
        ("command line", {"before": "30", "after": "400"}),
        ("command line", {"before": "400", "after": "30"}),
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("ask_cooldown_days", "-3"), "ask_cooldown_days: “-3” must be from 0 to 730"),
        (("hour_cost", "-3"), "must not be negative"),
        (("ask_cooldown", "3"), "there is no rule “ask_cooldown”; the nearest is ask_cooldown_days"),
        (("asks_per_90_days", "9"), "asks_per_90_days (9) must not be more than asks_per_365_days (6)"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    sqlite_db: Database, words: tuple[str, ...], why: str
) -> None:
    refused = run(sqlite_db, "set", *words)
    assert refused.exit_code == 1
    assert why in refused.output
    with sqlite_db.reading() as session:
        assert session.query(AuditEntry).count() == 0


def test_a_dry_run_only_tells(sqlite_db: Database) -> None:
    assert "Nothing was set." in run(sqlite_db, "set", "open_asks", "2", "--dry-run").output
    assert Program(sqlite_db, FixedClock(datetime.now(UTC))).policy.open_asks == 1


def test_a_rule_that_frees_nobody_says_so(sqlite_db: Database) -> None:
    told = run(sqlite_db, "set", "currency", "EUR").output
    assert told.splitlines() == [
        "EUR instead of USD: who is free today does not depend on it.",
        "currency is EUR now.",
    ]
