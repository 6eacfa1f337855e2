"""What only one person sees has its charts, or the same in words where Slack draws none; nobody is left without an answer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_bolt import Respond

from bot.clock import SystemClock
from bot.db import Database
from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace
from bot.services.program import Program
from handlers.answering import Desk
from messages.charts import BLOCK, Chart, Series, message

CHART = Chart("bar", "Help", ("Q1", "Q2"), (Series("Done", (1, 2)),), "It grew.")
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "This week"}}


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    workspace = Workspace()
    workspace.add_person("U1", "ana")
    with SlackServer(workspace) as server:
        yield server


def whispered(slack: SlackServer, db: Database) -> list[list[str]]:
    workspace = slack.workspace
    url = workspace.response_urls.issue("U1", workspace.open_im("U1").id)
    with ThreadPoolExecutor(1) as later:
        Desk(Program(db, SystemClock()), later).whisper(
            Respond(response_url=url), message("This week", [CHART, SECTION])
        )
    return [[block["type"] for block in one.blocks] for one in workspace.ephemerals("U1")]


def test_a_chart_is_drawn(slack: SlackServer, sqlite_db: Database) -> None:
    assert whispered(slack, sqlite_db) == [[BLOCK, "section"]]
    assert slack.workspace.refusals == []


def test_where_slack_draws_none_words_say_the_same(slack: SlackServer, sqlite_db: Database) -> None:
    slack.workspace.refused_blocks.add(BLOCK)
    assert whispered(slack, sqlite_db) == [["section", "section"]]
    [shown] = slack.workspace.ephemerals("U1")
    assert shown.blocks[0]["text"]["text"] == "*Help*\nIt grew.\nQ1: 1\nQ2: 2"
