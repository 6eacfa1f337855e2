"""executive notes: before it, nothing is known of them; after it, who should get one and why, who was prompted in which week, and who
sponsors whom

Revision: 0015
After: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('waiting', 'prompted')")
UNDER_WAY = sa.text("state IN ('waiting', 'prompted', 'handed_over')")


def upgrade() -> None:
    op.create_table(
        "executive_notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("advocate_id", sa.String(), nullable=False),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_on", sa.Date(), nullable=True),
        sa.Column("executive", sa.String(), nullable=True),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("prompted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["advocate_id"],
            ["advocates.id"],
            name=op.f("fk_executive_notes_advocate_id_advocates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_executive_notes")),
    )
    op.create_index(
        "uq_executive_notes_open",
        "executive_notes",
        ["advocate_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_executive_notes_under_way",
        "executive_notes",
        ["state"],
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    )
    op.create_index("ix_executive_notes_advocate", "executive_notes", ["advocate_id", "found_at"])
    op.create_table(
        "executive_weeks",
        sa.Column("executive", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("prompts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("executive", "week", name=op.f("pk_executive_weeks")),
    )
    op.create_table(
        "sponsorships",
        sa.Column("advocate_id", sa.String(), nullable=False),
        sa.Column("executive", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["advocate_id"],
            ["advocates.id"],
            name=op.f("fk_sponsorships_advocate_id_advocates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("advocate_id", name=op.f("pk_sponsorships")),
    )
    op.create_index("ix_sponsorships_executive", "sponsorships", ["executive"])


def downgrade() -> None:
    op.drop_table("sponsorships")
    op.drop_table("executive_weeks")
    op.drop_table("executive_notes")
