"""What is exported comes back: an import of an export changes nothing, whatever the texts are."""

import csv
import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from sqlalchemy import func, select

from bot.clock import FixedClock
from bot.db import Database
from bot.importers.exporting import export_csv
from bot.importers.importing import ImportResult, import_file
from bot.importers.sources import SOURCES
from bot.services.program import Program
from models import (
    Advocate,
    Ask,
    AuditEntry,
    Base,
    ReferenceRequest,
)
from tests.importers.conftest import NOW
from tests.importers.worlds import NASTY, build, worlds


def exported(program: Program, kind: str) -> str:
    file = io.StringIO(newline="")
    export_csv(program, kind, file)
    return file.getvalue()


def brought_back(program: Program, kind: str, content: str) -> ImportResult:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{kind}.csv")
        path.write_bytes(content.encode())
        return import_file(program, kind, path)


@contextmanager
def fresh(migrated: Path) -> Iterator[Program]:
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(migrated, Path(folder, "copy.db"))
        db = Database(f"sqlite:///{path}")
        try:
            yield Program(db, FixedClock(NOW))
        finally:
            db.dispose()


def rows(program: Program) -> dict[str, list[Any]]:
    """Everything in every table but the CSMs' messages about open thanks, which any import brings up to date."""
    with program.reading() as session:
        return {
            t.name: session.execute(
                select(*(one for one in t.c if one.name != "csm_settled")).order_by(*t.primary_key)
            ).all()
            for t in Base.metadata.sorted_tables
            if t.name != "slots"
        }


@settings(deadline=None, max_examples=30)
@given(world=worlds)
def test_an_import_of_an_export_changes_nothing(migrated_sqlite: Path, world: dict[str, Any]) -> None:
    with fresh(migrated_sqlite) as program:
        build(program, world)
        before = rows(program)
        for kind in SOURCES:
            result = brought_back(program, kind, exported(program, kind))
            assert (result.added, result.updated) == (0, 0), result
        assert rows(program) == before


@settings(deadline=None, max_examples=15)
@given(world=worlds)
def test_an_export_imported_elsewhere_exports_the_same(migrated_sqlite: Path, world: dict[str, Any]) -> None:
    with fresh(migrated_sqlite) as program, fresh(migrated_sqlite) as elsewhere:
        build(program, world)
        for kind in SOURCES:
            content = exported(program, kind)
            brought_back(elsewhere, kind, content)
            again = exported(elsewhere, kind)
            if kind in ("accounts", "advocates", "asks"):
                content, again = (_without_days_and_open_answers(text) for text in (content, again))
            assert again == content


def _without_days_and_open_answers(content: str) -> str:
    """An undated value gets the day of its import, and an ask without an answer had none: both are meant."""
    read = list(csv.reader(io.StringIO(content, newline="")))
    kept = [
        [("no_answer" if name == "answer" and not cell else cell) for name, cell in zip(read[0], cells, strict=True)
         if not name.startswith(("health_on", "nps_on"))]
        for cells in read
    ]  # fmt: skip
    return repr(kept)


def test_the_bots_own_asks_come_out_with_the_deal_and_the_requester_of_their_request(
    program: Program,
) -> None:
    build(
        program,
        {
            "accounts": [_account()],
            "advocates": [{"name": "Mai", "stage": "enrolled"}],
            "activities": [],
            "asks": [],
        },
    )
    with program.changing() as session:
        advocate_id = session.scalars(select(Advocate.id)).one()
        request = ReferenceRequest(
            requester="U0SALES01", state="asking", kind="press", criteria={}, words="", deal_name="Big, deal",
            needed_by=date(2026, 6, 1), filed_at=NOW,
        )  # fmt: skip
        session.add(request)
        session.flush()
        for state, contacted, counted in (
            ("sent", NOW, date(2026, 5, 4)), ("reserved", None, date(2026, 6, 4)), ("released", None, None),
        ):  # fmt: skip
            session.add(
                Ask(
                    advocate_id=advocate_id, request_id=request.id, origin="bot", kind="press", effort=3, state=state,
                    contacted_at=contacted, counted_on=counted,
                )
            )  # fmt: skip
    content = exported(program, "asks")
    assert content == (
        "advocate,kind,asked_on,deal,requester,answer\r\n"
        'p0@c.test,press,2026-05-04,"Big, deal",U0SALES01,\r\n'
    )
    assert brought_back(program, "asks", content).unchanged == 1


def test_nothing_nasty_is_lost_on_either_database(program: Program) -> None:
    world = {
        "accounts": [{**_account(), "name": text, "country": f" {text} ", "tags": ["a;b", "c|d"]} for text in NASTY if text.strip()],
        "advocates": [{"name": text, "title": text, "stage": "enrolled"} for text in NASTY if text.strip()],
        "activities": [], "asks": [],
        "gives": [{"kind": "gift", "given_on": date(2020, 1, n + 1), "by": text} for n, text in enumerate(NASTY)],
        "signals": [
            {"of": "account", "kind": "expanded", "observed_on": date(2020, 1, n + 1), "note": text} for n, text in enumerate(NASTY)
        ],
        "stories": [{"title": text, "link": text, "has_advocate": True} for text in NASTY if text.strip()],
        "deals": [{"account": text.strip(), "name": text.strip()} for text in NASTY if text.strip()],
        "costs": [{"what": text.strip(), "on": NOW.date(), "amount": 1.234} for text in NASTY if text.strip()],
    }  # fmt: skip
    build(program, world)
    for kind in SOURCES:
        assert brought_back(program, kind, exported(program, kind)).updated == 0
    with program.reading() as session:
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def _account() -> dict[str, Any]:
    return {"name": "Acme", "industry": "Fintech", "segment": "smb", "region": "emea", "csm": "U024BE7LH"}
