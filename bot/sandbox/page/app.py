"""The page's HTTP app: the files, what one person sees, the stream of changes, and what they do."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from bot.sandbox.driver import Driver
from bot.sandbox.filling import NotPossible
from bot.sandbox.page.contract import CommandHelp, Curtain, ShortcutHelp, TimeTravel
from bot.sandbox.page.doing import BadDeed, Deeds
from bot.sandbox.page.door import FrontDoor
from bot.sandbox.page.glimpse import Glimpse
from bot.sandbox.page.streams import Streams
from bot.sandbox.records import Json
from bot.sandbox.refused import Refused
from bot.sandbox.workspace import Workspace

__all__ = ["CommandHelp", "Curtain", "ShortcutHelp", "TimeTravel", "end_streams", "page"]

STATIC = Path(__file__).parents[1] / "static"
LARGEST_BODY = 500_000
"""Bytes of one deed; a full form is far below."""
CALLS_SHOWN = 60
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})
OWN_NAMES = {"127.0.0.1", "localhost", "::1"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; "
        "img-src 'self' data: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STREAMS = "sandbox.streams"


def page(
    workspace: Workspace,
    driver: Driver,
    travel: TimeTravel,
    curtain: Curtain,
    commands: Sequence[CommandHelp],
    shortcuts: Sequence[ShortcutHelp] = (),
) -> Flask:
    """The app at `/`. Everything a person does goes through `driver`; call `end_streams(app)` before stopping the server."""
    app = Flask("sandbox", static_folder=str(STATIC), static_url_path="/static")
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    door = FrontDoor(lambda: travel.now().timestamp())
    glimpse = Glimpse(workspace, travel)
    deeds = Deeds(workspace, driver, travel, door)
    streams = Streams(workspace.feed)
    app.extensions[STREAMS] = streams

    @app.before_request
    def only_from_here() -> tuple[str, int] | None:
        """No other site may use a visitor's browser to play here, nor read along under a borrowed name."""
        own = urlsplit(f"//{request.host}").hostname in OWN_NAMES
        foreign = request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
        if own and not (foreign and request.path != "/"):
            return None
        return "The sandbox answers only its own page, on this machine.\n", HTTPStatus.FORBIDDEN

    @app.after_request
    def guarded(response: Response) -> Response:
        response.headers.update(HEADERS)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    @app.get("/")
    def index() -> Response:
        return app.send_static_file("index.html")

    @app.get("/favicon.ico")
    def favicon() -> Response:
        return app.send_static_file("mark.svg")

    @app.get("/help")
    def help_() -> Response:
        """What the composer and the menus offer."""
        return jsonify(commands=[vars(one) for one in commands], shortcuts=[vars(one) for one in shortcuts])

    @app.get("/state")
    def state() -> Response:
        """Everything that one person sees, and the number of the last change it holds."""
        return jsonify(glimpse.whole(request.args.get("as", "")))

    @app.get("/changes")
    def changes() -> Response:
        """What changed for that person since `since`; for browsers that cannot hold a stream."""
        since = request.args.get("since", 0, int)
        return jsonify(glimpse.since(request.args.get("as", ""), workspace.changes_since(since)))

    @app.get("/files/<file_id>")
    def file(file_id: str) -> Response:
        """A file that the bot shows that person: a picture to look at, anything else to save, never a page of this origin."""
        name, content = glimpse.file(request.args.get("as", ""), file_id)
        kind = guess_type(name)[0]
        is_picture = kind in PICTURES
        answer = Response(content, mimetype=kind if is_picture else "application/octet-stream")
        answer.headers.set("Content-Disposition", "inline" if is_picture else "attachment", filename=name)
        return answer

    @app.get("/stream")
    def stream() -> Response:
        """The same as server-sent events. 503 when too many tabs stream already: they ask for changes instead."""
        user, tab = request.args.get("as", ""), request.args.get("tab", "")
        workspace.person(user)
        since = request.args.get("since", 0, int)
        batches = streams.open(tab, int(request.headers.get("Last-Event-ID", since)))
        if batches is None:
            return Response("Too many tabs\n", HTTPStatus.SERVICE_UNAVAILABLE)

        def events() -> Iterator[str]:
            yield "retry: 1000\n\n"
            for batch in batches:
                if batch:
                    told = app.json.dumps(glimpse.since(user, batch))
                    yield f"id: {batch[-1]['seq']}\ndata: {told}\n\n"
                else:
                    yield ": still here\n\n"

        return Response(events(), mimetype="text/event-stream", headers={"Cache-Control": "no-store"})

    @app.post("/do/<deed>")
    def do(deed: str) -> Response | tuple[Response, int]:
        """One thing a person does. 409 with the reason when it is not possible (any more)."""
        body = request.get_json()  # refuses what is not JSON, which no foreign form can send
        if not isinstance(body, dict):
            raise BadDeed("not a JSON object")
        try:
            return jsonify(deeds.do(deed, body))
        except NotPossible as error:
            return jsonify(ok=False, problem=str(error)), HTTPStatus.CONFLICT

    @app.get("/curtain")
    def behind() -> Response:
        """What was sent to the bot, what the bot asked, its outbox, and the trail of the person's open request."""
        request_id = curtain.open_request(request.args.get("as", ""))
        calls = [_call(call) for call in list(workspace.calls)[-CALLS_SHOWN:]]
        return jsonify(
            sent=door.newest_first(),
            calls=calls[::-1],
            slots=curtain.slots(),
            request=request_id,
            history=curtain.history(request_id) if request_id else [],
        )

    @app.errorhandler(BadDeed)
    def bad(error: BadDeed) -> tuple[Response, int]:
        return jsonify(ok=False, problem=str(error)), HTTPStatus.BAD_REQUEST

    @app.errorhandler(Refused)
    def unknown(error: Refused) -> tuple[Response, int]:
        return jsonify(ok=False, problem=error.detail or error.code), HTTPStatus.NOT_FOUND

    @app.errorhandler(HTTPException)
    def plain(error: HTTPException) -> tuple[str, int]:
        return f"{error.name}\n", error.code or HTTPStatus.INTERNAL_SERVER_ERROR

    return app


def end_streams(app: Flask) -> None:
    """Ends every open stream within a second, so that the server can stop."""
    streams: Streams = app.extensions[STREAMS]
    streams.end_all()


def _call(call: Any) -> Json:
    answer = call.answer or {}
    return {
        "method": call.method,
        "ms": round(call.ms, 1),
        "at": call.at,
        "ok": bool(answer.get("ok")),
        "error": answer.get("error", "" if call.answer else "no reply"),
        "channel": call.arguments.get("channel", ""),
    }
