"""report: what a director is given says what `measures` says, stands alone, and survives any data."""

import csv
import json
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.db import Database
from bot.rules.measures import OF_PEOPLE
from messages.wording import money
from models import Account, Activity, Advocate, Ask, Cost, Deal, Give, Story
from tests.journeys.office import settings
from tests.services.test_measuring import world

PERIOD = ("--from", "2026-04-01", "--to", "2026-06-30")
HOSTILE = '<script>alert(1)</script> & *Co* "quoted" {{ 7*7 }} \u202e 製造 =1+1'
NOW = datetime(2026, 6, 30, tzinfo=UTC)
VOID = {"meta", "br", "hr", "img", "link", "input"}


def run(db: Database, command: str, *words: str) -> Result:
    url = db.url.render_as_string(hide_password=False)
    return CliRunner().invoke(cli, [command, *words], obj=settings(url, "http://127.0.0.1:9/"))


def made(db: Database, file_format: str, *period: str) -> bytes:
    result = run(db, "report", *(period or PERIOD), "--format", file_format)
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def add(db: Database, *rows: object) -> None:
    with db.changing() as session:
        for row in rows:
            session.add(row)
            session.flush()


def company(name: str, number: int = 0, **columns: Any) -> Account:
    return Account(
        id=f"a{number}", domain=f"c{number}.example", name=name, industry=name, segment=name, region="emea",
        csm=name, created_at=NOW, updated_at=NOW, **columns,
    )  # fmt: skip


def person(name: str, number: int = 0, **columns: Any) -> Advocate:
    return Advocate(
        id=f"p{number}", email=f"p{number}@c.example", name=name, account_id=f"a{number}", stage="enrolled",
        created_at=NOW, updated_at=NOW, **columns,
    )  # fmt: skip


def activity(on: date, number: int = 0, **columns: Any) -> Activity:
    values: dict[str, Any] = {"kind": "reference_call", "effort": 2, "origin": "import", **columns}
    return Activity(
        advocate_id=f"p{number}",
        completed_on=on,
        completed_at=datetime(on.year, on.month, on.day, tzinfo=UTC),
        **values,
    )


class Page(HTMLParser):
    """What a browser sees of a page: its text by element, and whether its elements are closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append(" ".join(data.split()))

    def tags(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [document[at].get_textpage().get_text_bounded() for at in range(len(document))]


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode(), newline="")))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_table_has_the_figures_of_measures_in_every_period_and_part(sqlite_db: Database) -> None:
    world(sqlite_db, seed=3, books=True)
    lines = table(made(sqlite_db, "csv"))
    measured = json.loads(run(sqlite_db, "measures", *PERIOD, "--json").stdout)
    now = [one for one in lines if one["period"] == "now" and not one["by"]]
    assert [(one["name"], one["currency"]) for one in now] == [
        (one["name"], one.get("currency", "")) for one in measured
    ]
    for line, one in zip(now, measured, strict=True):
        for name in ("numerator", "denominator", "value", "share"):
            assert (float(line[name]) if line[name] else None) == one.get(name), line
        assert (line["cases"], line["too_few"]) == (str(one["cases"]), "yes" if one["too_few"] else "no")
    quarters = [one for one in lines if one["period"] == "quarter"]
    assert len({one["first_day"] for one in quarters}) == 8
    assert quarters[-1]["last_day"] == "2026-06-30"
    for by in ("csm", "industry", "segment", "kind"):
        apart = json.loads(run(sqlite_db, "measures", *PERIOD, "--by", by, "--json").stdout)
        parts = [one for one in lines if one["by"] == by]
        assert [(one["of"], one["name"], one["value"]) for one in parts] == [
            (one[by], one["name"], "" if one["value"] is None else repr(one["value"])) for one in apart
        ]
        assert {one["name"] for one in parts} == set(OF_PEOPLE)


@pytest.mark.parametrize("file_format", ["html", "pdf"])
def test_the_report_shows_the_figures_of_measures(sqlite_db: Database, file_format: str) -> None:
    world(sqlite_db, seed=3, books=True)
    content = made(sqlite_db, file_format)
    text = squeezed("".join(Page(content.decode()).texts if file_format == "html" else pages(content)))
    measured = json.loads(run(sqlite_db, "measures", *PERIOD, "--json").stdout)
    for one in measured:
        if (
            one["name"] in ("participation", "acceptance", "filled", "thanked_within_72h")
            and not one["too_few"]
        ):
            assert (
                squeezed(f"{one['value'] * 100:.0f} %{one['numerator']:,} of {one['denominator']:,}") in text
            )
        if one["name"] == "won_influenced":
            assert squeezed(money(one["value"], one["currency"])) in text
            assert squeezed(money(one["numerator"], one["currency"])) in text
    table_of_measures = squeezed(run(sqlite_db, "measures", *PERIOD).stdout)
    for name in ("Saidyes", "Tookpart", "Givenforeachask", "Donebythebusiestthree"):
        assert name in text
        assert name in table_of_measures


def test_the_page_stands_alone_and_can_be_read_by_everybody(sqlite_db: Database) -> None:
    world(sqlite_db, seed=3, books=True)
    content = made(sqlite_db, "html").decode()
    page = Page(content)
    assert page.open == []
    assert not page.tags("script")
    assert not page.tags("link")
    assert not page.tags("img")
    assert not re.search(r"""(?:src|href)=["'](?!#)""", content)
    assert not re.search(r"url\((?!#)|@import", content)
    assert "prefers-color-scheme: dark" in content
    assert "@page" in content
    assert [one["lang"] for one in page.tags("html")] == ["en"]
    assert len(page.tags("h1")) == 1
    assert page.tags("caption") or page.tags("table") == []
    assert all(one.get("scope") in ("col", "row") for one in page.tags("th"))
    assert len(page.tags("caption")) == len(page.tags("table"))
    assert all(one.get("aria-hidden") == "true" for one in page.tags("svg"))
    assert len(page.tags("svg")) == len(page.tags("figcaption")) >= 3
    ids = [one["id"] for _, one in page.elements if "id" in one]
    assert len(ids) == len(set(ids))


