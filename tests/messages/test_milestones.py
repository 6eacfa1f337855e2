"""A milestone message never asks, its drafts pass the guard, and Slack takes it however odd the words in it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.errors import Refused
from bot.facts import PastActivity, StandIn, Subject
from bot.milestone_facts import Celebrated, Moment, Noticed, Posted, SpotlightStory
from bot.rules.gives import GIVES, Idea
from bot.rules.language import Occasion, Outcome, Purpose, judge_text
from bot.rules.milestones import OF_ACCOUNT, OF_PERSON
from bot.sandbox.checks import check_message, check_view
from messages import celebrations, ids, milestones, spotlights
from messages.modals.milestones import milestone_modal, milestone_told, not_told
from tests.messages import test_limits as worlds

HARMLESS = {ids.MAIL_LINK, ids.GIVE_LOG, ids.CELEBRATE, ids.NUDGE_LATER}
TODAY = date(2026, 3, 2)


def noticed(kind: str, *, odd: bool = False, number: int = 0, **changes: object) -> Noticed:
    """A moment of one person, or of a company with two; with plain names or with the oddest."""
    card = replace(worlds.CARD, name=worlds.NAME if odd else "Sarah Chen", account="Northwind Bank")
    moment = Moment(
        f"0mil{number}",
        kind,
        date(2026, 3, 3),
        {"tier": "gold", "nth_activity": "25"}.get(kind, "5"),
        worlds.LONG[:500] if odd else None,
        worlds.colleague("U0SAM"),
    )
    mine = kind in OF_PERSON
    made = Noticed(
        moments=(moment,) * (8 if odd else 1),
        today=TODAY,
        account_id="0acc",
        account=worlds.NAME if odd else "Northwind Bank",
        csm=replace(worlds.colleague(), name="Ana Silva"),
        advocate=card if mine else None,
        contact=worlds.CONTACT,
        people=() if mine else (card,) * (20 if odd else 2),
        last=PastActivity("reference_call", date(2026, 2, 3), 5, True),
        ideas={card.id: tuple(Idea(one, "interest", worlds.NAME, True) for one in list(GIVES)[:3])},
        catalogue=GIVES,
        may_celebrate=True,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", sorted(OF_PERSON | OF_ACCOUNT))
def test_slack_takes_it_and_nothing_in_it_asks(kind: str) -> None:
    for odd in (False, True):
        message = milestones.csm(noticed(kind, odd=odd), StandIn(worlds.NAME, "away", TODAY))
        check_message(json.loads(json.dumps({"text": message.text, "blocks": message.blocks})))
        buttons = [one for block in message.blocks if block["type"] == "actions" for one in block["elements"]]
        assert {one["action_id"] for one in buttons} <= HARMLESS


@pytest.mark.parametrize("last", [PastActivity("podcast", date(2026, 2, 3), None, True), None])
@pytest.mark.parametrize("kind", sorted((OF_PERSON | OF_ACCOUNT) - {"other"}))
def test_every_draft_passes_the_guard_and_they_differ(kind: str, last: PastActivity | None) -> None:
    drafts = {milestones.draft(noticed(kind, number=number, last=last)) for number in range(40)}
    assert None not in drafts
    assert len(drafts) > 2
    for draft in drafts:
        verdict = judge_text(str(draft), Occasion(Purpose.MILESTONE, None, "Sarah Chen", ("Northwind Bank",)))
        assert verdict.outcome is Outcome.PASS, draft


def test_numbers_are_said_as_people_say_them() -> None:
    said = {count: milestones.ordinal(count) for count in ("5", "21", "22", "113", "103")}
    assert said == {"5": "5th", "21": "21st", "22": "22nd", "113": "113th", "103": "103rd"}
    assert milestones.ordinal("gold") == milestones.ordinal(None) == ""


def celebrated(*, odd: bool, moment: str | None = None, posted: bool = False) -> Celebrated:
    """An activity or a moment to be thanked for in public, with plain names or with the oddest."""
    card = replace(worlds.CARD, name=worlds.NAME if odd else "Sarah Chen", account="Northwind Bank")
    sam = replace(worlds.colleague("U0SAM"), name=worlds.NAME if odd else "Sam Field")
    activity = replace(
        worlds.activity(thanked_on=TODAY),
        advocate=card,
        requester=sam,
        helped=worlds.LONG[:500] if odd else "She told them how they moved in six weeks.",
        prospect=worlds.NAME if odd else "Contoso",
    )
    return Celebrated(
        subject_id="0act",
        advocate=card,
        may_name=True,
        company="Northwind Bank" if odd else None,
        account="Northwind Bank",
        products=(),
        activity=None if moment else activity,
        moment=noticed(moment).moments[0] if moment else None,
        csm=replace(worlds.colleague(), name=worlds.NAME if odd else "Ana Silva"),
        requester=None if moment else sam,
        posted=Posted(
            "0cel", worlds.LONG[:1500] if odd else "Thank you, Sarah", sam, worlds.NOW, worlds.NOW, False
        )
        if posted
        else None,
    )


@pytest.mark.parametrize(
    "moment", [None, "promotion", "work_anniversary", "program_anniversary", "nth_activity", "tier", "other"]
)
def test_every_public_text_passes_the_guard_as_what_it_is(moment: str | None) -> None:
    found = celebrated(odd=False, moment=moment)
    kind = None if moment else "reference_call"
    for place, purpose in (
        ("draft", Purpose.CELEBRATION),
        ("newsletter", Purpose.NEWSLETTER),
        ("social", Purpose.NEWSLETTER),
        ("mail", Purpose.CELEBRATION),
    ):
        text = celebrations.text_for(found, place)
        verdict = judge_text(text, Occasion(purpose, kind, "Sarah Chen", ("Northwind Bank", "Contoso")))
        assert verdict.outcome is Outcome.PASS, (text, verdict)
        assert "Northwind" not in text


def test_slack_takes_a_public_thank_you_however_odd_its_words() -> None:
    for odd in (False, True):
        found = celebrated(odd=odd, posted=True)
        check_view(json.loads(json.dumps(celebrations.celebrate_modal(found))), "modal")
        for message in (
            celebrations.channel(found),
            celebrations.celebrant(found, worlds.NOW),
            celebrations.consent_needed(Refused("celebration_unasked", name=worlds.NAME), "0act"),
        ):
            check_message(json.loads(json.dumps({"text": message.text, "blocks": message.blocks})))


def test_slack_takes_the_form_in_which_anybody_tells_of_a_moment() -> None:
    for view in (
        milestone_modal(TODAY, Subject("0adv", worlds.NAME, worlds.NAME)),
        milestone_modal(TODAY, None),
        *(milestone_told(outcome, worlds.NAME, worlds.colleague()) for outcome in ("now", "later", "nobody")),
        not_told(Refused("guest")),
    ):
        check_view(json.loads(json.dumps(view)), "modal")


@pytest.mark.parametrize("agreed", [None, True, False])
def test_slack_takes_a_spotlight_and_its_title_is_about_the_person(agreed: bool | None) -> None:
    for odd in (False, True):
        card = replace(worlds.CARD, name=worlds.NAME if odd else "Sarah Chen")
        it = SpotlightStory(
            id="0spo",
            month=TODAY.replace(day=1),
            advocate=card,
            contact=worlds.CONTACT,
            account="Northwind Bank",
            company=None,
            products=("Ledger",),
            reasons=("seen", "story", "helped"),
            csm=worlds.colleague(),
            story=worlds.STORY
            if odd
            else replace(worlds.STORY, title="One day", use_case="A close that takes one day"),
            agreed=agreed,
            out=False,
        )
        message = spotlights.csm(it, StandIn(worlds.NAME, "away", TODAY))
        check_message(json.loads(json.dumps({"text": message.text, "blocks": message.blocks})))
        if not odd:
            assert spotlights.title(it) == "How Sarah Chen built a close that takes one day"
            product = replace(it, story=replace(worlds.STORY, use_case="Ledger for everybody"))
            assert "Ledger" not in spotlights.title(product)
