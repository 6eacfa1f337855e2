"""What decides which gives please somebody, in one statement whatever their number."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.db import built_once
from bot.queries.given import entries
from bot.rules.gifting import sector_of
from bot.rules.gives import Taste
from models import Account, Advocate


def tastes(session: Session, advocates: Collection[str]) -> dict[str, Taste]:
    """By advocate what is known of them; nothing of whom nobody knows."""
    return {
        row.id: Taste(
            id=row.id,
            values=tuple(row.values),
            interests=tuple(row.interests),
            given=_last_given(row.given),
            charity=row.charity,
            gifts_allowed=row.gifts_allowed,
            sector=sector_of(row.public_sector, row.domain, row.industry),
            may_name_publicly=row.may_name_publicly,
        )
        for row in session.execute(*_known(advocates))
    }


@built_once
def _known(advocates: Collection[str]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Advocate.id,
            Advocate.values,
            Advocate.interests,
            Advocate.given,
            Advocate.charity,
            Advocate.gifts_allowed,
            Advocate.may_name_publicly,
            Account.public_sector,
            Account.domain,
            Account.industry,
        )
        .join(Account, Account.id == Advocate.account_id)
        .where(Advocate.id.in_(advocates))
    )


def _last_given(given: str) -> dict[str, date]:
    last: dict[str, date] = {}
    for day, kind in entries(given):  # the newest first
        last.setdefault(kind, date.fromisoformat(day))
    return last
