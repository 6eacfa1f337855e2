"""milestones: the activity that made them; and indexes for what hourly jobs look up: clicks that can no longer be taken back, who is
said to have left, and what has to be told to somebody else

Revision: 0023
After: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

CHURNED = sa.text("churned_on IS NOT NULL")
UNTOLD = sa.text("outcome_told_on IS NULL AND (result IN ('won', 'lost') OR published_on IS NOT NULL)")


def upgrade() -> None:
    # No foreign key: SQLite would have to copy the table for it, and its celebrations would be deleted on the way.
    op.add_column("milestones", sa.Column("activity_id", sa.String(), nullable=True))
    op.create_index("ix_milestones_activity_id", "milestones", ["activity_id"])
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])
    op.create_index("ix_signals_kind", "signals", ["kind", "advocate_id", "account_id", "observed_on"])
    op.create_index(
        "ix_accounts_churned_on",
        "accounts",
        ["churned_on"],
        sqlite_where=CHURNED,
        postgresql_where=CHURNED,
    )
    op.create_index(
        "ix_activities_untold",
        "activities",
        ["advocate_id"],
        sqlite_where=UNTOLD,
        postgresql_where=UNTOLD,
    )


def downgrade() -> None:
    op.drop_index("ix_activities_untold", table_name="activities")
    op.drop_index("ix_accounts_churned_on", table_name="accounts")
    op.drop_index("ix_signals_kind", table_name="signals")
    op.drop_index("ix_audit_entries_at", table_name="audit_entries")
    op.drop_index("ix_milestones_activity_id", table_name="milestones")
    op.execute("ALTER TABLE milestones DROP COLUMN activity_id")
