"""Forms: every input reaches the bot, mistakes stand on their field, and the stack works as in Slack."""

from typing import Any

from tests.browser.conftest import Look, Stage
from tests.sandbox.bare_app import actions, button, entry, modal


def command(shown: Any, text: str) -> None:
    shown.fill("#composer-text", text)
    shown.press("#composer-text", "Enter")


def submitted(stage: Stage) -> dict[str, Any]:
    """What the newest submission held, by field."""
    view = next(what for name, what in reversed(stage.bot.seen) if name == "submitted")
    return {field: next(iter(held.values())) for field, held in view["state"]["values"].items()}


def test_every_input_reaches_the_bot(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    command(shown, "/form now")
    form = shown.locator("dialog.modal")

    def field(name: str) -> Any:
        return form.locator(f"[data-action={name}]")

    field("deal_name").fill("Pennine Bank")
    field("mail").fill("ana@ours.example")
    field("link").fill("https://example.com/deal")
    field("amount").fill("120")
    field("needed_by").fill("2026-12-24")
    field("at").fill("16:30")
    field("scheduled_for").fill("2026-12-01T09:15")
    form.locator("label.choice", has_text="Email").click()
    form.locator("label.choice", has_text="Yes").click()
    for name, typed in (
        ("kind", "Email"),
        ("many", "Call"),
        ("advocate", "chen"),
        ("advocates", "berg"),
        ("stand_in", "Ben"),
    ):
        field(name).click()
        field(name).fill(typed)
        shown.locator(".option", has_text=typed.title()).click()
        shown.keyboard.press("Escape") if name == "advocates" else None
        shown.wait_for_selector(".options", state="detached")
    field("story").fill("It was *good*\n- one\n- two")
    shown.click("#modal-submit")
    shown.wait_for_selector("dialog.modal", state="detached")
    held = submitted(stage)
    assert held["deal_name"]["value"] == "Pennine Bank"
    assert (held["mail"]["value"], held["link"]["value"]) == ("ana@ours.example", "https://example.com/deal")
    assert held["amount"]["value"] == "120"
    assert (held["needed_by"]["selected_date"], held["at"]["selected_time"]) == ("2026-12-24", "16:30")
    assert held["scheduled_for"]["selected_date_time"] == 1796134500  # 09:15 in New York
    assert held["kind"]["selected_option"]["value"] == "email"
    assert held["format"]["selected_option"]["value"] == "email"
    assert [one["value"] for one in held["told"]["selected_options"]] == ["yes"]
    assert [one["value"] for one in held["many"]["selected_options"]] == ["call"]
    assert held["advocate"]["selected_option"]["value"] == "a1"
    assert [one["value"] for one in held["advocates"]["selected_options"]] == ["a3"]
    assert held["stand_in"]["selected_user"] == "U2"
    assert [one["type"] for one in held["story"]["rich_text_value"]["elements"]] == [
        "rich_text_section",
        "rich_text_list",
    ]


def test_what_slack_would_not_send_stays_in_the_form(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    command(shown, "/form now")
    shown.locator("dialog [data-action=mail]").fill("nobody")
    shown.locator("dialog [data-action=amount]").fill("1.5")
    shown.click("#modal-submit")
    wrong = shown.locator(".field-error:not(:empty)").all_inner_texts()
    assert wrong == [
        "Please fill this in.",
        "Please enter an e-mail address, such as ana@company.com.",
        "Please enter a whole number.",
    ]
    assert shown.evaluate("document.activeElement.dataset.action") == "deal_name"
    assert not any(name == "submitted" for name, _ in stage.bot.seen)


def test_the_bots_errors_stand_on_their_field(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    command(shown, "/small errors")
    shown.locator("dialog [data-action=words]").fill("this")
    shown.click("#modal-submit")
    assert shown.locator(".field-error:not(:empty)").inner_text() == "not this"
    assert shown.locator("dialog [data-action=words]").input_value() == "this"


def test_forms_stack_go_back_and_close(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    command(shown, "/small push")
    shown.click("#modal-submit")
    shown.wait_for_selector("[data-callback=second]")
    shown.get_by_role("button", name="Back").click()
    shown.wait_for_selector("[data-callback=form]")
    shown.click("#modal-submit")
    shown.wait_for_selector("[data-callback=second]")
    shown.locator(".modal-head").get_by_role("button", name="Close").click()
    shown.wait_for_selector("dialog", state="detached")
    assert stage.workspace.views.stack("U1") == []


def test_an_update_keeps_what_was_typed(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    view = stage.workspace.views.open(
        "U1", modal(entry("words", "plain_text_input"), actions(button("wave")))
    )
    shown.locator("dialog [data-action=words]").fill("half a thought")
    stage.workspace.views.update(
        view, modal(entry("words", "plain_text_input"), entry("more", "plain_text_input"))
    )
    shown.wait_for_selector("dialog [data-action=more]")
    assert shown.locator("dialog [data-action=words]").input_value() == "half a thought"
    assert shown.evaluate("document.activeElement.dataset.action") == "words"


def test_a_button_in_a_form_carries_what_is_typed(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    stage.workspace.views.open("U1", modal(entry("words", "plain_text_input"), actions(button("wave", "x"))))
    shown.locator("dialog [data-action=words]").fill("so far")
    with shown.expect_response("**/do/click"):
        shown.click("dialog [data-action=wave]")
    body = next(what for name, what in stage.bot.seen if name == "wave")
    assert body["view"]["state"]["values"]["words"]["words"]["value"] == "so far"


def test_escape_closes_the_list_first_and_then_the_form(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    command(shown, "/form now")
    shown.locator("dialog [data-action=kind]").click()
    shown.wait_for_selector(".options")
    shown.keyboard.press("Escape")
    shown.wait_for_selector(".options", state="detached")
    assert shown.locator("dialog.modal").count() == 1
    shown.keyboard.press("Escape")
    shown.wait_for_selector("dialog", state="detached")
    assert any(name == "closed" for name, _ in stage.bot.seen)
