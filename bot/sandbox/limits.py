"""Slack's limits that a schema cannot say. Each rule yields what it found wrong; nothing found is fine.

Figures: docs.slack.dev, November 2026. Lengths are counted in characters.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.elements import all_blocks, options, spots
from bot.sandbox.records import Json

MESSAGE_BLOCKS_TEXT = 13_000
VIEW_BYTES = 250_000
TABLE_TEXT = 10_000
DATA_TABLE_ROWS = 200
CHARTS_IN_A_MESSAGE = 2
METADATA_BYTES = 16_000
# Blocks that only some surfaces take; those not named here go everywhere.
SURFACES = {
    "markdown": {"message"},
    "data_visualization": {"message", "home"},
    "data_table": {"message", "home"},
    "alert": {"modal"},
}
SELECTS_WITH_OPTIONS = {"static_select", "multi_static_select"}


@dataclass(frozen=True)
class Finding:
    """What is wrong and where (a JSON pointer); `code` is the error Slack answers with for it, if it has its own."""

    pointer: str
    problem: str
    code: str = ""

    def __str__(self) -> str:
        return f"[ERROR] {self.problem} [json-pointer:{self.pointer}]"


def message_findings(message: Json) -> Iterator[Finding]:
    """A message's limits beyond the schema; `message` has blocks and metadata as chat.postMessage takes them."""
    blocks = message.get("blocks") or []
    total = text_length(blocks)
    if total > MESSAGE_BLOCKS_TEXT:
        yield Finding(
            "/blocks",
            f"the blocks hold {total} characters, over {MESSAGE_BLOCKS_TEXT}",
            "msg_blocks_too_long",
        )
    charts = sum(block.get("type") == "data_visualization" for block in all_blocks(blocks))
    if charts > CHARTS_IN_A_MESSAGE:
        yield Finding("/blocks", f"{charts} charts, at most {CHARTS_IN_A_MESSAGE} in a message")
    if len(json.dumps(message.get("metadata"))) > METADATA_BYTES:
        yield Finding("/metadata", f"metadata is over {METADATA_BYTES} bytes", "metadata_too_large")
    yield from _block_findings(blocks, "message")


def view_findings(view: Json) -> Iterator[Finding]:
    """A modal's or home's limits beyond the schema; what is found inside is pointed at from /view."""
    size = len(json.dumps(view, separators=(",", ":")).encode())
    if size > VIEW_BYTES:
        yield Finding("/view", f"the view is {size} bytes, over {VIEW_BYTES}", "view_too_large")
    blocks = view.get("blocks") or []
    if view["type"] == "modal" and "submit" not in view and any(b.get("type") == "input" for b in blocks):
        yield Finding("/view/submit", "missing required field: submit (the view has input blocks)")
    focused = [spot for spot in spots(blocks) if spot.element.get("focus_on_load")]
    if len(focused) > 1:
        yield Finding("/view/blocks", "only one element can have focus_on_load")
    for finding in _block_findings(blocks, view["type"]):
        yield Finding(f"/view{finding.pointer}", finding.problem, finding.code)


def _block_findings(blocks: list[Json], surface: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        where = f"/blocks/{index}"
        allowed = SURFACES.get(block["type"], {surface})
        if surface not in allowed:
            yield Finding(f"{where}/type", f"block {block['type']} cannot be shown in a {surface}")
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            yield Finding(f"{where}/block_id", f"block_id {block_id!r} already exists")
        if block_id is not None:
            seen.add(block_id)
        yield from _action_id_findings(block, where)
        for rule in BLOCK_RULES.get(block["type"], ()):
            yield from rule(block, where)
        for spot in spots([block]):
            yield from element_findings(spot.element, f"{where}/{spot.action_id or spot.kind}")


def _action_id_findings(block: Json, where: str) -> Iterator[Finding]:
    names = [spot.action_id for spot in spots([block]) if spot.action_id]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Finding(where, f"action_id {name!r} is used twice in one block")


def _table_findings(block: Json, where: str) -> Iterator[Finding]:
    length = text_length(block["rows"])
    if length > TABLE_TEXT:
        yield Finding(f"{where}/rows", f"the table holds {length} characters, over {TABLE_TEXT}")


def _data_table_findings(block: Json, where: str) -> Iterator[Finding]:
    if len(block["rows"]) > DATA_TABLE_ROWS:
        yield Finding(f"{where}/rows", f"more than {DATA_TABLE_ROWS} rows")


BLOCK_RULES: dict[str, tuple[Callable[[Json, str], Iterator[Finding]], ...]] = {
    "table": (_table_findings,),
    "data_table": (_data_table_findings,),
}


def element_findings(element: Json, where: str) -> Iterator[Finding]:
    """What is wrong with one interactive element."""
    kind = element["type"]
    if kind in SELECTS_WITH_OPTIONS and ("options" in element) == ("option_groups" in element):
        yield Finding(where, "must have either options or option_groups")
    offered = options(element)
    for option in offered:
        if "value" not in option and kind != "overflow":
            yield Finding(f"{where}/options", "missing required field: value")
    if kind in ("external_select", "multi_external_select"):
        return
    chosen = (
        [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    )
    for option in chosen:
        if option not in offered:
            yield Finding(f"{where}/initial_option", "must be exactly one of the options given")
    if kind == "plain_text_input":
        longest, first = element.get("max_length"), element.get("initial_value", "")
        if longest is not None and len(first) > longest:
            yield Finding(f"{where}/initial_value", f"is longer than max_length {longest}")
        if longest is not None and element.get("min_length", 0) > longest:
            yield Finding(f"{where}/min_length", "is more than max_length")


def text_length(part: Any) -> int:
    """Characters of every text inside blocks."""
    if isinstance(part, list):
        return sum(text_length(item) for item in part)
    if isinstance(part, dict):
        return sum(
            len(value) if key == "text" and isinstance(value, str) else text_length(value)
            for key, value in part.items()
        )
    return 0
