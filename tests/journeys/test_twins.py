"""Two requests for one deal or prospect are noticed before a second customer is bothered."""

import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.answer import Answer
from models import AuditEntry, ReferenceRequest
from tests.journeys.office import SAM, Office

BEA = "U0BEA"


@pytest.fixture(autouse=True)
def customers(office: Office) -> None:
    for name in ("Sarah Chen", "Tom Reed", "Uma Rao"):
        office.add_advocate(name, office.add_account(f"Bank of {name}"))


def open_form(office: Office, by: str) -> Actor:
    person = office.person(by)
    person.click(person.command("/reference", "fintech"), "reference_request_any")
    office.modal(person)
    return person


def filed(office: Office, by: str, **fields: object) -> Answer:
    return open_form(office, by).submit(**fields)


def requests(office: Office) -> int:
    with office.db.reading() as session:
        return session.query(ReferenceRequest).count()


def test_a_second_request_for_a_prospect_is_told_of_the_first_and_goes_through_on_purpose(
    office: Office,
) -> None:
    assert not filed(office, SAM, deal_name="Müller expansion", prospect="Müller Bau GmbH").errors
    bea = open_form(office, BEA)
    told = bea.submit(deal_name="Big one", prospect="mueller bau")
    assert told.errors["prospect"].startswith(
        "Sam Field asked for this on 2 Mar 2026 and it is still open: reference call, Müller expansion"
        " for Müller Bau GmbH. Please talk to each other first"
    )
    assert requests(office) == 1
    assert bea.submit().errors == {}
    assert requests(office) == 2
    with office.db.reading() as session:
        first, second = session.query(ReferenceRequest).order_by(ReferenceRequest.id).all()
        entries = session.query(AuditEntry).order_by(AuditEntry.id).all()
    noticed = [one for one in entries if one.action == "twin_noticed"]
    assert [(one.actor, one.request_id) for one in noticed] == [(BEA, first.id)]
    beside = [one.details.get("beside") for one in entries if one.action == "request_filed"]
    assert beside == [None, [first.id]]
    assert second.requester == BEA


def test_a_second_request_of_ones_own_for_the_same_deal_is_noticed_too(office: Office) -> None:
    assert not filed(office, SAM, deal_name="Contoso expansion", prospect="Contoso").errors
    told = filed(office, SAM, deal_name="contoso  Expansion")
    assert told.errors["deal_name"].startswith("You asked for this on 2 Mar 2026")
    assert requests(office) == 1


def test_a_changed_prospect_is_looked_at_again(office: Office) -> None:
    assert not filed(office, SAM, deal_name="One", prospect="Contoso").errors
    assert not filed(office, SAM, deal_name="Two", prospect="Fabrikam").errors
    bea = open_form(office, BEA)
    assert "prospect" in bea.submit(deal_name="Three", prospect="Contoso Ltd").errors
    assert "prospect" in bea.submit(prospect="Fabrikam Inc.").errors
    assert requests(office) == 2


def test_knowing_of_it_in_one_form_says_nothing_of_the_next(office: Office) -> None:
    assert not filed(office, SAM, deal_name="One", prospect="Contoso").errors
    assert filed(office, BEA, deal_name="Two", prospect="Contoso").errors
    office.person(BEA).close_modal()
    assert filed(office, BEA, deal_name="Two", prospect="Contoso").errors


def test_what_is_over_and_what_only_sounds_alike_stands_in_nobodys_way(office: Office) -> None:
    assert not filed(office, SAM, deal_name="Expansion", prospect="Contoso").errors
    assert not filed(office, BEA, deal_name="Expansion", prospect="Fabrikam").errors
    office.deliver()
    sam = office.person(SAM)
    sam.press("request_cancel")
    assert not filed(office, BEA, deal_name="New", prospect="Contoso").errors
