"""What a rule answers: nothing, or the reason why not and until when. Tuples, because thousands are made per answer."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple


class Reason(NamedTuple):
    """Why someone may not be asked. `until` is the first day on which this reason is gone, None where no date ends it;
    `limit` is the number of the policy or of the person that is reached, where the rule has one."""

    code: str
    until: date | None = None
    limit: int | None = None


class Note(NamedTuple):
    """What a rule could not know, or not trust. It holds nobody back, but whoever decides is told; `on` is the day in doubt."""

    code: str
    on: date | None = None


@dataclass(frozen=True)
class Verdict:
    """All reasons that stand against an ask, in the order of the rules; none means eligible."""

    reasons: tuple[Reason, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def eligible(self) -> bool:
        return not self.reasons

    @property
    def first(self) -> Reason:
        """The reason to tell first. IndexError when eligible."""
        return self.reasons[0]

    @cached_property
    def free_on(self) -> date | None:
        """The first day on which every dated reason is gone; None where one has no date."""
        last = None
        for reason in self.reasons:
            if reason.until is None:
                return None
            if last is None or reason.until > last:
                last = reason.until
        return last
