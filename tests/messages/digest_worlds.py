"""Digests as owners may get them, with everything in them, and with nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from bot.digest_facts import Decision, Digest, Sort
from bot.facts import Colleague
from bot.rules.diagnosis import Finding, Gap
from bot.rules.digest import EACH, SORTS, Deed, Figure, Line, Lines, Pending, Week, fit
from bot.rules.mix import REST, KindCount, WeekCount
from bot.rules.mix import WEEK as WEEK_LONG
from messages.digest import chosen, digest
from messages.render import Message
from tests.rules.readings import count, deals, mean, share

ODD = "<!channel> *A & B* <script> “Zoë” 株式会社 "
LONG = (ODD * 60)[:2000]
NAME = (ODD * 5)[:150]
DAY = date(2026, 2, 27)
MONDAY = date(2026, 3, 2)
WEEK = Week(date(2026, 2, 23), date(2026, 3, 1), 12, 9, 7, 5)
QUIET = Week(date(2026, 2, 23), date(2026, 3, 1))
GAP = Gap((NAME, NAME, NAME), "reference_call", 12, 3, 0)
ALL = Figure(share("participation", 12, 30), share("participation", 20, 30), share("participation", 3, 9))
WON = Figure(
    deals("won_influenced", 1234567.5, 1234),
    deals("won_influenced", 99.5, 2),
    deals("won_influenced", 5, 1),
    9,
)
HOURS = Figure(mean("csm_answer_hours_median", 12.4), mean("csm_answer_hours_median", 3.0))
DONE = Figure(count("activities", 34), count("activities", 20))
FINDINGS = (
    Finding(
        "taking_without_giving", (DONE.now, WON.now, mean("program_nps", -40), mean("feels_valued", 2.1))
    ),
    Finding("few_take_part", (ALL.now,)),
    Finding("says_no", (share("acceptance", 3, 30),)),
    Finding("friends_and_family", (ALL.now, DONE.now)),
    Finding("few_carry_all", (share("busiest_3_share", 20, 30), count("never_asked_eligible", 14))),
    Finding("few_carry_all", (share("busiest_tenth_share", 20, 30), count("never_asked_eligible", 0))),
    Finding("slow_answers", (HOURS.now,)),
    Finding("bench_gap", gap=GAP),
    Finding("bench_gap", gap=Gap((), "podcast", 1, 0, 0)),
    Finding("truly_engaged", (ALL.now,)),
)
CHANGED = (
    Line("first_look", DONE), Line("share_rose", ALL), Line("share_fell", ALL), Line("answers_slower", HOURS),
    Line("answers_faster", HOURS), Line("more_done", DONE), Line("less_done", DONE), Line("week"), Line("still"),
)  # fmt: skip
PENDING = Pending("unthanked", 4, NAME, DAY, date(2026, 3, 4))
AT_RISK = (
    *(Line(code, pending=PENDING) for code in (
        "unthanked", "needed_soon", "unanswered", "unfilled", "alone", "held", "one_sided", "parked",
    )),
    *(Line(code, pending=PENDING._replace(total=1)) for code in ("unthanked", "unanswered", "alone", "one_sided")),
    *(Line("finding", finding=one) for one in FINDINGS[:-1]),
    Line("nothing"),
)  # fmt: skip
GLAD = (
    Line("risen"), Line("best"), Line("won", WON), Line("well_thanked_within_72h", ALL), Line("well_filled", ALL),
    Line("well_participation", ALL), Line("done"), Line("calm"),
)  # fmt: skip


def decision(**changes: Any) -> Decision:
    values: dict[str, Any] = {
        "id": "01981f7c-3e4a-7c1b-9d56-0a1b2c3d4e5f",
        "name": NAME,
        "account": NAME,
        "who": Colleague("U0ANA", NAME),
        "on": DAY,
        "kind": "case_study",
        "what": LONG,
        "cell": (NAME, NAME, NAME),
        "gap": GAP,
        "asked": 12,
        "given": 5,
        "state": "held",
    }
    return Decision(**(values | changes))


def full(counts: dict[str, int], **changes: Any) -> Digest:
    room = fit(counts)
    values: dict[str, Any] = {
        "monday": MONDAY,
        "week": WEEK._replace(risen=((NAME, "gold"),) * EACH, best=Deed(NAME, NAME, "podcast", 5, LONG)),
        "lines": Lines(CHANGED[1], AT_RISK[0], GLAD[1]),
        "figures": (WON,) * 6,
        "findings": FINDINGS,
        "sorts": tuple(Sort(sort, counts[sort], (decision(),) * room[sort]) for sort in room),
        "enrolled": 100000,
        "rhythm": "weekly",
    }
    return Digest(**(values | changes))


def everything() -> Digest:
    """All of it in abundance."""
    return full(
        dict.fromkeys(SORTS, 1000),
        weeks=tuple(WeekCount(date(2025, 12, 8) + at * WEEK_LONG, 12_345, 67_890) for at in range(12)),
        kinds=(
            *tuple(KindCount(NAME + str(at), 12345 - at, 67890) for at in range(6)),
            KindCount(REST, 1, 2),
        ),
    )


def messages() -> Iterator[tuple[str, Message]]:
    yield "digest in whole", digest(everything())
    for sort in SORTS:
        yield f"digest, {sort}", digest(full({sort: 9}))
    gift = Sort("held", 1, (decision(state="proposed"),))
    yield "digest, to approve", digest(full({}, sorts=(gift,)))
    unknown = Sort("slow", 1, (decision(id="ana@ours.example", who=Colleague("ana@ours.example")),))
    channel = Sort("parked", 1, (decision(kind="celebration", who=Colleague("C0CHEERS")),))
    yield "digest, a channel", digest(full({}, sorts=(channel,)))
    yield "digest, unknown CSM", digest(full({}, sorts=(unknown,)))
    for line in CHANGED:
        yield f"digest, {line.code}", digest(full({}, lines=Lines(line, AT_RISK[-1], GLAD[-1])))
    for line in AT_RISK:
        yield f"digest, {line.code}", digest(full({}, lines=Lines(CHANGED[-1], line, GLAD[-1])))
    for line in GLAD:
        yield f"digest, {line.code}", digest(full({}, lines=Lines(CHANGED[-1], AT_RISK[-1], line)))
    for one in FINDINGS:
        yield f"digest, {one.code}", digest(full({}, findings=(one,)))
    yield "digest, older", digest(replace(full({}), stands=False, rhythm="off"))
    for enrolled in (0, 1, 12):
        nothing = full({}, week=QUIET, findings=(), figures=(), enrolled=enrolled, rhythm="fortnightly")
        yield f"digest, quiet, {enrolled}", digest(nothing)
    for rhythm in ("weekly", "fortnightly", "off"):
        yield f"digest, {rhythm}", chosen(rhythm)
