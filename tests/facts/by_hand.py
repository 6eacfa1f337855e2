"""Every measure of a period from the raw rows, one loop each, as program.md words it: it knows nothing of the views or the rules."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from math import ceil
from statistics import median
from typing import Any

from bot.db import Database
from bot.rules.gives import GIVES
from tests.facts.worlds import raw

Row = dict[str, Any]
Figures = dict[tuple[str, str | None], tuple[float | None, float, float | None]]
"""By name and currency: numerator, denominator, value."""
CREDITED = {"won_influenced": 0.5, "pipeline_influenced": 0.3}
HOUR = 60.0
"""As the policy ships."""


def by_hand(db: Database, first: date, last: date, today: date) -> Figures:
    """The figures, as of `today` where they are of today."""
    tables = {
        name: raw(db, name)
        for name in (
            "accounts", "advocates", "asks", "activities", "gives", "own_gives", "surveys", "reference_requests",
            "owner_overrides", "deals", "costs",
        )
    }  # fmt: skip
    found: Figures = {}

    def share(name: str, hits: float, of: float) -> None:
        found[name, None] = (hits, of, hits / of if of else None)

    def count(name: str, hits: float, of: float) -> None:
        found[name, None] = (hits, of, hits)

    def middle(name: str, figures: list[float]) -> None:
        found[name, None] = (None, len(figures), median(figures) if figures else None)

    def inside(day: date | None) -> bool:
        return day is not None and first <= day <= last

    asks = [
        one for one in tables["asks"] if inside(one["counted_on"]) and (one["origin"] != "bot" or one["contacted_at"])
    ]  # fmt: skip
    done = [one for one in tables["activities"] if one["effort"] and inside(one["completed_on"])]
    people, busy = {one["advocate_id"] for one in asks}, Counter(one["advocate_id"] for one in done)
    most = sorted(busy.values(), reverse=True)
    share("participation", len(people & busy.keys()), len(people))
    share("acceptance", sum(one["answer"] == "yes" for one in asks), len(asks))
    count("activities", len(done), len(done))
    rated = [one["rating"] for one in done if one["rating"] is not None]
    share("rating_mean", sum(rated), len(rated))
    share("busiest_3_share", sum(most[:3]), len(done))
    share("busiest_tenth_share", sum(most[: ceil(len(most) / 10)]), len(done))
    yeses = [one for one in asks if one["answer"] == "yes"]
    share("unused_yeses", sum(one["state"] == "unused" for one in asks), len(yeses))
    overridden = {one["ask_id"] for one in tables["owner_overrides"]}
    count("overrides", sum(one["id"] in overridden for one in asks), len(asks))
    judged = [one for one in done if one["completed_on"] <= last - timedelta(days=3)]
    in_time = [
        one for one in judged if one["thanked_on"] and (one["thanked_on"] - one["completed_on"]).days <= 3
    ]
    share("thanked_within_72h", len(in_time), len(judged))
    efforts = {kind: give.effort for kind, give in GIVES.items()} | {
        one["kind"]: one["effort"] for one in tables["own_gives"]
    }
    given = sum(efforts.get(one["kind"], 1) for one in tables["gives"] if inside(one["given_on"]))
    given += sum(1 for one in tables["activities"] if one["effort"] and inside(one["thanked_on"]))
    share("gives_per_ask", given, sum(one["effort"] for one in asks))

    of_request: defaultdict[str | None, list[Row]] = defaultdict(list)
    for ask in tables["asks"]:
        of_request[ask["request_id"]].append(ask)
    filed = [one for one in tables["reference_requests"] if inside(one["filed_at"].date())]
    answered = {
        one["id"]: [ask["answered_at"] for ask in of_request[one["id"]] if ask["answer"] == "yes"]
        for one in filed
    }
    share("filled", sum(bool(answered[one["id"]]) for one in filed), len(filed))
    early = [one for one in filed if one["filed_at"].date() <= last - timedelta(days=2)]
    quick = [one for one in early if any(_within(one["filed_at"], at) for at in answered[one["id"]])]
    share("filled_in_48h", len(quick), len(early))
    share("rerouted", sum(len(of_request[one["id"]]) > 1 for one in filed), len(filed))
    share("unfilled", sum(one["state"] in ("unfilled", "closed_unfilled") for one in filed), len(filed))
    hours = [
        one["decision_hours"] for one in tables["asks"]
        if one["decision_hours"] is not None and inside(one["reserved_at"].date())
    ]  # fmt: skip
    middle("csm_answer_hours_median", hours)
    share("answered_in_a_day", sum(one <= 9 for one in hours), len(hours))

    said = [one for one in tables["surveys"] if one["state"] == "answered" and inside(one["answered_on"])]
    nps = [one["recommend"] for one in said if one["recommend"] is not None]
    balance = sum(one >= 9 for one in nps) - sum(one <= 6 for one in nps)
    found["program_nps", None] = (balance, len(nps), 100 * balance / len(nps) if nps else None)
    for name, column in (("feels_valued", "valued"), ("worth_my_time", "worth_it")):
        points = [one[column] for one in said if one[column] is not None]
        share(name, sum(points), len(points))

    _of_today(tables, today, count)
    _of_deals(tables, first, last, found, share, middle)
    _of_accounts(tables, first, last, share)
    return found


def _within(filed: datetime, answered: datetime | None) -> bool:
    return answered is not None and answered - filed <= timedelta(hours=48)


def _of_today(tables: dict[str, list[Row]], today: date, count: Any) -> None:
    owed = [
        one for one in tables["activities"]
        if one["effort"] and (one["origin"] != "import" or one["completed_on"] >= today - timedelta(days=90))
    ]  # fmt: skip
    count("unthanked_now", sum(one["thanked_on"] is None for one in owed), len(owed))
    known = [
        one for one in owed
        if one["result"] in ("won", "lost") or (one["published_on"] and one["published_on"] <= today)
    ]  # fmt: skip
    unused = [one for one in tables["asks"] if one["state"] == "unused"]
    untold = sum(one["outcome_told_on"] is None for one in known) + sum(
        one["told_at"] is None for one in unused
    )
    count("loops_open", untold, len(known) + len(unused))


def _of_deals(
    tables: dict[str, list[Row]], first: date, last: date, found: Figures, share: Any, middle: Any
) -> None:
    """One name and one prospect are one deal: these worlds have no other likeness."""
    helped: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for one in sorted(tables["activities"], key=lambda one: (one["completed_on"], one["id"])):
        if one["deal"] and one["effort"]:
            helped[one["deal"], one["prospect"]].append(one)
    books = {(one["name"], one["account"]): one for one in tables["deals"]}
    deals: list[Row] = []
    for key in helped.keys() | books.keys():
        mine, book = helped.get(key, []), books.get(key)
        amounts = [one for one in mine if one["amount"] is not None]
        # A later one on the same day does not take the place of an earlier one: both were told then.
        newest = max(amounts, key=lambda one: one["completed_on"]) if amounts else None
        told = (
            newest or book or {"amount": None, "currency": None}
        )  # a currency without an amount says nothing
        decided = [one for one in mine if one["result"] in ("won", "lost")]
        latest = max(decided, key=lambda one: one["completed_on"]) if decided else None
        result = (
            book["result"]
            if book and book["result"] in ("won", "lost")
            else latest["result"]
            if latest
            else "open"
        )
        closed = book["closed_on"] if book else None
        if closed is None and latest:
            closed = latest["completed_on"]
        deals.append(
            {
                "amount": told["amount"] or 0.0, "currency": told["currency"] or "USD", "result": result,
                "closed": closed if result != "open" else None, "opened": book["opened_on"] if book else None,
                "referenced": bool(mine) or bool(book and book["referenced"]), "booked": book is not None,
                "helped": [one["completed_on"] for one in mine],
            }
        )  # fmt: skip

    def ended(one: Row) -> bool:
        return one["closed"] is not None and first <= one["closed"] <= last

    won = [one for one in deals if one["referenced"] and one["result"] == "won" and ended(one)]
    waiting = [
        one for one in deals
        if one["helped"] and min(one["helped"]) <= last and max(one["helped"]) >= first
        and (one["result"] == "open" or (one["closed"] is not None and one["closed"] > last))
    ]  # fmt: skip
    for name, some in (("won_influenced", won), ("pipeline_influenced", waiting)):
        for currency in {one["currency"] for one in some} or {"USD"}:
            amounts_in = [one["amount"] for one in some if one["currency"] == currency]
            found[name, currency] = (sum(amounts_in), len(amounts_in), CREDITED[name] * sum(amounts_in))
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for cost in tables["costs"]:
        if first <= cost["on"] <= last:
            by_hours = cost["kind"] == "time" and cost["currency"] is None
            spent[cost["currency"] or "USD"].append(cost["amount"] * (HOUR if by_hours else 1))
    for currency, each in (spent or {"USD": []}).items():
        found["costs", currency] = (sum(each), len(each), sum(each))
        value = found.get(("won_influenced", currency), (0, 0, None))[2]
        if value is not None and sum(each) > 0:
            found["roi", currency] = (value, sum(each), value / sum(each))
    over = [one for one in deals if one["booked"] and ended(one)]
    share("reach", sum(one["referenced"] for one in over), len(over))
    for which, referenced in (("with", True), ("without", False)):
        group = [one for one in over if one["referenced"] is referenced]
        wins = [one for one in group if one["result"] == "won"]
        share(f"win_rate_{which}", len(wins), len(group))
        days = [(one["closed"] - one["opened"]).days for one in wins if one["opened"]]
        middle(f"cycle_days_{which}", [one for one in days if one >= 0])


def _of_accounts(tables: dict[str, list[Row]], first: date, last: date, share: Any) -> None:
    with_one = {one["account_id"] for one in tables["advocates"] if one["stage"] == "enrolled"}
    for whose, has in (("advocates", True), ("others", False)):
        group = [one for one in tables["accounts"] if (one["id"] in with_one) is has]
        there = [
            one for one in group
            if (one["customer_since"] is None or one["customer_since"] < first)
            and (one["churned_on"] is None or one["churned_on"] >= first)
        ]  # fmt: skip
        left = [one for one in there if one["churned_on"] and one["churned_on"] <= last]
        stayed = [one for one in there if one not in left]
        renewed = [
            one for one in stayed if one["last_renewed_on"] and first <= one["last_renewed_on"] <= last
        ]
        grown = [one for one in there if one["expanded_on"] and first <= one["expanded_on"] <= last]
        share(f"renewed_{whose}", len(renewed), len(renewed) + len(left))
        share(f"churned_{whose}", len(left), len(there))
        share(f"expanded_{whose}", len(grown), len(there))
        for column in ("nps", "health"):
            points = [one[column] for one in group if one["churned_on"] is None and one[column] is not None]
            share(f"{column}_{whose}", sum(points), len(points))
