"""The truth table of eligibility: each rule on both sides of its edge, with its code and the day it ends."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest

from bot.rules.eligibility import CODES, judge
from bot.rules.facts import AdvocateFacts, AskFact, LastActivity, UntoldOutcome
from bot.rules.policy import DEFAULT, Policy
from bot.rules.policy_names import JUDGING
from bot.rules.verdict import Reason, Verdict

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
TODAY = NOW.date()
RESTED = AdvocateFacts(stage="enrolled", has_helped=True, went_well=2)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def asked(*days: int, kind: str = "testimonial", effort: int = 1, answer: str = "yes") -> tuple[AskFact, ...]:
    """Asks so many days ago, oldest first."""
    return tuple(AskFact(ago(day), kind, effort, answer) for day in sorted(days, reverse=True))


def verdict(facts: AdvocateFacts, kind: str = "reference_call", policy: Policy = DEFAULT) -> Verdict:
    return judge(facts, kind, policy, NOW)


def reasons(
    facts: AdvocateFacts, kind: str = "reference_call", policy: Policy = DEFAULT
) -> dict[str, date | None]:
    return {reason.code: reason.until for reason in verdict(facts, kind, policy).reasons}


def test_somebody_rested_is_eligible() -> None:
    assert verdict(RESTED).eligible
    assert verdict(RESTED).free_on is None


@pytest.mark.parametrize("stage", ["contact", "candidate", "nurturing", "invited", "resting", "retired"])
def test_only_the_enrolled_are_asked(stage: str) -> None:
    assert reasons(RESTED._replace(stage=stage)) == {"stage": None}


def test_a_pause_ends_on_its_day() -> None:
    assert reasons(RESTED._replace(paused_until=ago(-1))) == {"paused": ago(-1)}
    assert reasons(RESTED._replace(paused_until=TODAY)) == {}


def test_nobody_is_available_before_their_day() -> None:
    assert reasons(RESTED._replace(available_from=ago(-9))) == {"availability": ago(-9)}
    assert reasons(RESTED._replace(available_from=TODAY)) == {}


def test_a_blackout_covers_its_first_and_last_day() -> None:
    quiet = ((TODAY, ago(-2)),)
    assert reasons(RESTED._replace(blackouts=quiet)) == {"blackout": ago(-3)}
    assert reasons(RESTED, policy=Policy(blackouts=quiet)) == {"blackout": ago(-3)}
    assert reasons(RESTED._replace(blackouts=((ago(9), TODAY),))) == {"blackout": ago(-1)}
    assert reasons(RESTED._replace(blackouts=((ago(9), ago(1)),))) == {}


def test_of_two_blackouts_the_longer_counts() -> None:
    both = RESTED._replace(blackouts=((TODAY, ago(-2)), (ago(1), ago(-9))))
    assert reasons(both) == {"blackout": ago(-10)}


def test_one_open_ask_at_a_time() -> None:
    assert reasons(RESTED._replace(open_asks=1)) == {"open_ask": None}
    assert reasons(RESTED._replace(open_asks=1), policy=Policy(open_asks=2)) == {}


@pytest.mark.parametrize(("days", "until"), [(0, ago(-30)), (29, ago(-1)), (30, None), (31, None)])
def test_thirty_days_of_rest_after_an_ask(days: int, until: date | None) -> None:
    assert reasons(RESTED._replace(asks=asked(days))) == ({"cooldown": until} if until else {})


@pytest.mark.parametrize(("days", "until"), [(89, ago(-1)), (90, None)])
def test_ninety_days_of_rest_after_an_ask_of_high_effort(days: int, until: date | None) -> None:
    facts = RESTED._replace(asks=asked(days, kind="case_study", effort=3))
    assert reasons(facts) == ({"cooldown": until} if until else {})


def test_the_longest_rest_counts() -> None:
    mixed = (*asked(40, kind="case_study", effort=3), *asked(31))
    assert reasons(RESTED._replace(asks=mixed)) == {"cooldown": ago(40 - 90), "asks_90": ago(40 - 90)}


def test_after_a_no_the_same_kind_rests_longer_than_the_others() -> None:
    facts = RESTED._replace(asks=asked(60, kind="reference_call", answer="no"))
    assert reasons(facts) == {"kind_rest": ago(-30)}
    assert reasons(facts, "testimonial") == {}
    assert reasons(RESTED._replace(asks=asked(90, kind="reference_call", answer="no"))) == {}


def test_two_asks_in_ninety_days() -> None:
    assert reasons(RESTED._replace(asks=asked(89, 40))) == {"asks_90": ago(-1)}
    assert reasons(RESTED._replace(asks=asked(90, 40))) == {}


def test_six_asks_in_a_year() -> None:
    assert reasons(RESTED._replace(asks=asked(364, 300, 250, 200, 150, 100))) == {"asks_365": ago(-1)}
    assert reasons(RESTED._replace(asks=asked(365, 300, 250, 200, 150, 100))) == {}


def test_more_asks_than_allowed_open_the_cap_when_enough_have_left() -> None:
    facts = RESTED._replace(asks=asked(80, 70, 40))
    assert reasons(facts) == {"asks_90": ago(70 - 90)}


def test_effort_of_a_year_includes_the_ask_at_hand() -> None:
    heavy = asked(360, 200, 150, kind="case_study", effort=3)
    assert reasons(RESTED._replace(asks=heavy), "reference_call") == {}
    assert reasons(RESTED._replace(asks=heavy), "case_study") == {}
    heavier = asked(360, 280, 200, 150, kind="case_study", effort=3)
    assert reasons(RESTED._replace(asks=heavier), "testimonial") == {"effort": ago(-5)}
    assert reasons(RESTED._replace(asks=heavier), "reference_call") == {"effort": ago(-5)}


def test_effort_of_more_than_a_year_ago_weighs_nothing() -> None:
    old = asked(365, 300, 250, 200, 150, kind="case_study", effort=3)
    assert reasons(RESTED._replace(asks=old[:4]), "case_study") == {}
    assert reasons(RESTED._replace(asks=old), "testimonial") == {"effort": ago(300 - 365)}


def test_of_efforts_as_many_leave_as_the_ask_at_hand_needs() -> None:
    light_first = (*asked(300, 280), *asked(200, 150, 120, kind="case_study", effort=3))
    assert reasons(RESTED._replace(asks=light_first), "testimonial") == {}
    assert reasons(RESTED._replace(asks=light_first), "reference_call") == {"effort": ago(300 - 365)}
    assert reasons(RESTED._replace(asks=light_first), "case_study") == {"effort": ago(280 - 365)}


def test_effort_that_no_waiting_mends_has_no_date() -> None:
    assert reasons(RESTED, "case_study", Policy(effort_per_365_days=2)) == {"effort": None}
    facts = RESTED._replace(asks=asked(200))
    assert reasons(facts, "case_study", Policy(effort_per_365_days=2)) == {"effort": None}


def test_four_asks_of_a_company_in_ninety_days() -> None:
    four = RESTED._replace(account_days=(ago(3), ago(89), ago(20), ago(50)))
    assert reasons(four) == {"account_limit": ago(-1)}
    assert reasons(RESTED._replace(account_days=(ago(3), ago(20), ago(50)))) == {}


def test_a_stricter_personal_limit_wins_and_a_looser_does_not() -> None:
    once = RESTED._replace(max_asks_per_year=1, asks=asked(200))
    assert reasons(once) == {"personal_limit": ago(200 - 365)}
    assert reasons(RESTED._replace(max_asks_per_year=1)) == {}
    many = RESTED._replace(max_asks_per_year=50, asks=asked(364, 300, 250, 200, 150, 100))
    assert reasons(many) == {"asks_365": ago(-1)}
    assert reasons(many._replace(max_asks_per_year=6)) == {"asks_365": ago(-1)}


def test_a_personal_limit_of_nought_means_never() -> None:
    assert reasons(RESTED._replace(max_asks_per_year=0)) == {"personal_limit": None}


def test_a_reason_names_the_number_that_is_reached() -> None:
    busy = RESTED._replace(
        stage="resting",
        open_asks=1,
        asks=asked(1, 2, 3, 4, 5, 6, kind="press", effort=3),
        account_days=(TODAY,) * 4,
        max_asks_per_year=3,
        health=10,
        renewal_date=TODAY,
        went_well=0,
    )
    assert {reason.code: reason.limit for reason in verdict(busy).reasons} == {
        "stage": None,
        "open_ask": 1,
        "cooldown": None,
        "asks_90": 2,
        "asks_365": 6,
        "effort": 12,
        "account_limit": 4,
        "personal_limit": 3,
        "health": 60,
        "renewal": 30,
        "ladder": 1,
    }
    assert verdict(RESTED._replace(went_well=0), "press").reasons == (Reason("ladder", limit=2),)
    assert verdict(RESTED, "press", Policy(effort_per_365_days=2)).reasons == (Reason("effort", limit=2),)
    assert verdict(RESTED._replace(max_asks_per_year=0)).reasons == (Reason("personal_limit", limit=0),)


def test_thanks_come_first() -> None:
    owed = LastActivity(ago(100), thanked=False, imported=False)
    assert reasons(RESTED._replace(last_activity=owed)) == {"thanks": None}
    assert reasons(RESTED._replace(last_activity=owed._replace(thanked=True))) == {}


def test_an_imported_activity_older_than_ninety_days_counts_as_thanked() -> None:
    old = LastActivity(ago(91), thanked=False, imported=True)
    assert reasons(RESTED._replace(last_activity=old)) == {}
    assert reasons(RESTED._replace(last_activity=old._replace(completed_on=ago(90)))) == {"thanks": None}


def test_a_never_kind_is_never_asked_for() -> None:
    facts = RESTED._replace(never=frozenset({"reference_call"}))
    assert reasons(facts) == {"never_kind": None}
    assert reasons(facts, "testimonial") == {}


def test_a_survey_is_no_matter_of_frequency() -> None:
    assert reasons(RESTED._replace(asks=asked(1, 2, 3)), "survey") == {}
    assert reasons(RESTED._replace(open_asks=1), "survey") == {"open_ask": None}


def test_every_reason_is_told_in_the_order_of_the_rules() -> None:
    everything = AdvocateFacts(  # as much as can hold at once: cultivation is over for whoever helped
        stage="resting",
        paused_until=ago(-5),
        blackouts=((TODAY, TODAY),),
        available_from=ago(-7),
        max_asks_per_year=0,
        never=frozenset({"reference_call"}),
        open_asks=1,
        asks=asked(1, 2, 3, 4, 5, 6, kind="reference_call", effort=3, answer="no"),
        account_days=(TODAY,) * 4,
        last_activity=LastActivity(TODAY, thanked=False, imported=False),
        untold=(UntoldOutcome(TODAY, imported=False),),
        health=10,
        open_escalation=True,
        renewal_date=ago(-3),
        company_forbids=frozenset({"reference_call"}),
        never_with=frozenset({"Globex"}),
        enrolled_on=ago(2),
    )
    against = judge(everything, "reference_call", DEFAULT, NOW, "Globex")
    assert [reason.code for reason in against.reasons] == [code for code in CODES if code != "ladder"]
    helped = everything._replace(has_helped=True)
    against = judge(helped, "reference_call", DEFAULT, NOW, "Globex")
    assert [reason.code for reason in against.reasons] == [code for code in CODES if code != "cultivation"]


def test_somebody_is_free_when_the_last_dated_reason_ends() -> None:
    dated = Verdict((Reason("paused", until=ago(-5)), Reason("cooldown", until=ago(-9))))
    assert dated.free_on == ago(-9)
    assert dated.first.code == "paused"
    assert Verdict(dated.reasons[::-1]).free_on == ago(-9)
    assert Verdict((Reason("stage"), Reason("paused", until=ago(-5)))).free_on is None


def test_days_are_utc_whatever_the_zone_of_now_and_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow = RESTED._replace(paused_until=date(2026, 7, 1))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")  # where the first of July has begun at noon UTC
    time.tzset()
    try:
        assert not judge(tomorrow, "podcast", DEFAULT, NOW).eligible
        assert not judge(tomorrow, "podcast", DEFAULT, NOW.astimezone()).eligible
        assert judge(tomorrow, "podcast", DEFAULT, NOW + timedelta(hours=12)).eligible
    finally:
        monkeypatch.undo()
        time.tzset()


class Watched:
    """A policy that remembers which of its names were read."""

    def __init__(self) -> None:
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> object:
        self.read.add(name)
        return getattr(DEFAULT, name)


def test_who_may_be_asked_depends_on_exactly_the_names_that_say_so() -> None:
    watched = Watched()
    asks = asked(1, 2, 3, 4, 5, 6, kind="case_study", effort=3, answer="no")
    newcomer = AdvocateFacts(
        stage="enrolled", enrolled_on=ago(20), asks=asks, health=80, renewal_date=ago(-90)
    )
    for facts in (newcomer, newcomer._replace(has_helped=True, went_well=1)):
        judge(facts, "case_study", cast("Policy", watched), NOW, "Globex")
    assert watched.read == JUDGING
