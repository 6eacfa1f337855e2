"""What the page needs from the process that serves it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.sandbox.records import Json


@dataclass(frozen=True)
class CommandHelp:
    """A slash command for the composer: `/reference`, `[industry] [size]`, what it does; `examples` are texts after it."""

    name: str
    hint: str = ""
    about: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShortcutHelp:
    """A shortcut for the menus: of the whole app (`global`) or of one message."""

    callback_id: str
    name: str
    about: str = ""
    kind: Literal["global", "message"] = "global"


class TimeTravel(Protocol):
    """The program's clock, and how it is moved. Each move returns one line of what happened."""

    def now(self) -> datetime: ...

    def next_working_morning(self) -> str: ...

    def forward(self, days: int) -> str: ...


class Curtain(Protocol):
    """Behind the curtain, as JSON."""

    def slots(self) -> list[Json]:
        """The outbox, newest first: subject, audience, wanted, sent, due, tries, parked."""
        ...

    def history(self, request_id: str) -> list[Json]:
        """The audit trail of a request, oldest first: at, actor, what."""
        ...

    def open_request(self, user_id: str) -> str | None:
        """The newest request this person asked for or decides on."""
        ...
