"""what came of a deal: when its requester was asked, what the advocate heard, where it was published; and when the CSM was chased

Revision: 0010
After: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BY_BOT = sa.text("origin = 'bot'")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("asks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("chased_at", moment, nullable=True))
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_outcomes", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("published_link", sa.String(), nullable=True))
    with op.batch_alter_table("reference_requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deal_asked_at", moment, nullable=True))
        batch_op.add_column(sa.Column("deal_answered_at", moment, nullable=True))
    op.create_index(
        "ix_activities_by_bot",
        "activities",
        ["result", "completed_on"],
        sqlite_where=BY_BOT,
        postgresql_where=BY_BOT,
    )


def downgrade() -> None:
    op.drop_index("ix_activities_by_bot", table_name="activities")
    with op.batch_alter_table("reference_requests", schema=None) as batch_op:
        batch_op.drop_column("deal_answered_at")
        batch_op.drop_column("deal_asked_at")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_column("published_link")
        batch_op.drop_column("told_outcomes")
    with op.batch_alter_table("asks", schema=None) as batch_op:
        batch_op.drop_column("chased_at")
