"""What holds somebody back is told to whoever asks and to whoever decides, and nobody is brought together with a rival."""

from datetime import timedelta

from bot.sandbox.answer import words
from tests.journeys.office import ANA, SAM, Office
from tests.journeys.test_the_loop import request_from


def test_what_is_not_known_of_a_company_is_shown_to_the_csm_who_decides(office: Office) -> None:
    today = office.clock.now().date()
    ana = office.person(ANA)
    bank = office.add_account("Northwind Bank", health=80, renewal_date=today - timedelta(days=200))
    office.add_advocate("Sarah Chen", bank)
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    assert (
        "About Northwind Bank: escalations not known; the renewal date, 14 Aug 2025, is long past"
        in words(ana.modal)
    )


def test_where_all_is_known_the_csm_is_shown_no_doubts(office: Office) -> None:
    today = office.clock.now().date()
    ana = office.person(ANA)
    bank = office.add_account(
        "Northwind Bank", health=80, open_escalation=False, renewal_date=today + timedelta(days=200)
    )
    office.add_advocate("Sarah Chen", bank)
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    assert "About Northwind Bank" not in words(ana.modal)


def test_a_rival_of_the_company_gets_the_next_who_fits(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank", never_with=["Contoso"]))
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))
    answer = sam.command("/reference", "fintech")
    assert "2 people fit" in answer.text
    sam.click(answer, "reference_request", sarah.id)
    office.modal(sam)
    assert sam.submit(deal_name="Expansion", prospect="CONTOSO Deutschland GmbH").errors == {}
    office.deliver()
    assert "May we ask Tom Reed?" in words(office.latest(ana))


def test_a_rival_of_everybody_who_fits_is_told_why(office: Office) -> None:
    sam = office.person(SAM)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank", never_with=["Contoso"]))
    sam.click(sam.command("/reference", "fintech"), "reference_request")
    office.modal(sam)
    refused = sam.submit(deal_name="Expansion", prospect="Contoso")
    assert "keep them away from this prospect" in str(refused.errors)
    assert office.asks() == []


def test_a_rival_named_after_the_request_is_noticed_at_approval(office: Office) -> None:
    ana = office.person(ANA)
    bank = office.add_account("Northwind Bank")
    office.add_advocate("Sarah Chen", bank)
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    with office.db.changing() as session:
        session.merge(bank).never_with = ["Contoso"]
    refused = ana.submit(decision="approve")
    assert "keep them away from this prospect" in str(refused.errors)
    assert [ask.state for ask in office.asks()] == ["released"]


def test_the_next_on_the_bench_is_no_friend_of_a_rival_either(office: Office) -> None:
    ana = office.person(ANA)
    office.add_advocate("Anna Bell", office.add_account("Northwind Bank"))
    office.add_advocate("Bob Reed", office.add_account("Harbour Trust", never_with=["contoso inc"]))
    office.add_advocate("Cleo Park", office.add_account("Summit Pay"))
    request_from(office, "fintech")
    assert "May we ask Anna Bell?" in words(office.latest(ana))
    office.press(ana, "ask_review")
    ana.submit(decision="not_now")
    office.deliver()
    assert "May we ask Cleo Park?" in words(office.latest(ana))


def test_renewals_near_and_people_new_to_the_program_are_counted(office: Office) -> None:
    today = office.clock.now().date()
    for name in ("Northwind Bank", "Harbour Trust"):
        account = office.add_account(name, renewal_date=today + timedelta(days=20))
        office.add_advocate(f"Somebody at {name}", account)
    office.add_advocate(
        "Newly Here", office.add_account("Summit Pay"), enrolled_on=today - timedelta(days=10)
    )
    said = office.person(SAM).command("/reference", "fintech").text
    assert "2 renewals near" in said
    assert "1 new to the program, first free on 21 May 2026" in said
