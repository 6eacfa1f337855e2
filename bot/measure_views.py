"""Each measure as an SQL view: a row for every period that was measured, with the figures that digest and report show."""

from collections.abc import Callable

from bot.fact_views import FACTS
from bot.rules.measures import A_WORKING_DAY, BUSIEST
from bot.sql_views import Dialect, SqlView, ViewColumn, policy

PERIOD = (
    ViewColumn("first_day", "date", "the first day of the period, UTC"),
    ViewColumn("last_day", "date", "its last day, included"),
)
FIGURES = (
    ViewColumn("numerator", "number", "what was counted; empty for a median"),
    ViewColumn("denominator", "number", "of how many; below ten it says too little for a share"),
    ViewColumn("value", "number", "the measure; empty where nothing can be said"),
)
MONEY = (
    ViewColumn("currency", "text", "amounts of different currencies are never added"),
    ViewColumn("share", "number", "of the amount that is credited to the program"),
)
Select = Callable[[Dialect], str]


def _in_period(fact: str, day: str) -> str:
    return f"""measured_periods p LEFT JOIN {fact} f ON f.{day} BETWEEN p.first_day AND p.last_day"""


def _figures(inner: str, value: str = "CAST(numerator AS DOUBLE PRECISION) / NULLIF(denominator, 0)") -> str:
    return f"""SELECT first_day, last_day, CAST(numerator AS DOUBLE PRECISION) AS numerator,
            CAST(denominator AS DOUBLE PRECISION) AS denominator, {value} AS value
        FROM ({inner}) counted"""


def _share(fact: str, day: str, hit: str, of: str = "f.{0} IS NOT NULL") -> Select:
    """Of the cases of a period for which `of` holds, those for which `hit` does."""
    counted = of.format(day)
    return lambda say: _figures(
        f"""SELECT p.first_day, p.last_day, count(CASE WHEN ({counted}) AND ({hit}) THEN 1 END) AS numerator,
            count(CASE WHEN {counted} THEN 1 END) AS denominator
        FROM {_in_period(fact, day)} GROUP BY p.first_day, p.last_day"""
    )


def _mean(fact: str, day: str, column: str) -> Select:
    return lambda say: _figures(
        f"""SELECT p.first_day, p.last_day, coalesce(sum(f.{column}), 0) AS numerator, count(f.{column}) AS denominator
        FROM {_in_period(fact, day)} GROUP BY p.first_day, p.last_day"""
    )


def _median(source: Select) -> Select:
    """The middle of `figure` in each period of `source`: the mean of the two middle ones where there is an even number."""
    return lambda say: (
        f"""SELECT first_day, last_day, CAST(NULL AS DOUBLE PRECISION) AS numerator, count(figure) AS denominator,
            avg(CASE WHEN position BETWEEN number / 2.0 AND number / 2.0 + 1 THEN CAST(figure AS DOUBLE PRECISION) END) AS value
        FROM (SELECT first_day, last_day, figure,
                row_number() OVER (PARTITION BY first_day, last_day ORDER BY figure) AS position,
                count(figure) OVER (PARTITION BY first_day, last_day) AS number
            FROM ({source(say)}) figures) placed
        GROUP BY first_day, last_day"""
    )


def _today(numerator: str, denominator: str) -> Select:
    """As counted on the last day of the period on which somebody measured, else on the first one after it."""
    return lambda say: (
        f"""SELECT first_day, last_day, numerator, denominator, CAST(numerator AS DOUBLE PRECISION) AS value
        FROM (SELECT p.first_day, p.last_day, d.{numerator} AS numerator, d.{denominator} AS denominator,
                row_number() OVER (
                    PARTITION BY p.first_day, p.last_day
                    ORDER BY CASE WHEN d.day <= p.last_day THEN 0 ELSE 1 END,
                        CASE WHEN d.day <= p.last_day THEN d.day END DESC, d.day
                ) AS place
            FROM measured_periods p LEFT JOIN fact_days d ON d.day >= p.first_day) counted
        WHERE place = 1"""
    )


