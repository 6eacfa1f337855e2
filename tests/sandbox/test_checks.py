"""Slack's limits, one by one: what is at the limit passes, what is over it is refused with the place."""

import time
from typing import Any

import pytest

from bot.sandbox.checks import check_message, check_view
from bot.sandbox.refused import Refused
from tests.sandbox.bare_app import KINDS, actions, button, entry, modal, option, plain, section


def chart() -> dict[str, Any]:
    segments = [{"label": "Yes", "value": 3}, {"label": "No", "value": 1}]
    return {"type": "data_visualization", "title": "Answers", "chart": {"type": "pie", "segments": segments}}


def select(**fields: Any) -> dict[str, Any]:
    return actions({"type": "static_select", "action_id": "pick", **fields})


def test_a_usual_message_passes_within_three_milliseconds() -> None:
    blocks = [section(f"*{n}* & <https://x.example|link>", button(f"go_{n}", "v")) for n in range(20)]
    blocks += [
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "a < b"}]},
        select(options=KINDS),
    ]
    message = {"text": "Hi", "blocks": blocks, "metadata": {"event_type": "x", "event_payload": {"k": "v"}}}
    times = []
    for _ in range(20):
        started = time.perf_counter()
        check_message(message)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.003


PASS = [
    [section("x" * 3000)],
    [{"type": "divider"}] * 50,
    [actions(*(button(f"b{n}") for n in range(25)))],
    [section("x", button("b", "v" * 2000, "t" * 75))],
    [{"type": "header", "text": plain("x" * 150)}],
    [chart(), chart()],
    [select(options=[option(str(n)) for n in range(100)])],
    [select(options=KINDS, initial_option=KINDS[1])],
    [select(option_groups=[{"label": plain("Some"), "options": KINDS}], initial_option=KINDS[0])],
    [{"type": "markdown", "text": "# hi"}],
    [section("x" * 2600)] * 5,
]


@pytest.mark.parametrize("blocks", PASS, ids=range(len(PASS)))
def test_what_is_at_the_limit_passes(blocks: list[Any]) -> None:
    check_message({"text": "x", "blocks": blocks})


