"""Nobody is asked too often, whatever happens at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier

import pytest

from bot.db import Database
from bot.sandbox.actor import Actor
from bot.sandbox.driver import Driver
from bot.sandbox.server import SlackServer
from bot.sandbox.transport import HttpTransport
from bot.sandbox.workspace import Workspace
from tests.journeys.office import ANA, SAM, SECRET, Office, open_office, people
from tests.journeys.processes import running
from tests.journeys.test_the_loop import request_from

CROWD = 50


def crowd(workspace: Workspace) -> list[str]:
    """Fifty colleagues in sales."""
    ids = [f"U0CROWD{number:02}" for number in range(CROWD)]
    for user in ids:
        workspace.add_person(user, user.lower(), real_name=user.title(), email=f"{user.lower()}@ours.example")
    return ids


def everyone_asks_at_once(office: Office, actors: list[Actor]) -> Counter[str]:
    """One after the other opens the form, then all submit in the same moment; what each was told."""
    barrier = Barrier(len(actors))
    for actor in actors:
        answer = actor.command("/reference", "fintech")
        assert answer.ok, answer
        assert actor.click(answer, "reference_request").ok
        office.slack.until(lambda actor=actor: actor.modal is not None, 20, "a modal")  # type: ignore[misc]
        actor.fill(deal_name=f"Deal of {actor.id}")

    def ask(actor: Actor) -> str:
        barrier.wait(60)
        filed = actor.submit()
        assert filed.status == 200, filed
        return "; ".join(filed.errors.values()) if filed.errors else "filed"

    with ThreadPoolExecutor(len(actors)) as pool:
        return Counter(pool.map(ask, actors))


def judge_the_crowd(office: Office, said: Counter[str]) -> None:
    assert said.pop("filed") == 1
    assert sum(said.values()) == CROWD - 1
    assert all(text.startswith("Sarah Chen ") and "nothing was filed" in text for text in said), said
    assert [ask.state for ask in office.asks()] == ["reserved"]


def test_fifty_people_at_once_and_one_process_make_one_reservation(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    actors = [office.person(user) for user in crowd(office.server.workspace)]
    judge_the_crowd(office, everyone_asks_at_once(office, actors))


def test_fifty_people_at_once_and_two_web_processes_make_one_reservation(
    postgresql_db: Database,
) -> None:
    workspace = Workspace()
    people(workspace)
    with SlackServer(workspace) as server, ExitStack() as stack:
        office = open_office(postgresql_db, server)
        stack.callback(office.wired.close)
        office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
        webs = [stack.enter_context(running("web", postgresql_db, server)) for _ in range(2)]
        doors = [Driver(workspace, HttpTransport(web.address), SECRET) for web in webs]
        ids = crowd(workspace)
        actors = [doors[number % 2].as_person(user) for number, user in enumerate(ids)]
        judge_the_crowd(office, everyone_asks_at_once(office, actors))


def test_the_next_on_the_bench_is_asked_when_somebody_was_quicker(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))
    sam = office.person(SAM)
    answer = sam.command("/reference", "fintech")
    sam.click(answer, "reference_request")
    office.modal(sam)
    request_from(office, "fintech", by="U0BEA")
    filed = sam.submit(deal_name="Second deal")
    assert filed.errors == {}
    assert sam.modal is not None
    assert "Sarah Chen was asked by somebody else a moment ago" in str(sam.modal.blocks)
    assert "Tom Reed" in str(sam.modal.blocks)


def test_the_same_form_sent_twice_files_one_request(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    sam = office.person(SAM)
    sam.click(sam.command("/reference", "fintech"), "reference_request")
    office.modal(sam)
    first = sam.submit(deal_name="Contoso")
    second = office.slack.redeliver(first)
    assert first.ok
    assert second.ok
    assert not second.errors
    assert len(office.asks()) == 1


def test_two_clicks_on_sent_count_once(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    ana = office.person(ANA)
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()
    message = ana.find("ask_sent")
    ana.click(message, "ask_sent")
    ana.click(message, "ask_sent", stale=True)
    assert "recorded already" in office.whisper(ana, "recorded already")
    assert [(ask.state, ask.counted_on) for ask in office.asks()] == [("sent", office.clock.now().date())]


def test_a_rule_broken_since_is_noticed_at_approval_and_the_next_is_asked(office: Office) -> None:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))
    request_from(office, "fintech")
    ana = office.person(ANA)
    office.press(ana, "ask_review")
    office.add_past_ask(sarah, office.clock.now().date())
    refused = ana.submit(decision="approve")
    assert "Sarah Chen was asked not long ago" in refused.errors["decision"]
    office.deliver()
    states = {ask.advocate_id == sarah.id and ask.origin == "bot": ask.state for ask in office.asks()}
    assert states[True] == "released"
    assert "May we ask Tom Reed?" in str(office.latest(ana).blocks)


@pytest.mark.parametrize("by", ["the message being shown", "the job"])
def test_a_rule_broken_after_approval_tells_the_csm_not_to_send(office: Office, by: str) -> None:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    ana = office.person(ANA)
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    if by == "the job":
        office.deliver()
        assert "ask_sent" in str(office.latest(ana).blocks)
    office.add_past_ask(sarah, office.clock.now().date())
    if by == "the job":
        office.job("ask_reminders")
    else:
        office.deliver()
    assert "Please don’t write to Sarah Chen" in office.latest(ana).text
    assert "ask_sent" not in str(office.latest(ana).blocks)


def test_sent_is_a_fact_also_after_the_request_was_cancelled(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    ana, sam = office.person(ANA), office.person(SAM)
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()
    note = ana.find("ask_sent")
    sam.press("request_cancel")
    office.deliver()
    ana.click(note, "ask_sent", stale=True)
    assert [ask.state for ask in office.asks()] == ["sent"]
    assert "being asked right now" in sam.command("/reference", "fintech").text


def test_a_process_that_dies_between_releasing_and_offering_is_made_good_by_the_job(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))
    request_from(office, "fintech")
    ana = office.person(ANA)
    office.press(ana, "ask_review")
    with monkeypatch.context() as dying:
        dying.setattr("bot.services.deciding.ask_next", lambda *_: False)
        ana.submit(decision="not_now")
    assert {ask.state for ask in office.asks()} == {"released"}
    assert "1 offered to the next" in office.job("ask_reminders")
    assert "May we ask Tom Reed?" in str(office.latest(ana).blocks)
