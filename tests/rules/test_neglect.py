"""Who has not heard from us for a while, and whose turn it is."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.rules.neglect import QUIET, UNNOTICED, Forgotten, Proposal, proposal, turn
from bot.rules.policy import DEFAULT, Policy

TODAY = date(2026, 6, 30)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def one(**changes: Any) -> Forgotten:
    values: dict[str, Any] = dict.fromkeys(
        ("enrolled_on", "last_asked", "last_helped", "last_given", "last_proposed")
    )
    values |= {"id": "mai", "csm": "ana", "name": "Mai", "tier": "community", "helped": 0}
    return Forgotten(**(values | changes))


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({}, Proposal(QUIET, None)),
        ({"enrolled_on": ago(120)}, Proposal(QUIET, None)),
        ({"enrolled_on": ago(119)}, Proposal(UNNOTICED, None)),
        ({"enrolled_on": ago(89)}, None),
        ({"last_given": ago(120)}, Proposal(QUIET, ago(120))),
        ({"last_given": ago(119)}, Proposal(UNNOTICED, ago(119))),
        ({"last_given": ago(89)}, None),
        ({"last_given": ago(200), "last_asked": ago(119)}, Proposal(UNNOTICED, ago(200))),
        ({"last_helped": ago(150), "last_asked": ago(160)}, Proposal(QUIET, ago(150))),
        ({"last_helped": ago(10)}, Proposal(UNNOTICED, None)),
        ({"last_given": ago(500), "last_proposed": ago(119)}, None),
        ({"last_given": ago(500), "last_proposed": ago(120)}, Proposal(QUIET, ago(500))),
        ({"last_given": ago(100), "last_proposed": ago(89)}, None),
        ({"last_given": ago(100), "last_proposed": ago(90)}, Proposal(UNNOTICED, ago(100))),
    ],
)
def test_whom_nobody_noticed_is_proposed_once_in_its_time(
    known: dict[str, Any], found: Proposal | None
) -> None:
    assert proposal(one(**known), DEFAULT, TODAY) == found


def test_the_owner_sets_how_long_is_long() -> None:
    policy = Policy(quiet_days=10, unnoticed_days=5)
    assert proposal(one(last_given=ago(5)), policy, TODAY) == Proposal(UNNOTICED, ago(5))
    assert proposal(one(last_given=ago(10)), policy, TODAY) == Proposal(QUIET, ago(10))


def test_who_helped_most_comes_first_then_who_has_waited_longest() -> None:
    never, long_ago = Proposal(QUIET, None), Proposal(QUIET, ago(300))
    in_turn = [
        (one(tier="gold"), long_ago),
        (one(tier="silver", helped=9), long_ago),
        (one(tier="silver", helped=2), never),
        (one(tier="silver", helped=2), long_ago),
        (one(tier="silver", helped=2, name="Zoe"), long_ago),
    ]
    mixed = [in_turn[place] for place in (3, 1, 4, 0, 2)]
    assert sorted(mixed, key=lambda entry: turn(*entry)) == in_turn
