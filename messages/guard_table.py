"""The guard's verdict on every combination, as a page to read: combinations with one verdict and one reason are one row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import product

from bot.rules.compliance import (
    INCENTIVES,
    SECTORS,
    TIMINGS,
    Finding,
    PlatformRule,
    Proposal,
    Ruling,
    judge,
)
from bot.rules.kinds import KINDS
from bot.rules.policy import Policy
from messages.guard import general_thanks, incentive_name, tell
from messages.render import plain
from messages.wording import kind_name, platform_name

GENERAL, UNKNOWN, NONE = "general", "another platform", "none"
"""No activity; a platform without a row; no platform."""
REST = "clear"
"""The reason where nothing stands against it."""


@dataclass(frozen=True)
class Row:
    """Combinations that share a verdict and its first reason: every member of each set with every member of the others."""

    kinds: frozenset[str]
    activities: frozenset[str]
    platforms: frozenset[str]
    timings: frozenset[str]
    sectors: frozenset[str]


Verdict = tuple[str, str]
"""The verdict and the rule that decides it."""


def dimensions(platforms: Mapping[str, PlatformRule]) -> tuple[tuple[str, ...], ...]:
    """Kinds of incentive, activities, platforms, timings, sectors."""
    return (INCENTIVES, (GENERAL, *KINDS), (*platforms, UNKNOWN, NONE), TIMINGS, SECTORS)


def ruling_of(
    combination: Sequence[str], platforms: Mapping[str, PlatformRule], policy: Policy, today: date
) -> Ruling:
    """The guard on one combination, for a customer whose employer allows gifts; no amount is looked at."""
    kind, activity, platform, timing, sector = combination
    proposal = Proposal(
        kind=kind,
        activity=None if activity == GENERAL else activity,
        platform=None if platform == NONE else platform,
        timing=timing,
        sector=sector,
    )
    return judge(proposal, platforms, policy, today)


def rows(
    platforms: Mapping[str, PlatformRule], policy: Policy, today: date
) -> list[tuple[Row, Verdict, Finding | None]]:
    """Every combination once, in as few rows as merging finds; each with the finding that decides it."""
    found: dict[Verdict, set[Row]] = {}
    deciding: dict[Verdict, Finding | None] = {}
    for combination in product(*dimensions(platforms)):
        ruling = ruling_of(combination, platforms, policy, today)
        finding = ruling.obstacles[0] if ruling.obstacles else None
        verdict = (ruling.verdict, finding.rule if finding else REST)
        found.setdefault(verdict, set()).add(Row(*(frozenset({one}) for one in combination)))
        deciding.setdefault(verdict, finding)
    return [
        (row, verdict, deciding[verdict])
        for verdict, singles in sorted(found.items(), key=lambda one: _order(one[0]))
        for row in sorted(_merged(singles), key=_size, reverse=True)
    ]


def page(platforms: Mapping[str, PlatformRule], policy: Policy, today: date) -> str:
    """The table as Markdown, with the reasons, their sources and the platforms' rows below it."""
    sizes = [len(values) for values in dimensions(platforms)]
    total = 1
    for size in sizes:
        total *= size
    table = rows(platforms, policy, today)
    said = plain("guard_table", total=total, policy=policy)
    lines = [said["begin"], "", said["heads"], "|" + " --- |" * 7]
    lines += [
        f"| {' | '.join([*_cells(row, platforms), verdict, reason])} |" for row, (verdict, reason), _ in table
    ]
    lines += ["", said["reasons"], "", said["reason_heads"], "|" + " --- |" * 4]
    seen: dict[str, Finding] = {}
    for _, (_, reason), finding in table:
        if finding is not None:
            seen.setdefault(reason, finding)
    for reason, finding in seen.items():
        told = tell(finding, INCENTIVES[1])
        lines.append(
            f"| {reason} | {told.why} | {told.better or ''} | {told.source} ({told.on.isoformat()}) |"
        )
    lines += ["", said["platforms"], "", said["platform_heads"], "|" + " --- |" * 6]
    for name, one in platforms.items():
        cells = (platform_name(name), one.tied, one.general, one.note, one.source, one.checked_on.isoformat())
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _merged(singles: set[Row]) -> set[Row]:
    """The same combinations in fewer rows: those that differ in one set alone become one, set by set, until none do."""
    merged = singles
    while True:
        before = len(merged)
        for field in reversed(fields(Row)):
            merged = set(_merged_in(merged, field.name))
        if len(merged) == before:
            return merged


def _merged_in(some: set[Row], name: str) -> Iterator[Row]:
    names = [field.name for field in fields(Row)]
    groups: dict[tuple[frozenset[str], ...], frozenset[str]] = {}
    for row in some:
        rest = tuple(getattr(row, one) for one in names if one != name)
        groups[rest] = groups.get(rest, frozenset()) | getattr(row, name)
    for rest, values in groups.items():
        others = dict(zip((one for one in names if one != name), rest, strict=True))
        yield Row(**{**others, name: values})


def _cells(row: Row, platforms: Mapping[str, PlatformRule]) -> list[str]:
    named = {
        **{one: incentive_name(one) for one in INCENTIVES},
        **{one: kind_name(one) for one in KINDS},
        **{one: platform_name(one) for one in platforms},
        GENERAL: general_thanks(),
    }
    cells = []
    for field, values in zip(fields(Row), dimensions(platforms), strict=True):
        chosen: frozenset[str] = getattr(row, field.name)
        left = [one for one in values if one not in chosen]
        if not left:
            cells.append("any")
        elif len(left) < len(chosen) and len(left) <= 6:
            cells.append(f"any but {', '.join(named.get(one, one) for one in left)}")
        else:
            cells.append(", ".join(named.get(one, one) for one in values if one in chosen))
    return cells


def _order(verdict: Verdict) -> tuple[int, str]:
    return ("block", "hold", "pass").index(verdict[0]), verdict[1]


def _size(row: Row) -> tuple[int, list[list[str]]]:
    sets = [getattr(row, field.name) for field in fields(Row)]
    size = 1
    for one in sets:
        size *= len(one)
    return size, [sorted(one) for one in sets]
