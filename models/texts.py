"""What is remembered of texts: never their words."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class TextFingerprint(Base):
    """One text that went out, in marks from which it can be recognised and not read (rules/language/reuse.py)."""

    __tablename__ = "text_fingerprints"
    __table_args__ = (Index("ix_text_fingerprints_subject", "subject_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    subject_id: Mapped[str]
    """The advocate it was for; of a company's milestone, the account."""
    purpose: Mapped[str]
    """A value of rules/language Purpose."""
    at: Mapped[datetime]
    marks: Mapped[bytes] = mapped_column(LargeBinary)
    """By which two texts are compared."""


class TextBand(Base):
    """One number by which like texts find each other."""

    __tablename__ = "text_bands"
    __table_args__ = (Index("ix_text_bands_fingerprint", "fingerprint_id"),)

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    fingerprint_id: Mapped[str] = mapped_column(
        ForeignKey("text_fingerprints.id", ondelete="CASCADE"), primary_key=True
    )
