"""What the sandbox keeps between two starts: its database, its workspace and its date, in one folder."""

import fcntl
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from bot.errors import BadInput, ProgramError
from bot.sandbox.records import Json
from bot.sandbox.travel import ShiftedClock
from bot.sandbox.workspace import Workspace

SAVE_SECONDS = 1.0
"""How often a change is looked for and saved."""

NEW = ".new"
"""How a file ends while it is being written."""


class AlreadyOpen(ProgramError):
    """Another process has this folder's workspace open."""


class Home:
    """The folder. It is a whole workspace once workspace.json is there, which is written last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._workspace = folder / "workspace.json"
        self._clock = folder / "clock.json"
        self._lock = folder / "open.lock"

    @classmethod
    def for_data(cls, folder: Path, data: Path) -> "Home":
        """A home of its own for the files in `data`, so that playing with them leaves the sample workspace alone."""
        whole = str(data.resolve())
        return cls(folder / f"{data.resolve().name}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}")

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder / 'sandbox.db'}"

    @property
    def is_founded(self) -> bool:
        return self._workspace.exists()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """The folder is this process's inside the block, or AlreadyOpen: two would overwrite each other's work.

        Where nothing was founded in it, nothing of it stays.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise AlreadyOpen(
                    f"the sandbox in {self.folder} is open already: use that one, or stop it first"
                ) from error
            try:
                yield
            finally:
                if not self.is_founded:
                    self._lock.unlink()
                    if not any(self.folder.iterdir()):
                        self.folder.rmdir()

    def forget(self) -> None:
        """Removes what was kept, and nothing else that may lie in the folder."""
        self._workspace.unlink(missing_ok=True)  # first: what is left without it is not taken for a workspace
        for name in ("sandbox.db", "sandbox.db-wal", "sandbox.db-shm", "clock.json"):
            (self.folder / name).unlink(missing_ok=True)
        for half in (self._workspace, self._clock):
            half.with_suffix(NEW).unlink(missing_ok=True)

    def load(self) -> tuple[Workspace, ShiftedClock]:
        """What was saved last. BadInput where it was written by a version that kept other things."""
        try:
            workspace = Workspace.from_dict(json.loads(self._workspace.read_text("utf-8")))
            ahead = timedelta(seconds=json.loads(self._clock.read_text("utf-8"))["ahead_seconds"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadInput(
                f"{self.folder} cannot be read by this version: start anew with --reset"
            ) from error
        return workspace, ShiftedClock(ahead)

    def save(self, workspace: Workspace, clock: ShiftedClock) -> None:
        """Each file whole or not at all, whenever the process may end."""
        _write(self._clock, {"ahead_seconds": clock.ahead.total_seconds()})
        _write(self._workspace, workspace.to_dict())


class Keeper:
    """Saves in the background whatever changes, within two seconds, and once more when stopped."""

    def __init__(self, home: Home, workspace: Workspace, clock: ShiftedClock) -> None:
        self._home = home
        self._workspace = workspace
        self._clock = clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def start(self) -> None:
        self._home.save(self._workspace, self._clock)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()
        self._home.save(self._workspace, self._clock)

    def _keep(self) -> None:
        kept = self._state()
        while not self._stopping.wait(SAVE_SECONDS):
            # Read before saving: what changes meanwhile is saved again the next time.
            state = self._state()
            if state != kept:
                self._home.save(self._workspace, self._clock)
                kept = state

    def _state(self) -> tuple[int, timedelta]:
        return self._workspace.feed.seq, self._clock.ahead


def _write(path: Path, content: Json) -> None:
    new = path.with_suffix(NEW)
    new.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    new.replace(path)
