"""Two at once never give one person more than the year allows, nor spend a budget twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from bot.errors import Refused
from bot.services import gift_choices, incentives
from bot.services.guarding import Offer
from models import Advocate, GiftBudget, GiftOrder, Incentive
from tests.journeys.office import ANA, MONDAY, OLU, Office

AT_ONCE = 8


def advocates(office: Office, count: int) -> list[Advocate]:
    account = office.add_account("Northwind Bank")
    office.person(ANA).command("/advocate", "help")  # from now on Ana is known
    return [
        office.add_advocate(f"Sarah {number}", account, gifts_allowed=True, stage="enrolled")
        for number in range(count)
    ]


def at_once(office: Office, people: list[Advocate], amount: float) -> Counter[str | None]:
    """Proposes to all of them in the same moment; how many ended in which state."""
    start = Barrier(len(people))

    def propose(advocate: Advocate) -> str | None:
        start.wait()
        return incentives.propose(office.wired.program, ANA, advocate.id, Offer("swag", amount)).state

    with ThreadPoolExecutor(len(people)) as pool:
        return Counter(pool.map(propose, people))


def test_the_yearly_cap_of_one_person_holds_against_many_at_once(office: Office) -> None:
    [sarah] = advocates(office, 1)
    assert at_once(office, [sarah] * AT_ONCE, 40) == {"approved": 2, "held": AT_ONCE - 2}


def test_the_budget_of_a_period_holds_against_many_at_once(office: Office) -> None:
    people = advocates(office, AT_ONCE)
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    office.add_row(GiftBudget(**days, amount=100, currency="USD", set_by=OLU, set_at=MONDAY))
    assert at_once(office, people, 30) == {"approved": 3, "held": AT_ONCE - 3}


def test_a_choice_recorded_twice_at_once_orders_once(office: Office) -> None:
    [sarah] = advocates(office, 1)
    program = office.wired.program
    made = incentives.propose(program, ANA, sarah.id, Offer("swag", 20))
    assert made.incentive_id is not None
    start = Barrier(4)

    def choose(_: int) -> bool:
        start.wait()
        try:
            gift_choices.choose(program, ANA, made.incentive_id or "", "take")
        except Refused as error:
            assert error.reason in ("incentive_moved_on", "try_again")
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(choose, range(4))) == 1
    with office.db.reading() as session:
        assert session.query(GiftOrder).count() == 1
        assert session.query(Incentive).one().state == "ordered"
