"""Turns templates and facts into words. Everything that people or files supplied is escaped as Slack wants it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from messages import wording

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Message:
    """What Slack shows: `text` says the same as `blocks`, for notifications and screen readers."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    quiet: bool = False
    """Nothing in it needs its reader (any more): it is worth an update of what stands there, never a new message."""


class Mrkdwn(str):
    """Text that is Slack mrkdwn already: it is not escaped again."""

    __slots__ = ()


def escape(value: object) -> str:
    """Slack's three characters escaped (its rule, not HTML's); Mrkdwn stays as it is."""
    if isinstance(value, Mrkdwn):
        return value
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def _environment(escaping: bool) -> Environment:
    # Autoescape would escape for HTML, quotes included; finalize escapes for Slack.
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701
        finalize=escape if escaping else None,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": wording.day,
        "when": lambda moment: Mrkdwn(wording.slack_time(moment)),
        "kind": wording.kind_name,
        "times": wording.times,
        "joined": wording.joined,
        "mention": lambda person: Mrkdwn(wording.mention(person)),
        "sentence": lambda text: type(text)(wording.sentence(text)),
    }
    environment.globals["money"] = wording.money
    return environment


@cache
def _template(name: str, escaping: bool) -> Template:
    return _environment(escaping).get_template(f"{name}.j2")


class Words:
    """The named blocks of one template, filled with facts: `words["headline"]`."""

    def __init__(self, name: str, facts: Mapping[str, Any], escaping: bool) -> None:
        self._template = _template(name, escaping)
        self._facts = facts
        self.name = name

    def __getitem__(self, block: str) -> Mrkdwn:
        """One block's text, or KeyError where the template has no such block."""
        return self.get(block)

    def get(self, block: str, /, **more: Any) -> Mrkdwn:
        """One block's text, with facts of its own beside the shared ones."""
        context = self._template.new_context({**self._facts, **more})
        return Mrkdwn("".join(self._template.blocks[block](context)).strip())

    def __contains__(self, block: str) -> bool:
        return block in self._template.blocks


def words(name: str, given: Mapping[str, Any] | None = None, /, **facts: Any) -> Words:
    """The words of templates/<name>.j2 for Slack: values are escaped."""
    return Words(name, {**(given or {}), **facts}, escaping=True)


def plain(name: str, given: Mapping[str, Any] | None = None, /, **facts: Any) -> Words:
    """The words of templates/<name>.j2 as plain text: for drafts, modal values and mails, where nothing is escaped."""
    return Words(name, {**(given or {}), **facts}, escaping=False)
