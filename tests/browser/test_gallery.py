"""Every block is shown, works, and nothing that people typed becomes code."""

from typing import Any

import pytest

from tests.browser import gallery
from tests.browser.conftest import Look, Stage


@pytest.mark.parametrize("which", gallery.ALL)
def test_shows_every_block(stage: Stage, look: Look, which: str, tmp_path: Any) -> None:
    shown = look.at(stage.address)
    stage.show("U1", gallery.ALL[which])
    shown.wait_for_selector(".message")
    look.complaints[:] = [one for one in look.complaints if "ERR_NAME_NOT_RESOLVED" not in one]
    assert stage.workspace.refusals == []
    assert shown.locator(".unknown").count() == 0
    assert shown.locator(".message [data-block]").count() >= len(gallery.ALL[which])
    shown.screenshot(path=tmp_path / "shown.png")
    if which == "places":
        shown.wait_for_selector(".picture-file")
        look.complaints.clear()  # the picture's host does not exist
