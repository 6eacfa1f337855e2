"""names found while typing: before it, people and companies have a name; after it, also the keys that an index finds it by

Revision: 0002
After: 0001
"""

import sqlalchemy as sa
from alembic import op

from bot.rules.names import keys_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("accounts", "advocates")
KEYS = ("name_key", "name_key_turned")
AT_ONCE = 5000


def upgrade() -> None:
    key = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in KEYS:
                batch_op.add_column(sa.Column(column, key, server_default="", nullable=False))
        _fill(table)
        for column in KEYS:
            op.create_index(f"ix_{table}_{column}", table, [column])


def _fill(name: str) -> None:
    """Rows that an old process adds meanwhile have empty keys until they are imported again."""
    table = sa.table(name, *(sa.column(column, sa.String()) for column in ("id", "name", *KEYS)))
    connection = op.get_bind()
    change = (
        table.update()
        .where(table.c.id == sa.bindparam("row"))
        .values(name_key=sa.bindparam("plain"), name_key_turned=sa.bindparam("turned"))
    )
    named = connection.execute(sa.select(table.c.id, table.c.name)).all()
    for start in range(0, len(named), AT_ONCE):
        rows = [{"row": row.id, **keys_of(row.name)._asdict()} for row in named[start : start + AT_ONCE]]
        connection.execute(change, rows)


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in KEYS:
                batch_op.drop_index(f"ix_{table}_{column}")
                batch_op.drop_column(column)
