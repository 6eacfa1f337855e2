"""The sandbox as a process: one line, one port, what was there is there again, and nothing beside a real workspace."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.error import HTTPError

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.errors import BadInput
from bot.sandbox.curtain import Curtain
from bot.sandbox.elements import spots
from bot.sandbox.founding import roles
from bot.sandbox.house import House
from bot.sandbox.keeping import AlreadyOpen, Home
from bot.sandbox.opening import open_sandbox
from bot.sandbox.records import Json
from messages import ids
from tests.sandbox.homes import founded, home

__all__ = ["founded", "home"]

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
SALES = "U0SALES1"
TOKENS = {"SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"}


@contextmanager
def process(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`python -m bot sandbox` with its home in `folder`, killed at the end if it still runs."""
    clean = {name: value for name, value in os.environ.items() if name not in TOKENS}
    command = [sys.executable, "-m", "bot", "sandbox", "--home", str(folder), *arguments]
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        env=clean | {"PORT": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield running
    finally:
        if running.poll() is None:
            running.kill()
        running.communicate()


def run(*arguments: str, **environment: str) -> Result:
    """`sandbox` in this process: for starts that are refused."""
    handlers = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        return CliRunner().invoke(cli, ["sandbox", *arguments], env={**dict.fromkeys(TOKENS), **environment})
    finally:
        for one, handler in handlers.items():
            signal.signal(one, handler)


def address_of(running: subprocess.Popen[str]) -> str:
    """The address in the one line a start prints."""
    assert running.stdout is not None
    said, _, address = running.stdout.readline().strip().rpartition(" ")
    assert said == "The sandbox workspace is open at"
    return address


def get(url: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(url, timeout=5) as reply:
        return reply.status, reply.read()


def status(url: str, body: bytes | None = None) -> int:
    """Of a request that is refused."""
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(url, body, timeout=5)
    refused.value.close()
    return refused.value.code


def do(address: str, deed: str, **body: object) -> dict[str, object]:
    """What a person does on the page."""
    request = urllib.request.Request(
        f"{address}/do/{deed}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.loads(reply.read())


def file_request(house: House) -> str:
    """Sales asks for somebody; the id of the CSM who is asked to decide."""
    sales = house.driver.as_person(SALES)
    answer = sales.command(ids.REFERENCE_COMMAND, "fintech enterprise")
    assert sales.click(answer, ids.REFERENCE_REQUEST).ok
    house.driver.until(lambda: sales.modal, what="the form")
    assert sales.submit(deal_name="Bluefern expansion").ok
    sales.wait_for(ids.REQUEST_CANCEL)
    colleagues = [house.driver.as_person(one.id) for one in house.workspace.people() if not one.is_bot]

    def asked() -> list[str]:
        return [
            one.id
            for one in colleagues
            if any(
                spot.action_id == ids.ASK_REVIEW
                for message in one.messages()
                for spot in spots(message.blocks)
            )
        ]

    house.driver.until(asked, what="a CSM's message")
    return asked()[0]


def test_the_first_start_opens_a_workspace_with_a_page_and_says_where_in_one_line(tmp_path: Path) -> None:
    with process(tmp_path / "new") as running:
        address = address_of(running)
        assert address.startswith("http://127.0.0.1:")
        status, page = get(f"{address}/")
        assert (status, b"<html" in page) == (200, True)
        assert json.loads(get(f"{address}/health")[1])["status"] == "ok"
        told = do(address, "command", **{"as": SALES, "name": "/reference", "text": "fintech enterprise"})
        assert told["ok"], told
        seen = json.loads(get(f"{address}/state?as={SALES}")[1])
        assert "Fintech" in json.dumps(seen["ephemerals"])
        running.terminate()
        assert running.communicate(timeout=5) == ("", "")
        assert running.returncode == 0


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_within_two_seconds_while_somebody_watches_the_page(
    home: Home, told: signal.Signals
) -> None:
    with process(home.folder) as running:
        address = address_of(running)
        stream = urllib.request.urlopen(f"{address}/stream?as={SALES}&tab=1", timeout=10)
        stream.readline()
        begun = time.monotonic()
        running.send_signal(told)
        assert running.communicate(timeout=10) == ("", "")
        assert time.monotonic() - begun < 2
        assert running.returncode == 0
        stream.close()


def test_the_next_start_finds_messages_and_date_again(home: Home) -> None:
    with open_sandbox(home, 0) as house:
        csm = file_request(house)
        house.travel.forward(3)
        messages = house.driver.as_person(csm).messages()
        date = house.clock.now()
    with open_sandbox(home, 0) as house:
        assert house.driver.as_person(csm).messages() == messages
        assert timedelta(0) <= house.clock.now() - date < timedelta(seconds=30)
        assert house.driver.as_person(SALES).press(ids.REQUEST_CHANGE).ok
        house.driver.until(lambda: house.driver.as_person(SALES).modal, what="the new day")


def test_what_happened_outlives_a_kill_two_seconds_later(home: Home) -> None:
    opened = home.load()[1].now()
    with process(home.folder) as running:
        address = address_of(running)
        do(address, "say", **{"as": SALES, "channel": "C0SALES", "text": "Good morning"})
        do(address, "travel", **{"as": SALES, "days": 1})
        time.sleep(2.2)
        running.kill()
        running.wait()
    workspace, clock = home.load()
    assert [one.text for one in workspace.messages("C0SALES")] == ["Good morning"]
    assert clock.now() - opened >= timedelta(days=1)


def test_reset_starts_anew_and_leaves_other_files_alone(home: Home) -> None:
    workspace, clock = home.load()
    workspace.post("C0SALES", user=SALES, text="Good morning")
    home.save(workspace, clock)
    notes = home.folder / "notes.txt"
    notes.write_text("mine")
    with process(home.folder, "--reset") as running:
        seen = get(f"{address_of(running)}/state?as={SALES}")[1]
        assert b"Good morning" not in seen
    assert notes.read_text() == "mine"


def test_a_taken_port_is_said_with_the_way_out(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = run("--home", str(home.folder), "--port", str(port))
    assert said.output == (
        f"Error: port {port} is taken: stop what listens there, or choose another one with --port {port + 1}\n"
    )
    assert said.exit_code == 1


def test_a_second_sandbox_does_not_open_the_same_workspace(home: Home) -> None:
    with (
        home.taken(),
        pytest.raises(AlreadyOpen, match="is open already"),
        open_sandbox(Home(home.folder), 0),
    ):
        pass


@pytest.mark.parametrize("setting", sorted(TOKENS))
@pytest.mark.parametrize("arguments", [(), ("--story",), ("--reset",)])
def test_nothing_of_it_is_reachable_beside_real_tokens(
    home: Home, setting: str, arguments: tuple[str, ...]
) -> None:
    said = run("--home", str(home.folder), *arguments, **{setting: "a-real-one"})
    assert said.output.startswith(f"Error: {setting} is set")
    assert said.exit_code == 1
    assert home.is_founded


def test_it_listens_on_loopback_only(home: Home) -> None:
    with open_sandbox(home, 0) as house:
        port = int(house.address.rpartition(":")[2])
        with socket.socket() as everywhere_else:
            # Bound on 127.0.0.1 alone, the port is free on every other address of the machine.
            everywhere_else.bind(("127.0.0.2", port))


def test_other_paths_are_the_page_s_and_the_bot_s_own_are_the_bot_s(home: Home) -> None:
    with open_sandbox(home, 0) as house:
        assert status(f"{house.address}/nowhere") == 404
        assert status(f"{house.address}/slack/events") == 404
        assert status(f"{house.address}/slack/events", b"an unsigned body") == 401


class TestOwnData:
    def test_people_are_made_of_the_csms_it_names(self, tmp_path: Path) -> None:
        home = Home.for_data(tmp_path, EXAMPLES)
        with open_sandbox(home, 0, EXAMPLES) as house:
            ana = next(one for one in house.workspace.people() if one.email == "ana.silva@acme.example")
            assert ana.real_name == "Ana Silva"
            assert house.workspace.person("U03KT7MNP").title == "Customer Success Manager"

    def test_it_is_kept_apart_from_the_sample_company(self, home: Home) -> None:
        before = (home.folder / "workspace.json").read_bytes()
        with open_sandbox(Home.for_data(home.folder, EXAMPLES), 0, EXAMPLES):
            pass
        assert (home.folder / "workspace.json").read_bytes() == before

    def test_a_bad_file_is_told_as_the_import_tells_it_and_nothing_is_kept(self, tmp_path: Path) -> None:
        data = tmp_path / "data"
        shutil.copytree(EXAMPLES, data)
        accounts = data / "accounts.csv"
        accounts.write_text(accounts.read_text().replace("Fintech,enterprise", "Fintech,gigantic"))
        said = run("--home", str(tmp_path / "home"), "--data", str(data))
        assert said.output.startswith(
            "Error: accounts.csv cannot be imported:\nline 2, segment: “gigantic” is not known"
        )
        assert said.exit_code == 1
        assert list((tmp_path / "home").rglob("*.*")) == []

    def test_a_folder_with_nothing_to_import_is_refused(self, tmp_path: Path) -> None:
        data = tmp_path / "data"
        data.mkdir()
        with (
            pytest.raises(BadInput, match=r"it takes accounts\.csv"),
            open_sandbox(Home(tmp_path / "home"), 0, data),
        ):
            pass

    def test_what_changed_in_the_files_is_there_after_the_next_start(self, tmp_path: Path) -> None:
        data = tmp_path / "data"
        shutil.copytree(EXAMPLES, data)
        home = Home(tmp_path / "home")
        with open_sandbox(home, 0, data):
            pass
        accounts = data / "accounts.csv"
        accounts.write_text(accounts.read_text().replace("ana.silva@acme.example", "new.csm@acme.example"))
        with open_sandbox(home, 0, data) as house:
            assert "new.csm@acme.example" in [one.email for one in house.workspace.people()]


def test_a_workspace_of_another_version_is_refused_with_the_way_out(home: Home) -> None:
    (home.folder / "workspace.json").write_text('{"team": {"colour": "blue"}}')
    with pytest.raises(BadInput, match="start anew with --reset"), open_sandbox(home, 0):
        pass


def test_a_start_that_was_ended_halfway_is_begun_again(home: Home) -> None:
    (home.folder / "workspace.json").unlink()
    (home.folder / "sandbox.db").write_bytes(b"half a database")
    with open_sandbox(home, 0) as house:
        assert get(f"{house.address}/health")[0] == 200


def test_behind_the_curtain_are_the_outbox_and_the_trail_of_the_open_request(home: Home) -> None:
    with open_sandbox(home, 0) as house:
        csm = file_request(house)
        curtain = Curtain(house.wired.program, house.workspace)
        request = curtain.open_request(SALES)
        assert request is not None
        assert curtain.open_request(csm) == request
        assert curtain.open_request(roles().owners[0]) == request
        assert curtain.open_request("U0SALES2") is None
        filed, reserved = (str(one["what"]) for one in curtain.history(request))
        assert filed == "asked for a reference call for Bluefern expansion (“fintech enterprise”)"
        assert reserved.startswith("reserved ")
        assert {one["actor"] for one in curtain.history(request)} == {"Tom Okonjo"}

        def of_the_request() -> list[Json]:
            return [one for one in curtain.slots() if str(one["subject"]).startswith(("request ", "ask "))]

        house.driver.until(lambda: all(one["wanted"] == one["sent"] for one in of_the_request()))
        csm_name = house.workspace.person(csm).real_name
        readers = {one["audience"] for one in of_the_request()}
        assert readers == {"Tom Okonjo (requester)", f"{csm_name} (csm)"}


def test_closing_leaves_no_thread_behind(home: Home) -> None:
    before = set(threading.enumerate())
    with open_sandbox(home, 0):
        pass
    assert [one.name for one in set(threading.enumerate()) - before if not one.daemon] == []
