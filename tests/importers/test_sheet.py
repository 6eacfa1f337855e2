"""Whole files: headers, separators, encodings, lines; and every mistake in them at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.errors import BadInput
from bot.importers.importing import import_file
from bot.services.program import Program
from models import Account
from tests.importers.conftest import ACCOUNT, Import

Refused = Callable[[Program, str, str | bytes], list[str]]
HEADER = "domain,name,industry,segment,region,csm"
ROW = "acme.test,Acme,Fintech,smb,emea,U024BE7LH"


def names(program: Program) -> list[str]:
    with program.reading() as session:
        return list(session.scalars(select(Account.name).order_by(Account.name)))


@pytest.mark.parametrize(
    "content",
    [
        ACCOUNT,
        ACCOUNT.replace("\n", "\r\n"),
        "\ufeff" + ACCOUNT,
        ACCOUNT.replace(",", ";"),
        "csm,region,segment,industry,name,domain\nU024BE7LH,emea,smb,Fintech,Acme,acme.test",
        "Domain , NAME,Industry,Segment,Region,CSM\n" + ROW,
        f"\n{HEADER}\n\n{ROW}\n,,,,,\n\n",
        f"{HEADER},rejected_because\n{ROW},line 2 was wrong\n",
    ],
    ids=[
        "plain",
        "windows line ends",
        "BOM",
        "semicolons",
        "any order",
        "any case",
        "blank lines",
        "rejected",
    ],
)
def test_a_file_is_read_however_it_was_saved(sqlite_program: Program, bring: Import, content: str) -> None:
    assert (
        str(bring(sqlite_program, "accounts", content)) == "accounts: 1 read, 1 added, 0 updated, 0 unchanged"
    )
    assert names(sqlite_program) == ["Acme"]


def test_a_semicolon_file_separates_lists_with_bars(sqlite_program: Program, bring: Import) -> None:
    bring(sqlite_program, "accounts", f"{HEADER},tags\n{ROW},x\n".replace(",", ";").replace("x", "B2B|AWS"))
    with sqlite_program.reading() as session:
        assert session.scalar(select(Account.tags)) == ["B2B", "AWS"]


def test_every_bad_cell_of_the_file_is_named_and_nothing_is_imported(
    sqlite_program: Program, refused: Refused
) -> None:
    content = f"""{HEADER},health,renewal_date
