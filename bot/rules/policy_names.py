"""Every rule of the program that its owner may set: its name, type, unit, range, meaning and default.

The names are the outside interface's. A value is kept as the text it was set with and read by the name's own type.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_MONEY = 1_000_000_000_000
Value = int | float | str | tuple[object, ...] | Mapping[str, int]


class BadValue(ValueError):
    """A text is no value for a name; the words say what it should be."""


@dataclass(frozen=True)
class PolicyName:
    """One rule of the program. `read` turns text into the value, or raises BadValue."""

    name: str
    default: str
    unit: str
    range: str
    meaning: str
    read: Callable[[str], Value]


def _whole(low: int, high: int) -> tuple[str, Callable[[str], Value]]:
    def read(text: str) -> int:
        try:
            value = int(text.strip())
        except ValueError:
            raise BadValue(f"must be a whole number from {low} to {high}") from None
        if not low <= value <= high:
            raise BadValue(f"must be from {low} to {high}")
        return value

    return f"{low} to {high}", read


def _share(text: str) -> float:
    try:
        value = float(text.strip())
    except ValueError:
        raise BadValue("must be a share from 0 to 1, such as 0.3") from None
    if not 0 <= value <= 1:
        raise BadValue("must be from 0 to 1")
    return value


def _money(text: str) -> float:
    try:
        value = float(text.replace(",", "").strip())
    except ValueError:
        raise BadValue("must be an amount, such as 50") from None
    if value < 0:
        raise BadValue("must not be negative")
    if not value < MOST_MONEY:  # nor "nan"
        raise BadValue(f"must be less than {MOST_MONEY:,}")
    return value


def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", text.strip().upper()):
        raise BadValue("must be a currency of three letters, such as USD")
    return text.strip().upper()


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;,|]", text) if part.strip()))


def _hours(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,2})\s*-\s*(\d{1,2})", text.strip())
    if not found or not 0 <= int(found[1]) < int(found[2]) <= 24:
        raise BadValue("must be two hours of the day, such as 9-18")
    return int(found[1]), int(found[2])


def _weekdays(text: str) -> tuple[int, ...]:
    """Weekdays counted from Monday as 0: "mon-fri", "sun-thu", "mon,wed"."""
    days: set[int] = set()
    for part in filter(None, (part.strip().lower() for part in text.split(","))):
        first, _, last = (piece.strip()[:3] for piece in part.partition("-"))
        if first not in DAYS or (last or first) not in DAYS:
            raise BadValue("must be days of the week, such as mon-fri or sun-thu")
        begin, end = DAYS.index(first), DAYS.index(last or first)
        days |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
    if not days:
        raise BadValue("must name at least one day of the week, such as mon-fri")
    return tuple(sorted(days))


def _ranges(text: str) -> tuple[tuple[date, date], ...]:
    """Date ranges, both days included: "2026-12-20..2027-01-03, 2027-05-01"."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        first, _, last = part.partition("..")
        try:
            begin, end = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
        except ValueError:
            raise BadValue("must be days such as 2026-12-20..2027-01-03, separated by commas") from None
        if end < begin:
            raise BadValue(f"{part} ends before it begins")
        found.append((begin, end))
    return tuple(sorted(found))


def _weights(*names: str) -> Callable[[str], Value]:
    """Points by name: "use_case=30, product=25". Names left out weigh nothing; together they must not exceed 100."""

    def read(text: str) -> Mapping[str, int]:
        weights = dict.fromkeys(names, 0)
        for part in filter(None, (part.strip() for part in text.split(","))):
            name, _, number = (piece.strip() for piece in part.partition("="))
            if name not in weights or not number.isdecimal():
                raise BadValue(f"must be points such as {names[0]}=30, for: {', '.join(names)}")
            weights[name] = int(number)
        if not 0 < sum(weights.values()) <= 100:
            raise BadValue("the points must add up to 100 at most, and to more than nothing")
        return MappingProxyType(weights)

    return read


