"""What ranks: fit first, then liking it, then rest; same data, same order."""

from dataclasses import replace
from datetime import date

from bot.rules.facts import AdvocateFacts, AskFact
from bot.rules.matching import Candidate, Wanted, fit, order
from bot.rules.policy import DEFAULT

WEIGHTS = DEFAULT.match_weights

TOM = Candidate(
    id="1",
    name="Tom",
    title=None,
    account="Northwind",
    must_hold=("Fintech", "enterprise", "emea"),
    has={
        "product": frozenset({"Pay"}),
        "use_case": frozenset({"Fraud"}),
        "tag": frozenset(),
        "competitor": frozenset(),
    },
    employees=1200,
    likes=frozenset({"podcast"}),
    last_asked_on=None,
    facts=AdvocateFacts(stage="enrolled"),
)


def test_points_are_given_for_what_was_asked_for_alone() -> None:
    assert fit(TOM, Wanted(), WEIGHTS) == (0, ())
    assert fit(TOM, Wanted({"tag": {}}), WEIGHTS) == (0, ())
    product = Wanted({"product": {"Payments": frozenset({"Pay", "Payments"})}})
    assert fit(TOM, product, WEIGHTS) == (25, ("Payments",))
    both = Wanted({"use_case": {"Fraud": frozenset({"Fraud"}), "Risk": frozenset({"Risk"})}})
    assert fit(TOM, both, WEIGHTS) == (15, ("Fraud",))


def test_points_of_several_fields_and_of_the_size_add_up() -> None:
    wanted = Wanted(
        {
            "product": {"Payments": frozenset({"Pay"})},
            "use_case": {"Fraud": frozenset({"Fraud"}), "Risk": frozenset({"Risk"})},
        },
        min_employees=1200,
    )
    assert fit(TOM, wanted, WEIGHTS) == (25 + 15 + 10, ("Payments", "Fraud", "1,200 employees"))
    both = replace(TOM, has={"use_case": frozenset({"Fraud", "Risk"})})
    assert fit(both, wanted, WEIGHTS) == (30 + 10, ("Fraud", "Risk", "1,200 employees"))


def test_size_counts_within_its_bounds() -> None:
    assert fit(TOM, Wanted(min_employees=1000), WEIGHTS) == (10, ("1,200 employees",))
    assert fit(TOM, Wanted(max_employees=1200), WEIGHTS) == (10, ("1,200 employees",))
    assert fit(TOM, Wanted(min_employees=1201), WEIGHTS) == (0, ())
    assert fit(TOM, Wanted(max_employees=1199), WEIGHTS) == (0, ())
    assert fit(replace(TOM, employees=None), Wanted(min_employees=1), WEIGHTS) == (0, ())


def test_the_order_of_preference() -> None:
    once = AdvocateFacts(stage="enrolled", asks=(AskFact(date(2026, 1, 1), "podcast", 2),))
    best_fit = order(replace(TOM, facts=once), 25, "review")
    likes_it = order(TOM, 0, "podcast")
    never_asked = order(TOM, 0, "review")
    long_ago = order(replace(TOM, last_asked_on=date(2020, 1, 1)), 0, "review")
    lately = order(replace(TOM, last_asked_on=date(2025, 1, 1)), 0, "review")
    asked_once = order(replace(TOM, facts=once), 0, "review")
    ranked = [best_fit, likes_it, never_asked, long_ago, lately, asked_once]
    assert sorted(ranked) == ranked


def test_names_decide_between_equals() -> None:
    assert order(replace(TOM, name="Ann", id="9"), 0, "x") < order(TOM, 0, "x")
    assert order(TOM, 0, "x") < order(replace(TOM, id="2"), 0, "x")


def test_one_sided_people_come_last_however_well_they_fit() -> None:
    one_sided = order(replace(TOM, last_asked_on=None), 100, "podcast", one_sided=True)
    worst = order(replace(TOM, last_asked_on=date(2026, 1, 1), likes=frozenset()), 0, "podcast")
    assert worst < one_sided
