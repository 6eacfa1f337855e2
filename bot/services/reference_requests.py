"""Requests: filing, asking the next on the bench, cancelling."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.facts import RequestFacts, RequestStory
from bot.queries import reference_requests as queries
from bot.rules.kinds import EFFORT
from bot.rules.lifecycle import BEFORE_CONTACT, LIVE_REQUEST, OPEN
from bot.rules.verdict import Reason, Verdict
from bot.rules.vocabulary import Criteria, Field, Refinement, Vocabulary
from bot.services import people
from bot.services.locks import close_ask, lock_pair, move_ask, move_request
from bot.services.marks import mark_csm, mark_owners, mark_requester
from bot.services.matching import AS_TYPED, BENCH, Ranked, rank, understood
from bot.services.program import Program, record
from bot.services.reserving import hold, place_ask
from bot.services.reviews import record_draw
from bot.services.twins import known_twins
from models import Account, Advocate, Ask, BenchPlace, ReferenceRequest, Slot

MINE = 10
"""Requests that `/reference mine` lists."""


@dataclass(frozen=True)
class RequestForm:
    """What a requester filled in. `advocate_id` is the person they chose, None for whoever fits best."""

    words: str
    kind: str
    deal_name: str
    needed_by: date
    advocate_id: str | None = None
    industry: str | None = None
    segment: str | None = None
    region: str | None = None
    platform: str | None = None
    prospect: str | None = None
    deal_amount: float | None = None
    deal_stage: str | None = None
    close_date: date | None = None
    format: str | None = None
    questions: str | None = None
    refinement: Refinement = AS_TYPED
    """What clicks made of the words."""
    wait: bool = False
    """File it also where nobody is free: it then waits as unfilled."""


@dataclass(frozen=True)
class Filed:
    """A filed request and who is asked first, None where it waits. `instead_of` names the person chosen who may not be
    asked, for `reason`."""

    request_id: str
    advocate: str | None = None
    account: str | None = None
    instead_of: str | None = None
    reason: Reason | None = None


def file(program: Program, by: str, form: RequestForm, submission: str) -> Filed:
    """Files a request and reserves the advocate chosen, or the best of the bench where they are no longer free.

    Nobody free: Refused, and nothing is filed, unless the form says to wait. An open request for the same deal or prospect:
    Refused the first time. The same submission twice is one request.
    """
    now = program.now()
    if form.kind not in EFFORT:
        raise Refused("unknown_kind")
    if form.needed_by < now.date():
        raise Refused("needed_by_past", field="needed_by")
    with program.reading() as session:
        people.require_colleague(session, by)
        if (earlier := _filed_with(session, submission)) is not None:
            return earlier
        vocabulary = program.vocabulary.get(session)
        criteria = _criteria(vocabulary, form)
        ranked = rank(program, session, vocabulary, criteria, form.prospect)
        chosen = session.get(Advocate, form.advocate_id) if form.advocate_id else None
    if form.advocate_id and chosen is None:
        raise Refused("advocate_gone")
    twins = known_twins(program, by, form.deal_name, form.prospect, submission)
    bench = [candidate.id for candidate, _ in ranked.eligible if candidate.id != form.advocate_id][:BENCH]
    if chosen:
        bench.insert(0, chosen.id)
    refused: dict[str, Verdict] = {}
    for advocate_id in bench:
        filed = _file_with(
            program, by, form, criteria, submission, bench, advocate_id, refused, twins, ranked
        )
        if isinstance(filed, Filed):
            if chosen is None or chosen.id not in refused:
                return filed
            return replace(filed, instead_of=chosen.name, reason=refused[chosen.id].first)
        refused[advocate_id] = filed
    if chosen:
        first = refused[chosen.id].first
        raise Refused("advocate_taken", name=chosen.name, code=first.code, until=first.until)
    if form.wait:
        return _file_waiting(program, by, form, criteria, submission, twins, ranked)
    raise Refused("nobody_fits")


def ask_next(program: Program, request_id: str) -> bool:
    """Offers the next on the bench, when the request wants it. A step of its own, repeated by the job if a process dies
    before it; True when somebody was asked. An empty bench is filled anew from today's facts; when nobody fits,
    the request waits as unfilled and the requester and the owners are told."""
    while True:
        with program.reading() as session:
            request = session.get(ReferenceRequest, request_id)
            if request is None or request.state != "searching":
                return False
            place = session.scalars(_waiting_places(request_id)).first()
            more, ranked = ([], None) if place else _fresh_bench(program, session, request)
        if place is not None:
            if _ask_place(program, request_id, place.id):
                return True
        elif more:
            _add_places(program, request_id, more, ranked)
        else:
            _wait_unfilled(program, request_id, ranked)
            return False


def cancel(program: Program, by: str, request_id: str) -> None:
    """The requester or an owner no longer needs it. Before contact the ask is released and no longer counts; after contact
    it counts for good, and the CSM is asked to tell the advocate. Refused where it is over already."""
    with program.reading() as session:
        request = session.get(ReferenceRequest, request_id)
        open_asks = session.scalars(
            select(Ask).where(Ask.request_id == request_id, Ask.seat.is_not(None)).order_by(Ask.id)
        ).all()
        if request is None:
            raise Refused("request_gone")
    now = program.now()
    with program.changing() as session:
        person = people.require_colleague(session, by)
        for ask in open_asks[:1]:
            _close_for_cancel(program, session, ask.id, by)
        request = session.get_one(ReferenceRequest, request_id)
        if request.requester != by and not people.is_owner(program, session, person):
            raise Refused("not_your_request")
        if request.state not in LIVE_REQUEST:
            raise Refused("request_over", state=request.state)
        if not move_request(session, request, "cancelled"):
            raise Refused("try_again")
        request.closed_at = now
        record(
            session,
            at=now,
            actor=by,
            action="request_cancelled",
            subject=("request", request.id),
            request_id=request.id,
        )
        mark_requester(session, request, now)
        mark_owners_if_told(program, session, request)
    close_leftovers(program, request_id, by)


def close_leftovers(program: Program, request_id: str, by: str) -> int:
    """Closes asks still open of a cancelled request, one transaction each; how many."""
    with program.reading() as session:
        left = session.scalars(
            select(Ask.id).where(Ask.request_id == request_id, Ask.seat.is_not(None)).order_by(Ask.id)
        ).all()
    for ask_id in left:
        with program.changing() as session:
            _close_for_cancel(program, session, ask_id, by)
    return len(left)


def mine(program: Program, by: str) -> list[RequestStory]:
    """Somebody's newest requests with where they stand."""
    with program.reading() as session:
        people.require_colleague(session, by)
        stories = [
            queries.request_story(session, request.id, program.policy, program.now())
            for request in queries.requests_of(session, by, MINE)
        ]
    return [story for story in stories if story is not None]


