"""how somebody is recognised stands on their row: advocates.tier and the day on which they reached it; before, nowhere

Revision: 0011
After: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("advocates", sa.Column("tier", sa.String(), server_default="community", nullable=False))
    op.add_column("advocates", sa.Column("tier_since", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("advocates", "tier_since")
    op.drop_column("advocates", "tier")
