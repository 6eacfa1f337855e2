"""Every block is shown, works, and nothing that people typed becomes code."""

from typing import Any

import pytest

from tests.browser import gallery
from tests.browser.conftest import Look, Stage
from tests.sandbox.bare_app import modal, section


def seen(stage: Stage, action_id: str) -> dict[str, Any]:
    """The newest action of that name that reached the bot."""
    for name, body in reversed(stage.bot.seen):
        if name == action_id:
            return dict(body["actions"][0])
    raise AssertionError(f"{action_id} did not reach the bot")


@pytest.mark.parametrize("which", gallery.ALL)
def test_shows_every_block(stage: Stage, look: Look, which: str) -> None:
    shown = look.at(stage.address)
    stage.show("U1", gallery.ALL[which])
    shown.wait_for_selector(".message")
    if which == "places":
        shown.wait_for_selector(
            "figure .picture-file"
        )  # the picture's host does not exist: its words stand there
        look.complaints.clear()
    assert stage.workspace.refusals == []
    assert shown.locator(".unknown").count() == 0
    assert shown.locator(".message [data-block]").count() >= len(gallery.ALL[which])


def test_alerts_are_shown_in_a_form(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    stage.workspace.views.open("U1", modal(*gallery.ALERTS))
    shown.wait_for_selector("dialog .b-alert.warning")
    assert shown.locator("dialog .b-alert").count() == len(gallery.ALERTS)


def test_what_people_typed_never_becomes_code(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    stage.show(
        "U1",
        [
            section(gallery.HOSTILE),
            {"type": "markdown", "text": gallery.HOSTILE + " [x](javascript:alert(4))"},
        ],
    )
    shown.wait_for_selector(".message")
    assert shown.locator(".message :is(script, img[src='x'])").count() == 0
    assert shown.locator(".message a[href^='javascript']").count() == 0
    assert "<script>alert(2)</script>" in shown.inner_text(".message .text")


def test_dates_are_in_the_readers_zone(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    stage.show("U1", [section("At <!date^1794567600^{date_num} {time}|x>")])
    stage.show("U2", [section("At <!date^1794567600^{date_num} {time}|x>")])
    assert "2026-11-13 06:00 AM" in shown.inner_text(".message .text")
    shown.click("[data-person=U2]")
    shown.wait_for_selector(".person[data-person=U2][aria-current]")
    assert "2026-11-13 12:00" in shown.inner_text(".message .text")


def test_a_table_is_sorted_and_paged(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    stage.show("U1", gallery.TABLE)
    table = shown.locator(".b-table:has(caption)")
    table.get_by_role("button", name="Asks").click()
    table.get_by_role("button", name="Asks").click()
    numbers = [int(one) for one in table.locator("tbody tr td:last-child").all_inner_texts()]
    assert numbers == [9, 8, 7, 6]
    assert table.locator("th[aria-sort=descending]").inner_text() == "Asks"
    table.get_by_role("button", name="More").click()
    assert "5–8 of 10" in table.inner_text()


def test_a_question_comes_before_what_cannot_be_taken_back(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    stage.show("U1", gallery.ELEMENTS)
    shown.click("text=With a question")
    shown.click('dialog.confirm >> text="No"')
    assert stage.bot.seen == []
    shown.click("text=With a question")
    with shown.expect_response("**/do/click"):
        shown.click("dialog.confirm >> text=Yes, go")
    assert seen(stage, "day")["value"] == "careful"


def test_selects_and_menus_reach_the_bot(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    stage.show("U1", gallery.ELEMENTS)
    shown.click("[data-action=pick]")
    shown.keyboard.type("case")
    with shown.expect_response("**/do/click"):
        shown.keyboard.press("Enter")
    assert seen(stage, "pick")["selected_option"]["value"] == "case"
    shown.click("[data-action=menu]")
    shown.keyboard.press("ArrowDown")
    with shown.expect_response("**/do/click"):
        shown.keyboard.press("Enter")
    assert seen(stage, "menu")["selected_option"]["value"] == "email"


def test_a_chart_gives_its_figures(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    stage.show("U1", gallery.CHARTS[0])
    figures = shown.locator(".chart-bar details")
    figures.locator("summary").click()
    assert "Q2 18 11" in " ".join(figures.locator("tr").nth(2).inner_text().split())
    assert shown.locator("svg.chart[role=img]").count() == 2
