"""An owner gets past the limits on purpose: for one ask, with a reason that is kept and shown."""

from datetime import date

import pytest

from bot.errors import Refused
from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from bot.services import filing, overriding
from messages.history import happened
from models import Advocate, OwnerOverride, ReferenceRequest
from tests.journeys.office import ANA, OLU, SAM, Office
from tests.journeys.test_the_loop import request_from
from tests.journeys.test_waiting import file_anyway, state

WHY = "The board meets on Friday and only Sarah has done this before."


def resting(office: Office, name: str = "Sarah Chen", company: str = "Northwind Bank") -> Advocate:
    """Somebody asked ten days ago."""
    found = office.add_advocate(name, office.add_account(company))
    office.add_past_ask(found, date(2026, 2, 20))
    return found


def override(office: Office, reason: str = WHY) -> None:
    """The owner searches, and writes why."""
    olu = office.person(OLU)
    olu.click(olu.command("/reference", "fintech"), "owner_override")
    office.modal(olu)
    assert olu.submit(reason=reason).errors == {}


def file(office: Office, deal: str = "Contoso expansion") -> dict[str, str]:
    filed = office.person(OLU).submit(deal_name=deal, prospect="Contoso")
    office.deliver()
    return filed.errors


def test_an_owner_asks_all_the_same_and_the_csm_sees_why(office: Office) -> None:
    ana = office.person(ANA)
    sarah = resting(office)
    override(office)
    assert file(office) == {}
    message = office.latest(ana)
    assert "May we ask Sarah Chen?" in words(message)
    assert "Sarah was asked not long ago and is resting (free again on 22 Mar 2026)" in words(message)
    assert WHY in words(message)
    view = office.press(ana, "ask_review")
    assert WHY in str(view.blocks)
    assert ana.submit(decision="approve").errors == {}
    office.deliver()
    office.job("ask_reminders")
    assert "Ready to send to Sarah Chen" in words(office.latest(ana))
    ana.press("ask_sent")
    with office.db.reading() as session:
        [kept] = session.query(OwnerOverride).all()
        told = [happened(line) for line in history_of_advocate(session, sarah.id)]
    assert (kept.owner, kept.kind, kept.reason) == (OLU, "reference_call", WHY)
    assert [one["code"] for one in kept.reasons] == ["cooldown"]
    assert kept.ask_id == next(ask.id for ask in office.asks() if ask.origin == "bot")
    past = "although Sarah Chen was asked not long ago and is resting"
    assert told[0] == f"wanted Sarah Chen asked for a reference call all the same (“{WHY}”), {past}"
    assert f"went past the limits for Sarah Chen (“{WHY}”), {past}" in told
    assert told[-1] == "wrote to Sarah Chen, although Sarah Chen was asked not long ago and is resting"


def test_it_holds_for_one_ask_only(office: Office) -> None:
    ana = office.person(ANA)
    sarah = resting(office)
    override(office)
    assert file(office) == {}
    office.press(ana, "ask_review")
    ana.submit(decision="never")
    with office.db.changing() as session:
        session.get_one(Advocate, sarah.id).never = []
    again = filing.RequestForm(
        words="fintech",
        kind="reference_call",
        deal_name="The next deal",
        needed_by=date(2026, 3, 20),
        advocate_id=sarah.id,
    )
    with pytest.raises(Refused, match="advocate_taken"):
        filing.file(office.wired.program, OLU, again, "another form")
    assert [ask.state for ask in office.asks() if ask.origin == "bot"] == ["released"]


def test_it_holds_for_an_hour(office: Office) -> None:
    resting(office)
    override(office)
    office.later(minutes=61)
    errors = file(office)
    assert "asked not long ago" in errors["activity_kind"]
    assert "As program owner you can ask them all the same" in errors["activity_kind"]


def test_what_comes_up_after_it_was_written_is_not_covered(office: Office) -> None:
    ana = office.person(ANA)
    sarah = resting(office)
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))
    override(office)
    assert file(office) == {}
    office.press(ana, "ask_review")
    office.add_activity(sarah, date(2026, 3, 1))
    refused = ana.submit(decision="approve")
    assert "has not been thanked yet" in refused.errors["decision"]
    office.deliver()
    assert "May we ask Tom Reed?" in words(office.latest(ana))


