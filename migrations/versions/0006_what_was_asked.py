"""what was asked of an advocate stands on their own row: advocates.asked and five counts, kept by triggers; before,
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

OPEN = "seat IS NOT NULL"
UNTOLD_YES = "state = 'unused' AND told_at IS NULL"
WENT_WELL = "effort > 0 AND (rating IS NULL OR rating >= 4)"
OWING = """effort > 0 AND (thanked_on IS NULL OR (
    outcome_told_on IS NULL AND (coalesce(result, '') IN ('won', 'lost') OR published_on IS NOT NULL)
))"""

THEIR_ASKS = "FROM asks WHERE advocate_id = advocates.id AND"
THEIR_ACTIVITIES = "FROM activities WHERE advocate_id = advocates.id AND"
SQLITE_SET = {
    "asks": f"""
        asked = (SELECT coalesce(group_concat(entry, ';'), '') FROM (
            SELECT counted_on || ' ' || effort || ' ' || kind || ' ' || coalesce(answer, '') AS entry
            {THEIR_ASKS} counted_on IS NOT NULL ORDER BY counted_on DESC
        )),
        open_asks = (SELECT count(*) {THEIR_ASKS} {OPEN}),
        unused_yeses = (SELECT count(*) {THEIR_ASKS} {UNTOLD_YES})
    """,
    "activities": f"""
        helped = (SELECT count(*) {THEIR_ACTIVITIES} effort > 0),
        went_well = (SELECT count(*) {THEIR_ACTIVITIES} {WENT_WELL}),
        owing = (SELECT count(*) {THEIR_ACTIVITIES} {OWING})
    """,
}
WATCHED = {
    "asks": "kind, effort, counted_on, answer, seat, state, told_at",
    "activities": "effort, rating, thanked_on, outcome_told_on, result, published_on",
}

POSTGRESQL = {
    "asks": f"""
        UPDATE advocates
        SET asked = now_known.asked, open_asks = now_known.open_asks, unused_yeses = now_known.unused_yeses
        FROM (
            SELECT touched.advocate_id,
                coalesce(
                    string_agg(
                        to_char(counted_on, 'YYYY-MM-DD') || ' ' || effort || ' ' || kind || ' '
                            || coalesce(answer, ''),
                        ';' ORDER BY counted_on DESC
                    ) FILTER (WHERE counted_on IS NOT NULL),
                    ''
                ) AS asked,
                count(asks.id) FILTER (WHERE {OPEN}) AS open_asks,
                count(asks.id) FILTER (WHERE {UNTOLD_YES}) AS unused_yeses
            FROM (SELECT DISTINCT advocate_id FROM changed) AS touched
            LEFT JOIN asks ON asks.advocate_id = touched.advocate_id
            GROUP BY touched.advocate_id
        ) AS now_known
        WHERE advocates.id = now_known.advocate_id
            AND (advocates.asked, advocates.open_asks, advocates.unused_yeses)
                <> (now_known.asked, now_known.open_asks, now_known.unused_yeses);
    """,
    "activities": f"""
        UPDATE advocates
        SET helped = now_known.helped, went_well = now_known.went_well, owing = now_known.owing
        FROM (
            SELECT touched.advocate_id,
                count(activities.id) FILTER (WHERE effort > 0) AS helped,
                count(activities.id) FILTER (WHERE {WENT_WELL}) AS went_well,
                count(activities.id) FILTER (WHERE {OWING}) AS owing
            FROM (SELECT DISTINCT advocate_id FROM changed) AS touched
            LEFT JOIN activities ON activities.advocate_id = touched.advocate_id
            GROUP BY touched.advocate_id
        ) AS now_known
        WHERE advocates.id = now_known.advocate_id
            AND (advocates.helped, advocates.went_well, advocates.owing)
                <> (now_known.helped, now_known.went_well, now_known.owing);
    """,
}
COUNTS = ("open_asks", "unused_yeses", "helped", "went_well", "owing")


def upgrade() -> None:
    with op.batch_alter_table("advocates") as advocates:
        advocates.add_column(sa.Column("asked", sa.String(), nullable=False, server_default=""))
        for column in COUNTS:
            advocates.add_column(sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
    op.create_index(
        "ix_advocates_owing",
        "advocates",
        ["account_id"],
        sqlite_where=sa.text("owing > 0"),
        postgresql_where=sa.text("owing > 0"),
    )
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
    op.drop_index("ix_advocates_owing", "advocates")
    with op.batch_alter_table("advocates") as advocates:
        for column in (*COUNTS, "asked"):
            advocates.drop_column(column)
