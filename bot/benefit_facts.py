"""What messages about benefits are told: plain values that queries fill and messages word."""

from dataclasses import dataclass
from datetime import date

from bot.facts import AdvocateCard, Colleague, Undo


@dataclass(frozen=True)
class BenefitTask:
    """One benefit as a task. `name` is empty where a template has its words; `ask_first` is name, logo or gift, or None."""

    id: str
    kind: str
    name: str | None
    due_on: date
    state: str
    settled_on: date | None
    ask_first: str | None
    overdue: bool


@dataclass(frozen=True)
class BenefitStory:
    """What came with a tier for one person, as one reader has to see to it: the newest grant, and what is open of others."""

    advocate: AdvocateCard
    tier: str
    """The one that granted it; they may have fallen since."""
    csm: Colleague
    tasks: tuple[BenefitTask, ...]
    undo: Undo | None = None
    """The last click that settled one, while it can be taken back."""
    undo_of: str | None = None
    """The id of that task."""

    @property
    def open(self) -> tuple[BenefitTask, ...]:
        return tuple(one for one in self.tasks if one.state == "open")

    def taken_back_by(self, reader: str) -> BenefitTask | None:
        """The task whose click this reader may take back."""
        if self.undo is None or self.undo.by != reader:
            return None
        return next((one for one in self.tasks if one.id == self.undo_of), None)
