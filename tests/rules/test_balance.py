"""Giving is at least as large as asking; who gets less is called one-sided, as far as enough is known."""

from datetime import date, timedelta

import pytest

from bot.rules.balance import Balance, GiveFact, balance
from bot.rules.facts import AskFact

TODAY = date(2026, 6, 30)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def asks(*efforts: int) -> list[AskFact]:
    return [AskFact(ago(100), "podcast", effort) for effort in efforts]


def gave(*days: int, effort: int = 1) -> list[GiveFact]:
    return [GiveFact(ago(one), effort) for one in days]


@pytest.mark.parametrize(
    ("asked", "given", "first", "found"),
    [
        (asks(2, 1, 1), gave(10, 20, 364), 365, Balance(4, 3, one_sided=True)),
        (asks(2, 1, 1), gave(10, 20, 30, 364), 365, Balance(4, 4, one_sided=False)),
        (asks(1, 1, 1), gave(10, effort=3), 800, Balance(3, 3, one_sided=False)),
        # What is older than a year counts no more, and neither does what is not yet done.
        (asks(1, 1, 1), gave(10, 20, 365, 400), 400, Balance(3, 2, one_sided=True)),
        (asks(1, 1, 1), gave(-1, 0, 20), 400, Balance(3, 2, one_sided=True)),
        (asks(3, 3), [], 800, Balance(6, 0, one_sided=False)),
        (asks(3, 3, 3), gave(364), 364, Balance(9, 1, one_sided=False)),
        (asks(3, 3, 3), [], None, Balance(9, 0, one_sided=False)),
    ],
)
def test_effort_given_stands_against_effort_asked(
    asked: list[AskFact], given: list[GiveFact], first: int | None, found: Balance
) -> None:
    assert balance(asked, given, None if first is None else ago(first), TODAY) == found
