"""The loop as a story: one request from `/reference` to a recorded thank-you, through the front door on both sides."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.errors import ProgramError
from bot.queries.advocates import facts_of
from bot.rules.eligibility import judge
from bot.rules.nudging import next_working_day, working_moment
from bot.sandbox.actor import Actor
from bot.sandbox.answer import Answer
from bot.sandbox.elements import spots
from bot.sandbox.founding import found, roles
from bot.sandbox.house import House, open_house
from bot.sandbox.records import Message, View
from bot.sandbox.telling import Teller, first_name
from bot.sandbox.travel import ShiftedClock, spoken
from messages import ids
from messages.refusals import why_not
from models import Advocate

KIND = "reference_call"
WORDS = "fintech enterprise"
MORNING = timedelta(hours=1)
"""After the start of a working day."""


class StoryBroke(ProgramError):
    """Something in the story was refused or did not happen; the text says what."""


def tell(pause: float = 0.0) -> None:
    """Plays the story in a company of its own, which is gone afterwards. StoryBroke where it does not go as it should.

    `pause` seconds after each message let somebody follow who reads along.
    """
    with TemporaryDirectory() as folder:
        clock = ShiftedClock()
        url = f"sqlite:///{Path(folder) / 'story.db'}"
        workspace = found(url, clock)
        with open_house(url, workspace, roles(), clock) as house:
            try:
                _Story(house, Teller(workspace, pause)).play()
            except AssertionError as error:  # how the driver says that something is not on a person's screen
                raise StoryBroke(f"the story stopped: {error}{_refused(house)}") from error


class _Story:
    """One telling. `sales` asks; whoever looks after the advocate is `csm`."""

    def __init__(self, house: House, teller: Teller) -> None:
        self._house = house
        self._teller = teller
        self._sales = house.driver.as_person(roles().sales[0])
        self._csm = self._sales  # until it is known who has been asked

    def play(self) -> None:
        self._go_to(self._morning_after(self._house.clock.now(), self._sales))
        advocate_id, advocate = self._search()
        self._request(advocate_id)
        self._approve(advocate)
        self._report(self._answer(advocate))
        self._thank(advocate)
        self._search_again(advocate_id, advocate)

    def _search(self) -> tuple[str, str]:
        """Sales sees who fits; the id and the name of the first."""
        answer = self._types(WORDS)
        best = answer.button(ids.REFERENCE_REQUEST)
        assert best.value is not None
        with self._house.wired.program.reading() as session:
            return best.value, session.scalars(select(Advocate.name).where(Advocate.id == best.value)).one()

    def _request(self, advocate_id: str) -> None:
        form = self._opens(self._sales, ids.REFERENCE_REQUEST, advocate_id)
        self._submits(
            self._sales,
            form,
            deal_name="Bluefern expansion",
            prospect="Bluefern Bank",
            questions="How long until it paid off, and what they would do differently",
            format="call",
            deal_amount=180000,
        )
        self._told(self._sales, ids.REQUEST_CANCEL)
        self._csm = self._whoever_sees(ids.ASK_REVIEW)
        now = self._house.clock.now()
        at_work = working_moment(now, self._zone(self._csm), self._house.wired.program.policy)
        if at_work > now:
            self._go_to(at_work)
        self._told(self._csm, ids.ASK_REVIEW)

    def _approve(self, advocate: str) -> None:
        form = self._opens(self._csm, ids.ASK_REVIEW)
        self._submits(self._csm, form, decision="approve")
        self._told(self._csm, ids.ASK_SENT)
        self._teller.does(
            f"{self._name(self._csm)} sends the note to {advocate}, from their own mail, and says so:"
        )
        self._presses(self._csm, ids.ASK_SENT)
        self._told(self._csm, ids.ASK_ANSWER)

    def _answer(self, advocate: str) -> datetime:
        """The advocate says yes; the day of the call."""
        zone = self._zone(self._csm)
        tomorrow = self._house.clock.now() + timedelta(days=1)
        day = next_working_day(tomorrow, zone, self._house.wired.program.policy).astimezone(zone)
        self._teller.does(f"{advocate} answers by mail: gladly, on {day:%A} at 14:00.")
        form = self._opens(self._csm, ids.ASK_ANSWER)
        self._submits(self._csm, form, answer="yes", scheduled_for=datetime.combine(day, time(14)))
        self._told(self._sales, ids.ASK_SCHEDULE)
        self._told(self._csm, ids.ASK_CALL_OFF)
        return day

    def _report(self, called_on: datetime) -> None:
        self._teller.does("Time passes. The call takes place, and the next working day comes.")
        self._go_to(self._morning_after(called_on, self._sales))
        self._told(self._sales, ids.ASK_OUTCOME)
        form = self._opens(self._sales, ids.ASK_OUTCOME)
        self._submits(
            self._sales,
            form,
            happened="yes",
            rating="5",
            helped="the honest answer about what the first ninety days were like",
        )
        self._told(self._csm, ids.THANKS_RECORD)

    def _thank(self, advocate: str) -> None:
        before = self._message_with(self._csm, ids.THANKS_RECORD)
        self._teller.does(f"{self._name(self._csm)} has a busy day, and {advocate} hears nothing.")
        self._go_to(self._morning_after(self._house.clock.now(), self._csm))
        self._waits(
            lambda: self._message_with(self._csm, ids.THANKS_RECORD) not in (None, before),
            "the reminder to thank",
        )
        reminder = self._told(self._csm, ids.THANKS_RECORD)
        form = self._opens(self._csm, ids.THANKS_RECORD)
        self._submits(self._csm, form, how="handwritten")
        self._waits(lambda: not self._has(self._csm, ids.THANKS_RECORD), "the recorded thank-you")
        self._teller.message(self._csm.person, self._house.workspace.message(reminder.channel, reminder.ts))

    def _search_again(self, advocate_id: str, advocate: str) -> None:
        self._teller.does("And when somebody asks for the same again?")
        answer = self._types(WORDS)
        if any(one.value == advocate_id for one in answer.buttons(ids.REFERENCE_REQUEST)):
            raise StoryBroke(f"{advocate} was suggested again at once")
        program = self._house.wired.program
        with program.reading() as session:
            person = session.get_one(Advocate, advocate_id)
            verdict = judge(
                facts_of(session, person, program.now().date()), KIND, program.policy, program.now()
            )
        if verdict.eligible:
            raise StoryBroke(f"{advocate} would be asked again at once")
        reason = verdict.first
        self._teller.does(f"{why_not(reason.code, advocate, reason.until)}. The loop is closed.")

    # What people do

    def _types(self, words: str) -> Answer:
        person = self._sales.person
        self._teller.does(f"{self._name(self._sales)} ({person.title}) types: /reference {words}")
        answer = self._accepted(self._sales.command(ids.REFERENCE_COMMAND, words), "the search")
        if answer.shown is None:
            raise StoryBroke("the search was answered with nothing")
        self._teller.message(person, answer.shown)
        return answer

    def _presses(self, actor: Actor, action_id: str, value: str | None = None) -> None:
        place = actor.find(action_id, value)
        label = actor.spot(place, action_id, value).label
        self._teller.does(f"{self._name(actor)} presses [{label}]")
        self._accepted(actor.click(place, action_id, value), f"[{label}]")

    def _opens(self, actor: Actor, action_id: str, value: str | None = None) -> View:
        self._presses(actor, action_id, value)
        self._waits(lambda: actor.modal, "the form")
        return actor.top(None)

    def _submits(self, actor: Actor, form: View, **values: Any) -> None:
        self._teller.form(actor.person, actor.fill(form, **values))
        self._accepted(actor.submit(), f"the form “{form.title}”")

    def _accepted(self, answer: Answer, what: str) -> Answer:
        if not answer.ok:
            raise StoryBroke(f"{what} was refused: {answer.refused or answer.errors}{_refused(self._house)}")
        return answer

    # What people see

    def _told(self, actor: Actor, action_id: str) -> Message:
        """Waits for the message that has this button, and shows it."""
        self._waits(lambda: self._has(actor, action_id), f"a message with {action_id}")
        message = self._message_with(actor, action_id)
        assert message is not None
        self._teller.message(actor.person, message)
        return message

    def _whoever_sees(self, action_id: str) -> Actor:
        people = [one for one in self._house.workspace.people() if not one.is_bot]
        actors = [self._house.driver.as_person(one.id) for one in people]
        self._waits(lambda: any(self._has(one, action_id) for one in actors), f"somebody with {action_id}")
        return next(one for one in actors if self._has(one, action_id))

    def _has(self, actor: Actor, action_id: str) -> bool:
        return self._message_with(actor, action_id) is not None

    def _message_with(self, actor: Actor, action_id: str) -> Message | None:
        """Their newest message that has this button."""
        for message in reversed(actor.messages()):
            if any(spot.action_id == action_id for spot in spots(message.blocks)):
                return message
        return None

    def _waits(self, holds: Callable[[], Any], what: str) -> None:
        self._house.driver.until(holds, what=what)

    # Time and names

    def _go_to(self, moment: datetime) -> None:
        self._house.travel.to(moment)
        self._teller.moment(spoken(self._house.travel.now()))

    def _morning_after(self, moment: datetime, actor: Actor) -> datetime:
        """An hour into the working day that follows, where this person is."""
        return next_working_day(moment, self._zone(actor), self._house.wired.program.policy) + MORNING

    def _zone(self, actor: Actor) -> ZoneInfo:
        return ZoneInfo(actor.person.tz)

    def _name(self, actor: Actor) -> str:
        return first_name(actor.person)


def _refused(house: House) -> str:
    """What Slack itself refused meanwhile, for the one who looks for the cause."""
    refusals = house.workspace.refusals
    return "".join(f"; Slack refused {one.method}: {one.error}, {one.detail}" for one in refusals)
