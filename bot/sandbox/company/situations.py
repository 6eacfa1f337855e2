"""Where advocates stand today: the last months of those of whom the tables say so, so that each rule can be met.

Days are days ago. They keep at least three days from every limit of the program, because days on a weekend move to
the Friday before (days.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Step:
    """One ask and what came of it, or something an advocate did unasked."""

    kind: str
    asked: int | None
    """None: nobody asked."""
    done: int | None = None
    """None: it did not happen, or has not yet."""
    answer: str = "yes"
    thanked: bool = True
    told: bool = True
    """Whether they heard what came of it."""
    closed: int | None = None
    """When the deal was won, where the story needs a day."""
    minutes: int | None = None
    happy: bool = False
    """Whether whoever asked must have been content."""

    def __post_init__(self) -> None:
        assert (self.asked, self.done) != (None, None), "neither asked nor done"

    @property
    def began(self) -> int:
        """The ask, or the deed where nobody asked. Days ago, as `ended` is."""
        return self.asked if self.asked is not None else self.done or 0

    @property
    def ended(self) -> int:
        """The deed, or the ask where nothing came of it."""
        return self.done if self.done is not None else self.asked or 0


@dataclass(frozen=True)
class Situation:
    steps: tuple[Step, ...] = ()
    earliest: int = 100
    """What came before these steps ends here."""
    survey: bool = False
    """Whether they may have been in the last survey as well, which counts for nothing."""


CALL, EMAIL = "reference_call", "reference_email"

SITUATIONS: Mapping[str, Situation] = MappingProxyType(
    {
        "none": Situation(earliest=190),
        "rested": Situation(earliest=36, survey=True),
        "fresh": Situation(),
        "volunteer": Situation(
            (
                Step("review", None, 131, happy=True),
                Step("community_post", None, 64, happy=True),
                Step("social_post", None, 22, happy=True),
            ),
            survey=True,
        ),
        "cooling": Situation((Step(CALL, 17, 9, happy=True),), earliest=130),
        "heavy_rest": Situation((Step("case_study", 53, 24, happy=True),), earliest=140),
        "declined": Situation((Step(CALL, 46, answer="no"),), earliest=120),
        "declined_story": Situation((Step("case_study", 61, answer="no"),), earliest=125),
        "silent": Situation((Step(CALL, 49, answer="no_answer"),), earliest=120),
        "asked_twice": Situation(
            (Step(CALL, 40, 28, happy=True), Step(EMAIL, 74, 69, happy=True)), earliest=150
        ),
        "six_in_a_year": Situation(
            (
                Step("testimonial", 48, 41),
                Step(CALL, 112, 100, happy=True),
                Step("testimonial", 160, 149),
                Step(EMAIL, 216, answer="no_answer"),
                Step("product_feedback", 268, 260),
                Step(CALL, 326, 311, happy=True, minutes=15),
            ),
            earliest=400,
        ),
        "effort_full": Situation(
            (
                Step("speaking", 111, 70, happy=True),
                Step("advisory_board", 186, 160, happy=True),
                Step("case_study", 254, 216, happy=True),
                Step("webinar_panel", 330, 301, happy=True),
            ),
            earliest=400,
        ),
        "limited": Situation((Step(CALL, 151, 140, happy=True),), earliest=400, survey=True),
        "colleague_asked": Situation(earliest=120),
        "paused": Situation(earliest=64),
        "away": Situation(earliest=58),
        "thanks_due": Situation((Step(EMAIL, 36, 2, thanked=False, happy=True),), earliest=150),
        "thanks_due_call": Situation((Step(CALL, 39, 5, thanked=False, happy=True),), earliest=150),
        "unthanked_call": Situation((Step(CALL, 45, 8, thanked=False, happy=True),), earliest=150),
        "unthanked": Situation((Step(CALL, 63, 41, thanked=False),), earliest=160),
        "untold": Situation((Step(CALL, 66, 57, told=False, closed=20, happy=True),), earliest=160),
        "one_sided": Situation(
            (
                Step("webinar_panel", 98, 84, happy=True),
                Step(CALL, 171, 158, happy=True),
                Step(CALL, 236, 228),
                Step(EMAIL, 318, 312, happy=True),
            ),
            earliest=430,
        ),
    }
)
