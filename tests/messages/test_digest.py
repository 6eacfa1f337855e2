"""The words of the weekly digest: true, short, and never more than Slack takes."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from bot.digest_facts import Sort
from bot.rules.digest import Figure
from bot.rules.mix import WEEK, KindCount, WeekCount
from bot.sandbox.checks import check_message
from messages.charts import BLOCK, in_words_instead
from messages.digest import digest, figure
from messages.render import TEMPLATES
from tests.messages.digest_worlds import ALL, QUIET, WON, decision, everything, full
from tests.rules.readings import share


def test_it_fits_however_much_there_is() -> None:
    message = digest(everything())
    assert [one["type"] for one in message.blocks].count(BLOCK) == len(message.charts) == 2
    assert len(message.blocks) <= 50
    for form in (message, in_words_instead(message)):
        check_message(json.loads(json.dumps({"text": form.text, "blocks": form.blocks})))
    assert len(message.text) <= 12_000


def test_charts_say_in_the_text_what_they_show_and_are_left_out_where_there_is_little() -> None:
    message = digest(everything())
    assert "In the last 12 weeks advocates were asked 148140 times and helped 814680 times." in message.text
    weeks = tuple(WeekCount(date(2026, 2, 2) + at * WEEK, 1, 1) for at in range(4))
    kinds = (KindCount("review", 9, 0),)
    few = digest(full({}, weeks=weeks, kinds=kinds))
    assert few.charts == (), "nine are fewer than ten, and one kind is no mix"
    enough = digest(
        full({}, weeks=(*weeks, WeekCount(date(2026, 3, 2), 1, 1)), kinds=(*kinds, KindCount("talk", 1, 0)))
    )
    assert [one.title for one in enough.charts] == [
        "Asked and helped, week by week",
        "What they did in 90 days",
    ]
    assert [one.kind for one in enough.charts] == ["line", "pie"]


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
