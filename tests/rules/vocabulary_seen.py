"""What every line is understood as, word by word: kept in vocabulary_seen.txt so that a change of any is seen.

`python -m tests.rules.vocabulary_seen` writes the file anew; whoever does reads what has changed.
"""

from pathlib import Path

from bot.rules.vocabulary import Reading
from tests.rules.test_vocabulary_lines import lines, world

KEPT = Path(__file__).parent / "vocabulary_seen.txt"
MORE = (
    "banks and insurers",
    "Versicherungsbranche",
    "a us bank",
    "US bank",
    "retail for us",
    "ask us, retail",
    "DE/AT/CH",
    "DE, IT and ES",
    "de at ch",
    "IN / ID / IT banks",
    "German speaking bank",
    "speaks german, bank",
    "in German",
    "German",
    "German fintech with 500 employees",
    "日本の保険会社 500名以上",
    "日本語で話せる小売",
    "金融,製造",
    "retail clod",
    "retail, clod",
    "in surance emea",
    "soc 2, fortune 500+",
    "10 references from retail",
    "$ 500 retail",
    "retail $500k",
    "€5m retail",
    "£2bn bank",
    "¥3k smb",
    "5k retail",
    "Austria, German retail",
    "German, French and Italian retail",
    "German podcast",
    "Swiss German bank",
    "enterprise enterprice entreprise",
    "insurance insurence",
    "manufacturing manufacturing",
    "not germany but france",
    "without apac",
    "no retail",
    "except emea",
    "webinar or podcast",
    "reference webinar",
    "capterra",
    "g2 reviews",
    "umbrella churn",
    "onboarding of customers",
    "kubernets aws",
    "Globex alternative for retail",
    "instead of initech",
    "Data Hub / Relay Pro",
    "datahub relaypro",
    "language french",
    "country france region emea",
    "tag salesforce",
    "salesforce",
    "energy",
    "the energy industry",
    "between 200 and 900 people",
    "200-900",
    "<50",
    "at least 1k staff",
    "2.000 Mitarbeiter",
    "über 300 Mitarbeitende",
    "plus de 100 salariés",
    "5 million",
    "emea europe germany",
    "dach germany",
    "latam brazil",
    "uk or ireland",
    "nordics not sweden",
)
"""Beside those of the two halves."""


def told(text: str, reading: Reading) -> str:
    """One line and what was made of it."""
    parts = [f"{one.words} = {one.field.value} {one.name} ({one.how})" for one in reading.understood]
    parts += [f"{one.word} ? {', '.join(one.nearest) or 'nothing near'}" for one in reading.unknown]
    parts += [
        f"{one.words} ?? {', '.join(f'{field.value} {name}' for field, name in one.readings)}"
        for one in reading.ambiguous
    ]
    return "\n".join([text, *(f"    {part}" for part in parts), f"    {_wanted(reading)}"])


def _wanted(reading: Reading) -> str:
    criteria = reading.criteria
    sizes = criteria.min_employees, criteria.max_employees
    parts = [
        f"{criteria.kind}{'' if criteria.kind_named else ' (not named)'}",
        criteria.platform or "",
        f"{sizes[0]} to {sizes[1]}" if any(one is not None for one in sizes) else "",
        ", ".join((*criteria.regions, *criteria.countries)),
    ]
    return f"-> {'; '.join(filter(None, parts))}"


def seen() -> str:
    """All lines as they are understood now."""
    vocabulary = world()
    texts = [line["text"] for half in ("building", "held_out") for line in lines(half)]
    return "\n".join(told(text, vocabulary.read(text)) for text in (*texts, *MORE)) + "\n"


if __name__ == "__main__":
    KEPT.write_text(seen(), "utf-8")
