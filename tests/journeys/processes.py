"""Real processes of the bot, as an installation would run them."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.db import Database
from bot.sandbox.server import SlackServer
from tests.journeys.office import OLU, SECRET

ROOT = Path(__file__).parent.parent.parent


class Process:
    """One process of the bot. What it logs goes to a file, to be shown when something fails."""

    def __init__(self, command: str, db: Database, server: SlackServer) -> None:
        self.command = command
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": db.url.render_as_string(hide_password=False),
            "SLACK_BOT_TOKEN": "xoxb-sandbox",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": server.url,
            "PROGRAM_OWNERS": OLU,
            "HOST": "127.0.0.1",
            "PORT": "0",
        }
        self._log: IO[str] = tempfile.TemporaryFile("w+")  # noqa: SIM115 - lives as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", command],
            env=environment,
            cwd=tempfile.gettempdir(),
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._process.stdout is not None
        self.said = self._process.stdout.readline().strip()
        assert self.said, f"{command} did not start: {self.log()}"

    @property
    def address(self) -> str:
        """Where it listens."""
        return self.said.removeprefix("Listening on ")

    def log(self) -> str:
        self._log.seek(0)
        return self._log.read()

    def kill(self) -> None:
        """SIGKILL: nothing is finished."""
        self._process.kill()
        self._end()

    def stop(self, seconds: float = 10) -> int:
        """SIGTERM: everything in hand is finished. The exit code."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(seconds)
        finally:
            self._process.kill()
            self._end()

    def _end(self) -> None:
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._log.close()


@contextmanager
def running(command: str, db: Database, server: SlackServer) -> Iterator[Process]:
    """A process that is asked to end with the block."""
    process = Process(command, db, server)
    try:
        yield process
    finally:
        process.stop()
