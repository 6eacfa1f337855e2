"""The bot says which checks passed. It never says that something is compliant or legal: that is not for it to promise."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli import cli

ROOT = Path(__file__).parents[2]
FORBIDDEN = re.compile(r"\b(non-?)?(il)?(compliant|compliance|legal(ly)?)\b", re.IGNORECASE)
READ_BY_PEOPLE = (
    *sorted((ROOT / "messages" / "templates").rglob("*.j2")),
    *sorted((ROOT / "bot" / "rules" / "compliance").glob("*.toml")),
    *sorted((ROOT / "docs" / "reference").glob("*.md")),
)


@pytest.mark.parametrize("path", READ_BY_PEOPLE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_that_people_read_promises_it(path: Path) -> None:
    assert FORBIDDEN.findall(path.read_text("utf-8")) == []


def test_no_help_of_the_command_line_promises_it() -> None:
    for name, text in _helps(cli, click.Context(cli)):
        assert not FORBIDDEN.search(text), name


@pytest.mark.parametrize(
    "text", ["This is compliant.", "That would be illegal", "legally fine", "Non-compliant"]
)
def test_the_words_are_found(text: str) -> None:
    assert FORBIDDEN.search(text)


def _helps(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            sub = command.get_command(context, name)
            assert sub is not None
            yield from _helps(sub, click.Context(sub, parent=context, info_name=name))
