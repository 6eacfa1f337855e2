"""The ask at hand does not stand in its own way."""

from datetime import date

from bot.rules.facts import AdvocateFacts, AskFact, LastActivity, UntoldOutcome

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
CALL = AskFact(APRIL, "reference_call", 2)


def test_one_ask_is_taken_out_of_their_own_and_of_their_companys() -> None:
    other = AskFact(MARCH, "review", 1)
    facts = AdvocateFacts(stage="enrolled", asks=(other, CALL), account_days=(MAY, APRIL), open_asks=1)
    without = facts.without(CALL)
    assert (without.asks, without.account_days) == ((other,), (MAY,))
    assert without == facts._replace(asks=(other,), account_days=(MAY,)), "all else stays"


def test_of_two_that_are_alike_only_one_is_taken_out() -> None:
    facts = AdvocateFacts(stage="enrolled", asks=(CALL, CALL), account_days=(APRIL, APRIL))
    without = facts.without(CALL)
    assert (without.asks, without.account_days) == ((CALL,), (APRIL,))


def test_an_ask_that_is_not_among_them_changes_nothing() -> None:
    facts = AdvocateFacts(stage="enrolled", asks=(CALL,), account_days=(APRIL,))
    assert facts.without(AskFact(MAY, "reference_call", 2)) == facts


def test_of_a_past_day_nothing_later_is_known() -> None:
    later = AskFact(MAY, "review", 1)
    call, news = LastActivity(MAY, thanked=False, imported=False), UntoldOutcome(MAY, imported=False)
    facts = AdvocateFacts(
        stage="enrolled", asks=(CALL, later), account_days=(MAY, APRIL), last_activity=call, untold=(news,)
    )
    assert facts.as_of(MAY) == facts
    assert facts.as_of(APRIL) == AdvocateFacts(stage="enrolled", asks=(CALL,), account_days=(APRIL,))
    assert AdvocateFacts(stage="enrolled").as_of(MARCH) == AdvocateFacts(stage="enrolled")
