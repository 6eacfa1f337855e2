"""Whoever was asked more than they were given comes last, and the list says why."""

from datetime import timedelta

from bot.sandbox.answer import words
from models import Advocate, Give, OwnGive, Version
from tests.journeys.office import MONDAY, SAM, Office

TODAY = MONDAY.date()
ONE_SIDED = "We asked more of them this year than we gave"


def often_asked(office: Office, name: str, company: str) -> Advocate:
    """Three calls in a year, rested since; thanks long ago are the first that is on record."""
    advocate = office.add_advocate(name, office.add_account(company), likes=["reference_call"])
    for days in (300, 200, 100):
        office.add_past_ask(advocate, TODAY - timedelta(days=days))
    office.add_activity(
        advocate,
        TODAY - timedelta(days=500),
        thanked_on=TODAY - timedelta(days=499),
        outcome_told_on=TODAY,
    )
    return advocate


def listed(office: Office, line: str = "fintech") -> list[str]:
    """The names on the list, in order, those with the word of warning marked."""
    found = words(office.person(SAM).command("/reference", line)).splitlines()
    names = ("Sarah Chen", "Tom Berg")
    places = [
        (place, name) for place, one in enumerate(found) for name in names if one.startswith(f"*{name}*")
    ]
    return [name + (" *" if ONE_SIDED in "".join(found[at : at + 3]) else "") for at, name in places]


def test_one_sided_people_come_last_until_something_is_done_for_them(office: Office) -> None:
    sarah = often_asked(office, "Sarah Chen", "Northwind")
    tom = often_asked(office, "Tom Berg", "Fabrikam")
    for days, kind in ((30, "co_presenting"), (60, "job_reference"), (90, "book")):
        office.add_row(Give(advocate_id=tom.id, kind=kind, given_on=TODAY - timedelta(days=days)))
    assert listed(office) == ["Tom Berg", "Sarah Chen *"]
    office.add_row(Give(advocate_id=sarah.id, kind="factory_tour", given_on=TODAY))
    office.add_row(Give(advocate_id=sarah.id, kind="co_presenting", given_on=TODAY))
    assert listed(office) == ["Tom Berg", "Sarah Chen *"]
    own = OwnGive(
        kind="factory_tour", name="A day at the factory", effort=3, serves=["learning"], connects=False,
        added_by="U0OLU", at=MONDAY,
    )  # fmt: skip
    office.add_row(own)
    office.add_row(Version(name="gives", number=1))
    assert listed(office) == ["Sarah Chen", "Tom Berg"]


def test_reviews_are_blind_to_balance(office: Office) -> None:
    often_asked(office, "Sarah Chen", "Northwind")
    assert listed(office) == ["Sarah Chen *"]
    assert listed(office, "fintech review g2") == ["Sarah Chen"]
