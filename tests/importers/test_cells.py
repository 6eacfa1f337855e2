"""One cell at a time: what is understood, and what is said about the rest."""

from datetime import date
from typing import Any

import pytest

from bot.importers.addresses import Csm, Currency, Domain, Email, TimeZone
from bot.importers.cells import BadCell, Cell, Choice, Day, Region, Several, Text, YesNo
from bot.importers.columns import Column
from bot.importers.numbers import Amount, Integer
from bot.rules.kinds import KINDS

SEGMENT = Choice(("smb", "mid_market", "enterprise"))


@pytest.mark.parametrize(
    ("cell", "text", "value"),
    [
        (Day(), "2026-03-31", date(2026, 3, 31)),
        (Day(), "2028-02-29", date(2028, 2, 29)),
        (YesNo(), "Yes", True),
        (YesNo(), "ja", True),
        (YesNo(), "TRUE", True),
        (YesNo(), "0", False),
        (YesNo(), "Não", False),
        (Integer(0, 100), "85.0", 85),
        (Integer(), "1,200", 1200),
        (Integer(), "1.200.000", 1_200_000),
        (Integer(), "12 500", 12_500),
        (Integer(), "12\u202f500", 12_500),
        (Integer(), "007", 7),
        (Amount(), "1200", 1200.0),
        (Amount(), "1200.50", 1200.5),
        (Amount(), "1,200.50", 1200.5),
        (Amount(), "1.200,50", 1200.5),
        (Amount(), "1.200.000", 1_200_000.0),
        (Amount(), "1,234", 1234.0),
        (Amount(), "12,5", 12.5),
        (Amount(), "0.125", 0.125),
        (SEGMENT, "Mid-Market", "mid_market"),
        (SEGMENT, "ENTERPRISE", "enterprise"),
        (SEGMENT, "midmarket", "mid_market"),
        (Choice(KINDS), "Reference calls", "reference_call"),
        (Region(), "EMEA", "emea"),
        (Region(), "Germany", "Germany"),
        (Several(Text()), "a; b|a||c", ["a", "b", "c"]),
        (Several(Choice(KINDS)), "Case Study|press", ["case_study", "press"]),
        (Domain(), "Acme.Test", "acme.test"),
        (Domain(), "bücher.test", "bücher.test"),
        (Email(), "Mai.O'Neil+x@Acme.test", "mai.o'neil+x@acme.test"),
        (Csm(), "U024BE7LH", "U024BE7LH"),
        (Csm(), "Ana.Silva@acme.example", "ana.silva@acme.example"),
        (Currency(), "eur", "EUR"),
        (TimeZone(), "europe/lisbon", "Europe/Lisbon"),
    ],
)
def test_a_cell_is_understood_however_people_write_it(cell: Cell, text: str, value: Any) -> None:
    assert cell.read(text) == value


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        (Day(), "2026-02-31", "“2026-02-31” does not exist: February 2026 has 28 days; correct the day"),
        (Day(), "2026-13-01", "has no month 13"),
        (Day(), "31.03.2026", "write year-month-day such as 2026-03-31"),
        (Day(), "20260331", "write year-month-day such as 2026-03-31"),
        (Day(), "0202-03-31", "is in the year 202"),
        (YesNo(), "maybe", "write yes, no, or nothing where it is unknown"),
        (Integer(0, 100), "101", "write a number from 0 to 100"),
        (Integer(0, 100), "-1", "write a number from 0 to 100"),
        (Integer(0, 10), "8.5", "write a number from 0 to 10"),
        (Integer(1, 5), "five", "write a number from 1 to 5"),
        (Integer(), "1,20", "is not a whole number"),
        (Integer(), "99999999999", "out of range"),
        (Amount(), "1.234", "can mean 1234 or 1.2340"),
        (Amount(), "€ 5", "write only the number"),
        (Amount(), "nan", "write only the number"),
        (Amount(), "-5", "write only the number"),
        (SEGMENT, "enterprize", "did you mean enterprise?"),
        (SEGMENT, "huge", "write one of smb, mid_market, enterprise"),
        (Choice(KINDS), "reference cal", "did you mean reference_call?"),
        (Several(Choice(KINDS)), "press|spech", "“spech” is not known"),
        (Region(), "EMAE", "did you mean emea?"),
        (Domain(), "https://www.acme.test/about", "write acme.test"),
        (Domain(), "acme", "write one such as acme.example"),
        (Email(), "mai@", "is not an e-mail address"),
        (Email(), "mai acme.test", "is not an e-mail address"),
        (
            Csm(),
            "bob",
            "is neither a Slack id nor an e-mail address; write U024BE7LH or bob@your-company.com",
        ),
        (Currency(), "€", "write its three letters"),
        (TimeZone(), "Europe/Lissbon", "did you mean Europe/Lisbon?"),
        (Text(), "a\0b", "NUL"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why_and_what_to_do(cell: Cell, text: str, said: str) -> None:
    with pytest.raises(BadCell) as caught:
        cell.read(text)
    assert said in str(caught.value)


@pytest.mark.parametrize("text", ["=1+1", "+49 30 5550", "-", "@home", "'=quoted", "''+twice", "'plain'"])
def test_a_text_that_looks_like_a_formula_leaves_harmless_and_comes_back(text: str) -> None:
    column = Column("note", Text())
    written = column.write(text)
    assert written[0] not in "=+-@"
    assert column.read(written) == text


def test_an_apostrophe_before_a_formula_is_taken_away() -> None:
    assert Column("note", Text()).read("'=1+1") == "=1+1"
    assert Column("note", Text()).read("'s-Hertogenbosch") == "'s-Hertogenbosch"


@pytest.mark.parametrize("amount", [0.0, 1.234, 999.125, 1e-7, 123456789.5, 1e15, 0.1 + 0.2])
def test_an_amount_is_written_so_that_it_reads_the_same(amount: float) -> None:
    assert Amount().read(Amount().write(amount)) == amount
