"""deadlines: asks and activities say since when they wait, which steps were taken, and when to look next; slots know reminders

Revision: 0007
After: 0006

Before, an ask knew when it was reserved, sent or answered; after, also since when it waits in its present state, and the
job finds what is due by index. Open asks and unthanked activities of the bot are due at once: the job dates them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SINCE = """CASE state WHEN 'reserved' THEN reserved_at WHEN 'approved' THEN coalesce(decided_at, reserved_at)
    WHEN 'sent' THEN contacted_at WHEN 'unused' THEN closed_at ELSE answered_at END"""


def upgrade() -> None:
    for table in ("asks", "activities"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
            batch_op.add_column(sa.Column("steps_taken", sa.Integer(), server_default="0", nullable=False))
            batch_op.add_column(sa.Column("step_at", sa.DateTime(timezone=True), nullable=True))
            batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
            batch_op.add_column(sa.Column("with_owners_since", sa.DateTime(timezone=True), nullable=True))
            where = sa.text("due_at IS NOT NULL")
            columns = ["due_at", "state"] if table == "asks" else ["due_at"]
            batch_op.create_index(f"ix_{table}_due", columns, sqlite_where=where, postgresql_where=where)
            where = sa.text("with_owners_since IS NOT NULL")
            batch_op.create_index(
                f"ix_{table}_with_owners", ["with_owners_since"], sqlite_where=where, postgresql_where=where
            )
    with op.batch_alter_table("asks") as batch_op:
        batch_op.add_column(sa.Column("approved_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("approved_on", sa.Date(), nullable=True))
    with op.batch_alter_table("slots") as batch_op:
        batch_op.add_column(sa.Column("nudge", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("bundle", sa.String(), nullable=True))
        where = sa.text("bundle IS NOT NULL")
        batch_op.create_index("ix_slots_bundle", ["bundle"], sqlite_where=where, postgresql_where=where)
    op.execute(
        f"UPDATE asks SET waiting_since = {SINCE}, due_at = {SINCE}"
        " WHERE request_id IS NOT NULL AND (seat IS NOT NULL OR (state = 'unused' AND told_at IS NULL))"
    )
    op.execute(
        "UPDATE asks SET steps_taken = 1, step_at = outcome_asked_at"
        " WHERE state = 'scheduled' AND outcome_asked_at IS NOT NULL"
    )
    op.execute(
        "UPDATE activities SET due_at = completed_at, step_at = thanks_nudged_at,"
        " steps_taken = CASE WHEN thanks_nudged_at IS NULL THEN 0 ELSE 1 END"
        " WHERE origin = 'bot' AND (thanked_on IS NULL OR (outcome_told_on IS NULL AND result IN ('won', 'lost')))"
    )


def downgrade() -> None:
    with op.batch_alter_table("slots") as batch_op:
        batch_op.drop_index("ix_slots_bundle")
        batch_op.drop_column("bundle")
        batch_op.drop_column("nudge")
    with op.batch_alter_table("asks") as batch_op:
        batch_op.drop_column("approved_on")
        batch_op.drop_column("approved_by")
    for table in ("activities", "asks"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_index(f"ix_{table}_with_owners")
            batch_op.drop_index(f"ix_{table}_due")
            for name in ("with_owners_since", "due_at", "step_at", "steps_taken", "waiting_since"):
                batch_op.drop_column(name)
