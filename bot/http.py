"""The few HTTP paths, and the server that answers them: what Slack posts, and whether the program is well."""

import errno
import logging
import re
import socket
import threading
import time
from http import HTTPStatus
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask, Request, Response, jsonify, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from sqlalchemy.exc import SQLAlchemyError
from waitress import create_server
from waitress.wasyncore import close_all

from bot.db import Database
from bot.errors import ProgramError
from bot.garbage import collect_seldom, keep_what_is_loaded
from bot.schema import SchemaNotNewest, newest_revision, require_newest

THREADS = 32
"""Requests answered at once; the database keeps at least as many connections."""
CONNECTIONS = 1000
"""Clients connected at once; more wait in the queue of the listening socket."""
LARGEST_BODY = 1_000_000
"""Bytes. Slack's largest payload, a full modal, stays under a third of it."""

log = logging.getLogger(__name__)


class CannotListen(ProgramError):
    """The address is taken or not to be had; the text names it and the way out."""


def create_http(bolt_app: App | None, db: Database) -> Flask:
    """The WSGI application. Without a Bolt app (Socket Mode) it only tells how the program is."""
    app = Flask("bot", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, PROVIDE_AUTOMATIC_OPTIONS=False)

    if bolt_app is not None:
        slack = SlackRequestHandler(bolt_app)

        @app.post("/slack/events")
        def slack_events() -> Response:
            """Bolt checks the signature and its age first: 401 where they are wrong, and nothing is done."""
            if not _looks_signed(request):
                return Response(status=HTTPStatus.UNAUTHORIZED)
            return slack.handle(request)

    @app.get("/health")
    def health() -> tuple[Response, int]:
        """200 when the database answers at the newest schema, 503 with the reason otherwise."""
        try:
            require_newest(db)
        except SchemaNotNewest as reason:
            return jsonify(status="unavailable", reason=str(reason)), HTTPStatus.SERVICE_UNAVAILABLE
        except SQLAlchemyError as error:
            # What the driver says may name hosts and users: that is for the log, not for whoever asks.
            log.warning("the database does not answer: %s", error)
            reason_ = "the database does not answer"
            return jsonify(status="unavailable", reason=reason_), HTTPStatus.SERVICE_UNAVAILABLE
        return jsonify(
            status="ok", database=db.url.get_backend_name(), schema=newest_revision()
        ), HTTPStatus.OK

    @app.errorhandler(HTTPStatus.NOT_FOUND)
    @app.errorhandler(HTTPStatus.METHOD_NOT_ALLOWED)
    def not_found(_: Exception) -> tuple[str, int]:
        return "Not found\n", HTTPStatus.NOT_FOUND

    return app


def _looks_signed(request: Request) -> bool:
    """Whether the headers are of the form Bolt can judge: the SDK stumbles over any other (500 in place of 401)."""
    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    return bool(re.fullmatch("[0-9]{1,12}", timestamp) and re.fullmatch("v0=[0-9a-f]{64}", signature))


class HttpServer:
    """waitress, listening from construction and answering from start() to stop()."""

    def __init__(self, app: WSGIApplication, host: str, port: int) -> None:
        """Binds the address, port 0 meaning any free one; CannotListen where it is not to be had."""
        bound = _bind(host, port)
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{bound.getsockname()[1]}"
        self._sockets: dict[int, Any] = {}
        self._server = create_server(
            app,
            map=self._sockets,
            sockets=[bound],
            threads=THREADS,
            connection_limit=CONNECTIONS,
            max_request_body_size=LARGEST_BODY,
            asyncore_use_poll=True,
            ident="",  # no Server header
        )
        self._thread = threading.Thread(target=self._server.run, name="http")

    def start(self) -> None:
        """Answers from now on, in threads of its own."""
        keep_what_is_loaded()
        collect_seldom()
        self._thread.start()

    def stop(self, within: float = 4.0) -> None:
        """Stops accepting, lets the requests in hand finish for at most `within` seconds, then closes everything.

        Harmless to repeat, and before start().
        """
        if not self._thread.is_alive():
            self._server.task_dispatcher.shutdown()
            close_all(self._sockets)
            return
        server, deadline = self._server, time.monotonic() + within
        # The sockets belong to the server's loop, so it is asked to do each step between two rounds.
        server.trigger.pull_trigger(self._stop_accepting)
        while server.active_channels and time.monotonic() < deadline:
            server.trigger.pull_trigger(self._close_idle)
            time.sleep(0.01)
        if server.active_channels:
            log.warning("%d connections closed before their requests were done", len(server.active_channels))
        server.trigger.pull_trigger(self._close_everything)
        self._thread.join()
        server.task_dispatcher.shutdown(timeout=max(0.0, deadline - time.monotonic()))

    def _stop_accepting(self) -> None:
        self._server.accepting = False
        self._server.del_channel()
        self._server.socket.close()

    def _close_idle(self) -> None:
        for channel in self._server.active_channels.values():
            if not channel.requests and not channel.total_outbufs_len:
                channel.will_close = True

    def _close_everything(self) -> None:
        close_all(self._sockets)  # run() ends when nothing is left to watch


def _bind(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError) as error:
        raise CannotListen(f"HOST is {host}, which is no address of this machine: set another") from error
    # localhost is often ::1 first, while proxies and people mean 127.0.0.1.
    family, kind, protocol, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen()
    except OSError as error:
        bound.close()
        raise CannotListen(_why_not(error, host, port)) from error
    return bound


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is taken: stop what listens there, or set PORT to a free one"
    if error.errno == errno.EACCES:
        return f"port {port} may not be used by this user: set PORT to one above 1023"
    return f"cannot listen on {host}, port {port}: {error.strerror}. Set HOST or PORT to another"
