"""How what people do reaches the bot: real HTTP, or a WSGI app in this process. Both carry the same signed bytes."""

import http.client
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication

from werkzeug.test import run_wsgi_app

PATIENCE = 30.0  # seconds a connection may stay silent; Slack's own 3 s are judged by the driver


@dataclass(frozen=True)
class BotReply:
    """What the bot answered; header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Transport(Protocol):
    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> BotReply:
        """Sends one request and waits for its reply. Raises ConnectionError when nobody answers."""


class HttpTransport:
    """To a bot that listens at `base_url`, on a new connection each time; any number of threads."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        assert parts.scheme == "http" and parts.hostname, f"not an http address: {base_url}"
        self._host, self._port = parts.hostname, parts.port or 80

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> BotReply:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=PATIENCE)
        try:
            connection.request("POST", path, body, dict(headers))
            reply = connection.getresponse()
            named = {name.lower(): value for name, value in reply.getheaders()}
            return BotReply(reply.status, named, reply.read())
        finally:
            connection.close()


class WsgiTransport:
    """Into a WSGI app in this process, on the caller's thread."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> BotReply:
        environ = {
            "REQUEST_METHOD": "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
        chunks, status, answered = run_wsgi_app(self._app, environ, buffered=True)
        named = {name.lower(): value for name, value in answered.items()}
        return BotReply(int(status.split()[0]), named, b"".join(chunks))
