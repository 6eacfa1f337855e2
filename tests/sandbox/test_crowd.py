"""Fifty people at once, in this process and over real HTTP."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.http import HttpServer
from bot.sandbox.driver import Driver
from bot.sandbox.transport import HttpTransport
from bot.sandbox.workspace import Workspace
from tests.sandbox.conftest import SECRET

PEOPLE = 50


@pytest.fixture
def crowd(workspace: Workspace) -> list[str]:
    names = [f"U1{n:02}" for n in range(PEOPLE)]
    for name in names:
        workspace.add_person(name, name.lower())
    return names


@pytest.fixture
def listening(app: App, workspace: Workspace) -> Iterator[Driver]:
    """The bare app behind a threaded WSGI server on a real port."""
    server = HttpServer(SlackRequestHandler(app), "127.0.0.1", 0)
    server.start()
    yield Driver(workspace, HttpTransport(server.address), SECRET)
    server.stop()


def together(people: list[str], act: Callable[[str], None]) -> None:
    barrier = threading.Barrier(len(people))

    def at_once(person: str) -> None:
        barrier.wait()
        act(person)

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(at_once, people))


def a_whole_story(slack: Driver, user_id: str) -> None:
    person = slack.as_person(user_id)
    assert person.command("/post").ok
    assert person.press("go", "1").ok
    assert person.command("/small", "errors").ok
    assert person.submit(words=user_id).errors == {"words": f"not {user_id}"}
    person.close_modal()


def test_fifty_people_click_and_submit_together(
    slack: Driver, crowd: list[str], workspace: Workspace
) -> None:
    together(crowd, lambda user_id: a_whole_story(slack, user_id))
    assert workspace.refusals == []
    assert [slack.as_person(user_id).latest().text for user_id in crowd] == ["done"] * PEOPLE
    every = [message.ts for user_id in crowd for message in slack.as_person(user_id).messages()]
    assert len(set(every)) == PEOPLE


def test_fifty_people_over_http(listening: Driver, crowd: list[str], workspace: Workspace) -> None:
    together(crowd, lambda user_id: a_whole_story(listening, user_id))
    assert workspace.refusals == []
    assert [listening.as_person(user_id).latest().text for user_id in crowd] == ["done"] * PEOPLE