def _number(name: str, default: int, low: int, high: int, unit: str, meaning: str) -> PolicyName:
    range_, read = _whole(low, high)
    return PolicyName(name, str(default), unit, range_, meaning, read)


def _other(
    name: str, default: str, read: Callable[[str], Value], unit: str, range_: str, meaning: str
) -> PolicyName:
    return PolicyName(name, default, unit, range_, meaning, read)


_ALL = (
    _number("ask_cooldown_days", 30, 0, 730, "days", "rest after any counted ask"),
    _number("high_effort_cooldown_days", 90, 0, 730, "days", "rest after a counted ask of high effort"),
    _number("rest_after_no_days", 90, 0, 730, "days", "rest from a kind of help after a no to it"),
    _number("asks_per_90_days", 2, 0, 90, "asks", "counted asks of one person in 90 days"),
    _number("asks_per_365_days", 6, 0, 365, "asks", "counted asks of one person in 365 days"),
    _number(
        "account_asks_per_90_days", 4, 0, 1000, "asks", "counted asks of one company's people in 90 days"
    ),
    _number("effort_per_365_days", 12, 0, 1000, "effort", "effort asked of one person in 365 days"),
    _number("open_asks", 1, 1, 10, "asks", "asks of one person open at the same time"),
    _number("min_health", 60, 0, 100, "points", "health from which a company's people may be asked"),
    _number("renewal_guard_days", 30, 0, 365, "days", "quiet time before a renewal"),
    _number("enrolled_days_before_medium", 14, 0, 365, "days", "time in the program before medium effort"),
    _number(
        "cultivation_days",
        90,
        0,
        730,
        "days",
        "time after enrolling in which a give comes before the first ask",
    ),
    _number(
        "gives_before_medium", 1, 0, 20, "gives", "gives that come before the first ask of medium effort"
    ),
    _number("successes_before_high", 2, 0, 20, "activities", "activities that went well before high effort"),
    _number("csm_reminder_hours", 4, 1, 90, "working hours", "until a CSM is reminded to decide"),
    _number("csm_reroute_hours", 9, 1, 180, "working hours", "until the next on the bench is offered"),
    _number("answer_days", 5, 1, 90, "working days", "until a gentle follow-up is suggested"),
    _number("let_go_days", 10, 1, 180, "working days", "until an ask without an answer is closed"),
    _number("unsent_days", 2, 1, 30, "working days", "until an approval that was not sent is let go"),
    _number("thanks_after_hours", 24, 1, 720, "hours", "until a CSM is nudged to say thank you"),
    _number("thanks_again_after_hours", 72, 1, 2160, "hours", "until the second nudge"),
    _number("exec_notes_per_week", 3, 0, 50, "notes", "prompts an executive gets in a week"),
    _number("exec_circle", 50, 0, 10000, "people", "advocates who may be prompted for"),
    _other(
        "big_deal_amount",
        "100000",
        _money,
        "currency",
        "0 and more",
        "a deal won that deserves an executive's note",
    ),
    _other("currency", "USD", _currency, "", "three letters", "the currency of amounts that name none"),
    _number("quiet_days", 120, 1, 3650, "days", "without contact until somebody counts as quiet"),
    _number("unnoticed_days", 90, 1, 3650, "days", "without a give until somebody counts as unnoticed"),
    _number(
        "survey_rest_days", 90, 30, 3650, "days", "in which nobody is asked twice how they find the program"
    ),
    _number(
        "surveys_per_week",
        5,
        0,
        50,
        "surveys",
        "that a CSM is given to send in seven days, one a day at most",
    ),
    _other("gift_card_max", "50", _money, "currency", "0 and more", "the largest gift card"),
    _other("gifts_per_year_max", "100", _money, "currency", "0 and more", "gifts to one person in a year"),
    _other(
        "gift_approval_above", "50", _money, "currency", "0 and more", "from which an owner approves a gift"
    ),
    _other("hour_cost", "60", _money, "currency", "0 and more", "what an hour of work costs"),
    _number("stale_signal_days", 180, 1, 3650, "days", "until a signal counts half"),
    _number("platform_rule_days", 180, 1, 3650, "days", "until a platform's rule should be looked up again"),
    _number("text_reuse_days", 180, 1, 3650, "days", "in which one text is not used for two people"),
    _number("look_again_days", 180, 1, 3650, "days", "until somebody not ready yet is looked at again"),
    _number("band_platinum", 80, 1, 100, "points", "potential from which the band is platinum"),
    _number("band_gold", 60, 1, 100, "points", "potential from which the band is gold"),
    _number("band_silver", 40, 1, 100, "points", "potential from which the band is silver"),
    _number("tier_platinum", 5, 1, 100, "activities", "in 365 days for the tier platinum"),
    _number("tier_gold", 3, 1, 100, "activities", "in 365 days for the tier gold"),
    _number("tier_silver", 1, 1, 100, "activities", "in 365 days for the tier silver"),
    _other(
        "attribution_pipeline", "0.3", _share, "share", "0 to 1", "of the pipeline that counts as influenced"
    ),
    _other("attribution_won", "0.5", _share, "share", "0 to 1", "of won deals that counts as influenced"),
    _other(
        "match_weights",
        "use_case=30, product=25, competitor=25, size=10, tag=10",
        _weights("use_case", "product", "competitor", "size", "tag"),
        "points",
        "together 100 at most",
        "what ranks a match",
    ),
    _other(
        "potential_weights",
        "satisfaction=30, relationship=25, willingness=25, fit=20",
        _weights("satisfaction", "relationship", "willingness", "fit"),
        "points",
        "together 100 at most",
        "what makes up the potential",
    ),
    _other("target_industries", "", _words, "", "a list", "industries the company wants advocates in"),
    _other("target_segments", "", _words, "", "a list", "segments the company wants advocates in"),
    _other("working_hours", "9-18", _hours, "hours", "0-24", "of the reader's day in which jobs may write"),
    _other("working_days", "mon-fri", _weekdays, "days", "mon to sun", "of the week on which jobs may write"),
    _other("blackouts", "", _ranges, "days", "date ranges", "when nobody is asked"),
)


