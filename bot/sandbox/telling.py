"""Telling in a terminal what people do and what they see."""

import time
from dataclasses import dataclass
from textwrap import fill

import click

from bot.sandbox.reading import Reader
from bot.sandbox.records import Ephemeral, Message, Person, View
from bot.sandbox.workspace import Workspace

COLUMNS = 80
BAR = "  | "


@dataclass(frozen=True)
class Teller:
    """`pause` seconds after each message let a reader follow. Colours appear on a terminal only."""

    workspace: Workspace
    pause: float = 0.0

    def moment(self, text: str) -> None:
        """A new point in time."""
        click.echo(f"\n{click.style(text, bold=True)}")

    def does(self, text: str) -> None:
        """What somebody does, or what happens beside them."""
        click.echo(f"\n{fill(text, COLUMNS)}")

    def message(self, person: Person, shown: Message | Ephemeral) -> None:
        """What arrived for somebody, as they read it."""
        only = "only " if isinstance(shown, Ephemeral) else ""
        self._shows(f"{only}{person.real_name} sees", self._reader(person).message(shown))

    def form(self, person: Person, view: View) -> None:
        """A form as somebody has filled it in."""
        self._shows(f"{person.real_name} fills in", self._reader(person).form(view))

    def _shows(self, heading: str, lines: list[str]) -> None:
        click.echo(f"\n{BAR}{click.style(heading, fg='cyan')}\n{BAR}".rstrip())
        for line in lines:
            click.echo(f"{BAR}{line}".rstrip())
        time.sleep(self.pause)

    def _reader(self, person: Person) -> Reader:
        return Reader(person, lambda user: self.workspace.person(user).real_name, COLUMNS - len(BAR))
