"""A request for which nobody is free waits, is matched again every day, and is closed in the end."""

from datetime import timedelta

from bot.queries.history import history_of_request
from bot.sandbox.answer import words
from messages.history import happened
from models import BenchPlace, ReferenceRequest
from tests.journeys.office import ANA, MONDAY, OLU, SAM, Office


def file_anyway(office: Office, **fields: object) -> None:
    sam = office.person(SAM)
    answer = sam.command("/reference", "fintech")
    sam.click(answer, "request_file_anyway")
    office.modal(sam)
    assert "look again every day" in words(sam.modal)
    filed = sam.submit(**({"deal_name": "Contoso expansion", "prospect": "Contoso"} | fields))
    assert filed.ok
    assert filed.errors == {}
    office.deliver()


def state(office: Office) -> str:
    with office.db.reading() as session:
        return session.query(ReferenceRequest).one().state


def next_day(office: Office) -> str:
    office.later(days=1)
    return office.job("ask_reminders")


def test_it_waits_and_the_first_who_is_free_is_asked(office: Office) -> None:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_past_ask(sarah, MONDAY.date() - timedelta(days=28))
    file_anyway(office)
    assert state(office) == "unfilled"
    sam, ana, olu = office.person(SAM), office.person(ANA), office.person(OLU)
    assert "I look again every day until 16 Mar 2026" in words(office.latest(sam))
    assert "finds nobody who is rested" in words(office.latest(olu))
    told = len(sam.messages())
    assert "0 of 1 unfilled found somebody" in next_day(office)
    assert "0 of 0 unfilled found somebody" in office.job("ask_reminders"), "once a day is enough"
    assert len(sam.messages()) == told, "nothing new, so nothing said"
    assert ana.messages() == []
    assert "1 of 1 unfilled found somebody" in next_day(office)
    assert state(office) == "asking"
    assert "May we ask Sarah Chen?" in words(office.latest(ana))
    assert len(sam.messages()) == told + 1
    assert "deciding whether to ask Sarah Chen" in words(office.latest(sam))
    assert "no longer waiting" in words(office.latest(olu))


def test_after_the_day_it_was_needed_by_it_is_closed_and_the_requester_told(office: Office) -> None:
    file_anyway(office, needed_by=MONDAY.date() + timedelta(days=2))
    sam = office.person(SAM)
    told = len(sam.messages())
    next_day(office)
    next_day(office)
    assert state(office) == "unfilled"
    next_day(office)
    assert state(office) == "closed_unfilled"
    assert len(sam.messages()) == told + 1
    assert "Nobody who fits was free by 4 Mar 2026, so I have closed it" in words(office.latest(sam))
    assert not [one for one in sam.messages() if "request_cancel" in str(one.blocks)]
    next_day(office)
    assert len(sam.messages()) == told + 1
    with office.db.reading() as session:
        request = session.query(ReferenceRequest).one()
        lines = [happened(line) for line in history_of_request(session, request.id)]
    assert lines == [
        "asked for a reference call for Contoso expansion (“fintech”); nobody was free, so it waits",
        "closed the request: nobody who fits was free in time",
    ]


def test_who_was_asked_before_is_not_asked_again_but_who_was_resting_is(office: Office) -> None:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    file = office.person(SAM)
    file.click(file.command("/reference", "fintech"), "reference_request_any")
    office.modal(file)
    file.submit(deal_name="Contoso")
    office.deliver()
    ana = office.person(ANA)
    office.press(ana, "ask_review")
    ana.submit(decision="not_now", resume_on=(MONDAY + timedelta(days=2)).date())
    office.deliver()
    assert state(office) == "unfilled"
    tom = office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))
    with office.db.changing() as session:
        request = session.query(ReferenceRequest).one()
        session.add(BenchPlace(request_id=request.id, advocate_id=tom.id, rank=2, passed_over="cooldown"))
    office.later(days=2)
    next_day(office)
    open_asks = [ask.advocate_id for ask in office.asks() if ask.seat is not None]
    assert open_asks == [tom.id] != [sarah.id]


def test_the_same_form_sent_twice_waits_once(office: Office) -> None:
    sam = office.person(SAM)
    sam.click(sam.command("/reference", "fintech"), "request_file_anyway")
    office.modal(sam)
    first = sam.submit(deal_name="Contoso")
    assert not office.slack.redeliver(first).errors
    assert state(office) == "unfilled"


def test_who_became_free_meanwhile_is_asked_at_once(office: Office) -> None:
    sam = office.person(SAM)
    sam.click(sam.command("/reference", "fintech"), "request_file_anyway")
    office.modal(sam)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    assert sam.submit(deal_name="Contoso").errors == {}
    assert state(office) == "asking"
