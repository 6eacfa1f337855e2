"""views.* and trigger ids, asked with Slack's own client."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.elements import state_values
from bot.sandbox.workspace import Workspace
from tests.sandbox.bare_app import EVERY_INPUT, entry, modal, section
from tests.sandbox.conftest import WallClock

VIEW = modal(entry("words", "plain_text_input"))
HOME = {"type": "home", "blocks": [section("Welcome")]}


def error_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def test_a_trigger_opens_one_view_within_three_seconds(
    client: WebClient, workspace: Workspace, clock: WallClock
) -> None:
    trigger = workspace.triggers.issue("U1")
    view = client.views_open(trigger_id=trigger, view=VIEW)["view"]
    assert workspace.views.top("U1") == workspace.views.find(view["id"])
    assert (view["root_view_id"], view["state"]["values"]["words"]["words"]["value"]) == (view["id"], None)
    assert error_of(client.views_open, trigger_id=trigger, view=VIEW) == "exchanged_trigger_id"
    late = workspace.triggers.issue("U1")
    clock.advance(3.1)
    assert error_of(client.views_open, trigger_id=late, view=VIEW) == "expired_trigger_id"
    assert error_of(client.views_open, trigger_id="1.2.x", view=VIEW) == "invalid_trigger_id"


def test_an_invalid_view_does_not_spend_the_trigger(client: WebClient, workspace: Workspace) -> None:
    trigger = workspace.triggers.issue("U1")
    assert (
        error_of(client.views_open, trigger_id=trigger, view={"type": "modal", "blocks": []})
        == "invalid_arguments"
    )
    assert error_of(client.views_open, trigger_id=trigger, view=HOME) == "invalid_arguments"
    assert client.views_open(trigger_id=trigger, view=VIEW)["ok"]


def test_three_modals_stack_and_no_more(client: WebClient, workspace: Workspace) -> None:
    assert error_of(client.views_push, trigger_id=workspace.triggers.issue("U1"), view=VIEW) == "not_found"
    root = client.views_open(trigger_id=workspace.triggers.issue("U1"), view=VIEW)["view"]
    second = client.views_push(trigger_id=workspace.triggers.issue("U1"), view=VIEW)["view"]
    third = client.views_push(trigger_id=workspace.triggers.issue("U1"), view=VIEW)["view"]
    assert (second["previous_view_id"], third["root_view_id"]) == (root["id"], root["id"])
    assert (
        error_of(client.views_push, trigger_id=workspace.triggers.issue("U1"), view=VIEW)
        == "push_limit_reached"
    )


def test_an_update_needs_the_current_hash_and_keeps_what_was_typed(
    client: WebClient, workspace: Workspace
) -> None:
    view = client.views_open(trigger_id=workspace.triggers.issue("U1"), view=VIEW)["view"]
    held = {"type": "plain_text_input", "value": "typed"}
    opened = workspace.views.top("U1")
    assert opened is not None
    workspace.views.type_into(opened, {"words": {"words": held}})
    wider = modal(entry("words", "plain_text_input"), entry("more", "plain_text_input"))
    updated = client.views_update(view_id=view["id"], hash=view["hash"], view=wider)["view"]
    assert updated["state"]["values"]["words"]["words"] == held
    assert error_of(client.views_update, view_id=view["id"], hash=view["hash"], view=wider) == "hash_conflict"
    other = client.views_update(view_id=view["id"], view=modal(entry("more", "plain_text_input")))["view"]
    assert "words" not in other["state"]["values"]
    assert error_of(client.views_update, view_id="V9", view=VIEW) == "not_found"


def test_a_closed_view_is_not_found(client: WebClient, workspace: Workspace) -> None:
    view = client.views_open(trigger_id=workspace.triggers.issue("U1"), view=VIEW)["view"]
    workspace.views.clear("U1")
    assert error_of(client.views_update, view_id=view["id"], view=VIEW) == "not_found"


def test_an_external_id_names_one_view(client: WebClient, workspace: Workspace) -> None:
    named = {**VIEW, "external_id": "ask-1"}
    client.views_open(trigger_id=workspace.triggers.issue("U1"), view=named)
    assert (
        error_of(client.views_open, trigger_id=workspace.triggers.issue("U2"), view=named)
        == "duplicate_external_id"
    )
    assert client.views_update(external_id="ask-1", view=named)["ok"]


def test_a_home_is_published_per_person_with_its_hash(client: WebClient, workspace: Workspace) -> None:
    first = client.views_publish(user_id="U1", view=HOME)["view"]
    second = client.views_publish(user_id="U1", view=HOME, hash=first["hash"])["view"]
    assert first["id"] == second["id"]
    assert error_of(client.views_publish, user_id="U1", view=HOME, hash=first["hash"]) == "hash_conflict"
    assert error_of(client.views_publish, user_id="U9", view=HOME) == "user_not_found"
    assert error_of(client.views_publish, user_id="U1", view=VIEW) == "invalid_arguments"
    assert workspace.views.home("U2") is None


def test_the_state_of_an_untouched_form_is_its_initial_values() -> None:
    values = state_values(list(EVERY_INPUT), {})
    assert values["needed_by"]["needed_by"] == {"type": "datepicker", "selected_date": "2026-12-01"}
    assert values["stand_in"]["stand_in"] == {"type": "users_select", "selected_user": None}
    assert values["many"]["many"] == {"type": "multi_static_select", "selected_options": []}
