"""Anything of value in a text: what is offered, on what condition, before or after the favour."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.rules.language.languages import Language
from bot.rules.language.reading import Reading

_NEAR = 75
"""Characters within which the giving and the given belong together."""
_DENIAL_REACH = 60
"""Characters before the value in which a "no" or "nothing" denies it."""


@dataclass(frozen=True)
class Offer:
    """Something of value that the text names."""

    words: str
    sentence: int
    cash: bool
    """Whether it is an amount or as good as cash."""
    amount: bool
    """Whether it says how much."""
    conditional: bool
    """Whether it is given for the favour, on a condition."""
    service: bool = False
    """Whether it is more of our own product or service rather than a thing or an amount."""


def offers(reading: Reading, language: Language) -> list[Offer]:
    """Everything of value that is offered, in the order of the text."""
    found: list[Offer] = []
    for number, sentence in enumerate(reading.sentences):
        condition = _conditional(sentence, language)
        for clause in reading.clauses[number]:
            found += [
                Offer(words, number, cash, amount, condition, service=not cash and service)
                for words, cash, amount, service in _valued(clause, language)
            ]
            if condition and (words := _bargained(clause, language)):
                found.append(Offer(words, number, cash=False, amount=False, conditional=True))
        if words := _promised(sentence, language):
            found.append(Offer(words, number, cash=False, amount=False, conditional=True))
    return found


def tokens(reading: Reading, language: Language) -> list[Offer]:
    """Every "small thank you" of no known size."""
    return [
        Offer(words, number, cash=False, amount=False, conditional=_conditional(sentence, language))
        for number, sentence in enumerate(reading.sentences)
        if (words := language.find("offers.token", sentence)) and not _denied(sentence, words, language)
    ]


def _conditional(sentence: str, language: Language) -> bool:
    return any(language.find(name, sentence) for name in ("offers.condition", "outcome.won"))


def _valued(clause: str, language: Language) -> list[tuple[str, bool, bool, bool]]:
    """(words, whether it is as good as cash, whether it is an amount, whether it has a value by itself) for all that has a value by itself or is being given."""
    business = language.spans("offers.business", clause)
    found = []
    for name in ("money", "item"):
        for start, end in language.spans(f"words.{name}", clause):
            if _inside(start, end, business) or _denial(clause, start, language):
                continue
            before, after = clause[max(0, start - _NEAR) : start], clause[end : end + _NEAR]
            giving = list(language.patterns["offers.giving"].finditer(before + clause[start:end]))
            given = language.patterns["offers.given"].search(after)
            if not giving and not given:
                continue
            amount = name == "money"
            cash = amount or language.patterns["words.cash"].search(clause, start, end) is not None
            found.append((_shown(clause, start, end), cash, amount, False))
    for start, end in language.spans("offers.value", clause):
        if not _inside(start, end, business) and not _denial(clause, end, language):
            amount, cash = (
                any(language.patterns[f"words.{name}"].search(clause, start, end) for name in names)
                for names in (("money", "percent"), ("money", "percent", "cash"))
            )
            found.append((_shown(clause, start, end), cash, amount, True))
    return found


def _bargained(clause: str, language: Language) -> str | None:
    business = language.spans("offers.business", clause)
    for start, end in language.spans("offers.bargained", clause):
        if not _denial(clause, start, language) and not _inside(start, end, business):
            return clause[start:end].strip()
    return None


def _promised(sentence: str, language: Language) -> str | None:
    """ "If you …, we will give you …", whatever it is called; None where it only serves the favour itself."""
    words = language.find("offers.promise", sentence)
    if (
        words is None
        or language.find("offers.serves_the_deed", sentence)
        or _denied(sentence, words, language)
    ):
        return None
    return words


def _denied(sentence: str, words: str, language: Language) -> bool:
    return _denial(sentence, sentence.find(words), language)


def _denial(clause: str, at: int, language: Language) -> bool:
    """Whether a "no", "never" or "nothing" in the same breath before `at` takes back what is said there."""
    reach = clause[max(0, at - _DENIAL_REACH) : at + 1]
    breath = re.split("[,:] ", reach)[-1]
    return language.patterns["offers.denied"].search(breath) is not None


def _inside(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(low < end and start < high for low, high in spans)


def _shown(clause: str, start: int, end: int) -> str:
    return clause[start:end].strip(" ,;:(")
