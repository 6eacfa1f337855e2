"""What every hour looks for, whether anybody's matters stand in other hands, or something is over, is found by index: however
much lies behind it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, text

from bot.clock import FixedClock
from bot.db import Database
from bot.queries import celebrations, matters
from bot.queries.found import found
from bot.services import departures, following_up, handing_over, undoing, waiting
from bot.services.program import Program
from models import Account, Activity, Advocate, Ask, AuditEntry, ReferenceRequest, Signal, Slot
from tests.journeys.office import MONDAY
from tests.test_plans import counted

TODAY = MONDAY.date()
STAMPS = {"created_at": MONDAY, "updated_at": MONDAY}
OVER = 4000
"""Of everything that is over."""


def given(statement: Any, values: dict[str, Any]) -> Any:
    """A statement that is kept, with the values of one moment."""
    return statement.params(values)


QUESTIONS = {
    "open asks": (matters.OPEN_ASKS, {"asks": "ix_asks_untold"}),
    "of these asks": (given(*matters.of_asks(["ask00000", "ask00001"])), {"slots": "slots"}),
    "beside asks": (given(*matters.beside_asks("2026-03")), {"activities": "ix_activities_untold"}),
    "replaced": (handing_over.REPLACED, {"accounts": "ix_accounts_unsettled"}),
    "clicked": (given(*undoing.clicked(MONDAY)), {"audit_entries": "ix_audit_entries_at"}),
    "celebrated": (given(*celebrations.over(MONDAY)), {}),
    "churned": (given(*departures.churned(TODAY)), {"accounts": "ix_accounts_churned_on"}),
    "said churned": (given(*departures.said_to_be(departures.SAYS_CHURNED)), {"signals": "ix_signals_kind"}),
    "said left": (given(*departures.said_to_be(departures.SAYS_LEFT)), {"signals": "ix_signals_kind"}),
    "approved": (following_up.APPROVED, {"asks": "ix_asks_state_scheduled"}),
    "searching": (following_up.SEARCHING, {"reference_requests": "ix_reference_requests_state"}),
    "leftovers": (following_up.LEFTOVERS, {}),
    "unfilled": (given(*waiting.to_match(TODAY)), {"reference_requests": "ix_reference_requests_state"}),
    "open with retired": (departures.OPEN_WITH_RETIRED, {}),
    "absences over": (given(*handing_over.absences_over(MONDAY)), {}),
}
"""By what it is called: the statement, and by which index it finds the rows of a table that grows."""
GROWING = (
    "asks",
    "activities",
    "slots",
    "audit_entries",
    "signals",
    "accounts",
    "advocates",
    "reference_requests",
)


def fill(db: Database, *, over: int) -> None:
    """One open ask and one unthanked activity; the rest is asked, done, thanked, told, posted and kept in the audit long ago."""
    with db.changing() as session:
        common = {"industry": "Fintech", "segment": "smb", "region": "emea", "csm": "ana@ours.example"}
        common["csm_settled"] = common["csm"]
        session.execute(
            insert(Account),
            [
                {"id": f"acc{n:05}", "domain": f"a{n}.example", "name": f"Bank {n}", **common, **STAMPS}
                for n in range(over // 2)
            ],
        )
        session.execute(
            insert(Advocate),
            [
                {
                    "id": f"adv{n:05}",
                    "name": f"Person {n}",
                    "email": f"p{n}@a.example",
                    "account_id": f"acc{n // 2:05}",
                    "stage": "enrolled",
                    **STAMPS,
                }
                for n in range(over)
            ],
        )
        session.execute(insert(ReferenceRequest), [_request(n) for n in range(over // 4)])
        session.execute(insert(Ask), [_ask(n) for n in range(over)])
        session.execute(insert(Activity), [_activity(n) for n in range(over)])
        session.execute(
            insert(Slot),
            [_slot(kind, f"{kind[:3]}{n:05}") for kind in ("ask", "activity") for n in range(over)],
        )
        session.execute(
            insert(AuditEntry),
            [
                {
                    "at": MONDAY - timedelta(hours=n),
                    "actor": "U0ANA",
                    "action": "ask_sent",
                    "subject_kind": "ask",
                    "subject_id": f"ask{n:05}",
                    "advocate_id": f"adv{n:05}",
                    "details": {},
                    "trace": "",
                }
                for n in range(over)
            ],
        )
        session.execute(
            insert(Signal),
            [
                {"advocate_id": f"adv{n:05}", "kind": "power_use", "observed_on": TODAY - timedelta(days=9)}
                for n in range(over)
            ],
        )
        session.add(Signal(advocate_id="adv00002", kind="left_company", observed_on=TODAY))
    with db.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def _request(number: int) -> dict[str, Any]:
    return {
        "id": f"req{number:05}",
        "requester": "U0SAM",
        "state": "asking" if number == 0 else "completed",
        "kind": "reference_call",
        "criteria": {},
        "words": "",
        "deal_name": "Contoso",
        "needed_by": TODAY,
        "filed_at": MONDAY,
    }


def _ask(number: int) -> dict[str, Any]:
    is_open = number == 0
    return {
        "id": f"ask{number:05}",
        "advocate_id": f"adv{number:05}",
        "request_id": f"req{number // 4:05}",
        "origin": "bot",
        "kind": "reference_call",
        "effort": 2,
        "state": "reserved" if is_open else "completed",
        "seat": 1 if is_open else None,
        "reserved_at": MONDAY - timedelta(days=number % 300),
        "steps_taken": 0,
        "deal": "",
        "requester": "",
    }


def _activity(number: int) -> dict[str, Any]:
    day = TODAY - timedelta(days=number % 300)
    return {
        "id": f"act{number:05}",
        "advocate_id": f"adv{number:05}",
        "origin": "bot",
        "kind": "reference_call",
        "effort": 2,
        "completed_on": day,
        "completed_at": MONDAY,
        "thanked_on": None if number == 0 else day,
        "outcome_told_on": day,
        "result": "won",
        "deal": "",
    }


def _slot(kind: str, subject_id: str) -> dict[str, Any]:
    return {
        "subject_kind": kind,
        "subject_id": subject_id,
        "audience": "csm",
        "period": "",
        "conversation": "ana@ours.example",
        "wanted_version": 1,
        "sent_version": 1,
        "due_at": MONDAY,
        "channel": "D1",
    }


def plan(db: Database, name: str) -> str:
    explain = "EXPLAIN QUERY PLAN " if db.is_sqlite else "EXPLAIN "
    with db.engine.connect() as connection:
        statement = QUESTIONS[name][0].compile(connection, compile_kwargs={"literal_binds": True})
        rows = connection.execute(text(explain + str(statement).replace(":", "\\:")))
        return "\n".join(str(row[-1]) for row in rows) + "\n"


def test_every_question_of_the_hour_finds_its_rows_by_index(db: Database) -> None:
    fill(db, over=OVER)
    for name, (_, wanted) in QUESTIONS.items():
        if name == "replaced" and not db.is_sqlite:
            continue  # PostgreSQL guesses that two columns nearly always differ, and reads the accounts, of which there are few
        steps = plan(db, name)
        for table in GROWING:
            assert f"SCAN {table}\n" not in steps, (name, steps)
            assert f"Seq Scan on {table}\n" not in steps.replace("  (cost", "\n  (cost"), (name, steps)
        for index in wanted.values():
            assert index in steps, (name, steps)


def test_whose_matters_stand_elsewhere_takes_as_many_statements_however_much_is_over(
    sqlite_db: Database, postgresql_db: Database
) -> None:
    asked = []
    for db, over in ((sqlite_db, 40), (postgresql_db, 800)):
        fill(db, over=over)
        program = Program(db, FixedClock(MONDAY))
        with program.reading() as session:
            open_ones = matters.open_matters(session, MONDAY)
            assert {(one.kind, one.id) for one in open_ones} == {
                ("ask", "ask00000"),
                ("activity", "act00000"),
            }
            assert found(session, left=departures.said_to_be(departures.SAYS_LEFT)) == {"left"}
        with counted(db) as sent:
            assert handing_over.settle(program) == 0
        asked.append(len([one for one in sent if one.startswith(("SELECT", "WITH"))]))
    assert asked[0] == asked[1] <= 9
