"""What nobody wrote down thanks for before the bot was there: one list per CSM, never a flood, never again."""

from datetime import timedelta
from pathlib import Path

from bot.importers.importing import import_file
from bot.queries.open_thanks import SHOWN
from bot.sandbox.answer import words
from bot.sandbox.records import Message
from models import Activity
from tests.journeys.office import ANA, BEA, OLU, Office
from tests.journeys.test_who_may import press_as


def history(office: Office, tmp_path: Path, *, count: int = 3, ago: int = 40, name: str = "first") -> None:
    """So many unthanked talks of Sarah's and one that was thanked for, as a file."""
    today = office.clock.now().date()
    rows = [
        f"sarah.chen@northwind-bank.example,speaking,{today - timedelta(days=ago + number)},your story no {number},"
        for number in range(count)
    ]
    rows.append(f"sarah.chen@northwind-bank.example,podcast,{today - timedelta(days=90)},,{today}")
    file = tmp_path / f"{name}.csv"
    file.write_text(
        "\n".join(["advocate,kind,completed_on,helped,thanked_on", *rows]) + "\n", encoding="utf-8"
    )
    import_file(office.wired.program, "activities", file)
    office.deliver()


def opened(office: Office, tmp_path: Path, **how: int) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    history(office, tmp_path, **how)


def lists(office: Office) -> list[Message]:
    return [one for one in office.person(ANA).messages() if "before I was here" in words(one)]


def done(office: Office) -> list[Activity]:
    with office.db.reading() as session:
        return session.query(Activity).filter_by(kind="speaking").order_by(Activity.completed_on.desc()).all()


def test_the_history_comes_as_one_list_and_nobody_is_reminded_of_it(office: Office, tmp_path: Path) -> None:
    opened(office, tmp_path)
    (one,) = lists(office)
    assert "3 times your customers helped us" in words(one)
    assert words(one).count("gave a talk") == 3
    office.later(days=7)
    office.job("thank_you_nudges")
    assert len(office.person(ANA).messages()) == 1


def test_it_waits_for_working_hours(office: Office, tmp_path: Path) -> None:
    office.later(hours=12)
    opened(office, tmp_path)
    assert office.person(ANA).messages() == []
    office.later(hours=12)
    office.deliver()
    assert len(lists(office)) == 1


def test_another_import_brings_no_second_list(office: Office, tmp_path: Path) -> None:
    opened(office, tmp_path)
    history(office, tmp_path)
    history(office, tmp_path, count=5, name="second")
    (one,) = lists(office)
    assert "5 times" in words(one)
    assert len(office.person(ANA).messages()) == 1


def test_each_line_is_thanked_for_settled_or_let_go(office: Office, tmp_path: Path) -> None:
    ana = office.person(ANA)
    opened(office, tmp_path)
    shown = office.press(ana, "thanks_record")
    assert (
        "I should have written" in str(shown.blocks)
        or "a while" in str(shown.blocks)
        or "later" in str(shown.blocks)
    )
    assert (
        ana.submit(how="mail", text="You told them about the outage in March. Thank you.\n\nAna").errors == {}
    )
    office.deliver()
    assert "2 times" in words(lists(office)[0])
    office.press(ana, "thanks_record")
    assert ana.submit(how="long_ago").errors == {}
    office.deliver()
    office.press(ana, "thanks_record")
    assert ana.submit(how="let_go").errors == {}
    office.deliver()
    today = office.clock.now().date()
    assert [(one.thanked_how, one.thanked_on) for one in done(office)] == [
        ("mail", today),
        ("long_ago", done(office)[1].completed_on),
        ("let_go", None),
    ]
    assert done(office)[1].thanks_text is None
    assert "Nothing is left to thank for" in words(lists(office)[0])
    assert len(ana.messages()) == 1


def test_all_of_them_are_settled_with_one_click(office: Office, tmp_path: Path) -> None:
    ana = office.person(ANA)
    opened(office, tmp_path, count=12)
    assert f"{12 - SHOWN} more come up" in words(lists(office)[0])
    press_as(office, BEA, lists(office)[0], "open_thanks_let_go")
    office.slack.until(lambda: bool(office.person(BEA).ephemerals()), what="a refusal")
    assert all(one.thanked_how is None for one in done(office))
    assert ana.press("open_thanks_thanked").ok
    office.deliver()
    assert all((one.thanked_how, one.thanked_on) == ("long_ago", one.completed_on) for one in done(office))
    assert "Nothing is left" in words(lists(office)[0])


def test_all_of_them_are_let_go_with_one_click_and_stay_unthanked(office: Office, tmp_path: Path) -> None:
    opened(office, tmp_path, count=12)
    assert office.person(ANA).press("open_thanks_let_go").ok
    office.deliver()
    assert [(one.thanked_how, one.thanked_on) for one in done(office)] == [("let_go", None)] * 12
    assert "Nothing is left" in words(lists(office)[0])
    office.later(days=7)
    office.job("thank_you_nudges")
    assert len(office.person(ANA).messages()) == 1, "nobody is reminded of what was let go"


def test_a_new_csm_gets_the_list_with_the_customers(office: Office, tmp_path: Path) -> None:
    opened(office, tmp_path)
    account = "accounts"
    file = tmp_path / f"{account}.csv"
    header = "domain,name,industry,segment,region,csm"
    file.write_text(
        f"{header}\nnorthwind-bank.example,Northwind Bank,Fintech,enterprise,emea,{OLU}\n", encoding="utf-8"
    )
    import_file(office.wired.program, account, file)
    office.deliver()
    assert "before I was here" in words(office.person(OLU).messages()[-1])
    assert "Nothing is left" in words(lists(office)[0])
