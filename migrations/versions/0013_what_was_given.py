"""what was given to an advocate stands on their own row: advocates.given, kept by triggers on gives and on the thanks of
activities, before, nowhere together; and what owners add to the catalogue of gives has a table of its own

Revision: 0013
After: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

THANKED = "thanked_on IS NOT NULL AND effort > 0"
SQLITE_SET = f"""given = (SELECT coalesce(group_concat(entry, ';'), '') FROM (
    SELECT given_on || ' ' || kind AS entry FROM gives WHERE advocate_id = advocates.id
    UNION ALL
    SELECT thanked_on || ' thank_you_note' FROM activities WHERE advocate_id = advocates.id AND {THANKED}
    ORDER BY 1 DESC
))"""
SQLITE_EVENTS = {
    "gives": (("INSERT", "NEW", ""), ("UPDATE OF kind, given_on", "NEW", ""), ("DELETE", "OLD", "")),
    "activities": (
        ("INSERT", "NEW", "WHEN NEW.thanked_on IS NOT NULL"),
        ("UPDATE OF thanked_on, effort", "NEW", ""),
        ("DELETE", "OLD", "WHEN OLD.thanked_on IS NOT NULL"),
    ),
}
POSTGRESQL_KEEP = f"""
    UPDATE advocates
    SET given = now_known.given
    FROM (
        SELECT touched.advocate_id,
            coalesce(
                string_agg(to_char(entries.day, 'YYYY-MM-DD') || ' ' || entries.kind, ';'
                    ORDER BY entries.day DESC, entries.kind DESC),
                ''
            ) AS given
        FROM (SELECT DISTINCT advocate_id FROM changed) AS touched
        LEFT JOIN LATERAL (
            SELECT given_on AS day, kind FROM gives WHERE gives.advocate_id = touched.advocate_id
            UNION ALL
            SELECT thanked_on, 'thank_you_note' FROM activities
            WHERE activities.advocate_id = touched.advocate_id AND {THANKED}
        ) AS entries ON true
        GROUP BY touched.advocate_id
    ) AS now_known
    WHERE advocates.id = now_known.advocate_id AND advocates.given <> now_known.given;
"""


def upgrade() -> None:
    op.create_table(
        "own_gives",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=False),
        sa.Column("serves", sa.JSON(), nullable=False),
        sa.Column("connects", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_own_gives")),
    )
    op.add_column("advocates", sa.Column("given", sa.String(), nullable=False, server_default=""))
    run = op.get_bind().exec_driver_sql
    if op.get_bind().dialect.name == "sqlite":
        for table, events in SQLITE_EVENTS.items():
            for event, row, when in events:
                run(
                    f"CREATE TRIGGER {table}_given_{event[:6].lower()} AFTER {event} ON {table} {when} BEGIN"
                    f" UPDATE advocates SET {SQLITE_SET} WHERE id = {row}.advocate_id; END"
                )
        run(f"UPDATE advocates SET {SQLITE_SET}")
        return
    run(
        "CREATE FUNCTION given_on_advocates() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {POSTGRESQL_KEEP} RETURN NULL; END $$"
    )
    for table in SQLITE_EVENTS:
        for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            run(
                f"CREATE TRIGGER {table}_given_{event.lower()} AFTER {event} ON {table}"
                f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT"
                f" EXECUTE FUNCTION given_on_advocates()"
            )
    run(
        POSTGRESQL_KEEP.replace("FROM changed", "FROM (SELECT id AS advocate_id FROM advocates) AS everybody")
    )


def downgrade() -> None:
    run = op.get_bind().exec_driver_sql
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in SQLITE_EVENTS:
        for event in ("insert", "update", "delete"):
            run(f"DROP TRIGGER {table}_given_{event}" + ("" if sqlite else f" ON {table}"))
    if not sqlite:
        run("DROP FUNCTION given_on_advocates()")
    op.drop_column("advocates", "given")
    op.drop_table("own_gives")
