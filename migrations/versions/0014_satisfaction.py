"""satisfaction: before it, nobody knows how advocates find the program; after it, whom somebody asked, when, and what they said

Revision: 0014
After: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("submission", sa.String(), nullable=True),
        sa.Column("advocate_id", sa.String(), nullable=False),
        sa.Column("activity_id", sa.String(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("recommend", sa.Integer(), nullable=True),
        sa.Column("valued", sa.Integer(), nullable=True),
        sa.Column("worth_it", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("low", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("fk_surveys_activity_id_activities"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["advocate_id"],
            ["advocates.id"],
            name=op.f("fk_surveys_advocate_id_advocates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("submission", name=op.f("uq_surveys_submission")),
    )
    op.create_index("ix_surveys_activity", "surveys", ["activity_id"])
    op.create_index("ix_surveys_advocate", "surveys", ["advocate_id", "asked_on"])
    op.create_index("ix_surveys_asked_on", "surveys", ["asked_on"])
    for name, column, state in (
        ("ix_surveys_open", "asked_on", "asked"),
        ("ix_surveys_answered_on", "answered_on", "answered"),
    ):
        where = sa.text(f"state = '{state}'")
        op.create_index(name, "surveys", [column], sqlite_where=where, postgresql_where=where)
    op.create_index("ix_activities_thanked_on", "activities", ["thanked_on"])


def downgrade() -> None:
    op.drop_index("ix_activities_thanked_on", table_name="activities")
    op.drop_table("surveys")
