"""Every body the driver sends has Slack's shape: against the published types, and against recorded examples."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jsonschema_rs
import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.answer import Answer
from bot.sandbox.driver import Driver
from bot.sandbox.workspace import Workspace

SCHEMA = json.loads(files("bot.sandbox").joinpath("schema", "payloads.schema.json").read_text("utf-8"))
RECORDED = Path(__file__).parent / "payloads"
# The types ask for these of every click; Slack does not send them from views, as the recorded examples show.
NOT_FROM_VIEWS = {"response_url"}
# Recorded in organisations of several workspaces, or in older payloads; a single workspace has none of these.
ELSEWHERE = {"enterprise_id", "enterprise_name", "authed_teams", "authed_users"}
# Newer than the recordings: present in today's payloads.
SINCE = {"enterprise", "is_enterprise_install", "state"}


def sent(answer: Answer | None) -> Any:
    """What went over the wire."""
    assert answer is not None
    if answer.sent.content_type == "application/json":
        return json.loads(answer.sent.body)
    fields = {
        name: values[0]
        for name, values in parse_qs(answer.sent.body.decode(), keep_blank_values=True).items()
    }
    return json.loads(fields["payload"]) if "payload" in fields else fields


def problems(definition: str, payload: Any) -> list[str]:
    """What the types find wrong, but for `enterprise`: null outside an organisation, as recorded, against the types."""
    assert recorded("socket_mode_interactive")["payload"]["enterprise"] is None
    checked = {name: value for name, value in payload.items() if (name, value) != ("enterprise", None)}
    validator = jsonschema_rs.validator_for({**SCHEMA, "$ref": f"#/definitions/{definition}"})
    return [f"{error.instance_path}: {error.message[:200]}" for error in validator.iter_errors(checked)]


def recorded(name: str) -> Any:
    return json.loads((RECORDED / f"{name}.json").read_text("utf-8"))["payload"]


def keys_like_the_recording(payload: Any, name: str, *, nested: tuple[str, ...] = ()) -> None:
    """Every key of the recording is sent, and nothing beyond it but what is known to be newer."""
    example = recorded(name)
    for part in ("", *nested):
        ours, theirs = (payload[part], example[part]) if part else (payload, example)
        assert set(theirs) - set(ours) <= ELSEWHERE, f"{name} {part}: missing"
        assert set(ours) - set(theirs) <= SINCE, f"{name} {part}: more than Slack sends"


@pytest.fixture
def ana(slack: Driver) -> Actor:
    return slack.as_person("U1")


def test_a_command(ana: Actor) -> None:
    payload = sent(ana.command("/hello", "a & b", channel="C1"))
    assert problems("SlashCommand", payload) == []
    keys_like_the_recording(payload, "slash_command")
    assert (payload["channel_name"], payload["text"]) == ("general", "a & b")
    assert sent(ana.command("/hello"))["channel_name"] == "directmessage"


def test_a_click_in_a_message(ana: Actor) -> None:
    ana.command("/post")
    payload = sent(ana.click(ana.latest(), "go", "1"))
    assert problems("BlockAction", payload) == []
    keys_like_the_recording(payload, "block_actions_message", nested=("channel",))
    assert set(payload["container"]) == {"type", "message_ts", "channel_id", "is_ephemeral"}
    assert payload["message"]["ts"] == payload["container"]["message_ts"]


def test_a_click_in_an_ephemeral(ana: Actor) -> None:
    payload = sent(ana.click(ana.command("/hello"), "wave"))
    assert problems("BlockAction", payload) == []
    keys_like_the_recording(payload, "block_actions_ephemeral", nested=("user", "container", "channel"))
    assert set(payload["actions"][0]) == set(recorded("block_actions_ephemeral")["actions"][0])


def test_a_choice_in_a_message(ana: Actor) -> None:
    ana.command("/post")
    for action_id, value in (("pick", "call"), ("menu", "email"), ("day", "2026-12-01")):
        assert problems("BlockAction", sent(ana.click(ana.latest(), action_id, value))) == []


def test_a_click_in_the_home(ana: Actor) -> None:
    ana.open_home()
    assert ana.home is not None
    payload = sent(ana.click(ana.home, "tune"))
    assert [
        one for one in problems("BlockAction", payload) if not any(name in one for name in NOT_FROM_VIEWS)
    ] == []
    keys_like_the_recording(payload, "block_actions_home", nested=("user", "container", "view"))


def test_a_submission(ana: Actor) -> None:
    ana.command("/form")
    payload = sent(ana.submit(deal_name="Deal", story="Once", stand_in="U2"))
    assert problems("ViewSubmitAction", payload) == []
    keys_like_the_recording(payload, "view_submission", nested=("user", "view", "team"))


def test_a_closed_form(ana: Actor) -> None:
    ana.command("/form")
    payload = sent(ana.close_modal())
    assert problems("ViewClosedAction", payload) == []
    keys_like_the_recording(payload, "view_closed", nested=("user", "view", "team"))


def test_a_suggestion(
    ana: Actor, workspace: Workspace, slack: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana.command("/form")
    kept: list[Any] = []
    send = slack.send_interaction

    def keep(payload: Any) -> Answer:
        kept.append(payload)
        return send(payload)

    monkeypatch.setattr(slack, "send_interaction", keep)
    ana.suggest("advocate", "Sarah")
    assert problems("BlockSuggestion", kept[0]) == []
    keys_like_the_recording(kept[0], "block_suggestion", nested=("user", "view", "container"))


def test_shortcuts(ana: Actor) -> None:
    payload = sent(ana.shortcut("request_reference"))
    assert problems("GlobalShortcut", payload) == []
    keys_like_the_recording(payload, "shortcut", nested=("team",))
    ana.close_modal()
    message = ana.says("C1", "Nice")
    payload = sent(ana.message_shortcut("save_signal", message))
    assert problems("MessageShortcut", payload) == []
    keys_like_the_recording(payload, "message_action", nested=("team", "channel"))


def test_the_opened_home(ana: Actor) -> None:
    payload = sent(ana.open_home(tab="messages"))
    keys_like_the_recording(payload, "app_home_opened", nested=("event",))
    ana.open_home()
    assert sent(ana.open_home())["event"]["view"]["type"] == "home"


def test_an_outsider_comes_with_their_own_team(slack: Driver) -> None:
    olga = slack.as_person("U4")
    assert sent(olga.command("/small", channel="C1"))["team_id"] == "T0OTHER"
    payload = sent(olga.submit(words="x"))
    example = recorded("view_submission_outsider")
    for ours in (payload["team"]["id"], payload["user"]["team_id"]):
        assert ours == "T0OTHER"
    assert example["team"]["id"] == example["user"]["team_id"] != example["view"]["app_installed_team_id"]
    assert payload["view"]["app_installed_team_id"] == "T0SANDBOX"


def test_the_request_url_is_verified(slack: Driver) -> None:
    assert slack.verify_url("abc").body == {"challenge": "abc"}
