"""Moments in people's lives are noticed once, by whoever looks after them, and nothing is asked for with them."""

from datetime import timedelta

from bot.services import milestones
from models import Account, Advocate
from tests.journeys.office import ANA, Office


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
