"""owner overrides: before it, nobody gets past the limits; after it, one row for each ask that an owner let through, with why

Revision: 0004
After: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "owner_overrides",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("advocate_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ask_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["advocate_id"],
            ["advocates.id"],
            name=op.f("fk_owner_overrides_advocate_id_advocates"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ask_id"], ["asks.id"], name=op.f("fk_owner_overrides_ask_id_asks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_overrides")),
        sa.UniqueConstraint("ask_id", name=op.f("uq_owner_overrides_ask_id")),
    )
    op.create_index("ix_owner_overrides_advocate", "owner_overrides", ["advocate_id", "owner"])


def downgrade() -> None:
    op.drop_index("ix_owner_overrides_advocate", "owner_overrides")
    op.drop_table("owner_overrides")
