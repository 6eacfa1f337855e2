"""guard: before it, the guard forgets; after it, every decision of the guard is kept, and what owners found out about review platforms

Revision: 0003
After: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guard_decisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("advocate_id", sa.String(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=True),
        sa.Column("overridden_by", sa.String(), nullable=True),
        sa.Column("overridden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("override_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guard_decisions")),
    )
    with op.batch_alter_table("guard_decisions", schema=None) as batch_op:
        batch_op.create_index("ix_guard_decisions_advocate", ["advocate_id", "at"], unique=False)
        batch_op.create_index("ix_guard_decisions_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "platform_rules",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tied", sa.String(), nullable=False),
        sa.Column("general", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", name=op.f("pk_platform_rules")),
    )


def downgrade() -> None:
    op.drop_table("platform_rules")
    op.drop_table("guard_decisions")
