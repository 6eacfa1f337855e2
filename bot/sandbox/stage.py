"""What people do and see on the stage of a running sandbox, told as it happens. Waits for what has to arrive."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import ProgramError
from bot.sandbox.actor import Actor
from bot.sandbox.answer import Answer
from bot.sandbox.elements import Spot, spots
from bot.sandbox.house import House
from bot.sandbox.records import Message, View
from bot.sandbox.telling import Teller
from bot.sandbox.travel import spoken


class StoryBroke(ProgramError):
    """Something in a story was refused or did not happen; the text says what."""


@dataclass(frozen=True)
class Stage:
    """Buttons are named by action_id and, where several could be meant, by the `value` they carry."""

    house: House
    teller: Teller

    def types(self, actor: Actor, command: str, words: str) -> Answer:
        """A command, answered with something to read."""
        self.teller.does(f"{actor.person.real_name} types: {command} {words}")
        answer = self._accepted(actor.command(command, words), f"{command} {words}")
        if answer.shown is None:
            raise StoryBroke(f"{command} {words} was answered with nothing")
        self.teller.message(actor.person, answer.shown)
        return answer

    def presses(self, actor: Actor, action_id: str, value: str | None = None) -> None:
        place = actor.find(action_id, value)
        label = actor.spot(place, action_id, value).label
        self.teller.does(f"{first_name(actor)} presses [{label}]")
        self._accepted(actor.click(place, action_id, value), f"[{label}]")

    def opens(self, actor: Actor, action_id: str, value: str | None = None) -> None:
        """Presses a button that opens a form, and has it open."""
        self.presses(actor, action_id, value)
        self._waits(lambda: actor.modal, "a form")

    def submits(self, actor: Actor, **values: Any) -> None:
        """Fills in the open form and sends it."""
        form: View = actor.fill(**values)
        self.teller.form(actor.person, form)
        self._accepted(actor.submit(), f"the form “{form.title}”")

    def reads(
        self, actor: Actor, action_id: str, value: str | None = None, *, after: Message | None = None
    ) -> Message:
        """Waits for the message with that button, a newer one than `after`, and shows it."""

        def arrived() -> Message | None:
            message = self.message_with(actor, action_id, value)
            return None if after is not None and message is not None and message.ts == after.ts else message

        self._waits(arrived, f"the message with {action_id}")
        message = arrived()
        assert message is not None
        self.teller.message(actor.person, message)
        return message

    def reads_again(self, actor: Actor, message: Message, without: str) -> None:
        """Waits until a message has lost the button `without`, and shows what it says now."""

        def now() -> Message:
            return self.house.workspace.message(message.channel, message.ts)

        self._waits(lambda: not _buttons(now(), without), f"the message without {without}")
        self.teller.message(actor.person, now())

    def whoever_reads(self, action_id: str) -> Actor:
        """Waits until somebody has a message with that button."""
        people = [one for one in self.house.workspace.people() if not one.is_bot]
        actors = [self.house.driver.as_person(one.id) for one in people]

        def readers() -> list[Actor]:
            return [one for one in actors if self.message_with(one, action_id)]

        self._waits(readers, f"anybody's message with {action_id}")
        return readers()[0]

    def message_with(self, actor: Actor, action_id: str, value: str | None = None) -> Message | None:
        """Their newest direct message that has the button now."""
        newest_first = reversed(actor.messages())
        return next((one for one in newest_first if _buttons(one, action_id, value)), None)

    def value_of(self, message: Message, action_id: str) -> str:
        """What the button carries: the opaque id of the request, ask or activity it is about."""
        value = _buttons(message, action_id)[0].value
        assert value is not None
        return value

    def goes_to(self, moment: datetime) -> None:
        """Time passes, with everything that comes due in it."""
        self.house.travel.to(moment)
        self.teller.moment(spoken(self.house.travel.now()))

    def _accepted(self, answer: Answer, what: str) -> Answer:
        if not answer.ok:
            raise StoryBroke(f"{what} was refused: {answer.refused or answer.errors}{self.refusals()}")
        return answer

    def _waits(self, holds: Callable[[], Any], what: str) -> None:
        self.house.driver.until(holds, what=what)

    def refusals(self) -> str:
        """What Slack itself refused so far, for whoever looks for a cause; empty when nothing."""
        refused = self.house.workspace.refusals
        return "".join(f"; Slack refused {one.method}: {one.error}, {one.detail}" for one in refused)


def zone_of(actor: Actor) -> ZoneInfo:
    return ZoneInfo(actor.person.tz)


def first_name(actor: Actor) -> str:
    return actor.person.real_name.split()[0]


def _buttons(message: Message, action_id: str, value: str | None = None) -> list[Spot]:
    return [
        spot for spot in spots(message.blocks) if spot.action_id == action_id and value in (None, spot.value)
    ]