FAIL = [
    ([section("x" * 3001)], "/blocks/0/text/text", "must be at most 3000 characters, is 3001"),
    ([{"type": "divider"}] * 51, "/blocks", "no more than 50 items"),
    ([actions(*(button(f"b{n}") for n in range(26)))], "/blocks/0/elements", "no more than 25 items"),
    ([section("x", button("b", "v" * 2001))], "/blocks/0/accessory/value", "2000"),
    ([section("x", button("b", text="t" * 76))], "/blocks/0/accessory/text/text", "75"),
    ([{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text", "150"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "/blocks/0/text/type", "plain_text"),
    ([chart(), chart(), chart()], "/blocks", "3 charts"),
    ([select(options=[option(str(n)) for n in range(101)])], "/blocks/0/elements/0/options", "100"),
    (
        [select(options=KINDS, initial_option=option("fax"))],
        "/blocks/0/pick/initial_option",
        "exactly one of",
    ),
    ([select()], "/blocks/0/pick", "either options or option_groups"),
    ([select(options=[{"text": plain("x")}])], "/blocks/0/pick/options", "value"),
    ([select(options=[option("v", "t" * 76)])], "/blocks/0/elements/0/options/0/text/text", "75"),
    ([actions(button("same"), button("same"))], "/blocks/0", "'same' is used twice"),
    ([{"type": "divider", "block_id": "b"}] * 2, "/blocks/1/block_id", "'b' already exists"),
    ([{"type": "divider", "block_id": "b" * 256}], "/blocks/0/block_id", "255"),
    ([{"type": "divider", "colour": "red"}], "/blocks/0", "colour"),
    ([{"type": "poem"}], "/blocks/0/type", "poem"),
    (
        [{"type": "alert", "text": {"type": "mrkdwn", "text": "x"}}],
        "/blocks/0/type",
        "cannot be shown in a message",
    ),
    (["words"], "/blocks/0", "object"),
    ([section("")], "/blocks/0/text/text", "shorter than 1"),
    ([{"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11}], "/blocks/0/fields", "10"),
    (
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x" * 101}]] * 100}],
        "/blocks/0/rows",
        "10100 characters",
    ),
]


@pytest.mark.parametrize(("blocks", "pointer", "problem"), FAIL, ids=range(len(FAIL)))
def test_what_is_over_the_limit_is_refused_with_the_place(
    blocks: list[Any], pointer: str, problem: str
) -> None:
    with pytest.raises(Refused) as caught:
        check_message({"text": "x", "blocks": blocks})
    assert caught.value.code == "invalid_blocks"
    assert f"[json-pointer:{pointer}]" in caught.value.messages[0]
    assert problem in caught.value.messages[0]
    assert pointer in caught.value.detail


def test_a_message_s_blocks_hold_13000_characters_together() -> None:
    with pytest.raises(Refused, match="msg_blocks_too_long"):
        check_message({"text": "x", "blocks": [*[section("x" * 2600)] * 5, section("x")]})


def test_at_most_ten_findings_come_back() -> None:
    with pytest.raises(Refused) as caught:
        check_message({"blocks": [section("")] * 30})
    assert len(caught.value.messages) == 10


GOOD_VIEWS = [
    modal(entry("a", "plain_text_input")),
    modal(*[{"type": "divider"}] * 100),
    modal({"type": "divider"}, private_metadata="x" * 3000, callback_id="c" * 255, title=plain("t" * 24)),
    modal({"type": "alert", "text": {"type": "mrkdwn", "text": "Asked 12 days ago"}, "level": "warning"}),
    {"type": "home", "blocks": [{"type": "divider"}, chart(), chart(), chart()]},
]


@pytest.mark.parametrize("view", GOOD_VIEWS, ids=range(len(GOOD_VIEWS)))
def test_a_view_at_the_limit_passes(view: dict[str, Any]) -> None:
    check_view(view, view["type"])


def without(view: dict[str, Any], field: str) -> dict[str, Any]:
    return {name: value for name, value in view.items() if name != field}


BAD_VIEWS = [
    (without(modal({"type": "divider"}), "title"), "/view", "title"),
    (without(modal(entry("a", "plain_text_input")), "submit"), "/view/submit", "submit"),
    (modal({"type": "divider"}, title=plain("t" * 25)), "/view/title/text", "24"),
    (modal({"type": "divider"}, private_metadata="x" * 3001), "/view/private_metadata", "3000"),
    (modal(*[{"type": "divider"}] * 101), "/view/blocks", "100"),
    (
        modal(entry("a", "plain_text_input"), entry("a", "plain_text_input")),
        "/view/blocks/1/block_id",
        "already exists",
    ),
    (modal({"type": "markdown", "text": "x"}), "/view/blocks/0/type", "cannot be shown in a modal"),
    (modal(chart()), "/view/blocks/0/type", "cannot be shown in a modal"),
    (
        modal(entry("a", "plain_text_input", initial_value="xxx", max_length=2)),
        "/view/blocks/0/a/initial_value",
        "max_length",
    ),
    (
        modal(
            entry("a", "plain_text_input", focus_on_load=True),
            entry("b", "plain_text_input", focus_on_load=True),
        ),
        "/view/blocks",
        "focus_on_load",
    ),
    (
        modal(entry("a", "radio_buttons", options=[option(str(n)) for n in range(11)])),
        "/view/blocks/0/element/options",
        "10",
    ),
    (modal({"type": "divider"}, colour="red"), "/view", "colour"),
]


@pytest.mark.parametrize(("view", "pointer", "problem"), BAD_VIEWS, ids=range(len(BAD_VIEWS)))
def test_a_view_over_the_limit_is_refused_with_the_place(
    view: dict[str, Any], pointer: str, problem: str
) -> None:
    with pytest.raises(Refused) as caught:
        check_view(view, view["type"])
    assert caught.value.code == "invalid_arguments"
    assert f"[json-pointer:{pointer}]" in caught.value.messages[0]
    assert problem in caught.value.messages[0]


def test_a_view_over_250_kilobytes_is_too_large() -> None:
    options = [option(f"{n:0150}", f"{n:075}") for n in range(100)]
    view = modal(*(entry(f"a{n}", "static_select", options=options) for n in range(10)))
    with pytest.raises(Refused, match="view_too_large"):
        check_view(view, "modal")
