"""Filing a request: the words are read, the bench is ranked, and the first of it is reserved in the same transaction."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.rules.kinds import EFFORT
from bot.rules.verdict import Reason, Verdict
from bot.rules.vocabulary import Criteria, Field, Refinement, Vocabulary
from bot.services import people
from bot.services.bench import seat_bench
from bot.services.marks import mark_owners, mark_requester
from bot.services.matching import AS_TYPED, BENCH, Ranked, rank, understood
from bot.services.program import Program, record
from bot.services.reserving import hold, place_ask
from bot.services.reviews import record_draw
from bot.services.twins import known_twins
from models import Account, Advocate, Ask, ReferenceRequest


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
        owner = people.is_owner(program, session, people.require_colleague(session, by))
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
        raise Refused("advocate_taken", name=chosen.name, code=first.code, until=first.until, owner=owner)
    if form.wait:
        return _file_waiting(program, by, form, criteria, submission, twins, ranked)
    raise Refused("nobody_fits", owner=owner)


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
        owner = by if advocate_id == form.advocate_id else None
        held = hold(program, session, advocate_id, form.kind, form.prospect, owner)
        if (earlier := _filed_with(session, submission)) is not None:
            return earlier
        if not held.verdict.eligible:
            return held.verdict
        request = _new_request(program, session, by, form, criteria, submission, "asking", twins, ranked)
        seat_bench(session, request, bench, {**refused, advocate_id: None})
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