acme.test,"Acme
Group",Fintech,smb,emea,U024BE7LH,80,2027-01-01
globex.test,Globex,,enterprize,emea,bob,101,2026-02-31
initech.test,Initech
good.test,Good,Fintech,smb,emea,a@b.test,,
,,Fintech,smb,emea,a@b.test,x,
"""
    problems = refused(sqlite_program, "accounts", content)
    assert [problem.split(":")[0] for problem in problems] == [
        "line 4, csm",
        "line 4, health",
        "line 4, industry",
        "line 4, renewal_date",
        "line 4, segment",
        "line 5",
        "line 7, domain",
        "line 7, health",
        "line 7, name",
    ]
    assert problems[0] == (
        "line 4, csm: “bob” is neither a Slack id nor an e-mail address; "
        "write U024BE7LH or bob@your-company.com"
    )
    assert names(sqlite_program) == []


def test_wrong_headers_are_named_together_with_bad_cells(sqlite_program: Program, refused: Refused) -> None:
    content = (
        "domain,name,industy,segment,region,name,,favourite colour\nacme.test,Acme,x,tiny,emea,Acme,,blue\n"
    )
    assert refused(sqlite_program, "accounts", content) == [
        "line 1: column 7 has no name; give it one or remove it",
        "line 1, csm: this column is missing, and accounts need it; add it to the header",
        refused_colour(),
        "line 1, industry: this column is missing, and accounts need it; add it to the header",
        "line 1, industy: accounts have no such column; did you mean industry?",
        "line 1, name: this column is there twice; keep one of them",
        "line 2, segment: “tiny” is not known; write one of smb, mid_market, enterprise",
    ]


def refused_colour() -> str:
    from bot.importers.accounts import COLUMNS

    known = ", ".join(column.name for column in COLUMNS)
    return f"line 1, favourite colour: accounts have no such column; remove it, or use one of {known}"


def test_a_missing_key_column_does_not_make_all_rows_the_same(
    sqlite_program: Program, refused: Refused
) -> None:
    content = "name,industry,segment,region,csm\nA,x,smb,emea,U024BE7LH\nB,x,smb,emea,U024BE7LH\n"
    assert refused(sqlite_program, "accounts", content) == [
        "line 1, domain: this column is missing, and accounts need it; add it to the header"
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"{ROW},more", "line 2: has 7 cells where the header has 6; put a text that holds the separator"),
        ("acme.test,Acme", "line 2: has 2 cells where the header has 6; add the missing ones"),
        ('acme.test,"Acme,Fintech,smb,emea,U024BE7LH', "line 2: a quotation mark is opened and never closed"),
        ('acme.test,"Ac"me,Fintech,smb,emea,U024BE7LH', "line 2: text follows a closing quotation mark"),
    ],
)
def test_a_line_that_cannot_be_cut_into_its_cells_says_why(
    sqlite_program: Program, refused: Refused, row: str, said: str
) -> None:
    (problem,) = refused(sqlite_program, "accounts", f"{HEADER}\n{row}\n")
    assert problem.startswith(said)


def test_lines_after_one_with_a_stray_quotation_mark_are_checked_too(
    sqlite_program: Program, refused: Refused
) -> None:
    content = f'{HEADER}\nacme.test,"Ac"me,Fintech,smb,emea,U024BE7LH\n{ROW.replace("smb", "tiny")}\n'
    assert [problem.split(":")[0] for problem in refused(sqlite_program, "accounts", content)] == [
        "line 2",
        "line 3, segment",
    ]


def test_a_header_that_cannot_be_cut_into_its_cells_says_why(
    sqlite_program: Program, refused: Refused
) -> None:
    (problem,) = refused(sqlite_program, "accounts", f'"do"main,{HEADER}\n{ROW}\n')
    assert problem.startswith("line 1: text follows a closing quotation mark")


def test_a_cell_without_end_is_named_where_it_begins(sqlite_program: Program, refused: Refused) -> None:
    content = f'{HEADER}\n{ROW}\nb.test,"' + "x" * 1_000_001 + '",Fintech,smb,emea,U024BE7LH\n'
    (problem,) = refused(sqlite_program, "accounts", content)
    assert problem.startswith("line 3: a cell has more than 1,000,000 characters")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty; it needs a header with the columns of accounts"),
        (b"\n  \n", "is empty; it needs a header with the columns of accounts"),
        (ACCOUNT.encode("utf-16"), "is written in UTF-16"),
        (
            ACCOUNT.replace("Acme", "Café").encode("cp1252"),
            "line 2: is not written in UTF-8 (byte e9, which Windows-1252 shows as “é”); save it as “CSV UTF-8”",
        ),
    ],
    ids=["empty", "blank", "UTF-16", "Windows-1252"],
)
def test_a_file_that_is_no_csv_says_what_it_is(
    sqlite_program: Program, refused: Refused, content: bytes, said: str
) -> None:
    (problem,) = refused(sqlite_program, "accounts", content)
    assert said in problem


def test_a_wrong_byte_far_into_a_large_file_is_found(sqlite_program: Program, refused: Refused) -> None:
    rows = "".join(f"a{n}.test,Name {n},Fintech,smb,emea,U024BE7LH\n" for n in range(3000))
    (problem,) = refused(
        sqlite_program, "accounts", f"{HEADER}\n{rows}".encode() + b"z.test,\xff,x,smb,emea,U1\n"
    )
    assert problem.startswith("line 3002: is not written in UTF-8")


def test_a_missing_file_and_a_folder_are_named(sqlite_program: Program, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.csv: there is no such file"):
        import_file(sqlite_program, "accounts", tmp_path / "none.csv")
    with pytest.raises(BadInput, match=r"cannot be read \(Is a directory\)"):
        import_file(sqlite_program, "accounts", tmp_path)


def test_an_unknown_kind_gets_the_nearest_one(sqlite_program: Program, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="did you mean advocates"):
        import_file(sqlite_program, "advocate", tmp_path / "x.csv")


def test_identical_rows_are_one_and_differing_ones_are_both_named(
    sqlite_program: Program, bring: Import, refused: Refused
) -> None:
    assert refused(sqlite_program, "accounts", f"{HEADER}\n{ROW}\n{ROW.replace('Acme', 'Acme Ltd')}\n") == [
        "line 2, domain: the same as in line 3, but name differs; keep one of the two lines",
        "line 3, domain: the same as in line 2, but name differs; keep one of the two lines",
    ]
    result = bring(sqlite_program, "accounts", f"{HEADER}\n{ROW}\n{ROW}\n{ROW.replace('acme.', 'ACME.')}\n")
    assert str(result) == "accounts: 3 read, 1 added, 0 updated, 0 unchanged, 2 repeated"


def test_a_header_alone_brings_nothing(sqlite_program: Program, bring: Import) -> None:
    assert (
        str(bring(sqlite_program, "accounts", HEADER)) == "accounts: 0 read, 0 added, 0 updated, 0 unchanged"
    )
    with sqlite_program.reading() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 0
