"""An owner asks for the report with a command, and has it as a file in their direct messages."""

import pytest

from bot.sandbox.answer import words
from models import RoleHolder
from tests.journeys.office import ANA, BEA, MONDAY, OLU, Office

STARTS = {"pdf": b"%PDF", "html": b"<!doctype html>", "csv": b"name,period,"}


def ask(office: Office, by: str, text: str) -> str:
    return words(office.person(by).command("/program", f"report {text}".strip()))


def files(office: Office, reader: str) -> list[tuple[str, bytes]]:
    workspace = office.server.workspace
    return [
        (one["name"], workspace.content(one["id"]))
        for message in office.person(reader).messages()
        for one in message.files
    ]


@pytest.mark.parametrize(
    ("typed", "name", "file_format"),
    [
        ("", "advocacy-report-2025-10-01-to-2025-12-31.pdf", "pdf"),
        ("2025-Q3 html", "advocacy-report-2025-07-01-to-2025-09-30.html", "html"),
        ("csv 2025-07-01 2025-08-15", "advocacy-report-2025-07-01-to-2025-08-15.csv", "csv"),
        ("2026-Q1 PDF", "advocacy-report-2026-01-01-to-2026-03-31.pdf", "pdf"),
    ],
)
def test_an_owner_has_it_in_their_direct_messages(
    office: Office, typed: str, name: str, file_format: str
) -> None:
    told = ask(office, OLU, typed)
    assert "on its way into your direct messages" in told
    assert file_format.upper() in told
    office.deliver()
    [(called, content)] = files(office, OLU)
    assert called == name
    assert content.startswith(STARTS[file_format])
    [shown] = [one for one in office.person(OLU).messages() if one.files]
    assert "Nobody did anything for us in this period" in shown.text


def test_asking_again_brings_it_again_with_what_has_happened_since(office: Office) -> None:
    ask(office, OLU, "2026-Q1 csv")
    office.deliver()
    advocate = office.add_advocate("Sarah Chen", office.add_account("Northwind"))
    office.add_activity(advocate, MONDAY.date())
    ask(office, OLU, "2026-Q1 csv")
    office.deliver()
    (_, before), (_, after) = files(office, OLU)
    assert b"activities,now,2026-01-01,2026-03-31,,,0,0,0" in before
    assert b"activities,now,2026-01-01,2026-03-31,,,1,1,1" in after


@pytest.mark.parametrize("by", [ANA, BEA])
def test_nobody_else_gets_one(office: Office, by: str) -> None:
    assert "Only a program owner" in ask(office, by, "2025-Q3")
    office.deliver()
    assert files(office, by) == []
    assert files(office, OLU) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("last summer", "I can’t read “last summer” as a period"),
        ("<b>&", "“&lt;b&gt;&amp;”"),
        ("2026-03-01 2026-02-01", "the first day comes first"),
        ("2026-Q2", "nothing of it has happened yet"),
    ],
)
def test_what_is_no_period_is_said_and_nothing_is_sent(office: Office, typed: str, said: str) -> None:
    assert said in ask(office, OLU, typed)
    office.deliver()
    assert office.person(OLU).messages() == []


def test_where_no_files_are_allowed_it_is_said_how_to_make_it(office: Office) -> None:
    office.server.workspace.scopes.discard("files:write")
    office.expected.add("missing_scope")
    ask(office, OLU, "2025-Q4 html")
    office.deliver()
    shown = office.latest(office.person(OLU))
    assert "python -m bot report --from 2025-10-01 --to 2025-12-31 --format html" in str(shown.blocks)
    assert "Nobody did anything" in shown.text


def test_who_is_no_owner_any_more_when_it_is_made_gets_none(office: Office) -> None:
    owner = RoleHolder(slack_id=BEA, role="owner", added_by=OLU, added_at=MONDAY)
    office.person(BEA).command("/program", "help")
    office.add_row(owner)
    assert "on its way" in ask(office, BEA, "2025-Q4")
    with office.db.changing() as session:
        session.delete(session.get(RoleHolder, (BEA, "owner")))
    office.deliver()
    assert files(office, BEA) == []


def test_help_tells_of_it(office: Office) -> None:
    assert "/program report" in words(office.person(OLU).command("/program", "help"))
