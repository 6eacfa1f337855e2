"""Moments in people's lives are noticed once, by whoever looks after them, and nothing is asked for with them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.sandbox.records import Message
from bot.services import activities, milestones, noticing
from models import Account, Advocate, AuditEntry, Milestone
from tests.journeys.office import ANA, BEA, GUS, SAM, Office


def sarah_of(office: Office, **columns: object) -> Advocate:
    return office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"), **columns)


def notice(
    office: Office, advocate: Advocate | None = None, account: Account | None = None, **more: object
) -> str:
    """A step inside a transaction, as whatever causes it takes it."""
    with office.wired.program.changing() as session:
        found = milestones.notice(
            session,
            office.wired.program,
            advocate_id=advocate.id if advocate else None,
            account_id=account.id if account else None,
            **{"on": office.clock.now().date(), **more},  # type: ignore[arg-type]
        )
    office.deliver()
    return found


def told(office: Office, person: str = ANA) -> list[str]:
    return [one.text for one in office.person(person).messages() if "A moment worth a word" in one.text]


def test_what_falls_on_one_person_on_one_day_is_one_message_however_often_it_is_noticed(
    office: Office,
) -> None:
    sarah = sarah_of(office)
    with office.wired.program.changing() as session:
        for kind, detail in [("nth_activity", "5"), ("tier", "platinum"), ("nth_activity", "5")]:
            milestones.notice(
                session,
                office.wired.program,
                advocate_id=sarah.id,
                kind=kind,
                on=office.clock.now().date(),
                detail=detail,
            )
    office.deliver()
    notice(office, sarah, kind="tier", detail="platinum")
    (message,) = told(office)
    assert "5th time" in message
    assert "platinum" in message


def test_a_tier_reached_with_a_deed_goes_with_the_thanks_for_it_and_brings_no_second_letter(
    office: Office,
) -> None:
    sarah, today = sarah_of(office), office.clock.now().date()
    done = office.add_activity(sarah, today, kind="podcast", helped="The numbers.")
    notice(office, sarah, kind="tier", detail="silver")
    (before,) = told(office)
    assert "Sarah is now silver" in before
    assert "Say it together with your thanks for the podcast: one letter means more than two." in before
    assert "Hi Sarah" not in before
    with office.db.changing() as session:
        session.merge(done).thanked_on = today
    office.later(days=1)
    notice(office, sarah, kind="nth_activity", detail="5")
    assert "together with your thanks" not in told(office)[-1]
    assert "5 times" in told(office)[-1] or "5th time" in told(office)[-1]
    assert "Sarah,\n" in told(office)[-1]


def test_what_a_job_notices_at_night_waits_for_the_readers_morning(office: Office) -> None:
    sarah = sarah_of(office)
    office.later(hours=10)
    notice(office, sarah, kind="tier", detail="gold")
    assert told(office) == []
    office.later(hours=13)
    office.deliver()
    assert len(told(office)) == 1


def test_nothing_is_told_of_somebody_who_has_left_or_from_long_ago(office: Office) -> None:
    gone = sarah_of(office, stage="retired")
    here = office.add_advocate("Omar Reed", office.add_account("Contoso"))
    notice(office, gone, kind="promotion")
    notice(office, here, kind="promotion", on=office.clock.now().date() - timedelta(days=15))
    assert told(office) == []


def test_a_companys_moment_is_told_once_to_its_csm(office: Office) -> None:
    account = office.add_account("Northwind Bank")
    office.add_advocate("Sarah Chen", account)
    office.add_advocate("Omar Reed", account)
    notice(office, account=account, kind="funding")
    assert len(told(office)) == 1


def test_the_fifth_time_somebody_helps_is_noticed_at_once_and_not_again(office: Office) -> None:
    sarah = sarah_of(office)
    today = office.clock.now().date()
    for days in (400, 300, 200, 100):
        office.add_activity(sarah, today - timedelta(days=days), thanked_on=today)
    office.add_activity(sarah, today - timedelta(days=50), kind="review", thanked_on=today)
    office.person(ANA).command("/advocate", "help")
    for kind in ("review", "podcast", "press"):
        activities.log(office.wired.program, ANA, sarah.id, kind, today)
        office.deliver()
    (message,) = told(office)
    assert "5th time" in message


@pytest.mark.parametrize(
    ("column", "began", "at", "says"),
    [
        ("work_anniversary", "2021-03-03", "2026-03-02T08:30", "at Northwind Bank for 5 years"),
        ("work_anniversary", "2020-02-29", "2026-02-27T08:30", "6 years"),
        ("enrolled_on", "2025-03-08", "2026-03-06T17:30", "for 1 year"),
        ("founded_on", "1926-03-03", "2026-03-02T08:30", "turns 100"),
        ("customer_since", "2023-03-03", "2026-03-02T08:30", "3 years"),
    ],
)
def test_an_anniversary_is_told_on_the_working_day_before_once(
    office: Office, column: str, began: str, at: str, says: str
) -> None:
    """Tuesday's on Monday morning, that of 29 February on the Friday before the 28th, Sunday's on Friday."""
    date_ = date.fromisoformat(began)
    of_account = {column: date_} if column in ("founded_on", "customer_since") else {}
    account = office.add_account("Northwind Bank", **of_account)
    office.add_advocate("Sarah Chen", account, **({} if of_account else {column: date_}))
    office.clock.at = datetime.fromisoformat(at).replace(tzinfo=UTC) - timedelta(days=1)
    office.job("milestones")
    assert told(office) == []
    office.clock.at += timedelta(days=1)
    office.job("milestones")
    office.later(minutes=40)
    office.deliver()
    office.job("milestones")
    (message,) = told(office)
    assert says in message


def test_a_missed_day_is_made_up_for_and_what_files_bring_prompts_for_two_weeks_only(office: Office) -> None:
    sarah = sarah_of(office, work_anniversary=date(2024, 3, 2))
    today = office.clock.now().date()
    for days, kind in [(0, "work_anniversary"), (13, "promotion"), (15, "other")]:
        office.add_row(Milestone(advocate_id=sarah.id, kind=kind, on=today - timedelta(days=days)))
    office.job("milestones")
    (message,) = told(office)
    assert "2 years" in message
    assert "promoted" in message


def test_the_reader_of_another_country_hears_before_their_own_holidays(office: Office) -> None:
    """Good Friday is a holiday in London: what falls on Monday is told on Thursday."""
    sarah_of(office, work_anniversary=date(2024, 4, 6))
    office.person(ANA).command("/advocate", "help")
    office.clock.at = datetime(2026, 4, 2, 10, tzinfo=UTC)
    office.job("milestones")
    assert len(told(office)) == 1


def tells(office: Office, person: str, subject: str, **fields: object) -> object:
    """Somebody tells of a moment by the global shortcut."""
    actor = office.person(person)
    assert actor.shortcut("log_milestone").ok
    office.modal(actor)
    answer = actor.submit(subject=subject, **fields)
    office.deliver()
    return answer


def test_anyone_tells_of_a_moment_and_whoever_looks_after_them_hears_at_once(office: Office) -> None:
    sarah_of(office)
    tells(office, SAM, "sarah", kind="promotion", on="2026-02-25", note="Now leads <payments> & risk")
    (message,) = told(office)
    assert "promoted" in message
    assert "Now leads &lt;payments&gt; &amp; risk" in message
    assert "hears of it now" in str(office.person(SAM).modal)
    tells(office, BEA, "sarah", kind="promotion", on="2026-02-25")
    assert len(told(office)) == 1


def test_funding_is_the_companys_whoever_was_named_and_waits_for_its_day(office: Office) -> None:
    sarah_of(office)
    tells(office, SAM, "sarah", kind="funding", on="2026-03-10")
    assert told(office) == []
    office.later(days=7, hours=1)
    office.job("milestones")
    (message,) = told(office)
    assert "Northwind Bank" in message
    assert "Sarah Chen" in message


@pytest.mark.parametrize(
    ("subject", "fields", "field", "why"),
    [
        ("Northwind Bank", {"kind": "promotion", "on": "2026-03-02"}, "subject", "happens to people"),
        ("gone", {"kind": "other", "on": "2026-03-02"}, "subject", "no longer in the program"),
        ("sarah", {"kind": "other", "on": "2024-03-02"}, "on", "more than a year ago"),
        ("sarah", {"kind": "other", "on": "2027-06-02"}, "on", "year right"),
    ],
)
def test_what_cannot_be_told_says_why_on_its_field(
    office: Office, subject: str, fields: dict[str, str], field: str, why: str
) -> None:
    sarah = sarah_of(office)
    with office.db.reading() as session:
        account = session.get_one(Account, sarah.account_id)
    office.add_advocate("Otto Gone", account, stage="retired")
    answer = tells(office, SAM, {"gone": "otto"}.get(subject, subject), **fields)
    assert why in answer.errors[field]  # type: ignore[attr-defined]
    assert told(office) == []


def test_a_guest_is_offered_nobody_and_cannot_tell(office: Office) -> None:
    sarah_of(office)
    guest = office.person(GUS)
    guest.shortcut("log_milestone")
    assert "Only full members" in str(office.modal(guest))
    sam = office.person(SAM)
    sam.command("/advocate", "log")
    assert [one["text"]["text"] for one in _offered(office, "northwind")] == [
        "Sarah Chen, Northwind Bank",
        "Northwind Bank",
    ]


def _offered(office: Office, typed: str) -> list[dict[str, dict[str, str]]]:
    sam = office.person(SAM)
    sam.shortcut("log_milestone")
    office.modal(sam)
    return sam.suggest("subject", typed)


def test_a_moment_comes_with_words_and_ideas_and_can_come_back_tomorrow(office: Office) -> None:
    sarah = sarah_of(office, values=["learning"], interests=["sailing"], gifts_allowed=None)
    notice(office, sarah, kind="promotion", by=SAM, note="Now leads payments")
    ana = office.person(ANA)
    shown = office.latest(ana)
    assert "they care about learning" in shown.text
    assert "ask first" in shown.text
    assert "Best wishes" in shown.text or "Warmly" in shown.text or "All the best" in shown.text
    (*_, buttons) = shown.blocks
    assert {one["action_id"] for one in buttons["elements"]} == {"mail_link", "give_log", "nudge_later"}
    office.press(ana, "give_log")
    assert "Sarah Chen" in str(ana.modal)
    ana.close_modal()
    ana.press("nudge_later")
    office.whisper(ana, "bring it back")
    office.later(days=1)
    office.deliver()
    assert "promoted yesterday" in office.latest(ana).text


def test_four_workers_tell_it_once(office: Office) -> None:
    sarah = sarah_of(office, work_anniversary=date(2024, 3, 3))
    office.add_row(Milestone(advocate_id=sarah.id, kind="promotion", on=date(2026, 3, 2)))
    with ThreadPoolExecutor(4) as workers:
        for done in [workers.submit(noticing.tell_due, office.wired.program) for _ in range(4)]:
            done.result()
    office.deliver()
    assert len(told(office)) == 1
    with office.db.reading() as session:
        assert session.query(Milestone).count() == 2
        assert session.query(AuditEntry).filter(AuditEntry.action == "milestone_noticed").count() == 2


def buttons_of(message: Message) -> set[str]:
    return {
        one["action_id"]
        for block in message.blocks
        if block["type"] == "actions"
        for one in block["elements"]
    }


def test_a_moment_can_be_put_off_as_long_as_it_is_news(office: Office) -> None:
    sarah = sarah_of(office)
    notice(office, sarah, kind="work_anniversary", detail="5", by=SAM)
    ana = office.person(ANA)
    office.clock.at = datetime(2026, 3, 4, 10, tzinfo=UTC)
    ana.press("nudge_later")
    office.whisper(ana, "bring it back")
    answer = ana.ephemerals()[-1]
    ana.click(answer, "nudge_later_week")
    office.whisper(ana, "the last good day for a word is 5 Mar 2026")
    office.clock.at = datetime(2026, 3, 5, 10, tzinfo=UTC)
    office.deliver()
    assert "5 years" in office.latest(ana).text
    assert buttons_of(office.latest(ana)) == {"mail_link", "give_log"}, "the last day on which it is news"


def test_a_moment_that_waits_goes_to_the_new_csm(office: Office) -> None:
    sarah = sarah_of(office)
    for person in (ANA, BEA):
        office.person(person).command("/advocate", "help")
    notice(office, sarah, kind="promotion", by=SAM)
    office.person(ANA).press("nudge_later")
    with office.db.changing() as session:
        session.query(Account).one().csm = BEA
    office.job("ask_reminders")
    assert not [one for one in office.person(BEA).messages() if "promoted" in one.text]
    office.later(days=1)
    office.deliver()
    assert "promoted yesterday" in office.latest(office.person(BEA)).text
    assert buttons_of(office.latest(office.person(ANA))) == set()
