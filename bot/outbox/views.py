"""Which message each (subject, audience) is: today's facts, then the words."""

from sqlalchemy.orm import Session

from bot.outbox.view import ViewRequest, Views
from bot.queries import reference_requests as queries
from bot.services.program import Program
from messages import activities, asks, calendar, requests
from messages.render import Message


def views(program: Program) -> Views:
    """Every message the relay can send."""

    def requester(session: Session, wanted: ViewRequest) -> Message | None:
        story = queries.request_story(session, wanted.subject_id, program.policy, wanted.now)
        return requests.requester(story, wanted.now) if story else None

    def owner(session: Session, wanted: ViewRequest) -> Message | None:
        story = queries.request_story(session, wanted.subject_id, program.policy, wanted.now)
        return requests.owner(story) if story else None

    def csm(session: Session, wanted: ViewRequest) -> Message | None:
        story = queries.ask_story(session, wanted.subject_id, program.policy, wanted.now)
        return asks.csm(story, wanted.stand_in_for) if story else None

    def calendar_file(session: Session, wanted: ViewRequest) -> Message | None:
        story = queries.ask_story(session, wanted.subject_id, program.policy, wanted.now)
        if story is None:
            return None
        return calendar.message(story, wanted.version - 1, wanted.now, again=wanted.again)

    def outside(session: Session, wanted: ViewRequest) -> Message | None:
        found = queries.outside_ask(session, wanted.subject_id)
        return asks.outside(found) if found else None

    def thanks(session: Session, wanted: ViewRequest) -> Message | None:
        story = queries.activity_story(session, wanted.subject_id, wanted.now)
        return activities.csm(story, wanted.stand_in_for) if story else None

    return {
        ("request", "requester"): requester,
        ("request", "owner"): owner,
        ("ask", "csm"): csm,
        ("ask", "calendar"): calendar_file,
        ("outside_ask", "csm"): outside,
        ("activity", "csm"): thanks,
    }
