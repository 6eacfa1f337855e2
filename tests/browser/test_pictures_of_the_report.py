"""The director's report of the sample company: as a file in Slack, on paper, on a desk and on a phone, by day and by night."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2

from bot.sandbox.house import House
from tests.browser.conftest import Look

OWNER = "U0OWNER1"
A_CHART = re.compile(r"Cost and value")
WINDOWS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1100, "height": 1400}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "is_mobile": True,
        "has_touch": True,
        "device_scale_factor": 2,
    },
}
PICTURED = {("desk", "dark"), ("phone", "light")}


def asked_for(house: House, file_format: str) -> bytes:
    """What the owner has in their direct messages after asking for it."""
    owner = house.driver.as_person(OWNER)
    owner.command("/program", f"report {file_format}")

    def arrived() -> list[str]:
        files = [file for message in owner.messages() for file in message.files]
        return [file["id"] for file in files if file["name"].endswith(file_format)]

    house.driver.until(arrived, 60, "a report")
    return house.workspace.content(arrived()[-1])


def test_the_pages_can_be_looked_at(house: House, pictures: Path) -> None:
    with pypdfium2.PdfDocument(asked_for(house, "pdf")) as printed:
        texts = [printed[at].get_textpage().get_text_bounded() for at in range(len(printed))]
        charts = next(at for at, text in enumerate(texts) if at and A_CHART.search(text))
        for name, at in (("report-first-page", 0), ("report-charts", charts)):
            image = printed[at].render(scale=1.6).to_pil().convert("RGB")
            assert image.height > image.width
            image.quantize(128, dither=0).save(pictures / f"{name}.png", optimize=True)
    assert "Customer advocacy, " in texts[0]
    assert house.workspace.refusals == []


@contextmanager
def opened(chromium: Any, page: Path, **how: Any) -> Iterator[Any]:
    """A tab with the file, which asks nothing of anybody."""
    context = chromium.new_context(**how)
    tab = context.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(page.as_uri())
    yield tab
    context.close()
    assert asked == [page.as_uri()]


def test_the_page_fits_every_window_and_paper(
    house: House, chromium: Any, tmp_path: Path, pictures: Path
) -> None:
    page = tmp_path / "report.html"
    page.write_bytes(asked_for(house, "html"))
    for name, window in WINDOWS.items():
        for scheme, paper in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(23, 24, 28)")):
            with opened(chromium, page, color_scheme=scheme, **window) as tab:
                width = tab.evaluate("document.documentElement.scrollWidth")
                assert width == window["viewport"]["width"], "nothing runs out of the screen"
                assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == paper
                if (name, scheme) in PICTURED:
                    tab.screenshot(path=pictures / f"report-{name}.png")
    for size in ("A4", "Letter"):
        with opened(chromium, page, color_scheme="dark") as tab:
            printed = tab.pdf(format=size, print_background=True, prefer_css_page_size=False)
        with pypdfium2.PdfDocument(printed) as sheets:
            corner = sheets[0].render(scale=0.3).to_pil().convert("L").getpixel((5, 5))
            assert corner > 250, "on paper it is light"
            assert f"1 / {len(sheets)}" in sheets[0].get_textpage().get_text_bounded()


def test_the_file_is_there_to_be_taken(house: House, look: Look) -> None:
    asked_for(house, "pdf")
    shown = look.at(house.address)
    shown.locator(f"[data-person={OWNER}]").click()
    with shown.expect_download() as download:
        shown.locator("a.file").last.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
