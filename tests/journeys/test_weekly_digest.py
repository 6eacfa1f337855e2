"""Monday at nine, in whatever zone: what happened, what waits, whether it is healthy. Once a week, to each owner their own."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.queries.job_runs import FIRST_START
from bot.sandbox.answer import words
from bot.sandbox.records import Message
from bot.services import digests
from models import Activity, Advocate, JobRun, RoleHolder, Slot
from tests.journeys.office import ANA, BEA, MONDAY, OLU, SAM, Office
from tests.journeys.test_the_loop import actions_of
from tests.journeys.test_who_may import press_as

JOB = "weekly_digest"


def at(office: Office, moment: str) -> None:
    office.clock.at = datetime.fromisoformat(moment).astimezone(UTC)


def lives_in(office: Office, zone: str, who: str = OLU) -> None:
    office.server.workspace.change_person(who, tz=zone)


def tick(office: Office, moment: str | None = None) -> bool:
    """The job as the timetable runs it, and what is due by then; whether it ran."""
    if moment is not None:
        at(office, moment)
    ran = office.wired.scheduler.run_now(JOB, office.clock.now()).ran
    office.deliver()
    return ran


def digests_of(office: Office, who: str = OLU) -> list[Message]:
    return [
        one
        for one in office.person(who).messages()
        if "Your program from" in words(one) or "Nothing happened in the week" in words(one)
    ]


def busy(office: Office, on: date = date(2026, 2, 25)) -> Advocate:
    """Somebody who helped in the week, and was thanked."""
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_past_ask(sarah, on)
    office.add_activity(sarah, on, thanked_on=on, rating=5, helped="the table with costs")
    return sarah


@pytest.mark.parametrize(
    ("zone", "before", "at_nine", "week"),
    [
        ("Pacific/Honolulu", "2026-03-02T18:45", "2026-03-02T19:00", "23 Feb to 1 Mar 2026"),
        ("Pacific/Auckland", "2026-03-01T19:45", "2026-03-01T20:00", "23 Feb to 1 Mar 2026"),
        ("Asia/Kolkata", "2026-03-02T03:00", "2026-03-02T03:30", "23 Feb to 1 Mar 2026"),
        ("Europe/Berlin", "2026-03-23T07:45", "2026-03-23T08:00", "16 Mar to 22 Mar 2026"),
        ("Europe/Berlin", "2026-03-30T06:45", "2026-03-30T07:00", "23 Mar to 29 Mar 2026"),
        ("Europe/Berlin", "2026-10-26T07:45", "2026-10-26T08:00", "19 Oct to 25 Oct 2026"),
        ("Europe/London", "2027-01-04T08:45", "2027-01-04T09:00", "28 Dec 2026 to 3 Jan 2027"),
        ("Europe/London", "2028-03-06T08:45", "2028-03-06T09:00", "28 Feb to 5 Mar 2028"),
    ],
)
def test_it_comes_on_the_owners_own_monday_at_nine(
    office: Office, zone: str, before: str, at_nine: str, week: str
) -> None:
    lives_in(office, zone)
    nine = datetime.fromisoformat(f"{at_nine}:00+00:00")
    busy(office, nine.date() - timedelta(days=5))
    started(office, nine - timedelta(days=3))
    tick(office, f"{before}:00+00:00")
    assert digests_of(office) == []
    tick(office, f"{at_nine}:00+00:00")
    (one,) = digests_of(office)
    assert week in words(one)


def started(office: Office, moment: datetime) -> None:
    """As if the program had been started for the first time then."""
    office.add_row(
        JobRun(job=JOB, period=FIRST_START, claimed_by="somebody", lease_until=0.0, done_at=moment)
    )


def test_a_second_run_in_the_week_does_nothing(office: Office) -> None:
    busy(office)
    assert tick(office, "2026-03-02T09:00:00+00:00")
    assert not tick(office, "2026-03-02T09:29:00+00:00")
    for later in ("2026-03-02T09:30:00+00:00", "2026-03-04T12:00:00+00:00", "2026-03-08T20:00:00+00:00"):
        assert tick(office, later)
        assert len(digests_of(office)) == 1
    tick(office, "2026-03-09T09:00:00+00:00")
    assert len(digests_of(office)) == 2


def test_forced_it_is_told_once_all_the_same(office: Office) -> None:
    busy(office)
    assert office.job(JOB) == "1 digest due"
    assert office.job(JOB) == "0 digests due"
    assert len(digests_of(office)) == 1


def test_it_is_late_rather_than_never_within_its_week(office: Office) -> None:
    busy(office)
    started(office, MONDAY - timedelta(days=30))
    tick(office, "2026-03-05T14:00:00+00:00")
    (one,) = digests_of(office)
    assert "23 Feb to 1 Mar" in words(one)


def test_a_new_program_owes_no_week_that_had_begun_before(office: Office) -> None:
    busy(office)
    started(office, datetime(2026, 3, 3, 12, tzinfo=UTC))
    tick(office, "2026-03-03T12:15:00+00:00")
    assert digests_of(office) == []
    tick(office, "2026-03-09T09:00:00+00:00")
    assert len(digests_of(office)) == 1


def test_late_at_night_it_waits_for_working_hours(office: Office) -> None:
    busy(office)
    tick(office, "2026-03-02T22:00:00+00:00")
    assert digests_of(office) == []
    at(office, "2026-03-03T09:00:00+00:00")
    office.deliver()
    assert len(digests_of(office)) == 1


def test_every_owner_gets_their_own_in_their_own_time(office: Office) -> None:
    busy(office)
    lives_in(office, "Pacific/Honolulu", BEA)
    office.add_row(RoleHolder(slack_id=BEA, role="owner", added_by=OLU, added_at=MONDAY - timedelta(days=9)))
    tick(office, "2026-03-02T09:00:00+00:00")
    assert (len(digests_of(office)), len(digests_of(office, BEA))) == (1, 0)
    tick(office, "2026-03-02T19:00:00+00:00")
    assert (len(digests_of(office)), len(digests_of(office, BEA))) == (1, 1)
    assert digests_of(office, SAM) == []


def test_a_new_owner_begins_with_the_next_monday(office: Office) -> None:
    busy(office)
    office.add_row(
        RoleHolder(slack_id=BEA, role="owner", added_by=OLU, added_at=datetime(2026, 3, 4, tzinfo=UTC))
    )
    tick(office, "2026-03-04T12:00:00+00:00")
    assert digests_of(office, BEA) == []
    tick(office, "2026-03-09T09:00:00+00:00")
    assert len(digests_of(office, BEA)) == 1


def test_an_owner_who_has_left_gets_none_and_nobody_gets_theirs(office: Office) -> None:
    busy(office)
    office.add_row(RoleHolder(slack_id=BEA, role="owner", added_by=OLU, added_at=MONDAY - timedelta(days=9)))
    office.server.workspace.change_person(BEA, deleted=True)
    tick(office, "2026-03-02T09:00:00+00:00")
    assert (len(digests_of(office)), len(digests_of(office, BEA))) == (1, 0)


def test_every_second_week_is_counted_from_the_choice(office: Office) -> None:
    busy(office)
    olu = office.person(OLU)
    at(office, "2026-03-04T12:00:00+00:00")
    assert "every other Monday" in olu.command("/program", "digest fortnightly").text
    came = []
    for week in range(4):
        monday = datetime(2026, 3, 9, 9, tzinfo=UTC) + timedelta(weeks=week)
        before = len(digests_of(office))
        office.clock.at = monday
        tick(office)
        came.append(len(digests_of(office)) - before)
    assert came == [0, 1, 0, 1]


def test_off_is_off_until_it_is_chosen_again(office: Office) -> None:
    busy(office)
    olu = office.person(OLU)
    olu.command("/program", "digest off")
    tick(office, "2026-03-09T09:00:00+00:00")
    assert digests_of(office) == []
    at(office, "2026-03-11T09:00:00+00:00")
    olu.command("/program", "digest weekly")
    tick(office, "2026-03-11T10:00:00+00:00")
    assert digests_of(office) == []
    tick(office, "2026-03-16T09:00:00+00:00")
    assert len(digests_of(office)) == 1


def test_the_rhythm_is_changed_on_the_digest_itself(office: Office) -> None:
    busy(office)
    olu = office.person(OLU)
    tick(office, "2026-03-02T09:00:00+00:00")
    assert actions_of(office, OLU) >= {"digest_fortnightly", "digest_off"}
    assert olu.press("digest_off").ok
    office.whisper(olu, "does not come by itself any more")
    office.deliver()
    (one,) = digests_of(office)
    assert "You do not get this by itself" in words(one)
    assert actions_of(office, OLU) >= {"digest_weekly", "digest_fortnightly"}
    press_as(office, SAM, one, "digest_weekly")
    office.whisper(office.person(SAM), "Only a program owner")
    tick(office, "2026-03-09T09:00:00+00:00")
    assert len(digests_of(office)) == 1


def test_a_rhythm_that_nobody_knows_changes_nothing(office: Office) -> None:
    answer = office.person(OLU).command("/program", "digest daily")
    assert "weekly, fortnightly and off" in answer.text


def test_the_command_shows_todays_digest_to_owners_alone(office: Office) -> None:
    busy(office)
    olu, ana = office.person(OLU), office.person(ANA)
    assert olu.command("/program", "digest").ok
    office.whisper(olu, "Your program from 23 Feb to 1 Mar 2026")
    refused = ana.command("/program", "digest")
    assert "Only a program owner" in refused.text
    refused = ana.command("/program", "digest off")
    assert "Only a program owner" in refused.text
    assert "digest" in olu.command("/program", "help").text


def test_the_three_lines_say_what_happened(office: Office) -> None:
    busy(office)
    tick(office, "2026-03-02T09:00:00+00:00")
    told = words(digests_of(office)[0])
    assert "*Changed:* This is the first look at the program: 1 activity in 90 days." in told
    assert "*At risk:* Nothing presses." in told
    assert (
        "*To be glad of:* Sarah Chen (Northwind Bank) took a reference call, rated 5 of 5: “the table with costs”."
        in told
    )
    assert "• Took part: 1 of 1, too few for a share" in told
    assert told.index("*Changed:*") < told.index("*At risk:*") < told.index("The last 90 days")


def test_with_nothing_to_say_it_has_two_lines(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    tick(office, "2026-03-02T09:00:00+00:00")
    (one,) = digests_of(office)
    assert one.text.split("\n") == [
        "Nothing happened in the week from 23 Feb 2026 to 1 Mar 2026, and nothing waits for you.",
        "1 advocate is in the program. A small sign of thanks keeps them close; `/reference` finds who could help.",
    ]


def test_an_empty_database_is_told_kindly(office: Office) -> None:
    tick(office, "2026-03-02T09:00:00+00:00")
    (one,) = digests_of(office)
    assert "Nobody is in the program yet" in words(one)


def test_the_digest_before_has_nothing_to_decide_any_more(office: Office) -> None:
    sarah = busy(office)
    office.add_row(unthanked(sarah, date(2026, 2, 26)))
    tick(office, "2026-03-02T09:00:00+00:00")
    assert "Not thanked yet" in words(digests_of(office)[0])
    tick(office, "2026-03-09T09:00:00+00:00")
    older, newer = digests_of(office)
    assert "A newer digest stands below" in words(older)
    assert "Thank them" not in str(older.blocks)
    assert "Thank them" in str(newer.blocks)


def unthanked(advocate: Advocate, on: date) -> Activity:
    return Activity(
        advocate_id=advocate.id,
        kind="podcast",
        effort=2,
        origin="bot",
        completed_on=on,
        completed_at=datetime(on.year, on.month, on.day, tzinfo=UTC),
    )


def test_any_number_of_workers_sends_one(office: Office) -> None:
    busy(office)
    for _ in range(3):
        digests.send_due(office.wired.program)
    with office.db.reading() as session:
        (slot,) = session.query(Slot).filter_by(subject_kind="digest").all()
    assert (slot.subject_id, slot.audience, slot.period, slot.wanted_version) == (
        OLU,
        "owner",
        "2026-03-02",
        1,
    )
