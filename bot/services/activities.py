"""Something an advocate did that nobody asked the bot for: it is recorded, counts for them, and is thanked for."""

from datetime import UTC, date, datetime, time

from sqlalchemy import select

from bot.errors import Refused
from bot.rules.kinds import EFFORT
from bot.rules.nudging import zone_of
from bot.services import people, tiers
from bot.services.locks import lock_pair
from bot.services.marks import mark_thanks
from bot.services.milestones import count_activities
from bot.services.program import Program, record
from models import Activity

OLDEST_YEARS = 5


def log(
    program: Program,
    by: str,
    advocate_id: str,
    kind: str,
    completed_on: date,
    *,
    helped: str | None = None,
    prospect: str | None = None,
    minutes: int | None = None,
) -> str:
    """The CSM or an owner records it; the id of the activity. Once per person, kind and day: sent again it is the same one,
    and a detail that was missing is added. It never makes an ask."""
    if kind not in EFFORT:
        raise Refused("unknown_kind", field="activity_kind")
    now = program.now()
    with program.changing() as session:
        account, advocate = lock_pair(session, advocate_id)
        person = people.require_csm(program, session, by, account)
        today = max(now.date(), now.astimezone(zone_of(person.time_zone)).date())
        if completed_on > today:
            raise Refused("completed_on_future", field="completed_on")
        if completed_on.year < today.year - OLDEST_YEARS:
            raise Refused("completed_on_old", field="completed_on")
        known = session.scalars(
            select(Activity)
            .where(
                Activity.advocate_id == advocate.id,
                Activity.kind == kind,
                Activity.completed_on == completed_on,
            )
            .order_by(Activity.id)
        ).first()
        if known is not None:
            known.helped = known.helped or helped
            known.prospect = known.prospect or prospect
            known.minutes = known.minutes or minutes
            return known.id
        activity = Activity(
            advocate_id=advocate.id,
            origin="bot",
            kind=kind,
            effort=EFFORT[kind],
            completed_on=completed_on,
            completed_at=min(datetime.combine(completed_on, time(12), UTC), now),
            asked=False,
            helped=helped,
            prospect=prospect,
            minutes=minutes,
            result="open" if prospect else None,
            waiting_since=now,
            due_at=now if EFFORT[kind] else None,
        )
        session.add(activity)
        session.flush()
        record(
            session,
            at=now,
            actor=by,
            action="activity_logged",
            subject=("activity", activity.id),
            advocate_id=advocate.id,
            kind=kind,
            on=completed_on.isoformat(),
        )
        if activity.effort > 0:
            mark_thanks(session, activity, account, now, notify=True)
            tiers.look(program, session, advocate, by, activity)
            count_activities(session, program, advocate, by, activity)
        return activity.id
