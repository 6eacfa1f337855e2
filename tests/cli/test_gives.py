"""gives and benefits: owners change what there is, audited and in force at once."""

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.clock import FixedClock
from bot.db import Database
from bot.facts import HistoryLine
from bot.services import benefit_kinds, give_kinds
from bot.services.program import Program
from messages.history import happened
from models import AuditEntry
from tests.journeys.office import MONDAY, settings


def run(db: Database, *words: str) -> Result:
    url = db.url.render_as_string(hide_password=False)
    return CliRunner().invoke(cli, words, obj=settings(url, "http://127.0.0.1:9/"))


def told(db: Database) -> list[str]:
    with db.reading() as session:
        entries = session.query(AuditEntry).order_by(AuditEntry.id).all()
    return [happened(HistoryLine(one.at, one.actor, one.action, one.details, None)) for one in entries]


def test_a_give_of_ones_own_is_offered_at_once_until_it_is_taken_out(sqlite_db: Database) -> None:
    program = Program(sqlite_db, FixedClock(MONDAY))
    assert "factory_tour" not in give_kinds.catalogue(program)
    added = run(sqlite_db, "gives", "add", "Factory tour", "2", "learning", "being thanked", "--connects")
    assert added.output == "“Factory tour” can be given now; in files it is factory_tour.\n"
    one = give_kinds.catalogue(program)["factory_tour"]
    assert (one.effort, one.serves, one.connects) == (2, ("learning", "being_thanked"), True)
    listed = run(sqlite_db, "gives", "list").output.splitlines()
    assert listed[-1].split("  ")[-2:] == ["to be disclosed", "(yours)"]
    assert (
        run(sqlite_db, "gives", "remove", "factory_tour").output == "“Factory tour” is no longer offered.\n"
    )
    assert "factory_tour" not in give_kinds.catalogue(program)
    assert told(sqlite_db) == [
        "added “Factory tour” to what can be given (effort 2, for learning, being thanked)",
        "took “Factory tour” out of what can be given",
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("gives", "add", "A book", "1", "lerning"), "is nothing that gives serve"),
        (("gives", "add", "Book", "1", "learning"), "there is a book already"),
        (("gives", "add", "…", "1", "learning"), "is no name"),
        (("gives", "remove", "book"), "ships with me and stays"),
        (("gives", "remove", "tour"), "you added no tour"),
        (("benefits", "add", "Conference pass", "gold"), "there is a conference_pass already"),
        (("benefits", "add", "Tour", "gold", "--give", "tours"), "there is no give tours; the nearest is"),
        (("benefits", "remove", "some_beta"), "the nearest is some_betas"),
        (("benefits", "restore", "some_betas"), "was not taken out"),
    ],
)
def test_nonsense_is_refused_with_the_reason(sqlite_db: Database, words: tuple[str, ...], why: str) -> None:
    refused = run(sqlite_db, *words)
    assert refused.exit_code == 1
    assert why in refused.output
    assert told(sqlite_db) == []


def test_owners_decide_what_comes_with_a_tier(sqlite_db: Database) -> None:
    program = Program(sqlite_db, FixedClock(MONDAY))
    added = run(
        sqlite_db,
        "benefits",
        "add",
        "Garden party",
        "gold",
        "--task-of",
        "owner",
        "--days",
        "20",
        "--give",
        "gift",
    )
    assert added.output == "“Garden party” comes with gold now; its word is garden_party.\n"
    assert run(sqlite_db, "benefits", "remove", "executive_dinner").exit_code == 0
    listed = run(sqlite_db, "benefits", "list").output
    assert "gold       garden_party             Garden party                         owner, 20 days" in listed
    assert "executive_dinner" not in listed
    assert "executive_sponsor        An executive sponsor                 comes by itself" in listed
    assert run(sqlite_db, "benefits", "restore", "executive_dinner").exit_code == 0
    assert run(sqlite_db, "benefits", "remove", "garden_party").exit_code == 0
    there = benefit_kinds.catalogue(program)
    assert "executive_dinner" in there
    assert "garden_party" not in there
    assert told(sqlite_db) == [
        "let “Garden party” come with gold",
        "took executive dinner out of what comes with a tier",
        "put executive dinner back into what comes with a tier",
        "took garden party out of what comes with a tier",
    ]
