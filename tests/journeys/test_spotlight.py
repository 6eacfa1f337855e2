"""One person a month is suggested for the spotlight: asked first, about their craft, and not again for a year."""

from datetime import UTC, date, datetime

from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from messages.history import happened
from models import Advocate, Give, Spotlight, Story
from tests.journeys.office import ANA, SAM, Office
from tests.journeys.test_the_loop import actions_of
from tests.journeys.test_who_may import press_as

FIRST = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def helpers(office: Office) -> Advocate:
    """Sarah cares about being seen and has a story; Omar helped more."""
    account = office.add_account("Northwind Bank", may_share_numbers=True, products=["Ledger"])
    sarah = office.add_advocate(
        "Sarah Chen", account, values=["visibility"], tier="silver", title="VP Payments"
    )
    office.add_advocate("Omar Reed", account, tier="platinum")
    office.add_advocate("Nia Null", account)
    office.add_row(
        Story(
            account_id=account.id,
            advocate_id=sarah.id,
            title="Closing the books in a day",
            use_case="A close that takes one day",
            before="Nine days",
            after="One day",
            may_share=True,
        )
    )
    office.clock.at = FIRST
    return sarah


def shown(office: Office) -> str:
    return words(office.latest(office.person(ANA))).replace("*", "")


def test_one_person_a_month_is_asked_first_and_then_shown(office: Office) -> None:
    sarah = helpers(office)
    assert "somebody suggested" in office.job("milestones")
    assert "nobody suggested" in office.job("milestones")
    assert "how about Sarah Chen" in shown(office)
    assert "They care about being seen" in shown(office)
    assert "Ask Sarah first" in shown(office)
    ana = office.person(ANA)
    ana.press("spotlight_yes")
    office.deliver()
    assert "How Sarah Chen built a close that takes one day" in shown(office)
    assert "nine days" in shown(office)
    assert "Northwind Bank" not in shown(office)
    ana.press("spotlight_out")
    office.deliver()
    with office.db.reading() as session:
        (give,) = session.query(Give).all()
        assert (give.advocate_id, give.kind, give.by) == (sarah.id, "spotlight", ANA)
    office.clock.at = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
    office.job("milestones")
    assert "how about Omar Reed" in shown(office)


def test_a_no_ends_it_for_the_month_and_later_brings_it_back(office: Office) -> None:
    helpers(office)
    office.job("milestones")
    ana = office.person(ANA)
    ana.press("nudge_later")
    office.whisper(ana, "bring it back")
    office.later(days=1)
    office.deliver()
    ana.press("spotlight_no")
    office.deliver()
    assert "would rather not" in shown(office)
    assert "spotlight_yes" not in actions_of(office, ANA)
    office.job("milestones")
    with office.db.reading() as session:
        assert session.query(Spotlight).count() == 1


def test_nobody_is_suggested_late_in_the_month_or_answered_for_by_somebody_else(office: Office) -> None:
    helpers(office)
    office.clock.at = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
    assert "nobody suggested" in office.job("milestones")
    office.clock.at = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
    office.job("milestones")
    with office.db.reading() as session:
        one = session.query(Spotlight).one()
    assert one.month == date(2026, 4, 1).strftime("%Y-%m")
    press_as(office, SAM, office.latest(office.person(ANA)), "spotlight_yes")
    office.whisper(office.person(SAM), "Only the CSM")


def test_putting_it_off_is_kept_and_ends_with_the_month(office: Office) -> None:
    helpers(office)
    office.job("milestones")
    ana = office.person(ANA)
    ana.press("nudge_later")
    office.whisper(ana, "bring it back")
    with office.db.reading() as session:
        one = session.query(Spotlight).one()
        lines = history_of_advocate(session, one.advocate_id)
    assert "wanted to be reminded again (2026-03-03T09:00:00+00:00)" in [happened(line) for line in lines]
    office.clock.at = datetime(2026, 3, 31, 12, tzinfo=UTC)
    office.deliver()
    ana.press("nudge_later")
    office.whisper(ana, "By then the month is over")