NAMES: Mapping[str, PolicyName] = MappingProxyType({one.name: one for one in _ALL})
"""Every name, in the order in which it is shown."""

JUDGING = frozenset(
    {
        "ask_cooldown_days",
        "high_effort_cooldown_days",
        "rest_after_no_days",
        "asks_per_90_days",
        "asks_per_365_days",
        "account_asks_per_90_days",
        "effort_per_365_days",
        "open_asks",
        "min_health",
        "renewal_guard_days",
        "enrolled_days_before_medium",
        "cultivation_days",
        "gives_before_medium",
        "successes_before_high",
        "blackouts",
    }
)
"""The names on which it depends who may be asked."""

TOGETHER = (
    ("band_silver", "band_gold", "band_platinum"),
    ("tier_silver", "tier_gold", "tier_platinum"),
    ("csm_reminder_hours", "csm_reroute_hours"),
    ("answer_days", "let_go_days"),
    ("thanks_after_hours", "thanks_again_after_hours"),
    ("asks_per_90_days", "asks_per_365_days"),
)
"""Names that must not be out of order: each at most the next."""


def read_all(texts: Mapping[str, str]) -> dict[str, Value]:
    """Every name's value: as set in `texts`, else its default. BadValue names what is wrong, also between names."""
    values = {name: one.read(texts.get(name, one.default)) for name, one in NAMES.items()}
    for names in TOGETHER:
        for lower, higher in pairwise(names):
            low, high = values[lower], values[higher]
            assert isinstance(low, int)
            assert isinstance(high, int)
            if low > high:
                raise BadValue(f"{lower} ({low}) must not be more than {higher} ({high})")
    return values
