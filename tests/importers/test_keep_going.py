"""--keep-going: the good rows go in, the others into a file that can be mended and imported."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import BadInput
from bot.importers.importing import import_file
from bot.services.program import Program
from models import Account, Advocate
from tests.importers.conftest import ACCOUNT, ADVOCATE, Import

Refused = Callable[[Program, str, str | bytes], list[str]]
HEADER = "domain,name,industry,segment,region,csm"
GOOD = "acme.test,Acme,Fintech,smb,emea,U024BE7LH"


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """Where the rejected rows of accounts.csv go."""
    return tmp_path / "accounts.csv.rejected.csv"


def table(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def domains(program: Program) -> list[str]:
    with program.reading() as session:
        return list(session.scalars(select(Account.domain).order_by(Account.domain)))


def test_good_rows_go_in_and_each_bad_one_is_written_down_with_its_reasons(
    program: Program, bring: Import, beside: Path
) -> None:
    content = f"""{HEADER},health
{GOOD},80
big.test,"Big
One",Fintech,huge,emea,bob,5
short.test,Short
good.test,Good,Fintech,smb,emea,U024BE7LH,
long.test,Long, Inc,Fintech,smb,emea,U024BE7LH,7
quote.test,"Quo"te,Fintech,smb,emea,U024BE7LH,7
"""
    result = bring(program, "accounts", content, keep_going=True)
    assert str(result) == "accounts: 6 read, 2 added, 0 updated, 0 unchanged, 4 rejected"
    assert result.rejected_in == beside
    assert domains(program) == ["acme.test", "good.test"]
    header, big, short, long, quote = table(beside.read_bytes())
    assert header == [*HEADER.split(","), "health", "rejected_because"]
    assert big[:-1] == ["big.test", "Big\nOne", "Fintech", "huge", "emea", "bob", "5"]
    assert big[-1] == (
        "csm: “bob” is neither a Slack id nor an e-mail address; write U024BE7LH or bob@your-company.com; "
        "segment: “huge” is not known; write one of smb, mid_market, enterprise"
    )
    assert short[:-1] == ["short.test", "Short", "", "", "", "", ""]
    assert long[:-1] == ["long.test", "Long", " Inc", "Fintech", "smb", "emea", "U024BE7LH,7"]
    assert long[-1].startswith("has 8 cells where the header has 7")
    assert quote[:2] == ["quote.test", "Quote"]
    assert quote[-1].startswith("text follows a closing quotation mark")


def test_the_mended_file_of_rejected_rows_goes_in_as_it_is(
    program: Program, bring: Import, beside: Path
) -> None:
    bring(program, "accounts", f"{HEADER}\n{GOOD}\nbig.test,Big,Fintech,huge,emea,U1X\n", keep_going=True)
    mended = beside.read_text().replace("Fintech,huge", "Fintech,enterprise")
    assert str(bring(program, "accounts", mended)) == "accounts: 1 read, 1 added, 0 updated, 0 unchanged"
    assert domains(program) == ["acme.test", "big.test"]


def test_rejected_again_the_old_reason_makes_room_for_the_new_one(
    sqlite_program: Program, bring: Import, beside: Path
) -> None:
    content = f"rejected_because,{HEADER}\nold,big.test,Big,Fintech,huge,emea,U1X\n"
    bring(sqlite_program, "accounts", content, keep_going=True)
    header, row = table(beside.read_bytes())
    assert header == [*HEADER.split(","), "rejected_because"]
    assert row[:2] == ["big.test", "Big"]
    assert row[-1].startswith("segment: ")


def test_the_file_of_rejected_rows_is_saved_as_the_original_was(
    sqlite_program: Program, bring: Import, beside: Path
) -> None:
    content = "\ufeff" + f"{HEADER}\nbig.test,Müller,Fintech,huge,emea,U1X\n".replace(",", ";")
    bring(sqlite_program, "accounts", content, keep_going=True)
    assert beside.read_bytes().startswith(b"\xef\xbb\xbfdomain;name;")
    assert table(beside.read_bytes(), ";")[1][1] == "Müller"


def test_no_spreadsheet_runs_a_rejected_cell_and_the_text_comes_back(
    sqlite_program: Program, bring: Import, beside: Path
) -> None:
    bring(
        sqlite_program,
        "accounts",
        f"{HEADER},country,language\nbig.test,=1+1,Fintech,huge,emea,U1X,'=kept,plain\n",
        keep_going=True,
    )
    row = table(beside.read_bytes())[1]
    assert (row[1], row[6], row[7]) == ("'=1+1", "'=kept", "plain")
    bring(sqlite_program, "accounts", beside.read_text().replace("huge", "smb"))
    with sqlite_program.reading() as session:
        assert session.execute(select(Account.name, Account.country)).one() == ("=1+1", "=kept")


def test_rows_that_name_nobody_and_rows_that_contradict_each_other_are_left_out(
    program: Program, bring: Import, tmp_path: Path
) -> None:
    bring(program, "accounts", ACCOUNT)
    rows = "bo@acme.test,Bo,acme.test,enrolled\nbo@acme.test,Bob,acme.test,enrolled\n"
    rows += "al@acme.test,Al,nowhere.test,enrolled\ndy@acme.test,Dy,acme.test,enrolled\n"
    result = bring(program, "advocates", ADVOCATE + rows + rows.splitlines()[3] + "\n", keep_going=True)
    assert str(result) == "advocates: 6 read, 2 added, 0 updated, 0 unchanged, 1 repeated, 3 rejected"
    with program.reading() as session:
        assert list(session.scalars(select(Advocate.name).order_by(Advocate.name))) == ["Dy", "Mai"]
    reasons = [row[-1] for row in table((tmp_path / "advocates.csv.rejected.csv").read_bytes())[1:]]
    assert [reason.split(";")[0] for reason in reasons] == [
        "email: the same as in line 4, but name differs",
        "email: the same as in line 3, but name differs",
        "account: “nowhere.test” is no account",
    ]


def test_identical_bad_rows_are_each_written_down(
    sqlite_program: Program, bring: Import, beside: Path
) -> None:
    bad = "big.test,Big,Fintech,huge,emea,U1X\n"
    result = bring(sqlite_program, "accounts", f"{HEADER}\n{bad}{bad}", keep_going=True)
    assert (result.read, result.repeated, result.rejected) == (2, 0, 2)
    assert len(table(beside.read_bytes())) == 3


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER},favourite\n{GOOD},blue\n",
        f"{HEADER},name\n{GOOD},Acme\n",
        f"{HEADER.replace(',csm', '')}\n{GOOD.replace(',U024BE7LH', '')}\n",
        f'{HEADER}\n{GOOD}\nbig.test,"Big,Fintech,smb,emea,U1X\n',
    ],
    ids=["unknown column", "column twice", "missing column", "open quotation"],
)
def test_a_file_in_which_no_row_can_be_trusted_is_refused_whole(
    sqlite_program: Program, bring: Import, beside: Path, content: str
) -> None:
    with pytest.raises(BadInput):
        bring(sqlite_program, "accounts", content, keep_going=True)
    assert domains(sqlite_program) == []
    assert not beside.exists()


def test_a_dry_run_counts_the_rejected_rows_and_writes_no_file(
    sqlite_program: Program, bring: Import, beside: Path
) -> None:
    content = f"{HEADER}\n{GOOD}\nbig.test,Big,Fintech,huge,emea,U1X\n"
    result = bring(sqlite_program, "accounts", content, keep_going=True, dry_run=True)
    assert (result.added, result.rejected, result.rejected_in) == (1, 1, None)
    assert domains(sqlite_program) == []
    assert not beside.exists()


def test_without_a_bad_row_no_file_is_written(sqlite_program: Program, bring: Import, beside: Path) -> None:
    assert bring(sqlite_program, "accounts", ACCOUNT, keep_going=True).rejected_in is None
    assert not beside.exists()


def test_where_the_rejected_rows_cannot_be_written_nothing_is_imported(
    sqlite_program: Program, bring: Import, tmp_path: Path
) -> None:
    (tmp_path / "accounts.csv.rejected.csv.part").mkdir()
    with pytest.raises(BadInput, match=r"accounts\.csv\.rejected\.csv: cannot be written \(Is a directory\)"):
        bring(
            sqlite_program,
            "accounts",
            f"{HEADER}\n{GOOD}\nbig.test,Big,Fintech,huge,emea,U1X\n",
            keep_going=True,
        )
    assert domains(sqlite_program) == []


def test_an_import_that_fails_while_writing_leaves_no_file_of_rejected_rows(
    sqlite_program: Program, tmp_path: Path, beside: Path
) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text(f"{HEADER}\n{GOOD}\nbig.test,Big,Fintech,huge,emea,U1X\n")

    def stop(done: float) -> None:
        if done > 0.91:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(sqlite_program, "accounts", path, keep_going=True, progress=stop)
    assert domains(sqlite_program) == []
    assert list(tmp_path.glob("accounts.csv.*")) == []
