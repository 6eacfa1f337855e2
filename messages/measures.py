"""Measures in words: what each is called, how it is defined, its figure, and what the figure is made of."""

from bot.rules.measures import PERCENT, Measure
from messages.render import plain


def name(one: Measure) -> str:
    """What it is called."""
    return plain("measures", one=one)[f"{one.name}_name"]


def definition(one: Measure) -> str:
    """What it counts, and of what."""
    return plain("measures", one=one)[one.name]


def figure(one: Measure) -> str:
    """The number itself; of too few cases, or of none, none."""
    said = plain("measures", one=one)
    if one.value is None:
        return said["nothing"]
    if one.name in PERCENT:
        return said["nothing"] if one.says_little else said["percent"]
    by_name = {
        "csm_answer_hours_median": "hours",
        "gives_per_ask": "ratio",
        "program_nps": "points",
        "never_asked_eligible": "people",
        "won_influenced": "amount",
    }
    return said[by_name[one.name]]


def made_of(one: Measure) -> str:
    """How many cases it is made of."""
    said = plain("measures", one=one)
    if one.name in PERCENT:
        return said["few"] if one.denominator and one.says_little else said["cases"]
    by_name = {
        "csm_answer_hours_median": "of_decisions",
        "program_nps": "of_answers",
        "won_influenced": "of_deals",
    }
    return said[by_name.get(one.name, "cases")]
