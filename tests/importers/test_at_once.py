"""Imports beside each other, beside the bot, and broken off half-way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from bot.errors import BadInput
from bot.importers.columns import Run
from bot.importers.importing import import_file
from bot.importers.sources import SOURCES
from bot.importers.writing import Writer
from bot.services.program import Program
from models import Account, AuditEntry
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
        import_file(program, "accounts", file, progress=once(stop, after=0.85))
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


def test_a_row_added_by_somebody_else_in_the_last_moment_is_noticed(program: Program) -> None:
    facts = {
        "domain": "acme.test",
        "name": "Acme",
        "industry": "x",
        "segment": "smb",
        "region": "emea",
        "csm": "U1",
    }
    change = SOURCES["accounts"].merge(facts, None, Run(NOW, overwrite=False))
    assert change
    writer = Writer(SOURCES["accounts"], program.db.engine.dialect)
    new = [writer.convert(change)]
    with program.changing() as session:
        writer.add(session, new)
    with pytest.raises(IntegrityError), program.changing() as session:
        writer.add(session, new)
    assert count(program, Account) == 1
