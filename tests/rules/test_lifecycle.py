"""The tables of states hang together."""

import pytest

from bot.rules.lifecycle import (
    ASK,
    BEFORE_CONTACT,
    CLOSED,
    LIVE_REQUEST,
    OPEN,
    REQUEST,
    NoSuchMove,
    check_move,
)


@pytest.mark.parametrize("table", [ASK, REQUEST])
def test_every_way_leads_to_a_state_of_the_table(table) -> None:  # type: ignore[no-untyped-def]
    assert {after for states in table.values() for after in states} <= set(table)


def test_an_ask_is_open_or_closed() -> None:
    assert set(ASK) == OPEN | CLOSED
    assert BEFORE_CONTACT < OPEN
    assert all(ASK[state] for state in OPEN), "an open ask always has a way on"


def test_a_live_request_has_a_way_on_and_of_the_others_what_was_assumed_or_came_to_nothing() -> None:
    assert {state for state, ways in REQUEST.items() if ways} == LIVE_REQUEST | {
        "completed",
        "came_to_nothing",
    }


def test_only_sent_follows_a_release_and_only_a_yes_what_was_assumed_to_be_completed() -> None:
    assert ASK["released"] == {"sent"}
    assert ASK["completed"] == {"accepted", "scheduled"}
    assert all(not ASK[state] for state in CLOSED - {"released", "completed"})


def test_a_move_off_the_table_is_refused() -> None:
    check_move(ASK, "reserved", "approved")
    with pytest.raises(NoSuchMove, match="no way from declined to sent"):
        check_move(ASK, "declined", "sent")
