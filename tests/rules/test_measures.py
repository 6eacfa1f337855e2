"""What each measure counts, of what, and when it says too little."""

from datetime import date, timedelta

import pytest

from bot.rules.known_deals import Booked, Helped, KnownDeal, known_deals
from bot.rules.measure_facts import (
    Accounts,
    Answers,
    Asked,
    Decided,
    Done,
    Facts,
    Given,
    Requested,
    Spent,
    Today,
)
from bot.rules.measures import (
    Measure,
    acceptance,
    answered_in_a_day,
    busiest_3_share,
    busiest_tenth_share,
    costs,
    csm_answer_hours_median,
    cycle_days_with,
    cycle_days_without,
    feels_valued,
    filled,
    filled_in_48h,
    gives_per_ask,
    loops_open,
    measures,
    never_asked_eligible,
    overrides,
    participation,
    pipeline_influenced,
    program_nps,
    rating_mean,
    reach,
    relationship,
    rerouted,
    roi,
    thanked_within_72h,
    unfilled,
    unthanked_now,
    unused_yeses,
    win_rate_with,
    win_rate_without,
    won_influenced,
    worth_my_time,
)
from bot.rules.policy import DEFAULT, Policy

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
NOTHING = Facts(FIRST, LAST)


WHERE = {"csm": "ana", "industry": "Fintech", "segment": "smb"}


def asked(
    advocate: str, answer: str | None = None, effort: int = 2, *, unused: bool = False, **where: str
) -> Asked:
    return Asked(advocate, FIRST, effort, answer, unused, **{**WHERE, "kind": "podcast", **where})


def done(
    advocate: str,
    on: date = FIRST,
    thanked_on: date | None = None,
    *,
    rating: int | None = None,
    **where: str,
) -> Done:
    return Done(advocate, on, thanked_on, rating, **{**WHERE, "kind": "podcast", **where})


def decided(hours: float) -> Decided:
    return Decided(hours, **WHERE, kind="podcast")


def given(effort: int) -> Given:
    return Given(effort, **WHERE)


def requested(
    *, filled: bool = False, in_48h: bool | None = False, rerouted: bool = False, unfilled: bool = False
) -> Requested:
    return Requested(filled, in_48h, rerouted, unfilled)


def numbers(measure: Measure) -> tuple[float | None, float, float | None]:
    return measure.numerator, measure.denominator, measure.value


def test_a_period_in_which_nothing_happened_has_every_measure_and_no_value() -> None:
    found = measures(NOTHING, DEFAULT)
    assert {
        "participation", "acceptance", "thanked_within_72h", "program_nps", "busiest_3_share", "filled",
        "csm_answer_hours_median", "won_influenced", "gives_per_ask", "never_asked_eligible",
    } <= {one.name for one in found}  # fmt: skip
    assert {one.name for one in found if one.value is not None} == {
        "activities", "never_asked_eligible", "unthanked_now", "loops_open", "overrides",
        "won_influenced", "pipeline_influenced", "costs",
    }  # fmt: skip
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
    assert numbers(
        filled(Facts(FIRST, LAST, requests=[requested(filled=one) for one in (True, False, True, True)]))
    ) == (3, 4, 0.75)


def test_half_of_the_decisions_took_no_longer() -> None:
    assert numbers(
        csm_answer_hours_median(Facts(FIRST, LAST, decided=[decided(one) for one in (1, 9, 2, 4)]))
    ) == (None, 4, 3)


def test_giving_stands_against_the_effort_asked() -> None:
    facts = Facts(FIRST, LAST, [asked("a", effort=3), asked("b", effort=1)], given=[given(4), given(2)])
    assert numbers(gives_per_ask(facts)) == (6, 4, 1.5)


def test_who_is_free_and_was_never_asked_is_a_number_of_people() -> None:
    assert numbers(never_asked_eligible(Facts(FIRST, LAST, today=Today(enrolled=40, never_asked=7)))) == (
        7,
        40,
        7,
    )


def deal(**more: object) -> KnownDeal:
    known = KnownDeal("Expansion", "Contoso", 100.0, "EUR", "won", None, LAST, referenced=True, booked=True)
    return known._replace(**more)


def test_amounts_of_different_currencies_are_never_added_and_say_what_is_credited() -> None:
    won = [deal(), deal(amount=50.0, currency=None), deal(amount=None), deal(amount=20.0, currency="USD")]
    found = won_influenced(Facts(FIRST, LAST, deals=won), Policy(attribution_won=0.4, currency="USD"))
    assert [(one.currency, one.numerator, one.denominator, one.value, one.share) for one in found] == [
        ("EUR", 100, 2, 40, 0.4),
        ("USD", 70, 2, 28, 0.4),
    ]


def test_only_what_was_won_in_the_period_with_a_reference_is_influenced() -> None:
    others = [
        deal(closed_on=FIRST - timedelta(days=1)),
        deal(closed_on=LAST + timedelta(days=1)),
        deal(closed_on=None),
        deal(result="lost"),
        deal(referenced=False),
    ]
    [found] = won_influenced(Facts(FIRST, LAST, deals=others), DEFAULT)
    assert numbers(found) == (0, 0, 0)


