"""What the digest asks an owner to decide: each with the button that does it, true until it is done, and checked every time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from bot.sandbox.records import Message
from bot.services.appreciation import Thanks, thank
from messages.history import happened
from models import (
    Absence,
    Activity,
    Advocate,
    Ask,
    AuditEntry,
    ExecutiveNote,
    Give,
    Incentive,
    OwnerOverride,
    ReferenceRequest,
    Slot,
)
from tests.journeys.office import ANA, BEA, MONDAY, OLU, SAM, Office
from tests.journeys.test_the_loop import request_from
from tests.journeys.test_who_may import press_as

TODAY = MONDAY.date()
LEADS = ("Your program from", "Nothing happened in the week")
LAST_WEEK = datetime(2026, 2, 25, 10, tzinfo=UTC)


def sarah(
    office: Office, name: str = "Sarah Chen", company: str = "Northwind Bank", **columns: object
) -> Advocate:
    return office.add_advocate(name, office.add_account(company), **columns)


def done(office: Office, advocate: Advocate, on: date, **columns: object) -> Activity:
    return office.add_activity(advocate, on, **{"origin": "bot", "kind": "podcast", **columns})


def digest(office: Office) -> Message:
    """The owner's digest of this Monday as it stands, sent where it was not yet."""
    office.job("weekly_digest")
    return standing(office)


def standing(office: Office) -> Message:
    office.deliver()
    return next(one for one in office.person(OLU).messages() if any(lead in words(one) for lead in LEADS))


def pressable(message: Message) -> list[tuple[str, str]]:
    """(action_id, value) of every button beside a line."""
    return [
        (one["accessory"]["action_id"], one["accessory"]["value"])
        for one in message.blocks
        if "accessory" in one
    ]


def know(office: Office) -> None:
    """Slack was asked about everybody."""
    for who in (OLU, ANA, SAM, BEA):
        office.person(who).command("/reference", "help")


def refused_for(office: Office, who: str, message: Message, action_id: str, why: str) -> None:
    press_as(office, who, message, action_id)
    office.whisper(office.person(who), why)


def test_an_owner_thanks_and_the_digest_says_so(office: Office) -> None:
    know(office)
    one = sarah(office)
    for days in range(1, 6):
        done(office, one, TODAY - timedelta(days=2 * days))
    shown = digest(office)
    assert "*At risk:* 5 thank-yous are owed; Sarah Chen has waited longest, since 20 Feb 2026." in words(
        shown
    )
    assert "*Not thanked yet* · 5 in all; the others come up as these are done" in words(shown)
    assert [action_id for action_id, _ in pressable(shown)] == ["thanks_record"] * 3
    refused_for(office, SAM, shown, "thanks_record", "Only the CSM of Northwind Bank or a program owner")
    olu = office.person(OLU)
    office.press(olu, *pressable(shown)[0])
    assert (
        olu.submit(how="mail", text="You told them about the outage in March. Thank you.\n\nOlu").errors == {}
    )
    again = standing(office)
    assert again.ts == shown.ts, "it is updated, not told anew"
    assert "*Not thanked yet* · 4 in all" in words(again)
    assert pressable(shown)[0] not in pressable(again)
    press_as(office, OLU, shown, "thanks_record")
    office.modal(olu)
    assert "thanked" in str(olu.submit(how="mail", text="And once more, thank you for March.").errors)


def test_a_csm_whom_nobody_has_met_is_named(office: Office) -> None:
    done(office, sarah(office), TODAY - timedelta(days=4))
    assert f"<@{ANA}> looks after them" in words(digest(office))


def test_what_a_csm_does_is_seen_on_it_as_well(office: Office) -> None:
    know(office)
    one = done(office, sarah(office), TODAY - timedelta(days=4))
    assert "Not thanked yet" in words(digest(office))
    thank(office.wired.program, ANA, one.id, Thanks("call"))
    assert "Not thanked yet" not in words(standing(office))


