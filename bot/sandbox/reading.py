"""Messages and forms as lines of plain text: what a person would read, with what they can touch in brackets."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from textwrap import wrap
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.elements import HOLDS, Spot, options, state_values
from bot.sandbox.records import Ephemeral, Json, Message, Person, View

_SPECIAL = re.compile(r"<([^<>]*)>")
_BOLD = re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])")
_DATE = re.compile(r"!date\^(\d+)\^([^|^]*)(?:\^[^|]*)?\|(.*)")
Names = Callable[[str], str]
"""A person's name by Slack id."""


class Reader:
    """Reads as one person: their zone for times, `names` for the people mentioned, `width` columns at most."""

    def __init__(self, person: Person, names: Names, width: int) -> None:
        self._zone = ZoneInfo(person.tz)
        self._names = names
        self._width = width

    def message(self, shown: Message | Ephemeral) -> list[str]:
        """The blocks of a message, or its text where it has none."""
        if not shown.blocks:
            return self._paragraph(shown.text)
        return list(self._blocks(shown.blocks, {}))

    def form(self, view: View) -> list[str]:
        """A modal as it is filled in now, with its title above and its buttons below."""
        title = view.title
        buttons = [view.spec[part]["text"] for part in ("submit", "close") if view.spec.get(part)]
        return [
            title,
            "-" * len(title),
            *self._blocks(view.blocks, state_values(view.blocks, view.typed)),
            "  ".join(f"[{text}]" for text in buttons),
        ]

    def text(self, mrkdwn: str) -> str:
        """Slack's mrkdwn as plain text: mentions by name, times in the reader's zone, nothing escaped."""
        spoken = _BOLD.sub(r"\1", mrkdwn)
        spoken = _SPECIAL.sub(lambda found: self._special(found[1]), spoken)
        return spoken.replace("`", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    def _special(self, inside: str) -> str:
        if inside.startswith("@"):
            return f"@{self._names(inside[1:].partition('|')[0])}"
        if date := _DATE.fullmatch(inside):
            return self._moment(datetime.fromtimestamp(int(date[1]), self._zone), date[2])
        address, _, label = inside.partition("|")
        return label or address

    def _moment(self, moment: datetime, pattern: str) -> str:
        """Slack's date tokens, all days alike: its "pretty" ones say tomorrow, which a text that stays cannot."""
        spoken = re.sub(r"\{date\w*\}", _day(moment), pattern)
        return re.sub(r"\{time\w*\}", moment.strftime("%H:%M"), spoken)

    def _blocks(self, blocks: Iterable[Json], held: dict[str, dict[str, Json]]) -> Iterator[str]:
        for number, block in enumerate(blocks):
            if number and block["type"] in ("section", "header"):
                yield ""
            match block["type"]:
                case "input":
                    yield from self._field(Spot(block, block["element"]), held)
                case "actions":
                    yield from self._paragraph("  ".join(map(_touched, block["elements"])))
                case "context":
                    yield from self._paragraph("  ".join(map(self._said, block["elements"])))
                case "divider":
                    yield "-" * 3
                case _:
                    yield from self._paragraph(self._said(block.get("text") or {}))
                    if accessory := block.get("accessory"):
                        yield from self._paragraph(_touched(accessory))

    def _said(self, element: Json) -> str:
        return self.text(str(element.get("text") or element.get("alt_text") or ""))

    def _field(self, spot: Spot, held: dict[str, dict[str, Json]]) -> Iterator[str]:
        """The label and what the field holds. Empty optional fields are passed over: a form would be all holes."""
        value = held[spot.block_id][spot.action_id].get(HOLDS[spot.kind][0])
        if spot.kind in ("radio_buttons", "checkboxes"):
            chosen = {one["value"] for one in (value if isinstance(value, list) else [value]) if one}
            yield f"{spot.label}"
            for option in options(spot.element):
                mark = "(x)" if option["value"] in chosen else "( )"
                yield from self._paragraph(f"{mark} {option['text']['text']}", "  ")
        elif value not in (None, "", []):
            shown = self._value(spot.kind, value)
            label = spot.label if spot.label.endswith("?") else f"{spot.label}:"
            if "\n" in shown or len(label) + len(shown) + 1 > self._width:
                yield label
                yield from self._paragraph(shown, "  ")
            else:
                yield f"{label} {shown}"

    def _value(self, kind: str, value: Any) -> str:
        match kind:
            case "static_select" | "external_select":
                return str(value["text"]["text"])
            case "datepicker":
                return _day(date.fromisoformat(value))
            case "datetimepicker":
                moment = datetime.fromtimestamp(value, self._zone)
                return f"{_day(moment)} at {moment:%H:%M}"
            case _:
                return str(value)

    def _paragraph(self, text: str, indent: str = "") -> list[str]:
        """Wrapped lines; a quotation keeps its bar, and what a line is too short for goes on below it."""
        lines: list[str] = []
        for line in text.split("\n"):
            bar = indent + ("  " if line.startswith(">") else "")
            words = line.removeprefix(">")
            lines += wrap(words, self._width, initial_indent=bar, subsequent_indent=bar) or [""]
        return lines


def _touched(element: Json) -> str:
    """[Review]; a menu shows what it offers first."""
    label = element.get("text") or element.get("placeholder") or {}
    return f"[{label.get('text', element['type'])}]"


def _day(day: date) -> str:
    """30 Nov 2026."""
    return f"{day.day} {day:%b %Y}"
