"""Slack's side of the front door: what people do, signed and sent to the bot, and what Slack makes of the reply."""

import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from bot.sandbox import payloads
from bot.sandbox.actor import Actor
from bot.sandbox.answer import Answer, Sent
from bot.sandbox.records import Json, Message
from bot.sandbox.transport import Transport
from bot.sandbox.workspace import Workspace

ACK_SECONDS = 3.0
FORM = "application/x-www-form-urlencoded"


class Driver:
    """The people of a workspace and the events Slack sends, against one bot. Any number of threads.

    `clock_offset` seconds are added to the request timestamp, to send what is too old.
    """

    def __init__(
        self, workspace: Workspace, transport: Transport, signing_secret: str, *, path: str = "/slack/events"
    ) -> None:
        self.workspace = workspace
        self.clock_offset = 0.0
        self._transport = transport
        self._secret = signing_secret.encode()
        self._path = path
        self._actors: dict[str, Actor] = {}
        self._lock = threading.Lock()

    def as_person(self, user_id: str) -> Actor:
        """The same actor every time. Raises Refused user_not_found."""
        self.workspace.person(user_id)
        with self._lock:
            return self._actors.setdefault(user_id, Actor(self, user_id))

    def channel_messages(self, channel_id: str) -> list[Message]:
        """Oldest first."""
        return self.workspace.messages(channel_id)

    def send_event(self, event: Json, *, retry_num: int = 0, retry_reason: str = "http_timeout") -> Answer:
        """One event in the Events API's envelope; `retry_num` from 1 says Slack is repeating it."""
        body = json.dumps(payloads.event(self.workspace, event)).encode()
        return self.deliver(event["type"], Sent(body, "application/json"), _retry(retry_num, retry_reason))

    def verify_url(self, challenge: str) -> Answer:
        """What Slack sends when somebody enters the request url."""
        body = {"token": payloads.TOKEN, "challenge": challenge, "type": "url_verification"}
        return self.deliver("url_verification", Sent(json.dumps(body).encode(), "application/json"))

    def redeliver(self, answer: Answer, *, retry_num: int = 0, retry_reason: str = "http_timeout") -> Answer:
        """The same body once more, freshly signed; what the person sees does not change."""
        return self.deliver("redelivery", answer.sent, _retry(retry_num, retry_reason))

    def send_command(self, fields: Json) -> Answer:
        return self.deliver(fields["command"], Sent(urlencode(fields).encode(), FORM))

    def send_interaction(self, payload: Json) -> Answer:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return self.deliver(payload["type"], Sent(body, FORM))

    def deliver(self, what: str, sent: Sent, headers: dict[str, str] | None = None) -> Answer:
        """Signs and sends. A reply that Slack would not take is recorded as a refusal under the name `what`."""
        timestamp = str(int(time.time() + self.clock_offset))
        digest = hmac.new(self._secret, f"v0:{timestamp}:".encode() + sent.body, hashlib.sha256).hexdigest()
        signed = {
            "Content-Type": sent.content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={digest}",
            **(headers or {}),
        }
        started = time.perf_counter()
        status, raw, trouble = 0, b"", "nobody answered"
        try:
            reply = self._transport.post(self._path, sent.body, signed)
            status, raw, trouble = reply.status, reply.body, f"HTTP {reply.status}"
        except (OSError, http.client.HTTPException) as error:
            trouble = f"no reply: {error!r}"
        seconds = time.perf_counter() - started
        refused = ""
        if seconds > ACK_SECONDS:
            refused, trouble = "operation_timeout", f"the reply took {seconds:.1f} s, over {ACK_SECONDS:.0f}"
        elif status != 200:
            refused = "dispatch_failed"
        if refused:
            self.workspace.refuse(what, refused, trouble)
        return Answer(status, seconds * 1000, raw, _json_object(raw), sent, refused)

    def until(self, holds: Callable[[], Any], seconds: float = 5.0, what: str = "that") -> None:
        """Waits until `holds()` is true. Raises AssertionError naming `what` after that many seconds."""
        if not self.workspace.feed.wait_until(lambda: bool(holds()), seconds):
            raise AssertionError(f"{what} did not happen within {seconds} s")


def _retry(number: int, reason: str) -> dict[str, str]:
    return {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason} if number else {}


def _json_object(raw: bytes) -> Json | None:
    try:
        body = json.loads(raw)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
