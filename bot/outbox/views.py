"""Which message each (subject, audience) is: today's facts, then the words."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.facts import StandIn
from bot.outbox.executive_views import executive_views
from bot.outbox.gratitude_views import gratitude_views
from bot.outbox.mark import DIGEST, DIGEST_READER
from bot.outbox.report_views import report_views
from bot.outbox.view import View, ViewRequest, Views
from bot.queries import reference_requests as queries
from bot.queries.benefits import story as benefit_story
from bot.queries.celebrations import may_celebrate_activity
from bot.queries.feedback import feedback_story
from bot.queries.incentives import incentive_story
from bot.queries.open_thanks import open_thanks
from bot.queries.owners_list import owners_list as found_for_owners
from bot.queries.people import colleague
from bot.queries.satisfaction import survey_story
from bot.queries.suggestions import week_of
from bot.rules.nudging import zone_of
from bot.rules.policy import Policy
from bot.services import digests, friday_line, overriding
from bot.services.handing_over import handover_story
from bot.services.open_thanks import is_the_one
from bot.services.program import Program
from bot.services.readers import Story, as_read, owner_ids, reader, request_as_read
from messages import (
    activities,
    asks,
    benefits,
    calendar,
    cards,
    feedback,
    friday,
    handovers,
    incentives,
    requests,
    satisfaction,
    suggestions,
)
from messages.digest import digest
from messages.open_thanks import listed as open_thanks_list
from messages.owners_list import owners_list
from messages.render import Message


def views(program: Program) -> Views:
    """Every message the relay can send."""

    def around(session: Session, wanted: ViewRequest) -> tuple[Policy, datetime, frozenset[str]]:
        """What a story about an ask is told by."""
        return program.policy_in(session), wanted.now, owner_ids(program, session)

    def requester(session: Session, wanted: ViewRequest) -> Message | None:
        story = queries.request_story(session, wanted.subject_id, *around(session, wanted))
        if story is None:
            return None
        return requests.requester(request_as_read(program, session, story), wanted.now)

    def owner(session: Session, wanted: ViewRequest) -> Message | None:
        story = queries.request_story(session, wanted.subject_id, *around(session, wanted))
        if story is None:
            return None
        spared = (
            overriding.nearest(program, session, wanted.subject_id)
            if story.request.state == "unfilled"
            else ()
        )
        return requests.owner(story, spared)

    def csm(session: Session, wanted: ViewRequest) -> Message | None:
        story = queries.ask_story(session, wanted.subject_id, *around(session, wanted))
        if story is None:
            return None
        return asks.csm(*_read(program, session, story, wanted))

    def calendar_file(session: Session, wanted: ViewRequest) -> Message | None:
        story = queries.ask_story(session, wanted.subject_id, *around(session, wanted))
        if story is None:
            return None
        return calendar.message(story, wanted.version - 1, wanted.now, again=wanted.again)

    def in_vain(session: Session, wanted: ViewRequest) -> Message | None:
        story = queries.ask_story(session, wanted.subject_id, *around(session, wanted))
        return asks.owner(story) if story else None

    def outside(session: Session, wanted: ViewRequest) -> Message | None:
        found = queries.outside_ask(session, wanted.subject_id)
        return asks.outside(found) if found else None

    def thanks(session: Session, wanted: ViewRequest) -> Message | None:
        story = queries.activity_story(session, wanted.subject_id, wanted.now)
        if story is None:
            return None
        celebrate = program.celebration_channel is not None and may_celebrate_activity(session, story.id)
        return activities.csm(*_read(program, session, story, wanted), celebrate=celebrate)

    def card(session: Session, wanted: ViewRequest) -> Message | None:
        story = queries.activity_story(session, wanted.subject_id, wanted.now)
        return cards.message(story) if story else None

    def from_before(session: Session, wanted: ViewRequest) -> Message | None:
        if not is_the_one(session, wanted.subject_id):
            return None
        return open_thanks_list(open_thanks(session, wanted.subject_id, wanted.now))

    def takes_over(session: Session, wanted: ViewRequest) -> Message | None:
        story = handover_story(program, session, wanted.subject_id)
        if story is None:
            return None
        zone = zone_of(colleague(session, story.old.mention).time_zone)
        return handovers.new(story, story.until.astimezone(zone).date() if story.until else None)

    def hands_over(session: Session, wanted: ViewRequest) -> Message | None:
        story = handover_story(program, session, wanted.subject_id)
        return handovers.old(story) if story else None

    def proposer(session: Session, wanted: ViewRequest) -> Message | None:
        story = incentive_story(session, wanted.subject_id)
        return incentives.proposer(story) if story else None

    def proposal(session: Session, wanted: ViewRequest) -> Message | None:
        story = incentive_story(session, wanted.subject_id)
        return incentives.owner(story) if story else None

    def listed(session: Session, wanted: ViewRequest) -> Message | None:
        return owners_list(found_for_owners(session, *around(session, wanted)))

    def asks_satisfaction(session: Session, wanted: ViewRequest) -> Message | None:
        story = survey_story(session, wanted.subject_id)
        return satisfaction.csm(*_read(program, session, story, wanted)) if story else None

    def not_satisfied(session: Session, wanted: ViewRequest) -> Message | None:
        story = survey_story(session, wanted.subject_id)
        return satisfaction.owner(as_read(program, session, story)) if story else None

    def comes_with_tier(task_of: str) -> View:
        def benefits_of(session: Session, wanted: ViewRequest) -> Message | None:
            found = benefit_story(session, wanted.subject_id, task_of, program.gives_in(session), wanted.now)
            return benefits.listed(found, wanted.reader) if found else None

        return benefits_of

    def told_us(session: Session, wanted: ViewRequest) -> Message | None:
        story = feedback_story(session, wanted.subject_id)
        return feedback.product(as_read(program, session, story)) if story else None

    def tell_them(session: Session, wanted: ViewRequest) -> Message | None:
        story = feedback_story(session, wanted.subject_id)
        return feedback.csm(*_read(program, session, story, wanted)) if story else None

    def to_surprise(session: Session, wanted: ViewRequest) -> Message | None:
        today, gives = wanted.now.date(), program.gives_in(session)
        week = date.fromisoformat(wanted.period)
        found = week_of(session, wanted.subject_id, week, gives, today)
        return suggestions.csm(*_read(program, session, found, wanted)) if found else None

    def week_ends(session: Session, wanted: ViewRequest) -> Message | None:
        if wanted.stand_in_for is not None:
            return None  # nobody else's week
        day, today = date.fromisoformat(wanted.period), wanted.now.date()
        found = friday_line.line(program, session, wanted.subject_id, wanted.reader, day, today)
        if found is None or not (wanted.again or (found.says_something and not found.over)):
            return None
        return friday.csm(found)

    def weekly(session: Session, wanted: ViewRequest) -> Message | None:
        if wanted.reader != wanted.subject_id:
            return None  # each owner has their own
        monday = date.fromisoformat(wanted.period)
        found = digests.for_reader(program, session, wanted.reader, monday, stands=wanted.again)
        return digest(found) if found else None

    return {
        ("friday_line", "csm"): week_ends,
        ("suggestions", "csm"): to_surprise,
        (DIGEST, DIGEST_READER): weekly,
        ("benefits", "csm"): comes_with_tier("csm"),
        ("benefits", "owner"): comes_with_tier("owner"),
        **executive_views(program, _read),
        **report_views(program),
        ("feedback", "product"): told_us,
        ("feedback", "csm"): tell_them,
        ("survey", "csm"): asks_satisfaction,
        ("survey", "owner"): not_satisfied,
        ("incentive", "proposer"): proposer,
        ("incentive", "owner"): proposal,
        ("request", "requester"): requester,
        ("request", "owner"): owner,
        ("ask", "csm"): csm,
        ("ask", "calendar"): calendar_file,
        ("ask", "owner"): in_vain,
        ("outside_ask", "csm"): outside,
        ("activity", "csm"): thanks,
        **gratitude_views(program, _read),
        ("activity", "card"): card,
        ("open_thanks", "csm"): from_before,
        ("owners_list", "owner"): listed,
        ("handover", "new"): takes_over,
        ("handover", "old"): hands_over,
    }


def _read(
    program: Program, session: Session, story: Story, wanted: ViewRequest
) -> tuple[Story, StandIn | None]:
    """The story as whoever reads it signs it, and why it is not the CSM where it is somebody else."""
    instead = reader(program, session, story.csm.mention, wanted.now).instead
    if instead is None and wanted.stand_in_for is not None:
        name = colleague(session, wanted.stand_in_for).name
        instead = StandIn(name or wanted.stand_in_for, "unreachable")
    if instead is not None:
        story = replace(story, csm=colleague(session, wanted.reader))
    return story, instead
