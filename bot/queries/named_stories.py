"""Results of people who agreed to be named."""

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from bot.queries.incentives import connection_of
from bot.queries.stories import LONGEST_LINK
from bot.rules.report import NamedStory
from models import Account, Advocate, Story


def named_stories(session: Session, most: int) -> tuple[NamedStory, ...]:
    """Stories that may be shared, of advocates who may be named in public; those with a figure first. The company is named where it
    agreed to be."""
    has_figure = case((Story.after.is_not(None) | Story.value.is_not(None), 0), else_=1)
    rows = session.execute(
        select(
            Story.title,
            Advocate.name,
            case((Account.may_use_logo.is_(True), Account.name)),
            Story.use_case,
            Story.before,
            Story.after,
            Story.measure,
            Story.value,
            Story.link,
            connection_of(Story.advocate_id),
        )
        .join(Advocate, Advocate.id == Story.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(
            Story.may_share.is_(True),
            Advocate.may_name_publicly.is_(True),
            Advocate.stage == "enrolled",
        )
        .order_by(has_figure, Story.id.desc())
        .limit(most)
    )
    return tuple(_story(*row) for row in rows)


def _story(*columns: object) -> NamedStory:
    story = NamedStory._make(columns)
    is_address = (
        story.link and story.link.startswith(("https://", "http://")) and len(story.link) <= LONGEST_LINK
    )
    return story if is_address else story._replace(link=None)
