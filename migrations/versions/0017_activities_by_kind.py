"""activities: found by kind and day, so that each thank-you is written in its turn

Revision: 0017
After: 0016
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_activities_kind", "activities", ["kind", "completed_on"])


def downgrade() -> None:
    op.drop_index("ix_activities_kind", table_name="activities")
