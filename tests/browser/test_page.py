"""The workspace around the blocks: people, the composer, the menus, what arrives, what is refused, keys and phones."""

import re
import threading
import time
from typing import Any

from bot.sandbox.keeping import Home
from bot.sandbox.opening import open_sandbox
from tests.browser.conftest import Look, Stage
from tests.browser.test_forms import command
from tests.sandbox.bare_app import actions, button, section


def test_messages_arrive_change_and_go_without_reloading(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    posted = stage.client.chat_postMessage(channel="U1", text="first")
    shown.wait_for_selector("text=first")
    stage.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="second")
    shown.wait_for_selector("text=second")
    assert "edited" not in shown.inner_text(".messages")
    stage.client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    shown.wait_for_selector("text=A quiet desk")


def test_unread_marks_stand_beside_each_person(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    stage.client.chat_postMessage(channel="U2", text="for Ben")
    shown.wait_for_selector("[data-person=U2] .badge")
    shown.click("[data-person=U2]")
    shown.wait_for_selector("text=for Ben")
    shown.click("[data-person=U1]")
    shown.wait_for_selector("[data-person=U1][aria-current]")
    assert shown.locator("[data-person=U2] .badge").count() == 0


def test_the_composer_completes_commands_by_key(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    shown.type("#composer-text", "/")
    assert shown.locator("[role=option].completion").count() == 6
    shown.keyboard.press("ArrowDown")
    assert shown.get_attribute("#composer-text", "aria-activedescendant") == "completion-1"
    shown.keyboard.press("Escape")
    assert shown.locator(".completions").is_hidden()
    shown.fill("#composer-text", "/hel")
    shown.keyboard.press("Enter")
    assert shown.input_value("#composer-text") == "/hello "
    assert "/hello words" in shown.inner_text("#command-hint")
    shown.keyboard.type("world")
    shown.keyboard.press("Enter")
    shown.wait_for_selector(".ephemeral >> text=Hello world")
    shown.fill("#composer-text", "/nonsense")
    shown.keyboard.press("Enter")
    assert "no command" in shown.inner_text("#command-hint")


def test_an_ephemeral_is_only_theirs_and_can_be_dismissed(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    command(shown, "/later x")
    shown.wait_for_selector(".ephemeral >> text=Only visible to you")
    shown.click("text=Dismiss")
    shown.wait_for_selector(".ephemeral", state="detached")
    assert stage.workspace.ephemerals("U1") == []


def test_refusals_are_shown_in_red(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    command(shown, "/broken x")
    shown.wait_for_selector(".note.red")
    assert "invalid_blocks" in shown.inner_text(".note.red")


def test_home_has_kind_words_until_the_bot_publishes(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    shown.click("[data-tab=home]")
    shown.click("[data-action=tune]")
    assert "Welcome" in shown.inner_text("#body")
    shown.click("[data-talk=general]")
    assert shown.inner_text("h1") == "general"


def test_a_message_menu_has_its_shortcuts(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    shown.click("[data-talk=general]")
    command(shown, "Lena said <she> loves it")
    shown.hover(".message")
    shown.get_by_role("button", name="More about this message").click()
    shown.get_by_role("menuitem", name="Save as a signal").click()
    assert shown.locator("dialog [data-action=words]").input_value() == "Lena said &lt;she&gt; loves it"


def test_a_global_shortcut_opens_its_form(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    shown.click("#shortcuts")
    shown.keyboard.press("Enter")
    shown.wait_for_selector("dialog.modal")


def test_time_travel_moves_the_date(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    before = shown.inner_text(".program-date")
    shown.click("#travel-week")
    shown.wait_for_selector(".note.gold >> text=7 days later")
    assert shown.inner_text(".program-date") != before


def test_behind_the_curtain_stands_what_was_sent(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    command(shown, "/hello world")
    shown.click("#curtain-toggle")
    shown.click("summary:has-text('/hello')")
    assert '"text": "world"' in shown.inner_text(".entry pre")
    assert re.search(r"[\d.]+ ms", shown.inner_text(".entry summary"))
    shown.click("[data-curtain=slots]")
    assert "version 2 due" in shown.inner_text("#curtain")
    shown.click("[data-curtain=history]")
    assert "filed r1" in shown.inner_text("#curtain")
    shown.keyboard.press("Escape")
    assert shown.locator("#curtain").is_hidden()


def test_polls_when_a_stream_is_not_to_be_had(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    context = shown.context
    context.route("**/stream?*", lambda route: route.fulfill(status=503))
    shown.reload()
    shown.wait_for_selector("#app:not([aria-busy])")
    stage.client.chat_postMessage(channel="U1", text="by asking")
    shown.wait_for_selector("text=by asking")
    look.complaints.clear()  # the refused streams


def test_one_stream_for_each_tab(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    for _ in range(8):
        for user in ("U2", "U1"):
            shown.click(f"[data-person={user}]")
            shown.wait_for_selector(f"[data-person={user}][aria-current]")
    time.sleep(1)
    streaming = [one for one in threading.enumerate() if "waitress" in one.name]
    assert streaming
    stage.client.chat_postMessage(channel="U1", text="still here")
    shown.wait_for_selector("text=still here")


def test_a_phone_has_a_drawer(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address, width=390, height=844, has_touch=True, is_mobile=True)
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown.get_by_role("button", name="People and conversations").tap()
    shown.locator("[data-person=U2]").tap()
    shown.wait_for_selector("[data-person=U2][aria-current]", state="attached")
    shown.wait_for_selector("#sidebar[inert]", state="attached")


def test_everything_can_be_reached_by_key_and_has_a_name(stage: Stage, look: Look) -> None:
    shown = look.at(stage.address)
    stage.show("U1", [section("Choose", button("wave", "1")), actions(button("wave", "2"))])
    shown.wait_for_selector("[data-action=wave]")
    nameless = shown.evaluate(
        """() => [...document.querySelectorAll('button, a, input, textarea, [role=option]')].filter((one) =>
             one.checkVisibility() && !(one.textContent.trim() || one.ariaLabel || one.labels?.length)).map((one) => one.outerHTML)"""
    )
    assert nameless == []
    reached: set[Any] = set()
    shown.evaluate("document.activeElement.blur()")
    for _ in range(40):
        shown.keyboard.press("Tab")
        reached.add(
            shown.evaluate(
                "document.activeElement.id || document.activeElement.dataset.action || document.activeElement.dataset.key"
            )
        )
    assert {"travel-week", "U2", "composer-text", "wave", "curtain-toggle", "send"} <= reached


def test_what_arrives_while_one_reads_above_is_told(stage: Stage, look: Look) -> None:
    for number in range(30):
        stage.workspace.post(stage.workspace.open_im("U1").id, user="U0BOT", text=f"line {number}")
    shown = look.at(stage.address)
    shown.evaluate("document.querySelector('.scroller').scrollTop = 0")
    shown.wait_for_timeout(100)
    stage.client.chat_postMessage(channel="U1", text="the newest")
    shown.click("text=Something new below")
    shown.wait_for_selector(".new-below", state="hidden")
    assert shown.locator(".message >> text=the newest").is_visible()


def test_comes_back_when_the_sandbox_does(home: Home, look: Look) -> None:
    with open_sandbox(home, 0) as house:
        shown = look.at(house.address)
        port = int(house.address.rpartition(":")[2])
    shown.wait_for_selector(".note.red >> text=does not answer")
    with open_sandbox(home, port) as house:
        shown.wait_for_selector(".note.red", state="detached")
        house.workspace.post(house.workspace.open_im("U0SALES1").id, user="U0BOT", text="back again")
        shown.wait_for_selector(".message >> text=back again")
    look.complaints.clear()  # the refused connections
