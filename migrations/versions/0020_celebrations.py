"""public thanks, one an activity or a milestone; and whose turn it is for the month's spotlight

Revision: 0020
After: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "celebrations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("advocate_id", sa.String(), nullable=False),
        sa.Column("activity_id", sa.String(), nullable=True),
        sa.Column("milestone_id", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("posted_at", moment, nullable=False),
        sa.Column("taken_back_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["advocate_id"],
            ["advocates.id"],
            name="fk_celebrations_advocate_id_advocates",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name="fk_celebrations_activity_id_activities",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"],
            ["milestones.id"],
            name="fk_celebrations_milestone_id_milestones",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_celebrations"),
        sa.UniqueConstraint("activity_id", name="uq_celebrations_activity_id"),
        sa.UniqueConstraint("milestone_id", name="uq_celebrations_milestone_id"),
    )
    op.create_index("ix_celebrations_advocate_id", "celebrations", ["advocate_id"])
    op.create_index("ix_celebrations_posted_at", "celebrations", ["posted_at"])
    op.create_table(
        "spotlights",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("advocate_id", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("suggested_at", moment, nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["advocate_id"], ["advocates.id"], name="fk_spotlights_advocate_id_advocates", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_spotlights"),
        sa.UniqueConstraint("month", name="uq_spotlights_month"),
    )
    op.create_index("ix_spotlights_advocate_id", "spotlights", ["advocate_id"])


def downgrade() -> None:
    op.drop_table("spotlights")
    op.drop_table("celebrations")
