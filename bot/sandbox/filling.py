"""Filling in a form as Slack's client lets a person do it: plain values in, state values out, mistakes refused."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.elements import HOLDS, LIST_VALUED, Spot, options
from bot.sandbox.records import Json

TEXTS = {"plain_text_input", "email_text_input", "url_text_input"}
DEFAULT_MAX_TEXT = 3000


class NotPossible(AssertionError):
    """The person cannot do that: it is not on their screen."""


class NotSubmittable(NotPossible):
    """Slack's client would not send this: a required field is empty, a text too long, a choice not offered."""


def state_value(spot: Spot, value: Any, tz: str) -> Json:
    """What the element holds once the person entered `value`; None empties it.

    Texts and numbers become strings, dates ISO, a datetime unix seconds (naive ones are in the zone `tz`), a choice
    is named by its value or its label, several by a list. Raises NotSubmittable.
    """
    kind = spot.kind
    holds = HOLDS[kind][0]
    if value is None:
        return {"type": kind, holds: [] if kind in LIST_VALUED else None}
    if kind in TEXTS:
        return {"type": kind, holds: _text(spot, str(value))}
    if kind == "number_input":
        return {"type": kind, holds: _number(spot, value)}
    if kind == "rich_text_input":
        return {"type": kind, holds: value if isinstance(value, dict) else _rich_text(str(value))}
    if kind == "datepicker":
        return {"type": kind, holds: _iso_date(spot, value)}
    if kind == "timepicker":
        return {"type": kind, holds: value.strftime("%H:%M") if isinstance(value, time) else str(value)}
    if kind == "datetimepicker":
        return {"type": kind, holds: _unix_seconds(value, tz)}
    if kind in LIST_VALUED:
        chosen = [_choice(spot, item) for item in _as_list(value)]
        _refuse_too_many(spot, chosen)
        return {"type": kind, holds: chosen}
    return {"type": kind, holds: _choice(spot, value)}


def refuse_unsendable(spot: Spot, held: Json) -> None:
    """Raises NotSubmittable when Slack's client would stop the submission at this input."""
    value = held.get(HOLDS[spot.kind][0])
    if value in (None, "", []) and not spot.block.get("optional"):
        raise NotSubmittable(f"{_name(spot)} is required")


def _text(spot: Spot, value: str) -> str | None:
    if value == "":
        return None
    longest = spot.element.get("max_length", DEFAULT_MAX_TEXT)
    shortest = spot.element.get("min_length", 0)
    if len(value) > longest:
        raise NotSubmittable(f"{_name(spot)} takes {longest} characters, these are {len(value)}")
    if len(value) < shortest:
        raise NotSubmittable(f"{_name(spot)} needs {shortest} characters, these are {len(value)}")
    if spot.kind == "email_text_input" and "@" not in value:
        raise NotSubmittable(f"{_name(spot)} takes an e-mail address, not {value!r}")
    if spot.kind == "url_text_input" and "://" not in value:
        raise NotSubmittable(f"{_name(spot)} takes a link, not {value!r}")
    return value


def _number(spot: Spot, value: Any) -> str | None:
    if value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise NotSubmittable(f"{_name(spot)} takes a number, not {value!r}") from error
    if not spot.element.get("is_decimal_allowed") and number != number.to_integral_value():
        raise NotSubmittable(f"{_name(spot)} takes whole numbers, not {value}")
    lowest, highest = spot.element.get("min_value"), spot.element.get("max_value")
    if lowest is not None and number < Decimal(str(lowest)):
        raise NotSubmittable(f"{_name(spot)} starts at {lowest}")
    if highest is not None and number > Decimal(str(highest)):
        raise NotSubmittable(f"{_name(spot)} ends at {highest}")
    return str(value)


def _iso_date(spot: Spot, value: Any) -> str:
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError as error:
        raise NotSubmittable(f"{_name(spot)} takes a date, not {value!r}") from error


def _unix_seconds(value: Any, tz: str) -> int:
    if not isinstance(value, datetime):
        return int(value)
    aware = value if value.tzinfo else value.replace(tzinfo=ZoneInfo(tz))
    return int(aware.timestamp())


def _rich_text(value: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
    return {"type": "rich_text", "elements": [section]}


def _as_list(value: Any) -> list[Any]:
    if isinstance(value, (list, tuple, set)) and not _is_pair(value):
        return list(value)
    return [value]


def _is_pair(value: Any) -> bool:
    """An external option given as (text, value)."""
    return isinstance(value, tuple) and len(value) == 2 and all(isinstance(part, str) for part in value)


def _choice(spot: Spot, value: Any) -> Any:
    """The whole option for elements with options, the id for people and channels."""
    kind = spot.kind.removeprefix("multi_")
    if kind == "external_select":
        return _external(value)
    if kind in ("static_select", "radio_buttons", "checkboxes", "overflow"):
        return offered_option(spot, options(spot.element), value)
    return str(value)


def _external(value: Any) -> Json:
    if isinstance(value, dict):
        return value
    if _is_pair(value):
        return {"text": {"type": "plain_text", "text": value[0], "emoji": True}, "value": value[1]}
    raise NotSubmittable(f"give an external choice as an option or as (text, value), not {value!r}")


def offered_option(spot: Spot, offered: Iterable[Json], value: Any) -> Json:
    """The one option with that value or label. Raises NotSubmittable naming what there is."""
    offered = list(offered)
    if isinstance(value, dict):
        value = value.get("value")
    wanted = str(value)
    for option in offered:
        if option.get("value") == wanted:
            return option
    for option in offered:
        if option["text"]["text"] == wanted:
            return option
    there = ", ".join(str(option.get("value")) for option in offered) or "nothing"
    raise NotSubmittable(f"{_name(spot)} offers {there}; not {wanted!r}")


def _refuse_too_many(spot: Spot, chosen: list[Any]) -> None:
    most = spot.element.get("max_selected_items")
    if most is not None and len(chosen) > most:
        raise NotSubmittable(f"{_name(spot)} takes {most} choices, these are {len(chosen)}")


def _name(spot: Spot) -> str:
    return f"{spot.label} ({spot.action_id})" if spot.label else spot.action_id
