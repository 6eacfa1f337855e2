"""The workspace itself: numbers, the feed, saving and restoring."""

import json
import threading

import pytest

from bot.sandbox import feed
from bot.sandbox.refused import Refused
from bot.sandbox.workspace import Workspace
from tests.sandbox.bare_app import button, entry, modal, section
from tests.sandbox.conftest import WallClock


def test_timestamps_are_unique_and_rise_even_if_the_clock_stands_still() -> None:
    workspace = Workspace(clock=lambda: 1_800_000_000.0)
    stamps = [workspace.new_ts() for _ in range(3)]
    assert stamps == ["1800000000.000000", "1800000000.000001", "1800000000.000002"]


def test_many_threads_get_different_timestamps_and_no_change_is_lost(workspace: Workspace) -> None:
    seq = workspace.feed.seq
    threads = [
        threading.Thread(target=lambda: [workspace.post("C1", user="U1", text="x") for _ in range(20)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({message.ts for message in workspace.messages("C1")}) == 160
    assert [change["seq"] for change in workspace.changes_since(seq)] == list(range(seq + 1, seq + 161))


def test_the_feed_tells_every_change_in_order(workspace: Workspace) -> None:
    seq = workspace.feed.seq
    message = workspace.post("C1", user="U0BOT", text="x")
    workspace.edit("C1", message.ts, text="y")
    workspace.delete("C1", message.ts)
    shown = workspace.show_ephemeral("U1", "C1", text="psst")
    workspace.remove_ephemeral("U1", shown.ts)
    view = workspace.views.open("U1", modal({"type": "divider"}))
    workspace.views.close(view)
    workspace.refuse("chat.postMessage", "invalid_blocks", "/blocks/0")
    kinds = [change["kind"] for change in workspace.changes_since(seq)]
    assert kinds == [
        "message_posted",
        "message_changed",
        "message_deleted",
        "ephemeral_shown",
        "ephemeral_removed",
        "view_opened",
        "view_closed",
        "refused",
    ]
    assert workspace.changes_since(workspace.feed.seq) == []


def test_a_reader_far_behind_is_told_to_start_over(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "KEPT", 2)
    small = Workspace()
    for name in "abc":
        small.add_person(f"U{name}", name)
    assert [change["kind"] for change in small.changes_since(1)] == ["reset"]
    assert len(small.changes_since(2)) == 2


def test_a_subscriber_gets_what_comes_after_and_a_heartbeat_when_nothing_does(workspace: Workspace) -> None:
    changes = workspace.feed.subscribe(heartbeat=0.01)
    workspace.post("C1", user="U1", text="x")
    assert [change["kind"] for change in next(changes)] == ["message_posted"]
    assert next(changes) == []


def test_a_saved_workspace_is_restored_whole(workspace: Workspace, clock: WallClock) -> None:
    message = workspace.post("C1", user="U0BOT", text="x", blocks=[section("x", button("go"))])
    workspace.open_im("U1")
    workspace.show_ephemeral("U1", "C1", text="psst")
    workspace.views.open("U1", modal(entry("words", "plain_text_input")))
    workspace.views.publish("U2", {"type": "home", "blocks": [section("Hi")]})
    workspace.refuse("chat.update", "message_not_found", "gone")
    workspace.response_urls.issue("U1", "C1")
    saved = json.dumps(workspace.to_dict())
    restored = Workspace.from_dict(json.loads(saved), clock=clock)
    assert json.dumps(restored.to_dict()) == saved
    assert restored.message("C1", message.ts) == message
    assert restored.open_im("U1") == workspace.open_im("U1")
    assert restored.post("C1", user="U1", text="y").ts > message.ts
    assert [change["kind"] for change in restored.changes_since(0)] == ["reset"]
    assert restored.feed.seq == workspace.feed.seq + 1


def test_what_is_held_does_not_change_with_the_workspace(workspace: Workspace) -> None:
    blocks = [section("before")]
    message = workspace.post("C1", user="U0BOT", text="before", blocks=blocks)
    blocks[0]["text"]["text"] = "meddled"
    workspace.edit("C1", message.ts, text="after", blocks=[section("after")])
    assert (message.text, message.blocks[0]["text"]["text"]) == ("before", "before")
    assert workspace.message("C1", message.ts).text == "after"


def test_what_is_not_there_is_refused_as_slack_does(workspace: Workspace) -> None:
    for ask, code in (
        (lambda: workspace.person("U9"), "user_not_found"),
        (lambda: workspace.channel("C9"), "channel_not_found"),
        (lambda: workspace.message("C1", "1.2"), "message_not_found"),
        (lambda: workspace.open_im("U9"), "user_not_found"),
    ):
        with pytest.raises(Refused) as caught:
            ask()
        assert caught.value.code == code
