"""Every measure against another way to count the same, on random data and both databases."""

import random
from datetime import UTC, date, datetime, timedelta
from statistics import median

from sqlalchemy import event

from bot.clock import FixedClock
from bot.db import Database
from bot.rules.gives import GIVES
from bot.rules.measures import Facts, measures
from bot.rules.policy import Policy
from bot.services.measuring import facts_of
from bot.services.program import Program
from models import Account, Activity, Advocate, Ask, Give, Person, ReferenceRequest, Survey

TODAY = date(2026, 6, 30)
FIRST, LAST = date(2026, 4, 1), TODAY
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
KINDS = {"review": 1, "reference_call": 2, "case_study": 3, "survey": 0}
ZONES = {"ana@ours.example": "Europe/London", "bea@ours.example": "America/New_York"}


def facts_between(program: Program, first: date, last: date) -> tuple[Facts, Policy]:
    [facts], policy = facts_of(program, (first, last))
    return facts, policy


def world(db: Database, seed: int) -> list[object]:
    """Everything that the measures look at, at random, around and in the period."""
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
            csm=chance.choice(list(ZONES)), health=chance.choice([None, 40, 90]),
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
                state="completed",
                answer=answer,
                counted_on=day if KINDS[kind] and (reached or chance.random() < 0.5) else None,
                reserved_at=reserved if origin == "bot" else None,
                contacted_at=reserved if origin == "bot" and reached else None,
                decided_at=(
                    reserved + timedelta(minutes=chance.choice([0, 50, 3000, 9000]))
                    if origin == "bot"
                    else None
                ),
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
                thanked_on=chance.choice([None, day, day + timedelta(days=chance.randrange(6))]),
            )
        )
        rows.append(Give(advocate_id=chance.choice(people).id, kind=chance.choice([*GIVES, "a hug"]),
                         given_on=day, note=str(number)))  # fmt: skip
        rows.append(
            Survey(
                advocate_id=chance.choice(people).id,
                cause="unasked",
                state=chance.choice(["answered", "lapsed"]),
                asked_on=day,
                answered_on=day,
                recommend=chance.choice([None, 3, 6, 7, 8, 9, 10]),
            )
        )
    unique = {
        (one.advocate_id, one.kind, one.given_on) if isinstance(one, Give) else id(one): one for one in rows
    }
    with db.changing() as session:
        for model in (Person, Account, Advocate, ReferenceRequest, Ask, Activity, Give, Survey):
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
        if isinstance(one, Activity) and one.result == "won" and FIRST <= one.completed_on <= LAST:
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
    program = Program(db, FixedClock(NOW))
    found = measures(*facts_between(program, FIRST, LAST))
    by_hand = counted_by_hand(rows)
    told = {one.name: (one.numerator, one.denominator) for one in found if one.name in by_hand}
    assert told == {name: value for name, value in by_hand.items() if name != "won"}
    assert all(denominator for _, denominator in told.values())
    won = {one.currency: one.numerator for one in found if one.name == "won_influenced"}
    assert won == by_hand["won"]


def test_decisions_are_timed_in_the_csms_own_working_hours(db: Database) -> None:
    rows = world(db, seed=11)
    program = Program(db, FixedClock(NOW))
    facts, _ = facts_between(program, FIRST, LAST)
    decided = [
        one for one in rows
        if isinstance(one, Ask) and one.decided_at and one.reserved_at and one.decided_at > one.reserved_at
        and FIRST <= one.reserved_at.date() <= LAST
    ]  # fmt: skip
    assert len(facts.csm_hours) == len(decided) > 5
    assert 0 <= median(facts.csm_hours) <= 9000 / 60


def test_who_was_never_asked_is_judged_by_the_rules_of_today(db: Database) -> None:
    rows = world(db, seed=11)
    facts, _ = facts_between(Program(db, FixedClock(NOW)), FIRST, LAST)
    asked = {one.advocate_id for one in rows if isinstance(one, Ask) and one.counted_on}
    enrolled = [one for one in rows if isinstance(one, Advocate) and one.stage == "enrolled"]
    unwell = {one.id for one in rows if isinstance(one, Account) and one.health == 40}
    never = [one for one in enrolled if one.id not in asked]
    assert facts.enrolled == len(enrolled)
    assert facts.never_asked <= sum(one.account_id not in unwell for one in never)


def test_the_number_of_statements_does_not_grow_with_the_period(sqlite_db: Database) -> None:
    world(sqlite_db, seed=11)
    program = Program(sqlite_db, FixedClock(NOW))
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    facts_between(program, FIRST, LAST)
    event.listen(sqlite_db.engine, "before_cursor_execute", note)
    facts_between(program, FIRST, FIRST)
    short, sent[:] = len(sent), []
    facts_between(program, FIRST - timedelta(days=3000), LAST)
    event.remove(sqlite_db.engine, "before_cursor_execute", note)
    assert len(sent) <= short + 2
    assert short <= 20
