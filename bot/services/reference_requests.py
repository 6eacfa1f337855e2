"""A requester's own view of their requests."""

from bot.errors import Refused
from bot.facts import RequestFacts, RequestStory
from bot.queries import reference_requests as queries
from bot.services import people
from bot.services.program import Program
from bot.services.readers import request_as_read

MINE = 10
"""Requests that `/reference mine` lists."""


def mine(program: Program, by: str) -> list[RequestStory]:
    """Somebody's newest requests with where they stand."""
    with program.reading() as session:
        people.require_colleague(session, by)
        stories = [
            queries.request_story(
                session,
                request.id,
                program.policy_in(session),
                program.now(),
                people.owner_ids(program, session),
            )
            for request in queries.requests_of(session, by, MINE)
        ]
        return [request_as_read(program, session, story) for story in stories if story is not None]


def show(program: Program, by: str, request_id: str) -> RequestStory:
    """One request for its requester or an owner."""
    with program.reading() as session:
        person = people.require_colleague(session, by)
        story = queries.request_story(
            session, request_id, program.policy_in(session), program.now(), people.owner_ids(program, session)
        )
        if story is None:
            raise Refused("request_gone")
        if not _is_theirs(story.request, by) and not people.is_owner(program, session, person):
            raise Refused("not_your_request")
        return request_as_read(program, session, story)


def _is_theirs(request: RequestFacts, by: str) -> bool:
    return request.requester.mention == by
