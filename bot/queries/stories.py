"""Stories that may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from bot.db import plain
from bot.facts import Briefing, DocumentedStory, StoryCard
from bot.queries.incentives import connection_of
from models import Account, Advocate, Story

SHOWABLE = ("recorded", "written", "review")
LONGEST_LINK = 500
"""Characters: five of them fit into one message."""


@dataclass(frozen=True)
class ToldStory:
    """A story beside the advocate for whom it was found: theirs, or another one of their account."""

    advocate_id: str
    is_own: bool
    use_case: str | None
    card: StoryCard


_SHOWABLE_STORIES = (
    select(
        Advocate.id,
        Story.advocate_id,
        Story.use_case,
        Story.title,
        Story.kind,
        Story.link,
        connection_of(Story.advocate_id),
    )
    .join(Story, Story.account_id == Advocate.account_id)
    .where(
        Advocate.id.in_(bindparam("advocate_ids", expanding=True)),
        Story.may_share.is_(True),
        Story.kind.in_(SHOWABLE),
        func.length(Story.link) <= LONGEST_LINK,
        or_(Story.link.like("https://%"), Story.link.like("http://%")),
    )
    .order_by(Story.id.desc())
)
"""Put together once: every match list asks it."""


def showable_stories(session: Session, advocate_ids: Sequence[str]) -> list[ToldStory]:
    """Every story with a link that may be shared, of these advocates and their accounts, newest first. One statement."""
    rows = plain(session, _SHOWABLE_STORIES, {"advocate_ids": advocate_ids})
    return [
        ToldStory(
            advocate_id, of == advocate_id, use_case, StoryCard(title, kind or "", link or "", is_connected)
        )
        for advocate_id, of, use_case, title, kind, link, is_connected in rows
    ]


def briefing(session: Session, advocate: Advocate, account: Account) -> Briefing:
    """What to know of an advocate before a meeting, with their newest story, or else their company's."""
    story = session.scalars(
        select(Story)
        .where(Story.account_id == account.id)
        .order_by((Story.advocate_id == advocate.id).desc().nulls_last(), Story.id.desc())
        .limit(1)
    ).first()
    return Briefing(
        story=DocumentedStory(
            title=story.title,
            use_case=story.use_case,
            before=story.before,
            after=story.after,
            measure=story.measure,
            value=story.value,
            link=story.link if story.link and story.link.startswith(("https://", "http://")) else None,
        )
        if story
        else None,
        products=tuple(account.products),
        use_cases=tuple(account.use_cases),
        customer_since=account.customer_since,
        language=advocate.language or account.language,
        may_name=advocate.may_name_publicly,
        may_use_logo=account.may_use_logo,
        may_share_numbers=account.may_share_numbers,
    )
