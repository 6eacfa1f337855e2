"""Another of the CSM's own people: whom they may offer instead of the one who was asked for."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.facts import AdvocateCard
from bot.queries.advocates import facts_of
from bot.queries.given import is_one_sided
from bot.queries.matching import meeting, own_people, wanted
from bot.queries.people import colleague, spellings
from bot.rules.eligibility import judge
from bot.rules.matching import fit, order
from bot.rules.reviews import REVIEW
from bot.rules.vocabulary import Criteria
from bot.services import people
from bot.services.matching import card_of
from bot.services.program import Program
from models import Account, Advocate, Ask, ReferenceRequest


def others(program: Program, by: str, ask_id: str) -> tuple[AdvocateCard, ...]:
    """Whom the CSM of this ask could offer instead: their own people who may be asked for this kind now. First those for
    whom all holds that the request asks for, best first; then the rest. Nobody for a review, where nobody is picked.
    Refused for all but the CSM and owners."""
    now = program.now()
    with program.reading() as session:
        ask = session.get(Ask, ask_id)
        if ask is None or ask.request_id is None:
            raise Refused("ask_gone")
        account = session.get_one(Account, session.get_one(Advocate, ask.advocate_id).account_id)
        people.require_csm(program, session, by, account)
        if ask.kind == REVIEW:
            return ()
        request = session.get_one(ReferenceRequest, ask.request_id)
        criteria = Criteria.from_json(request.criteria)
        vocabulary, policy = program.vocabulary.get(session), program.policy_in(session)
        catalogue = program.gives_in(session)
        ranking, csms = wanted(criteria, vocabulary), _csms(session, account)
        meets = meeting(session, criteria, vocabulary, csms, now.date())
        found = []
        for one in own_people(session, csms, now.date()):
            if (
                one.id != ask.advocate_id
                and judge(one.facts, ask.kind, policy, now, request.prospect).eligible
            ):
                points, _ = fit(one, ranking, policy.match_weights)
                one_sided = is_one_sided(one, catalogue, now.date())
                key = order(one, points, ask.kind, one_sided=one_sided)
                found.append(((one.id not in meets, key), one))
    return tuple(card_of(one) for _, one in sorted(found, key=lambda entry: entry[0]))


def require_other(
    program: Program, session: Session, account: Account, other_id: str, request: ReferenceRequest
) -> Advocate:
    """The one chosen, judged as of now; they are judged again under their own lock when they are asked.

    Refused for a review, and where they are not one of the same CSM's people, or may not be asked.
    """
    if request.kind == REVIEW:
        raise Refused("nobody_picked", field="decision")
    other = session.get(Advocate, other_id)
    if other is None:
        raise Refused("advocate_gone", field="other")
    theirs = session.get_one(Account, other.account_id)
    if theirs.csm not in _csms(session, account):
        raise Refused("other_not_yours", field="other", name=other.name)
    now = program.now()
    facts, policy = facts_of(session, other, now.date()), program.policy_in(session)
    verdict = judge(facts, request.kind, policy, now, request.prospect)
    if not verdict.eligible:
        first = verdict.first
        raise Refused("other_taken", field="other", name=other.name, code=first.code, until=first.until)
    return other


def _csms(session: Session, account: Account) -> Collection[str]:
    """Every way in which accounts may name the CSM of this one."""
    return {account.csm, *spellings(session, colleague(session, account.csm).mention)}
