"""While a CSM is away, whoever stands in gets what was theirs, and no longer."""

import json
from datetime import UTC, date, datetime

import pytest

from bot.errors import Refused
from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from bot.services import asks, deciding
from messages.history import happened
from tests.journeys.office import ANA, BEA, GUS, OLU, OUT, SAM, Office
from tests.journeys.test_the_loop import actions_of, request_from
from tests.journeys.test_who_may import press_as


def away(office: Office, who: str, until: date, stand_in: str) -> str:
    person = office.person(who)
    assert person.command("/advocate", "away").ok
    office.slack.until(
        lambda: person.modal is not None and person.modal.spec["callback_id"] == "away",
        what="the form for an absence",
    )
    answer = person.submit(until=until, stand_in=stand_in)
    assert answer.errors == {}
    told = words(office.modal(person))
    person.close_modal()
    office.deliver()
    return told


def test_what_is_open_goes_to_the_stand_in_and_comes_back(office: Office) -> None:
    ana, bea = office.person(ANA), office.person(BEA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    assert "ask_review" in actions_of(office, ANA)

    told = away(office, ANA, date(2026, 3, 10), BEA)
    assert "<@U0BEA> stands in for you until 10 Mar 2026 and has 1 open matter of yours now" in told
    assert any("You stand in for <@U0ANA> until 10 Mar 2026" in words(one) for one in bea.messages())
    assert any(
        "Sarah Chen (Northwind Bank), reference call: waits for a decision" in words(one)
        for one in bea.messages()
    )
    question = next(one for one in bea.messages() if "May we ask Sarah Chen?" in words(one))
    assert "You get this because Ana Silva is away until 10 Mar 2026." in words(question)
    assert actions_of(office, ANA) == set()
    assert "<@U0BEA> is looking after it now" in words(office.latest(ana))
    assert "<@U0BEA> is deciding" in words(office.latest(office.person(SAM)))

    office.press(bea, "ask_review")
    assert "Best wishes,\\nBea" in json.dumps(office.modal(bea).blocks)
    assert bea.submit(decision="approve").errors == {}
    office.deliver()
    assert "Ready to send to Sarah Chen" in words(office.latest(bea))

    assert "Welcome back" in ana.command("/advocate", "back").text
    office.deliver()
    assert actions_of(office, BEA) == set()
    assert any("Ready to send to Sarah Chen" in words(one) for one in ana.messages())
    assert "Ana Silva" not in words(office.latest(ana))
    assert any("is back and looks after it again" in words(one) for one in bea.messages())
    press_as(office, BEA, ana.find("ask_sent"), "ask_sent")
    assert "Only the CSM of Northwind Bank" in office.whisper(bea, "Only the CSM")


def test_what_comes_while_somebody_is_away_goes_to_the_stand_in_at_once(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    assert "open matter" not in away(office, ANA, date(2026, 3, 10), BEA)
    assert "Nothing is open right now" in words(office.latest(office.person(BEA)))
    request_from(office, "fintech")
    assert "ask_review" in actions_of(office, BEA)
    assert not [one for one in office.person(ANA).messages() if "May we ask" in words(one)]


def test_when_the_days_are_over_it_comes_back_in_working_hours(office: Office) -> None:
    ana, bea = office.person(ANA), office.person(BEA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    away(office, ANA, date(2026, 3, 3), BEA)
    for hour in (0, 1, 2):
        office.clock.at = datetime(2026, 3, 3, hour, tzinfo=UTC)
        office.job("ask_reminders")
    assert "ask_review" not in actions_of(office, ANA), "nobody is told at night"
    office.clock.at = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    office.job("ask_reminders")
    assert "ask_review" in actions_of(office, ANA)
    assert actions_of(office, BEA) == set()
    assert any("is back and looks after it again" in words(one) for one in bea.messages())
    assert "<@U0ANA> is deciding" in words(office.latest(office.person(SAM)))
    assert len(ana.messages()) == 2
    with office.db.reading() as session:
        lines = history_of_advocate(session, office.asks()[0].advocate_id)
    assert [happened(one) for one in lines if one.action == "handed_over"] == [
        "gave this to Bea Stone, because Ana Silva is away",
        "gave this back to Ana Silva",
    ]


def test_a_stand_in_has_no_rights_before_and_after(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    ask_id = asked(office)
    assert office.person(BEA).command("/advocate", "help").ok, "by now Slack has told who she is"
    with pytest.raises(Refused, match="not_the_csm"):
        deciding.approve(office.wired.program, BEA, ask_id, "Hi")
    away(office, ANA, date(2026, 3, 10), BEA)
    deciding.approve(office.wired.program, BEA, ask_id, "Hi")
    office.clock.at = datetime(2026, 3, 10, tzinfo=UTC)
    with pytest.raises(Refused, match="not_the_csm"):
        asks.sent(office.wired.program, BEA, ask_id)


def test_a_stand_in_who_is_away_too_passes_it_on_and_a_circle_ends_at_an_owner(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_advocate(
        "Tom Reed", office.add_account("Harbour Trust", csm="bea@ours.example", industry="Retail")
    )
    request_from(office, "fintech")
    away(office, ANA, date(2026, 3, 10), BEA)
    told = away(office, BEA, date(2026, 3, 6), SAM)
    assert "<@U0SAM> stands in for you" in told
    assert "ask_review" in actions_of(office, SAM)
    office.person(BEA).command("/advocate", "back")
    told = away(office, BEA, date(2026, 3, 6), ANA)
    assert "They are away themselves, so <@U0OLU> gets it for now" in told
    assert "ask_review" in actions_of(office, OLU)
    assert "ask_review" not in actions_of(office, SAM)
    question = next(one for one in office.person(OLU).messages() if "May we ask" in words(one))
    assert "because Ana Silva is away until 10 Mar 2026" in words(question)
    office.clock.at = datetime(2026, 3, 6, 10, tzinfo=UTC)
    office.job("ask_reminders")
    assert "ask_review" in actions_of(office, BEA), "back before the one they stand in for"
    assert "ask_review" not in actions_of(office, OLU)


@pytest.mark.parametrize(
    ("status", "is_away"),
    [
        ({"status_text": "Vacationing", "status_emoji": ":palm_tree:"}, True),
        ({"status_text": "on parental leave"}, True),
        ({"status_text": "Out of office until Tuesday"}, True),
        ({"status_text": "In a meeting"}, False),
        ({"status_text": "Still chilling after the holidayish weekend"}, False),
    ],
)
def test_a_status_in_slack_with_an_end_says_so_too(
    office: Office, status: dict[str, str], is_away: bool
) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    ends = datetime(2026, 3, 10, tzinfo=UTC)
    office.server.workspace.change_person(ANA, status_expiration=int(ends.timestamp()), **status)
    request_from(office, "fintech")
    assert ("ask_review" in actions_of(office, OLU)) is is_away
    assert ("ask_review" in actions_of(office, ANA)) is not is_away
    if is_away:
        question = office.latest(office.person(OLU))
        assert "because Ana Silva is away until 10 Mar 2026" in words(question)
        office.person(ANA).command("/advocate", "back")
        office.deliver()
        assert "ask_review" in actions_of(office, ANA), "who says so is back, whatever the status says"


def test_a_status_without_an_end_says_nothing(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.server.workspace.change_person(ANA, status_text="Vacationing", status_emoji=":palm_tree:")
    request_from(office, "fintech")
    assert "ask_review" in actions_of(office, ANA)


def test_the_form_knows_the_status_and_what_was_said_before(office: Office) -> None:
    office.add_account("Northwind Bank")
    ends = datetime(2026, 3, 12, tzinfo=UTC)
    office.server.workspace.change_person(ANA, status_text="PTO", status_expiration=int(ends.timestamp()))
    ana = office.person(ANA)
    ana.command("/advocate", "away")
    assert '"initial_date": "2026-03-12"' in json.dumps(office.modal(ana).blocks)
    ana.submit(stand_in=BEA)
    ana.close_modal()
    ana.command("/advocate", "away")
    assert '"initial_user": "U0BEA"' in json.dumps(office.modal(ana).blocks)


@pytest.mark.parametrize(
    ("until", "stand_in", "why"),
    [
        (date(2026, 3, 2), BEA, "Please choose a day after today"),
        (date(2036, 3, 2), BEA, "Is the year right?"),
        (date(2026, 3, 9), ANA, "somebody else than yourself"),
        (date(2026, 3, 9), GUS, "only full members"),
        (date(2026, 3, 9), OUT, "only full members"),
    ],
)
def test_what_cannot_be_is_said_on_the_field(office: Office, until: date, stand_in: str, why: str) -> None:
    office.add_account("Northwind Bank")
    ana = office.person(ANA)
    ana.command("/advocate", "away")
    office.modal(ana)
    errors = ana.submit(until=until, stand_in=stand_in).errors
    assert why in "".join(errors.values())


def test_who_has_nothing_in_hand_needs_nobody(office: Office) -> None:
    told = office.person(SAM).command("/advocate", "away").text
    assert "You are the CSM of no company here" in told
    assert "I didn’t think you were away" in office.person(SAM).command("/advocate", "back").text


def test_another_stand_in_takes_over_from_the_first(office: Office) -> None:
    bea = office.person(BEA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    away(office, ANA, date(2026, 3, 10), BEA)
    away(office, ANA, date(2026, 3, 12), OLU)
    assert actions_of(office, BEA) == set()
    assert any("<@U0OLU> stands in for <@U0ANA> now" in words(one) for one in bea.messages())
    question = next(one for one in office.person(OLU).messages() if "May we ask" in words(one))
    assert "away until 12 Mar 2026" in words(question)


def asked(office: Office) -> str:
    request_from(office, "fintech")
    return office.asks()[-1].id


def test_the_stand_ins_own_hours_count_from_when_they_have_it(office: Office) -> None:
    office.server.workspace.change_person(BEA, tz="America/New_York")
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    away(office, ANA, date(2026, 3, 10), BEA)
    office.clock.at = datetime(2026, 3, 2, 15, tzinfo=UTC)
    office.job("ask_reminders")
    assert "Still waiting" not in words(office.latest(office.person(BEA))), "10 in the morning in New York"
    office.clock.at = datetime(2026, 3, 2, 18, tzinfo=UTC)
    office.job("ask_reminders")
    assert "Still waiting for your word" in words(office.latest(office.person(BEA)))
    assert len(office.person(ANA).messages()) == 1


@pytest.mark.parametrize("csm", ["ana@ours.example", "nobody@ours.example"])
def test_where_an_owner_steps_in_their_own_hours_count(office: Office, csm: str) -> None:
    """Ten in London is midnight in Honolulu: four working hours are over there at eleven in the evening of London."""
    office.expected.add("users_not_found")
    office.server.workspace.change_person(OLU, tz="Pacific/Honolulu")
    if csm.startswith("ana"):
        office.server.workspace.change_person(ANA, deleted=True)
    assert office.person(OLU).command("/advocate", "help").ok
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank", csm=csm))
    request_from(office, "fintech")
    olu = office.person(OLU)
    first = next(one for one in olu.messages() if "May we ask Sarah Chen" in words(one))
    reroute = int(datetime(2026, 3, 3, 4, tzinfo=UTC).timestamp())
    assert f"<!date^{reroute}^" in words(first), "nine working hours: six in the evening in Honolulu"
    office.clock.at = datetime(2026, 3, 2, 22, tzinfo=UTC)
    office.job("ask_reminders")
    assert office.latest(olu).ts == first.ts, "noon in Honolulu"
    office.clock.at = datetime(2026, 3, 2, 23, tzinfo=UTC)
    office.job("ask_reminders")
    assert "Still waiting for your word" in words(office.latest(olu))


def test_what_a_csm_asked_for_themselves_is_not_the_stand_ins_own(office: Office) -> None:
    ana, bea = office.person(ANA), office.person(BEA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    answer = ana.command("/reference", "fintech")
    ana.click(answer, "reference_request")
    office.modal(ana)
    fields = {"deal_name": "My deal", "needed_by": date(2026, 3, 20), "activity_kind": "reference_call"}
    assert ana.submit(**fields).errors == {}
    office.deliver()
    assert "You need a reference call" in " ".join(words(one) for one in ana.messages())
    away(office, ANA, date(2026, 3, 10), BEA)
    told = words(office.latest(bea))
    assert "<@U0ANA> needs a reference call (My deal)" in told
    assert "your own request" not in told
    assert "<@U0BEA> said yes to asking Sarah Chen" in " ".join(words(one) for one in ana.messages())
