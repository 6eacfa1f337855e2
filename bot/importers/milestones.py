"""milestones.csv: moments worth noticing, of a person or an account; those to come as well as past ones."""

from bot.importers.cells import Choice, Day, Text
from bot.importers.columns import Column, Source
from bot.importers.subjects import SUBJECT, exported_by_subject, finding_by_subject, merging_by_subject
from bot.rules.milestones import ENTERED
from models import Base

MILESTONES = Base.metadata.tables["milestones"]

COLUMNS = (
    SUBJECT,
    Column("kind", Choice(ENTERED), required=True, key=True),
    Column("on", Day(), required=True, key=True),
    Column("note", Text()),
)

SOURCE = Source(
    name="milestones",
    table=MILESTONES,
    columns=COLUMNS,
    find=finding_by_subject(MILESTONES, COLUMNS),
    merge=merging_by_subject(COLUMNS),
    exported=exported_by_subject(MILESTONES, COLUMNS).where(MILESTONES.c.kind.in_(ENTERED)),
)