def show(program: Program, by: str, request_id: str) -> RequestStory:
    """One request for its requester or an owner."""
    with program.reading() as session:
        person = people.require_colleague(session, by)
        story = queries.request_story(session, request_id, program.policy, program.now())
        if story is None:
            raise Refused("request_gone")
        if not _is_theirs(story.request, by) and not people.is_owner(program, session, person):
            raise Refused("not_your_request")
        return story


def _is_theirs(request: RequestFacts, by: str) -> bool:
    return request.requester.mention == by


def mark_owners_if_told(program: Program, session: Session, request: ReferenceRequest) -> None:
    """Keeps the owners' message about an unfilled request true, where they have one."""
    told = select(Slot.id).where(
        Slot.subject_kind == "request", Slot.subject_id == request.id, Slot.audience == "owner"
    )
    if session.scalars(told.limit(1)).first():
        mark_owners(program, session, request, program.now())


def _criteria(vocabulary: Vocabulary, form: RequestForm) -> Criteria:
    """The words as read, with what was chosen in the modal's selects."""
    criteria = understood(vocabulary, form.words, form.refinement).criteria
    for field, name in (
        (Field.INDUSTRY, form.industry),
        (Field.SEGMENT, form.segment),
        (Field.REGION, form.region),
    ):
        if name:
            criteria = criteria.plus(field, name)
    return replace(criteria, kind=form.kind, platform=form.platform or criteria.platform)


