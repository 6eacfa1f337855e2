"""Measures in words: what each is called, how it is defined, its figure, and what the figure is made of."""

from bot.rules.measures import PERCENT, Measure
from messages.render import plain

FIGURES = {
    "csm_answer_hours_median": "hours",
    "gives_per_ask": "ratio",
    "roi": "ratio",
    "program_nps": "points",
    "rating_mean": "mean",
    "feels_valued": "mean",
    "worth_my_time": "mean",
    "nps": "mean",
    "health": "number",
    "cycle_days_with": "days",
    "cycle_days_without": "days",
    "won_influenced": "amount",
    "pipeline_influenced": "amount",
    "costs": "amount",
}
"""How the figure of a measure is written that is no share, by name; all others are numbers."""
CASES = {
    "activities": "nothing",
    "csm_answer_hours_median": "of_decisions",
    "program_nps": "of_answers",
    "feels_valued": "of_answers",
    "worth_my_time": "of_answers",
    "rating_mean": "of_ratings",
    "nps": "of_accounts",
    "health": "of_accounts",
    "won_influenced": "of_deals",
    "pipeline_influenced": "of_deals",
    "roi": "of_cost",
    "costs": "of_entries",
    "cycle_days_with": "of_won",
    "cycle_days_without": "of_won",
}
"""How it is said what such a measure is made of."""


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
    return said[FIGURES.get(one.name.removesuffix("_advocates").removesuffix("_others"), "number")]


def made_of(one: Measure) -> str:
    """How many cases it is made of."""
    said = plain("measures", one=one)
    if one.name in PERCENT:
        return said["few"] if one.sample and one.says_little else said["cases"]
    return said[CASES.get(one.name.removesuffix("_advocates").removesuffix("_others"), "cases")]
