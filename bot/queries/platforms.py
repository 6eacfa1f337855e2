"""What the review platforms allow: the rows that ship, and in their place what an owner found out."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.compliance import PlatformRule, shipped_platforms
from models import PlatformRow


def platform_rules(session: Session) -> Mapping[str, PlatformRule]:
    """By canonical name; those that an owner added come last, by name."""
    rows = session.scalars(select(PlatformRow).order_by(PlatformRow.platform))
    amended = {
        row.platform: PlatformRule(
            row.platform, row.tied, row.general, row.source, row.checked_on, row.note, amended=True
        )
        for row in rows
    }
    return {**shipped_platforms(), **amended}
