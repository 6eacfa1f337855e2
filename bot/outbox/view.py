"""What a view is: today's facts of one subject, turned into the message one reader sees."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from messages.render import Message


@dataclass(frozen=True)
class ViewRequest:
    """Whom a message is rendered for, and when. `now` is program time."""

    subject_id: str
    period: str
    now: datetime
    reader: str
    """The Slack user or channel id that will see it."""
    version: int = 1
    """The slot's: grows with every change."""
    again: bool = False
    """Whether an earlier version was sent."""
    stand_in_for: str | None = None
    """The Slack id or e-mail address of whom it was meant for, where `reader` stands in for somebody who is gone."""


View = Callable[[Session, ViewRequest], Message | None]
"""Reads in the session it is given and changes nothing. None: there is nothing to show.

A quiet message updates what stands there, notified or not, and is not posted where nothing stands.
"""

Views = Mapping[tuple[str, str], View]
"""By (subject kind, audience)."""
