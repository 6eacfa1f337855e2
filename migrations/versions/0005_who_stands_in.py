"""who stands in: before it, an account has a CSM; after it, people may be away with a stand-in, and what was handed over is kept

Revision: 0005
After: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("slack_id", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stand_in", sa.String(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status_over", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("slack_id", name=op.f("pk_absences")),
    )
    op.create_table(
        "handovers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("new", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("matters", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("old", "new", "cause", "on", name=op.f("uq_handovers_old_new_cause_on")),
    )
    op.create_index(op.f("ix_handovers_old"), "handovers", ["old"])
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("away_until", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("csm_settled", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("csm_was", sa.String(), nullable=True))
    unsettled = sa.text("csm <> csm_settled")
    op.create_index(
        "ix_accounts_unsettled",
        "accounts",
        ["csm_settled"],
        sqlite_where=unsettled,
        postgresql_where=unsettled,
    )


def downgrade() -> None:
    op.drop_index("ix_accounts_unsettled", "accounts")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("csm_was")
        batch_op.drop_column("csm_settled")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("away_until")
    op.drop_table("handovers")
    op.drop_table("absences")
