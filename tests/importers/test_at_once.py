"""Imports beside each other, beside the bot, and broken off half-way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.db import Database
from bot.errors import BadInput
from bot.importers.columns import Run
from bot.importers.importing import COMPARED, import_file, silent
from bot.importers.sources import SOURCES
from bot.importers.writing import Writer
from bot.queries.versions import grow
from bot.queries.vocabulary import VOCABULARY
from bot.services.program import Program
from models import Account, Activity, Advocate, Ask, AuditEntry
from tests.importers.conftest import ACCOUNT, ADVOCATE, NOW, Import

ROWS = "".join(f"a{n}.test,Name {n},Fintech,smb,emea,U024BE7LH\n" for n in range(1200))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "accounts.csv"
    path.write_text(ACCOUNT + ROWS)
    return path


def count(program: Program, table: type[Account] | type[AuditEntry]) -> int:
    with program.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def once(action: Callable[[], object], after: float) -> Callable[[float], None]:
    """A progress that does something the first time that more than `after` is done."""
    pending = [action]

    def progress(done: float) -> None:
        if done > after and pending:
            pending.pop()()

    return progress


def test_the_same_file_imported_twice_at_once_is_added_once(program: Program, file: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(lambda _: import_file(program, "accounts", file), range(2)))
    assert sum(result.added for result in results) == 1201
    assert sum(result.updated for result in results) == 0
    assert (count(program, Account), count(program, AuditEntry)) == (1201, 1)


def test_rows_that_came_while_the_file_was_compared_are_not_added_again(program: Program, file: Path) -> None:
    meanwhile = once(lambda: import_file(program, "accounts", file), after=0.4)
    assert import_file(program, "accounts", file, progress=meanwhile).added == 0
    assert (count(program, Account), count(program, AuditEntry)) == (1201, 1)


def test_an_import_broken_off_while_writing_leaves_nothing(program: Program, file: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(program, "accounts", file, progress=once(stop, after=0.91))
    assert (count(program, Account), count(program, AuditEntry)) == (0, 0)


def test_an_account_that_goes_while_its_people_are_imported_is_named(
    program: Program, bring: Import, tmp_path: Path
) -> None:
    bring(program, "accounts", ACCOUNT)
    path = tmp_path / "advocates.csv"
    path.write_text(ADVOCATE + "".join(f"p{n}@acme.test,P{n},acme.test,enrolled\n" for n in range(600)))

    def gone() -> None:
        with program.changing() as session:
            session.execute(delete(Account))

    with pytest.raises(BadInput, match=r"line 2, account: “acme\.test” is no account"):
        import_file(program, "advocates", path, progress=once(gone, after=0.4))


ACCOUNT_FACTS = {
    "domain": "acme.test",
    "name": "Acme",
    "industry": "x",
    "segment": "smb",
    "region": "emea",
    "csm": "U1",
}


def test_a_row_added_by_somebody_else_in_the_last_moment_is_noticed(program: Program) -> None:
    for error in (None, IntegrityError):
        change = SOURCES["accounts"].merge(ACCOUNT_FACTS, None, Run(NOW, overwrite=False))
        assert change
        with Writer(SOURCES["accounts"], program.db.engine.dialect) as writer:
            writer.add([change])
            with pytest.raises(error) if error else nullcontext(), program.changing() as session:
                writer.write(session, silent)
    assert count(program, Account) == 1


def test_what_the_bot_changes_while_a_file_is_compared_wins(
    program: Program, bring: Import, tmp_path: Path
) -> None:
    bring(program, "accounts", ACCOUNT)
    bring(program, "advocates", ADVOCATE)
    path = tmp_path / "advocates.csv"
    path.write_text(ADVOCATE.replace("Mai,", "Mai Tran,").replace("enrolled", "retired"))

    def rest() -> None:
        with program.changing() as session:
            session.execute(update(Advocate).values(stage="resting", changed_by_bot=["stage"]))

    result = import_file(program, "advocates", path, progress=once(rest, after=0.29))
    assert result.updated == 1
    with program.reading() as session:
        assert session.execute(select(Advocate.name, Advocate.stage)).one() == ("Mai Tran", "resting")


def test_an_activity_that_the_bot_records_while_a_file_is_compared_stays_the_only_one(
    program: Program, bring: Import, tmp_path: Path
) -> None:
    bring(program, "accounts", ACCOUNT)
    bring(program, "advocates", ADVOCATE)
    path = tmp_path / "activities.csv"
    path.write_text("advocate,kind,completed_on,deal\nmai@acme.test,press,2026-05-04,Big deal\n")

    def recorded() -> None:
        with program.changing() as session:
            of = session.scalars(select(Advocate.id)).one()
            session.add(
                Activity(
                    advocate_id=of,
                    origin="bot",
                    kind="press",
                    effort=3,
                    deal="Big deal ",
                    completed_on=date(2026, 5, 4),
                    completed_at=NOW,
                )
            )

    assert import_file(program, "activities", path, progress=once(recorded, after=0.29)).unchanged == 1
    with program.reading() as session:
        assert session.scalars(select(Activity.origin)).all() == ["bot"]


def test_an_ask_that_the_bot_makes_while_a_file_is_compared_stays_the_only_one(
    program: Program, bring: Import, tmp_path: Path
) -> None:
    bring(program, "accounts", ACCOUNT)
    bring(program, "advocates", ADVOCATE)
    path = tmp_path / "asks.csv"
    path.write_text("advocate,kind,asked_on\nmai@acme.test,press,2026-05-04\n")

    def made() -> None:
        with program.changing() as session:
            of = session.scalars(select(Advocate.id)).one()
            session.add(
                Ask(
                    advocate_id=of,
                    origin="outside",
                    kind="press",
                    effort=3,
                    state="sent",
                    counted_on=date(2026, 5, 4),
                )
            )

    assert import_file(program, "asks", path, progress=once(made, after=0.29)).unchanged == 1
    with program.reading() as session:
        assert session.scalars(select(Ask.origin)).all() == ["outside"]


def test_a_file_whose_rows_change_without_end_is_given_up_and_leaves_nothing(
    program: Program, bring: Import, tmp_path: Path
) -> None:
    bring(program, "accounts", ACCOUNT)
    before = count(program, AuditEntry)
    path = tmp_path / "accounts.csv"
    path.write_text(ACCOUNT.replace("Fintech", "Retail"))
    renamed = iter(range(100))

    def rename(done: float) -> None:
        if 0.29 < done < COMPARED:
            with program.changing() as session:
                session.execute(update(Account).values(industry=f"Industry {next(renamed)}"))

    with pytest.raises(BadInput, match="being changed by somebody else all the time"):
        import_file(program, "accounts", path, progress=rename)
    assert count(program, AuditEntry) == before


def test_while_a_file_is_compared_others_write_and_while_it_is_written_others_read(
    sqlite_program: Program, file: Path
) -> None:
    """SQLite has one writer; PostgreSQL has many."""
    elsewhere = Database(sqlite_program.db.url.render_as_string(hide_password=False))
    seen: list[str] = []

    def meanwhile(done: float) -> None:
        if 0.3 < done < COMPARED and "wrote" not in seen:
            with elsewhere.changing() as session:
                grow(session, VOCABULARY)
            seen.append("wrote")
        if COMPARED < done < 1 and "read" not in seen:
            with elsewhere.reading() as session:
                assert session.scalar(select(func.count()).select_from(Account)) == 0
            seen.append("read")

    try:
        assert import_file(sqlite_program, "accounts", file, progress=meanwhile).added == 1201
    finally:
        elsewhere.dispose()
    assert seen == ["wrote", "read"]
