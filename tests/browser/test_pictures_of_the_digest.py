"""The weekly digest of the sample company as its owner sees it: on a desk by day and by night, and on a phone."""

from pathlib import Path

from bot.sandbox.house import House
from bot.sandbox.records import Message
from tests.browser.conftest import Look

OWNER = "U0OWNER1"
DESK = {"width": 1280, "height": 1700}
PHONE = {"width": 390, "height": 1500, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


def newest_digest(house: House) -> Message:
    """What the owner has on the first Monday morning."""
    owner = house.driver.as_person(OWNER)

    def found() -> list[Message]:
        return [one for one in owner.messages() if "Your program from" in one.text]

    for _ in range(6):
        if found():
            break
        house.travel.next_working_morning()
    house.driver.until(found, 30, "a digest")
    return found()[-1]


def test_the_digest_can_be_looked_at(house: House, look: Look, pictures: Path) -> None:
    message = newest_digest(house)
    kinds = [block["type"] for block in message.blocks]
    assert 1 <= kinds.count("data_visualization") <= 2
    for name, window, scheme in (
        ("digest", DESK, "light"),
        ("digest-dark", DESK, "dark"),
        ("digest-phone", PHONE, "light"),
    ):
        shown = look.at(house.address, scheme=scheme, **window)
        shown.evaluate(f"document.querySelector('[data-person={OWNER}]').click()")
        bubble = shown.locator(f"[data-ts='{message.ts}']")
        bubble.evaluate("one => one.scrollIntoView({block: 'start'})")
        shown.wait_for_timeout(300)
        assert bubble.locator("svg.chart").count() == kinds.count("data_visualization")
        box = bubble.bounding_box()
        assert box is not None
        assert box["width"] <= window["width"], "nothing runs out of the screen"
        shown.screenshot(path=pictures / f"{name}.png")
    assert house.workspace.refusals == []
