"""Running a job and delivering by hand."""

import json

import pytest
from sqlalchemy import select

from bot.cli.moment import MOMENT
from bot.db import Database
from models import JobRun
from tests.cli.conftest import Run

AT = ("--at", "2026-03-02T09:30:00+00:00")


@pytest.mark.usefixtures("with_slack")
def test_a_job_says_in_one_line_what_it_did(run: Run) -> None:
    done = run("job", "ask_reminders", *AT)

    assert done.exit_code == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert line.startswith("ask_reminders: ")
    assert line.endswith("; 0 messages sent")


def test_a_second_run_for_the_same_period_does_nothing_unless_forced(run: Run, with_slack: Database) -> None:
    run("job", "ask_reminders", *AT)

    again = run("job", "ask_reminders", "--at", "2026-03-02T09:59:59+00:00")
    forced = run("job", "ask_reminders", *AT, "--force")
    next_hour = run("job", "ask_reminders", "--at", "2026-03-02T10:00:00+00:00")

    assert again.exit_code == forced.exit_code == next_hour.exit_code == 0
    assert "already ran" in again.stdout
    assert "--force" in again.stdout
    assert "messages sent" in forced.stdout
    assert "messages sent" in next_hour.stdout
    with with_slack.reading() as session:
        periods = session.scalars(select(JobRun.period).order_by(JobRun.period)).all()
    assert periods == ["2026-03-02T09:00:00+00:00", "2026-03-02T10:00:00+00:00"]


@pytest.mark.usefixtures("with_slack")
def test_a_job_can_answer_in_json(run: Run) -> None:
    first = json.loads(run("job", "outcome_requests", *AT, "--json").stdout)
    second = json.loads(run("job", "outcome_requests", *AT, "--json").stdout)

    assert (first["job"], first["period"]) == ("outcome_requests", "2026-03-02T09:00:00+00:00")
    assert (first["ran"], first["delivered"]["posted"]) == (True, 0)
    assert (second["ran"], second["delivered"]) == (False, None)


@pytest.mark.usefixtures("with_slack")
def test_a_job_nobody_knows_is_answered_with_the_nearest_name(run: Run) -> None:
    refused = run("job", "thankyou_nudge")

    assert refused.exit_code == 2
    assert "Did you mean thank_you_nudges?" in refused.stderr


@pytest.mark.usefixtures("with_slack")
def test_delivering_when_nothing_is_due_says_so(run: Run) -> None:
    done = run("deliver", *AT)

    assert (done.exit_code, done.stdout) == (0, "0 messages sent\n")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-02T09:00:00+00:00", "2026-03-02T09:00:00+00:00"),
        ("2026-03-02T09:00:00Z", "2026-03-02T09:00:00+00:00"),
        ("2026-03-02T09:00", "2026-03-02T09:00:00+00:00"),
        ("2026-03-02T09:00:00+02:00", "2026-03-02T07:00:00+00:00"),
        ("2026-03-02", "2026-03-02T00:00:00+00:00"),
    ],
)
def test_a_moment_without_a_zone_is_utc(written: str, meant: str) -> None:
    assert MOMENT.convert(written, None, None).isoformat() == meant
