"""Advocates are found while somebody types, by any beginning of a name or a company, and by index."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.clock import FixedClock
from bot.db import Database
from bot.importers.importing import import_file
from bot.queries.naming import _finding, named
from bot.rules.names import Keys, after, keys_of, looked_up
from bot.services.program import Program
from models import Account, Advocate
from tests.bench.crowd import fill
from tests.importers.worlds import NOW

PEOPLE = {
    "Sarah Chen": "Northwind Bank",
    "Sarah Müller": "Contoso",
    "Chen Wei": "Contoso",
    "Zoë Ångström-Lee": "Banque du Nord",
    "田中 太郎": "株式会社サンプル",
    "Anna Maria Schmidt": "Northwind Bank",
}


@pytest.fixture
def company(db: Database) -> Database:
    with db.changing() as session:
        for number, name in enumerate(sorted(set(PEOPLE.values()))):
            csm = "bea@ours.example" if name == "Contoso" else "U0ANA"
            places = {"industry": "Fintech", "segment": "smb", "region": "emea", "csm": csm}
            domain = f"company{number}.example"
            session.add(Account(name=name, domain=domain, created_at=NOW, updated_at=NOW, **places))
        session.flush()
        ids = {account.name: account.id for account in session.query(Account)}
        for number, (name, works_at) in enumerate(PEOPLE.items()):
            session.add(
                Advocate(
                    name=name,
                    email=f"{number}@a.example",
                    account_id=ids[works_at],
                    stage="enrolled",
                    created_at=NOW,
                    updated_at=NOW,
                )
            )
    return db


def found(db: Database, typed: str, csm: tuple[str, ...] | None = None) -> list[str]:
    with db.reading() as session:
        return [card.name for card in named(session, typed, csm)]


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("sa", ["Sarah Chen", "Sarah Müller"]),
        ("SARAH ch", ["Sarah Chen"]),
        ("chen", ["Chen Wei", "Sarah Chen"]),
        ("chen sarah", ["Sarah Chen"]),
        ("muller", ["Sarah Müller"]),
        ("zoe", ["Zoë Ångström-Lee"]),
        ("Schmidt", ["Anna Maria Schmidt"]),
        ("northwind", ["Anna Maria Schmidt", "Sarah Chen"]),
        ("bank", ["Anna Maria Schmidt", "Sarah Chen"]),
        ("sarah contoso", ["Sarah Müller"]),
        ("contoso chen", ["Chen Wei"]),
        ("schmidt north", ["Anna Maria Schmidt"]),
        ("田中", ["田中 太郎"]),
        ("  ", []),
        ("nobody", []),
        ("%", []),
        ("sarah_", ["Sarah Chen", "Sarah Müller"]),
    ],
)
def test_any_beginning_of_a_name_or_a_company_finds_its_people(
    company: Database, typed: str, who: list[str]
) -> None:
    assert found(company, typed) == who


def test_a_csm_is_offered_their_own_people_alone(company: Database) -> None:
    assert found(company, "sarah", ("U0ANA", "ana@ours.example")) == ["Sarah Chen"]
    assert found(company, "sarah", ("U0BEA", "bea@ours.example")) == ["Sarah Müller"]


def test_the_keys_follow_a_name_however_it_is_written(company: Database, tmp_path: Path) -> None:
    with company.changing() as session:
        session.query(Advocate).filter_by(name="Chen Wei").one().name = "Wei Zhao"
    assert found(company, "zhao") == ["Wei Zhao"]
    file = tmp_path / "advocates.csv"
    file.write_text(
        "email,name,account,stage\n0@a.example,Sarah Olsen,Northwind Bank,enrolled\n"
        "new@a.example,Ottó Kiss,Contoso,contact\n"
    )
    import_file(Program(company, FixedClock(NOW)), "advocates", file)
    assert found(company, "olsen") == ["Sarah Olsen"]
    assert found(company, "chen") == []
    assert found(company, "otto") == ["Ottó Kiss"]


def test_what_a_name_is_found_by() -> None:
    assert keys_of("Anna-Maria  Schmidt") == Keys("anna maria schmidt", "schmidt anna maria")
    assert keys_of("Cher") == Keys("cher", "cher")
    assert keys_of("*** ") == Keys("***", "***")
    assert looked_up("One two THREE four five") == ("one", "two", "three", "four")
    assert "chen\U0001f600" < after("chen") < "cheo"


@pytest.mark.parametrize("words", [1, 2])
def test_sqlite_finds_names_by_index(sqlite_db: Database, words: int) -> None:
    fill(sqlite_db, advocates=2000, asks=0)
    plan = explained(sqlite_db, words, "EXPLAIN QUERY PLAN ")
    assert "ix_advocates_name_key " in plan
    assert "ix_advocates_name_key_turned " in plan
    assert "ix_accounts_name_key " in plan
    assert "SCAN advocates" not in plan
    assert "SCAN accounts" not in plan


@pytest.mark.parametrize("words", [1, 2])
def test_postgresql_finds_names_by_index(postgresql_db: Database, words: int) -> None:
    fill(postgresql_db, advocates=8000, asks=0)
    plan = explained(postgresql_db, words, "EXPLAIN ")
    assert "ix_advocates_name_key " in plan
    assert "ix_accounts_name_key" in plan
    assert "Seq Scan on advocates" not in plan


def explained(db: Database, words: int, explain: str) -> str:
    typed = ("person", "77")[:words]
    values = {}
    for start in range(words):
        for end in range(start + 1, words + 1):
            values[f"from_{start}_{end}"] = " ".join(typed[start:end])
            values[f"to_{start}_{end}"] = after(" ".join(typed[start:end]))
    with db.engine.connect() as connection:
        statement = _finding(words, own=False).params(**values)
        compiled = statement.compile(connection, compile_kwargs={"literal_binds": True})
        rows = connection.execute(text(explain + str(compiled).replace(":", "\\:")))
        return "\n".join(str(row[-1]) for row in rows) + "\n"
