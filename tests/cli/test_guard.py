"""guard check: the verdict, the reasons, and an exit code that scripts can trust."""

import json

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.db import Database
from bot.facts import HistoryLine
from messages.history import happened
from models import AuditEntry
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


def test_an_owner_amends_a_platform_with_a_source_and_it_counts_at_once(db: Database) -> None:
    line = "--kind swag --for review --platform Shiny"
    assert check(db, line).output.startswith("hold: ")
    source = "https://shiny.example/guidelines"
    set_ = run(db, "platform", "set", "Shiny", "--tied", "block", "--general", "pass", "--source", source)
    assert (set_.exit_code, set_.output) == (0, "Shiny: tied to a review block, general pass.\n")
    blocked = check(db, "--kind swag --for review --platform shiny")
    assert blocked.output.startswith("block: ")
    assert source in blocked.output
    assert check(db, "--kind swag --for general --platform SHINY").exit_code == 0
    assert "* Shiny: tied to a review block" in run(db, "platforms").output
    assert run(db, "platform", "restore", "shiny").output == "shiny is unknown again.\n"
    assert check(db, line).output.startswith("hold: ")
    with db.reading() as session:
        entries = session.query(AuditEntry).order_by(AuditEntry.id).all()
    assert [(one.actor, one.action) for one in entries] == [
        ("command line", "platform_amended"),
        ("command line", "platform_restored"),
    ]
    assert entries[0].details["source"] == source
    lines = [happened(HistoryLine(one.at, one.actor, one.action, one.details, None)) for one in entries]
    assert lines[0].startswith("set what Shiny allows: tied to a review block, general pass (https://shiny")


def test_a_row_that_ships_can_be_amended_in_part_and_comes_back(sqlite_db: Database) -> None:
    run(
        sqlite_db, "platform", "set", "Trust Radius", "--general", "pass", "--source", "their page on reviews"
    )
    rows = {one["platform"]: one for one in json.loads(run(sqlite_db, "platforms", "--json").output)}
    assert (rows["trustradius"]["tied"], rows["trustradius"]["general"]) == ("block", "pass")
    back = run(sqlite_db, "platform", "restore", "trustradius").output
    assert back == "TrustRadius as it shipped: tied to a review block, general hold.\n"


def test_a_row_that_is_old_is_shown_as_such_and_warns(sqlite_db: Database) -> None:
    old = ["--checked-on", "2020-01-01", "--source", "their page on reviews"]
    assert run(sqlite_db, "platform", "set", "g2", *old).exit_code == 0
    assert (
        "looked up on 2020-01-01, more than 180 days ago: look it up again"
        in run(sqlite_db, "platforms").output
    )
    assert "platform_rule_old: " in check(sqlite_db, "--kind swag --for review --platform g2").output


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("Shiny", "--source", "their guidelines"), "Shiny is new: say both --tied and --general"),
        (("g2", "--source", "x"), "say where it stands"),
        (("g2", "--source", "their guidelines", "--checked-on", "2999-01-01"), "is still to come"),
    ],
)
def test_an_amendment_without_a_source_or_a_verdict_is_refused(
    sqlite_db: Database, words: tuple[str, ...], reason: str
) -> None:
    refused = run(sqlite_db, "platform", "set", *words)
    assert refused.exit_code == 1
    assert reason in refused.stderr
    with sqlite_db.reading() as session:
        assert session.query(AuditEntry).count() == 0


def test_nothing_is_taken_back_where_nothing_was_set(sqlite_db: Database) -> None:
    assert run(sqlite_db, "platform", "restore", "g2").exit_code == 1