def test_the_same_report_is_the_same_bytes(sqlite_db: Database) -> None:
    world(sqlite_db, seed=3)
    for file_format in ("html", "pdf", "csv"):
        assert made(sqlite_db, file_format) == made(sqlite_db, file_format)


def test_the_first_page_is_the_answer_and_the_pages_are_numbered(sqlite_db: Database) -> None:
    world(sqlite_db, seed=3, books=True)
    printed = pages(made(sqlite_db, "pdf"))
    assert "Customer advocacy, Q2 2026" in printed[0]
    for name in (
        "Activities",
        "Took part",
        "Said yes",
        "Won with a reference",
        "Thanked in time",
        "Program NPS",
    ):
        assert name in printed[0]
    assert all(f"{at} of {len(printed)}" in text for at, text in enumerate(printed, 1))
    document = pypdfium2.PdfDocument(made(sqlite_db, "pdf"))
    width, height = document[0].get_size()
    assert width <= 595.3, "A4 is no wider"
    assert height <= 792.1, "letter is no higher"


@pytest.mark.parametrize("file_format", ["html", "pdf", "csv"])
def test_an_empty_program_has_a_report_that_says_so(sqlite_db: Database, file_format: str) -> None:
    content = made(sqlite_db, file_format)
    if file_format == "csv":
        assert all(one["value"] in ("", "0", "0.0") for one in table(content))
        return
    text = squeezed(" ".join(Page(content.decode()).texts if file_format == "html" else pages(content)))
    assert squeezed("Nobody did anything for us in this period.") in text
    assert squeezed("No deal was won with a reference that we know of.") in text
    assert squeezed("Nobody was asked for anything") in text
    assert squeezed("Import the deals of sales") in text


@pytest.mark.parametrize("file_format", ["html", "pdf", "csv"])
def test_a_program_of_one(sqlite_db: Database, file_format: str) -> None:
    add(
        sqlite_db,
        company("Northwind"),
        person("Sarah Chen"),
        activity(date(2026, 5, 1), result="won", deal="Contoso"),
    )
    content = made(sqlite_db, file_format)
    if file_format != "csv":
        text = squeezed(" ".join(Page(content.decode()).texts if file_format == "html" else pages(content)))
        assert squeezed("1 advocate helped us once, 1 more than in the period before.") in text
        assert "Sarah" not in text, "nobody is named who has not agreed"
        assert squeezed("1 deal was won with a reference: 0 USD.") in text


@pytest.mark.parametrize("file_format", ["html", "pdf", "csv"])
def test_names_full_of_markup_stay_text(sqlite_db: Database, file_format: str) -> None:
    add(
        sqlite_db,
        company(HOSTILE, may_use_logo=True),
        person(HOSTILE, may_name_publicly=True),
        activity(date(2026, 5, 1), kind=HOSTILE, result="won", deal=HOSTILE, prospect=HOSTILE, amount=10.0, currency="EUR"),
        Deal(account=HOSTILE, name=f"{HOSTILE} 2", result="lost", closed_on=date(2026, 5, 2), referenced=True),
        Story(account_id="a0", advocate_id="p0", title=HOSTILE, measure=HOSTILE, before=HOSTILE, after=HOSTILE,
              may_share=True, link="https://x.example/?a=\"'><b>{}%s&c", kind="written"),
        Cost(what=HOSTILE, on=date(2026, 5, 3), amount=5.0, currency="EUR"),
    )  # fmt: skip
    content = made(sqlite_db, file_format)
    if file_format == "html":
        page = Page(content.decode())
        assert page.open == []
        assert not page.tags("script")
        assert not page.tags("b")
        assert any("<script>alert(1)</script> & *Co*" in text for text in page.texts)
        [link] = page.tags("a")
        assert link["href"] == "https://x.example/?a=\"'><b>{}%s&c"
        assert "49" not in "".join(text for text in page.texts if "quoted" in text)
    elif file_format == "pdf":
        assert "<script>alert(1)</script>" in " ".join(" ".join(pages(content)).split())
    else:
        assert HOSTILE in {one["of"] for one in table(content)}


