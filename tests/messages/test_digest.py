"""The words of the weekly digest: true, short, and never more than Slack takes."""

import re
from dataclasses import replace

import pytest

from bot.digest_facts import Sort
from bot.rules.digest import Figure
from messages.digest import digest, figure
from messages.render import TEMPLATES
from tests.messages.digest_worlds import ALL, QUIET, WON, decision, everything, full
from tests.rules.readings import share


def characters(blocks: object) -> int:
    """Everything that somebody reads in them."""
    if isinstance(blocks, dict):
        own = len(blocks["text"]) if isinstance(blocks.get("text"), str) else 0
        return own + sum(characters(one) for one in blocks.values())
    return sum(characters(one) for one in blocks) if isinstance(blocks, list) else 0


def test_it_fits_however_much_there_is() -> None:
    message = digest(everything())
    assert len(message.blocks) <= 48, "two are left for charts"
    assert characters(message.blocks) <= 12_000
    assert len(message.text) <= 12_000


def test_few_cases_are_counted_and_never_a_share() -> None:
    few = Figure(share("filled", 3, 7), share("filled", 2, 5), share("filled", 9, 9))
    line = figure(few)
    assert line == "• Requests filled: 3 of 7, too few for a share, before: 2 of 5; a year ago 9 of 9"
    assert "%" not in line


def test_a_figure_says_what_it_is_made_of_and_where_it_comes_from() -> None:
    assert figure(ALL) == "• Took part: 40 % (12 of 30), down from 67 %; a year ago 3 of 9"


def test_an_amount_names_the_share_that_is_credited_and_adds_no_currencies() -> None:
    assert figure(WON).startswith(
        "• Won with a reference: 617,283.75 USD (50 % of 1,234,567.50 USD in 1234 deals)"
    )
    assert figure(WON).endswith("; deals in 9 more currencies beside it")


def test_with_nothing_to_say_it_has_two_lines() -> None:
    quiet = full({}, week=QUIET, findings=(), figures=(), enrolled=12)
    text = digest(quiet).text
    assert len(text.split("\n")) == 2
    assert "nothing waits for you" in text
    assert "12 advocates are in the program" in text


def test_nobody_is_shouted_at_and_no_one_is_blamed() -> None:
    source = (TEMPLATES / "digest.j2").read_text("utf-8")
    written = re.sub(r"{[%{#].*?[%}#]}", "", source, flags=re.DOTALL)
    assert "To be glad of" in written
    assert "!" not in written
    assert not re.search(r"\b(fail|blame|lazy|fault|must)\w*", written)


def test_a_csm_whom_slack_does_not_know_has_no_button() -> None:
    unknown = Sort("slow", 1, (decision(id="ana@ours.example"),))
    blocks = digest(full({}, sorts=(unknown,))).blocks
    assert not [one for one in blocks if "accessory" in one]


def test_what_an_older_digest_asked_for_is_in_the_newer_one() -> None:
    older = digest(replace(full({}), stands=False))
    assert "A newer digest stands below" in older.text


@pytest.mark.parametrize(
    ("state", "action_id"), [("held", "guard_release"), ("proposed", "incentive_approve")]
)
def test_a_gift_has_the_button_of_its_state(state: str, action_id: str) -> None:
    one = Sort("held", 1, (decision(state=state),))
    accessories = [
        block["accessory"] for block in digest(full({}, sorts=(one,))).blocks if "accessory" in block
    ]
    assert [accessory["action_id"] for accessory in accessories] == [action_id]