def _count(fact: str, day: str, hit: str) -> Select:
    return lambda say: _figures(
        f"""SELECT p.first_day, p.last_day, count(CASE WHEN {hit} THEN 1 END) AS numerator, count(f.{day}) AS denominator
        FROM {_in_period(fact, day)} GROUP BY p.first_day, p.last_day""",
        "CAST(numerator AS DOUBLE PRECISION)",
    )


def _participation(_say: Dialect) -> str:
    return _figures(
        f"""SELECT p.first_day, p.last_day, count(DISTINCT done.advocate) AS numerator,
            count(DISTINCT f.advocate) AS denominator
        FROM {_in_period("fact_asks", "asked_on")}
        LEFT JOIN fact_activities done
            ON done.advocate = f.advocate AND done.completed_on BETWEEN p.first_day AND p.last_day
        GROUP BY p.first_day, p.last_day"""
    )


def _busiest(how_many: str) -> Select:
    return lambda say: _figures(
        f"""SELECT first_day, last_day, coalesce(sum(CASE WHEN place <= {how_many} THEN done END), 0) AS numerator,
            coalesce(sum(done), 0) AS denominator
        FROM (SELECT first_day, last_day, done,
                row_number() OVER (PARTITION BY first_day, last_day ORDER BY done DESC) AS place,
                count(*) OVER (PARTITION BY first_day, last_day) AS people
            FROM (SELECT p.first_day, p.last_day, f.advocate, count(f.activity) AS done
                FROM {_in_period("fact_activities", "completed_on")}
                GROUP BY p.first_day, p.last_day, f.advocate) each) placed
        GROUP BY first_day, last_day"""
    )


def _gives_per_ask(_say: Dialect) -> str:
    return _figures(
        """SELECT first_day, last_day,
            coalesce((SELECT sum(effort) FROM fact_gives WHERE given_on BETWEEN first_day AND last_day), 0) AS numerator,
            coalesce((SELECT sum(effort) FROM fact_asks WHERE asked_on BETWEEN first_day AND last_day), 0) AS denominator
        FROM measured_periods"""
    )


def _program_nps(_say: Dialect) -> str:
    return _figures(
        f"""SELECT p.first_day, p.last_day,
            count(CASE WHEN f.recommend >= 9 THEN 1 END) - count(CASE WHEN f.recommend <= 6 THEN 1 END) AS numerator,
            count(f.recommend) AS denominator
        FROM {_in_period("fact_answers", "answered_on")} GROUP BY p.first_day, p.last_day""",
        "CAST(100 * numerator AS DOUBLE PRECISION) / NULLIF(denominator, 0)",
    )


def _amounts(on: str, share: str) -> Select:
    """The deals of a period for which `on` holds: one row for each currency, with the part that is credited."""
    return lambda say: (
        f"""SELECT first_day, last_day, numerator, denominator, numerator * {share} AS value, currency,
            {share} AS share
        FROM (SELECT p.first_day, p.last_day, coalesce(f.currency, {policy("currency")}) AS currency,
                coalesce(sum(f.amount), 0) AS numerator, count(f.deal) AS denominator
            FROM measured_periods p LEFT JOIN fact_deals f ON {on}
            GROUP BY p.first_day, p.last_day, coalesce(f.currency, {policy("currency")})) summed"""
    )


def _costs(_say: Dialect) -> str:
    return f"""SELECT first_day, last_day, numerator, denominator, numerator AS value, currency, CAST(NULL AS DOUBLE PRECISION) AS share
        FROM (SELECT p.first_day, p.last_day, coalesce(f.currency, {policy("currency")}) AS currency,
                coalesce(sum(f.amount), 0) AS numerator, count(f.spent_on) AS denominator
            FROM {_in_period("fact_costs", "spent_on")}
            GROUP BY p.first_day, p.last_day, coalesce(f.currency, {policy("currency")})) summed"""


def _roi(_say: Dialect) -> str:
    return """SELECT won.first_day, won.last_day, won.value AS numerator, spent.value AS denominator, won.value / spent.value AS value,
            won.currency, won.share
        FROM measure_won_influenced won
        JOIN measure_costs spent
            ON spent.first_day = won.first_day AND spent.last_day = won.last_day AND spent.currency = won.currency
        WHERE spent.value > 0"""


