"""Finding who fits: reads only, promises nothing. Reserving judges again, under a lock."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from heapq import nsmallest
from typing import Self

from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.facts import AdvocateCard, LeftOut, Looser, Match, Overridable, StoryCard
from bot.queries.advocates import REMEMBERED
from bot.queries.given import is_one_sided
from bot.queries.matching import fitting, must_hold_words, wanted
from bot.rules.eligibility import codes_for, reasons_against
from bot.rules.matching import Candidate, fit, order
from bot.rules.override import overridable
from bot.rules.policy import Policy
from bot.rules.reviews import REVIEW, meets, review_order, seed_of
from bot.rules.verdict import Verdict
from bot.rules.vocabulary import (
    Criteria,
    Field,
    NoSuchReading,
    Reading,
    Refinement,
    Vocabulary,
    label,
    refined,
)
from bot.services import people
from bot.services.alternatives import looser, stories_for
from bot.services.program import Program
from models import Account, Advocate

SHOWN = 5
TO_OWNERS = 3
"""Left-out people whom an owner is shown with a way past the limits."""
BENCH = 12
"""Places that a request keeps in reserve."""
AS_TYPED = Refinement()
JUDGED_AT_ONCE = 4
"""Kinds, days and prospects of which the verdicts are kept in mind."""


@dataclass(frozen=True)
class Answer:
    """What /reference says: what was understood, who fits best, and who was left out why."""

    reading: Reading
    matches: tuple[Match, ...]
    fitting: int
    """How many fit and are rested, shown or not."""
    left_out: tuple[LeftOut, ...]
    looser: tuple[Looser, ...]
    """Where nobody fits: what leaving out one criterion would give, most first."""
    open_to_owner: tuple[Overridable, ...] = ()
    """For owners alone: some of those left out whom they may ask all the same."""


@dataclass(frozen=True)
class Ranked:
    """Everyone who meets what must hold: the eligible in order, the others with their verdicts."""

    eligible: tuple[tuple[Candidate, tuple[str, ...]], ...]
    others: tuple[tuple[Candidate, Verdict], ...]
    seed: str | None = None
    """Of a review: what the lots were drawn with."""

    def drawn(self, seed: str) -> Self:
        """The same people in the order for a review: by rest, equals by the lots of this seed."""
        in_order = sorted(self.eligible, key=lambda entry: review_order(entry[0], seed))
        return replace(self, eligible=tuple(in_order), seed=seed)

    def left_out(self) -> Mapping[str, Sequence[str]]:
        """By advocate the codes of every rule against them."""
        return {one.id: [reason.code for reason in verdict.reasons] for one, verdict in self.others}


def find(program: Program, by: str, text: str, refinement: Refinement = AS_TYPED) -> Answer:
    """The answer to `/reference text`, after the clicks of `refinement`. Refused for guests and outsiders."""
    with program.reading() as session:
        is_owner = people.require_asker(program, session, by)
        vocabulary, catalogue = program.vocabulary.get(session), program.gives_in(session)
        reading = understood(vocabulary, text, refinement)
        ranked = rank(program, session, vocabulary, reading.criteria)
        shown = ranked.eligible[:SHOWN]
        stories = stories_for(session, vocabulary, reading.criteria, [one.id for one, _ in shown])
        wider = (
            () if shown else looser(program, session, vocabulary, reading, [one for one, _ in ranked.others])
        )
    today = program.now().date()
    return Answer(
        reading=reading,
        matches=tuple(
            _match(
                candidate,
                found,
                reading.criteria.kind,
                stories.get(candidate.id),
                one_sided=reading.criteria.kind != REVIEW and is_one_sided(candidate, catalogue, today),
            )
            for candidate, found in shown
        ),
        fitting=len(ranked.eligible),
        left_out=_left_out(reading.criteria.kind, (verdict for _, verdict in ranked.others)),
        looser=wider,
        open_to_owner=open_to_owner(ranked, reading.criteria.kind) if is_owner else (),
    )


def understood(vocabulary: Vocabulary, text: str, refinement: Refinement) -> Reading:
    """What a line asks for after these clicks. Refused where the words known have changed since."""
    try:
        return refined(vocabulary, text, refinement)
    except NoSuchReading:
        raise Refused("words_changed") from None


@dataclass(frozen=True)
class Opening:
    """What the request modal opens with. The criteria to choose from are (value, text), as far as the data knows them."""

    reading: Reading
    advocate: AdvocateCard | None
    industries: tuple[tuple[str, str], ...]
    segments: tuple[tuple[str, str], ...]
    regions: tuple[tuple[str, str], ...]


def opening(
    program: Program, by: str, text: str, advocate_id: str | None, refinement: Refinement = AS_TYPED
) -> Opening:
    """What the form needs to know. Refused for guests and outsiders, and where the advocate is gone."""
    with program.reading() as session:
        people.require_colleague(session, by)
        vocabulary = program.vocabulary.get(session)
        return Opening(
            reading=understood(vocabulary, text, refinement),
            advocate=_card(session, advocate_id) if advocate_id else None,
            industries=_choices(vocabulary, Field.INDUSTRY),
            segments=_choices(vocabulary, Field.SEGMENT),
            regions=_choices(vocabulary, Field.REGION),
        )


def _choices(vocabulary: Vocabulary, field: Field) -> tuple[tuple[str, str], ...]:
    return tuple((name, label(field, name)) for name in vocabulary.stored(field))


def _card(session: Session, advocate_id: str) -> AdvocateCard:
    advocate = session.get(Advocate, advocate_id)
    if advocate is None:
        raise Refused("advocate_gone")
    account = session.get_one(Account, advocate.account_id)
    return AdvocateCard(advocate.id, advocate.name, advocate.title, account.name, 0, None)


def rank(
    program: Program,
    session: Session,
    vocabulary: Vocabulary,
    criteria: Criteria,
    prospect: str | None = None,
) -> Ranked:
    """Judges and ranks everyone who meets what must hold, for a prospect where one is known. Same data, same order."""
    now, policy = program.now(), program.policy_in(session)
    if criteria.kind == REVIEW:
        return _rank_for_review(session, vocabulary, criteria, policy, now)
    ranking, today, catalogue = wanted(criteria, vocabulary), now.date(), program.gives_in(session)
    judged = _judging(criteria.kind, policy, today, prospect)
    eligible, others = [], []
    for candidate in fitting(session, criteria, vocabulary, today):
        verdict = judged(candidate)
        if verdict.eligible:
            points, found = fit(candidate, ranking, policy.match_weights)
            one_sided = is_one_sided(candidate, catalogue, today)
            key = order(candidate, points, criteria.kind, one_sided=one_sided)
            eligible.append((key, candidate, found))
        else:
            others.append((candidate, verdict))
    eligible.sort(key=lambda entry: entry[0])
    return Ranked(
        eligible=tuple((candidate, found) for _, candidate, found in eligible), others=tuple(others)
    )


@lru_cache(JUDGED_AT_ONCE)
def _judging(
    kind: str, policy: Policy, today: date, prospect: str | None = None
) -> Callable[[Candidate], Verdict]:
    """The verdict on each candidate without its notes, judged once: on the same facts, policy and day it is the same."""

    @lru_cache(REMEMBERED)
    def judged(candidate: Candidate) -> Verdict:
        return Verdict(reasons_against(candidate.facts, kind, policy, today, prospect))

    return judged


def _rank_for_review(
    session: Session, vocabulary: Vocabulary, criteria: Criteria, policy: Policy, now: datetime
) -> Ranked:
    """Everyone known, by rest and by the lots of the day alone; of all words, none ranks."""
    ranking = wanted(criteria, vocabulary)
    judged = _judging(REVIEW, policy, now.date())
    eligible, others = [], []
    for candidate in fitting(session, criteria, vocabulary, now.date()):
        if not meets(candidate, ranking):
            continue
        verdict = judged(candidate)
        if verdict.eligible:
            eligible.append((candidate, fit(candidate, ranking, policy.match_weights)[1]))
        else:
            others.append((candidate, verdict))
    return Ranked(eligible=tuple(eligible), others=tuple(others)).drawn(seed_of(now.date()))


def _match(
    candidate: Candidate, found: tuple[str, ...], kind: str, story: StoryCard | None, *, one_sided: bool
) -> Match:
    return Match(
        advocate=card_of(candidate),
        why=(*must_hold_words(candidate), *found),
        likes_it=kind != REVIEW and kind in candidate.likes,
        story=story,
        one_sided=one_sided,
    )


def open_to_owner(ranked: Ranked, kind: str) -> tuple[Overridable, ...]:
    """Those whom an owner may ask all the same, with the least against them first; nobody for a review."""
    nearest = nsmallest(
        TO_OWNERS,
        ((one, verdict) for one, verdict in ranked.others if overridable(verdict, kind)),
        key=lambda entry: (len(entry[1].reasons), order(entry[0], 0, kind)),
    )
    return tuple(Overridable(card_of(one), verdict.reasons) for one, verdict in nearest)


def card_of(candidate: Candidate) -> AdvocateCard:
    """A candidate as colleagues see them."""
    return AdvocateCard(
        id=candidate.id,
        name=candidate.name,
        title=candidate.title,
        account=candidate.account,
        asked_365=candidate.asked_365,
        last_asked_on=candidate.last_asked_on,
    )


def _left_out(kind: str, verdicts: Iterable[Verdict]) -> tuple[LeftOut, ...]:
    """Counted by the first reason, with the first day on which one of them is free of all its reasons."""
    counts: dict[str, int] = {}
    free: dict[str, list[date]] = {}
    for verdict in verdicts:
        code = verdict.first.code
        counts[code] = counts.get(code, 0) + 1
        if verdict.free_on:
            free.setdefault(code, []).append(verdict.free_on)
    return tuple(
        LeftOut(code, counts[code], min(free[code], default=None) if code in free else None)
        for code in codes_for(kind)
        if code in counts
    )
