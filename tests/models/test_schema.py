"""The migrations and the models say the same."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.db import Database
from bot.schema import MIGRATIONS, migrate, newest_revision, require_newest
from models import Base


# SQLite does not tell of indexes by expression; what compares knows it, and says so.
@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_the_migrations_end_where_the_models_are(db: Database) -> None:
    with db.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert differences == []


def test_the_head_file_names_the_only_head() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [newest_revision()]


def test_migrating_twice_changes_nothing(db: Database) -> None:
    migrate(db)
    require_newest(db)
