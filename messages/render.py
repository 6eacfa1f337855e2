"""Turns templates and facts into words. Everything that people or files supplied is escaped as Slack wants it."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, Template
from jinja2.bccache import Bucket

from messages import wording

if TYPE_CHECKING:
    from messages.charts import Chart

TEMPLATES = Path(__file__).parent / "templates"
COMPILED = TEMPLATES / "__pycache__"
"""Where the installation leaves the templates compiled."""


@dataclass(frozen=True)
class File:
    """A file that goes into a conversation."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """What Slack shows: `text` says the same as `blocks`, for notifications and screen readers."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    quiet: bool = False
    """Nothing in it needs its reader (any more): it is worth an update of what stands there, never a new message."""
    file: File | None = None
    """Goes up with `text` above it, and cannot be changed afterwards. Where files are not allowed, the blocks are sent in its place, if there are any."""
    charts: "tuple[Chart, ...]" = ()
    """What the charts among the blocks show, in their order: for a workspace where Slack draws none."""


class Mrkdwn(str):
    """Text that is Slack mrkdwn already: it is not escaped again."""

    __slots__ = ()


def escape(value: object) -> str:
    """Slack's three characters escaped (its rule, not HTML's); Mrkdwn stays as it is."""
    if isinstance(value, Mrkdwn):
        return value
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _join(values: Iterable[object], between: str = "") -> Mrkdwn:
    """Jinja's own gives plain text, in which what is Mrkdwn already would be escaped twice."""
    return Mrkdwn(between.join(escape(one) for one in values))


def _joined(values: Iterable[object]) -> Mrkdwn:
    return Mrkdwn(wording.joined([escape(one) for one in values]))


class _Installed(FileSystemBytecodeCache):
    """The templates as `compile_templates` left them. A program that runs writes nothing: a template that was changed since, or
    all where these words' own code was, is compiled anew by whoever needs it."""

    def dump_bytecode(self, bucket: Bucket) -> None: ...


def compile_templates() -> None:
    """Compiles every template for good, as installing does with the code: to compile one takes longer than to fill it."""
    COMPILED.mkdir(exist_ok=True)
    for old in COMPILED.glob("*.cache"):
        old.unlink()
    for escaping in (True, False):
        environment = _new_environment(escaping)
        environment.bytecode_cache = FileSystemBytecodeCache(str(COMPILED), _pattern(escaping))
        for name in environment.list_templates(extensions=["j2"]):
            environment.get_template(name)


def _pattern(escaping: bool) -> str:
    """How the compiled templates of an environment are called, as long as what goes into them beside the template is the same."""
    code = b"".join(Path(file).read_bytes() for file in (__file__, wording.__file__))
    return f"{'escaped' if escaping else 'plain'}-{zlib.crc32(code):08x}.%s.cache"


@cache
def _environment(escaping: bool) -> Environment:
    return _new_environment(escaping)


def _new_environment(escaping: bool) -> Environment:
    # Autoescape would escape for HTML, quotes included; finalize escapes for Slack.
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701
        finalize=escape if escaping else None,
        bytecode_cache=_Installed(str(COMPILED), _pattern(escaping)),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": wording.day,
        "when": lambda moment: Mrkdwn(wording.slack_time(moment)),
        "kind": wording.kind_name,
        "a_kind": wording.a_kind,
        "did": lambda kind: plain("activity/deed", who=None, span=None, where=None)[kind],
        "platform": wording.platform_name,
        "times": wording.times,
        "joined": wording.joined,
        "mention": lambda person: Mrkdwn(wording.mention(person)),
        "channel": lambda channel: Mrkdwn(wording.channel(channel)),
        "link": lambda title, url: Mrkdwn(wording.link(title, url)),
        "slug": wording.slug,
        "sentence": lambda text: type(text)(wording.sentence(text)),
    }
    if escaping:
        environment.filters |= {"join": _join, "joined": _joined}
    environment.globals["money"] = wording.money
    return environment


@cache
def _template(name: str, escaping: bool) -> Template:
    return _environment(escaping).get_template(f"{name}.j2")


class _Blocks:
    """The named blocks of one template, filled with facts."""

    escaping: ClassVar[bool]

    def __init__(self, name: str, facts: Mapping[str, Any]) -> None:
        self._template = _template(name, self.escaping)
        self._facts = facts

    def __contains__(self, block: str) -> bool:
        return block in self._template.blocks

    def _fill(self, block: str, more: Mapping[str, Any]) -> str:
        context = self._template.new_context({**self._facts, **more})
        return "".join(self._template.blocks[block](context)).strip()


class Words(_Blocks):
    """Words for Slack: `words["headline"]` is one block's text as mrkdwn. KeyError where the template has no such block."""

    escaping = True

    def __getitem__(self, block: str) -> Mrkdwn:
        return self.get(block)

    def get(self, block: str, /, **more: Any) -> Mrkdwn:
        """One block's text, with facts of its own beside the shared ones."""
        return Mrkdwn(self._fill(block, more))


class PlainWords(_Blocks):
    """The same as plain text, where nothing is escaped: it must be before it becomes part of a message."""

    escaping = False

    def __getitem__(self, block: str) -> str:
        return self.get(block)

    def get(self, block: str, /, **more: Any) -> str:
        """One block's text, with facts of its own beside the shared ones."""
        return self._fill(block, more)


def words(name: str, given: Mapping[str, Any] | None = None, /, **facts: Any) -> Words:
    """The words of templates/<name>.j2 for Slack: values are escaped."""
    return Words(name, {**(given or {}), **facts})


def plain(name: str, given: Mapping[str, Any] | None = None, /, **facts: Any) -> PlainWords:
    """The words of templates/<name>.j2 as plain text: for drafts, modal values and mails."""
    return PlainWords(name, {**(given or {}), **facts})
