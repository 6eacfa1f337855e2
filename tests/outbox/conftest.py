"""An office on each kind of database, with a pretend Slack over loopback."""

from collections.abc import Iterator

import pytest

from bot.db import Database
from bot.sandbox.server import SlackServer
from tests.outbox.office import Office, WallClock, make_workspace


@pytest.fixture
def office(db: Database) -> Iterator[Office]:
    wall = WallClock()
    with SlackServer(make_workspace(wall)) as slack:
        yield Office(db, slack, wall)
