"""How a Web API method is declared, and what it is given: the arguments as Slack reads them, and the workspace."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.sandbox.records import Json
from bot.sandbox.refused import Refused
from bot.sandbox.workspace import Workspace

PAGE = 100
ANYWHERE = {"token", "team_id"}  # Slack takes these with every method; Bolt's client always sends team_id


@dataclass(frozen=True)
class Call:
    """One call of one method. The readers below take form values and JSON alike, as Slack does."""

    method: str
    arguments: Json
    workspace: Workspace
    socket_url: str = ""

    def text(self, name: str, default: str = "") -> str:
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def required(self, name: str, error: str = "invalid_arguments") -> str:
        """Raises Refused with that error when it is missing or empty."""
        value = self.text(name)
        if not value:
            message = f"[ERROR] missing required field: {name}"
            raise Refused(
                error, f"{name} is missing", messages=(message,) if error == "invalid_arguments" else ()
            )
        return value

    def flag(self, name: str) -> bool:
        return str(self.arguments.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        value = self.arguments.get(name)
        try:
            return default if value in (None, "") else int(str(value))
        except ValueError as error:
            raise Refused("invalid_arguments", f"{name} must be a number, is {value!r}") from error

    def structure(self, name: str, error: str) -> Any:
        """A list or object, given as JSON text or as itself; None when absent. Raises Refused with that error."""
        value = self.arguments.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except json.JSONDecodeError as problem:
            raise Refused(error, f"{name} is no JSON: {problem}") from problem

    def needs(self, scope: str) -> None:
        """Raises Refused missing_scope unless the app was granted it."""
        if scope not in self.workspace.scopes:
            provided = ",".join(sorted(self.workspace.scopes))
            raise Refused("missing_scope", f"needs {scope}", needed=scope, provided=provided)


Run = Callable[[Call], Json]
Caller = Literal["bot", "app", "anyone"]


@dataclass(frozen=True)
class Method:
    """`arguments` are the names Slack knows; `caller` says whose token it takes."""

    name: str
    run: Run
    arguments: frozenset[str]
    scope: str
    caller: Caller


METHODS: dict[str, Method] = {}


def method(
    name: str, arguments: str = "", *, scope: str = "", caller: Caller = "bot"
) -> Callable[[Run], Run]:
    """Registers a function as that Web API method; `arguments` are names separated by spaces."""

    def register(run: Run) -> Run:
        METHODS[name] = Method(name, run, frozenset(arguments.split()) | ANYWHERE, scope, caller)
        return run

    return register


def page(call: Call, items: list[Any]) -> tuple[list[Any], Json]:
    """The part of the list that `cursor` and `limit` ask for, and the response_metadata that leads to the rest."""
    cursor = call.text("cursor")
    limit = call.number("limit", PAGE) or PAGE
    if cursor and not cursor.removeprefix("next:").isdecimal():
        raise Refused("invalid_cursor", f"no such cursor: {cursor!r}")
    start = int(cursor.removeprefix("next:")) if cursor else 0
    end = start + limit
    return items[start:end], {"next_cursor": f"next:{end}" if end < len(items) else ""}
