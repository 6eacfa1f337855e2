"""Whom a gift campaign is for: its criteria, and why somebody meets them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

RE_ENGAGED_DAYS = 90
"""After an offer so many days something done by the recipient counts as coming back."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """All that are named must hold. Empty ones ask nothing."""

    quiet_days: int | None = None
    """Nothing was asked of them, done by them or given to them for at least so many days."""
    did: str | None = None
    """A kind of activity they completed in the last `within_days` days."""
    within_days: int = 365
    least_activities: int | None = None
    """Activities of any kind completed in the last `within_days` days."""
    industries: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether it narrows anything: a campaign for everybody is no campaign."""
        return any(
            (self.quiet_days, self.did, self.least_activities, self.industries, self.segments, self.regions)
        )

    def kept(self) -> dict[str, Any]:
        """As the database keeps it."""
        return {
            "quiet_days": self.quiet_days,
            "did": self.did,
            "within_days": self.within_days,
            "least_activities": self.least_activities,
            "industries": list(self.industries),
            "segments": list(self.segments),
            "regions": list(self.regions),
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Criteria":
        """The same again."""
        lists = {name: tuple(kept.get(name, ())) for name in ("industries", "segments", "regions")}
        return cls(
            quiet_days=kept.get("quiet_days"),
            did=kept.get("did"),
            within_days=kept.get("within_days", 365),
            least_activities=kept.get("least_activities"),
            **lists,
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one advocate."""

    industry: str
    segment: str
    region: str
    last_contact: date | None
    """The last day on which they were asked, did something, or were given something."""
    done: Mapping[str, date]
    """By kind of activity the last day it was completed, within the criteria's days."""
    activities: int
    """How many they completed in those days."""


@dataclass(frozen=True, slots=True)
class Why:
    """One criterion that somebody meets: quiet, did, activities, industry, segment or region; with its number, word or day."""

    criterion: str
    value: str
    on: date | None = None


def why(criteria: Criteria, known: Known, today: date) -> tuple[Why, ...] | None:
    """Why somebody meets the criteria; None where they don't."""
    found: list[Why] = []
    if criteria.quiet_days is not None:
        if known.last_contact is None:
            found.append(Why("quiet", "ever"))
        elif known.last_contact <= today - timedelta(days=criteria.quiet_days):
            found.append(Why("quiet", str((today - known.last_contact).days), known.last_contact))
        else:
            return None
    if criteria.did is not None:
        if criteria.did not in known.done:
            return None
        found.append(Why("did", criteria.did, known.done[criteria.did]))
    if criteria.least_activities is not None:
        if known.activities < criteria.least_activities:
            return None
        found.append(Why("activities", str(known.activities)))
    for criterion, wanted, has in (
        ("industry", criteria.industries, known.industry),
        ("segment", criteria.segments, known.segment),
        ("region", criteria.regions, known.region),
    ):
        if wanted:
            if has.casefold() not in {one.casefold() for one in wanted}:
                return None
            found.append(Why(criterion, has))
    return tuple(found)
