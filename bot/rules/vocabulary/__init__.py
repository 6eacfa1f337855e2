"""What a colleague types after `/reference`, read into criteria: `Vocabulary.build(known).read(text)`."""

from bot.rules.vocabulary.criteria import (
    DEFAULT_KIND,
    Ambiguous,
    Criteria,
    Field,
    Reading,
    Understood,
    Unknown,
)
from bot.rules.vocabulary.known import Places, Vocabulary
from bot.rules.vocabulary.labels import label

__all__ = [
    "DEFAULT_KIND",
    "Ambiguous",
    "Criteria",
    "Field",
    "Places",
    "Reading",
    "Understood",
    "Unknown",
    "Vocabulary",
    "label",
]
