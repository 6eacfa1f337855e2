"""accounts.csv and what every kind has in common: updating, repeating, dry runs, measured values."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.clock import FixedClock
from bot.services.program import Program
from models import Account, AccountSnapshot, AuditEntry, Version
from tests.importers.conftest import ACCOUNT, NOW, Import

Refused = Callable[[Program, str, str | bytes], list[str]]
HEADER = "domain,name,industry,segment,region,csm"
ROW = "acme.test,Acme,Fintech,smb,emea,U024BE7LH"


def account(program: Program) -> Account:
    with program.reading() as session:
        return session.scalars(select(Account)).one()


def history(program: Program) -> dict[tuple[str, date], int]:
    with program.reading() as session:
        return {(s.measure, s.observed_on): s.value for s in session.scalars(select(AccountSnapshot))}


def bookkeeping(program: Program) -> tuple[int, int | None]:
    """How many audit entries there are, and the vocabulary's version."""
    with program.reading() as session:
        entries = session.scalar(select(func.count()).select_from(AuditEntry))
        assert entries is not None
        return entries, session.scalar(select(Version.number).where(Version.name == "vocabulary"))


def measured(value: Any, on: str = "") -> str:
    return f"{HEADER},health,health_on\n{ROW},{value},{on}\n"


def test_every_column_arrives(program: Program, bring: Import) -> None:
    bring(
        program,
        "accounts",
        f"{HEADER},country,employees,arr,currency,products,health,health_on,nps,renewal_date,open_escalation,"
        f'policy_forbids,may_use_logo\n{ROW},Germany,"1,200",1200.5,eur,Insight; Data Hub,80,2026-11-01,9,'
        "2027-03-01,no,Press,ja\n",
    )
    found = account(program)
    assert (found.domain, found.name, found.csm, found.country) == (
        "acme.test",
        "Acme",
        "U024BE7LH",
        "Germany",
    )
    assert (found.employees, found.arr, found.currency) == (1200, 1200.5, "EUR")
    assert (found.products, found.use_cases, found.policy_forbids) == (["Insight", "Data Hub"], [], ["press"])
    assert (found.health, found.health_on, found.nps, found.nps_on) == (80, date(2026, 11, 1), 9, NOW.date())
    assert (found.open_escalation, found.may_use_logo, found.public_sector) == (False, True, None)
    assert found.created_at == found.updated_at == NOW
    assert history(program) == {("health", date(2026, 11, 1)): 80, ("nps", NOW.date()): 9}


def test_the_same_file_again_changes_nothing(program: Program, bring: Import) -> None:
    bring(program, "accounts", measured(80))
    before = bookkeeping(program)
    later = Program(program.db, FixedClock(NOW + timedelta(days=3)))
    assert str(bring(later, "accounts", measured(80))) == "accounts: 1 read, 0 added, 0 updated, 1 unchanged"
    assert account(program).updated_at == NOW
    assert bookkeeping(program) == before == (1, 1)
    assert history(program) == {("health", NOW.date()): 80}


def test_a_changed_cell_updates_and_an_empty_one_leaves_what_is_known(
    program: Program, bring: Import
) -> None:
    bring(program, "accounts", f"{HEADER},country,tags\n{ROW},Germany,B2B\n")
    later = Program(program.db, FixedClock(NOW + timedelta(days=3)))
    changed = ROW.replace("acme.test,Acme", "ACME.test,Acme Ltd")
    result = bring(later, "accounts", f"{HEADER},country,tags\n{changed},,\n")
    assert str(result) == "accounts: 1 read, 0 added, 1 updated, 0 unchanged"
    found = account(program)
    assert (found.name, found.country, found.tags) == ("Acme Ltd", "Germany", ["B2B"])
    assert (found.created_at, found.updated_at) == (NOW, NOW + timedelta(days=3))
    assert bookkeeping(program) == (2, 2)


def test_a_dry_run_says_the_same_and_changes_nothing(program: Program, bring: Import) -> None:
    dry = bring(program, "accounts", ACCOUNT, dry_run=True)
    assert bookkeeping(program) == (0, None)
    assert dry == bring(program, "accounts", ACCOUNT)


def test_an_import_is_in_the_audit_with_its_counts(program: Program, bring: Import) -> None:
    bring(program, "accounts", ACCOUNT)
    with program.reading() as session:
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject_kind, entry.subject_id) == ("imported", "import", "accounts")
    assert entry.details == {"file": "accounts.csv", "added": 1, "updated": 0}


@pytest.mark.parametrize("others", [[], [measured(60)]], ids=["nothing known", "an undated one known"])
def test_the_newest_dated_value_stands_and_every_dated_one_is_kept(
    program: Program, bring: Import, others: list[str]
) -> None:
    earlier = Program(program.db, FixedClock(NOW - timedelta(days=60)))
    for content in others:
        bring(earlier, "accounts", content)
    bring(program, "accounts", measured(90, "2026-11-10"))
    bring(program, "accounts", measured(40, "2026-08-01"))
    assert (account(program).health, account(program).health_on) == (90, date(2026, 11, 10))
    kept = history(program)
    assert kept["health", date(2026, 11, 10)] == 90
    assert kept["health", date(2026, 8, 1)] == 40
    assert len(kept) == 2 + len(others)
    assert str(bring(program, "accounts", measured(40, "2026-08-01"))).endswith("0 updated, 1 unchanged")


def test_a_value_of_the_same_day_corrects_the_one_that_stands(program: Program, bring: Import) -> None:
    bring(program, "accounts", measured(90, "2026-11-10"))
    bring(program, "accounts", measured(70, "2026-11-10"))
    assert account(program).health == 70
    assert history(program) == {("health", date(2026, 11, 10)): 70}


def test_a_day_without_its_value_and_a_day_to_come_are_mistakes(program: Program, refused: Refused) -> None:
    assert refused(program, "accounts", measured("", "2026-11-10")) == [
        "line 2, health_on: has a day, but health is empty; fill in health, or empty both"
    ]
    assert refused(program, "accounts", measured(80, "2026-11-21")) == [
        "line 2, health_on: “2026-11-21” is still to come, today is 2026-11-20; write the day on which it happened"
    ]


def test_many_rows_go_in_and_change_in_one_go(program: Program, bring: Import) -> None:
    rows = [f"a{n}.test,Name {n},Fintech,smb,emea,U024BE7LH,{n % 100}" for n in range(1203)]
    content = "\n".join([f"{HEADER},health", *rows])
    assert bring(program, "accounts", content).added == 1203
    changed = content.replace("a7.test,Name 7", "a7.test,Seven").replace(
        "emea,U024BE7LH,50", "emea,U024BE7LH,51"
    )
    assert (
        str(bring(program, "accounts", changed)) == "accounts: 1203 read, 0 added, 13 updated, 1190 unchanged"
    )
    assert bring(program, "accounts", changed).unchanged == 1203