def _filed_with(session: Session, submission: str) -> Filed | None:
    row = session.execute(
        select(ReferenceRequest.id, Advocate.name, Account.name)
        .outerjoin(Ask, Ask.request_id == ReferenceRequest.id)
        .outerjoin(Advocate, Advocate.id == Ask.advocate_id)
        .outerjoin(Account, Account.id == Advocate.account_id)
        .where(ReferenceRequest.submission == submission)
        .order_by(Ask.reserved_at)
        .limit(1)
    ).first()
    return Filed(*row) if row else None


def _file_with(
    program: Program,
    by: str,
    form: RequestForm,
    criteria: Criteria,
    submission: str,
    bench: list[str],
    advocate_id: str,
    refused: dict[str, Verdict],
    twins: tuple[str, ...],
    ranked: Ranked,
) -> Filed | Verdict:
    """Files the request with this advocate reserved, all or nothing; or the verdict against it."""
    now = program.now()
    with program.changing() as session:
        people.require_colleague(session, by)
        held = hold(program, session, advocate_id, form.kind, form.prospect)
        if (earlier := _filed_with(session, submission)) is not None:
            return earlier
        if not held.verdict.eligible:
            return held.verdict
        request = _new_request(program, session, by, form, criteria, submission, "asking", twins, ranked)
        _seat_bench(session, request, bench, {**refused, advocate_id: None})
        place_ask(program, session, held, request)
        mark_requester(session, request, now, notify=True)
        return Filed(request.id, held.advocate.name, held.account.name)


def _file_waiting(
    program: Program,
    by: str,
    form: RequestForm,
    criteria: Criteria,
    submission: str,
    twins: tuple[str, ...],
    ranked: Ranked,
) -> Filed:
    """Files the request without anybody asked; the job looks again every day. The owners hear of it."""
    now = program.now()
    try:
        with program.changing() as session:
            people.require_colleague(session, by)
            if (earlier := _filed_with(session, submission)) is not None:
                return earlier
            request = _new_request(
                program, session, by, form, criteria, submission, "unfilled", twins, ranked
            )
            request.matched_on = now.date()
            mark_requester(session, request, now, notify=True)
            mark_owners(program, session, request, now, notify=True)
            return Filed(request.id)
    except IntegrityError:
        with program.reading() as session:  # the same form, sent twice, was filed in this very moment
            earlier = _filed_with(session, submission)
        if earlier is None:
            raise
        return earlier


def _new_request(
    program: Program,
    session: Session,
    by: str,
    form: RequestForm,
    criteria: Criteria,
    submission: str,
    state: str,
    twins: tuple[str, ...],
    ranked: Ranked,
) -> ReferenceRequest:
    """The request itself, recorded, and for a review its draw. `twins` are requests for the same need that the requester
    was told of."""
    now = program.now()
    request = ReferenceRequest(
        submission=submission,
        requester=by,
        state=state,
        kind=form.kind,
        platform=criteria.platform,
        criteria=criteria.to_json(),
        words=form.words,
        deal_name=form.deal_name,
        prospect=form.prospect,
        deal_amount=form.deal_amount,
        currency=program.policy_in(session).currency if form.deal_amount is not None else None,
        deal_stage=form.deal_stage,
        close_date=form.close_date,
        needed_by=form.needed_by,
        format=form.format,
        questions=form.questions,
        draw_seed=ranked.seed,
        filed_at=now,
    )
    session.add(request)
    session.flush()
    record(
        session,
        at=now,
        actor=by,
        action="request_filed",
        subject=("request", request.id),
        request_id=request.id,
        kind=form.kind,
        deal=form.deal_name,
        words=form.words,
        beside=list(twins) or None,
        waits=state == "unfilled" or None,
    )
    record_draw(program, session, request, ranked, chosen=form.advocate_id)
    return request


def _seat_bench(
    session: Session, request: ReferenceRequest, bench: list[str], used: Mapping[str, Verdict | None]
) -> None:
    """The ranked reserve; `used` names those judged already, with the verdict against them or None for the one asked."""
    for rank_, advocate_id in enumerate(bench, start=1):
        verdict = used.get(advocate_id)
        passed_over = verdict.first.code if verdict else "asked" if advocate_id in used else None
        session.add(
            BenchPlace(request_id=request.id, advocate_id=advocate_id, rank=rank_, passed_over=passed_over)
        )


