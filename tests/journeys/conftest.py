"""The office in which every journey happens."""

from collections.abc import Iterator

import pytest

from bot.db import Database
from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace
from tests.journeys.office import Office, open_office, people


@pytest.fixture
def office(db: Database) -> Iterator[Office]:
    """The bot at work, on both databases. Nothing that the pretend Slack refused goes unnoticed."""
    workspace = Workspace()
    people(workspace)
    workspace.scopes.add("files:write")
    with SlackServer(workspace) as server:
        office = open_office(db, server)
        yield office
        office.wired.close()
        unexpected = [one for one in workspace.refusals if one.error not in office.expected]
        assert [f"{one.method}: {one.error} {one.detail}" for one in unexpected] == []
