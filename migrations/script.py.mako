"""${message}

Revision: ${up_revision}
After: ${down_revision | comma,n}

Before you commit this:
- migrations/head must name this revision; two branches that both add one then collide in git, not in production.
- Old processes run beside the new schema for a while: add columns as nullable or with a server default, and
  drop or rename only in a later release than the code that stops using them.
- On PostgreSQL a new index on a large table locks out writers: create it concurrently, in a migration of its own.
- Describe in one line above what a row looks like before and after.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
