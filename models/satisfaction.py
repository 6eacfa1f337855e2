"""What advocates say of the program, when somebody asks them and unasked."""

from datetime import date

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id

ASKED = text("state = 'asked'")
ANSWERED = text("state = 'answered'")
OPEN = text("open")


class Survey(Base):
    """One time that an advocate was asked how they find the program, or said it. Kept as history: never two in one row."""

    __tablename__ = "surveys"
    __table_args__ = (
        Index("ix_surveys_advocate", "advocate_id", "asked_on"),
        Index("ix_surveys_asked_on", "asked_on"),
        Index("ix_surveys_open", "asked_on", sqlite_where=ASKED, postgresql_where=ASKED),
        Index("ix_surveys_answered_on", "answered_on", sqlite_where=ANSWERED, postgresql_where=ANSWERED),
        Index("ix_surveys_activity", "activity_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    submission: Mapped[str | None] = mapped_column(unique=True)
    """The id of the modal with which answers nobody had asked for were noted: sent twice it notes them once."""
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"))
    activity_id: Mapped[str | None] = mapped_column(ForeignKey("activities.id", ondelete="SET NULL"))
    """The activity after which they are asked."""
    cause: Mapped[str]
    """activity, half_year, or unasked: they said it of themselves."""
    state: Mapped[str]
    """asked, answered, not_for_them or lapsed."""
    asked_on: Mapped[date]
    """When the CSM got the text to send, or noted what was said unasked (UTC)."""
    recommend: Mapped[int | None]
    """Would they recommend taking part: 0 to 10."""
    valued: Mapped[int | None]
    """Do they feel valued: 1 to 5."""
    worth_it: Mapped[int | None]
    """Was it worth their time: 1 to 5."""
    words: Mapped[str | None]
    answered_on: Mapped[date | None]
    """The day on which the answers were first noted (UTC)."""
    recorded_by: Mapped[str | None]
    low: Mapped[bool] = mapped_column(default=False)
    """Whether somebody had to hear of it the same day, as the answers stand now."""


class Feedback(Base):
    """What an advocate told about the product or the program, until they know what became of it."""

    __tablename__ = "feedback"
    __table_args__ = (
        Index("ix_feedback_advocate", "advocate_id", "noted_on"),
        Index("ix_feedback_open", "noted_on", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    submission: Mapped[str | None] = mapped_column(unique=True)
    """The id of the modal it was noted with: the same modal sent twice notes it once."""
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"))
    about: Mapped[str]
    """product or program."""
    words: Mapped[str]
    noted_on: Mapped[date]
    noted_by: Mapped[str]
    channel: Mapped[str | None]
    """The Slack channel it went to; empty: to the owners."""
    state: Mapped[str]
    """waiting, planned, done, not_planned, or mistaken: noted by mistake."""
    answer: Mapped[str | None]
    """What whoever decided said of it."""
    answered_by: Mapped[str | None]
    answered_on: Mapped[date | None]
    told_state: Mapped[str | None]
    """The state of which the advocate has heard."""
    told_on: Mapped[date | None]
    told_by: Mapped[str | None]
    open: Mapped[bool]
    """Whether nobody has decided, or they do not know yet what became of it."""
    reminded_on: Mapped[date | None]
    """When whoever it waits for was reminded, which is done once."""
