"""what measuring looks up by day, how long a CSM's decision took, what it leaves behind for SQL, and who reads what how often

Revision: 0021
After: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

COUNTED = sa.text("counted_on IS NOT NULL")
DECIDED = sa.text("decision_hours IS NOT NULL")
FOR_A_DEAL = sa.text("deal <> ''")


def upgrade() -> None:
    op.add_column("asks", sa.Column("decision_hours", sa.Double(), nullable=True))
    op.create_index(
        "ix_asks_counted_on", "asks", ["counted_on"], sqlite_where=COUNTED, postgresql_where=COUNTED
    )
    op.create_index(
        "ix_asks_decided", "asks", ["reserved_at"], sqlite_where=DECIDED, postgresql_where=DECIDED
    )
    op.create_index("ix_activities_completed_on", "activities", ["completed_on"])
    op.create_index(
        "ix_activities_deal", "activities", ["deal"], sqlite_where=FOR_A_DEAL, postgresql_where=FOR_A_DEAL
    )
    op.create_index("ix_gives_given_on", "gives", ["given_on"])
    op.create_index("ix_reference_requests_filed_at", "reference_requests", ["filed_at"])
    op.create_table(
        "measured_deals",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prospect", sa.String(), nullable=True),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("referenced", sa.Boolean(), nullable=False),
        sa.Column("booked", sa.Boolean(), nullable=False),
        sa.Column("helped_first", sa.Date(), nullable=True),
        sa.Column("helped_last", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_measured_deals"),
    )
    op.create_table(
        "counted_days",
        sa.Column("day", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("enrolled", "never_asked", "helped", "unthanked", "loops", "loops_open")
        ),
        sa.PrimaryKeyConstraint("day", name="pk_counted_days"),
    )
    op.create_table(
        "measured_periods",
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("first_day", "last_day", name="pk_measured_periods"),
    )
    op.create_table(
        "reader_choices",
        sa.Column("slack_id", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("slack_id", "message", name="pk_reader_choices"),
    )


def downgrade() -> None:
    for table in ("reader_choices", "measured_periods", "counted_days", "measured_deals"):
        op.drop_table(table)
    op.drop_index("ix_reference_requests_filed_at", "reference_requests")
    op.drop_index("ix_gives_given_on", "gives")
    op.drop_index("ix_activities_deal", "activities")
    op.drop_index("ix_activities_completed_on", "activities")
    op.drop_index("ix_asks_decided", "asks")
    op.drop_index("ix_asks_counted_on", "asks")
    op.drop_column("asks", "decision_hours")
