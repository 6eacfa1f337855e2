"""A pretend Socket Mode server: the same driver, with envelopes over a web socket instead of signed HTTP."""

import json
import queue
import threading
import uuid
from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import parse_qsl

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from bot.sandbox.transport import BotReply

Json = dict[str, Any]
WAIT = 10.0
PING = 0.05  # seconds; Slack's client waits for something to read before it closes


class SocketModeServer:
    """`with SocketModeServer() as socket:` … `socket.url` is what apps.connections.open gives out.

    It is a transport: what the driver sends becomes an envelope to one connected app, and the acknowledgement is the
    reply. `acks` keeps every acknowledgement, `connections` counts how many apps ever connected.
    """

    def __init__(self) -> None:
        self.acks: list[Json] = []
        self.connections = 0
        self._connected: list[ServerConnection] = []
        self._waiting: dict[str, queue.Queue[Json]] = {}
        self._changed = threading.Condition()
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/link"

    def __enter__(self) -> Self:
        self._server = serve(self._serve, "127.0.0.1", 0, ping_interval=PING)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        assert self._server is not None
        assert self._thread is not None
        self.disconnect()
        self._server.shutdown()
        self._thread.join()

    def wait_for_app(self, seconds: float = WAIT, *, connections: int = 1) -> None:
        """Until that many apps have ever connected and one is there now."""
        with self._changed:
            arrived = self._changed.wait_for(
                lambda: bool(self._connected) and self.connections >= connections, seconds
            )
        assert arrived, "no app connected"

    def disconnect(self) -> None:
        """Ends every connection, as Slack does now and then; apps connect again."""
        with self._changed:
            connected = list(self._connected)
        for connection in connected:
            connection.close()

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> BotReply:
        """One envelope and its acknowledgement. Raises ConnectionError when no app is connected, TimeoutError without an ack."""
        envelope = _envelope(body, headers)
        with self._changed:
            if not self._connected:
                raise ConnectionRefusedError("no app is connected")
            connection = self._connected[-1]
            answers = self._waiting[envelope["envelope_id"]] = queue.Queue()
        connection.send(json.dumps(envelope))
        try:
            payload = answers.get(timeout=WAIT).get("payload")
        except queue.Empty as error:
            raise TimeoutError("the envelope was not acknowledged") from error
        if payload is None or isinstance(payload, str):
            return BotReply(200, {}, (payload or "").encode())
        return BotReply(
            200, {"content-type": "application/json"}, json.dumps(payload).encode() if payload else b""
        )

    def _serve(self, connection: ServerConnection) -> None:
        hello = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0SANDBOX"}}
        connection.send(
            json.dumps(hello | {"debug_info": {"host": "sandbox", "approximate_connection_time": 18060}})
        )
        with self._changed:
            self._connected.append(connection)
            self.connections += 1
            self._changed.notify_all()
        try:
            for text in connection:
                self._acknowledged(json.loads(text))
        except ConnectionClosed:
            pass  # an app that goes away without a closing handshake is gone all the same
        finally:
            with self._changed:
                self._connected.remove(connection)

    def _acknowledged(self, ack: Json) -> None:
        with self._changed:
            self.acks.append(ack)
            answers = self._waiting.pop(ack["envelope_id"], None)
        if answers is not None:
            answers.put(ack)


def _envelope(body: bytes, headers: Mapping[str, str]) -> Json:
    """What Slack would put around this request."""
    envelope: Json = {"envelope_id": str(uuid.uuid4())}
    if headers["Content-Type"] == "application/json":
        retry = int(headers.get("X-Slack-Retry-Num", "0"))
        events = {"type": "events_api", "accepts_response_payload": False, "payload": json.loads(body)}
        return (
            envelope
            | events
            | {"retry_attempt": retry, "retry_reason": headers.get("X-Slack-Retry-Reason", "")}
        )
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    if "payload" not in fields:
        return envelope | {"type": "slash_commands", "accepts_response_payload": True, "payload": fields}
    payload = json.loads(fields["payload"])
    answerable = payload["type"] in ("view_submission", "block_suggestion")
    return envelope | {"type": "interactive", "accepts_response_payload": answerable, "payload": payload}
