"""What there is instead: a story that spares a call, and what a looser search would give."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from bot.facts import Looser, StoryCard
from bot.queries.matching import fitting
from bot.queries.stories import ToldStory, showable_stories
from bot.rules.eligibility import judge
from bot.rules.matching import Candidate
from bot.rules.vocabulary import (
    Criteria,
    Field,
    Reading,
    Vocabulary,
    label,
    loosenable,
    named,
    without,
)
from bot.services.program import Program

SHOWN = 3
"""Ways to loosen a search that are offered at most."""


def stories_for(
    session: Session, vocabulary: Vocabulary, criteria: Criteria, advocate_ids: Sequence[str]
) -> dict[str, StoryCard]:
    """For each of these advocates the best story: about the use case or product asked for, then their own, then the newest.

    Nothing for a review: what exists must not steer who writes one.
    """
    if not advocate_ids or criteria.kind == "review":
        return {}
    wanted = [
        *(vocabulary.canonical(Field.USE_CASE, name).casefold() for name in criteria.use_cases),
        *(name.casefold() for name in criteria.products),
    ]

    def worth(story: ToldStory) -> tuple[bool, bool]:
        use_case = vocabulary.canonical(Field.USE_CASE, story.use_case or "").casefold()
        title = story.card.title.casefold()
        return (any(name == use_case or name in title for name in wanted), story.is_own)

    best: dict[str, ToldStory] = {}
    for story in showable_stories(session, advocate_ids):
        if story.advocate_id not in best or worth(story) > worth(best[story.advocate_id]):
            best[story.advocate_id] = story
    return {advocate_id: story.card for advocate_id, story in best.items()}


def looser(
    program: Program, session: Session, vocabulary: Vocabulary, reading: Reading, resting: Iterable[Candidate]
) -> tuple[Looser, ...]:
    """What leaving out each criterion alone would give, most first; only what gives somebody.

    `resting` are those who meet every criterion: another kind may be possible for them. One load for each of
    industry, segment, place and language, so a fixed number of statements at most.
    """
    now, policy, criteria = program.now(), program.policy_in(session), reading.criteria
    found = []
    for criterion in loosenable(criteria):
        wider = without(criteria, criterion)
        people = resting if criterion == "kind" else fitting(session, wider, vocabulary, now.date())
        gained = sum(judge(one.facts, wider.kind, policy, now).eligible for one in people)
        if gained:
            names = tuple(label(field, name) for field, name in named(reading.understood, criterion))
            found.append(Looser(criterion, names or (label(Field.KIND, criteria.kind),), gained))
    found.sort(key=lambda one: -one.gained)
    return tuple(found[:SHOWN])
