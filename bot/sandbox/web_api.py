"""The Web API without a socket: a request in, a reply out, every refusal recorded. All state is the workspace's."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from bot.sandbox.faults import Fault, Faults
from bot.sandbox.methods import METHODS, Call, Method
from bot.sandbox.methods.files import receive_upload
from bot.sandbox.rate_limits import RateLimits
from bot.sandbox.records import Json, LoggedCall
from bot.sandbox.refused import Refused
from bot.sandbox.response_urls import respond
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True)
class HttpReply:
    """`answer` is the JSON behind the body, where there is one."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    answer: Json | None = None


def json_reply(answer: Json, status: int = 200, headers: dict[str, str] | None = None) -> HttpReply:
    shown = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    return HttpReply(status, json.dumps(answer).encode(), shown, answer)


class WebApi:
    """Answers /api/METHOD, /response/TOKEN and /upload/FILE.

    `strict` refuses argument names Slack does not know, which Slack itself would silently ignore.
    `socket_url` is what apps.connections.open gives out; without one it fails.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        faults: Faults | None = None,
        rate_limits: RateLimits | None = None,
        strict: bool = True,
        socket_url: str = "",
    ) -> None:
        self.workspace = workspace
        self.faults = faults or Faults()
        self.rate_limits = rate_limits or RateLimits(workspace.clock)
        self.strict = strict
        self.socket_url = socket_url

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> HttpReply | None:
        """The reply, or None: close the connection without one. Header names are lower case."""
        path, _, query = path.partition("?")
        area, _, name = path.strip("/").partition("/")
        if area == "api":
            return self._call(name, headers, query, body)
        if area == "response":
            return self._with_faults("response_url", {}, lambda: self._respond(name, body))
        if area == "upload":
            return self._upload(name, body)
        return json_reply({"ok": False, "error": "not_found"}, 404)

    def _call(self, name: str, headers: Mapping[str, str], query: str, body: bytes) -> HttpReply | None:
        started = time.perf_counter()
        try:
            arguments = _arguments(headers, query, body)
        except Refused as refused:
            self.workspace.refuse(name, refused.code, refused.detail)
            return json_reply(refused.answer())
        reply = self._with_faults(
            name, arguments, lambda: self._limited(name, arguments) or self._run(name, arguments, headers)
        )
        ms = (time.perf_counter() - started) * 1000
        shown = {key: value for key, value in arguments.items() if key != "token"}
        answer = reply.answer if reply is not None else None
        self.workspace.log(LoggedCall(name, shown, answer, ms, self.workspace.clock()))
        return reply

    def _with_faults(self, name: str, arguments: Json, work: Callable[[], HttpReply]) -> HttpReply | None:
        """Does the work, unless a test asked for something else to happen."""
        seconds, fault = self.faults.take(name, self._channels(arguments))
        if seconds:
            time.sleep(seconds)
        if fault is None:
            return work()
        self.workspace.refuse(name, fault.error or fault.kind, "on demand", arguments, injected=True)
        if fault.kind == "lost_reply":
            work()
            return None
        return _failed(fault)

    def _limited(self, name: str, arguments: Json) -> HttpReply | None:
        seconds = self.rate_limits.retry_after(name, str(arguments.get("channel", "")))
        if not seconds:
            return None
        self.workspace.refuse(name, "ratelimited", f"try again in {seconds} s", arguments)
        return _ratelimited(seconds)

    def _run(self, name: str, arguments: Json, headers: Mapping[str, str]) -> HttpReply:
        try:
            method = METHODS.get(name)
            if method is None:
                raise Refused("unknown_method", f"no method {name!r} here", req_method=name)
            self._check_token(method, headers, arguments)
            self._check_names(method, arguments)
            call = Call(name, arguments, self.workspace, self.socket_url)
            if method.scope:
                call.needs(method.scope)
            with self.workspace.lock:
                return json_reply({"ok": True, **method.run(call)})
        except Refused as refused:
            self.workspace.refuse(name, refused.code, refused.detail, arguments)
            return json_reply(refused.answer())

    def _check_token(self, method: Method, headers: Mapping[str, str], arguments: Json) -> None:
        if method.caller == "anyone":
            return
        token = headers.get("authorization", "").removeprefix("Bearer ") or str(arguments.get("token", ""))
        app = self.workspace.app
        if not token:
            raise Refused("not_authed", "no token")
        if token not in (app.bot_token, app.app_token):
            raise Refused("invalid_auth", "the token is not this app's")
        if token != (app.app_token if method.caller == "app" else app.bot_token):
            raise Refused("not_allowed_token_type", f"{method.name} takes the {method.caller} token")

    def _check_names(self, method: Method, arguments: Json) -> None:
        unknown = sorted(set(arguments) - method.arguments)
        if unknown and self.strict and method.caller != "anyone":
            messages = tuple(f"[ERROR] unknown argument: {name}" for name in unknown)
            raise Refused("invalid_arguments", f"unknown arguments: {', '.join(unknown)}", messages=messages)

    def _channels(self, arguments: Json) -> set[str]:
        """The channel a call is about, by its own id and by the person's whose direct messages it is."""
        named = str(arguments.get("channel") or arguments.get("channel_id") or "")
        if not named:
            return set()
        im = self.workspace.im_of(named)
        if im is not None:
            return {named, im.id}
        return {named, *(c.members[1] for c in self.workspace.channels() if c.id == named and c.kind == "im")}

    def _respond(self, token: str, body: bytes) -> HttpReply:
        try:
            with self.workspace.lock:
                respond(self.workspace, token, body)
        except Refused as refused:
            self.workspace.refuse("response_url", refused.code, refused.detail)
            gone = refused.code in ("used_url", "expired_url", "no_such_url")
            return json_reply(refused.answer(), 404 if gone else 400)
        return json_reply({"ok": True})

    def _upload(self, file_id: str, body: bytes) -> HttpReply:
        try:
            receive_upload(self.workspace, file_id, body)
        except Refused as refused:
            self.workspace.refuse("upload", refused.code, refused.detail)
            return json_reply(refused.answer(), 404)
        return HttpReply(200, f"OK - {len(body)}".encode(), {"Content-Type": "text/plain"})


def _ratelimited(seconds: int) -> HttpReply:
    return json_reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(seconds)})


def _failed(fault: Fault) -> HttpReply | None:
    """The reply to a call that a fault stopped before it was done; None closes the connection."""
    if fault.kind == "ratelimited":
        return _ratelimited(fault.retry_after)
    if fault.kind == "error":
        return json_reply({"ok": False, "error": fault.error})
    if fault.kind == "http":
        return HttpReply(fault.status, b"upstream connect error", {"Content-Type": "text/plain"})
    return None


def _arguments(headers: Mapping[str, str], query: str, body: bytes) -> Json:
    """Query, form and JSON arguments as one mapping. Raises Refused invalid_json, invalid_form_data."""
    arguments: Json = dict(parse_qsl(query, keep_blank_values=True))
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        raise Refused(
            "invalid_form_data", "this sandbox takes forms as application/x-www-form-urlencoded, or JSON"
        )
    if kind != "application/json":
        return arguments | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    try:
        given = json.loads(body or b"{}")
    except ValueError as error:
        raise Refused("invalid_json", f"the body is no JSON: {error}") from error
    if not isinstance(given, dict):
        raise Refused("json_not_object", "the body must be a JSON object")
    return arguments | given