def _cycle(referenced: str) -> Select:
    def days(say: Dialect) -> str:
        return f"""SELECT p.first_day, p.last_day, {say.between("f.opened_on", "f.closed_on")} AS figure
            FROM measured_periods p LEFT JOIN fact_deals f ON {_ENDED} AND {referenced} AND f.result = 'won'
                AND f.opened_on <= f.closed_on"""

    return _median(days)


def _of_accounts(measure: str, has_advocate: str) -> Select:
    hit, of = _ACCOUNTS[measure]
    return lambda say: _figures(
        f"""SELECT p.first_day, p.last_day, count(CASE WHEN {hit} THEN 1 END) AS numerator,
            count(CASE WHEN {of} THEN 1 END) AS denominator
        FROM measured_periods p LEFT JOIN fact_accounts f ON {has_advocate}
        GROUP BY p.first_day, p.last_day"""
    )


def _mean_of_accounts(column: str, has_advocate: str) -> Select:
    return lambda say: _figures(
        f"""SELECT p.first_day, p.last_day, coalesce(sum(f.{column}), 0) AS numerator, count(f.{column}) AS denominator
        FROM measured_periods p LEFT JOIN fact_accounts f ON {has_advocate} AND f.churned_on IS NULL
        GROUP BY p.first_day, p.last_day"""
    )


def _hours(_say: Dialect) -> str:
    return f"SELECT p.first_day, p.last_day, f.hours AS figure FROM {_in_period('fact_decisions', 'reserved_on')}"


def _filled_in_48h(say: Dialect) -> str:
    judged = f"f.filed_on <= {say.before('p.last_day', 2)}"
    return _share("fact_requests", "filed_on", "f.hours_to_yes <= 48", judged)(say)


def _thanked(say: Dialect) -> str:
    judged = f"f.completed_on <= {say.before('p.last_day', 3)}"
    in_time = f"f.completed_on >= {say.before('f.thanked_on', 3)}"
    return _share("fact_activities", "completed_on", in_time, judged)(say)


_CUSTOMER = "(f.customer_since IS NULL OR f.customer_since < p.first_day) AND (f.churned_on IS NULL OR f.churned_on >= p.first_day)"
_CHURNED = f"{_CUSTOMER} AND f.churned_on <= p.last_day"
_RENEWED = f"{_CUSTOMER} AND f.last_renewed_on BETWEEN p.first_day AND p.last_day AND NOT coalesce(f.churned_on <= p.last_day, false)"
_ACCOUNTS = {
    "renewed": (_RENEWED, f"({_RENEWED}) OR ({_CHURNED})"),
    "churned": (_CHURNED, f"f.account IS NOT NULL AND {_CUSTOMER}"),
    "expanded": (
        f"{_CUSTOMER} AND f.expanded_on BETWEEN p.first_day AND p.last_day",
        f"f.account IS NOT NULL AND {_CUSTOMER}",
    ),
}
_ENDED = "f.booked AND f.result <> 'open' AND f.closed_on BETWEEN p.first_day AND p.last_day"
_WON = "f.referenced AND f.result = 'won' AND f.closed_on BETWEEN p.first_day AND p.last_day"
_PIPELINE = "f.helped_first <= p.last_day AND f.helped_last >= p.first_day AND (f.result = 'open' OR f.closed_on > p.last_day)"


def _deals(hit: str, of: str) -> Select:
    return lambda say: _figures(
        f"""SELECT p.first_day, p.last_day, count(CASE WHEN {hit} THEN 1 END) AS numerator, count(f.deal) AS denominator
        FROM measured_periods p LEFT JOIN fact_deals f ON {_ENDED} AND {of}
        GROUP BY p.first_day, p.last_day"""
    )