def test_what_is_fresh_or_long_ago_is_no_decision(office: Office) -> None:
    one = sarah(office)
    done(office, one, TODAY)
    office.add_activity(one, TODAY - timedelta(days=40))
    assert "Not thanked yet" not in words(digest(office))


def test_an_owner_decides_for_a_csm_who_has_not(office: Office) -> None:
    know(office)
    sarah(office)
    request_from(office, "fintech enterprise")
    assert "Waiting for a CSM" not in words(digest(office)), "nobody was waited for yet"
    office.later(hours=5)
    office.person(OLU).command("/program", "digest fortnightly")
    shown = standing(office)
    assert "*Sarah Chen* (Northwind Bank), a reference call for" in words(shown)
    assert f"with <@{ANA}> since 2 Mar 2026" in words(shown)
    olu = office.person(OLU)
    office.press(olu, *pressable(shown)[0])
    assert olu.submit(decision="approve").errors == {}
    assert "Waiting for a CSM" not in words(standing(office))


def test_a_request_that_finds_nobody_comes_with_the_gap_behind_it(office: Office) -> None:
    know(office)
    one = sarah(office)
    office.add_past_ask(one, TODAY - timedelta(days=5))
    office.add_row(unfilled("Contoso expansion"))
    office.add_row(unfilled("Fabrikam renewal", state="closed_unfilled"))
    shown = digest(office)
    assert (
        "*Contoso expansion*, a reference call (Fintech, Enterprise), needed by 6 Mar 2026;"
        f" <@{SAM}> asks. 1 enrolled there, none free; wanted twice in 90 days." in words(shown)
    )
    assert "Contoso expansion needs an advocate by 6 Mar 2026, and nobody who fits is free." in words(shown)
    assert (
        "The bench is short in Fintech, Enterprise: 2 requests in 90 days found nobody; 1 enrolled there, 0 free."
        in words(shown)
    )
    olu = office.person(OLU)
    assert olu.press("request_show").ok
    office.whisper(olu, "Sarah Chen")
    office.press(olu, "owner_override")
    assert olu.submit(reason="The board meets on Friday.").errors == {}
    assert "Nobody found yet" not in words(standing(office))


def unfilled(deal: str, **columns: object) -> ReferenceRequest:
    values: dict[str, object] = {
        "requester": SAM,
        "state": "unfilled",
        "kind": "reference_call",
        "criteria": {"industries": ["Fintech"], "segments": ["enterprise"]},
        "words": "fintech enterprise",
        "deal_name": deal,
        "needed_by": date(2026, 3, 6),
        "filed_at": LAST_WEEK,
    }
    return ReferenceRequest(**(values | columns))


def test_overrides_of_the_week_come_with_their_reasons(office: Office) -> None:
    one = sarah(office)
    ask = office.add_past_ask(one, LAST_WEEK.date())
    old = office.add_past_ask(one, LAST_WEEK.date() - timedelta(days=9))
    for of, at, why in (
        (ask, LAST_WEEK, "The board meets on Friday."),
        (old, LAST_WEEK - timedelta(days=9), "Long ago."),
    ):
        office.add_row(
            OwnerOverride(
                owner=OLU,
                advocate_id=one.id,
                kind="reference_call",
                reason=why,
                reasons=[],
                at=at,
                ask_id=of.id,
            )
        )
    shown = digest(office)
    assert (
        f"*Sarah Chen* (Northwind Bank) was asked for a reference call by <@{OLU}>: “The board meets on Friday.”"
        in words(shown)
    )
    assert "Long ago" not in words(shown)
    assert ("give_log", one.id) in pressable(shown)


def test_somebody_one_sided_is_given_something(office: Office) -> None:
    know(office)
    one = sarah(office)
    office.add_row(Give(advocate_id=one.id, kind="book", given_on=TODAY - timedelta(days=500)))
    for days in (300, 200, 100):
        office.add_past_ask(one, TODAY - timedelta(days=days))
    shown = digest(office)
    assert "*Sarah Chen* (Northwind Bank): effort 6 asked of them in a year, 0 given" in words(shown)
    olu = office.person(OLU)
    office.press(olu, "give_log")
    assert olu.submit(kind="book").errors == {}
    assert "effort 6 asked of them in a year, 1 given" in words(standing(office))


