"""advocates.csv: known people at accounts, by e-mail."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.importers.addresses import Email, TimeZone
from bot.importers.cells import Choice, Day, Several, Text, YesNo
from bot.importers.columns import Change, Column, Existing, Given, Key, Run, Source, needed
from bot.importers.measured import dates_without_values, known_history, merge_measured, without_measures
from bot.importers.numbers import Integer
from bot.importers.references import accounts_by_domain_or_name
from bot.rules.kinds import KINDS
from models import Base

ADVOCATES = Base.metadata.tables["advocates"]
ACCOUNTS = Base.metadata.tables["accounts"]
SNAPSHOTS = Base.metadata.tables["advocate_snapshots"]
MEASURES = ("nps",)
STAGES = ("contact", "candidate", "nurturing", "invited", "enrolled", "resting", "retired")
RELATIONS = ("customer", "staff", "agent", "relative")

COLUMNS = (
    Column("email", Email(), required=True, key=True),
    Column("name", Text(), required=True),
    Column("account", Text(), required=True, attribute="account_id", reference=accounts_by_domain_or_name),
    Column("title", Text()),
    Column("language", Text()),
    Column("time_zone", TimeZone()),
    Column("stage", Choice(STAGES), required=True),
    Column("enrolled_on", Day()),
    Column("likes", Several(Choice(KINDS))),
    Column("never", Several(Choice(KINDS))),
    Column("interests", Several(Text())),
    Column("values", Several(Text())),
    Column("max_asks_per_year", Integer(0, 365)),
    Column("available_from", Day()),
    Column("paused_until", Day()),
    Column("charity", Text()),
    Column("gifts_allowed", YesNo()),
    Column("may_name_publicly", YesNo()),
    Column("work_anniversary", Day()),
    Column("nps", Integer(0, 10)),
    Column("nps_on", Day(), past=True),
    Column("phone", Text()),
    Column("relation", Choice(RELATIONS)),
)
PLAIN = without_measures(COLUMNS, MEASURES)


def _check(given: Given) -> Iterator[tuple[str, str]]:
    return dates_without_values(given, *MEASURES)


def _find(session: Session, rows: list[Given]) -> dict[Key, Existing]:
    emails = [row["email"] for row in rows]
    columns = needed(ADVOCATES, rows, "id", "email", "nps", "nps_on", "changed_by_bot")
    found = session.execute(select(*columns).where(ADVOCATES.c.email.in_(emails)))
    people = found.mappings().all()
    history = known_history(
        session, SNAPSHOTS, SNAPSHOTS.c.advocate_id, rows, [person["id"] for person in people]
    )
    return {
        (person["email"],): Existing(
            dict(person), frozenset(person["changed_by_bot"]), history=history[person["id"]]
        )
        for person in people
    }


def _merge(given: Given, existing: Existing | None, run: Run) -> Change | None:
    kept = existing.kept if existing else frozenset[str]()
    if kept & {"nps", "nps_on"}:
        kept |= {"nps", "nps_on"}
    if not run.overwrite:
        given = {name: value for name, value in given.items() if name not in kept}
    change = merge_measured(COLUMNS, PLAIN, MEASURES, "advocate_id", given, existing, run)
    if change and existing and (taken := kept & change.row.keys()):
        changed_by_bot = [name for name in existing.values["changed_by_bot"] if name not in taken]
        change.row["changed_by_bot"] = changed_by_bot
    if change and change.is_new:
        change.row.update(blackouts=[], changed_by_bot=[])
    return change


SOURCE = Source(
    name="advocates",
    table=ADVOCATES,
    columns=COLUMNS,
    find=_find,
    merge=_merge,
    exported=select(
        *(ACCOUNTS.c.domain if column.name == "account" else ADVOCATES.c[column.name] for column in COLUMNS)
    )
    .join(ACCOUNTS, ACCOUNTS.c.id == ADVOCATES.c.account_id)
    .order_by(ADVOCATES.c.email),
    check=_check,
    history=SNAPSHOTS,
)
