"""Content that an advocate made is out: where it can be seen, so that they hear of it and the loop is closed."""

from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import select

from bot.errors import Refused
from bot.facts import ActivityStory
from bot.queries import reference_requests as queries
from bot.rules.kinds import PUBLISHED
from bot.services import people
from bot.services.locks import lock_activity
from bot.services.marks import mark_requester, mark_thanks
from bot.services.owed import begin_wait
from bot.services.program import Program, record
from models import Account, Advocate, Ask, ReferenceRequest

LONGEST_LINK = 500


def story(program: Program, by: str, activity_id: str) -> ActivityStory:
    """Something that may be published, for its CSM, its requester or an owner; else Refused."""
    with program.reading() as session:
        found = queries.activity_story(session, activity_id, program.now())
        if found is None or found.kind not in PUBLISHED:
            raise Refused("activity_gone")
        if found.requester is None or found.requester.mention != by:
            advocate = session.get_one(Advocate, found.advocate.id)
            people.require_csm(program, session, by, session.get_one(Account, advocate.account_id))
        else:
            people.require_colleague(session, by)
        return found


def publish(program: Program, by: str, activity_id: str, on: date | None, link: str | None) -> None:
    """It is out, since a day (today where none is given), at an address where there is one. The CSM is asked to tell the advocate.

    Said again it only corrects the day and the address. Refused for a day to come and for what is no web address.
    """
    story(program, by, activity_id)
    now = program.now()
    on = on or now.date()
    if on > now.date():
        raise Refused("day_to_come", field="published_on")
    if link is not None and not _is_address(link):
        raise Refused("no_address", field="link")
    with program.changing() as session:
        activity, account, advocate = lock_activity(session, activity_id)
        first = activity.published_on is None
        activity.published_on = on
        activity.published_link = link
        if first:
            activity.outcome_told_on = None  # whatever they heard before, they have not heard this
            if activity.thanked_on is not None:
                begin_wait(session, activity, now)
        request = session.scalars(
            select(ReferenceRequest)
            .join(Ask, Ask.request_id == ReferenceRequest.id)
            .where(Ask.id == activity.ask_id)
        ).one_or_none()
        record(
            session,
            at=now,
            actor=by,
            action="published",
            subject=("activity", activity.id),
            request_id=request.id if request else None,
            advocate_id=advocate.id,
            on=on.isoformat(),
            link=link,
        )
        mark_thanks(session, activity, account, now, notify=first)
        if request is not None:
            mark_requester(session, request, now)


def _is_address(link: str) -> bool:
    parts = urlsplit(link)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and len(link) <= LONGEST_LINK
