"""Reading Block Kit: which elements a surface offers, what they hold untouched, and the words a person reads."""

import copy
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.records import Json

# Where each kind of element keeps what was chosen, and where the block says what it starts with.
HOLDS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", ""),
}
INTERACTIVE = {*HOLDS, "button", "overflow", "workflow_button", "icon_button", "feedback_buttons"}
LIST_VALUED = {"checkboxes", "file_input"} | {kind for kind in HOLDS if kind.startswith("multi_")}


@dataclass(frozen=True)
class Spot:
    """One interactive element and the block it stands in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        return str(self.block.get("block_id", ""))

    @property
    def action_id(self) -> str:
        return str(self.element.get("action_id", ""))

    @property
    def kind(self) -> str:
        return str(self.element.get("type", ""))

    @property
    def value(self) -> str | None:
        """What a button carries."""
        return self.element.get("value")

    @property
    def label(self) -> str:
        """The words on a button, or beside an input."""
        text = self.element.get("text") or self.block.get("label") or {}
        return str(text.get("text", ""))

    @property
    def is_input(self) -> bool:
        return self.block.get("type") == "input"

    @property
    def acts_at_once(self) -> bool:
        """Whether touching it sends block_actions now; an input otherwise waits for the submission."""
        return not self.is_input or bool(self.block.get("dispatch_action"))


def all_blocks(blocks: Iterable[Json]) -> Iterator[Json]:
    """Every block, those inside containers and carousels too."""
    for block in blocks:
        yield block
        if block.get("type") == "container":
            yield from all_blocks(block.get("child_blocks", []))
        elif block.get("type") == "carousel":
            yield from all_blocks(block.get("elements", []))


def spots(blocks: Iterable[Json]) -> Iterator[Spot]:
    """Every interactive element, in reading order."""
    for block in all_blocks(blocks):
        inside: list[Any] = [block.get("accessory"), block.get("element")]
        if block.get("type") in ("actions", "context_actions"):
            inside += block.get("elements", [])
        elif block.get("type") == "card":
            inside += block.get("actions", [])
        for element in inside:
            if isinstance(element, dict) and element.get("type") in INTERACTIVE:
                yield Spot(block, element)


def options(element: Json) -> list[Json]:
    """The options of a select, radio, checkbox or overflow, those in groups too."""
    flat = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        flat += group["options"]
    return flat


def with_ids(blocks: list[Json]) -> list[Json]:
    """A copy in which every block and every interactive element has an id, as Slack gives those that had none."""
    blocks = copy.deepcopy(blocks)
    for block in all_blocks(blocks):
        block.setdefault("block_id", secrets.token_urlsafe(4))
    for spot in spots(blocks):
        spot.element.setdefault("action_id", secrets.token_urlsafe(4))
    return blocks


def untouched(element: Json) -> Json:
    """The state value of an element nobody touched: its initial value, or empty."""
    kind = element["type"]
    holds, starts_with = HOLDS[kind]
    value = element.get(starts_with)
    if value is None and kind == "rich_text_input":
        return {"type": kind}
    if value is None and kind in LIST_VALUED:
        value = []
    return {"type": kind, holds: value}


def state_values(blocks: Iterable[Json], typed: dict[str, dict[str, Json]]) -> dict[str, dict[str, Json]]:
    """`state.values`: what every element holds, typed or untouched, keyed by block_id and action_id."""
    values: dict[str, dict[str, Json]] = {}
    for spot in spots(blocks):
        if spot.kind not in HOLDS:
            continue
        held = typed.get(spot.block_id, {}).get(spot.action_id)
        if held is None or held["type"] != spot.kind:
            held = untouched(spot.element)
        values.setdefault(spot.block_id, {})[spot.action_id] = held
    return values


def shown_text(blocks: Iterable[Json]) -> str:
    """The words a person reads, one text a line, in reading order."""
    lines: list[str] = []
    for block in blocks:
        _collect_words(block, lines)
    return "\n".join(lines)


def _collect_words(part: Any, lines: list[str]) -> None:
    if isinstance(part, list):
        for item in part:
            _collect_words(item, lines)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key in ("text", "title", "caption", "alt_text", "label") and isinstance(value, str):
                lines.append(value)
            elif key not in ("metadata", "confirm"):
                _collect_words(value, lines)
