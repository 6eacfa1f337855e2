"""The pretend Web API on a loopback port, in background threads; starts and stops in a few milliseconds."""

import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from bot.sandbox.faults import Faults
from bot.sandbox.rate_limits import RateLimits
from bot.sandbox.web_api import WebApi
from bot.sandbox.workspace import Workspace

POLL = 0.02  # seconds until a stop is noticed


class _Handler(BaseHTTPRequestHandler):
    """One connection, kept alive. Says nothing on the console."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024  # headers and body leave in one packet
    server: "_HttpServer"

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.api.answer(self.path, headers, body)
        if reply is None:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Tests and the sandbox keep their consoles to themselves."""


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], api: WebApi) -> None:
        self.api = api
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Binds without looking up this machine's name, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        assert isinstance(request, socket.socket)
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        assert isinstance(request, socket.socket)
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news here; anything else is a mistake in the sandbox and shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def hang_up(self) -> None:
        """Ends every connection that is still open."""
        with self._open_lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the client was faster


class SlackServer:
    """`with SlackServer(workspace) as slack:` … `slack.url` is what SLACK_API_URL takes.

    `port` 0 is any free one. `api`, `faults` and `rate_limits` may be used while it runs.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        port: int = 0,
        faults: Faults | None = None,
        rate_limits: RateLimits | None = None,
        strict: bool = True,
        socket_url: str = "",
    ) -> None:
        self.workspace = workspace
        self.api = WebApi(
            workspace, faults=faults, rate_limits=rate_limits, strict=strict, socket_url=socket_url
        )
        self.faults = self.api.faults
        self.rate_limits = self.api.rate_limits
        self._port = port
        self._http: _HttpServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """http://127.0.0.1:PORT, the same after `refuse_connections`."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def url(self) -> str:
        """The Web API's base url, with a slash at its end."""
        return f"{self.address}/api/"

    def start(self) -> Self:
        """Listens; raises OSError when the port is taken."""
        assert self._http is None, "the server runs already"
        self._http = _HttpServer(("127.0.0.1", self._port), self.api)
        self._port = self._http.server_port
        self.workspace.response_urls.base = self.address
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=(POLL,), name="pretend-slack", daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ends listening and every open connection; safe to repeat."""
        http, thread = self._http, self._thread
        if http is None or thread is None:
            return
        http.shutdown()
        thread.join()
        http.hang_up()
        http.server_close()
        self._http = self._thread = None

    def refuse_connections(self) -> None:
        """From now on the port is closed, as when Slack cannot be reached; `start()` opens the same one again."""
        self.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
