"""what the weekly digest looks up: parked messages, lapsed notes, what waits for an owner, overrides by day, tiers by day

Revision: 0022
After: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

PARKED = sa.text("parked_reason IS NOT NULL")
LAPSED = sa.text("state = 'lapsed'")
FOR_OWNERS = sa.text("state IN ('held', 'proposed')")


def upgrade() -> None:
    op.create_index("ix_slots_parked", "slots", ["due_at"], sqlite_where=PARKED, postgresql_where=PARKED)
    op.create_index(
        "ix_executive_notes_lapsed",
        "executive_notes",
        ["moved_at"],
        sqlite_where=LAPSED,
        postgresql_where=LAPSED,
    )
    op.create_index(
        "ix_incentives_for_owners",
        "incentives",
        ["proposed_at"],
        sqlite_where=FOR_OWNERS,
        postgresql_where=FOR_OWNERS,
    )
    op.create_index("ix_owner_overrides_at", "owner_overrides", ["at"])
    op.create_index("ix_advocates_tier", "advocates", ["tier", "tier_since"])


def downgrade() -> None:
    op.drop_index("ix_advocates_tier", "advocates")
    op.drop_index("ix_owner_overrides_at", "owner_overrides")
    op.drop_index("ix_incentives_for_owners", "incentives")
    op.drop_index("ix_executive_notes_lapsed", "executive_notes")
    op.drop_index("ix_slots_parked", "slots")
