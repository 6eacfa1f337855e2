"""The facts behind the measures as SQL views, one row a case. `export facts` writes the same out.

No name, e-mail address or phone number of an advocate is in them: ids stand for people.
"""

from bot.rules.gives import GIVES
from bot.sql_views import Dialect, SqlView, ViewColumn, policy

UNKNOWN_GIVE_EFFORT = 1
"""Of a word that an import brought and that is in no catalogue."""

CURRENCY = policy("currency")

ADVOCATE = ViewColumn("advocate", "text", "the advocate's id")
KIND = ViewColumn("kind", "text", "the kind of activity")
WHERE = (
    ViewColumn("csm", "text", "the account's CSM as the data names them", leaves="as a key"),
    ViewColumn("industry", "text", "the account's industry"),
    ViewColumn("segment", "text", "the account's segment: smb, mid_market or enterprise"),
)
_WHERE = "accounts.csm, accounts.industry, accounts.segment"


def _around(table: str) -> str:
    return f"""{table}
        JOIN advocates ON advocates.id = {table}.advocate_id
        JOIN accounts ON accounts.id = advocates.account_id"""


def _asks(_say: Dialect) -> str:
    return f"""SELECT asks.id AS ask, asks.advocate_id AS advocate, asks.counted_on AS asked_on, asks.kind, asks.effort,
            asks.answer, asks.state = 'unused' AS unused,
            EXISTS (SELECT 1 FROM owner_overrides WHERE owner_overrides.ask_id = asks.id) AS overridden,
            asks.origin, {_WHERE}
        FROM {_around("asks")}
        WHERE asks.counted_on IS NOT NULL AND (asks.origin <> 'bot' OR asks.contacted_at IS NOT NULL)"""


def _activities(_say: Dialect) -> str:
    return f"""SELECT activities.id AS activity, activities.advocate_id AS advocate, activities.completed_on, activities.kind,
            activities.effort, activities.rating, activities.thanked_on, activities.origin, {_WHERE}
        FROM {_around("activities")}
        WHERE activities.effort > 0"""


def _requests(say: Dialect) -> str:
    yes = say.hours("reference_requests.filed_at", "asks.answered_at")
    return f"""SELECT reference_requests.id AS request, {say.day("reference_requests.filed_at")} AS filed_on,
            reference_requests.kind, reference_requests.state, count(asks.id) AS asked,
            count(CASE WHEN asks.answer = 'yes' THEN 1 END) > 0 AS filled,
            min(CASE WHEN asks.answer = 'yes' THEN {yes} END) AS hours_to_yes
        FROM reference_requests LEFT JOIN asks ON asks.request_id = reference_requests.id
        GROUP BY reference_requests.id, reference_requests.filed_at, reference_requests.kind, reference_requests.state"""


def _decisions(say: Dialect) -> str:
    return f"""SELECT asks.id AS ask, {say.day("asks.reserved_at")} AS reserved_on, asks.kind,
            asks.decision_hours AS hours, {_WHERE}
        FROM {_around("asks")}
        WHERE asks.decision_hours IS NOT NULL"""


def _gives(_say: Dialect) -> str:
    shipped = " ".join(f"WHEN '{kind}' THEN {give.effort}" for kind, give in GIVES.items())
    return f"""SELECT gives.advocate_id AS advocate, gives.given_on, gives.kind,
            coalesce(own_gives.effort, CASE gives.kind {shipped} ELSE {UNKNOWN_GIVE_EFFORT} END) AS effort,
            gives.cost, {_WHERE}
        FROM {_around("gives")}
        LEFT JOIN own_gives ON own_gives.kind = gives.kind
        UNION ALL
        SELECT activities.advocate_id, activities.thanked_on, 'thanks', 1, NULL, {_WHERE}
        FROM {_around("activities")}
        WHERE activities.thanked_on IS NOT NULL AND activities.effort > 0"""


