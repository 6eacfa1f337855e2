"""docs/reference/facts.md, and the page beside every export: what is in the facts, made from the definition of the views."""

from itertools import groupby

from bot.fact_dictionary import entries, tells_apart
from bot.fact_views import FACTS
from bot.measure_views import MEASURES
from messages.render import plain


def page() -> str:
    """The page as it stands in the docs."""
    meanings = {view.name: view.meaning for view in FACTS}
    tables = [
        (name, meanings[name], [(one, tells_apart(one.column)) for one in columns])
        for name, columns in groupby(entries(), key=lambda one: one.table)
    ]
    measures = [(view.name.removeprefix("measure_"), view.meaning) for view in MEASURES]
    said = plain("facts")
    parts = [said["intro"]]
    parts += [
        said.get("table", name=name, meaning=meaning, columns=columns) for name, meaning, columns in tables
    ]
    parts.append(said.get("measures", measures=measures))
    return "\n\n".join(parts) + "\n"
