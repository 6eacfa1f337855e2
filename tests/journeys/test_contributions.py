"""What came of it: a year of somebody's help in a letter, and what a company did for a business review."""

from datetime import timedelta

import pytest

from models import Advocate, Give, Story
from tests.journeys.office import ANA, BEA, OLU, SAM, Office


def a_year(office: Office) -> Advocate:
    """Sarah took a call that was won and published a case study; Raj, who may be named, gave a talk; a survey, and one too old."""
    bank = office.add_account("Northwind Bank")
    sarah = office.add_advocate("Sarah Chen", bank)
    raj = office.add_advocate("Raj Patel", bank, may_name_publicly=True)
    today = office.clock.now().date()
    office.add_activity(
        sarah,
        today - timedelta(days=100),
        minutes=30,
        prospect="Contoso",
        helped="how openly you spoke",
        result="won",
        amount=72000,
        currency="USD",
        rating=5,
    )
    office.add_activity(
        sarah,
        today - timedelta(days=30),
        kind="case_study",
        effort=3,
        published_on=today - timedelta(days=20),
        published_link="https://ours.example/northwind",
    )
    office.add_activity(sarah, today - timedelta(days=10), kind="survey", effort=0)
    office.add_activity(sarah, today - timedelta(days=400), kind="press", effort=3)
    office.add_activity(raj, today - timedelta(days=5), kind="speaking", effort=3, minutes=45)
    office.add_row(
        Story(
            account_id=bank.id,
            advocate_id=sarah.id,
            title="From paper to tablet",
            may_share=True,
            link="https://ours.example/paper",
            kind="written",
        )
    )
    return sarah


def letter(office: Office, by: str = ANA) -> str:
    person = office.person(by)
    assert person.command("/advocate", "letter sarah").ok
    shown = office.modal(person)
    (text,) = [one["element"]["initial_value"] for one in shown.blocks if one.get("block_id") == "text"]
    return str(text)


def test_the_letter_tells_the_year_and_what_came_of_it_and_never_an_amount(office: Office) -> None:
    a_year(office)
    text = letter(office)
    assert "you took a reference call with Contoso (half an hour)" in text
    assert "how openly you spoke." in text
    assert "They have since decided to go with us" in text
    assert "https://ours.example/northwind" in text
    assert "From paper to tablet" in text
    for never in ("72", "survey", "press", "talk"):
        assert never not in text


def test_sending_it_is_remembered_as_a_thank_you_once(office: Office) -> None:
    ana = office.person(ANA)
    sarah = a_year(office)
    for _ in range(2):
        text = letter(office)
        assert ana.submit(text=text).errors == {}
    with office.db.reading() as session:
        (give,) = session.query(Give).all()
    assert (give.advocate_id, give.kind, give.by) == (sarah.id, "thank_you_note", ANA)


def test_an_edited_letter_passes_the_guard_like_any_other_text(office: Office) -> None:
    ana = office.person(ANA)
    a_year(office)
    letter(office)
    refused = ana.submit(text="You are amazing. If you do it again, we will send you a 100 dollar gift card.")
    assert refused.errors["text"]
    with office.db.reading() as session:
        assert session.query(Give).count() == 0


def test_the_letter_opens_from_the_card_too(office: Office) -> None:
    ana = office.person(ANA)
    a_year(office)
    card = ana.command("/advocate", "show sarah")
    assert card.button("impact_letter") is not None
    assert card.button("contributions") is not None


def test_a_year_without_anything_makes_no_letter(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    assert "nothing that Sarah Chen did" in office.person(ANA).command("/advocate", "letter sarah").text


@pytest.mark.parametrize("command", ["letter sarah", "contributions northwind"])
@pytest.mark.parametrize("by", [BEA, SAM])
def test_only_who_looks_after_them_gets_either(office: Office, by: str, command: str) -> None:
    a_year(office)
    answer = office.person(by).command("/advocate", command)
    assert "Contoso" not in answer.words
    assert "case study" not in answer.words
    assert office.person(by).modal is None


def test_the_list_for_a_business_review_has_nothing_that_nobody_agreed_to_tell(office: Office) -> None:
    a_year(office)
    told = office.person(OLU).command("/advocate", "contributions northwind").words
    assert "1 × reference call" in told
    assert "somebody took a reference call (half an hour)" in told
    assert "Raj Patel gave a talk (three quarters of an hour)" in told
    assert "From paper to tablet" in told
    for never in ("Sarah", "Contoso", "openly", "72", "ours.example/northwind", "press"):
        assert never not in told


def test_the_list_begins_on_the_day_that_was_named(office: Office) -> None:
    a_year(office)
    ana = office.person(ANA)
    told = ana.command("/advocate", "contributions northwind since 20 february").words
    assert "since 20 Feb 2026" in told
    assert "gave a talk" in told
    assert "case study" not in told
    assert "which day" in ana.command("/advocate", "contributions northwind since whenever").text
    assert "no company called" in ana.command("/advocate", "contributions fabrikam").text


def test_several_companies_are_told_apart(office: Office) -> None:
    a_year(office)
    office.add_account("Northwind Insurance")
    ana = office.person(ANA)
    assert "Northwind Bank, Northwind Insurance" in ana.command("/advocate", "contributions northwind").text
    assert "reference call" in ana.command("/advocate", "contributions northwind bank").words
