"""Modals filled in and submitted by a person, and what Slack makes of the reply."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from slack_bolt import App

from bot.sandbox.driver import Driver
from bot.sandbox.filling import NotPossible, NotSubmittable
from bot.sandbox.workspace import Workspace


def last(app: App, name: str) -> Any:
    seen: list[tuple[str, Any]] = app.seen  # type: ignore[attr-defined]
    return [body for noted, body in seen if noted == name][-1]


def values(app: App) -> dict[str, Any]:
    state: dict[str, Any] = last(app, "submitted")["state"]["values"]
    return {action_id: held for entry in state.values() for action_id, held in entry.items()}


def test_a_command_opens_a_modal_and_a_plain_submission_closes_it(
    slack: Driver, app: App, workspace: Workspace
) -> None:
    ana = slack.as_person("U1")
    ana.command("/small", "x")
    assert ana.modal is not None
    assert (ana.modal.title, ana.modal.callback_id, ana.modal.private_metadata) == ("A form", "form", "x")
    assert slack.as_person("U2").modal is None
    assert ana.submit(words="hello").ok
    assert ana.modal is None
    assert values(app) == {"words": {"type": "plain_text_input", "value": "hello"}}
    assert workspace.refusals == []


def test_every_kind_of_input_takes_a_plain_value(slack: Driver, app: App) -> None:
    ana = slack.as_person("U1")
    ana.command("/form")
    [sarah] = ana.suggest("advocate", "Sarah Ch")
    answer = ana.submit(
        deal_name="Big deal",
        mail="a@b.example",
        link="https://b.example",
        amount=250,
        needed_by=date(2026, 12, 24),
        at=time(9, 30),
        scheduled_for=datetime(2026, 12, 1, 15, 0, tzinfo=UTC),
        kind="email",
        format="Call",
        told=["yes"],
        many="call",
        advocate=sarah,
        advocates=["Tom", ("Somebody", "a9")],
        stand_in="U2",
        where="C1",
        story="Once",
    )
    assert answer.ok
    held = values(app)
    assert held["deal_name"]["value"] == "Big deal"
    assert held["amount"]["value"] == "250"
    assert held["needed_by"]["selected_date"] == "2026-12-24"
    assert held["at"]["selected_time"] == "09:30"
    assert held["scheduled_for"]["selected_date_time"] == 1796137200
    assert held["kind"]["selected_option"]["value"] == "email"
    assert held["format"]["selected_option"]["value"] == "call"
    assert [one["value"] for one in held["told"]["selected_options"]] == ["yes"]
    assert [one["value"] for one in held["many"]["selected_options"]] == ["call"]
    assert held["advocate"]["selected_option"]["value"] == "a1"
    assert [one["value"] for one in held["advocates"]["selected_options"]] == ["a3", "a9"]
    assert held["stand_in"]["selected_user"] == "U2"
    assert held["where"]["selected_conversation"] == "C1"
    assert held["story"]["rich_text_value"]["elements"][0]["elements"][0]["text"] == "Once"


def test_untouched_inputs_keep_what_they_start_with(slack: Driver, app: App) -> None:
    ana = slack.as_person("U1")
    ana.command("/form")
    assert ana.submit(deal_name="Deal").ok
    held = values(app)
    assert held["needed_by"]["selected_date"] == "2026-12-01"
    assert held["format"]["selected_option"]["value"] == "call"
    assert held["kind"] == {"type": "static_select", "selected_option": None}
    assert held["told"] == {"type": "checkboxes", "selected_options": []}
    assert held["mail"] == {"type": "email_text_input", "value": None}
    assert held["story"] == {"type": "rich_text_input"}


def test_a_date_and_time_without_a_zone_is_in_the_person_s_own(slack: Driver, app: App) -> None:
    ana = slack.as_person("U1")
    ana.command("/form")
    ana.submit(deal_name="Deal", scheduled_for=datetime(2026, 12, 1, 10, 0))
    assert values(app)["scheduled_for"]["selected_date_time"] == 1796137200


@pytest.mark.parametrize(
    ("entered", "why"),
    [
        ({}, "Deal Name .deal_name. is required"),
        ({"deal_name": ""}, "is required"),
        ({"deal_name": "x"}, "needs 2 characters"),
        ({"deal_name": "x" * 41}, "takes 40 characters, these are 41"),
        ({"mail": "nobody"}, "takes an e-mail address"),
        ({"link": "b.example"}, "takes a link"),
        ({"amount": "many"}, "takes a number"),
        ({"amount": 1.5}, "takes whole numbers"),
        ({"amount": -1}, "starts at 0"),
        ({"amount": 1001}, "ends at 1000"),
        ({"needed_by": "soon"}, "takes a date"),
        ({"kind": "fax"}, "offers call, email; not 'fax'"),
        ({"many": ["call", "email"]}, "takes 1 choices"),
        ({"advocate": "Nobody"}, "offers nothing; not 'Nobody'"),
        ({"advocate": "Sarah"}, "offers a1, a2; not 'Sarah'"),
        ({"advocate": "S"}, "asks from 2 letters on"),
        ({"nowhere": "x"}, "no nowhere"),
    ],
)
def test_what_slack_s_client_would_stop_never_reaches_the_bot(
    slack: Driver, app: App, entered: dict[str, Any], why: str
) -> None:
    ana = slack.as_person("U1")
    ana.command("/form")
    with pytest.raises(NotPossible, match=why):
        ana.submit(**entered)
    assert not [name for name, _ in app.seen if name == "submitted"]  # type: ignore[attr-defined]
    assert ana.modal is not None


def test_errors_come_back_on_the_field_and_the_form_keeps_what_was_typed(slack: Driver, app: App) -> None:
    ana = slack.as_person("U1")
    ana.command("/small", "errors")
    answer = ana.submit(words="rude")
    assert (answer.ok, answer.errors) == (False, {"words": "not rude"})
    assert ana.modal is not None
    ana.submit()
    assert values(app)["words"]["value"] == "rude"


def test_errors_for_a_block_that_is_no_input_are_refused(slack: Driver, workspace: Workspace) -> None:
    ana = slack.as_person("U1")
    ana.command("/small", "stray")
    assert ana.submit(words="x").refused == "invalid_errors"
    assert "nowhere" in workspace.refusals[0].detail
    assert ana.modal is not None


def test_a_reply_can_update_push_or_clear(slack: Driver, workspace: Workspace) -> None:
    ana = slack.as_person("U1")
    ana.command("/small", "update")
    ana.submit(words="kept")
    assert ana.modal is not None
    assert ana.modal.callback_id == "second"
    assert ana.modal.typed["words"]["words"]["value"] == "kept"
    assert ana.submit().ok
    assert ana.modal is None

    ana.command("/small", "push")
    first = ana.modal
    ana.submit(words="x")
    assert len(workspace.views.stack("U1")) == 2
    with pytest.raises(NotPossible, match="is not on top"):
        ana.submit(first)
    ana.submit(words="y")
    assert ana.modal is not None
    assert ana.modal.callback_id == "form"

    ana.submit(words="x")
    ana.close_modal(whole_stack=True)
    ana.command("/small", "clear")
    ana.submit()
    assert workspace.views.stack("U1") == []


def test_an_invalid_view_in_the_reply_is_refused_and_the_form_stays(
    slack: Driver, workspace: Workspace
) -> None:
    ana = slack.as_person("U1")
    ana.command("/small", "wrong")
    assert ana.submit().refused == "invalid_arguments"
    assert "/view" in workspace.refusals[0].detail
    assert ana.modal is not None


def test_suggestions_slack_would_not_show_are_refused(slack: Driver, app: App, workspace: Workspace) -> None:
    ana = slack.as_person("U1")
    ana.command("/form")
    assert ana.suggest("advocate", "too long") == []
    assert workspace.refusals[-1].method == "block_suggestion"
    assert "75" in workspace.refusals[-1].detail


def test_closing_tells_the_bot_only_where_it_asked_to_know(slack: Driver, app: App) -> None:
    ana = slack.as_person("U1")
    ana.command("/small")
    assert ana.close_modal() is None
    ana.command("/form")
    answer = ana.close_modal()
    assert answer is not None
    assert answer.ok
    assert last(app, "closed")["is_cleared"] is False
    with pytest.raises(NotPossible, match="no modal open"):
        ana.submit()


def test_shortcuts_open_modals_and_the_message_shortcut_brings_the_message(slack: Driver) -> None:
    ana, ben = slack.as_person("U1"), slack.as_person("U2")
    ana.shortcut("request_reference")
    assert ana.modal is not None
    message = ben.says("C1", "They love it")
    ana.message_shortcut("save_signal", message)
    assert ana.modal is not None
    assert ana.modal.blocks[0]["element"]["initial_value"] == "They love it"
    with pytest.raises(NotPossible, match="U3 is not in C1"):
        slack.as_person("U3").message_shortcut("save_signal", message)


def test_an_element_of_a_form_is_not_clicked(slack: Driver) -> None:
    ana = slack.as_person("U1")
    ana.command("/form")
    assert ana.modal is not None
    with pytest.raises(NotPossible, match="part of a form"):
        ana.click(ana.modal, "kind", "email")
    with pytest.raises(NotSubmittable, match="text, value"):
        ana.fill(advocate=7)
