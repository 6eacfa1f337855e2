"""/program: what the owners of the program set, in words."""

import re
from typing import Any

from slack_bolt import Ack, App, Respond

from bot.errors import Refused
from bot.services import digests, executives
from bot.services.reporting import FORMATS, ask_for
from handlers.answering import Desk
from handlers.colleagues import Colleagues
from handlers.forms import typed
from messages import executives as messages
from messages import ids
from messages.digest import chosen, digest
from messages.refusals import refusal
from messages.render import Message
from messages.reports.titles import on_its_way, period_name

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
OFF = frozenset({"off", "remove", "none"})


def register(app: App, desk: Desk, colleagues: Colleagues) -> None:
    @app.command(ids.PROGRAM_COMMAND)
    def program(ack: Ack, command: dict[str, Any], respond: Respond) -> None:
        word, _, rest = typed(command.get("text")).partition(" ")
        by = command["user_id"]
        try:
            if word.lower() == "digest" and not rest.strip():
                digests.require_one(desk.program, by)
                desk.answer_later(ack, respond, lambda: digest(digests.of_today(desk.program, by)))
                return
            answer = _answer(desk, colleagues, by, word.lower(), rest.strip())
        except Refused as error:
            ack(text=refusal(error), response_type="ephemeral")
        else:
            ack(text=answer.text, blocks=answer.blocks or None, response_type="ephemeral")


def _answer(desk: Desk, colleagues: Colleagues, by: str, word: str, rest: str) -> Message:
    if word == "report":
        return _report(desk, by, rest)
    if word == "digest":
        digests.choose(desk.program, by, rest.lower())
        return chosen(rest.lower())
    if word not in ("executive", "executives"):
        return messages.help_text(word if word not in ("", "help") else None)
    if rest:
        _set(desk, colleagues, by, rest)
    return messages.shares(executives.shares(desk.program, by))


def _report(desk: Desk, by: str, text: str) -> Message:
    """`2026-Q3 html`: a period and a format in any order, or neither."""
    words = text.split()
    chosen = [word.lower() for word in words if word.lower() in FORMATS]
    typed = " ".join(word for word in words if word.lower() not in FORMATS)
    file_format = chosen[-1] if chosen else FORMATS[0]
    first, last = ask_for(desk.program, by, typed, file_format)
    return on_its_way(period_name(first, last), file_format)


def _set(desk: Desk, colleagues: Colleagues, by: str, text: str) -> None:
    """`@name`, `@name 2` or `@name off`."""
    name, _, last = text.rpartition(" ")
    if not name or not (last.lower() in OFF or last.lstrip("-").isdecimal()):
        name, last = text, ""
    mentioned = MENTION.search(name)
    if mentioned:
        colleagues.know(mentioned[1])
    who = executives.meant(desk.program, by, mentioned[1] if mentioned else name)
    if last.lower() in OFF:
        executives.remove(desk.program, by, who)
    else:
        executives.set_share(desk.program, by, who, int(last) if last else None)
