"""When an advocate may be asked how they find the program, and which answers somebody must hear of."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.rules.satisfaction import Answers, due_after, is_blacked_out, room_today, score
from bot.rules.working_time import WorkingTime

TODAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("answers", "low"),
    [
        (Answers(6), True),
        (Answers(7), False),
        (Answers(0), True),
        (Answers(10, 2), True),
        (Answers(10, 3, 2), True),
        (Answers(10, 3, 3), False),
        (Answers(words="Never again."), False),
        (Answers(), False),
    ],
)
def test_low_is_six_of_ten_or_two_of_five(answers: Answers, low: bool) -> None:
    assert answers.low is low


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        (Answers(0, 1, 1), None),
        (Answers(10, 5, 5), None),
        (Answers(11, 5, 5), "recommend"),
        (Answers(-1), "recommend"),
        (Answers(5, 0), "valued"),
        (Answers(5, 6), "valued"),
        (Answers(5, None, 6), "worth_it"),
    ],
)
def test_a_number_must_be_on_its_scale(answers: Answers, field: str | None) -> None:
    assert answers.out_of_range == field


def test_nothing_at_all_is_no_answer() -> None:
    assert not Answers().given
    assert all(one.given for one in (Answers(0), Answers(valued=1), Answers(worth_it=1), Answers(words="Ok")))


@pytest.mark.parametrize(
    ("thanked_on", "due_on"),
    [
        (date(2026, 3, 2), date(2026, 3, 5)),
        (date(2026, 3, 5), date(2026, 3, 10)),  # a weekend lies between
        (date(2026, 3, 7), date(2026, 3, 12)),  # on a Saturday: counted from Monday
        (date(2026, 4, 2), date(2026, 4, 8)),  # Good Friday and the weekend lie between
    ],
)
def test_it_is_asked_on_the_third_working_day_after_the_thanks(thanked_on: date, due_on: date) -> None:
    clock = WorkingTime(ZoneInfo("Europe/London"), "GB", (9, 18), (0, 1, 2, 3, 4))
    assert due_after(thanked_on, clock) == due_on


def test_the_third_working_day_is_the_csms_own_far_from_greenwich() -> None:
    clock = WorkingTime(ZoneInfo("Pacific/Auckland"), None, (9, 18), (0, 1, 2, 3, 4))
    assert due_after(date(2026, 3, 2), clock) == date(2026, 3, 5)


def test_a_quiet_time_includes_both_its_days() -> None:
    quiet = [(date(2026, 3, 9), date(2026, 3, 10))]
    assert [is_blacked_out(date(2026, 3, day), [], quiet) for day in (8, 9, 10, 11)] == [
        False,
        True,
        True,
        False,
    ]


def test_one_a_day_and_so_many_in_seven_days() -> None:
    assert room_today([], TODAY, 1)
    assert not room_today([TODAY], TODAY, 5)
    assert not room_today([date(2026, 3, 3), date(2026, 3, 8)], TODAY, 2)
    assert room_today([date(2026, 3, 2), date(2026, 3, 8)], TODAY, 2)
    assert not room_today([], TODAY, 0)


def test_the_score_is_who_would_less_who_would_not() -> None:
    assert score(6, 1, 10) == 50
    assert score(0, 3, 3) == -100
    assert score(1, 0, 3) == 33
    assert score(0, 0, 0) is None
