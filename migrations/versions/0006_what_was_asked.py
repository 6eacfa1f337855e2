"""what was asked of an advocate stands on their own row: advocates.asked, helped and went_well, kept by triggers; before,
every match list counted the asks and activities of everyone it looked at

Revision: 0006
After: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WENT_WELL = "(rating IS NULL OR rating >= 4)"

SQLITE_ASKED = """(
    SELECT coalesce(group_concat(entry, ';'), '') FROM (
        SELECT counted_on || ' ' || effort || ' ' || kind || ' ' || coalesce(answer, '') AS entry
        FROM asks WHERE advocate_id = advocates.id AND counted_on IS NOT NULL ORDER BY counted_on DESC
    )
)"""
SQLITE_HELPED = "(SELECT count(*) FROM activities WHERE advocate_id = advocates.id AND effort > 0)"
SQLITE_WENT_WELL = (
    f"(SELECT count(*) FROM activities WHERE advocate_id = advocates.id AND effort > 0 AND {WENT_WELL})"
)
SQLITE_SET = {
    "asks": f"asked = {SQLITE_ASKED}",
    "activities": f"helped = {SQLITE_HELPED}, went_well = {SQLITE_WENT_WELL}",
}
WATCHED = {
    "asks": "advocate_id, kind, effort, counted_on, answer",
    "activities": "advocate_id, effort, rating",
}

POSTGRESQL = {
    "asks": """
        UPDATE advocates SET asked = now_known.asked FROM (
            SELECT touched.advocate_id, coalesce(
                string_agg(
                    to_char(counted_on, 'YYYY-MM-DD') || ' ' || effort || ' ' || kind || ' ' || coalesce(answer, ''),
                    ';' ORDER BY counted_on DESC
                ), '') AS asked
            FROM (SELECT DISTINCT advocate_id FROM changed) AS touched
            LEFT JOIN asks ON asks.advocate_id = touched.advocate_id AND counted_on IS NOT NULL
            GROUP BY touched.advocate_id
        ) AS now_known
        WHERE advocates.id = now_known.advocate_id AND advocates.asked <> now_known.asked;
    """,
    "activities": f"""
        UPDATE advocates SET helped = now_known.helped, went_well = now_known.went_well FROM (
            SELECT touched.advocate_id, count(activities.id) AS helped,
                count(activities.id) FILTER (WHERE {WENT_WELL}) AS went_well
            FROM (SELECT DISTINCT advocate_id FROM changed) AS touched
            LEFT JOIN activities ON activities.advocate_id = touched.advocate_id AND effort > 0
            GROUP BY touched.advocate_id
        ) AS now_known
        WHERE advocates.id = now_known.advocate_id
            AND (advocates.helped, advocates.went_well) <> (now_known.helped, now_known.went_well);
    """,
}


def upgrade() -> None:
    with op.batch_alter_table("advocates") as advocates:
        advocates.add_column(sa.Column("asked", sa.String(), nullable=False, server_default=""))
        advocates.add_column(sa.Column("helped", sa.Integer(), nullable=False, server_default="0"))
        advocates.add_column(sa.Column("went_well", sa.Integer(), nullable=False, server_default="0"))
    run = op.get_bind().exec_driver_sql
    if op.get_bind().dialect.name == "sqlite":
        for table, watched in WATCHED.items():
            for event, row in (("INSERT", "NEW"), (f"UPDATE OF {watched}", "NEW"), ("DELETE", "OLD")):
                run(
                    f"CREATE TRIGGER {table}_on_advocates_{event[:6].lower()} AFTER {event} ON {table} BEGIN"
                    f" UPDATE advocates SET {SQLITE_SET[table]} WHERE id = {row}.advocate_id; END"
                )
        run(f"UPDATE advocates SET {SQLITE_SET['asks']}, {SQLITE_SET['activities']}")
        return
    for table, keep in POSTGRESQL.items():
        run(
            f"CREATE FUNCTION {table}_on_advocates() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {keep} RETURN NULL; END $$"
        )
        for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            run(
                f"CREATE TRIGGER {table}_on_advocates_{event.lower()} AFTER {event} ON {table}"
                f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT"
                f" EXECUTE FUNCTION {table}_on_advocates()"
            )
        run(keep.replace("changed", table))


def downgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for table in WATCHED:
        for event in ("insert", "update", "delete"):
            on = "" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"
            run(f"DROP TRIGGER {table}_on_advocates_{event}{on}")
        if op.get_bind().dialect.name != "sqlite":
            run(f"DROP FUNCTION {table}_on_advocates()")
    with op.batch_alter_table("advocates") as advocates:
        for column in ("went_well", "helped", "asked"):
            advocates.drop_column(column)