def _answers(_say: Dialect) -> str:
    return f"""SELECT surveys.advocate_id AS advocate, surveys.answered_on, surveys.cause,
            surveys.recommend, surveys.valued, surveys.worth_it, {_WHERE}
        FROM {_around("surveys")}
        WHERE surveys.state = 'answered' AND surveys.answered_on IS NOT NULL"""


def _deals(_say: Dialect) -> str:
    return f"""SELECT number AS deal, name, prospect, amount, coalesce(currency, {CURRENCY}) AS currency, result, opened_on,
            closed_on, referenced, booked, helped_first, helped_last
        FROM measured_deals"""


def _costs(_say: Dialect) -> str:
    return f"""SELECT what, "on" AS spent_on, kind,
            CASE WHEN kind = 'time' AND currency IS NULL THEN amount * {policy("hour_cost")} ELSE amount END AS amount,
            coalesce(currency, {CURRENCY}) AS currency
        FROM costs"""


def _accounts(_say: Dialect) -> str:
    return f"""SELECT accounts.id AS account,
            EXISTS (SELECT 1 FROM advocates WHERE advocates.account_id = accounts.id AND advocates.stage = 'enrolled')
            AS has_advocate,
            accounts.customer_since, accounts.last_renewed_on, accounts.churned_on, accounts.expanded_on,
            accounts.nps, accounts.health, {_WHERE}
        FROM accounts"""


def _days(_say: Dialect) -> str:
    return "SELECT day, enrolled, never_asked, helped, unthanked, loops, loops_open FROM counted_days"


