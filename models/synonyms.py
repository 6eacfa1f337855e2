"""Words that the owner taught."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Synonym(Base):
    """One word or phrase of the owner's, and what it means."""

    __tablename__ = "synonyms"

    key: Mapped[str] = mapped_column(primary_key=True)
    """The word as it is compared: without case, accents, spaces and hyphens."""
    word: Mapped[str]
    field: Mapped[str]
    """A value of rules/vocabulary/criteria.py Field."""
    canonical: Mapped[str]
    added_by: Mapped[str]
    at: Mapped[datetime]
