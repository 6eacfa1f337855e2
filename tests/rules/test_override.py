"""What an owner may put aside, and what nobody may."""

from datetime import date

import pytest

from bot.rules.eligibility import CODES
from bot.rules.gives import GIVES, VALUES
from bot.rules.override import despite, may_override, overridable
from bot.rules.reviews import CODES as REVIEW_CODES
from bot.rules.verdict import Note, Reason, Verdict

NOBODYS = {"stage", "relation", "never_kind", "company_policy", "competitor"}
CALL = "reference_call"


@pytest.mark.parametrize("code", sorted({*CODES, *REVIEW_CODES}))
def test_limits_may_be_put_aside_and_decisions_may_not(code: str) -> None:
    assert may_override(Reason(code)) == (code not in NOBODYS)


def test_a_personal_limit_of_none_at_all_is_a_wish() -> None:
    assert not may_override(Reason("personal_limit", limit=0))
    assert may_override(Reason("personal_limit", limit=1))


def test_everything_that_stands_against_an_ask_must_be_ours_to_put_aside() -> None:
    assert overridable(Verdict((Reason("cooldown"), Reason("asks_90"))), CALL)
    assert not overridable(Verdict((Reason("cooldown"), Reason("never_kind"))), CALL)
    assert not overridable(Verdict(), CALL)


def test_for_a_review_nobody_is_picked_past_the_others() -> None:
    assert not overridable(Verdict((Reason("cooldown"),)), "review")


def test_only_the_reasons_known_are_put_aside_and_notes_stay() -> None:
    cooldown = Reason("cooldown", date(2026, 4, 1))
    verdict = Verdict((cooldown, Reason("thanks")), (Note("health"),))
    assert despite(verdict, [cooldown]) == Verdict((Reason("thanks"),), (Note("health"),))
    assert despite(verdict, ()) is verdict
    assert despite(verdict, verdict.reasons).eligible


@pytest.mark.parametrize(
    ("known", "now", "covered"),
    [
        (date(2026, 4, 1), date(2026, 4, 1), True),
        (date(2026, 4, 1), date(2026, 3, 20), True),
        (date(2026, 4, 1), date(2026, 4, 2), False),
        (date(2026, 4, 1), None, False),
        (None, date(2026, 4, 1), True),
        (None, None, True),
    ],
)
def test_a_rest_that_has_become_longer_is_not_the_one_put_aside(
    known: date | None, now: date | None, covered: bool
) -> None:
    assert despite(Verdict((Reason("cooldown", now),)), [Reason("cooldown", known)]).eligible == covered


def test_what_is_not_ours_stays_whoever_named_it() -> None:
    verdict = Verdict((Reason("never_kind"), Reason("personal_limit", limit=0)))
    assert despite(verdict, verdict.reasons) == verdict


def test_every_give_has_an_effort_and_serves_something_people_care_about() -> None:
    for give in GIVES.values():
        assert 1 <= give.effort <= 3
        assert give.serves
        assert set(give.serves) <= set(VALUES)
