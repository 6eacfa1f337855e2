"""What each measure counts, of what, and when it says too little."""

from datetime import date, timedelta

import pytest

from bot.rules.measures import (
    Answers,
    Asked,
    Closed,
    Done,
    Facts,
    Helped,
    Measure,
    Won,
    acceptance,
    busiest_3_share,
    csm_answer_hours_median,
    filled,
    gives_per_ask,
    measures,
    never_asked_eligible,
    participation,
    program_nps,
    thanked_within_72h,
    won_deals,
    won_influenced,
)
from bot.rules.policy import DEFAULT, Policy

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
NOTHING = Facts(FIRST, LAST)


def asked(advocate: str, answer: str | None = None, effort: int = 2, **where: str) -> Asked:
    told = {"csm": "ana", "industry": "Fintech", "segment": "smb", "kind": "podcast"} | where
    return Asked(advocate, effort, answer, **told)


def done(advocate: str, on: date = FIRST, thanked_on: date | None = None, **where: str) -> Done:
    told = {"csm": "ana", "industry": "Fintech", "segment": "smb", "kind": "podcast"} | where
    return Done(advocate, on, thanked_on, **told)


def numbers(measure: Measure) -> tuple[float | None, int, float | None]:
    return measure.numerator, measure.denominator, measure.value


def test_a_period_in_which_nothing_happened_has_every_measure_and_no_value() -> None:
    found = measures(NOTHING, DEFAULT)
    assert {one.name for one in found} == {
        "participation", "acceptance", "thanked_within_72h", "program_nps", "busiest_3_share", "filled",
        "csm_answer_hours_median", "won_influenced", "gives_per_ask", "never_asked_eligible",
    }  # fmt: skip
    assert {one.name: one.value for one in found if one.value is not None} == {
        "never_asked_eligible": 0,
        "won_influenced": 0,
    }
    assert all(one.says_little for one in found)


def test_participation_counts_people_and_only_those_who_were_asked() -> None:
    facts = Facts(FIRST, LAST, [asked("a"), asked("a"), asked("b"), asked("c")], [done("a"), done("z")])
    assert numbers(participation(facts)) == (1, 3, pytest.approx(1 / 3))


def test_acceptance_counts_asks_and_those_without_an_answer_are_among_them() -> None:
    facts = Facts(FIRST, LAST, [asked("a", "yes"), asked("a", "no"), asked("b"), asked("c", "no_answer")])
    assert numbers(acceptance(facts)) == (1, 4, 0.25)


def test_thanks_are_in_time_within_three_days_and_the_last_three_days_of_the_period_are_not_judged() -> None:
    last_judged = LAST - timedelta(days=3)
    facts = Facts(
        FIRST,
        LAST,
        done=[
            done("a", last_judged, LAST),
            done("b", last_judged, LAST + timedelta(days=1)),
            done("c", last_judged),
            done("d", last_judged + timedelta(days=1)),
        ],
    )
    assert numbers(thanked_within_72h(facts)) == (1, 3, pytest.approx(1 / 3))


def test_the_program_nps_is_promoters_less_detractors_of_all_who_said() -> None:
    assert numbers(program_nps(Facts(FIRST, LAST, answers=Answers(5, 2, 10)))) == (3, 10, 30)


def test_three_people_may_carry_all() -> None:
    facts = Facts(FIRST, LAST, done=[done(one) for one in "aaabbcd"])
    assert numbers(busiest_3_share(facts)) == (6, 7, pytest.approx(6 / 7))


def test_requests_are_filled_once_somebody_said_yes() -> None:
    assert numbers(filled(Facts(FIRST, LAST, requests=[True, False, True, True]))) == (3, 4, 0.75)


def test_half_of_the_decisions_took_no_longer() -> None:
    assert numbers(csm_answer_hours_median(Facts(FIRST, LAST, csm_hours=[1, 9, 2, 4]))) == (None, 4, 3)


