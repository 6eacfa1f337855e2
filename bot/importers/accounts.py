"""accounts.csv: customer companies, by domain."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.importers.addresses import Csm, Currency, Domain
from bot.importers.cells import Choice, Day, Region, Several, Text, YesNo
from bot.importers.columns import Change, Column, Existing, Given, Key, Run, Source, needed
from bot.importers.measured import dates_without_values, known_history, merge_measured, without_measures
from bot.importers.numbers import Amount, Integer
from bot.rules.kinds import KINDS
from models import Base

ACCOUNTS = Base.metadata.tables["accounts"]
SNAPSHOTS = Base.metadata.tables["account_snapshots"]
MEASURES = ("health", "nps")

COLUMNS = (
    Column("domain", Domain(), required=True, key=True),
    Column("name", Text(), required=True),
    Column("industry", Text(), required=True),
    Column("segment", Choice(("smb", "mid_market", "enterprise")), required=True),
    Column("region", Region(), required=True),
    Column("country", Text()),
    Column("employees", Integer()),
    Column("arr", Amount()),
    Column("currency", Currency()),
    Column("products", Several(Text())),
    Column("use_cases", Several(Text())),
    Column("tags", Several(Text())),
    Column("health", Integer(0, 100)),
    Column("health_on", Day(), past=True),
    Column("nps", Integer(0, 10)),
    Column("nps_on", Day(), past=True),
    Column("customer_since", Day()),
    Column("renewal_date", Day()),
    Column("last_renewed_on", Day()),
    Column("expanded_on", Day()),
    Column("churned_on", Day()),
    Column("founded_on", Day()),
    Column("csm", Csm(), required=True),
    Column("replaced_competitor", Text()),
    Column("open_escalation", YesNo()),
    Column("public_sector", YesNo()),
    Column("policy_forbids", Several(Choice(KINDS))),
    Column("policy_needs_approval", YesNo()),
    Column("never_with", Several(Text())),
    Column("may_use_logo", YesNo()),
    Column("may_share_numbers", YesNo()),
    Column("well_known", YesNo()),
    Column("language", Text()),
)
PLAIN = without_measures(COLUMNS, MEASURES)


def _check(given: Given) -> Iterator[tuple[str, str]]:
    return dates_without_values(given, *MEASURES)


def _find(session: Session, rows: list[Given]) -> dict[Key, Existing]:
    domains = [row["domain"] for row in rows]
    columns = needed(ACCOUNTS, rows, "id", "domain", "health", "health_on", "nps", "nps_on", "csm_was")
    found = session.execute(select(*columns).where(ACCOUNTS.c.domain.in_(domains)))
    accounts = found.mappings().all()
    history = known_history(
        session, SNAPSHOTS, SNAPSHOTS.c.account_id, rows, [account["id"] for account in accounts]
    )
    return {
        (account["domain"],): Existing(dict(account), history=history[account["id"]]) for account in accounts
    }


def _merge(given: Given, existing: Existing | None, run: Run) -> Change | None:
    was = existing.values["csm_was"] if existing else None
    if was is not None and given.get("csm") == was and not run.overwrite:
        given = {name: value for name, value in given.items() if name != "csm"}
    change = merge_measured(COLUMNS, PLAIN, MEASURES, "account_id", given, existing, run)
    if change and was is not None and "csm" in change.row:
        change.row["csm_was"] = None  # the data names somebody new, or is to win: it is the truth again
    return change


SOURCE = Source(
    name="accounts",
    table=ACCOUNTS,
    columns=COLUMNS,
    find=_find,
    merge=_merge,
    exported=select(*(ACCOUNTS.c[column.name] for column in COLUMNS)).order_by(ACCOUNTS.c.domain),
    check=_check,
    history=SNAPSHOTS,
)