def test_the_pipeline_is_what_was_helped_with_and_is_open_at_the_end() -> None:
    helped = {"result": "open", "closed_on": None, "helped_first": FIRST, "helped_last": FIRST}
    early, late = FIRST - timedelta(days=1), LAST + timedelta(days=1)
    pipeline = [
        deal(**helped),
        deal(**{**helped, "result": "won", "closed_on": late}),
        deal(**{**helped, "result": "lost", "closed_on": LAST}),
        deal(**{**helped, "helped_first": early, "helped_last": early}),
        deal(**{**helped, "helped_first": late, "helped_last": late}),
        deal(result="open", closed_on=None),
    ]
    [found] = pipeline_influenced(Facts(FIRST, LAST, deals=pipeline), Policy(attribution_pipeline=0.25))
    assert (found.currency, *numbers(found)) == ("EUR", 200, 2, 50)


def test_cost_and_what_it_brought_stay_in_their_currency() -> None:
    facts = Facts(FIRST, LAST, deals=[deal()], costs=[Spent(20, "EUR"), Spent(5, "EUR"), Spent(9, "USD")])
    assert [(one.currency, one.numerator, one.denominator) for one in costs(facts, DEFAULT)] == [
        ("EUR", 25, 2),
        ("USD", 9, 1),
    ]
    [found] = roi(facts, DEFAULT)
    assert (found.currency, *numbers(found), found.sample) == ("EUR", 50, 25, 2, 1)
    assert roi(Facts(FIRST, LAST, deals=[deal()], costs=[Spent(0, "EUR")]), DEFAULT) == []


def test_deals_with_a_reference_stand_beside_those_without() -> None:
    early = FIRST - timedelta(days=30)
    facts = Facts(
        FIRST,
        LAST,
        deals=[
            deal(opened_on=early, closed_on=FIRST),
            deal(result="lost"),
            deal(referenced=False, opened_on=early, closed_on=FIRST + timedelta(days=10)),
            deal(referenced=False, result="lost"),
            deal(referenced=False, result="lost"),
            deal(booked=False),
            deal(result="open", closed_on=None),
        ],
    )
    assert numbers(reach(facts)) == (2, 5, 0.4)
    assert numbers(win_rate_with(facts)) == (1, 2, 0.5)
    assert numbers(win_rate_without(facts)) == (1, 3, pytest.approx(1 / 3))
    assert numbers(cycle_days_with(facts)) == (None, 1, 30)
    assert numbers(cycle_days_without(facts)) == (None, 1, 40)


def test_accounts_with_an_advocate_stand_beside_all_others() -> None:
    of_advocates = Accounts(
        10, renewed=3, churned=1, expanded=2, nps_sum=18, nps_known=2, health_sum=70, health_known=1
    )
    found = {one.name: numbers(one) for one in relationship(Facts(FIRST, LAST, of_advocates=of_advocates))}
    assert found["renewed_advocates"] == (3, 4, 0.75)
    assert found["churned_advocates"] == (1, 10, 0.1)
    assert found["expanded_advocates"] == (2, 10, 0.2)
    assert found["nps_advocates"] == (18, 2, 9)
    assert found["health_advocates"] == (70, 1, 70)
    assert found["renewed_others"] == (0, 0, None)


def test_service_is_measured_by_the_requests_and_decisions_of_the_period() -> None:
    facts = Facts(
        FIRST,
        LAST,
        requests=[
            requested(filled=True, in_48h=True, rerouted=True),
            requested(filled=True),
            requested(in_48h=None),
            requested(unfilled=True),
        ],
        decided=[decided(9), decided(9.1), decided(0)],
    )
    assert numbers(filled_in_48h(facts)) == (1, 3, pytest.approx(1 / 3))
    assert numbers(rerouted(facts)) == (1, 4, 0.25)
    assert numbers(unfilled(facts)) == (1, 4, 0.25)
    assert numbers(answered_in_a_day(facts)) == (2, 3, pytest.approx(2 / 3))


def test_care_is_measured_by_what_is_owed_and_what_came_to_nothing() -> None:
    facts = Facts(
        FIRST,
        LAST,
        [asked("a", "yes", unused=True), asked("b", "yes"), asked("c", "no")],
        overrides=2,
        today=Today(helped=9, unthanked=4, loops=5, loops_open=3),
    )
    assert numbers(unused_yeses(facts)) == (1, 2, 0.5)
    assert numbers(overrides(facts)) == (2, 3, 2)
    assert numbers(unthanked_now(facts)) == (4, 9, 4)
    assert numbers(loops_open(facts)) == (3, 5, 3)


