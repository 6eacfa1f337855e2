"""What an owner finds out about a review platform: with its source and day, audited, in force at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.errors import BadInput
from bot.queries.platforms import platform_rules
from bot.rules.compliance import BLOCK, HOLD, PASS, PlatformRule, canonical_platform, shipped_platforms
from bot.services.program import Program, record
from models import PlatformRow

VERDICTS = (PASS, HOLD, BLOCK)
SHORTEST_SOURCE = 8
"""Characters: enough for an address or the name of a page."""


@dataclass(frozen=True)
class Amendment:
    """What is to count for a platform from now on. None leaves what stands."""

    source: str
    checked_on: date
    tied: str | None = None
    general: str | None = None
    note: str | None = None


def show(program: Program) -> Mapping[str, PlatformRule]:
    """Every row as it counts now."""
    with program.reading() as session:
        return platform_rules(session)


def amend(program: Program, by: str, platform: str, amendment: Amendment) -> PlatformRule:
    """Sets a platform's row. BadInput where the source is missing, the day is still to come, or a new platform has no verdict."""
    source = " ".join(amendment.source.split())
    if len(source) < SHORTEST_SOURCE:
        raise BadInput("say where it stands: the address of the platform’s page, or its name")
    if amendment.checked_on > program.now().date():
        raise BadInput(f"{amendment.checked_on.isoformat()} is still to come: name the day you looked it up")
    with program.changing() as session:
        known = platform_rules(session)
        name = canonical_platform(platform, known)
        if not name:
            raise BadInput("name the platform")
        before = known.get(name)
        tied = amendment.tied or (before.tied if before else None)
        general = amendment.general or (before.general if before else None)
        if tied is None or general is None:
            raise BadInput(f"{name} is new: say both --tied and --general (pass, hold or block)")
        note = amendment.note if amendment.note is not None else (before.note if before else "")
        row = PlatformRow(
            platform=name,
            tied=tied,
            general=general,
            source=source,
            checked_on=amendment.checked_on,
            note=note,
            set_by=by,
            set_at=program.now(),
        )
        session.merge(row)
        record(
            session,
            at=program.now(),
            actor=by,
            action="platform_amended",
            subject=("platform", name),
            platform=name,
            tied=tied,
            general=general,
            source=source,
            checked_on=amendment.checked_on.isoformat(),
            before=f"{before.tied}/{before.general}" if before else None,
        )
        return PlatformRule(name, tied, general, source, amendment.checked_on, note, amended=True)


def restore(program: Program, by: str, platform: str) -> PlatformRule | None:
    """Takes an owner's row back: the one that shipped as it is then, None where none ships. BadInput where there is none."""
    with program.changing() as session:
        name = canonical_platform(platform, platform_rules(session))
        row = session.get(PlatformRow, name)
        if row is None:
            raise BadInput(f"“{platform}” stands as it shipped, or is not known at all. Nothing was changed")
        session.delete(row)
        record(
            session,
            at=program.now(),
            actor=by,
            action="platform_restored",
            subject=("platform", name),
            platform=name,
        )
        return shipped_platforms().get(name)
