"""Undo and the next person's click in the same moment: one of them stands, and nobody is asked twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bot.errors import Refused
from bot.queries.undoing import decision_of
from bot.services import appreciation, asks, bench, cancelling, deciding, outcomes, undoing
from bot.services.appreciation import Thanks
from models import Activity, Ask, ReferenceRequest
from tests.journeys.office import ANA, BEA, SAM, Office
from tests.journeys.test_the_loop import request_from

ROUNDS = 4


def at_once(*doing: Callable[[], object]) -> list[str | None]:
    """Starts everything in one moment; the reason of each refusal."""
    together = Barrier(len(doing))

    def run(do: Callable[[], object]) -> str | None:
        together.wait()
        try:
            do()
        except Refused as refused:
            return refused.reason
        return None

    with ThreadPoolExecutor(len(doing)) as threads:
        return list(threads.map(run, doing))


def last_click(office: Office, ask_id: str) -> str:
    with office.db.reading() as session:
        decision = decision_of(session, session.get_one(Ask, ask_id))
        assert decision is not None
        return decision.id


def two_people(office: Office, number: int) -> None:
    """Sarah, whom Ana looks after, and Tom, whom Bea does: she is better rested, so she comes first."""
    office.add_advocate(f"Sarah Chen{number}", office.add_account(f"Northwind {number}", industry="Banking"))
    bea = office.add_account(f"Harbour {number}", csm=BEA, industry="Banking", tags=["x"])
    office.add_advocate(f"Tom Reed{number}", bea)


def filed(office: Office) -> str:
    request_from(office, "banking")
    with office.db.reading() as session:
        return session.query(ReferenceRequest).order_by(ReferenceRequest.id.desc()).first().id  # type: ignore[union-attr]


def of_request(office: Office, request_id: str) -> list[Ask]:
    with office.db.reading() as session:
        return session.query(Ask).filter(Ask.request_id == request_id).order_by(Ask.id).all()


def csm_of(office: Office, ask: Ask) -> str:
    from models import Account, Advocate

    with office.db.reading() as session:
        advocate = session.get_one(Advocate, ask.advocate_id)
        return BEA if session.get_one(Account, advocate.account_id).csm == BEA else ANA


@pytest.mark.parametrize("number", range(ROUNDS))
def test_undo_against_the_approval_of_the_next(office: Office, number: int) -> None:
    program = office.wired.program
    two_people(office, number)
    request_id = filed(office)
    office.person(BEA).command("/reference", "mine")  # so that she is known
    [first] = of_request(office, request_id)
    deciding.not_now(program, csm_of(office, first), first.id, None)
    _, second = of_request(office, request_id)
    click = last_click(office, first.id)
    undone, approved = at_once(
        lambda: undoing.undo(program, csm_of(office, first), click),
        lambda: deciding.approve(program, csm_of(office, second), second.id, "Dear you"),
    )
    assert undone is None
    states = {ask.id: (ask.state, ask.release_reason) for ask in of_request(office, request_id)}
    if approved is None:
        assert states == {first.id: ("released", "taken_back"), second.id: ("approved", None)}
    else:
        assert approved == "ask_moved_on"
        assert states == {first.id: ("reserved", None), second.id: ("released", "made_way")}


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_presses_of_undo_in_one_moment(office: Office, number: int) -> None:
    program = office.wired.program
    two_people(office, number)
    request_id = filed(office)
    [first] = of_request(office, request_id)
    by = csm_of(office, first)
    deciding.approve(program, by, first.id, "Dear you")
    asks.sent(program, by, first.id)
    click = last_click(office, first.id)
    refusals = at_once(*[lambda: undoing.undo(program, by, click)] * 2)
    assert sorted(refusals, key=str) == [None, "nothing_to_undo"]
    assert [ask.state for ask in of_request(office, request_id)] == ["approved"]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_undo_against_cancelling_and_the_job(office: Office, number: int) -> None:
    program = office.wired.program
    two_people(office, number)
    request_id = filed(office)
    [first] = of_request(office, request_id)
    by = csm_of(office, first)
    deciding.never(program, by, first.id)
    click = last_click(office, first.id)
    at_once(
        lambda: undoing.undo(program, by, click),
        lambda: cancelling.cancel(program, SAM, request_id),
        lambda: bench.ask_next(program, request_id),
    )
    cancelling.close_leftovers(program, request_id, "job:ask_reminders")
    with office.db.reading() as session:
        request = session.get_one(ReferenceRequest, request_id)
    open_now = [ask for ask in of_request(office, request_id) if ask.seat is not None]
    assert len(open_now) == (0 if request.state == "cancelled" else 1)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_undo_of_a_report_against_the_thanks_for_it(office: Office, number: int) -> None:
    """Either they were thanked and it stands, or there is nothing to thank for; twice taken back it is once."""
    program = office.wired.program
    two_people(office, number)
    request_id = filed(office)
    [first] = of_request(office, request_id)
    by = csm_of(office, first)
    if by == BEA:
        office.person(BEA).command("/advocate", "help")  # so that she is known
    deciding.approve(program, by, first.id, "Dear you")
    asks.sent(program, by, first.id)
    asks.answer(program, by, first.id, "yes")
    outcomes.report(program, SAM, first.id, "yes")
    with office.db.reading() as session:
        activity = session.query(Activity).one().id
    click = last_click(office, first.id)
    refusals = at_once(
        lambda: undoing.undo(program, SAM, click),
        lambda: appreciation.thank(program, by, activity, Thanks("mail")),
        lambda: undoing.undo(program, SAM, click),
    )
    with office.db.reading() as session:
        thanked = [one.thanked_on is not None for one in session.query(Activity)]
    [ask] = of_request(office, request_id)
    if thanked:
        assert (thanked, ask.state, ask.seat) == ([True], "completed", None)
        assert refusals == ["already_thanked", None, "already_thanked"]
    else:
        assert (ask.state, ask.seat) == ("accepted", 1)
        assert refusals[1] == "activity_gone"
        assert sorted(refusals[::2], key=str) == [None, "nothing_to_undo"]
