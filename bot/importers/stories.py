"""stories.csv: documented results, and whether name and numbers may be shared."""

from sqlalchemy import select

from bot.importers.addresses import Email, KnownDomain
from bot.importers.cells import Choice, Text, YesNo
from bot.importers.columns import Column, Source
from bot.importers.keyed import finding, merging
from bot.importers.references import accounts_by_domain, advocates_by_email
from models import Base

STORIES = Base.metadata.tables["stories"]
ACCOUNTS = Base.metadata.tables["accounts"]
ADVOCATES = Base.metadata.tables["advocates"]

COLUMNS = (
    Column(
        "account",
        KnownDomain(),
        required=True,
        key=True,
        attribute="account_id",
        reference=accounts_by_domain,
    ),
    Column("title", Text(), required=True, key=True),
    Column("advocate", Email(), attribute="advocate_id", reference=advocates_by_email),
    Column("use_case", Text()),
    Column("before", Text()),
    Column("after", Text()),
    Column("measure", Text()),
    Column("value", Text()),
    Column("may_share", YesNo()),
    Column("link", Text()),
    Column("kind", Choice(("recorded", "written", "review"))),
)
ELSEWHERE = {"account": ACCOUNTS.c.domain, "advocate": ADVOCATES.c.email}

SOURCE = Source(
    name="stories",
    table=STORIES,
    columns=COLUMNS,
    find=finding(STORIES, COLUMNS),
    merge=merging(COLUMNS),
    exported=select(
        *(ELSEWHERE[column.name] if column.reference else STORIES.c[column.name] for column in COLUMNS)
    )
    .select_from(
        STORIES.join(ACCOUNTS, ACCOUNTS.c.id == STORIES.c.account_id).outerjoin(
            ADVOCATES, ADVOCATES.c.id == STORIES.c.advocate_id
        )
    )
    .order_by(ACCOUNTS.c.domain, STORIES.c.title),
)
