"""What an activity costs an advocate."""

import pytest

from bot.rules.kinds import KINDS, counts, effort_of


@pytest.mark.parametrize(("minutes", "effort"), [(None, 2), (16, 2), (15, 1), (5, 1)])
def test_a_call_of_a_quarter_of_an_hour_is_a_small_favour(minutes: int | None, effort: int) -> None:
    assert effort_of("reference_call", minutes) == effort


def test_length_matters_for_calls_alone() -> None:
    assert effort_of("webinar_panel", 10) == 2
    assert effort_of("case_study", 10) == 3
    assert effort_of("review") == 1


def test_everything_counts_but_surveys() -> None:
    assert [kind for kind in KINDS if not counts(kind)] == ["survey"]


def test_a_kind_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        effort_of("serenade")
    with pytest.raises(KeyError):
        counts("serenade")
