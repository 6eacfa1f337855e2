"""synonym add, list and remove, on a real database."""

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.clock import FixedClock
from bot.db import Database
from bot.facts import HistoryLine
from bot.services import matching
from bot.services.program import Program
from messages.history import happened
from models import AuditEntry
from tests.bench.crowd import fill
from tests.journeys.office import MONDAY, SAM, settings


def run(db: Database, *words: str) -> Result:
    url = db.url.render_as_string(hide_password=False)
    return CliRunner().invoke(cli, ["synonym", *words], obj=settings(url, "http://127.0.0.1:9/"))


def understood(program: Program, line: str) -> list[tuple[str, str]]:
    reading = matching.find(program, SAM, line).reading
    return [(one.field.value, one.name) for one in reading.understood]


def test_a_word_is_understood_at_once_everywhere_until_it_is_taken_back(db: Database) -> None:
    fill(db, advocates=40, asks=10)
    program = Program(db, FixedClock(MONDAY))
    assert understood(program, "moneyfolk") == []
    added = run(db, "add", "MoneyFolk", "industry", "fin-tech")
    assert (added.exit_code, added.output) == (0, "“MoneyFolk” means Fintech (industry) now.\n")
    assert understood(program, "moneyfolk") == [("industry", "Fintech")]
    assert run(db, "add", "the islands", "region", "DACH").exit_code == 0
    assert understood(program, "The Islands") == [("region", "DACH")]
    listed = run(db, "list").output.splitlines()
    assert [line.split()[0] for line in listed] == ["MoneyFolk", "the"]
    assert "added by command line" in listed[0]
    removed = run(db, "remove", "money folk")
    assert removed.output == "“MoneyFolk” no longer means Fintech (industry).\n"
    assert understood(program, "moneyfolk") == []


def test_teaching_is_audited(sqlite_db: Database) -> None:
    fill(sqlite_db, advocates=40, asks=10)
    run(sqlite_db, "add", "wallet", "product", "payments")
    run(sqlite_db, "remove", "Wallet")
    with sqlite_db.reading() as session:
        entries = session.query(AuditEntry).order_by(AuditEntry.id).all()
    assert [(one.actor, one.action, one.subject_id) for one in entries] == [
        ("command line", "synonym_added", "wallet"),
        ("command line", "synonym_removed", "wallet"),
    ]
    assert entries[0].details == {"word": "wallet", "field": "product", "name": "Payments"}
    lines = [HistoryLine(one.at, one.actor, one.action, one.details, None) for one in entries]
    assert [happened(line) for line in lines] == [
        "taught me that “wallet” is Payments (product)",
        "took back that “wallet” is Payments (product)",
    ]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", "wallet", "industri", "Fintech"), "there is no field “industri”; the nearest is industry"),
        (("add", "wallet", "size", "5000+"), "there is no field “size”"),
        (("add", "wallet", "industry", "Fintehc"), "no industry that I know; the nearest is Fintech"),
        (("add", "wallet", "competitor", "Globex"), "no competitor is known yet: import accounts first"),
        (("add", "!?", "industry", "Fintech"), "“!?” is no word to teach"),
        (("add", "For", "industry", "Fintech"), "“For” stands in all kinds of searches"),
        (("add", "x" * 61, "industry", "Fintech"), "is no word to teach"),
        (("add", "taught", "industry", "Banking"), "means Fintech (industry) already; take that back first"),
        (("remove", "tought"), "“tought” is no synonym of yours; the nearest is taught"),
    ],
)
def test_nonsense_is_refused_and_nothing_changes(
    sqlite_db: Database, words: tuple[str, ...], reason: str
) -> None:
    fill(sqlite_db, advocates=40, asks=10)
    assert run(sqlite_db, "add", "taught", "industry", "Fintech").exit_code == 0
    before = run(sqlite_db, "list").output
    refused = run(sqlite_db, *words)
    assert refused.exit_code == 1
    assert reason in refused.stderr
    assert run(sqlite_db, "list").output == before


def test_a_word_that_would_not_be_understood_even_so_is_refused(sqlite_db: Database) -> None:
    fill(sqlite_db, advocates=40, asks=10)
    refused = run(sqlite_db, "add", "500+", "industry", "Fintech")
    assert refused.exit_code == 1
    assert "would not be understood as Fintech even so" in refused.stderr


def test_an_empty_list_says_so(sqlite_db: Database) -> None:
    assert run(sqlite_db, "list").output == "Nothing was taught yet.\n"
