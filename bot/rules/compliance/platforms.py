"""What the review platforms allow: the rows that ship, and which platform a word means."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

from bot.rules.vocabulary import Field
from bot.rules.vocabulary.terms import shipped
from bot.rules.vocabulary.text import key_of


@dataclass(frozen=True, slots=True)
class PlatformRule:
    """One platform's row. `tied` is the verdict on anything of value tied to a review there; `general` the one on a
    general thank-you to somebody who is being asked for a review there or has just written one."""

    platform: str
    tied: str
    general: str
    source: str
    checked_on: date
    note: str = ""
    amended: bool = False
    """Whether an owner wrote it."""

    def is_old(self, today: date, days: int) -> bool:
        """Whether it was last looked up more than `days` days ago."""
        return self.checked_on < today - timedelta(days=days)


@lru_cache(maxsize=1)
def shipped_platforms() -> Mapping[str, PlatformRule]:
    """The rows that ship with the product, by canonical name."""
    rows = tomllib.loads(files("bot.rules.compliance").joinpath("platforms.toml").read_text("utf-8"))
    return {name: PlatformRule(platform=name, **row) for name, row in rows.items()}


def canonical_platform(text: str, known: Iterable[str] = ()) -> str:
    """ "Trust Radius" and "trustradius.com" are trustradius; one of the `known` is spelt as there; any other platform stays
    as it was written."""
    wanted = key_of(text)
    for term in shipped().terms:
        if term.field is Field.PLATFORM and wanted in (key_of(term.text), key_of(term.name)):
            return term.name
    return next((name for name in known if key_of(name) == wanted), " ".join(text.split()))
