"""A submitted modal, read field by field into plain values."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from math import nan
from typing import Any

from bot.errors import Refused
from bot.rules.policy_names import MOST_MONEY


class Form:
    """The values of one submission, by field name (block_id and action_id are the same). Empty means None."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        self._values = view["state"]["values"]
        self.id: str = view["id"]
        self.subject: str = view.get("private_metadata") or ""

    def text(self, name: str) -> str | None:
        """What was typed, without white space around it."""
        value = self._field(name).get("value")
        return value.strip() or None if isinstance(value, str) else None

    def choice(self, name: str) -> str | None:
        """The value of the option chosen."""
        option = self._field(name).get("selected_option")
        return option["value"] if option else None

    def whole(self, name: str) -> int | None:
        """The number chosen, or typed. What is no whole number is -1, which is on no scale."""
        value = self.choice(name) or self.text(name)
        if value is None:
            return None
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 4 else -1

    def person(self, name: str) -> str | None:
        """The Slack id of the colleague chosen."""
        chosen: str | None = self._field(name).get("selected_user")
        return chosen

    def ticked(self, name: str) -> bool:
        """Whether any box of the field is ticked."""
        return bool(self._field(name).get("selected_options"))

    def day(self, name: str) -> date | None:
        value = self._field(name).get("selected_date")
        return date.fromisoformat(value) if value else None

    def moment(self, name: str) -> datetime | None:
        value = self._field(name).get("selected_date_time")
        return datetime.fromtimestamp(value, UTC) if value else None

    def number(self, name: str) -> float | None:
        """An amount. Refused, on its field, where it is below nothing or no number."""
        typed = self.text(name)
        if typed is None:
            return None
        try:
            value = float(typed)
        except ValueError:
            value = nan
        if not 0 <= value < MOST_MONEY:  # nor "nan"
            raise Refused("number_nonsense", field=name)
        return value

    def _field(self, name: str) -> Mapping[str, Any]:
        field: Mapping[str, Any] = self._values.get(name, {}).get(name, {})
        return field


def typed(text: str | None) -> str:
    """What somebody typed after a command, with Slack's own escaping taken away."""
    plain = (text or "").strip()
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
