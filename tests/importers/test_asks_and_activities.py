"""asks.csv and activities.csv: history that counts, and owes nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.services.program import Program
from models import Activity, Advocate, Ask, ReferenceRequest
from tests.importers.conftest import ACCOUNT, ADVOCATE, NOW, Import

Refused = Callable[[Program, str, str | bytes], list[str]]
ASKS = "advocate,kind,asked_on,deal,requester,answer\nMai@acme.test,Reference Call,2026-05-04,{},{},{}\n"
ACTIVITIES = "advocate,kind,completed_on,minutes,rating\nmai@acme.test,{},2026-05-04,{},5\n"


@pytest.fixture(autouse=True)
def people(program: Program, bring: Import) -> None:
    bring(program, "accounts", ACCOUNT)
    bring(program, "advocates", ADVOCATE)


def ask(program: Program) -> Ask:
    with program.reading() as session:
        return session.scalars(select(Ask)).one()


@pytest.mark.parametrize(
    ("answer", "stored", "state", "is_answered"),
    [
        ("yes", "yes", "completed", True),
        ("No", "no", "declined", True),
        ("no answer", "no_answer", "no_answer", False),
        ("", "no_answer", "no_answer", False),
    ],
)
def test_an_imported_ask_is_closed_and_counts_on_its_day(
    program: Program, bring: Import, answer: str, stored: str, state: str, is_answered: bool
) -> None:
    bring(program, "asks", ASKS.format("", "", answer))
    found = ask(program)
    midday = datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert (found.origin, found.kind, found.effort, found.seat) == ("import", "reference_call", 2, None)
    assert (found.answer, found.state) == (stored, state)
    assert (found.asked_on, found.counted_on, found.contacted_at) == (date(2026, 5, 4),) * 2 + (midday,)
    assert (found.answered_at, found.closed_at) == (midday if is_answered else None, midday)
    assert (found.deal, found.requester) == ("", "")


def test_a_survey_never_counts(program: Program, bring: Import) -> None:
    bring(program, "asks", ASKS.format("", "", "yes").replace("Reference Call", "survey"))
    assert (ask(program).effort, ask(program).counted_on) == (0, None)
    assert str(
        bring(program, "asks", ASKS.format("", "", "yes").replace("Reference Call", "survey"))
    ).endswith("1 unchanged")


def test_an_ask_of_today_lies_in_no_future(program: Program, bring: Import) -> None:
    bring(program, "asks", ASKS.format("", "", "yes").replace("2026-05-04", "2026-11-20"))
    assert ask(program).contacted_at == NOW


def test_a_known_answer_survives_an_empty_one_and_gives_way_to_another(
    program: Program, bring: Import
) -> None:
    bring(program, "asks", ASKS.format("D", "R", "yes"))
    assert bring(program, "asks", ASKS.format("D", "R", "")).unchanged == 1
    assert bring(program, "asks", ASKS.format("D", "R", "no")).updated == 1
    assert (ask(program).answer, ask(program).state) == ("no", "declined")


def test_deal_and_requester_tell_asks_of_one_day_apart(program: Program, bring: Import) -> None:
    head, row = ASKS.splitlines()
    rows = [row.format(*cells) for cells in (("", "", "yes"), ("A", "", "yes"), ("", "A", "no"))]
    assert bring(program, "asks", "\n".join([head, *rows])).added == 3
    assert bring(program, "asks", "\n".join([head, *rows])).unchanged == 3


def test_people_and_days_are_checked(program: Program, refused: Refused) -> None:
    content = ASKS.format("", "", "").replace("Mai@", "may@").replace("2026-05-04", "2026-11-21")
    assert refused(program, "asks", content) == [
        "line 2, advocate: “may@acme.test” is nobody known; import advocates first, or correct the address; "
        "did you mean mai@acme.test?",
        "line 2, asked_on: “2026-11-21” is still to come, today is 2026-11-20; write the day on which it happened",
    ]


def test_an_ask_that_the_bot_made_is_left_as_it_is(program: Program, bring: Import) -> None:
    with program.changing() as session:
        advocate_id = session.scalars(select(Advocate.id)).one()
        request = ReferenceRequest(
            requester="U0SALES01", state="asking", kind="reference_call", criteria={}, words="",
            deal_name=" Big deal ", needed_by=date(2026, 6, 1), filed_at=NOW,
        )  # fmt: skip
        session.add(request)
        session.flush()
        session.add(
            Ask(
                advocate_id=advocate_id, request_id=request.id, origin="bot", kind="reference_call", effort=2,
                state="sent", seat=1, counted_on=date(2026, 5, 4), contacted_at=NOW,
            )
        )  # fmt: skip
    assert bring(program, "asks", ASKS.format("Big deal", "U0SALES01", "no")).unchanged == 1
    assert (ask(program).state, ask(program).answer) == ("sent", None)


def activity(program: Program) -> Activity:
    with program.reading() as session:
        return session.scalars(select(Activity)).one()


@pytest.mark.parametrize(
    ("kind", "minutes", "effort"),
    [
        ("reference_call", 15, 1),
        ("reference_call", 16, 2),
        ("reference_call", "", 2),
        ("speaking", 10, 3),
        ("survey", "", 0),
    ],
)
def test_an_activity_weighs_what_its_kind_and_length_say(
    program: Program, bring: Import, kind: str, minutes: object, effort: int
) -> None:
    bring(program, "activities", ACTIVITIES.format(kind, minutes))
    found = activity(program)
    assert (found.effort, found.origin, found.deal, found.ask_id) == (effort, "import", "", None)
    assert found.completed_at == datetime(2026, 5, 4, tzinfo=UTC)


def test_a_length_learnt_later_changes_the_effort(program: Program, bring: Import) -> None:
    bring(program, "activities", ACTIVITIES.format("reference_call", ""))
    assert bring(program, "activities", ACTIVITIES.format("reference_call", 10)).updated == 1
    assert (activity(program).minutes, activity(program).effort) == (10, 1)


def test_an_activity_that_the_bot_recorded_is_left_as_it_is(program: Program, bring: Import) -> None:
    with program.changing() as session:
        advocate_id = session.scalars(select(Advocate.id)).one()
        session.add(
            Activity(
                advocate_id=advocate_id, origin="bot", kind="speaking", effort=3, rating=2,
                completed_on=date(2026, 5, 4), completed_at=NOW,
            )
        )  # fmt: skip
    assert bring(program, "activities", ACTIVITIES.format("speaking", "")).unchanged == 1
    assert activity(program).rating == 2
