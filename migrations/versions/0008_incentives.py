"""incentives: before it, nothing is known of gifts; after it, what was proposed, decided, ordered and delivered, with the budgets and
campaigns it belongs to

Revision: 0008
After: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gift_budgets",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_budgets")),
    )
    op.create_table(
        "gift_campaigns",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("budget", sa.Double(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_campaigns")),
        sa.UniqueConstraint("name", name=op.f("uq_gift_campaigns_name")),
    )
    op.create_table(
        "incentives",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("submission", sa.String(), nullable=True),
        sa.Column("advocate_id", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.String(), nullable=True),
        sa.Column("activity_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("proposed_kind", sa.String(), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("for_activity", sa.String(), nullable=True),
        sa.Column("timing", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("held_for", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.Column("choice", sa.String(), nullable=True),
        sa.Column("wish", sa.String(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("fk_incentives_activity_id_activities"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["advocate_id"],
            ["advocates.id"],
            name=op.f("fk_incentives_advocate_id_advocates"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["gift_campaigns.id"], name=op.f("fk_incentives_campaign_id_gift_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incentives")),
        sa.UniqueConstraint("submission", name=op.f("uq_incentives_submission")),
    )
    with op.batch_alter_table("incentives", schema=None) as batch_op:
        batch_op.create_index("ix_incentives_activity", ["activity_id"], unique=False)
        batch_op.create_index("ix_incentives_advocate", ["advocate_id", "proposed_on"], unique=False)
        batch_op.create_index("ix_incentives_campaign", ["campaign_id"], unique=False)
        batch_op.create_index("ix_incentives_proposed_on", ["proposed_on"], unique=False)

    op.create_table(
        "gift_orders",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incentive_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retry_at", sa.Double(), nullable=False),
        sa.Column("lease_until", sa.Double(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("trace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incentive_id"],
            ["incentives.id"],
            name=op.f("fk_gift_orders_incentive_id_incentives"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_orders")),
        sa.UniqueConstraint("incentive_id", name=op.f("uq_gift_orders_incentive_id")),
    )
    with op.batch_alter_table("gift_orders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_gift_orders_waiting",
            ["retry_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )


def downgrade() -> None:
    op.drop_table("gift_orders")
    op.drop_table("incentives")
    op.drop_table("gift_campaigns")
    op.drop_table("gift_budgets")
