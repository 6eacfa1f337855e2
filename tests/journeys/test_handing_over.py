"""A CSM who has left or is replaced: what is open goes on with its history, both are told, and no click is lost or doubled."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.errors import Refused
from bot.importers.importing import import_file
from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from bot.services import deciding, handing_over
from bot.services.executive_steps import mark_csm
from bot.services.marks import mark_benefits, mark_survey
from messages.history import happened
from models import Account, Advocate, Benefit, ExecutiveNote, Person, Survey
from tests.journeys.office import ANA, BEA, GUS, OLU, SAM, Office
from tests.journeys.test_closing_the_loop import called, said_yes
from tests.journeys.test_standing_in import away
from tests.journeys.test_the_loop import actions_of, request_from

HEADER = "domain,name,industry,segment,region,csm\n"


def import_csm(office: Office, tmp_path: Path, csm: str, *, overwrite: bool = False) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text(f"{HEADER}northwind-bank.example,Northwind Bank,Fintech,enterprise,emea,{csm}\n")
    import_file(office.wired.program, "accounts", file, overwrite=overwrite)
    office.deliver()


def known(office: Office, *people: str) -> None:
    """Slack has told who they are."""
    for one in people:
        assert office.person(one).command("/advocate", "help").ok


def csm_of(office: Office) -> str:
    with office.db.reading() as session:
        return session.query(Account).filter_by(name="Northwind Bank").one().csm


def all_words(office: Office, who: str) -> str:
    return "\n".join(words(one) for one in office.person(who).messages())


def test_a_new_csm_in_an_import_takes_over_what_is_open_and_both_are_told(
    office: Office, tmp_path: Path
) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    known(office, BEA)
    request_from(office, "fintech")
    import_csm(office, tmp_path, "bea@ours.example")
    assert "*You look after Northwind Bank from now on.* Ana Silva did before" in all_words(office, BEA)
    assert "Sarah Chen (Northwind Bank), reference call: waits for a decision" in all_words(office, BEA)
    assert "ask_review" in actions_of(office, BEA)
    assert "*<@U0BEA> looks after Northwind Bank from now on.* This went along" in all_words(office, ANA)
    assert actions_of(office, ANA) == set()
    assert "<@U0BEA> is deciding" in words(office.latest(office.person(SAM)))
    with office.db.reading() as session:
        lines = history_of_advocate(session, office.asks()[0].advocate_id)
    assert "gave this to Bea Stone, who took over from Ana Silva" in [happened(line) for line in lines]
    count = len(office.person(BEA).messages())
    import_csm(office, tmp_path, "bea@ours.example")
    office.job("ask_reminders")
    assert len(office.person(BEA).messages()) == count, "nobody is told twice"


def test_the_same_person_written_in_another_way_is_no_change(office: Office, tmp_path: Path) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    count = len(office.person(ANA).messages())
    import_csm(office, tmp_path, ANA)
    assert len(office.person(ANA).messages()) == count
    assert "ask_review" in actions_of(office, ANA)


def test_open_thanks_go_to_the_new_csm_too(office: Office, tmp_path: Path) -> None:
    called(office)
    known(office, BEA)
    import_csm(office, tmp_path, "bea@ours.example")
    assert "Sarah Chen (Northwind Bank), reference call: to be thanked" in all_words(office, BEA)
    assert "thanks_record" in actions_of(office, BEA)
    assert "thanks_record" not in actions_of(office, ANA)
    office.press(office.person(BEA), "thanks_record")
    assert office.person(BEA).submit(how="call").errors == {}


def test_what_is_over_stays_where_it_is(office: Office, tmp_path: Path) -> None:
    ana = office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    known(office, BEA)
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    ana.submit(decision="never")
    office.deliver()
    before = all_words(office, ANA)
    import_csm(office, tmp_path, "bea@ours.example")
    assert office.person(BEA).messages() == []
    assert all_words(office, ANA) == before


def test_a_csm_who_has_left_slack_leaves_it_to_an_owner_who_names_a_new_one(
    office: Office, tmp_path: Path
) -> None:
    office.expected = {"user_disabled"}
    olu, bea = office.person(OLU), office.person(BEA)
    said_yes_of(office)
    known(office, BEA)
    office.server.workspace.change_person(ANA, deleted=True)
    noticed(office, ANA)
    assert "*Ana Silva can’t be reached in Slack any more*" in all_words(office, OLU)
    assert "Sarah Chen (Northwind Bank), reference call: said yes" in all_words(office, OLU)
    assert "You get this because Ana Silva has left Slack." in all_words(office, OLU)
    assert "ask_call_off" in actions_of(office, OLU)
    office.press(olu, "hand_over")
    assert "Northwind Bank: whatever is open there" in words(office.modal(olu))
    assert olu.submit(new_csm=BEA).errors == {}
    office.deliver()
    assert "ask_call_off" in actions_of(office, BEA)
    assert "*You look after Northwind Bank from now on.* Ana Silva did before" in all_words(office, BEA)
    assert "<@U0BEA> looks after what was Ana Silva’s" in all_words(office, OLU)
    assert actions_of(office, OLU) == set()
    import_csm(office, tmp_path, "ana@ours.example")
    assert csm_of(office) == BEA, "the data goes on naming who has left"
    import_csm(office, tmp_path, "sam@ours.example")
    assert csm_of(office) == "sam@ours.example", "the data names somebody new"
    import_csm(office, tmp_path, "ana@ours.example")
    assert csm_of(office) == "ana@ours.example"
    assert bea.command("/advocate", "show sarah").text.startswith("Only the CSM")


def test_slack_says_itself_that_a_csm_has_left(office: Office) -> None:
    office.expected = {"user_disabled"}
    said_yes_of(office)
    office.server.workspace.change_person(ANA, deleted=True)
    for changed in (ANA, GUS):
        assert office.slack.send_event({"type": "user_change", "user": {"id": changed}}).ok
    office.slack.until(lambda: told_by_now(office), what="the owner who reads for her")
    with office.db.reading() as session:
        assert session.get(Person, GUS) is None, "whoever has nothing to do with the bot is not looked at"


def told_by_now(office: Office) -> bool:
    office.deliver()
    return "*Ana Silva can’t be reached in Slack any more*" in all_words(office, OLU)


def test_an_owner_changes_the_csm_from_the_card_and_nobody_else_may(office: Office) -> None:
    one = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    olu = office.person(OLU)
    known(office, BEA, ANA)
    card = olu.command("/advocate", "show sarah")
    olu.click(card, "hand_over")
    office.modal(olu)
    assert "only full members" in "".join(olu.submit(new_csm="U0GUS").errors.values())
    assert olu.submit(new_csm=BEA).errors == {}
    assert csm_of(office) == BEA
    with pytest.raises(Refused, match="owners_only"):
        handing_over.replace_csm(office.wired.program, ANA, one.account_id, ANA)
    with pytest.raises(Refused, match="account_gone"):
        handing_over.replace_csm(office.wired.program, OLU, "0nosuch", ANA)


def test_an_advocate_who_changes_company_gets_the_csm_of_the_new_one(office: Office) -> None:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    harbour = office.add_account("Harbour Trust", csm="bea@ours.example", industry="Retail")
    known(office, BEA)
    request_from(office, "fintech")
    with office.db.changing() as session:
        session.get_one(Advocate, sarah.id).account_id = harbour.id
    handing_over.settle(office.wired.program)
    office.deliver()
    assert "ask_review" in actions_of(office, BEA)
    assert "ask_review" not in actions_of(office, ANA)


@pytest.mark.parametrize("delay", [0.0, 0.002, 0.01])
def test_a_hand_over_and_the_old_csms_click_in_the_same_moment(office: Office, delay: float) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    known(office, BEA)
    request_from(office, "fintech")
    program, ask = office.wired.program, office.asks()[0]
    with office.db.reading() as session:
        account_id = session.query(Account).one().id
    refused = []

    def click() -> None:
        try:
            deciding.approve(program, ANA, ask.id, "Hi Sarah")
        except Refused as error:
            refused.append(error.reason)

    def hand_over() -> None:
        threading.Event().wait(delay)
        handing_over.replace_csm(program, OLU, account_id, BEA)

    known(office, OLU)
    at_once(click, hand_over)
    office.deliver()
    handing_over.settle(program)
    office.deliver()
    state = office.asks()[0].state
    assert (state, refused) in [("approved", []), ("reserved", ["not_the_csm"])]
    wanted = "ask_sent" if state == "approved" else "ask_review"
    assert wanted in actions_of(office, BEA)
    assert actions_of(office, ANA) == set()
    assert sum("You look after Northwind Bank" in words(one) for one in office.person(BEA).messages()) == 1


def test_a_csm_whom_slack_does_not_know_leaves_it_with_an_owner_and_nothing_moves_by_itself(
    office: Office,
) -> None:
    office.expected = {"users_not_found"}
    one = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank", csm="nobody@ours.example"))
    request_from(office, "fintech")
    assert "ask_review" in actions_of(office, OLU)
    for _ in range(3):
        assert "0 handed over" in office.job("ask_reminders")
    assert len(office.person(OLU).messages()) == 1
    with office.db.reading() as session:
        assert "handed_over" not in [line.action for line in history_of_advocate(session, one.id)]


def test_many_processes_that_settle_at_once_tell_everybody_once(office: Office) -> None:
    sam = office.person(SAM)
    known(office, BEA)
    for number, region in enumerate(("emea", "apac", "amer")):
        office.add_advocate(f"Person {number}", office.add_account(f"Bank {number}", region=region))
        sam.click(sam.command("/reference", f"fintech {region}"), "reference_request")
        office.modal(sam)
        assert sam.submit(deal_name=f"Deal {number}").errors == {}
        office.deliver()
    with office.db.changing() as session:
        for account in session.query(Account):
            account.csm = "bea@ours.example"
    at_once(*[lambda: handing_over.settle(office.wired.program)] * 4)
    office.deliver()
    told = [words(one) for one in office.person(BEA).messages()]
    assert sum("You look after" in one for one in told) == 1
    assert sum("May we ask" in one for one in told) == 3
    assert "Bank 0, Bank 1 and Bank 2" in "\n".join(told)


def at_once(*what: Callable[[], object]) -> None:
    """All of them in threads of their own, begun together. What one raises is raised."""
    with ThreadPoolExecutor(len(what)) as pool:
        start = threading.Barrier(len(what))
        for done in [pool.submit(lambda do=do: (start.wait(), do())) for do in what]:
            done.result()


def said_yes_of(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    said_yes(office)


def noticed(office: Office, who: str) -> None:
    """The bot looks a colleague up again, as it does within the hour."""
    from bot.outbox.profiles import Profiles
    from bot.outbox.slack_sender import SlackSender, make_client

    sender = SlackSender(make_client("xoxb-sandbox", office.server.url))
    Profiles(office.wired.program, sender).learn(who)
    office.deliver()


def test_what_else_waits_goes_along_at_once_and_is_named(office: Office, tmp_path: Path) -> None:
    account = office.add_account("Northwind Bank")
    sarah = office.add_advocate("Sarah Chen", account)
    known(office, ANA, BEA, OLU)
    today = office.clock.now().date()
    note = ExecutiveNote(
        advocate_id=sarah.id,
        causes=[["promotion", today.isoformat(), None]],
        state="handed_over",
        found_at=office.clock.now(),
        moved_at=office.clock.now(),
        executive=OLU,
        week=today,
    )
    survey = Survey(advocate_id=sarah.id, cause="half_year", state="asked", asked_on=today)
    benefit = Benefit(
        advocate_id=sarah.id,
        kind="some_betas",
        tier="silver",
        task_of="csm",
        granted_on=today,
        due_on=today + timedelta(days=60),
        told_at=office.clock.now(),
    )
    for row in (note, survey, benefit):
        office.add_row(row)
    with office.db.changing() as session:
        now, of = office.clock.now(), session.get_one(Account, account.id)
        mark_csm(session, note, of, now)
        mark_survey(session, survey, of, now)
        mark_benefits(office.wired.program, session, sarah, of, "csm", now)
    office.deliver()
    wanted = {"exec_note_passed_on", "satisfaction_record", "benefit_done"}
    assert actions_of(office, ANA) >= wanted
    import_csm(office, tmp_path, "bea@ours.example")
    assert actions_of(office, BEA) >= wanted
    assert actions_of(office, ANA) == set()
    told = all_words(office, BEA)
    assert "Sarah Chen (Northwind Bank): the word of an executive is to be passed on" in told
    assert "Sarah Chen (Northwind Bank): to be asked how they find the program" in told
    assert "Sarah Chen (Northwind Bank): what goes with their tier is to be seen to" in told
    away(office, BEA, date(2026, 3, 10), ANA)
    assert actions_of(office, ANA) >= wanted
    assert actions_of(office, BEA) == set()
