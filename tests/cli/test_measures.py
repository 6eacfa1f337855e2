"""measures: every number of a period, for people and for machines."""

import json

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.db import Database
from tests.journeys.office import settings
from tests.services.test_measuring import world

PERIOD = ("--from", "2026-04-01", "--to", "2026-06-30")


def run(db: Database, *words: str) -> Result:
    url = db.url.render_as_string(hide_password=False)
    return CliRunner().invoke(cli, ["measures", *words], obj=settings(url, "http://127.0.0.1:9/"))


def test_a_document_has_every_measure_with_what_it_is_made_of(sqlite_db: Database) -> None:
    world(sqlite_db, seed=3)
    told = json.loads(run(sqlite_db, *PERIOD, "--json").stdout)
    assert {one["name"] for one in told} >= {
        "participation", "acceptance", "thanked_within_72h", "program_nps", "busiest_3_share", "filled",
        "csm_answer_hours_median", "won_influenced", "gives_per_ask", "never_asked_eligible",
    }  # fmt: skip
    assert all({"numerator", "denominator", "value", "too_few"} <= one.keys() for one in told)
    won = [one for one in told if one["name"] == "won_influenced"]
    assert {one["currency"] for one in won} == {"EUR", "USD"}
    assert all(one["value"] == one["numerator"] * one["share"] for one in won)


def test_people_read_figures_with_their_cases_and_definitions(sqlite_db: Database) -> None:
    world(sqlite_db, seed=3)
    told = run(sqlite_db, *PERIOD).stdout
    assert "From 2026-04-01 to 2026-06-30, UTC, both included:" in told
    assert "Said yes: of the asks that reached an advocate in the period, those answered with yes." in told
    assert "50 % of it is credited to the program" in told
    assert "before: " in told
    assert "a year ago: –" in told


def test_an_empty_program_has_nothing_to_say_and_says_so(sqlite_db: Database) -> None:
    told = run(sqlite_db, *PERIOD)
    assert told.exit_code == 0
    assert "0 of 0" in told.stdout


@pytest.mark.parametrize("by", ["csm", "industry", "segment", "kind"])
def test_it_is_told_apart_by_what_is_asked(sqlite_db: Database, by: str) -> None:
    world(sqlite_db, seed=3)
    told = json.loads(run(sqlite_db, *PERIOD, "--by", by, "--json").stdout)
    whole = json.loads(run(sqlite_db, *PERIOD, "--json").stdout)
    parts = sum(one["denominator"] for one in told if one["name"] == "acceptance")
    assert parts == next(one["denominator"] for one in whole if one["name"] == "acceptance")
    assert "Said yes" in run(sqlite_db, *PERIOD, "--by", by).stdout


def test_a_period_that_is_none_is_refused_with_the_reason(sqlite_db: Database) -> None:
    refused = run(sqlite_db, "--from", "2026-05-01", "--to", "2026-04-30")
    assert refused.exit_code == 1
    assert "are no period" in refused.stderr
    wrong = run(sqlite_db, "--from", "2026-02-31")
    assert wrong.exit_code == 2
    assert "“2026-02-31” is no day" in wrong.stderr
