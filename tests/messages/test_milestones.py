"""A milestone message never asks, its drafts pass the guard, and Slack takes it however odd the words in it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.facts import PastActivity, StandIn
from bot.milestone_facts import Moment, Noticed
from bot.rules.gives import GIVES, Idea
from bot.rules.language import Occasion, Outcome, Purpose, judge_text
from bot.rules.milestones import OF_ACCOUNT, OF_PERSON
from bot.sandbox.checks import check_message
from messages import ids, milestones
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
