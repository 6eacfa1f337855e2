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
from bot.rules.vocabulary.refining import (
    LOOSENABLE,
    NoSuchReading,
    Refinement,
    loosenable,
    named,
    refined,
    without,
)

__all__ = [
    "DEFAULT_KIND",
    "LOOSENABLE",
    "Ambiguous",
    "Criteria",
    "Field",
    "NoSuchReading",
    "Places",
    "Reading",
    "Refinement",
    "Understood",
    "Unknown",
    "Vocabulary",
    "label",
    "loosenable",
    "named",
    "refined",
    "without",
]
