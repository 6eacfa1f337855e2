"""What an executive sees on Monday morning: looked at on a desk and on a phone, and pressed."""

from pathlib import Path
from typing import Any

from bot.sandbox.house import House
from tests.browser.conftest import Look

PHONE = {"width": 390, "height": 1320, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
ASTRID = "U0EXEC1"
PROMPT = ".message:has([data-action=exec_note_sent])"


def as_astrid(house: House, look: Look, **how: Any) -> Any:
    """Her page after the first working morning, at the newest prompt."""
    house.travel.next_working_morning()
    shown = look.at(house.address, **how)
    if "is_mobile" in how:
        shown.get_by_role("button", name="People and conversations").tap()
    shown.locator(f"[data-person={ASTRID}]").click()
    shown.wait_for_selector(f"{PROMPT} >> nth=0")
    return shown


def test_the_prompt_on_a_desk(house: House, look: Look, pictures: Path) -> None:
    shown = as_astrid(house, look, height=900)
    prompt = shown.locator(PROMPT).last
    prompt.scroll_into_view_if_needed()
    shown.wait_for_timeout(200)
    shown.screenshot(path=pictures / "executive-note.png")
    assert "Why now" in prompt.inner_text()
    before = shown.locator(PROMPT).count()
    prompt.locator("[data-action=exec_note_sent]").click()
    shown.wait_for_selector("[data-action=exec_note_undo]")
    assert shown.locator(PROMPT).count() == before - 1
    assert house.workspace.refusals == []


def test_the_prompt_on_a_phone(house: House, look: Look, pictures: Path) -> None:
    shown = as_astrid(house, look, **PHONE)
    prompt = shown.locator(PROMPT).last
    prompt.scroll_into_view_if_needed()
    shown.wait_for_timeout(200)
    shown.screenshot(path=pictures / "executive-note-phone.png")
    box = prompt.bounding_box()
    assert box is not None
    assert box["width"] <= PHONE["width"], "nothing runs out of the screen"
