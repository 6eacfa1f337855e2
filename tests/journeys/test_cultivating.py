"""Something done for a newcomer satisfies the rule that it comes first, at once."""

from datetime import date, timedelta

from tests.journeys.office import ANA, SAM, Office


def test_a_give_frees_a_newcomer_at_once(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    enrolled = office.clock.now().date() - timedelta(days=30)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"), enrolled_on=enrolled)
    assert "1 we have done nothing for yet" in sam.command("/reference", "fintech").text
    ana.click(ana.command("/reference", "mine"), "give_log")
    office.modal(ana)
    assert ana.submit(advocate="sarah", kind="book", given_on=date(2026, 3, 1)).errors == {}
    assert "Sarah Chen" in sam.command("/reference", "fintech").text
