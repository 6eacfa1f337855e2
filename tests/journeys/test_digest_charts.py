"""The digest's charts, as far as a workspace takes them: drawn, pictures, words; and still there after a decision."""

from datetime import date, timedelta

import pytest

from bot.sandbox.records import Message
from messages.charts import BLOCK
from tests.journeys.office import OLU, Office
from tests.journeys.test_weekly_digest import digests_of, started, tick

NINE = "2026-03-02T09:00:00+00:00"
WEEKS = 6


@pytest.fixture
def monday(office: Office) -> Office:
    """A program in which something happens every week, and one advocate was never thanked."""
    account = office.add_account("Northwind Bank")
    for week in range(WEEKS):
        advocate = office.add_advocate(f"Person {week}", account)
        on = date(2026, 2, 25) - timedelta(weeks=week)
        office.add_past_ask(advocate, on)
        for kind in ("review", "reference_call"):
            office.add_activity(advocate, on, kind=kind, thanked_on=on if week else None)
    started(office, office.clock.now() - timedelta(days=30))
    return office


def charts(message: Message) -> list[str]:
    return [one["type"] for one in message.blocks if one["type"] in (BLOCK, "image")]


def test_slack_draws_two(monday: Office) -> None:
    tick(monday, NINE)
    [one] = digests_of(monday)
    assert charts(one) == [BLOCK, BLOCK]
    weeks = next(block for block in one.blocks if block["type"] == BLOCK)["chart"]
    helped = next(series for series in weeks["series"] if series["name"] == "Helped")
    assert [point["value"] for point in helped["data"]] == [0] * (12 - WEEKS) + [2] * WEEKS
    assert helped["data"][-1]["label"] == "23 Feb"
    assert "helped 12 times" in one.text


def test_where_it_draws_none_they_are_pictures_also_after_an_update(monday: Office) -> None:
    monday.server.workspace.refused_blocks.add(BLOCK)
    monday.expected.add("invalid_blocks")
    tick(monday, NINE)
    [one] = digests_of(monday)
    assert charts(one) == ["image", "image"]
    monday.person(OLU).command("/program", "digest fortnightly")
    monday.deliver()
    [after] = digests_of(monday)
    assert charts(after) == ["image", "image"]
    assert after.blocks != one.blocks
    for block in after.blocks:
        if block["type"] == "image":
            assert monday.server.workspace.content(block["slack_file"]["id"]).startswith(b"\x89PNG")
            assert "26 Jan" in block["alt_text"] or "Review" in block["alt_text"]


def test_without_files_they_are_words(monday: Office) -> None:
    monday.server.workspace.refused_blocks.add(BLOCK)
    monday.server.workspace.scopes.discard("files:write")
    monday.expected |= {"invalid_blocks", "missing_scope"}
    tick(monday, NINE)
    [one] = digests_of(monday)
    assert charts(one) == []
    assert "23 Feb: Asked 1, Helped 2" in str(one.blocks)


@pytest.mark.parametrize("draws", [True, False])
def test_the_command_answers_with_them_too(monday: Office, draws: bool) -> None:
    olu = monday.person(OLU)
    if not draws:
        monday.server.workspace.refused_blocks.add(BLOCK)
        monday.expected.add("invalid_blocks")
    olu.command("/program", "digest")
    monday.slack.until(
        lambda: any("Your program from" in one.text for one in olu.ephemerals()), what="a digest"
    )
    shown = next(one for one in olu.ephemerals() if "Your program from" in one.text)
    assert [block["type"] for block in shown.blocks].count(BLOCK) == (2 if draws else 0)
    assert ("23 Feb: Asked 1, Helped 2" in str(shown.blocks)) is not draws
