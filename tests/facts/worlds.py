"""Random programs with everything that measures look at, and what `measures` makes of each row, counted by a loop."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from bot.db import Database
from bot.rules.gives import GIVES
from models import (
    Account,
    Activity,
    Advocate,
    Ask,
    Cost,
    Deal,
    Give,
    OwnerOverride,
    OwnGive,
    Person,
    ReferenceRequest,
    Survey,
    Version,
)

KINDS = {"review": 1, "reference_call": 2, "case_study": 3, "survey": 0}
CSMS = ("ana@ours.example", "U0BEA", "cyd@ours.example")
CURRENCIES = ("EUR", "USD", None)


def fill(db: Database, seed: int, middle: date, *, people: int = 14, cases: int = 70, days: int = 60) -> None:
    """People, asks, activities and the rest at random, up to so many days before and after a day. Few and round values, so that
    every edge is met."""
    chance = random.Random(seed)

    def some_day(spread: int = days) -> date:
        return middle + timedelta(days=chance.randrange(-spread, spread + 1))

    def moment(day: date) -> datetime:
        return datetime(
            day.year, day.month, day.day, chance.choice([0, 9, 23]), chance.choice([0, 30, 59]), tzinfo=UTC
        )

    def maybe(value: Any, share: float = 0.5) -> Any:
        return value if chance.random() < share else None

    stamp = {"created_at": moment(middle), "updated_at": moment(middle)}
    rows: list[object] = [
        Person(slack_id="U0ANA", name="Ana", email=CSMS[0], is_guest=False, is_outsider=False, is_gone=False, fetched_at=4e9),
        OwnGive(kind="factory_tour", name="A tour", effort=3, serves=["learning"], connects=False, added_by="U0OLU", at=moment(middle)),
        Version(name="gives", number=1),
    ]  # fmt: skip
    for number in range(people):
        rows.append(
            Account(
                id=f"acc{number}", domain=f"c{number}.example", name=f"Company {number}",
                industry=chance.choice(["Fintech", "=HYPERLINK(\"x\")", "Retail, \"big\""]), segment=chance.choice(["smb", "enterprise"]),
                region="emea", csm=chance.choice(CSMS), health=maybe(chance.randrange(101)), nps=maybe(chance.randrange(11)),
                customer_since=maybe(some_day(400)), churned_on=maybe(some_day(), 0.3), last_renewed_on=maybe(some_day()),
                expanded_on=maybe(some_day()), **stamp,
            )
        )  # fmt: skip
        if number % 3 or people == 1:
            rows.append(
                Advocate(id=f"adv{number}", email=f"p{number}@c{number}.example", name=f"Person {number}", account_id=f"acc{number}",
                         stage=chance.choice(["enrolled", "enrolled", "candidate", "resting"]), **stamp)
            )  # fmt: skip
    advocates = [one.id for one in rows if isinstance(one, Advocate)]
    for number in range(cases if advocates else 0):
        day, who = some_day(), chance.choice(advocates)
        origin, kind = chance.choice(["bot", "bot", "outside"]), chance.choice(list(KINDS))
        filed = moment(day)
        request = None
        if origin == "bot":
            state = chance.choice(["filled", "unfilled", "closed_unfilled", "asking", "cancelled"])
            request = ReferenceRequest(id=f"req{number // 2}", requester="U9", state=state, kind=kind, criteria={}, words="",
                                       deal_name=f"Deal {number}", needed_by=day, filed_at=filed)  # fmt: skip
            if not any(isinstance(one, ReferenceRequest) and one.id == request.id for one in rows):
                rows.append(request)
        answer = chance.choice(["yes", "yes", "no", "no_answer", None])
        reached = origin != "bot" or chance.random() < 0.8
        unused = answer == "yes" and reached and chance.random() < 0.3
        ask = Ask(
            id=f"ask{number}", advocate_id=who, request_id=request.id if request else None, origin=origin, kind=kind,
            effort=KINDS[kind], state="unused" if unused else "completed" if reached else "released", answer=answer if reached else None,
            counted_on=day if KINDS[kind] and reached else maybe(day, 0.3) if KINDS[kind] else None,
            reserved_at=filed if origin == "bot" else None, contacted_at=filed if origin == "bot" and reached else None,
            answered_at=filed + timedelta(hours=chance.choice([1, 47, 48, 49, 200])) if reached and answer else None,
            decision_hours=maybe(chance.choice([0.0, 0.5, 9.0, 9.5, 30.25]), 0.7) if origin == "bot" else None,
            told_at=maybe(filed, 0.5), deal=str(number),
        )  # fmt: skip
        rows.append(ask)
        if chance.random() < 0.15:
            rows.append(
                OwnerOverride(id=f"over{number}", ask_id=ask.id, owner="U0OLU", advocate_id=who, kind=kind, reason="They offered.", reasons=[], at=filed)
            )  # fmt: skip
        done, kind = some_day(), chance.choice(list(KINDS))
        deal = chance.randrange(8)
        rows.append(
            Activity(
                id=f"act{number}", advocate_id=chance.choice(advocates[: 1 + number % len(advocates)]), origin=chance.choice(["bot", "import"]),
                kind=kind, effort=KINDS[kind], completed_on=done, completed_at=moment(done), rating=maybe(chance.randrange(1, 6)),
                thanked_on=maybe(done + timedelta(days=chance.choice([0, 2, 3, 4, 30])), 0.8), outcome_told_on=maybe(done),
                deal=f"Deal {deal}" if number % 2 else f"Alone {number}", prospect=f"Prospect {deal}" if number % 2 else f"Prospect alone {number}",
                result=chance.choice(["won", "lost", "open", None]), amount=maybe(float(chance.randrange(1, 100))), currency=chance.choice(CURRENCIES),
            )
        )  # fmt: skip
        rows.append(
            Give(
                advocate_id=who,
                kind=chance.choice([*GIVES, "factory_tour", "a hug"]),
                given_on=day,
                note=str(number),
                cost=maybe(9.5),
            )
        )
        rows.append(
            Survey(advocate_id=who, cause="unasked", state=chance.choice(["answered", "answered", "lapsed"]), asked_on=day, answered_on=day,
                   recommend=maybe(chance.randrange(11), 0.8), valued=maybe(chance.randrange(1, 6)), worth_it=maybe(chance.randrange(1, 6)))
        )  # fmt: skip
        rows.append(Cost(what=f"-{number} for Person {number}", on=some_day(), amount=float(chance.randrange(200)), currency=chance.choice(CURRENCIES),
                         kind=chance.choice(["incentive", "event", "time"])))  # fmt: skip
        opened = some_day()
        rows.append(
            Deal(account=f"Prospect {number}" if number < 4 else f"Buyer {number}", name=f"Deal {number}", amount=maybe(float(chance.randrange(900))),
                 currency=chance.choice(CURRENCIES), opened_on=maybe(opened, 0.8), closed_on=maybe(opened + timedelta(days=chance.randrange(-3, 60)), 0.9),
                 result=chance.choice(["won", "lost", "open"]), referenced=maybe(True))
        )  # fmt: skip
    seen: set[object] = set()
    unique = [
        one
        for one in rows
        if (key := (one.advocate_id, one.kind, one.given_on) if isinstance(one, Give) else id(one))
        not in seen
        and not seen.add(key)  # type: ignore[func-returns-value]
    ]
    with db.changing() as session:
        for model in (
            Version,
            Person,
            OwnGive,
            Account,
            Advocate,
            ReferenceRequest,
            Ask,
            OwnerOverride,
            Activity,
            Give,
            Survey,
            Cost,
            Deal,
        ):
            session.add_all([one for one in unique if isinstance(one, model)])
            session.flush()


def raw(db: Database, table: str) -> list[dict[str, Any]]:
    """Every row of a table as the database has it; days and moments as such."""
    with db.engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings()]
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str) and (name.endswith("_on") or name in ("on", "customer_since")):
                row[name] = date.fromisoformat(value)
            elif isinstance(value, str) and name.endswith("_at"):
                row[name] = datetime.fromisoformat(value).replace(tzinfo=UTC)
    return rows