FACTS = (
    SqlView(
        "fact_asks",
        "asks that reached the advocate; surveys are not asks",
        (
            ViewColumn("ask", "text", "the ask's id"),
            ADVOCATE,
            ViewColumn("asked_on", "date", "the day on which it counts: of the contact (UTC)"),
            KIND,
            ViewColumn("effort", "whole", "1 to 3", "effort"),
            ViewColumn("answer", "text", "yes, no or no_answer; empty: none yet"),
            ViewColumn("unused", "yes_no", "they said yes, and it came to nothing"),
            ViewColumn("overridden", "yes_no", "an owner put it beyond the limits, with a reason"),
            ViewColumn("origin", "text", "bot, outside (asked around the bot) or import"),
            *WHERE,
        ),
        _asks,
    ),
    SqlView(
        "fact_activities",
        "what advocates did; surveys are not activities",
        (
            ViewColumn("activity", "text", "the activity's id"),
            ADVOCATE,
            ViewColumn("completed_on", "date", "when it was done"),
            KIND,
            ViewColumn("effort", "whole", "1 to 3", "effort"),
            ViewColumn("rating", "whole", "1 to 5, by whoever was helped; empty: not rated", "points"),
            ViewColumn("thanked_on", "date", "when they were thanked; empty: not yet"),
            ViewColumn("origin", "text", "bot or import"),
            *WHERE,
        ),
        _activities,
    ),
    SqlView(
        "fact_requests",
        "requests that colleagues filed",
        (
            ViewColumn("request", "text", "the request's id"),
            ViewColumn("filed_on", "date", "the day on which it was filed (UTC)"),
            KIND,
            ViewColumn(
                "state",
                "text",
                "searching, asking, filled, unfilled, completed, came_to_nothing, cancelled or closed_unfilled",
            ),
            ViewColumn("asked", "whole", "for how many advocates the CSM was asked", "advocates"),
            ViewColumn("filled", "yes_no", "somebody said yes"),
            ViewColumn("hours_to_yes", "number", "hours from filing to the first yes; empty: none", "hours"),
        ),
        _requests,
    ),
    SqlView(
        "fact_decisions",
        "CSMs' decisions on asks: approved, offered another, not now, never",
        (
            ViewColumn("ask", "text", "the ask's id"),
            ViewColumn("reserved_on", "date", "the day on which the CSM was asked (UTC)"),
            KIND,
            ViewColumn("hours", "number", "the CSM's own working hours until the decision", "working hours"),
            *WHERE,
        ),
        _decisions,
    ),
    SqlView(
        "fact_gives",
        "what was done for advocates; thanks for an activity are one",
        (
            ADVOCATE,
            ViewColumn("given_on", "date", "when it was done"),
            ViewColumn("kind", "text", "the kind of give; thanks: for an activity"),
            ViewColumn("effort", "whole", "1 to 3", "effort"),
            ViewColumn(
                "cost", "number", "what it cost, where that was noted", "money, in no currency that is known"
            ),
            *WHERE,
        ),
        _gives,
    ),
    SqlView(
        "fact_answers",
        "what advocates said of the program",
        (
            ADVOCATE,
            ViewColumn("answered_on", "date", "when it was noted"),
            ViewColumn("cause", "text", "activity, half_year or unasked"),
            ViewColumn("recommend", "whole", "would they recommend taking part, 0 to 10", "points"),
            ViewColumn("valued", "whole", "do they feel valued, 1 to 5", "points"),
            ViewColumn("worth_it", "whole", "was it worth their time, 1 to 5", "points"),
            *WHERE,
        ),
        _answers,
    ),
    SqlView(
        "fact_deals",
        "deals, each once: those that advocates helped with, and those in the books of sales; as of the last measuring",
        (
            ViewColumn("deal", "whole", "its number, until the next measuring"),
            ViewColumn("name", "text", "what sales calls it"),
            ViewColumn("prospect", "text", "with whom"),
            ViewColumn("amount", "number", "the latest known", "money, in the currency beside it"),
            ViewColumn("currency", "text", "three letters; the program's where none is known"),
            ViewColumn("result", "text", "won, lost or open"),
            ViewColumn("opened_on", "date", "as the books have it"),
            ViewColumn("closed_on", "date", "when it was won or lost"),
            ViewColumn("referenced", "yes_no", "an advocate helped"),
            ViewColumn("booked", "yes_no", "it stands in the books of sales"),
            ViewColumn("helped_first", "date", "when an advocate first helped"),
            ViewColumn("helped_last", "date", "when one last helped"),
        ),
        _deals,
    ),
    SqlView(
        "fact_costs",
        "what the program cost",
        (
            ViewColumn("what", "text", "what it was spent on", leaves="not"),
            ViewColumn("spent_on", "date", "when"),
            ViewColumn("kind", "text", "incentive, event or time"),
            ViewColumn(
                "amount",
                "number",
                "in the currency; time without a currency is hours at hour_cost",
                "money, in the currency beside it",
            ),
            ViewColumn("currency", "text", "three letters; the program's where none is given"),
        ),
        _costs,
    ),
    SqlView(
        "fact_accounts",
        "customers, with an advocate and without",
        (
            ViewColumn("account", "text", "the account's id"),
            ViewColumn("has_advocate", "yes_no", "somebody there is enrolled"),
            ViewColumn("customer_since", "date", "empty: unknown"),
            ViewColumn("last_renewed_on", "date", "empty: unknown"),
            ViewColumn("churned_on", "date", "empty: still a customer"),
            ViewColumn("expanded_on", "date", "empty: unknown"),
            ViewColumn("nps", "whole", "0 to 10, the newest known", "points"),
            ViewColumn("health", "whole", "0 to 100, the newest known", "points"),
            *WHERE,
        ),
        _accounts,
    ),
    SqlView(
        "fact_days",
        "what only the rules can count, of each day on which somebody measured",
        (
            ViewColumn("day", "date", "UTC"),
            ViewColumn("enrolled", "whole", "advocates", "advocates"),
            ViewColumn(
                "never_asked", "whole", "those free for a reference call who were never asked", "advocates"
            ),
            ViewColumn("helped", "whole", "activities for which thanks were due or given", "activities"),
            ViewColumn("unthanked", "whole", "those that nobody had thanked for", "activities"),
            ViewColumn(
                "loops", "whole", "outcomes that were known, and yeses that came to nothing", "outcomes"
            ),
            ViewColumn(
                "loops_open", "whole", "those of them that the advocate had not been told", "outcomes"
            ),
        ),
        _days,
    ),
)
"""In the order in which they are made: none needs a later one."""