def test_a_word_that_lapsed_goes_to_the_csm(office: Office) -> None:
    know(office)
    one = sarah(office)
    note = ExecutiveNote(
        advocate_id=one.id,
        causes=[["promotion", "2026-02-01", None]],
        state="lapsed",
        found_at=LAST_WEEK - timedelta(days=20),
        moved_at=LAST_WEEK,
    )
    office.add_row(note)
    shown = digest(office)
    assert "*Sarah Chen* (Northwind Bank) was to hear from an executive; it lapsed on 25 Feb 2026." in words(
        shown
    )
    refused_for(office, ANA, shown, "exec_note_to_csm", "Only a program owner")
    olu = office.person(OLU)
    assert olu.press("exec_note_to_csm").ok
    again = standing(office)
    assert "An executive’s word" not in words(again)
    assert f"Please pass on a word from <@{OLU}> to Sarah Chen" in words(office.latest(office.person(ANA)))
    press_as(office, OLU, shown, "exec_note_to_csm")
    office.whisper(olu, "handed to the CSM")
    ana = office.person(ANA)
    assert ana.press("exec_note_passed_on").ok
    office.deliver()
    with office.db.reading() as session:
        assert session.get_one(ExecutiveNote, note.id).state == "passed_on"
        told = [happened(line) for line in history_of_advocate(session, one.id)]
    assert any("Ana Silva" in line for line in told)


def test_what_the_guard_holds_is_released_with_a_reason(office: Office) -> None:
    know(office)
    one = sarah(office, gifts_allowed=None)
    gift = Incentive(
        advocate_id=one.id,
        kind="swag",
        proposed_kind="swag",
        amount=20,
        currency="USD",
        timing="after",
        proposed_by=ANA,
        proposed_at=LAST_WEEK,
        proposed_on=LAST_WEEK.date(),
        state="held",
        held_for=["employer_unknown"],
    )
    office.add_row(gift)
    shown = digest(office)
    assert (
        f"Swag for *Sarah Chen* (Northwind Bank), 20 USD, proposed by <@{ANA}> on 25 Feb 2026: the guard holds it."
        in words(shown)
    )
    refused_for(office, SAM, shown, "guard_release", "program owner")
    olu = office.person(OLU)
    office.press(olu, "guard_release")
    assert olu.submit(reason="Her company allows it; she said so.").errors == {}
    assert "Gifts that need" not in words(standing(office))


def parked(office: Office) -> Slot:
    slot = Slot(
        subject_kind="request",
        subject_id="0gone",
        audience="requester",
        conversation=SAM,
        wanted_version=2,
        notify_version=2,
        sent_version=1,
        due_at=LAST_WEEK,
        parked_reason="channel_not_found",
        last_error="channel_not_found",
    )
    office.add_row(slot)
    return slot


def slot_of(office: Office, slot: Slot) -> Slot:
    with office.db.reading() as session:
        return session.get_one(Slot, slot.id)


@pytest.mark.parametrize(
    ("action_id", "action"), [("message_retry", "message_retried"), ("message_let_go", "message_let_go")]
)
def test_a_message_that_slack_refused_is_tried_again_or_let_go(
    office: Office, action_id: str, action: str
) -> None:
    know(office)
    slot = parked(office)
    sarah(office)
    office.add_past_ask(sarah(office, "Tom Reed", "Fabrikam"), LAST_WEEK.date())
    shown = digest(office)
    assert (
        f"A message about a request for <@{SAM}>, since 25 Feb 2026. Slack says: channel_not_found."
        in words(shown)
    )
    refused_for(office, ANA, shown, action_id, "Only a program owner")
    assert slot_of(office, slot).parked_reason == "channel_not_found"
    olu = office.person(OLU)
    assert olu.press(action_id, slot.id).ok
    assert "Could not be delivered" not in words(standing(office))
    now = slot_of(office, slot)
    assert now.parked_reason is None
    assert now.sent_version == now.wanted_version
    with office.db.reading() as session:
        (entry,) = session.query(AuditEntry).filter_by(action=action).all()
    assert (entry.actor, entry.details["why"]) == (OLU, "channel_not_found")
    press_as(office, OLU, shown, action_id)
    office.whisper(olu, "does not wait for you any more")