_PLAIN: dict[str, tuple[str, Select]] = {
    "participation": ("of the advocates asked, those who did something", _participation),
    "acceptance": ("of the asks that reached an advocate, those answered with yes", _share("fact_asks", "asked_on", "f.answer = 'yes'")),
    "activities": ("what advocates did", _count("fact_activities", "completed_on", "f.completed_on IS NOT NULL")),
    "rating_mean": ("how those who were helped rated it, 1 to 5", _mean("fact_activities", "completed_on", "rating")),
    "busiest_3_share": ("of the activities, those of the three who did most", _busiest(str(BUSIEST))),
    "busiest_tenth_share": ("of the activities, those of the busiest tenth", _busiest("(people + 9) / 10")),
    "never_asked_eligible": ("advocates free for a reference call who were never asked", _today("never_asked", "enrolled")),
    "filled": ("of the requests, those to which somebody said yes", _share("fact_requests", "filed_on", "f.filled")),
    "filled_in_48h": ("of the requests, those to which somebody said yes within 48 hours", _filled_in_48h),
    "rerouted": ("of the requests, those for which the next on the bench was needed", _share("fact_requests", "filed_on", "f.asked > 1")),
    "unfilled": ("of the requests, those for which nobody was found", _share("fact_requests", "filed_on", "f.state IN ('unfilled', 'closed_unfilled')")),
    "csm_answer_hours_median": ("working hours within which half of the decisions were taken", _median(_hours)),
    "answered_in_a_day": ("of the decisions, those within one working day", _share("fact_decisions", "reserved_on", f"f.hours <= {A_WORKING_DAY}")),
    "thanked_within_72h": ("of the activities, those thanked within three days", _thanked),
    "unthanked_now": ("activities that nobody has thanked for", _today("unthanked", "helped")),
    "gives_per_ask": ("effort given for each unit of effort asked", _gives_per_ask),
    "loops_open": ("outcomes that the advocate has not been told", _today("loops_open", "loops")),
    "overrides": ("asks that an owner put beyond the limits", _count("fact_asks", "asked_on", "f.overridden")),
    "unused_yeses": ("of the asks answered with yes, those that came to nothing", _share("fact_asks", "asked_on", "f.unused", "f.answer = 'yes'")),
    "program_nps": ("promoters less detractors of the program, -100 to 100", _program_nps),
    "feels_valued": ("how valued advocates feel, 1 to 5", _mean("fact_answers", "answered_on", "valued")),
    "worth_my_time": ("how much it was worth their time, 1 to 5", _mean("fact_answers", "answered_on", "worth_it")),
    "reach": ("of the booked deals that were decided, those with a reference", _deals("f.referenced", "true")),
    "win_rate_with": ("of those with a reference, the ones won", _deals("f.result = 'won'", "f.referenced")),
    "win_rate_without": ("of those without one, the ones won", _deals("f.result = 'won'", "NOT f.referenced")),
    "cycle_days_with": ("days from opening to winning with a reference, half took no longer", _cycle("f.referenced")),
    "cycle_days_without": ("the same without a reference", _cycle("NOT f.referenced")),
    **{
        f"{measure}_{whose}": (f"{words} of {of}", _of_accounts(measure, has))
        for whose, of, has in (("advocates", "accounts with an advocate", "f.has_advocate"), ("others", "other accounts", "NOT f.has_advocate"))
        for measure, words in (
            ("renewed", "of those that came to renew or left, those renewed:"),
            ("churned", "of the customers at the beginning, those that left:"),
            ("expanded", "of the customers at the beginning, those that expanded:"),
        )
    },
    **{
        f"{column}_{whose}": (f"the mean {words} today of {of}", _mean_of_accounts(column, has))
        for whose, of, has in (("advocates", "accounts with an advocate", "f.has_advocate"), ("others", "other accounts", "NOT f.has_advocate"))
        for column, words in (("nps", "NPS"), ("health", "health"))
    },
}  # fmt: skip

_MONEY: dict[str, tuple[str, Select]] = {
    "won_influenced": ("what was won with a reference, by currency", _amounts(_WON, policy("attribution_won"))),
    "pipeline_influenced": ("open deals that an advocate helped with, by currency", _amounts(_PIPELINE, policy("attribution_pipeline"))),
    "costs": ("what the program cost, by currency", _costs),
    "roi": ("what is credited of what was won, for each unit of cost, by currency", _roi),
}  # fmt: skip

MEASURES = (
    *(
        SqlView(f"measure_{name}", meaning, (*PERIOD, *FIGURES), select)
        for name, (meaning, select) in _PLAIN.items()
    ),
    *(
        SqlView(f"measure_{name}", meaning, (*PERIOD, *FIGURES, *MONEY), select)
        for name, (meaning, select) in _MONEY.items()
    ),
)
VIEWS = (*FACTS, *MEASURES)
"""In the order in which they are made: none needs a later one."""
