"""response_url: 30 minutes, 5 uses; ephemerals change in no other way."""

from slack_sdk.webhook import WebhookClient

from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace
from tests.sandbox.bare_app import section
from tests.sandbox.conftest import WallClock


def test_five_answers_and_no_sixth(server: SlackServer, workspace: Workspace) -> None:
    hook = WebhookClient(workspace.response_urls.issue("U1", "C1"), retry_handlers=[])
    statuses = [hook.send(text=str(n)).status_code for n in range(6)]
    assert statuses == [200, 200, 200, 200, 200, 404]
    assert [one.text for one in workspace.ephemerals("U1")] == ["0", "1", "2", "3", "4"]
    assert workspace.refusals[-1].error == "used_url"


def test_after_thirty_minutes_it_is_gone(server: SlackServer, workspace: Workspace, clock: WallClock) -> None:
    hook = WebhookClient(workspace.response_urls.issue("U1", "C1"), retry_handlers=[])
    clock.advance(30 * 60 + 1)
    assert "expired_url" in hook.send(text="late").body
    unknown = WebhookClient(f"{server.address}/response/unknown", retry_handlers=[])
    assert "no_such_url" in unknown.send(text="x").body


def test_an_answer_can_be_for_everybody(server: SlackServer, workspace: Workspace) -> None:
    hook = WebhookClient(workspace.response_urls.issue("U1", "C2"), retry_handlers=[])
    hook.send(text="all", response_type="in_channel")
    assert [message.text for message in workspace.messages("C2")] == ["all"]


def test_an_ordinary_message_is_replaced_or_deleted_through_it(
    server: SlackServer, workspace: Workspace
) -> None:
    message = workspace.post("C1", user="U0BOT", text="old", blocks=[section("old")])
    hook = WebhookClient(workspace.response_urls.issue("U2", "C1", message.ts), retry_handlers=[])
    hook.send(text="new", replace_original=True)
    assert (workspace.message("C1", message.ts).text, workspace.message("C1", message.ts).blocks) == (
        "new",
        [],
    )
    hook.send(delete_original=True)
    assert workspace.messages("C1") == []
    assert hook.send(text="gone", replace_original=True).status_code == 400


def test_what_slack_would_not_show_is_refused_and_uses_nothing_up(
    server: SlackServer, workspace: Workspace
) -> None:
    hook = WebhookClient(workspace.response_urls.issue("U1", "C1"), retry_handlers=[])
    assert "invalid_blocks" in hook.send(text="x", blocks=[{"type": "section"}]).body
    assert "no_text" in hook.send_dict({"response_type": "ephemeral"}).body
    assert workspace.ephemerals("U1") == []
