"""A thank-you is about one thing that one person did: no two are alike, and each passes the guard."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import combinations, cycle, product
from random import Random
from typing import Any

import pytest

from bot.contribution_facts import ImpactYear
from bot.facts import ActivityStory, AdvocateCard, Colleague, Contact
from bot.rules.kinds import EFFORT, KINDS
from bot.rules.language import Occasion, Outcome, Purpose, judge_text
from bot.rules.language.reuse import ALIKE, fingerprint_of
from bot.sandbox.company.tables import table
from messages.contributions import draft_letter
from messages.render import plain
from messages.thank_yous import deed, draft_thanks, span
from tests.messages.test_limits import activity

COUNTED = [kind for kind in KINDS if EFFORT[kind]]
TALKED = {"reference_call", "video_testimonial", "webinar_panel", "podcast", "speaking", "advisory_board"}
WITH_SOMEBODY = {"reference_call", "reference_email", "introduction", "referral"}
TOLD: dict[str, list[str]] = {
    "community_post": [
        "the screenshot of the odd filter",
        "You answered the question under it the same evening.",
    ],
    "video_testimonial": ["the part where your colleague walks in", "how slowly you said the number"],
    "review": [
        "Readers asked about the part on the first month.",
        "the paragraph about what is still missing",
    ],
    "social_post": ["the photo of the whiteboard", "Two of your peers asked us about the numbers in it."],
    "introduction": [
        "You told both of us in two lines why we should talk.",
        "that you stayed for the first five minutes",
    ],
    "referral": [
        "You named the one problem we could solve for them.",
        "that you warned them about the data clean-up",
    ],
    "beta_test": [
        "the eleven bug reports, each with a picture",
        "your note on what the night shift would never click",
    ],
    "advisory_board": [
        "your question about the small branches",
        "That you said the road map was two products.",
    ],
    "press": ["the sentence about the winter without overtime", "how you explained the word reconciliation"],
}
"""What helped, beside what the sample company has."""


def pairs(rng: Random, kind: str) -> list[str]:
    """What helped, each time something else: two things, as people put it."""
    texts = [row["text"] for row in table("helped") if row["kind"] == kind] + TOLD.get(kind, [])
    found = [", and ".join(rng.sample(pair, 2)) for pair in combinations(texts, 2)]
    rng.shuffle(found)
    return found


@cache
def two_hundred() -> tuple[ActivityStory, ...]:
    """Activities as a company has them: many are calls, and what helped is known of most."""
    rng = Random(7)
    told = {kind: pairs(rng, kind) for kind in COUNTED}
    people = [row["name"] for row in table("advocates")]
    prospects = [row["name"] for row in table("prospects")]
    csms = [Colleague(f"U0{name}", f"{name} Silva") for name in ("Ana", "Ben", "Chloe", "Dev")]
    made: list[ActivityStory] = []
    for number in range(330):
        kind = "reference_call" if number % 3 == 0 else rng.choice(COUNTED[:8] + COUNTED[9:])
        who = people[number % 120]
        asked = rng.random() < 0.85
        made.append(
            activity(
                id=f"0act{number}",
                kind=kind,
                completed_on=date(2026, 3, 2) - timedelta(days=rng.randint(0, 60)),
                minutes=rng.choice([None, 20, 30, 40, 45, 60, 90]) if kind in TALKED else None,
                helped=told[kind].pop() if told[kind] and rng.random() < 0.85 else None,
                platform="g2" if kind == "review" else None,
                prospect=rng.choice(prospects) if kind in WITH_SOMEBODY or rng.random() < 0.2 else None,
                asked=asked,
                number=sum(1 for one in made if one.kind == kind),
                before=number // 120 + rng.choice([0, 0, 1, 2]),
                late=rng.random() < 0.1,
                advocate=AdvocateCard(f"0adv{number % 120}", who, None, "Northwind Bank", 1, None),
                csm=rng.choice(csms),
                requester=rng.choice(csms) if asked else None,
            )
        )
    return tuple(one for one in made if draft_thanks(one))[:200]


def occasion(one: ActivityStory) -> Occasion:
    return Occasion(Purpose.THANKS, one.kind, one.advocate.name, (one.advocate.account, one.prospect or ""))


def shared(draft: set[int], other: set[int]) -> float:
    """How much of the shorter of two letters stands in the other as well, names, days and numbers aside."""
    return len(draft & other) / min(len(draft), len(other))


def test_no_two_of_two_hundred_thank_yous_are_alike() -> None:
    """The guard calls letters alike that share 55 of 100 runs of words, whoever wrote them."""
    drafts = [set(fingerprint_of(draft_thanks(one) or "", occasion(one)).marks) for one in two_hundred()]
    assert len(drafts) == 200
    closeness = [shared(draft, other) for draft, other in combinations(drafts, 2)]
    assert max(closeness) < 0.65
    assert sum(one >= ALIKE for one in closeness) <= 10  # of 19,900 pairs


def test_the_same_facts_always_give_the_same_letter() -> None:
    one = two_hundred()[0]
    assert draft_thanks(one) == draft_thanks(replace(one))


@pytest.mark.parametrize("kind", COUNTED)
def test_every_sentence_passes_the_guard(kind: str) -> None:
    """Every opening and every reason of the kind, with and without each fact, beside every sentence that all kinds share."""
    for number, (requester, asked, before) in zip(range(24), cycle(KNOWN), strict=False):
        minutes, platform, prospect = (45, "g2", "Contoso") if number % 3 else (None, None, None)
        one = known(
            kind=kind,
            number=number,
            minutes=minutes,
            platform=platform,
            prospect=prospect,
            helped="You told them how you moved in six weeks.",
            requester=requester,
            asked=asked,
            before=before,
            late=number % 4 == 0,
        )
        draft = draft_thanks(one)
        assert draft is not None
        assert "six weeks" in draft
        assert "  " not in draft
        assert ".." not in draft
        assert judge_text(draft, occasion(one)).outcome is Outcome.PASS


def test_the_draft_says_what_was_done_how_long_for_whom_and_what_helped() -> None:
    one = known(helped="how openly you spoke about the weekend", prospect="Contoso", minutes=30)
    draft = draft_thanks(one) or ""
    for said in ("call", "1 March", "half an hour", "Contoso", ": how openly you spoke about the weekend."):
        assert said in draft


@pytest.mark.parametrize(
    ("helped", "said"),
    [
        ("how openly you spoke", "how openly you spoke."),
        ("You spoke openly.", "“You spoke openly.”"),
        ("“You spoke openly.”", "“You spoke openly.”"),
        ("She said “never again” twice.", "“She said ‘never again’ twice.”"),
        ("your sentence “we stopped arguing”", "your sentence “we stopped arguing”."),
    ],
)
def test_what_helped_is_quoted_or_goes_on_with_the_sentence(helped: str, said: str) -> None:
    assert f": {said}" in (draft_thanks(known(helped=helped)) or "")


def test_without_anything_specific_there_is_no_draft() -> None:
    assert draft_thanks(known(helped=None, prospect=None)) is None
    assert draft_thanks(known(helped="  ", prospect=None)) is None
    assert draft_thanks(known(kind="case_study", helped=None, prospect="Contoso")) is None
    assert draft_thanks(known(helped=None, prospect="Contoso")) is not None


def test_what_the_guard_would_mind_is_left_out_of_the_draft() -> None:
    rewarded = "You will get a 100 dollar gift card for it."
    assert draft_thanks(known(helped=rewarded, prospect=None)) is None
    assert rewarded not in (draft_thanks(known(helped=rewarded, prospect="Contoso")) or rewarded)


def test_late_thanks_say_so_and_name_the_year() -> None:
    draft = draft_thanks(known(helped="You spoke openly.", late=True)) or ""
    assert "1 March 2026" in draft
    assert any(word in draft for word in ("sooner", "while", "later"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_deed_reads_after_a_name(kind: str) -> None:
    assert deed(known(kind=kind)).split()[0] in {
        *("took", "answered", "wrote", "gave", "made", "sat", "joined", "worked", "talked")
    }


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (None, None),
        (20, "20 minutes"),
        (30, "half an hour"),
        (45, "three quarters of an hour"),
        (60, "an hour"),
        (75, "75 minutes"),
        (90, "an hour and a half"),
        (120, "2 hours"),
        (150, "2 and a half hours"),
    ],
)
def test_lengths_are_told_as_people_tell_them(minutes: int | None, words: str | None) -> None:
    assert span(minutes) == words


def test_as_many_openings_as_reasons() -> None:
    """So that no pair of them comes back before all others were used."""
    said = plain("activity/thank_you_for")
    for kind in COUNTED:
        numbers = range(1, 30)
        openings = [number for number in numbers if f"{kind}_{number}" in said]
        reasons = [number for number in numbers if f"{kind}_why_{number}" in said]
        assert openings == reasons
        assert len(openings) >= 4


@pytest.mark.parametrize("outcome", ["won", "lost", None])
@pytest.mark.parametrize("count", [1, 12])
def test_every_letter_about_a_year_passes_the_guard(count: int, outcome: str | None) -> None:
    done = [replace(one, outcome=outcome) for one in two_hundred()]
    for start in range(0, 180, 30):
        mine = tuple(done[start : start + count])
        year = ImpactYear(SARAH, Contact("s@x.example", None), Colleague("U0ANA", "Ana"), DAY, mine, 0, ())
        letter = draft_letter(year)
        verdict = judge_text(letter, Occasion(Purpose.THANKS, None, SARAH.name, (SARAH.account,)))
        assert verdict.outcome is Outcome.PASS, (verdict, letter)
        assert all(deed(one) in letter for one in mine)
        assert "\n\n\n" not in letter


KNOWN = list(product([Colleague("U0SAM", "Sam Field"), None], [True, False], [0, 1]))
"""Who says what helped, whether it was asked for, and how often they helped before."""
DAY = date(2025, 3, 2)
SARAH = AdvocateCard("0adv", "Sarah Chen", None, "Northwind Bank", 1, None)


def known(**facts: Any) -> ActivityStory:
    """Sarah's call, of which this is known."""
    return activity(**({"advocate": SARAH, "csm": Colleague("U0ANA", "Ana Silva")} | facts))
