"""A moment and a public thank-you in the sample company, as they look on a desk and on a phone."""

from pathlib import Path
from typing import Any

from bot.sandbox.house import House
from bot.sandbox.records import Message
from models import Advocate
from tests.browser.conftest import Look

DESK = {"width": 1280, "height": 900}
PHONE = {
    "width": 390,
    "height": 1000,
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}


def told(house: House) -> tuple[str, Message]:
    """The reader and the message of a promotion in the sample company."""
    house.travel.forward(7)
    house.driver.until(lambda: _found(house) is not None, 20, "a moment")
    found = _found(house)
    assert found is not None
    return found


def _found(house: House) -> tuple[str, Message] | None:
    for person in house.workspace.people():
        for message in house.driver.as_person(person.id).messages():
            if "A moment worth a word" in message.text and "promoted" in message.text:
                return person.id, message
    return None


def seen(look: Look, house: House, reader: str, message: Message, path: Path, **window: Any) -> Any:
    shown = look.at(house.address, **window)
    shown.evaluate(f"document.querySelector('[data-person={reader}]').click()")
    bubble = shown.locator(f"[data-ts='{message.ts}']")
    bubble.scroll_into_view_if_needed()
    shown.wait_for_timeout(300)
    shown.screenshot(path=path)
    return shown


def test_a_moment_and_a_celebration_can_be_looked_at(house: House, look: Look, pictures: Path) -> None:
    reader, message = told(house)
    with house.wired.program.changing() as session:
        for one in session.query(Advocate):
            one.may_name_publicly = True
    seen(look, house, reader, message, pictures / "moment.png", **DESK)
    seen(look, house, reader, message, pictures / "moment-phone.png", **PHONE)
    csm = house.driver.as_person(reader)
    csm.click(message, "celebrate")
    house.driver.until(lambda: csm.modal is not None, 20, "the form")
    assert csm.submit().errors == {}
    channel = next(one for one in house.workspace.channels() if one.name == "celebrations")
    house.driver.until(lambda: house.driver.channel_messages(channel.id), 20, "a public thank-you")
    posted = house.driver.channel_messages(channel.id)[-1]
    for name, window in (("celebration", DESK), ("celebration-phone", PHONE)):
        shown = seen(look, house, reader, message, pictures / f"{name}.png", **window)
        shown.evaluate("document.querySelector('[data-talk=celebrations]').click()")
        shown.locator(f"[data-ts='{posted.ts}']").scroll_into_view_if_needed()
        shown.wait_for_timeout(300)
        shown.screenshot(path=pictures / f"{name}.png")
    assert house.workspace.refusals == []
