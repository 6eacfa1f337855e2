"""On Friday at three each CSM reads in one message whom they thanked, what waits with them, and what next week brings."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.sandbox.answer import words
from bot.services import friday_line
from bot.services.appreciation import Thanks, thank
from models import Advocate, JobRun, Person, Slot
from tests.journeys.office import ANA, BEA, OLU, Office
from tests.journeys.test_standing_in import away
from tests.journeys.test_the_loop import actions_of, request_from

FRIDAY = datetime(2026, 3, 6, 15, tzinfo=UTC)
MARKS = ("*Before the weekend", "*Nothing waits", "*Your week up to")


def lines(office: Office, who: str = ANA) -> list[str]:
    found = [words(one) for one in office.person(who).messages()]
    return [one for one in found if any(mark in one for mark in MARKS)]


def sarah(office: Office, **columns: object) -> Advocate:
    return office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"), **columns)


def thanked(office: Office, one: Advocate, on: date, by: str = ANA) -> None:
    """Somebody helped the day before, and is thanked on a day."""
    activity = office.add_activity(one, on - timedelta(days=1), helped="how they moved", origin="bot")
    office.person(by).command("/advocate", "help")
    before, office.clock.at = office.clock.at, datetime.combine(on, FRIDAY.time(), UTC)
    thank(office.wired.program, by, activity.id, Thanks("call", "You told them how you moved."))
    office.deliver()
    office.clock.at = before


def friday(office: Office, at: datetime = FRIDAY) -> str:
    office.clock.at = at
    return office.job("friday_line")


def test_thanked_waiting_and_coming_stand_in_one_message(office: Office) -> None:
    one = sarah(office, work_anniversary=date(2021, 3, 10))
    tom = office.add_advocate("Tom Reed", office.add_account("Harbour Trust", founded_on=date(2016, 3, 12)))
    request_from(office, "fintech")
    thanked(office, tom, date(2026, 3, 4))
    assert friday(office) == "1 CSMs told of their week, 0 lines of last week closed"
    (told,) = lines(office)
    assert "*Before the weekend: 1 thing waits with you*" in told
    assert "An ask to decide, about Sarah Chen since 2 Mar 2026." in told
    assert "You thanked Tom Reed this week. That stays with people." in told
    assert (
        "Next week: Sarah Chen, 5 years at Northwind Bank on Tuesday; Harbour Trust turns 10 on Thursday."
        in told
    )
    assert one.name in told
    assert actions_of(office, ANA) >= {"ask_review", "friday_line_off"}
    assert len(told.splitlines()) <= 8


def test_a_second_run_and_the_next_hours_say_nothing_more(office: Office) -> None:
    sarah(office, work_anniversary=date(2021, 3, 10))
    assert friday(office).startswith("1 CSMs")
    for hour in (15, 16, 17, 18):
        assert friday(office, FRIDAY.replace(hour=hour)).startswith("0 CSMs")
    assert len(lines(office)) == 1


def test_nobody_with_nothing_hears_anything(office: Office) -> None:
    sarah(office, work_anniversary=date(2021, 3, 20))
    assert friday(office) == "0 CSMs told of their week, 0 lines of last week closed"
    assert lines(office) == []


@pytest.mark.parametrize(("at", "told"), [
    (FRIDAY - timedelta(minutes=1), 0),
    (FRIDAY + timedelta(hours=2, minutes=59), 1),
    (FRIDAY + timedelta(hours=3), 0),
    (FRIDAY - timedelta(days=1), 0),
    (FRIDAY + timedelta(days=1), 0),
])  # fmt: skip
def test_it_comes_on_friday_from_three_until_work_ends(office: Office, at: datetime, told: int) -> None:
    sarah(office, work_anniversary=date(2021, 3, 10))
    assert friday(office, at).startswith(f"{told} CSMs")


def test_three_is_three_by_the_readers_own_clock(office: Office) -> None:
    sarah(office, work_anniversary=date(2021, 3, 10))
    office.server.workspace.change_person(ANA, tz="America/New_York")
    office.person(ANA).command("/advocate", "help")
    assert friday(office).startswith("0 CSMs")
    assert friday(office, FRIDAY.replace(hour=20)).startswith("1 CSMs")


def test_where_friday_is_a_holiday_it_comes_on_the_last_working_day_before(office: Office) -> None:
    sarah(office, work_anniversary=date(2021, 4, 7))
    office.person(ANA).command("/advocate", "help")  # London: 3 April 2026 is Good Friday
    assert friday(office, datetime(2026, 4, 3, 14, tzinfo=UTC)).startswith("0 CSMs")
    assert friday(office, datetime(2026, 4, 2, 14, tzinfo=UTC)).startswith("1 CSMs")
    assert friday(office, datetime(2026, 4, 2, 15, tzinfo=UTC)).startswith("0 CSMs")
    with office.db.reading() as session:
        assert session.query(Slot).filter_by(subject_kind="friday_line").one().period == "2026-04-03"


def test_who_stands_in_reads_of_what_they_look_after_and_the_absent_one_of_nothing(office: Office) -> None:
    sarah(office, work_anniversary=date(2021, 3, 10))
    tom = office.add_account("Harbour Trust", csm="bea@ours.example", founded_on=date(2016, 3, 12))
    office.add_advocate("Tom Reed", tom)
    away(office, ANA, date(2026, 3, 10), BEA)
    assert friday(office).startswith("1 CSMs")
    (told,) = lines(office, BEA)
    assert "Sarah Chen, 5 years at Northwind Bank" in told
    assert "Harbour Trust turns 10" in told
    assert lines(office) == []


def test_of_whom_has_left_without_a_stand_in_an_owner_reads(office: Office) -> None:
    sarah(office, work_anniversary=date(2021, 3, 10))
    for who in (ANA, OLU):
        office.person(who).command("/advocate", "help")
    with office.db.changing() as session:
        session.get_one(Person, ANA).is_gone = True
    assert friday(office).startswith("1 CSMs")
    assert len(lines(office, OLU)) == 1


def test_a_click_ends_it_and_the_reply_says_how_to_have_it_back(office: Office) -> None:
    sarah(office, work_anniversary=date(2021, 3, 10), enrolled_on=date(2024, 3, 18))
    friday(office)
    ana = office.person(ANA)
    assert ana.press("friday_line_off").ok
    office.deliver()
    (told,) = lines(office)
    assert "I won’t send you a line on Fridays any more. `/advocate friday on` brings it back." in told
    assert actions_of(office, ANA) == {"friday_line_on"}
    assert friday(office, FRIDAY + timedelta(days=7)).startswith("0 CSMs")
    assert "every Friday afternoon" in ana.command("/advocate", "friday on").text
    assert friday(office, FRIDAY + timedelta(days=7, hours=1)).startswith("1 CSMs")
    assert "You get no line" in ana.command("/advocate", "friday off").text
    assert "You get no line" in ana.command("/advocate", "friday").text
    assert "`/advocate friday off`" in ana.command("/advocate", "help").text


def test_what_was_done_since_is_no_longer_counted_and_its_button_is_gone(office: Office) -> None:
    sarah(office)
    request_from(office, "fintech")
    friday(office)
    ana = office.person(ANA)
    (line,) = [one for one in ana.messages() if MARKS[0] in one.text]
    ana.click(line, "ask_review")
    office.modal(ana)
    assert ana.submit(decision="approve").errors == {}
    office.deliver()
    (told,) = lines(office)
    assert "A note to send, to Sarah Chen" in told
    assert "ask to decide" not in told


def test_with_a_new_week_its_buttons_go(office: Office) -> None:
    sarah(office, work_anniversary=date(2021, 3, 10))
    request_from(office, "fintech")
    friday(office)
    assert friday(office, datetime(2026, 3, 9, 9, tzinfo=UTC)).endswith("1 lines of last week closed")
    told = lines(office)[-1]
    assert "Your week up to the weekend" in told
    assert "From 9 Mar 2026 on: Sarah Chen, 5 years at Northwind Bank on Tuesday" in told
    assert "friday_line_off" not in actions_of(office, ANA)
    assert friday(office, datetime(2026, 3, 9, 10, tzinfo=UTC)).endswith("0 lines of last week closed")


def test_every_other_week_looks_back_on_both_and_goes_on_over_the_years_end(office: Office) -> None:
    one = sarah(office, work_anniversary=date(2021, 3, 2))
    ana = office.person(ANA)
    assert "every other Friday" in ana.command("/advocate", "friday fortnightly").text
    for day in (date(2026, 12, 21), date(2026, 12, 29), date(2027, 1, 5), date(2027, 1, 12)):
        thanked(office, one, day)
    told, said = [], []
    for week in range(
        4
    ):  # Christmas and New Year's Day are Fridays: the line comes on the working day before
        at = datetime(2026, 12, 24, 15, tzinfo=UTC) + timedelta(days=7 * week)
        for hour in range(48):
            if friday(office, at + timedelta(hours=hour)).startswith("1 CSMs"):
                told.append((at + timedelta(hours=hour)).date())
                said.append(lines(office)[-1])
    assert told in ([date(2026, 12, 24), date(2027, 1, 8)], [date(2026, 12, 31), date(2027, 1, 15)])
    assert "You thanked Sarah Chen in these two weeks." in said[-1]


def test_a_database_that_is_first_started_on_friday_evening_owes_nothing(office: Office) -> None:
    sarah(office, work_anniversary=date(2021, 3, 10))
    office.add_row(
        JobRun(job="friday_line", period="first start", claimed_by="w", lease_until=0.0, done_at=FRIDAY + timedelta(minutes=20))
    )  # fmt: skip
    assert friday(office, FRIDAY + timedelta(hours=1)).startswith("0 CSMs")
    assert friday(office, FRIDAY + timedelta(days=7)).startswith("0 CSMs")
    assert lines(office) == []


def test_two_workers_at_once_send_one_line(office: Office) -> None:
    from concurrent.futures import ThreadPoolExecutor

    sarah(office, work_anniversary=date(2021, 3, 10))
    office.clock.at = FRIDAY
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda _: friday_line.tell_due(office.wired.program), range(2)))
    office.deliver()
    assert len(lines(office)) == 1