def test_nobody_but_an_owner_is_offered_it_or_may_use_it(office: Office) -> None:
    sam = office.person(SAM)
    sarah = resting(office)
    answer = sam.command("/reference", "fintech")
    assert "owner_override" not in str(answer.shown and answer.shown.blocks)
    program = office.wired.program
    with pytest.raises(Refused, match="not_an_owner"):
        overriding.opening(program, SAM, sarah.id, "reference_call")
    with pytest.raises(Refused, match="not_an_owner"):
        overriding.write(program, SAM, sarah.id, "reference_call", WHY)


def test_it_is_its_writers_alone(office: Office) -> None:
    sam = office.person(SAM)
    sarah = resting(office)
    override(office)
    sam.command("/reference", "mine")  # so that he is known
    form = filing.RequestForm(
        words="fintech",
        kind="reference_call",
        deal_name="Sam's deal",
        needed_by=date(2026, 3, 20),
        advocate_id=sarah.id,
    )
    with pytest.raises(Refused, match="advocate_taken"):
        filing.file(office.wired.program, SAM, form, "a form of his")


def test_a_wish_is_not_overridden(office: Office) -> None:
    olu = office.person(OLU)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"), never=["reference_call"])
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust"), max_asks_per_year=0)
    answer = olu.command("/reference", "fintech")
    assert "owner_override" not in str(answer.shown and answer.shown.blocks)


def test_three_are_offered_those_with_least_against_them_first(office: Office) -> None:
    olu = office.person(OLU)
    for name, company in (("Ada", "A Bank"), ("Bo", "B Bank"), ("Cy", "C Bank")):
        resting(office, f"{name} One", company)
    worse = resting(office, "Aa Worse", "D Bank")
    office.add_past_ask(worse, date(2026, 2, 1))
    answer = olu.command("/reference", "fintech")
    assert answer.text.count("As program owner") == 3
    assert "Aa Worse" not in answer.text


def test_the_same_reason_sent_twice_is_one_override_used_once(office: Office) -> None:
    olu = office.person(OLU)
    resting(office)
    olu.click(olu.command("/reference", "fintech"), "owner_override")
    office.modal(olu)
    first = olu.submit(reason=WHY)
    office.slack.redeliver(first)
    with office.db.reading() as session:
        assert session.query(OwnerOverride).count() == 1


def test_an_owner_who_asks_for_somebody_free_uses_none(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech", by=OLU)
    with office.db.reading() as session:
        assert session.query(OwnerOverride).count() == 0


def test_for_a_request_that_finds_nobody_an_owner_lets_somebody_be_asked_after_all(office: Office) -> None:
    olu, sam, ana = office.person(OLU), office.person(SAM), office.person(ANA)
    resting(office)
    file_anyway(office)
    waiting = office.latest(olu)
    assert "finds nobody who is rested" in words(waiting)
    assert "*Sarah Chen*, Northwind Bank" in words(waiting)
    assert "asked not long ago" in words(waiting)
    view = office.press(olu, "owner_override")
    assert "Their CSM is asked at once" in words(view)
    assert olu.submit(reason=WHY).errors == {}
    office.deliver()
    assert "May we ask Sarah Chen?" in words(office.latest(ana))
    assert WHY in words(office.latest(ana))
    assert "deciding whether to ask Sarah Chen" in words(office.latest(sam))
    assert "no longer waiting" in words(office.latest(olu))
    assert state(office) == "asking"
    office.press(ana, "ask_review")
    assert ana.submit(decision="not_now").errors == {}
    office.deliver()
    assert state(office) == "unfilled"
    assert "Sarah Chen" not in words(office.latest(olu)), "she was asked for it and it was not the moment"


def test_an_owner_who_comes_too_late_to_a_waiting_request_changes_nothing(office: Office) -> None:
    olu, sam = office.person(OLU), office.person(SAM)
    sarah = resting(office)
    file_anyway(office)
    office.press(olu, "owner_override")
    sam.press("request_cancel")
    refused = olu.submit(reason=WHY)
    assert "isn’t waiting for somebody any more" in refused.errors["reason"]
    assert office.asks()[-1].advocate_id == sarah.id
    assert [ask.origin for ask in office.asks()] == ["import"]
    with office.db.reading() as session:
        request_id = session.query(ReferenceRequest).one().id
    with pytest.raises(Refused, match="not_an_owner"):
        overriding.ask_for(office.wired.program, SAM, request_id, sarah.id, WHY)
