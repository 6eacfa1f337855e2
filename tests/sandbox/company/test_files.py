"""What stands in the files: believable, varied, consistent, and the same every time."""

import hashlib
import itertools
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.rules.kinds import counts
from bot.sandbox.company import FILES, colleagues, write_company
from tests.sandbox.company.reading import rows

TODAY = date(2027, 6, 9)
KEYS = {
    "accounts": ("domain",),
    "advocates": ("email",),
    "activities": ("advocate", "kind", "completed_on", "deal"),
    "asks": ("advocate", "kind", "asked_on", "deal", "requester"),
    "gives": ("advocate", "kind", "given_on"),
    "signals": ("subject", "kind", "observed_on"),
    "milestones": ("subject", "kind", "on"),
    "stories": ("account", "title"),
    "deals": ("account", "name"),
    "costs": ("what", "on"),
}
HAPPENED = {
    "activities": ("completed_on", "thanked_on", "outcome_told_on", "published_on"),
    "asks": ("asked_on",),
    "gives": ("given_on",),
    "signals": ("observed_on",),
    "deals": ("opened_on", "closed_on"),
    "costs": ("on",),
    "accounts": (
        "health_on",
        "nps_on",
        "customer_since",
        "last_renewed_on",
        "expanded_on",
        "churned_on",
        "founded_on",
    ),
    "advocates": ("enrolled_on", "nps_on"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    write_company(folder, TODAY)
    return folder


def digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for kind in FILES:
        whole.update((folder / f"{kind}.csv").read_bytes())
    return whole.hexdigest()


def test_the_same_day_gives_the_same_bytes_in_any_process(folder: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from datetime import date; from pathlib import Path; "
        "from bot.sandbox.company import write_company; "
        f"write_company(Path(sys.argv[1]), date.fromisoformat('{TODAY}'))"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "20"},
        timeout=60,
    )
    assert digest(tmp_path) == digest(folder)


@pytest.mark.parametrize("kind", FILES)
def test_no_two_rows_have_one_key(folder: Path, kind: str) -> None:
    keys = Counter(tuple(row[name] for name in KEYS[kind]) for row in rows(folder, kind))
    assert keys.most_common(1)[0][1] == 1


@pytest.mark.parametrize("kind", HAPPENED)
def test_what_happened_has_happened_by_today(folder: Path, kind: str) -> None:
    days = [row[name] for row in rows(folder, kind) for name in HAPPENED[kind] if row[name]]
    assert max(days) <= TODAY.isoformat()


def test_history_reaches_back_two_years(folder: Path) -> None:
    days = sorted(row["asked_on"] for row in rows(folder, "asks"))
    assert TODAY - timedelta(days=730) < date.fromisoformat(days[0]) < TODAY - timedelta(days=600)
    assert date.fromisoformat(days[-1]) > TODAY - timedelta(days=30)


def test_the_company_is_varied(folder: Path) -> None:
    accounts, advocates = rows(folder, "accounts"), rows(folder, "advocates")
    assert len(accounts) >= 60
    assert len(advocates) >= 120
    assert len({row["industry"] for row in accounts}) >= 14
    assert {row["segment"] for row in accounts} == {"smb", "mid_market", "enterprise"}
    assert {row["region"] for row in accounts} == {"emea", "amer", "apac", "latam"}
    assert len({row["country"] for row in accounts}) >= 25
    assert len({row["language"] for row in advocates}) >= 12
    assert len({row["time_zone"] for row in advocates}) >= 20
    assert len({product for row in accounts for product in row["products"].split("|")}) == 5
    stages = {"contact", "candidate", "nurturing", "invited", "enrolled", "resting", "retired"}
    assert {row["stage"] for row in advocates} == stages


def test_names_are_names(folder: Path) -> None:
    accounts, advocates = rows(folder, "accounts"), rows(folder, "advocates")
    for names in ([row["name"] for row in accounts], [row["name"] for row in advocates]):
        assert len(set(names)) == len(names)
        assert not any(re.search(r"\d|test|sample|foo|dummy", name, re.IGNORECASE) for name in names)
    assert all(row["domain"].endswith(".example") for row in accounts)
    assert all(row["email"].endswith(f"@{row['account']}") for row in advocates)


def test_what_helped_and_for_whom_is_told_in_many_words(folder: Path) -> None:
    activities = rows(folder, "activities")
    helped = Counter(row["helped"] for row in activities if row["helped"])
    assert len(helped) >= 40
    assert max(helped.values()) <= 3
    assert len({row["prospect"] for row in activities if row["prospect"]}) >= 30


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("accounts", ("health", "nps", "renewal_date", "founded_on", "replaced_competitor", "well_known")),
        ("advocates", ("nps", "phone", "gifts_allowed", "may_name_publicly", "work_anniversary", "relation")),
        ("activities", ("minutes", "rating", "helped", "asked", "thanked_on", "result")),
        ("asks", ("requester", "deal")),
    ],
)
def test_some_things_are_known_and_some_are_not(folder: Path, kind: str, columns: tuple[str, ...]) -> None:
    for name in columns:
        cells = [row[name] for row in rows(folder, kind)]
        if name != "renewal_date":
            assert "" in cells, name
        assert any(cells), name


