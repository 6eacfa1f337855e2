"""The rules of the program as its owner has set them: one field for each name of policy_names.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Self

from bot.rules.policy_names import read_all


def _default(name: str) -> Any:
    value = read_all({})[name]
    return field(default_factory=lambda: value) if isinstance(value, MappingProxyType) else value


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """The owner's numbers, with their units in policy_names.py. Days are calendar days in UTC unless they are working days."""

    ask_cooldown_days: int = 30
    high_effort_cooldown_days: int = 90
    rest_after_no_days: int = 90
    asks_per_90_days: int = 2
    asks_per_365_days: int = 6
    account_asks_per_90_days: int = 4
    effort_per_365_days: int = 12
    open_asks: int = 1
    min_health: int = 60
    renewal_guard_days: int = 30
    enrolled_days_before_medium: int = 14
    cultivation_days: int = 90
    gives_before_medium: int = 1
    successes_before_high: int = 2
    csm_reminder_hours: int = 4
    csm_reroute_hours: int = 9
    answer_days: int = 5
    let_go_days: int = 10
    unsent_days: int = 2
    thanks_after_hours: int = 24
    thanks_again_after_hours: int = 72
    exec_notes_per_week: int = 3
    exec_circle: int = 50
    big_deal_amount: float = 100000
    currency: str = "USD"
    quiet_days: int = 120
    unnoticed_days: int = 90
    survey_rest_days: int = 90
    surveys_per_week: int = 5
    gift_card_max: float = 50
    gifts_per_year_max: float = 100
    gift_approval_above: float = 50
    hour_cost: float = 60
    stale_signal_days: int = 180
    platform_rule_days: int = 180
    text_reuse_days: int = 180
    look_again_days: int = 180
    band_platinum: int = 80
    band_gold: int = 60
    band_silver: int = 40
    tier_platinum: int = 5
    tier_gold: int = 3
    tier_silver: int = 1
    attribution_pipeline: float = 0.3
    attribution_won: float = 0.5
    match_weights: Mapping[str, int] = _default("match_weights")
    potential_weights: Mapping[str, int] = _default("potential_weights")
    target_industries: tuple[str, ...] = ()
    target_segments: tuple[str, ...] = ()
    working_hours: tuple[int, int] = (9, 18)
    """Hours of the reader's local day between which jobs may write to them."""
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    """Days of the week, Monday as 0."""
    blackouts: tuple[tuple[date, date], ...] = ()
    """First and last day of each, both included."""

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Self:
        """As set: by name the text that was set; the others have their defaults. BadValue where a text is no value."""
        values: dict[str, Any] = read_all(texts)
        return cls(**values)


DEFAULT = Policy()