def test_a_spreadsheet_runs_nothing(sqlite_db: Database) -> None:
    add(sqlite_db, company("=1+1"), person("Sarah Chen"), activity(date(2026, 5, 1)))
    assert {one["of"] for one in table(made(sqlite_db, "csv")) if one["by"] == "industry"} == {"'=1+1"}


def test_only_who_agreed_is_named_and_what_was_given_is_said(sqlite_db: Database) -> None:
    yes, no = {"may_name_publicly": True}, {"may_name_publicly": False}
    for number, (columns, logo, share) in enumerate(
        [
            (yes, True, True),
            (yes, None, True),
            (no, True, True),
            ({}, True, True),
            (yes, True, False),
            (yes, True, None),
        ]
    ):
        add(
            sqlite_db,
            company(f"Company{number}", number, may_use_logo=logo),
            person(f"Person{number}", number, **columns),
            Story(account_id=f"a{number}", advocate_id=f"p{number}", title=f"Story{number}", may_share=share, kind="written"),
        )  # fmt: skip
    add(sqlite_db, Give(advocate_id="p1", kind="conference_pass", given_on=date(2024, 1, 1), cost=10.0))
    text = " ".join(Page(made(sqlite_db, "html").decode()).texts)
    assert sorted(re.findall(r"Story\d", text)) == ["Story0", "Story1"]
    assert "Person0, Company0" in text
    assert "Person1" in text
    assert "Company1" not in text, "the company has not agreed"
    assert not re.search(r"Person[2345]", text)
    assert text.count("16 CFR 255.5") == 1


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        ("2024-02-29", "2024-02-29", "29 Feb 2024 to 29 Feb 2024"),
        ("2025-12-15", "2026-01-15", "15 Dec 2025 to 15 Jan 2026"),
        ("2025-10-01", "2025-12-31", "Q4 2025"),
        ("2024-02-01", "2024-02-29", "Feb 2024"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2017-01-01", "2026-12-31", "1 Jan 2017 to 31 Dec 2026"),
    ],
)
def test_leap_years_and_year_ends(sqlite_db: Database, first: str, last: str, title: str) -> None:
    add(
        sqlite_db,
        company("Northwind"),
        person("Sarah Chen"),
        *(activity(date(year, month, day)) for year, month, day in ((2024, 2, 29), (2025, 12, 31), (2026, 1, 1))),
        Ask(advocate_id="p0", origin="import", kind="reference_call", effort=2, state="completed", answer="yes",
            counted_on=date(2024, 2, 29), asked_on=date(2024, 2, 29), deal="x"),
    )  # fmt: skip
    content = made(sqlite_db, "html", "--from", first, "--to", last).decode()
    assert f"<h1>Customer advocacy, {title}</h1>" in content
    found = [
        one
        for one in table(made(sqlite_db, "csv", "--from", first, "--to", last))
        if one["name"] == "activities"
    ]
    days = [date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 1)]
    for one in (one for one in found if not one["by"]):
        there = sum(
            date.fromisoformat(one["first_day"]) <= day <= date.fromisoformat(one["last_day"]) for day in days
        )
        assert int(one["value"]) == there, one


def test_a_period_that_is_none_is_refused_with_the_reason(sqlite_db: Database) -> None:
    for first, last in (
        ("2026-05-01", "2026-04-30"),
        ("2001-01-01", "2026-01-01"),
        ("0001-01-01", "0001-02-01"),
    ):
        refused = run(sqlite_db, "report", "--from", first, "--to", last, "--format", "html")
        assert refused.exit_code == 1
        assert "are no period" in refused.stderr
        assert refused.stdout == ""
    assert run(sqlite_db, "report", "--from", "2026-05-01", "--format", "html").exit_code == 2
    assert run(sqlite_db, "report", *PERIOD, "--format", "docx").exit_code == 2


def test_it_goes_into_the_file_that_was_named(sqlite_db: Database, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    told = run(sqlite_db, "report", *PERIOD, "--format", "pdf", "--out", str(out))
    assert told.stdout == f"{out}\n"
    assert out.read_bytes().startswith(b"%PDF")
    refused = run(
        sqlite_db, "report", *PERIOD, "--format", "pdf", "--out", str(tmp_path / "no" / "where.pdf")
    )
    assert refused.exit_code == 1
    assert "can’t be written" in refused.stderr
