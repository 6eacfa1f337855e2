"""What an executive is told about somebody: what they did, why now, what they care about, and what is better left out."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.executive_facts import Caution, NoteStory, SponsorLine
from bot.facts import ActivityStory, Contact
from bot.queries.executive_notes import causes_of
from bot.queries.naming import card
from bot.queries.people import by_reference, colleague
from bot.queries.reference_requests import activity_story
from bot.queries.waits import colleague_time
from bot.rules.executive_notes import NOTE_BACK, TAKE_BACK, YEAR_DAYS, returns_at
from bot.rules.policy import Policy
from bot.rules.wellbeing import OVERDUE_DAYS
from models import Account, Activity, Advocate, Ask, ExecutiveNote, Sponsorship

SHOWN = 4
"""Activities that are told of."""


def note_story(session: Session, note_id: str, policy: Policy, now: datetime) -> NoteStory | None:
    """One note with all around it, as it stands today; None where it is gone."""
    note = session.get(ExecutiveNote, note_id, populate_existing=True)
    if note is None:
        return None
    advocate = session.get_one(Advocate, note.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    sponsorship = session.get(Sponsorship, advocate.id)
    activities, count = _activities(session, advocate.id, now)
    returns_on, is_over = None, False
    if note.executive is not None and note.week is not None:
        clock = colleague_time(by_reference(session, note.executive), policy)
        returns = returns_at(note.week, clock)
        returns_on, is_over = returns.astimezone(clock.zone).date(), now >= returns
    causes = causes_of(note.causes)
    return NoteStory(
        id=note.id,
        state=note.state,
        executive=colleague(session, note.executive) if note.executive else None,
        week=note.week,
        returns_on=returns_on,
        is_over=is_over,
        causes=causes,
        advocate=card(session, advocate),
        contact=Contact(advocate.email, advocate.phone),
        csm=colleague(session, account.csm),
        enrolled_on=advocate.enrolled_on,
        tier=advocate.tier,
        sponsor=colleague(session, sponsorship.executive) if sponsorship else None,
        activities=activities,
        done_in_year=count,
        cares_about=(*advocate.interests, *advocate.values),
        cautions=tuple(_cautions(session, advocate, account, activities, policy, now)),
        moved_on=note.moved_at.date(),
        done_by=colleague(session, note.done_by) if note.done_by else None,
        take_back_until=note.moved_at + TAKE_BACK
        if note.state in NOTE_BACK and now < note.moved_at + TAKE_BACK
        else None,
    )


def _activities(session: Session, advocate_id: str, now: datetime) -> tuple[tuple[ActivityStory, ...], int]:
    """The newest of the last 365 days, one that won a deal among them, and how many there are."""
    of_year = (
        Activity.advocate_id == advocate_id,
        Activity.effort > 0,
        Activity.completed_on > now.date() - timedelta(days=YEAR_DAYS),
        Activity.completed_on <= now.date(),
    )
    count = session.scalar(select(func.count()).where(*of_year)) or 0
    newest = session.scalars(
        select(Activity.id)
        .where(*of_year)
        .order_by(Activity.completed_on.desc(), Activity.id.desc())
        .limit(SHOWN)
    ).all()
    told = [activity_story(session, one, now) for one in newest]
    return tuple(one for one in told if one is not None), count


def _cautions(
    session: Session,
    advocate: Advocate,
    account: Account,
    activities: tuple[ActivityStory, ...],
    policy: Policy,
    now: datetime,
) -> Iterator[Caution]:
    """What is better left out, the most delicate first."""
    today = now.date()
    if account.open_escalation:
        yield Caution("escalation")
    if account.health is not None and account.health < policy.min_health:
        yield Caution("health")
    due, renewed = account.renewal_date, account.last_renewed_on
    if due is not None and 0 <= (due - today).days <= policy.renewal_guard_days:
        yield Caution("renewal", due)
    elif due is not None and 0 < (today - due).days <= OVERDUE_DAYS and not (renewed and renewed > due):
        yield Caution("overdue", due)
    for ask in session.scalars(
        select(Ask).where(Ask.advocate_id == advocate.id, Ask.seat.is_not(None)).order_by(Ask.id)
    ):
        yield Caution("asked", what=ask.kind)
    for one in activities:
        if "won" in one.news:
            yield Caution("won_untold", what=one.prospect or one.deal_name)
        elif "lost" in one.news:
            yield Caution("lost_untold", what=one.prospect or one.deal_name)
        if one.thanked_on is None and one.completed_on >= today - timedelta(days=90):
            yield Caution("unthanked", what=one.kind)
    if advocate.paused_until is not None and advocate.paused_until > today:
        yield Caution("paused", advocate.paused_until)


def new_sponsors(
    session: Session, since: datetime, *, csm: str | None = None, executive: str | None = None
) -> list[SponsorLine]:
    """Whom somebody sponsors since that moment: of a CSM's customers, as the data names the CSM, or of one executive's own."""
    wanted = (
        select(Sponsorship, Advocate, Account.csm)
        .join(Advocate, Advocate.id == Sponsorship.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Sponsorship.since >= since)
        .order_by(Advocate.name, Advocate.id)
    )
    wanted = wanted.where(Account.csm == csm) if csm is not None else wanted
    wanted = wanted.where(Sponsorship.executive == executive) if executive is not None else wanted
    return [
        SponsorLine(card(session, advocate), colleague(session, one.executive), colleague(session, of))
        for one, advocate, of in session.execute(wanted)
    ]
