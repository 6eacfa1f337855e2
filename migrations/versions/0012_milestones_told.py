"""milestones: what was reached, who said so, and on which day the CSM was told; the dates that anniversaries come from are found by index

Revision: 0012
After: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

UNTOLD = sa.text("told_on IS NULL")
DATES = (
    ("advocates", "work_anniversary"),
    ("advocates", "enrolled_on"),
    ("accounts", "founded_on"),
    ("accounts", "customer_since"),
)


def upgrade() -> None:
    op.add_column("milestones", sa.Column("detail", sa.String(), nullable=True))
    op.add_column("milestones", sa.Column("by", sa.String(), nullable=True))
    op.add_column("milestones", sa.Column("told_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_milestones_untold", "milestones", ["on"], sqlite_where=UNTOLD, postgresql_where=UNTOLD
    )
    for table, column in DATES:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, column in DATES:
        op.drop_index(f"ix_{table}_{column}", table_name=table)
    op.drop_index("ix_milestones_untold", table_name="milestones")
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.drop_column("told_on")
        batch_op.drop_column("by")
        batch_op.drop_column("detail")
