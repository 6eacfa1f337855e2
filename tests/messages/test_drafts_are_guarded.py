"""Whatever the bot drafts passes its own guard: for every kind, with and without what may be known."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.rules.kinds import KINDS
from bot.rules.language import Occasion, Outcome, Purpose, judge_text
from bot.rules.language.judging import TESTIMONIALS
from messages.activities import draft_outcome
from messages.asks import draft_note
from messages.feedback import draft_feedback
from messages.guard import disclosure, offered
from messages.render import plain
from messages.satisfaction import draft_survey
from messages.thank_yous import draft_thanks
from tests.messages import satisfaction_worlds
from tests.messages import test_limits as worlds

LETTERS = ("decline_reply", "cancelled_note", "unused_note")


def asked(kind: str) -> Iterator[str]:
    """Every letter around an ask of this kind."""
    ask = worlds.ask("reserved")
    who = replace(ask.advocate, name="Sarah Chen", account="Northwind Bank")
    csm = replace(ask.csm, name="Ana Silva")
    request = replace(
        ask.request, kind=kind, prospect="Contoso", platform="g2", questions="How long did it take?"
    )
    for one in (request, replace(request, prospect=None, platform=None, questions=None)):
        for history in (ask.history, ()):
            letter = replace(
                ask, kind=kind, advocate=who, csm=csm, request=one, history=history, industry="Fintech"
            )
            yield draft_note(letter)
            said = plain("ask/draft", ask=letter, last=None)
            yield from (said[name] for name in LETTERS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_around_an_ask_passes(kind: str) -> None:
    for letter in asked(kind):
        verdict = judge_text(letter, Occasion(Purpose.ASK, kind, "Sarah Chen", ("Northwind Bank",)))
        assert verdict.outcome is Outcome.PASS, (verdict, letter)


@pytest.mark.parametrize("outcome", ["won", "lost", "published", None])
@pytest.mark.parametrize("helped", ["She told them how they moved in six weeks.", None])
@pytest.mark.parametrize("kind", KINDS)
def test_every_drafted_thank_you_passes(kind: str, helped: str | None, outcome: str | None) -> None:
    activity = worlds.activity()
    done = replace(
        activity,
        kind=kind,
        helped=helped,
        prospect="Contoso",
        outcome=outcome,
        outcome_told_on=None,
        advocate=replace(activity.advocate, name="Sarah Chen", account="Northwind Bank"),
        csm=replace(activity.csm, name="Ana Silva"),
    )
    drafts = [draft_thanks(done), draft_outcome(done) if outcome else None]
    for draft in filter(None, drafts):
        verdict = judge_text(draft, Occasion(Purpose.THANKS, kind, "Sarah Chen", ("Northwind Bank",)))
        assert verdict.outcome is Outcome.PASS, (verdict, draft)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "review"])
def test_every_text_that_asks_how_they_find_it_passes_and_names_no_review(kind: str) -> None:
    for one in satisfaction_worlds.surveys():
        advocate = replace(one.advocate, name="Sarah Chen", account="Northwind Bank")
        prospect = "Contoso" if one.prospect else None
        csm = replace(one.csm, name="Ana Silva")
        draft = draft_survey(
            replace(one, kind=one.kind and kind, advocate=advocate, prospect=prospect, csm=csm)
        )
        verdict = judge_text(draft, Occasion(Purpose.SURVEY, kind, "Sarah Chen", ("Northwind Bank",)))
        assert verdict.outcome is Outcome.PASS, (verdict, draft)
        assert "review" not in draft


def test_every_word_on_what_became_of_feedback_passes() -> None:
    for one in satisfaction_worlds.told_us():
        if one.to_tell:
            advocate = replace(one.advocate, name="Sarah Chen", account="Northwind Bank")
            answer = one.answer and "It comes with the spring release."
            told = replace(one, advocate=advocate, words="The export stops.", answer=answer)
            draft = draft_feedback(replace(told, csm=replace(one.csm, name="Ana Silva")))
            verdict = judge_text(draft, Occasion(Purpose.FEEDBACK, None, "Sarah Chen", ("Northwind Bank",)))
            assert verdict.outcome is Outcome.PASS, (verdict, draft)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "review"])
@pytest.mark.parametrize("gift", ["gift_card", "swag", "credit", "training", "donation", "experience"])
def test_the_draft_that_offers_a_gift_afterwards_passes(gift: str, kind: str) -> None:
    if gift == "gift_card" and kind in TESTIMONIALS:
        return  # the incentive guard blocks it, so it is never drafted
    story = worlds.incentive("approved")
    done = replace(
        story,
        kind=gift,
        for_activity=kind,
        charity="Shelter",
        advocate=replace(story.advocate, name="Sarah Chen"),
        csm=replace(story.csm, name="Ana Silva"),
    )
    facts = {"it": done, "what": gift, "offered": offered(gift), "disclosure": disclosure(gift)}
    draft = plain("incentive/proposer", facts)["draft"]
    verdict = judge_text(draft, Occasion(Purpose.THANKS, kind, "Sarah Chen", ("Northwind Bank",)))
    assert verdict.outcome is Outcome.PASS, (verdict, draft)