def test_accounts_have_troubles_of_each_sort(folder: Path) -> None:
    accounts = rows(folder, "accounts")

    def renewing(first: int, last: int) -> list[str]:
        span = (TODAY + timedelta(days=first)).isoformat(), (TODAY + timedelta(days=last)).isoformat()
        return [row["name"] for row in accounts if span[0] <= row["renewal_date"] <= span[1]]

    assert renewing(3, 27), "renews within 30 days"
    assert renewing(-87, -3), "overdue"
    assert renewing(-400, -93), "stale"
    assert any(row["health"] and int(row["health"]) < 60 for row in accounts)
    assert any(row["open_escalation"] == "yes" for row in accounts)
    assert any(row["public_sector"] == "yes" for row in accounts)
    assert any(row["policy_forbids"] for row in accounts)
    assert any(row["policy_needs_approval"] == "yes" for row in accounts)
    assert any(row["churned_on"] for row in accounts)


def test_an_activity_that_was_asked_for_follows_its_ask(folder: Path) -> None:
    asks = [row for row in rows(folder, "asks") if row["answer"] == "yes"]
    for activity in rows(folder, "activities"):
        if activity["asked"] == "no":
            continue
        same = [
            ask
            for ask in asks
            if (ask["advocate"], ask["kind"], ask["deal"])
            == (activity["advocate"], activity["kind"], activity["deal"])
            and ask["asked_on"] <= activity["completed_on"]
        ]
        assert same, activity


def test_things_happen_in_their_order(folder: Path) -> None:
    for row in rows(folder, "activities"):
        for later in ("thanked_on", "published_on", "outcome_told_on"):
            assert not row[later] or row[later] >= row["completed_on"], row
        assert not row["outcome_told_on"] or row["published_on"] or row["result"] in ("won", "lost"), row


def test_somebody_waits_to_hear_what_came_of_it_and_somebody_to_be_thanked(folder: Path) -> None:
    quarter = (TODAY - timedelta(days=88)).isoformat()
    lately = [row for row in rows(folder, "activities") if row["completed_on"] > quarter]
    assert [
        row for row in lately if row["result"] == "won" and row["thanked_on"] and not row["outcome_told_on"]
    ]
    fortnight = (TODAY - timedelta(days=14)).isoformat()
    unthanked = [row["completed_on"] for row in lately if not row["thanked_on"] and counts(row["kind"])]
    assert min(unthanked) < fortnight < max(unthanked)


def test_the_program_kept_its_own_limits(folder: Path) -> None:
    days: dict[str, list[date]] = {}
    for row in rows(folder, "asks"):
        if counts(row["kind"]):
            days.setdefault(row["advocate"], []).append(date.fromisoformat(row["asked_on"]))
    for theirs in map(sorted, days.values()):
        gaps = [later - earlier for earlier, later in itertools.pairwise(theirs)]
        assert all(gap >= timedelta(days=30) for gap in gaps)
        for day in theirs:
            assert sum(day - timedelta(days=90) < other <= day for other in theirs) <= 2
            assert sum(day - timedelta(days=365) < other <= day for other in theirs) <= 6


def test_nobody_was_asked_for_a_prospect_whom_their_company_avoids(folder: Path) -> None:
    avoided = {
        row["domain"]: row["never_with"].split("|") for row in rows(folder, "accounts") if row["never_with"]
    }
    assert avoided
    prospects = {row["name"]: row["account"] for row in rows(folder, "deals")}
    for row in rows(folder, "asks"):
        assert prospects.get(row["deal"]) not in avoided.get(row["advocate"].split("@")[1], [])


def test_everything_told_about_somebody_is_about_somebody_known(folder: Path) -> None:
    advocates = {row["email"] for row in rows(folder, "advocates")}
    domains = {row["domain"] for row in rows(folder, "accounts")}
    assert {row["advocate"] for row in rows(folder, "gives")} <= advocates
    for kind in ("signals", "milestones"):
        assert {row["subject"] for row in rows(folder, kind)} <= advocates | domains
    for row in rows(folder, "stories"):
        assert row["account"] in domains
        assert row["advocate"].endswith(f"@{row['account']}")


def test_deals_with_references_are_those_that_activities_or_asks_name(folder: Path) -> None:
    named = {row["deal"] for kind in ("asks", "activities") for row in rows(folder, kind) if row["deal"]}
    deals = rows(folder, "deals")
    assert {row["name"] for row in deals if row["referenced"] == "yes"} == named
    assert any(row["referenced"] == "no" for row in deals)


def test_somebody_gives_more_than_they_get(folder: Path) -> None:
    """One-sided: at least three asks in a year and nothing given, though gives were recorded for longer."""
    year = (TODAY - timedelta(days=365)).isoformat()
    asked = Counter(
        row["advocate"] for row in rows(folder, "asks") if row["asked_on"] > year and row["answer"] == "yes"
    )
    gives = rows(folder, "gives")
    got = {row["advocate"] for row in gives if row["given_on"] > year}
    assert min(row["given_on"] for row in gives) < year
    assert [name for name, times in asked.items() if times >= 3 and name not in got]


def test_every_account_has_one_of_the_three_csms_by_address_or_by_id(folder: Path) -> None:
    csms = [one for one in colleagues() if one.role == "csm"]
    held = Counter(row["csm"] for row in rows(folder, "accounts"))
    assert set(held) == {one.email for one in csms} | {one.slack_id for one in csms}
    assert all(held[one.email] + held[one.slack_id] >= 10 for one in csms)
