"""anniversaries are found by month and day, whatever the year

Revision: 0024
After: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

DATES = (
    ("advocates", "work_anniversary"),
    ("advocates", "enrolled_on"),
    ("accounts", "founded_on"),
    ("accounts", "customer_since"),
)
REPLACED = (DATES[0], DATES[2], DATES[3])
"""Nothing else asks by these dates; of who enrolled between two days much is asked."""


def day_of_year(column: str) -> sa.ColumnElement[int]:
    """229 on 29 February."""
    of = sa.column(column, sa.Date())
    return sa.cast(sa.extract("month", of) * sa.literal_column("100") + sa.extract("day", of), sa.Integer())


def upgrade() -> None:
    for table, column in REPLACED:
        op.drop_index(f"ix_{table}_{column}", table_name=table)
    for table, column in DATES:
        op.create_index(f"ix_{table}_{column}_day", table, [day_of_year(column)])


def downgrade() -> None:
    for table, column in DATES:
        op.drop_index(f"ix_{table}_{column}_day", table_name=table)
    for table, column in REPLACED:
        op.create_index(f"ix_{table}_{column}", table, [column])
