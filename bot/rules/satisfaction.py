"""How advocates find the program: when somebody is asked for it, and which answers somebody must hear of the same day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.rules.working_time import WorkingTime

RECOMMEND = range(11)
"""Would they recommend taking part: 0 to 10."""
RATED = range(1, 6)
"""Do they feel valued, was it worth their time: 1 to 5."""
PROMOTERS, DETRACTORS = 9, 6
"""Recommending from 9 on counts for the program, up to 6 against it."""
LOW_RATED = 2

AFTER_WORKING_DAYS = 3
"""After the thanks for an activity: it is still fresh, and the question does not ride on the thank-you."""
FRESH_DAYS = 14
"""After the thanks: from then on only the half-yearly question is left."""
HALF_YEAR_DAYS = 182
SETTLED_DAYS = 90
"""In the program before anybody can say how they find it. Unknown counts as long ago."""
NOT_FOR_THEM_DAYS = 365
"""Whose CSM said that surveys are not for them is left alone for so long."""
LAPSE_DAYS = 30
"""After which an unanswered one is let go, without a word."""
WEEK_DAYS = 7


@dataclass(frozen=True)
class Answers:
    """What an advocate said; None where they did not say."""

    recommend: int | None = None
    valued: int | None = None
    worth_it: int | None = None
    words: str | None = None

    @property
    def given(self) -> bool:
        return any(one is not None for one in (self.recommend, self.valued, self.worth_it, self.words))

    @property
    def low(self) -> bool:
        """Whether they would rather not recommend taking part, don't feel valued, or found it a waste of their time."""
        return (self.recommend is not None and self.recommend <= DETRACTORS) or any(
            one is not None and one <= LOW_RATED for one in (self.valued, self.worth_it)
        )

    @property
    def out_of_range(self) -> str | None:
        """The first answer that is no number of its scale: recommend, valued or worth_it."""
        answers = (
            ("recommend", self.recommend, RECOMMEND),
            ("valued", self.valued, RATED),
            ("worth_it", self.worth_it, RATED),
        )
        return next((name for name, one, scale in answers if one is not None and one not in scale), None)


def due_after(thanked_on: date, clock: WorkingTime) -> date:
    """The day from which the question for an activity may come, by the CSM's calendar."""
    noon = datetime.combine(thanked_on, time(12), clock.zone)
    return clock.after_days(noon, AFTER_WORKING_DAYS).astimezone(clock.zone).date()


def is_blacked_out(today: date, *ranges: Collection[tuple[date, date]]) -> bool:
    """Whether today lies in a time when nobody asks: the company's or their own. Both days of a range are included."""
    return any(first <= today <= last for several in ranges for first, last in several)


def room_today(asked_on: Collection[date], today: date, a_week: int) -> bool:
    """Whether a CSM may be given one more today: one a day at most, and so many in seven days."""
    week = [day for day in asked_on if day > today - timedelta(days=WEEK_DAYS)]
    return today not in week and len(week) < a_week


def score(promoters: int, detractors: int, answered: int) -> int | None:
    """Who would recommend taking part less who would not, in points from -100 to 100; None where nobody answered."""
    return round(100 * (promoters - detractors) / answered) if answered else None
