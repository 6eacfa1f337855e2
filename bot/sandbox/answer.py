"""What came of one thing a person did."""

from dataclasses import dataclass, field

from bot.sandbox.elements import Spot, shown_text, spots
from bot.sandbox.filling import NotPossible
from bot.sandbox.records import Ephemeral, Json, Message, View


@dataclass(frozen=True)
class Sent:
    """The request Slack sent, so that it can be sent again."""

    body: bytes
    content_type: str


@dataclass(frozen=True)
class Answer:
    """The bot's reply and what the person saw of it.

    `status` is 0 when nobody answered; `ms` is how long the reply took; `refused` says why Slack did not take the reply
    (operation_timeout over 3 s, dispatch_failed, invalid_blocks, …), empty when it did. `shown` is the message in the
    reply, as it stood then; `errors` what a submission was sent back for, by block_id.
    """

    status: int
    ms: float
    raw: bytes
    body: Json | None
    sent: Sent
    refused: str = ""
    shown: Message | Ephemeral | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Slack took the reply, and no field was sent back."""
        return not self.refused and not self.errors

    @property
    def text(self) -> str:
        """The message's own text, which notifications and screen readers give."""
        return self.shown.text if self.shown else ""

    @property
    def blocks(self) -> list[Json]:
        return self.shown.blocks if self.shown else []

    @property
    def words(self) -> str:
        """Everything a person reads in the reply, one text a line."""
        return words(self.shown) if self.shown else ""

    def buttons(self, action_id: str = "") -> list[Spot]:
        """The buttons of the reply in reading order, those with that action_id if named."""
        return buttons(self.blocks, action_id)

    def button(self, action_id: str, nth: int = 0) -> Spot:
        """Raises NotPossible when there is no such button."""
        found = self.buttons(action_id)
        if len(found) <= nth:
            raise NotPossible(
                f"no button {action_id!r} number {nth} in the answer; it has {named(self.blocks)}"
            )
        return found[nth]


def buttons(blocks: list[Json], action_id: str = "") -> list[Spot]:
    return [s for s in spots(blocks) if s.kind == "button" and action_id in ("", s.action_id)]


def words(place: Message | Ephemeral | View) -> str:
    """Everything a person reads there: the blocks, or the text where there are none."""
    if isinstance(place, View):
        return "\n".join((place.title, shown_text(place.blocks)))
    return shown_text(place.blocks) if place.blocks else place.text


def named(blocks: list[Json]) -> str:
    """What can be touched, for an error message."""
    found = [f"{spot.action_id}={spot.value}" if spot.value else spot.action_id for spot in spots(blocks)]
    return ", ".join(found) or "nothing to touch"
