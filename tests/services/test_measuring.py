"""Every measure against another way to count the same, on random data and both databases."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
from sqlalchemy import event, text, update

from bot.clock import FixedClock
from bot.db import Database
from bot.measure_views import MEASURES
from bot.rules.gives import GIVES
from bot.services.measuring import Reading, look, measured
from bot.services.program import Program
from models import (
    Account,
    Activity,
    Advocate,
    Ask,
    Cost,
    Deal,
    Give,
    MeasuredDeal,
    Person,
    PolicyValue,
    ReferenceRequest,
    Survey,
    Version,
)

TODAY = date(2026, 6, 30)
FIRST, LAST = date(2026, 4, 1), TODAY
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
KINDS = {"review": 1, "reference_call": 2, "case_study": 3, "survey": 0}
ZONES = {"ana@ours.example": "Europe/London", "bea@ours.example": "America/New_York"}


def reading(program: Program, first: date, last: date) -> Reading:
    _, [found] = measured(program, (first, last))
    return found


def world(db: Database, seed: int, *, books: bool = False) -> list[object]:
    """Everything that the measures look at, at random, around and in the period; `books`: those of sales as well."""
    chance = random.Random(seed)

    def some_day() -> date:
        return FIRST + timedelta(days=chance.randrange(-40, 91))

    def moment(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, chance.randrange(24), chance.randrange(60), tzinfo=UTC)

    rows: list[object] = [
        Person(slack_id=f"U{number}", name=csm, email=csm, time_zone=zone, is_guest=False, is_outsider=False,
               is_gone=False, fetched_at=4e9)
        for number, (csm, zone) in enumerate(ZONES.items())
    ]  # fmt: skip
    people: list[Advocate] = []
    for number in range(12):
        account = Account(
            id=f"account{number}", domain=f"c{number}.example", name=f"Company {number}",
            industry=chance.choice(["Fintech", "Retail"]), segment="smb", region="emea",
            csm=chance.choice(list(ZONES)), health=chance.choice([None, 40, 90]), nps=chance.choice([None, 3, 9]),
            customer_since=chance.choice([None, date(2020, 1, 1), some_day()]),
            last_renewed_on=chance.choice([None, some_day()]), churned_on=chance.choice([None, None, some_day()]),
            expanded_on=chance.choice([None, some_day()]),
            created_at=NOW, updated_at=NOW,
        )  # fmt: skip
        advocate = Advocate(
            id=f"advocate{number}", email=f"p{number}@c.example", name=f"Person {number}",
            account_id=account.id, stage=chance.choice(["enrolled", "enrolled", "candidate"]),
            created_at=NOW, updated_at=NOW,
        )  # fmt: skip
        people.append(advocate)
        rows += [account, advocate]
    for number in range(60):
        day, origin = some_day(), chance.choice(["bot", "bot", "import"])
        kind = chance.choice(list(KINDS))
        reached = origin == "import" or chance.random() < 0.7
        answer = chance.choice(["yes", "no", "no_answer", None]) if reached else None
        reserved = moment(day)
        request = None
        if origin == "bot":
            request = ReferenceRequest(
                id=f"request{number}", requester="U9", state="filled", kind=kind, criteria={}, words="",
                deal_name=f"Deal {number % 7}", prospect="Contoso", needed_by=LAST, filed_at=reserved,
            )  # fmt: skip
            rows.append(request)
        rows.append(
            Ask(
                id=f"ask{number}",
                advocate_id=chance.choice(people[:9]).id,
                origin=origin,
                kind=kind,
                request_id=request.id if request else None,
                effort=KINDS[kind],
                state=chance.choice(["completed", "unused"]) if answer == "yes" else "completed",
                answer=answer,
                counted_on=day if KINDS[kind] and (reached or chance.random() < 0.5) else None,
                reserved_at=reserved if origin == "bot" else None,
                contacted_at=reserved if origin == "bot" and reached else None,
                decided_at=(
                    reserved + timedelta(minutes=chance.choice([0, 50, 3000, 9000]))
                    if origin == "bot"
                    else None
                ),
                decision_hours=chance.choice([None, 0.5, 7.25, 31.0]) if origin == "bot" else None,
                answered_at=reserved + timedelta(hours=chance.randrange(1, 90)) if answer else None,
                told_at=chance.choice([None, reserved]),
                asked_on=day,
                deal=str(number),
            )
        )
    for number in range(50):
        day = some_day()
        kind = chance.choice(list(KINDS))
        won = chance.random() < 0.3
        rows.append(
            Activity(
                id=f"activity{number}",
                advocate_id=chance.choice(people).id,
                origin="import",
                kind=kind,
                effort=KINDS[kind],
                completed_on=day,
                completed_at=moment(day),
                deal=f"Deal {number}",
                prospect=f"Prospect {number}",
                result="won" if won else None,
                amount=float(chance.randrange(1, 100)) if won else None,
                currency=chance.choice(["EUR", "USD"]) if won else None,
                rating=chance.choice([None, 1, 4, 5]),
                thanked_on=chance.choice([None, day, day + timedelta(days=chance.randrange(6))]),
            )
        )
        rows.append(Give(advocate_id=chance.choice(people).id, kind=chance.choice([*GIVES, "a hug"]),
                         given_on=day, note=str(number)))  # fmt: skip
        if books:
            rows.append(
                Deal(account=f"Prospect {number + chance.randrange(25)}", name=f"deal {number}",
                     amount=chance.choice([None, 40.0]), currency=chance.choice([None, "EUR"]),
                     opened_on=day - timedelta(days=chance.randrange(60)), closed_on=chance.choice([None, some_day()]),
                     result=chance.choice([None, "open", "won", "lost"]), referenced=chance.choice([None, False, True]))
            )  # fmt: skip
        rows.append(
            Cost(what=f"Thing {number}", on=some_day(), amount=float(number), kind=chance.choice([None, "time", "event"]),
                 currency=chance.choice([None, "EUR"]))
        )  # fmt: skip
        rows.append(
            Survey(
                advocate_id=chance.choice(people).id,
                cause="unasked",
                state=chance.choice(["answered", "lapsed"]),
                asked_on=day,
                answered_on=day,
                recommend=chance.choice([None, 3, 6, 7, 8, 9, 10]),
                valued=chance.choice([None, 2, 5]),
                worth_it=chance.choice([None, 1, 4]),
            )
        )
    unique = {
        (one.advocate_id, one.kind, one.given_on) if isinstance(one, Give) else id(one): one for one in rows
    }
    with db.changing() as session:
        for model in (Person, Account, Advocate, ReferenceRequest, Ask, Activity, Give, Survey, Deal, Cost):
            session.add_all([one for one in unique.values() if isinstance(one, model)])
            session.flush()
    return list(unique.values())


def counted_by_hand(rows: list[object]) -> dict[str, object]:
    """The same numbers from the rows themselves, one loop each."""
    asks = [
        one for one in rows if isinstance(one, Ask) and one.counted_on and FIRST <= one.counted_on <= LAST
        and not (one.origin == "bot" and one.contacted_at is None)
    ]  # fmt: skip
    done = [
        one for one in rows if isinstance(one, Activity) and FIRST <= one.completed_on <= LAST and one.effort
    ]  # fmt: skip
    everything = [one for one in rows if isinstance(one, Ask)]
    filed = [
        one for one in rows
        if isinstance(one, ReferenceRequest) and FIRST <= one.filed_at.date() <= LAST
    ]  # fmt: skip
    yes = {one.request_id for one in everything if one.answer == "yes"}
    by_person: dict[str, int] = {}
    for one in done:
        by_person[one.advocate_id] = by_person.get(one.advocate_id, 0) + 1
    judged = [one for one in done if (LAST - one.completed_on).days >= 3]
    said = [
        one.recommend for one in rows
        if isinstance(one, Survey) and one.state == "answered" and one.recommend is not None
        and FIRST <= one.asked_on <= LAST
    ]  # fmt: skip
    given = sum(
        GIVES[one.kind].effort if one.kind in GIVES else 1
        for one in rows if isinstance(one, Give) and FIRST <= one.given_on <= LAST
    ) + sum(
        1 for one in rows
        if isinstance(one, Activity) and one.effort and one.thanked_on and FIRST <= one.thanked_on <= LAST
    )  # fmt: skip
    won: dict[str, float] = {}
    for one in rows:
        if (
            isinstance(one, Activity)
            and one.result == "won"
            and one.effort
            and FIRST <= one.completed_on <= LAST
        ):
            won[one.currency or ""] = won.get(one.currency or "", 0) + (one.amount or 0)
    people = {one.advocate_id for one in asks}
    return {
        "participation": (len(people & {one.advocate_id for one in done}), len(people)),
        "acceptance": (sum(one.answer == "yes" for one in asks), len(asks)),
        "filled": (sum(one.id in yes for one in filed), len(filed)),
        "thanked_within_72h": (
            sum(bool(one.thanked_on) and (one.thanked_on - one.completed_on).days <= 3 for one in judged),
            len(judged),
        ),
        "gives_per_ask": (given, sum(one.effort for one in asks)),
        "program_nps": (sum(one >= 9 for one in said) - sum(one <= 6 for one in said), len(said)),
        "busiest_3_share": (sum(sorted(by_person.values(), reverse=True)[:3]), len(done)),
        "won": won,
    }


def test_every_measure_is_what_counting_by_hand_gives(db: Database) -> None:
    rows = world(db, seed=11)
    found = reading(Program(db, FixedClock(NOW)), FIRST, LAST).measures
    by_hand = counted_by_hand(rows)
    told = {one.name: (one.numerator, one.denominator) for one in found if one.name in by_hand}
    assert told == {name: value for name, value in by_hand.items() if name != "won"}
    assert all(denominator for _, denominator in told.values())
    won = {one.currency: one.numerator for one in found if one.name == "won_influenced"}
    assert won == by_hand["won"]


def test_decisions_are_timed_as_they_were_taken(db: Database) -> None:
    rows = world(db, seed=11)
    found = reading(Program(db, FixedClock(NOW)), FIRST, LAST)
    hours = [
        one.decision_hours for one in rows
        if isinstance(one, Ask) and one.decision_hours is not None and one.reserved_at
        and FIRST <= one.reserved_at.date() <= LAST
    ]  # fmt: skip
    assert len(hours) > 5
    assert found["csm_answer_hours_median"].value == median(hours)
    assert found["answered_in_a_day"].numerator == sum(one <= 9 for one in hours)


def test_who_was_never_asked_is_judged_by_the_rules_of_today(db: Database) -> None:
    rows = world(db, seed=11)
    found = reading(Program(db, FixedClock(NOW)), FIRST, LAST)["never_asked_eligible"]
    asked = {one.advocate_id for one in rows if isinstance(one, Ask) and one.counted_on}
    enrolled = [one for one in rows if isinstance(one, Advocate) and one.stage == "enrolled"]
    unwell = {one.id for one in rows if isinstance(one, Account) and one.health == 40}
    never = [one for one in enrolled if one.id not in asked]
    assert found.denominator == len(enrolled)
    assert (found.value or 0) <= sum(one.account_id not in unwell for one in never)


def in_the_views(db: Database, first: date, last: date) -> dict[tuple[str, str | None], tuple[object, ...]]:
    """Every figure of a period as SQL has it, by measure and currency."""
    found: dict[tuple[str, str | None], tuple[object, ...]] = {}
    with db.engine.connect() as connection:
        for view in MEASURES:
            rows = connection.execute(
                text(f"SELECT * FROM {view.name} WHERE first_day = :first AND last_day = :last"),
                {
                    "first": first.isoformat() if db.is_sqlite else first,
                    "last": last.isoformat() if db.is_sqlite else last,
                },
            )
            for row in rows.mappings():
                key = (view.name.removeprefix("measure_"), row.get("currency"))
                found[key] = (row["numerator"], row["denominator"], row["value"], row.get("share"))
    return found


@pytest.mark.parametrize("seed", [0, 3, 11])
def test_the_views_show_what_is_measured(db: Database, seed: int) -> None:
    if seed:
        world(db, seed, books=True)
    seen = look(Program(db, FixedClock(NOW)), FIRST, LAST)
    for one in (seen.now, seen.before, seen.year_ago):
        told = {(each.name, each.currency): each for each in one.measures}
        views = in_the_views(db, one.first, one.last)
        assert views.keys() == told.keys()
        for key, each in told.items():
            expected = (each.numerator, each.denominator, each.value, each.share)
            assert views[key] == tuple(pytest.approx(value) for value in expected), key


def test_a_figure_of_the_day_is_kept_for_the_periods_that_end_on_it(sqlite_db: Database) -> None:
    world(sqlite_db, seed=11)
    then = reading(Program(sqlite_db, FixedClock(NOW)), FIRST, LAST)["never_asked_eligible"]
    with sqlite_db.changing() as session:
        session.execute(update(Advocate).values(stage="resting"))
    later = Program(sqlite_db, FixedClock(NOW + timedelta(days=30)))
    assert reading(later, FIRST, LAST)["never_asked_eligible"] == then
    assert reading(later, LAST, LAST + timedelta(days=30))["never_asked_eligible"].denominator == 0


def test_measuring_again_writes_the_deals_down_only_when_they_changed(sqlite_db: Database) -> None:
    world(sqlite_db, seed=11)
    program = Program(sqlite_db, FixedClock(NOW))
    reading(program, FIRST, LAST)
    with sqlite_db.reading() as session:
        before = session.query(Version.number).filter_by(name="measured_deals").scalar()
    reading(program, FIRST, LAST)
    with sqlite_db.changing() as session:
        assert session.query(Version.number).filter_by(name="measured_deals").scalar() == before
        session.add(
            Deal(account="Contoso", name="New", result="won", closed_on=LAST, amount=7, referenced=True)
        )
    reading(program, FIRST, LAST)
    with sqlite_db.reading() as session:
        assert session.query(MeasuredDeal).filter_by(name="New").count() == 1


def test_two_who_measure_at_once_both_get_their_figures(db: Database) -> None:
    world(db, seed=11)
    program = Program(db, FixedClock(NOW))
    with ThreadPoolExecutor(4) as at_once:
        found = list(at_once.map(lambda _: reading(program, FIRST, LAST).measures, range(8)))
    assert all(one == found[0] for one in found)
    with db.reading() as session:
        assert session.query(MeasuredDeal).count() == len(reading(program, FIRST, LAST).facts.deals)


def test_time_without_a_currency_is_hours(sqlite_db: Database) -> None:
    with sqlite_db.changing() as session:
        session.add_all(
            [
                Cost(what="Interviews", on=LAST, amount=4, kind="time"),
                Cost(what="Agency", on=LAST, amount=100, currency="EUR", kind="time"),
                Cost(what="Cards", on=LAST, amount=10, kind="incentive"),
                PolicyValue(name="hour_cost", text="80", set_by="U1", set_at=NOW),
            ]
        )
        session.add(Version(name="policy", number=1))
    found = reading(Program(sqlite_db, FixedClock(NOW)), FIRST, LAST).all("costs")
    assert [(one.currency, one.numerator) for one in found] == [("EUR", 100), ("USD", 330)]
    views = in_the_views(sqlite_db, FIRST, LAST)
    assert (views["costs", "USD"][0], views["costs", "EUR"][0]) == (330, 100)


def test_the_number_of_statements_does_not_grow_with_the_period(sqlite_db: Database) -> None:
    world(sqlite_db, seed=11)
    program = Program(sqlite_db, FixedClock(NOW))
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    reading(program, FIRST, LAST)
    event.listen(sqlite_db.engine, "before_cursor_execute", note)
    reading(program, FIRST, FIRST)
    short, sent[:] = len(sent), []
    reading(program, FIRST - timedelta(days=3000), LAST)
    event.remove(sqlite_db.engine, "before_cursor_execute", note)
    assert len(sent) <= short + 2
    assert short <= 30
