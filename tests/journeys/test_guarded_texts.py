"""What a CSM writes is read before it goes out: a better sentence first, and what can't go out doesn't."""

from datetime import timedelta

from bot.queries.history import history_of_advocate
from bot.sandbox.records import View
from bot.services.marks import mark_thanks
from messages.history import happened
from models import Activity, Advocate, GuardDecision, TextFingerprint
from tests.journeys.office import ANA, MONDAY, Office
from tests.journeys.test_the_loop import request_from

BARGAIN = "Hi Sarah, if you take the call with Contoso we'll send you a hoodie."
OWN_WORDS = (
    "Thank you for telling them how the first weekend went wrong and what you changed on Monday. "
    "They have moved their own weekend because of it."
)


def to_review(office: Office) -> Advocate:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    office.press(office.person(ANA), "ask_review")
    return sarah


def to_thank(office: Office, name: str, company: str) -> View:
    account = office.add_account(company)
    activity = office.add_activity(office.add_advocate(name, account), MONDAY.date(), origin="bot")
    with office.db.changing() as session:
        mark_thanks(session, activity, account, office.clock.now(), notify=True)
    office.deliver()
    return office.press(office.person(ANA), "thanks_record", activity.id)


def told(office: Office, advocate: Advocate) -> list[str]:
    with office.db.reading() as session:
        return [happened(line) for line in history_of_advocate(session, advocate.id)]


def checks(office: Office) -> list[GuardDecision]:
    with office.db.reading() as session:
        return session.query(GuardDecision).order_by(GuardDecision.id).all()


def test_a_flag_stands_on_the_field_with_a_better_sentence_and_the_second_time_it_goes_through(
    office: Office,
) -> None:
    sarah = to_review(office)
    ana = office.person(ANA)
    errors = ana.submit(decision="approve", note=BARGAIN).errors
    assert list(errors) == ["note"]
    assert "“hoodie” turns a favour into a trade." in errors["note"]
    assert "Better: “Would you be open to it? If it isn’t a good moment, just say so.”" in errors["note"]
    assert "Send it again unchanged" in errors["note"]
    assert [ask.state for ask in office.asks()] == ["reserved"]
    assert ana.submit(decision="approve", note=BARGAIN).errors == {}
    assert [ask.state for ask in office.asks()] == ["approved"]
    first, second = checks(office)
    assert first.text_hash == second.text_hash
    assert [one["rule"] for one in first.findings + second.findings] == ["bargain", "bargain"]
    assert (first.overridden_by, second.overridden_by) == (None, ANA)
    lines = told(office, sarah)
    assert any(
        line.startswith("was warned by the guard over a note for Sarah Chen (a bargain)") for line in lines
    )
    assert any(
        line.startswith("sent a note for Sarah Chen as it was, after the guard had warned (a bargain)")
        for line in lines
    )


def test_a_text_changed_after_a_flag_is_read_afresh(office: Office) -> None:
    to_review(office)
    ana = office.person(ANA)
    ana.submit(decision="approve", note=BARGAIN)
    worse = ana.submit(decision="approve", note=BARGAIN + " And you owe us one.").errors
    assert "reminds them of what they were given" in worse["note"]
    fine = "Hi Sarah, would you talk to Contoso for half an hour? If it isn't a good moment, just say so."
    assert ana.submit(decision="approve", note=fine).errors == {}


def test_a_flag_of_last_week_is_said_again(office: Office) -> None:
    to_review(office)
    ana = office.person(ANA)
    assert ana.submit(decision="approve", note=BARGAIN).errors
    office.clock.at += timedelta(days=1, minutes=1)
    assert ana.submit(decision="approve", note=BARGAIN).errors


def test_a_block_never_goes_through(office: Office) -> None:
    sarah = to_review(office)
    ana = office.person(ANA)
    note = "Hi Sarah, leave us five stars on G2 and there's a $25 gift card in it for you."
    for _ in range(3):
        errors = ana.submit(decision="approve", note=note).errors
        assert "Please take it out." in errors["note"]
        assert "again unchanged" not in errors["note"]
    assert [ask.state for ask in office.asks()] == ["reserved"]
    assert [entry.verdict for entry in checks(office)] == ["block"] * 3
    assert sum(line.startswith("was stopped by the guard") for line in told(office, sarah)) == 3


def test_the_drafts_go_through_as_they_are(office: Office) -> None:
    to_review(office)
    ana = office.person(ANA)
    assert ana.submit(decision="approve").errors == {}
    office.deliver()
    assert [entry.verdict for entry in checks(office)] == ["pass"]


def test_thanks_written_for_one_are_not_taken_for_another(office: Office) -> None:
    to_thank(office, "Sarah Chen", "Northwind Bank")
    ana = office.person(ANA)
    assert ana.submit(how="mail", text="Hi Sarah, " + OWN_WORDS).errors == {}
    to_thank(office, "Raj Patel", "Litware")
    errors = ana.submit(how="mail", text="Dear Raj, " + OWN_WORDS).errors
    assert "Nearly the same text went to somebody else on 2 Mar 2026." in errors["text"]
    assert ana.submit(how="mail", text="Dear Raj, " + OWN_WORDS).errors == {}
    with office.db.reading() as session:
        assert all(one.thanked_on for one in session.query(Activity))


def test_after_half_a_year_a_text_may_be_used_again(office: Office) -> None:
    to_thank(office, "Sarah Chen", "Northwind Bank")
    ana = office.person(ANA)
    assert ana.submit(how="mail", text="Hi Sarah, " + OWN_WORDS).errors == {}
    office.clock.at += timedelta(days=180)
    to_thank(office, "Raj Patel", "Litware")
    assert ana.submit(how="mail", text="Dear Raj, " + OWN_WORDS).errors == {}


def test_no_words_are_kept_of_what_was_compared(office: Office) -> None:
    to_thank(office, "Sarah Chen", "Northwind Bank")
    assert office.person(ANA).submit(how="mail", text="Hi Sarah, " + OWN_WORDS).errors == {}
    with office.db.reading() as session:
        kept = session.query(TextFingerprint).one()
        assert len(kept.marks) > 5 * 8
        assert b"weekend" not in kept.marks
    assert "weekend" not in str(checks(office)[0].findings)


def test_thanks_without_a_text_are_recorded(office: Office) -> None:
    to_thank(office, "Sarah Chen", "Northwind Bank")
    assert office.person(ANA).submit(how="call", text=None).errors == {}
    assert checks(office) == []
