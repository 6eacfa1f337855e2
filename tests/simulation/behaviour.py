"""What people do with what Slack shows them: they answer, ignore, put off, change their minds, and press the wrong button."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import Refused
from bot.rules.satisfaction import Answers
from bot.sandbox.records import Message
from bot.services import (
    appreciation,
    asks,
    benefits,
    cancelling,
    deals,
    deciding,
    executive_notes,
    filing,
    following_up,
    outcomes,
    satisfaction,
)
from bot.services.appreciation import Thanks
from bot.services.filing import RequestForm
from bot.services.program import Program

KINDS = ("reference_call", "reference_call", "reference_call", "testimonial", "reference_email", "case_study")
WORDS = ("", "fintech", "healthcare", "retail", "enterprise", "emea", "amer", "apac", "manufacturing")


@dataclass(frozen=True)
class Temper:
    """How likely somebody deals with a thing when they look at it."""

    diligence: float
    misclicks: float = 0.03


@dataclass(frozen=True)
class Button:
    action_id: str
    value: str


def buttons(message: Message) -> Iterator[Button]:
    """Everything that can be pressed on a message."""
    for block in message.blocks:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            if element.get("type") == "button" and "value" in element:
                yield Button(element["action_id"], element["value"])


class Behaviour:
    """Random, and the same for the same seed."""

    def __init__(self, program: Program, seed: int) -> None:
        self.program = program
        self.chance = random.Random(seed)
        self.filed = 0
        self.noted: set[str] = set()
        self.pressed: dict[str, int] = {}
        self.refused: dict[str, int] = {}

    def press(self, who: str, button: Button, temper: Temper) -> None:
        """Whoever sees a button deals with it, perhaps; a wrong click is refused kindly, or does what it says."""
        doing = self._doing(who, button)
        if doing is None or self.chance.random() > temper.diligence:
            return
        if self.chance.random() < temper.misclicks:
            doing = self._doing(who, Button(self.chance.choice(sorted(self._all())), button.value)) or doing
        self._try(button.action_id, doing)

    def _try(self, name: str, doing: Callable[[], object]) -> None:
        try:
            doing()
            self.pressed[name] = self.pressed.get(name, 0) + 1
        except Refused as refused:
            self.refused[refused.reason] = self.refused.get(refused.reason, 0) + 1

    @property
    def done(self) -> int:
        """Things done so far."""
        return sum(self.pressed.values())

    def file(self, who: str) -> None:
        """Somebody in sales needs a reference for a deal of their own."""
        self.filed += 1
        number = self.filed
        form = RequestForm(
            words=self.chance.choice(WORDS),
            kind=self.chance.choice(KINDS),
            deal_name=self._name(),
            prospect=self._name(),
            deal_amount=self.chance.choice((None, 20000.0, 90000.0)),
            needed_by=self._today() + timedelta(days=self.chance.randint(3, 40)),
            wait=True,
        )
        self._try("file", lambda: filing.file(self.program, who, form, f"submission {number}"))

    def _name(self) -> str:
        """Of no company that there is, and unlike any other."""
        return "".join(self.chance.choices("bcdfghklmnprstvwz", k=9)).capitalize()

    def _today(self) -> date:
        return self.program.now().date()

    def _all(self) -> set[str]:
        return {
            "ask_sent",
            "ask_call_off",
            "outcome_told",
            "request_cancel",
            "nudge_later",
            "thanks_record",
            "ask_schedule",
        }

    def _doing(self, who: str, button: Button) -> Callable[[], object] | None:
        program, value, chance = self.program, button.value, self.chance
        draw = chance.random()
        match button.action_id:
            case "ask_review" if draw < 0.75:
                return lambda: deciding.approve(program, who, value, f"Hi, a note of {who}")
            case "ask_review" if draw < 0.95:
                return lambda: deciding.not_now(
                    program,
                    who,
                    value,
                    self._today() + timedelta(days=chance.randint(5, 60)),
                    None,
                    "on_leave",
                )
            case "ask_review":
                return lambda: deciding.never(program, who, value, "They told me")
            case "ask_sent" if draw < 0.85:
                return lambda: asks.sent(program, who, value)
            case "ask_answer" if draw < 0.3:  # advocates take their time
                return self._answer(who, value)
            case "approval_record" if draw < 0.15:
                agreed = chance.random() < 0.7
                return lambda: asks.record_approval(program, who, value, agreed, "Legal", None)
            case "ask_schedule" if draw < 0.06:
                when = program.now() + timedelta(days=chance.randint(1, 12), hours=chance.randint(0, 5))
                return lambda: asks.schedule(program, who, value, when)
            case "ask_call_off" if draw < 0.03:
                return lambda: asks.call_off(program, who, value)
            case "ask_outcome" if draw < 0.6:
                return self._report(who, value)
            case "deal_result" if draw < 0.05:
                result = chance.choice(("won", "lost", "open"))
                return lambda: deals.report_deal(program, who, value, result, None)
            case "thanks_record" if draw < 0.7:
                told = chance.random() < 0.3
                return lambda: appreciation.thank(program, who, value, Thanks("mail", "Thank you", told))
            case "outcome_told" if draw < 0.7:
                return lambda: outcomes.tell(program, who, value)
            case "satisfaction_record" if draw < (0.002 if value in self.noted else 0.5):  # seldom corrected
                self.noted.add(value)
                scores = [chance.choice((None, low, 4, 5)) for low in (3, 2, 2)]
                return lambda: satisfaction.note(program, who, value, Answers(*scores), f"{who} {value}")
            case "survey_not_for_them" if draw < 0.1:
                return lambda: satisfaction.not_for_them(program, who, value)
            case "exec_note_sent" if draw < 0.2:
                return lambda: executive_notes.did(program, who, value, chance.choice(executive_notes.DID))
            case "exec_note_hand_over" if draw < 0.05:
                return lambda: executive_notes.hand_over(program, who, value)
            case "exec_note_later" if draw < 0.05:
                return lambda: executive_notes.later(program, who, value)
            case "exec_note_passed_on" if draw < 0.4:
                return lambda: executive_notes.passed_on(program, who, value)
            case "benefit_done" if draw < 0.4:
                return lambda: benefits.done(program, who, value)
            case "benefit_declined" if draw < 0.1:
                return lambda: benefits.declined(program, who, value)
            case "nudge_later" if draw < 0.1:
                until = chance.choice(("hour", "tomorrow", "week"))
                return lambda: following_up.later(program, who, value, until)
            case "request_cancel" if draw < 0.02:
                return lambda: cancelling.cancel(program, who, value)
            case _:
                return None

    def _answer(self, who: str, ask_id: str) -> Callable[[], object]:
        said = self.chance.choices(("yes", "no", "no_answer"), (65, 25, 10))[0]
        when = None
        if said == "yes" and self.chance.random() < 0.5:
            when = self.program.now() + timedelta(days=self.chance.randint(1, 10))
        return lambda: asks.answer(self.program, who, ask_id, said, when)

    def _report(self, who: str, ask_id: str) -> Callable[[], object]:
        happened = self.chance.choices(("yes", "no", "moved"), (80, 8, 12))[0]
        moved_to = None
        if happened == "moved" and self.chance.random() < 0.6:
            moved_to = self.program.now() + timedelta(days=self.chance.randint(2, 20))
        rating = self.chance.choice((None, 3, 4, 5))
        return lambda: outcomes.report(
            self.program, who, ask_id, happened, moved_to=moved_to, rating=rating, helped="They listened."
        )
