"""guard check: the verdict, the reasons, and an exit code that scripts can trust."""

import json

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.db import Database
from tests.journeys.office import settings


def run(db: Database, *words: str) -> Result:
    url = db.url.render_as_string(hide_password=False)
    return CliRunner().invoke(cli, ["guard", *words], obj=settings(url, "http://127.0.0.1:9/"))


def check(db: Database, line: str) -> Result:
    return run(db, "check", *line.split())


@pytest.mark.parametrize(
    ("line", "verdict", "rule"),
    [
        ("--kind gift_card --for reference_call --amount 25", "pass", "disclosure"),
        ("--kind swag --for general --platform capterra", "pass", "disclosure"),
        ("--kind gift_card --for reference_call --amount 60", "hold", "gift_card_max"),
        ("--kind swag --for review --platform shiny", "hold", "platform_unknown"),
        ("--kind swag --for review --platform g2 --promised after", "block", "platform"),
        ("--kind donation --for review --platform Trust-Radius", "block", "platform"),
        ("--kind gift_card --for reference_call --promised before", "block", "cash_promised"),
        ("--kind gift_card --for testimonial", "block", "cash_for_praise"),
        ("--kind swag --for reference-call --sector public", "block", "public_sector"),
        ("--kind swag --for survey --employer forbids", "block", "employer_forbids"),
        ("--kind swag --for survey --depends-on rating", "block", "conditional"),
    ],
)
def test_a_verdict_with_its_reason_and_its_exit_code(
    sqlite_db: Database, line: str, verdict: str, rule: str
) -> None:
    told = check(sqlite_db, line)
    assert told.exit_code == (0 if verdict == "pass" else 1), told.output
    assert told.output.startswith(f"{verdict}: ")
    assert f"{rule}: " in told.output
    assert "Source: " in told.output
    assert "Checked: the review platform" in told.output

    as_json = check(sqlite_db, f"{line} --json")
    assert as_json.exit_code == told.exit_code
    document = json.loads(as_json.output)
    assert document["verdict"] == verdict
    first = document["findings"][0]
    assert first["rule"] == rule
    assert {"why", "source", "date", "verdict"} <= set(first)


def test_the_owners_limits_count(sqlite_db: Database) -> None:
    url = sqlite_db.url.render_as_string(hide_password=False)
    line = "--kind gift_card --for survey --amount 60"
    assert check(sqlite_db, line).exit_code == 1
    for name in ("gift_card_max", "gift_approval_above"):
        set_ = ["policy", "set", name, "80"]
        assert CliRunner().invoke(cli, set_, obj=settings(url, "http://127.0.0.1:9/")).exit_code == 0
    assert check(sqlite_db, line).exit_code == 0


@pytest.mark.parametrize(
    "line",
    [
        "--kind bribe --for survey",
        "--kind swag --for sing_a_song",
        "--kind swag",
        "--kind swag --for survey --amount 0",
        "--kind swag --for survey --amount -5",
        "--kind swag --for survey --promised yesterday",
    ],
)
def test_nonsense_is_wrong_usage(sqlite_db: Database, line: str) -> None:
    assert check(sqlite_db, line).exit_code == 2


def test_the_table_is_printed_as_it_stands_in_the_reference(sqlite_db: Database) -> None:
    printed = run(sqlite_db, "table")
    assert printed.exit_code == 0
    assert printed.output.startswith("# What may be given")
