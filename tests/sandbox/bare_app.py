"""A small Bolt app with one listener for each thing Slack can send."""

import time
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str, accessory: dict[str, Any] | None = None) -> dict[str, Any]:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return block | ({"accessory": accessory} if accessory else {})


def button(action_id: str, value: str = "", text: str = "Press") -> dict[str, Any]:
    made = {"type": "button", "action_id": action_id, "text": plain(text)}
    return made | ({"value": value} if value else {})


def actions(*elements: dict[str, Any], block_id: str = "actions") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def option(value: str, text: str = "") -> dict[str, Any]:
    return {"text": plain(text or value.title()), "value": value}


def entry(action_id: str, kind: str, *, optional: bool = True, **element: Any) -> dict[str, Any]:
    """An input block whose block_id is its action_id."""
    return {
        "type": "input",
        "block_id": action_id,
        "optional": optional,
        "label": plain(action_id.replace("_", " ").title()),
        "element": {"type": kind, "action_id": action_id, **element},
    }


def modal(*blocks: dict[str, Any], callback_id: str = "form", **fields: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain("A form"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "blocks": list(blocks),
        **fields,
    }


KINDS = [option("call"), option("email")]
EVERY_INPUT = (
    entry("deal_name", "plain_text_input", optional=False, min_length=2, max_length=40),
    entry("mail", "email_text_input"),
    entry("link", "url_text_input"),
    entry("amount", "number_input", is_decimal_allowed=False, min_value="0", max_value="1000"),
    entry("needed_by", "datepicker", initial_date="2026-12-01"),
    entry("at", "timepicker"),
    entry("scheduled_for", "datetimepicker"),
    entry("kind", "static_select", options=KINDS),
    entry("format", "radio_buttons", options=KINDS, initial_option=KINDS[0]),
    entry("told", "checkboxes", options=[option("yes"), option("no")]),
    entry("many", "multi_static_select", options=KINDS, max_selected_items=1),
    entry("advocate", "external_select", min_query_length=2),
    entry("advocates", "multi_external_select", min_query_length=2),
    entry("stand_in", "users_select"),
    entry("where", "conversations_select"),
    entry("story", "rich_text_input"),
)


def bare_app(client: WebClient, secret: str) -> App:
    app = App(name="bare", client=client, signing_secret=secret, process_before_response=True)
    app_log: list[tuple[str, Any]] = []
    app.seen = app_log  # type: ignore[attr-defined]

    @app.command("/hello")
    def hello(ack: Any, command: Any) -> None:
        ack(
            text="Hello",
            blocks=[
                section(f"Hello {command['text']}", button("wave", "one")),
                actions(button("wave", "two")),
            ],
        )

    @app.command("/plain")
    def plain_answer(ack: Any) -> None:
        ack("just words")

    @app.command("/nothing")
    def nothing(ack: Any) -> None:
        ack()

    @app.command("/everyone")
    def everyone(ack: Any) -> None:
        ack(text="for all", response_type="in_channel")

    @app.command("/broken")
    def broken(ack: Any) -> None:
        ack(text="x", blocks=[{"type": "section"}])

    @app.command("/slow")
    def slow(ack: Any) -> None:
        time.sleep(0.15)
        ack("too late")

    @app.command("/later")
    def later(ack: Any, respond: Any) -> None:
        ack()
        respond(text="later", blocks=[actions(button("change"), button("remove"), button("more"))])

    @app.command("/form")
    def form(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal(*EVERY_INPUT, notify_on_close=True))

    @app.command("/small")
    def small(ack: Any, body: Any, command: Any, client: WebClient) -> None:
        ack()
        view = modal(entry("words", "plain_text_input"), private_metadata=command["text"])
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.command("/post")
    def post(ack: Any, command: Any, client: WebClient) -> None:
        ack()
        select = {"type": "static_select", "action_id": "pick", "options": KINDS}
        more = {"type": "overflow", "action_id": "menu", "options": KINDS}
        day = {"type": "datepicker", "action_id": "day"}
        blocks = [
            section("Choose"),
            actions(button("go", "1"), select, more, day),
            actions(button("go", "2"), block_id="second"),
        ]
        client.chat_postMessage(channel=command["user_id"], text="Choose", blocks=blocks)

    @app.action("change")
    def change(ack: Any, respond: Any) -> None:
        ack()
        respond(text="changed", replace_original=True)

    @app.action("remove")
    def remove(ack: Any, respond: Any) -> None:
        ack()
        respond(delete_original=True)

    @app.action("more")
    def more(ack: Any, respond: Any) -> None:
        ack()
        respond(text="one more", replace_original=False)

    @app.action({"action_id": "go"})
    def go(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        app_log.append(("go", body))
        client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="done")

    @app.action("open_second")
    def open_second(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=modal(entry("words", "plain_text_input")))

    @app.view("form")
    def submitted(ack: Any, view: Any) -> None:
        app_log.append(("submitted", view))
        words = (view["state"]["values"].get("words") or {}).get("words", {}).get("value")
        if view["private_metadata"] == "errors":
            ack(response_action="errors", errors={"words": f"not {words}"})
        elif view["private_metadata"] == "stray":
            ack(response_action="errors", errors={"nowhere": "x"})
        elif view["private_metadata"] == "update":
            ack(
                response_action="update", view=modal(entry("words", "plain_text_input"), callback_id="second")
            )
        elif view["private_metadata"] == "push":
            ack(response_action="push", view=modal(entry("words", "plain_text_input"), callback_id="second"))
        elif view["private_metadata"] == "clear":
            ack(response_action="clear")
        elif view["private_metadata"] == "wrong":
            ack(response_action="update", view={"type": "modal"})
        else:
            ack()

    @app.view("second")
    def second(ack: Any, view: Any) -> None:
        ack()

    @app.view_closed("form")
    def closed(ack: Any, body: Any) -> None:
        ack()
        app_log.append(("closed", body))

    @app.options("advocate")
    @app.options("advocates")
    def advocates(ack: Any, payload: Any) -> None:
        people = {"a1": "Sarah Chen", "a2": "Sarah Cole", "a3": "Tom Berg"}
        found = [
            option(key, name) for key, name in people.items() if payload["value"].lower() in name.lower()
        ]
        if payload["value"] == "too long":
            found = [option("a4", "x" * 76)]
        ack(options=found)

    @app.shortcut("request_reference")
    def request_reference(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal(entry("words", "plain_text_input")))

    @app.shortcut("save_signal")
    def save_signal(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        words = entry("words", "plain_text_input", initial_value=body["message"]["text"])
        client.views_open(trigger_id=body["trigger_id"], view=modal(words))

    @app.event("app_home_opened")
    def home(event: Any, client: WebClient) -> None:
        blocks = [section("Welcome", button("tune", "x"))]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("tune")
    def tune(ack: Any, body: Any) -> None:
        ack()
        app_log.append(("tune", body))

    @app.action("wave")
    @app.action("pick")
    @app.action("menu")
    @app.action("day")
    def noted(ack: Any, action: Any, body: Any) -> None:
        ack()
        app_log.append((action["action_id"], body))

    return app
