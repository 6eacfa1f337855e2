"""What is drafted for an executive passes the guard, is short, and is never said to two people alike."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.executive_facts import Caution, NoteStory
from bot.facts import ActivityStory, AdvocateCard, Colleague
from bot.rules.executive_notes import CAUSES, Cause
from bot.rules.kinds import KINDS
from bot.rules.language import Occasion, Outcome, Purpose, judge_text
from messages.executive_notes import draft, draft_for_csm
from tests.messages import test_limits as worlds

FIRST = ("Sarah", "Tom", "Ada", "Jun", "Ines", "Omar", "Lea", "Kofi", "Mina", "Piet")
LAST = ("Chen", "Roe", "Low", "Abe", "Silva", "Haddad", "Lund", "Mensah", "Rao", "Bakker")
PROSPECTS = ("Contoso", "Fabrikam", "Tailspin", "Adatum", "Globex", None)
HELPED = (
    "She told them how they moved in six weeks.",
    "He said openly what had been hard in the first month.",
    "that you said who it is not for",
    None,
)
CARES = ((), ("learning",), ("open_source", "bouldering", "network"), ("cricket", "being_thanked"))
DONE = tuple(kind for kind in KINDS if kind != "survey")
WHO = Colleague("U0EVA", "Eva Lund")


def activity(chance: random.Random) -> ActivityStory:
    kind = chance.choice(DONE)
    return worlds.activity(
        kind=kind,
        completed_on=date(2026, 2, 26) - timedelta(days=chance.randrange(300)),
        prospect=chance.choice(PROSPECTS) if kind.startswith("reference") else None,
        deal_name=None,
        helped=chance.choice(HELPED),
        minutes=chance.choice((None, 15, 40)),
        requester=Colleague("U0SAM", "Sam Field") if chance.random() < 0.5 else None,
    )


def stories(count: int, *, helped: str | None = "as drawn") -> Iterator[NoteStory]:
    """People with different lives."""
    chance = random.Random(3)
    for number in range(count):
        done = sorted(
            (activity(chance) for _ in range(chance.randint(1, 4))),
            key=lambda one: one.completed_on,
            reverse=True,
        )
        if helped != "as drawn":
            done = [replace(one, helped=helped) for one in done]
        kind = chance.choice((*CAUSES, None))
        causes = (Cause(kind, date(2026, 3, 1), done[0].prospect),) if kind else ()
        yield worlds.executive_note(
            "prompted",
            id=f"0note{number}",
            executive=WHO,
            csm=Colleague("U0ANA", "Ana Silva"),
            causes=causes,
            advocate=AdvocateCard(
                f"0adv{number}",
                f"{FIRST[number % 10]} {LAST[number // 10 % 10]}",
                None,
                f"Company {number}",
                0,
                None,
            ),
            activities=tuple(done),
            cares_about=chance.choice(CARES),
            cautions=(Caution("won_untold", what="Contoso"),) if chance.random() < 0.3 else (),
        )


def body(text: str) -> str:
    """Without greeting, sign-off and postscript."""
    return " ".join(" ".join(text.split("\n\n")[1:3]).split())


def test_two_hundred_notes_pass_the_guard_and_no_two_are_alike() -> None:
    written = {}
    for story in stories(200):
        text = draft(story)
        assert text is not None
        occasion = Occasion(Purpose.EXECUTIVE_NOTE, None, story.advocate.name, (story.advocate.account,))
        assert judge_text(text, occasion).outcome is Outcome.PASS, text
        passed_on = draft_for_csm(story)
        assert passed_on is not None
        assert judge_text(passed_on, occasion).outcome is Outcome.PASS, passed_on
        assert (passed_on.count("“"), passed_on.count("”")) == (1, 1), (
            "a quotation within one has marks of its own"
        )
        assert 20 <= len(body(text).split()) <= 110, text
        assert "thanked" not in text
        assert ("PS: Ana mentioned open source and bouldering" in text) is (
            bool(story.causes) and story.cares_about[:1] == ("open_source",)
        )
        assert "!" not in text
        assert "  " not in text
        written[body(text).replace(story.advocate.account, "")] = story
    assert len(written) == 200


@pytest.mark.parametrize("kind", [*CAUSES, None])
def test_what_is_untold_is_left_to_the_csm(kind: str | None) -> None:
    for story in stories(60):
        told = replace(
            story,
            causes=(Cause(kind, date(2026, 3, 1), "Contoso"),) if kind else (),
            cautions=(Caution("won_untold", what="Contoso"),),
        )
        assert "decided to work with us" not in (draft(told) or "")


def test_words_of_others_that_the_guard_would_stop_are_left_out() -> None:
    for story in stories(30, helped="We gave them a 500 USD gift card for it, and more if the deal is won."):
        assert "500" not in (draft(story) or "")


def test_where_nothing_specific_is_known_nothing_is_drafted() -> None:
    bare = worlds.executive_note("prompted", activities=(), causes=(Cause("tier", date(2026, 3, 1), "gold"),))
    assert draft(bare) is None
    assert draft_for_csm(bare) is None
