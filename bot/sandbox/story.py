"""The loop as a story: one request from `/reference` to a recorded thank-you, through the front door on both sides."""

from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from bot.queries.advocates import facts_of
from bot.rules.eligibility import judge
from bot.rules.working_time import WorkingTime
from bot.sandbox.actor import Actor
from bot.sandbox.founding import found, roles
from bot.sandbox.house import open_house
from bot.sandbox.stage import Stage, StoryBroke, first_name, zone_of
from bot.sandbox.telling import Teller
from bot.sandbox.travel import ShiftedClock
from messages import ids
from messages.refusals import why_not
from models import Activity, Advocate

WORDS = "fintech enterprise"
KIND = "reference_call"
"""What those words ask for, as no kind is among them."""
LATER = timedelta(hours=1)
"""Into a working day, when people have arrived."""


def tell(pause: float = 0.0) -> None:
    """Plays the story in a company of its own, which is gone afterwards. StoryBroke where it does not go as it should.

    `pause` seconds after each message let somebody follow who reads along.
    """
    with TemporaryDirectory() as folder:
        clock = ShiftedClock()
        url = f"sqlite:///{Path(folder) / 'story.db'}"
        workspace = found(url, clock)
        with open_house(url, workspace, roles(), clock) as house:
            stage = Stage(house, Teller(workspace, pause))
            try:
                _Story(stage).play()
            except AssertionError as error:  # how the driver says that something is not on a person's screen
                raise StoryBroke(f"the story stopped: {error}{stage.refusals()}") from error
            if workspace.refusals:
                raise StoryBroke(f"the story was told, but not all of it was taken{stage.refusals()}")


class _Story:
    """One telling: `sales` asks for the advocate who fits best, whose CSM is `csm`."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._policy = stage.house.wired.program.policy
        self._sales = stage.house.driver.as_person(roles().sales[0])

    def play(self) -> None:
        self._stage.goes_to(self._next_morning(self._now(), self._sales))
        advocate_id, name = self._search()
        csm, ask = self._request(advocate_id)
        self._approve(csm, ask, name)
        called_on = self._answer(csm, ask, name)
        activity = self._report(csm, ask, called_on)
        self._thank(csm, activity, name)
        self._search_again(advocate_id, name)

    def _search(self) -> tuple[str, str]:
        """Sales sees who fits; the id and the name of the first."""
        answer = self._stage.types(self._sales, ids.REFERENCE_COMMAND, WORDS)
        best = answer.button(ids.REFERENCE_REQUEST).value
        with self._stage.house.wired.program.reading() as session:
            advocate = session.get_one(Advocate, best)
            return advocate.id, advocate.name

    def _request(self, advocate_id: str) -> tuple[Actor, str]:
        """Sales asks; the CSM who is asked to decide, when they are at work, and the ask."""
        stage, sales = self._stage, self._sales
        stage.opens(sales, ids.REFERENCE_REQUEST, advocate_id)
        stage.submits(
            sales,
            deal_name="Bluefern expansion",
            prospect="Bluefern Bank",
            questions="How long until it paid off, and what they would do differently",
            format="call",
            deal_amount=180000,
        )
        stage.reads(sales, ids.REQUEST_CANCEL)
        csm = stage.whoever_reads(ids.ASK_REVIEW)
        at_work = self._time_of(csm).opening(self._now())
        if at_work > self._now():
            stage.goes_to(at_work)
        return csm, stage.value_of(stage.reads(csm, ids.ASK_REVIEW), ids.ASK_REVIEW)

    def _approve(self, csm: Actor, ask: str, name: str) -> None:
        stage = self._stage
        stage.opens(csm, ids.ASK_REVIEW, ask)
        stage.submits(csm, decision="approve")
        stage.reads(csm, ids.ASK_SENT, ask)
        stage.teller.does(f"{first_name(csm)} sends the note to {name} by mail, and says so.")
        stage.presses(csm, ids.ASK_SENT, ask)
        stage.reads(csm, ids.ASK_ANSWER, ask)

    def _answer(self, csm: Actor, ask: str, name: str) -> datetime:
        """The advocate says yes; when the call is to take place."""
        stage, zone = self._stage, zone_of(csm)
        day = self._time_of(csm).next_day(self._now() + timedelta(days=1)).astimezone(zone)
        call = datetime.combine(day, time(14), zone)
        stage.teller.does(f"{name} writes back: gladly, on {call:%A} at {call:%H:%M}.")
        stage.opens(csm, ids.ASK_ANSWER, ask)
        stage.submits(csm, answer="yes", scheduled_for=call)
        stage.reads(self._sales, ids.ASK_SCHEDULE, ask)
        stage.reads(csm, ids.ASK_CALL_OFF, ask)
        return call

    def _report(self, csm: Actor, ask: str, called_on: datetime) -> str:
        """Sales says how it went; the activity that is to be thanked for."""
        stage, sales = self._stage, self._sales
        stage.teller.does("Time passes. They talk, and the next working day comes.")
        stage.goes_to(self._next_morning(called_on, sales))
        stage.reads(sales, ids.ASK_OUTCOME, ask)
        stage.opens(sales, ids.ASK_OUTCOME, ask)
        stage.submits(
            sales,
            happened="yes",
            rating="5",
            helped="the honest answer about what the first ninety days were like",
        )
        with stage.house.wired.program.reading() as session:
            activity = session.scalars(select(Activity.id).where(Activity.ask_id == ask)).one()
        stage.reads(csm, ids.THANKS_RECORD, activity)
        return activity

    def _thank(self, csm: Actor, activity: str, name: str) -> None:
        stage = self._stage
        draft = stage.message_with(csm, ids.THANKS_RECORD, activity)
        stage.teller.does(f"{first_name(csm)} has a busy day, and {name} hears nothing.")
        stage.goes_to(self._next_morning(self._now(), csm))
        reminder = stage.reads(csm, ids.THANKS_RECORD, activity, after=draft)
        stage.opens(csm, ids.THANKS_RECORD, activity)
        stage.submits(csm, how="handwritten")
        stage.reads_again(csm, reminder, without=ids.THANKS_RECORD)

    def _search_again(self, advocate_id: str, name: str) -> None:
        """The same search leaves the advocate out, and the rules say until when."""
        self._stage.teller.does("And when somebody needs the same again?")
        answer = self._stage.types(self._sales, ids.REFERENCE_COMMAND, WORDS)
        suggested = [one.value for one in answer.buttons(ids.REFERENCE_REQUEST)]
        program, now = self._stage.house.wired.program, self._now()
        with program.reading() as session:
            facts = facts_of(session, session.get_one(Advocate, advocate_id), now.date())
        verdict = judge(facts, KIND, program.policy, now)
        if verdict.eligible or advocate_id in suggested:
            raise StoryBroke(f"{name} would be asked again at once")
        reason = verdict.first
        self._stage.teller.does(f"{why_not(reason.code, name, reason.until)}. The loop is closed.")

    def _now(self) -> datetime:
        return self._stage.house.clock.now()

    def _next_morning(self, moment: datetime, actor: Actor) -> datetime:
        """The working morning after the day of `moment`, where this person is."""
        return self._time_of(actor).next_day(moment) + LATER

    def _time_of(self, actor: Actor) -> WorkingTime:
        return WorkingTime.of(self._policy, actor.person.tz)