def test_a_csm_who_is_away_gets_a_stand_in_from_an_owner(office: Office) -> None:
    know(office)
    one = sarah(office)
    done(office, one, TODAY - timedelta(days=4))
    office.add_row(Absence(slack_id=ANA, until=MONDAY + timedelta(days=7), stand_in=None, said_at=LAST_WEEK))
    shown = digest(office)
    assert f"<@{ANA}> is away until 9 Mar 2026 and looks after 1 advocate" in words(shown)
    refused_for(office, SAM, shown, "away", "Only a program owner")
    olu = office.person(OLU)
    office.press(olu, "away")
    assert "Whatever waits for Ana Silva goes to the stand-in" in str(office.modal(olu).blocks)
    assert olu.submit(stand_in=BEA).errors == {}
    assert "nobody to stand in" not in words(standing(office))
    with office.db.reading() as session:
        said = session.get_one(Absence, ANA)
    assert (said.stand_in, said.until.date()) == (BEA, date(2026, 3, 9))
    assert office.person(BEA).messages(), "the stand-in is told"


def test_answers_above_a_working_day_are_told_by_csm(office: Office) -> None:
    know(office)
    one = sarah(office)
    for hours in (2.0, 9.5, 30.0):
        office.add_row(
            Ask(
                advocate_id=one.id,
                origin="bot",
                kind="reference_call",
                effort=2,
                state="released",
                reserved_at=LAST_WEEK,
                decided_at=LAST_WEEK,
                decision_hours=hours,
            )
        )
    shown = digest(office)
    assert f"<@{ANA}>: 2 of 3 answers last week took longer than one working day." in words(shown)
    assert ("away", ANA) in pressable(shown)


def test_a_top_tier_that_nobody_reaches_is_brought_nearer(office: Office) -> None:
    know(office)
    one = sarah(office, enrolled_on=TODAY - timedelta(days=500))
    for days in (30, 60):
        done(office, one, TODAY - timedelta(days=days), thanked_on=TODAY)
    shown = digest(office)
    assert "It takes 5 activities in a year; the most that anybody did is 2." in words(shown)
    refused_for(office, ANA, shown, "tier_in_reach", "Only a program owner")
    olu = office.person(OLU)
    assert olu.press("tier_in_reach").ok
    assert office.wired.program.policy.tier_platinum == 4
    again = standing(office)
    assert "It takes 4 activities in a year" in words(again)
    assert "tier_in_reach" not in str(again.blocks), "gold takes as many"
    press_as(office, OLU, shown, "tier_in_reach")
    office.whisper(olu, "takes 4 activities a year by now")
    assert office.wired.program.policy.tier_platinum == 4


def test_a_young_program_has_no_tier_out_of_reach(office: Office) -> None:
    one = sarah(office, enrolled_on=TODAY - timedelta(days=300))
    done(office, one, LAST_WEEK.date(), thanked_on=TODAY)
    assert "out of reach" not in words(digest(office))


def test_a_click_at_night_does_not_bring_the_digest_before_its_time(office: Office) -> None:
    know(office)
    one = done(office, sarah(office), TODAY - timedelta(days=4))
    office.clock.at = MONDAY + timedelta(hours=12)
    office.job("weekly_digest")
    thank(office.wired.program, ANA, one.id, Thanks("call"))
    office.deliver()
    assert [one for one in office.person(OLU).messages() if "Your program" in words(one)] == []
