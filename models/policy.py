"""What the owner has set."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class PolicyValue(Base):
    """One rule of the program that differs from its default."""

    __tablename__ = "policy_values"

    name: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    """As it was set; read by the type of its name."""
    set_by: Mapped[str]
    set_at: Mapped[datetime]