def test_what_advocates_say_is_a_mean_of_those_who_said_it() -> None:
    facts = Facts(FIRST, LAST, answers=Answers(valued=2, valued_sum=9, worth=4, worth_sum=12))
    assert numbers(feels_valued(facts)) == (9, 2, 4.5)
    assert numbers(worth_my_time(facts)) == (12, 4, 3)
    rated = Facts(FIRST, LAST, done=[done("a", rating=5), done("b", rating=2), done("c")])
    assert numbers(rating_mean(rated)) == (7, 2, 3.5)


def test_the_busiest_tenth_is_at_least_one_person() -> None:
    facts = Facts(FIRST, LAST, done=[done(one) for one in "aaabbcdefghijk"])
    assert numbers(busiest_tenth_share(facts)) == (5, 14, pytest.approx(5 / 14))


def test_asks_and_activities_are_told_apart_and_the_rest_stays_out() -> None:
    facts = Facts(
        FIRST,
        LAST,
        [asked("a", "yes", csm="ana"), asked("b", csm="bea")],
        [done("b", csm="bea"), done("c", csm="cyd")],
        requests=[requested()],
        given=[given(5)],
        decided=[decided(3)],
    )
    apart = facts.by("csm")
    assert list(apart) == ["ana", "bea", "cyd"]
    assert numbers(acceptance(apart["ana"])) == (1, 1, 1)
    assert numbers(participation(apart["bea"])) == (1, 1, 1)
    assert (apart["cyd"].requests, apart["cyd"].given) == ((), ())
    assert apart["ana"].given == [given(5)]
    assert apart["ana"].decided == [decided(3)]
    assert facts.by("kind")["podcast"].given == ()


def helped(name: str = "Expansion", prospect: str | None = "Contoso", **more: object) -> Helped:
    values = {
        "requester": "sam", "result": "won", "amount": 100.0, "currency": "EUR", "on": date(2026, 2, 1)
    } | more  # fmt: skip
    return Helped(name, prospect, **values)  # type: ignore[arg-type]


def booked(name: str = "Expansion", account: str = "Contoso", **more: object) -> Booked:
    values = {
        "amount": 90.0, "currency": "USD", "opened_on": FIRST, "closed_on": LAST, "result": "won"
    } | more  # fmt: skip
    return Booked(name, account, **values)  # type: ignore[arg-type]


def test_a_deal_counts_once_with_the_latest_amount_whoever_helped() -> None:
    first = helped(known_on=date(2026, 2, 3))
    later = helped("expansion", "Contoso GmbH", amount=250.0, known_on=date(2026, 3, 1))
    silent = helped(amount=None, known_on=date(2026, 3, 9))
    [found] = known_deals([first, later, silent], [])
    assert (found.amount, found.currency, found.result, found.closed_on) == (
        250.0,
        "EUR",
        "won",
        date(2026, 3, 9),
    )
    other = helped("Renewal", "Fabrikam", amount=5.0)
    assert [one.amount for one in known_deals([first, other], [])] == [100.0, 5.0]


def test_a_deal_is_closed_on_the_day_that_sales_has_else_when_it_was_told_else_when_they_helped() -> None:
    assert known_deals([helped()], [])[0].closed_on == date(2026, 2, 1)
    assert known_deals([helped(known_on=FIRST)], [])[0].closed_on == FIRST
    assert known_deals([helped(known_on=FIRST)], [booked()])[0].closed_on == LAST
    assert known_deals([helped(known_on=FIRST)], [booked(closed_on=None)])[0].closed_on == FIRST
    assert known_deals([helped(result="open")], [])[0].closed_on is None


def test_the_books_say_how_it_ended_and_otherwise_whoever_told_it_last() -> None:
    assert known_deals([helped(result="lost")], [booked()])[0].result == "won"
    assert known_deals([helped(result="lost")], [booked(result="open", closed_on=None)])[0].result == "lost"
    assert known_deals([helped(result=None)], [booked(result=None, closed_on=LAST)])[0] == KnownDeal(
        "Expansion",
        "Contoso",
        100.0,
        "EUR",
        "open",
        FIRST,
        None,
        True,
        True,
        date(2026, 2, 1),
        date(2026, 2, 1),
    )


def test_what_sales_has_is_known_without_anybody_here_knowing_of_it() -> None:
    [alone] = known_deals([], [booked("Platform", "Fabrikam", referenced=True)])
    assert alone == KnownDeal("Platform", "Fabrikam", 90.0, "USD", "won", FIRST, LAST, True, True)
    [open_one] = known_deals([], [booked(result=None, closed_on=LAST)])
    assert (open_one.referenced, open_one.result, open_one.closed_on) == (False, "open", None)
    [both] = known_deals([helped("Platform", "Fabrikam", amount=60.0)], [booked("Platform", "Fabrikam")])
    assert (both.amount, both.currency, both.referenced, both.booked) == (60.0, "EUR", True, True)


def test_an_amount_that_only_the_books_know_comes_with_its_currency() -> None:
    [found] = known_deals([helped(amount=None, currency=None)], [booked()])
    assert (found.amount, found.currency) == (90.0, "USD")
