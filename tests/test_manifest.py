"""manifest.json says what the code does, no more and no less."""

import ast
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.app import create_app
from bot.clock import SystemClock
from bot.db import Database
from bot.outbox.profiles import Profiles
from bot.outbox.slack_sender import SlackSender
from bot.services.program import Program

ROOT = Path(__file__).parent.parent
NEEDS = {
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_open": "im:write",
    "conversations_history": "im:history",
    "users_info": "users:read",
    "files_getUploadURLExternal": "files:write",
    "files_completeUploadExternal": "files:write",
    "users_lookupByEmail": "users:read.email",
}
"""The scope each Web API method asks for; methods that need none are not here."""
NO_SCOPE = {"auth_test", "views_open"}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "manifest.json").read_text())
    return read


@pytest.fixture
def app(sqlite_db: Database) -> App:
    program, client = Program(sqlite_db, SystemClock()), WebClient("xoxb-none")
    with ThreadPoolExecutor(1) as later:
        return create_app(program, client, Profiles(program, SlackSender(client)), "secret", later)


def registered(app: App, kind: str) -> set[str]:
    """The commands or shortcuts that have a listener, read from what the handlers register."""
    found: set[str] = set()
    for path in (ROOT / "handlers").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == f"app.{kind}":
                found.add(ast.unparse(node.args[0]))
    return {named(expression) for expression in found}


def named(expression: str) -> str:
    from messages import ids

    return str(getattr(ids, expression.removeprefix("ids.")))


def test_the_commands_are_those_with_a_handler(manifest: dict[str, Any], app: App) -> None:
    assert {one["command"] for one in manifest["features"]["slash_commands"]} == registered(app, "command")


def test_the_shortcuts_are_those_with_a_handler(manifest: dict[str, Any], app: App) -> None:
    assert {one["callback_id"] for one in manifest["features"]["shortcuts"]} == registered(app, "shortcut")


def test_the_events_are_those_with_a_handler(manifest: dict[str, Any], app: App) -> None:
    events = manifest["settings"]["event_subscriptions"]
    assert set(events["bot_events"]) == registered(app, "event")
    assert events["request_url"].endswith("/slack/events")
    assert "users:read" in manifest["oauth_config"]["scopes"]["bot"], "user_change comes with it"


def test_the_scopes_are_those_the_code_calls_for(manifest: dict[str, Any]) -> None:
    called = {
        node.attr
        for folder in ("handlers", "bot/outbox")
        for path in (ROOT / folder).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and "client" in ast.unparse(node.value)
        and callable(getattr(WebClient, node.attr, None))
    }
    assert called <= set(NEEDS) | NO_SCOPE, "a method whose scope this test does not know"
    assert called & set(NEEDS), "no call found: the test looks in the wrong place"
    scopes = manifest["oauth_config"]["scopes"]
    assert set(scopes["bot"]) == {NEEDS[method] for method in called & set(NEEDS)} | {"commands"}
    assert scopes["bot_optional"] == ["files:write", "im:history"]


def test_it_keeps_slacks_limits(manifest: dict[str, Any]) -> None:
    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140
    for command in manifest["features"]["slash_commands"]:
        assert command["url"].endswith("/slack/events")
        assert len(command["description"]) <= 2000
