"""What the card of an advocate shows, and all the names that may be meant by a misspelt one."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.facts import (
    AdvocateCard,
    AdvocateProfile,
    Colleague,
    Contact,
    MatterLine,
    PastActivity,
    PastAsk,
    PastGive,
)
from bot.queries.advocates import facts_of, last_asked_on
from bot.queries.feedback import open_feedback
from bot.queries.given import first_day, gives_of
from bot.queries.matters import state_of
from bot.queries.people import colleague
from bot.queries.satisfaction import said_last
from bot.queries.tastes import tastes
from bot.rules.balance import balance
from bot.rules.eligibility import judge
from bot.rules.gives import Catalogue, fitting
from bot.rules.policy import Policy
from bot.rules.tiers import moves, path, standing
from models import Account, Activity, Advocate, Ask, Give, Sponsorship

SHOWN = 3
"""Of activities, asks and gives, each."""
CALL = "reference_call"
"""The kind of help for which a card says how rested somebody is."""
TO_DO = ("thanks", "news")


def profile(
    session: Session,
    advocate: Advocate,
    account: Account,
    csm: Colleague,
    policy: Policy,
    now: datetime,
    catalogue: Catalogue,
    *,
    by_owner: bool,
) -> AdvocateProfile:
    """One advocate as they stand now, newest things first."""
    facts = facts_of(session, advocate, now.date())
    done = session.scalars(
        select(Activity)
        .where(Activity.advocate_id == advocate.id)
        .order_by(Activity.completed_on.desc(), Activity.id.desc())
    ).all()
    asked = session.scalars(
        select(Ask).where(Ask.advocate_id == advocate.id).order_by(Ask.counted_on.desc(), Ask.id.desc())
    ).all()
    given = session.scalars(
        select(Give)
        .where(Give.advocate_id == advocate.id)
        .order_by(Give.given_on.desc(), Give.id.desc())
        .limit(SHOWN)
    )
    sponsorship = session.get(Sponsorship, advocate.id)
    today = now.date()
    standing_ = standing([one.completed_on for one in done if moves(one.kind)], policy, today)
    weighed = balance(facts.asks, gives_of(advocate.given, catalogue), first_day(advocate.given), today)
    ideas = (
        fitting(catalogue, tastes(session, [advocate.id])[advocate.id], "unnoticed", today)
        if weighed.one_sided
        else ()
    )
    limits = [policy.asks_per_365_days]
    if advocate.max_asks_per_year is not None:
        limits.append(advocate.max_asks_per_year)
    return AdvocateProfile(
        advocate=AdvocateCard(
            advocate.id,
            advocate.name,
            advocate.title,
            account.name,
            len(facts.asks),
            last_asked_on(session, advocate.id),
        ),
        account_id=account.id,
        stage=advocate.stage,
        enrolled_on=advocate.enrolled_on,
        csm=csm,
        contact=Contact(advocate.email, advocate.phone),
        verdict=judge(facts, CALL, policy, now),
        most_a_year=min(limits),
        paused_until=advocate.paused_until if (advocate.paused_until or now.date()) > now.date() else None,
        likes=tuple(advocate.likes),
        never=tuple(advocate.never),
        cares_about=(*advocate.interests, *advocate.values),
        activities=tuple(
            PastActivity(one.kind, one.completed_on, one.rating, one.thanked_on is not None)
            for one in done[:SHOWN]
        ),
        asks=tuple(past for ask in asked if (past := _past(ask)))[:SHOWN],
        gives=tuple(PastGive(one.kind, one.given_on) for one in given),
        open=_open(advocate, account, asked, done),
        standing=standing_,
        ahead=path(standing_.done, policy) if advocate.stage == "enrolled" else None,
        one_sided=weighed.one_sided,
        ideas=ideas,
        catalogue=catalogue,
        by_owner=by_owner,
        sponsor=colleague(session, sponsorship.executive) if sponsorship else None,
        said=said_last(session, advocate.id),
        feedback=open_feedback(session, advocate.id),
    )


def _past(ask: Ask) -> PastAsk | None:
    """An ask that reached them and is over; None for any other."""
    on = ask.asked_on or (ask.contacted_at.date() if ask.contacted_at else None)
    if on is None or ask.seat is not None:
        return None
    return PastAsk(ask.kind, on, ask.state, ask.origin == "outside")


def _open(
    advocate: Advocate, account: Account, asks: Sequence[Ask], activities: Sequence[Activity]
) -> tuple[MatterLine, ...]:
    """What waits for somebody: open asks, a yes that came to nothing untold, thanks and news of what the bot knows of."""
    subjects: list[Ask | Activity] = [
        ask for ask in asks if ask.seat is not None or (ask.state == "unused" and ask.told_at is None)
    ]
    subjects += [one for one in activities if one.origin == "bot" and state_of(one) in TO_DO]
    return tuple(MatterLine(advocate.name, account.name, one.kind, state_of(one)) for one in subjects)


def names(session: Session, csms: Collection[str] | None) -> list[AdvocateCard]:
    """Everybody of some CSMs' accounts, or of all: only for whoever could not be found in another way."""
    everybody = select(Advocate.id, Advocate.name, Advocate.title, Account.name).join(
        Account, Account.id == Advocate.account_id
    )
    if csms is not None:
        everybody = everybody.where(Account.csm.in_(csms))
    return [AdvocateCard(*row, 0, None) for row in session.execute(everybody)]
