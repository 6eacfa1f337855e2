"""texts used twice: before it, nobody noticed; after it, marks are kept of what was written to each advocate

Revision: 0009
After: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_fingerprints",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_fingerprints")),
    )
    op.create_index("ix_text_fingerprints_subject", "text_fingerprints", ["subject_id"])
    op.create_table(
        "text_bands",
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fingerprint_id"],
            ["text_fingerprints.id"],
            name=op.f("fk_text_bands_fingerprint_id_text_fingerprints"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("band", "fingerprint_id", name=op.f("pk_text_bands")),
    )
    op.create_index("ix_text_bands_fingerprint", "text_bands", ["fingerprint_id"])


def downgrade() -> None:
    op.drop_table("text_bands")
    op.drop_table("text_fingerprints")
