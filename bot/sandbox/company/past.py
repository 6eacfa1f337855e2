"""What each advocate was asked and did in the last two years: the steps of their situation, and a past before it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from bot.rules.kinds import HIGH_EFFORT, effort_of
from bot.sandbox.company.advocates import accounts
from bot.sandbox.company.chance import chance
from bot.sandbox.company.situations import CALL, SITUATIONS, Step
from bot.sandbox.company.tables import Row, listed, others, table

TWO_YEARS = 725
QUARTER = 93
"""90 days and a weekend."""
ACCOUNT_ASKS = 3
"""Asks of an account in a quarter that leave one more."""
APART = 76
"""Days between two generated asks at least, so that nobody meets a limit by chance."""
SETTLING = 20
"""Days after enrolling without an ask."""
SMALL = (
    "testimonial",
    "product_feedback",
    "introduction",
    "review",
    "webinar_panel",
    "referral",
    "beta_test",
)
"""What people are asked for besides what they like best."""
SURVEY = 15
"""Days ago."""


@dataclass(frozen=True)
class Happening:
    """A step of one advocate."""

    name: str
    industry: str
    never_with: tuple[str, ...]
    """Prospects whom the account wants nothing to do with."""
    step: Step


@cache
def happenings() -> tuple[Happening, ...]:
    """Everything, advocate by advocate in the order of the table, for each the oldest first."""
    return tuple(
        Happening(
            row["name"],
            accounts()[row["account"]]["industry"],
            listed(_account(row).get("never_with", "")),
            step,
        )
        for row, steps in _everybody()
        for step in sorted(steps, key=lambda step: -step.began)
    )


def _everybody() -> Iterator[tuple[Row, list[Step]]]:
    rows = table("advocates")
    lately = Counter(
        row["account"]
        for row in rows
        if row["situation"]
        for step in SITUATIONS[row["situation"]].steps
        if step.asked is not None and step.asked < QUARTER
    )
    for row in rows:
        if not row["situation"]:
            continue
        rng = chance("past", row["name"])
        situation = SITUATIONS[row["situation"]]
        earliest = situation.earliest + rng.randrange(APART)
        if lately[row["account"]] >= ACCOUNT_ASKS:
            earliest = max(earliest, QUARTER + rng.randrange(40))
        steps = [*situation.steps, *_before(rng, row, earliest)]
        if not situation.steps:
            lately[row["account"]] += sum(step.asked is not None and step.asked < QUARTER for step in steps)
        if situation.survey and rng.random() < 0.3:
            steps.append(Step("survey", SURVEY, SURVEY - 4))
        yield row, steps


def _before(rng: Random, row: Row, earliest: int) -> Iterator[Step]:
    """The generated past, oldest first: as many asks as the table says, no more than fit."""
    latest = min(TWO_YEARS, -int(row["enrolled"] or 0) - SETTLING)
    fitting = max(0, (latest - earliest) // APART + 1) if latest > earliest else 0
    count = min(int(row["past"]), fitting)
    successes = 0
    for left in range(count, 0, -1):
        room = (latest - earliest) // count
        asked = earliest + room * (left - 1) + rng.randrange(max(1, room - APART))
        if left == count > 1:
            asked = latest - rng.randrange(SETTLING)  # people are asked soon after they join
        kind = _kind(rng, row, allow_high=successes == 2 and asked >= QUARTER)
        answer = rng.choices(("yes", "no", "no_answer"), (74, 13, 13))[0]
        if left == 1 or not successes:
            answer = "yes"
        done = asked - _lead(rng, kind) if answer == "yes" else None
        successes += done is not None
        yield Step(kind, asked, done, answer, happy=left == count, minutes=_minutes(rng, kind))


def _kind(rng: Random, row: Row, *, allow_high: bool) -> str:
    """Something they like and may do, or something small. Much is asked only of those who helped twice, not lately."""
    unwanted = {*listed(row["never"]), *listed(_account(row).get("policy_forbids", ""))}
    wishes = listed(row["likes"]) if rng.random() < 0.75 else (CALL, *SMALL)
    wanted = [kind for kind in (*wishes, CALL) if kind not in unwanted]
    fitting = [kind for kind in wanted if effort_of(kind) < HIGH_EFFORT or allow_high]
    return rng.choice(fitting or ["testimonial"])


def _account(row: Row) -> Mapping[str, str]:
    return others(accounts()[row["account"]])


def _lead(rng: Random, kind: str) -> int:
    """Days from an ask to its deed."""
    return rng.randint(18, 34) if effort_of(kind) == HIGH_EFFORT else rng.randint(3, 16)


def _minutes(rng: Random, kind: str) -> int | None:
    lengths = {
        CALL: (15, 25, 30, 30, 35, 45),
        "webinar_panel": (45, 60),
        "podcast": (35, 50),
        "speaking": (25, 40),
        "video_testimonial": (40, 60, 90),
        "case_study": (90, 120, 150),
        "advisory_board": (120, 180),
    }
    return rng.choice(lengths[kind]) if kind in lengths and rng.random() < 0.85 else None
