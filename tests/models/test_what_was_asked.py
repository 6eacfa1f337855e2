"""What an advocate's row says of their asks, activities and gives is what those rows say, whatever wrote them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from bot.db import Database
from bot.queries.asked import asks_since, last_day
from bot.queries.given import entries, first_day
from bot.rules.facts import AskFact
from models import Account, Activity, Advocate, Ask, Give, new_id

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
EVER = "0001-01-01"
DAYS = st.none() | st.integers(0, 400).map(lambda days: NOW.date() - timedelta(days=days))

asks = st.fixed_dictionaries(
    {
        "advocate_id": st.sampled_from(("mai", "bo")),
        "counted_on": DAYS,
        "kind": st.sampled_from(("reference_call", "review")),
        "effort": st.integers(1, 3),
        "answer": st.sampled_from((None, "yes", "no", "no_answer")),
        "state": st.sampled_from(("unused", "completed")),
        "told_at": st.sampled_from((None, NOW)),
        "is_open": st.booleans(),
    }
)
activities = st.fixed_dictionaries(
    {
        "advocate_id": st.sampled_from(("mai", "bo")),
        "effort": st.integers(0, 3),
        "rating": st.none() | st.integers(1, 5),
        "thanked_on": DAYS,
        "outcome_told_on": DAYS,
        "published_on": DAYS,
        "result": st.sampled_from((None, "won", "lost", "open")),
    }
)
gives = st.fixed_dictionaries(
    {
        "advocate_id": st.sampled_from(("mai", "bo")),
        "kind": st.sampled_from(("book", "flowers", "a_day_out")),
        "given_on": DAYS.filter(bool),
    }
)
FIXED: dict[Any, dict[str, Any]] = {
    Ask: {"origin": "bot"},
    Activity: {
        "kind": "podcast",
        "origin": "bot",
        "completed_on": NOW.date(),
        "completed_at": NOW,
    },
    Give: {},
}
rows = (
    st.tuples(st.just(Ask), asks) | st.tuples(st.just(Activity), activities) | st.tuples(st.just(Give), gives)
)
steps = st.lists(
    st.tuples(st.sampled_from(("add", "change", "remove")), rows, st.integers(0, 99)), max_size=12
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_the_advocates_row_says_what_their_asks_activities_and_gives_say(
    db: Database, steps: list[Any]
) -> None:
    with Session(db.engine) as session:
        add_people(session)
        written: dict[Any, list[str]] = {Ask: [], Activity: [], Give: []}
        for number, (step, (table, values), pick) in enumerate(steps):
            ids, values = written[table], dict(values)
            if table is Give:
                values["kind"] += str(number)  # none twice on one day
            if "is_open" in values:
                values["seat"] = number + 1 if values.pop("is_open") else None
            if step == "add" or not ids:
                ids.append(new_id())
                row = {"id": ids[-1], **FIXED[table], **values}
                if table is not Give:
                    row["deal"] = str(number)
                session.execute(insert(table), [row])
            elif step == "change":
                changed = {name: value for name, value in values.items() if name != "advocate_id"}
                session.execute(update(table).where(table.id == ids[pick % len(ids)]).values(changed))
            else:
                session.execute(delete(table).where(table.id == ids.pop(pick % len(ids))))
        for advocate in session.scalars(select(Advocate).execution_options(populate_existing=True)):
            counted = session.scalars(
                select(Ask).where(Ask.advocate_id == advocate.id, Ask.counted_on.is_not(None))
            )
            facts = [AskFact(one.counted_on or date.min, one.kind, one.effort, one.answer) for one in counted]
            kept = asks_since(advocate.asked, EVER)
            assert sorted(kept, key=str) == sorted(facts, key=str)
            assert [one.day for one in kept] == sorted(one.day for one in facts)
            assert last_day(advocate.asked) == max((one.day for one in facts), default=None)
            done = session.scalars(
                select(Activity).where(Activity.advocate_id == advocate.id, Activity.effort > 0)
            ).all()
            assert advocate.helped == len(done)
            theirs = session.scalars(select(Ask).where(Ask.advocate_id == advocate.id)).all()
            assert advocate.open_asks == len([one for one in theirs if one.seat is not None])
            untold = [one for one in theirs if one.state == "unused" and one.told_at is None]
            assert advocate.unused_yeses == len(untold)
            assert advocate.owing == len([one for one in done if may_be_owed(one)])
            gave = session.scalars(select(Give).where(Give.advocate_id == advocate.id)).all()
            known = [(one.given_on.isoformat(), one.kind) for one in gave]
            known += [(one.thanked_on.isoformat(), "thank_you_note") for one in done if one.thanked_on]
            assert sorted(entries(advocate.given)) == sorted(known)
            days = [day for day, _ in entries(advocate.given)]
            assert days == sorted(days, reverse=True)
            assert first_day(advocate.given) == (date.fromisoformat(min(days)) if days else None)
            assert advocate.went_well == len([one for one in done if one.rating is None or one.rating >= 4])
        session.rollback()


def may_be_owed(activity: Activity) -> bool:
    came_of_it = activity.result in ("won", "lost") or activity.published_on is not None
    return activity.thanked_on is None or (activity.outcome_told_on is None and came_of_it)


def test_many_asks_written_at_once_are_all_on_their_advocates_rows(db: Database) -> None:
    with Session(db.engine) as session:
        add_people(session)
        day = date(2026, 1, 5)
        session.execute(
            insert(Ask),
            [
                {
                    "id": new_id(),
                    "advocate_id": who,
                    "kind": "review",
                    "effort": 1,
                    "counted_on": day,
                    "state": "completed",
                    **FIXED[Ask],
                }
                for who in ("mai", "bo", "mai")
            ],
        )
        asked = {row.id: row.asked for row in session.execute(select(Advocate.id, Advocate.asked))}
    assert asked == {"mai": "2026-01-05 1 review ;2026-01-05 1 review ", "bo": "2026-01-05 1 review "}


def add_people(session: Session) -> None:
    dated = {"created_at": NOW, "updated_at": NOW}
    account = Account(
        domain="acme.test",
        name="Acme",
        industry="Fintech",
        segment="smb",
        region="emea",
        csm="a@b.test",
        **dated,
    )
    session.add(account)
    session.flush()
    for name in ("mai", "bo"):
        session.add(
            Advocate(
                id=name,
                email=f"{name}@acme.test",
                name=name,
                account_id=account.id,
                stage="enrolled",
                **dated,
            )
        )
    session.flush()