def _waiting_places(request_id: str) -> Select[BenchPlace]:
    return (
        select(BenchPlace)
        .where(BenchPlace.request_id == request_id, BenchPlace.passed_over.is_(None))
        .order_by(BenchPlace.rank)
    )


def _fresh_bench(program: Program, session: Session, request: ReferenceRequest) -> tuple[list[str], Ranked]:
    """Who fits today and has no place on this request's bench yet, best first; and the ranking they are from.

    A review is drawn with the seed of its filing."""
    seated = set(session.scalars(select(BenchPlace.advocate_id).where(BenchPlace.request_id == request.id)))
    vocabulary = program.vocabulary.get(session)
    ranked = rank(program, session, vocabulary, Criteria.from_json(request.criteria), request.prospect)
    if request.draw_seed:
        ranked = ranked.drawn(request.draw_seed)
    return [candidate.id for candidate, _ in ranked.eligible if candidate.id not in seated][:BENCH], ranked


def _add_places(program: Program, request_id: str, advocate_ids: list[str], ranked: Ranked | None) -> None:
    with program.changing() as session:
        record_draw(program, session, session.get_one(ReferenceRequest, request_id), ranked)
        last = session.scalar(select(func.max(BenchPlace.rank)).where(BenchPlace.request_id == request_id))
        seated = set(
            session.scalars(select(BenchPlace.advocate_id).where(BenchPlace.request_id == request_id))
        )
        new = [one for one in advocate_ids if one not in seated]
        session.add_all(
            BenchPlace(request_id=request_id, advocate_id=one, rank=rank_)
            for rank_, one in enumerate(new, start=(last or 0) + 1)
        )


def _ask_place(program: Program, request_id: str, place_id: str) -> bool:
    """Asks the advocate of one bench place, or passes them over; True when they were asked."""
    now = program.now()
    with program.changing() as session:
        place = session.get_one(BenchPlace, place_id)
        request = session.get_one(ReferenceRequest, request_id)
        held = hold(program, session, place.advocate_id, request.kind, request.prospect)
        session.refresh(place)
        if place.passed_over is not None:
            return False
        if not held.verdict.eligible:
            place.passed_over = held.verdict.first.code
            return False
        session.refresh(request)
        if request.state != "searching" or not move_request(session, request, "asking"):
            return False
        place.passed_over = "asked"
        place_ask(program, session, held, request)
        mark_requester(session, request, now)
        return True


def _wait_unfilled(program: Program, request_id: str, ranked: Ranked | None) -> None:
    now = program.now()
    with program.changing() as session:
        request = session.get_one(ReferenceRequest, request_id)
        if request.state != "searching" or not move_request(session, request, "unfilled"):
            return
        request.matched_on = now.date()
        record_draw(program, session, request, ranked)
        record(
            session,
            at=now,
            actor="bot",
            action="request_unfilled",
            subject=("request", request.id),
            request_id=request.id,
        )
        mark_requester(session, request, now, notify=True)
        mark_owners(program, session, request, now, notify=True)


def _close_for_cancel(program: Program, session: Session, ask_id: str, by: str) -> None:
    """Takes the ask's locks; before contact it is released, afterwards it counts for good."""
    now = program.now()
    advocate_id = session.scalars(select(Ask.advocate_id).where(Ask.id == ask_id)).one()
    account, _ = lock_pair(session, advocate_id)
    ask = session.get_one(Ask, ask_id, populate_existing=True)
    if ask.state not in OPEN:
        return
    before_contact = ask.state in BEFORE_CONTACT
    was_approved = ask.state == "approved"
    after = "released" if before_contact else "no_answer" if ask.state == "sent" else "unused"
    if not move_ask(session, ask, after):
        return
    close_ask(ask, now, reason="cancelled", counts_still=not before_contact)
    record(
        session,
        at=now,
        actor=by,
        action="ask_cancelled",
        subject=("ask", ask.id),
        request_id=ask.request_id,
        advocate_id=ask.advocate_id,
        after_contact=not before_contact,
    )
    # Whoever may have a note in hand, or has written already, is told; a mere reservation just loses its button.
    mark_csm(session, ask, account, now, notify=was_approved or not before_contact)