def test_giving_stands_against_the_effort_asked() -> None:
    facts = Facts(FIRST, LAST, [asked("a", effort=3), asked("b", effort=1)], given=6)
    assert numbers(gives_per_ask(facts)) == (6, 4, 1.5)


def test_who_is_free_and_was_never_asked_is_a_number_of_people() -> None:
    assert numbers(never_asked_eligible(Facts(FIRST, LAST, enrolled=40, never_asked=7))) == (7, 40, 7)


def test_amounts_of_different_currencies_are_never_added_and_say_what_is_credited() -> None:
    facts = Facts(FIRST, LAST, won=[Won(100, "EUR"), Won(50, None), Won(None, "EUR"), Won(20, "USD")])
    found = won_influenced(facts, Policy(attribution_won=0.4, currency="USD"))
    assert [(one.currency, one.numerator, one.denominator, one.value, one.share) for one in found] == [
        ("EUR", 100, 2, 40, 0.4),
        ("USD", 70, 2, 28, 0.4),
    ]


def test_asks_and_activities_are_told_apart_and_the_rest_stays_out() -> None:
    facts = Facts(
        FIRST,
        LAST,
        [asked("a", "yes", csm="ana"), asked("b", csm="bea")],
        [done("b", csm="bea"), done("c", csm="cyd")],
        requests=[True],
        given=5,
    )
    apart = facts.by("csm")
    assert list(apart) == ["ana", "bea", "cyd"]
    assert numbers(acceptance(apart["ana"])) == (1, 1, 1)
    assert numbers(participation(apart["bea"])) == (1, 1, 1)
    assert (apart["cyd"].requests, apart["cyd"].given) == ((), 0)


def helped(deal: str = "Expansion", prospect: str | None = "Contoso", **more: object) -> Helped:
    values = {"requester": "sam", "amount": 100.0, "currency": "EUR", "on": date(2026, 2, 1)} | more
    return Helped(deal, prospect, **values)  # type: ignore[arg-type]


def test_a_deal_counts_once_with_the_latest_amount_whoever_helped() -> None:
    first = helped(known_on=date(2026, 2, 3))
    later = helped("expansion", "Contoso GmbH", amount=250.0, known_on=date(2026, 3, 1))
    silent = helped(amount=None, known_on=date(2026, 3, 9))
    assert won_deals([first, later, silent], [], FIRST, LAST) == (Won(250.0, "EUR"),)
    other = helped("Renewal", "Fabrikam", amount=5.0)
    assert won_deals([first, other], [], FIRST, LAST) == (Won(100.0, "EUR"), Won(5.0, "EUR"))


def test_a_deal_is_won_on_the_day_that_sales_has_else_when_it_was_told_else_when_they_helped() -> None:
    before, after = FIRST - timedelta(days=1), LAST + timedelta(days=1)
    assert won_deals([helped(on=before)], [], FIRST, LAST) == ()
    assert won_deals([helped(on=before, known_on=FIRST)], [], FIRST, LAST) == (Won(100.0, "EUR"),)
    books = Closed("Expansion", "Contoso", 90.0, "USD", after)
    assert won_deals([helped(known_on=LAST)], [books], FIRST, LAST) == ()
    assert won_deals([helped(amount=None)], [books._replace(on=LAST)], FIRST, LAST) == (Won(90.0, "USD"),)


def test_what_sales_says_was_won_with_a_reference_counts_without_anybody_here_knowing_of_it() -> None:
    alone = Closed("Platform", "Fabrikam", 70.0, "EUR", LAST, referenced=True)
    assert won_deals([], [alone], FIRST, LAST) == (Won(70.0, "EUR"),)
    assert won_deals([], [alone._replace(referenced=False)], FIRST, LAST) == ()
    assert won_deals([], [alone._replace(on=LAST + timedelta(days=1))], FIRST, LAST) == ()
    ours = helped("Platform", "Fabrikam", amount=60.0)
    assert won_deals([ours], [alone], FIRST, LAST) == (Won(60.0, "EUR"),)
