"""One message rather than three: what a CSM is reminded of at the same time comes together."""

from bot.sandbox.answer import words
from bot.sandbox.records import Message
from tests.journeys.office import ANA, SAM, Office
from tests.journeys.test_deadlines import at


def file(office: Office, deal: str) -> None:
    """A request for whoever fits next."""
    sam = office.person(SAM)
    sam.click(sam.command("/reference", "fintech"), "reference_request")
    office.modal(sam)
    assert sam.submit(deal_name=deal, prospect=f"{deal} Ltd").errors == {}
    office.deliver()


def pressable(message: Message) -> list[tuple[str, str]]:
    return [
        (element["text"]["text"], element["value"])
        for block in message.blocks
        for element in block.get("elements", [])
        if "value" in element
    ]


def test_three_reminders_are_one_message_that_goes_on_telling_the_truth(office: Office) -> None:
    ana = office.person(ANA)
    for name in ("Northwind Bank", "Harbour Trust", "Lakeside Loans"):
        office.add_advocate(f"Person of {name}", office.add_account(name))
    for deal in ("Contoso", "Fabrikam", "Tailspin"):
        file(office, deal)
    before = len(ana.messages())
    at(office, "2026-03-02T14:00")
    (together,) = ana.messages()[before:]
    said = words(together)
    assert said.startswith("*3 things wait for you*\n*Still waiting for your word: may we ask Person of ")
    assert [label for label, _ in pressable(together)] == ["Review", "Later"] * 3
    first, second, third = [value for label, value in pressable(together) if label == "Review"]

    ana.click(together, "ask_review", first)
    office.modal(ana)
    ana.submit(decision="approve")
    ana.click(together, "nudge_later", second)
    office.whisper(ana, "bring it back")
    office.deliver()
    kept_true = next(one for one in ana.messages() if one.ts == together.ts)
    assert "1 thing waits for you" in words(kept_true)
    assert pressable(kept_true) == [("Review", third), ("Later", third)]

    at(office, "2026-03-03T09:00")
    back = office.latest(ana)
    assert ("Later", second) in pressable(back)
    assert "things wait" not in words(back), "one alone comes by itself"
