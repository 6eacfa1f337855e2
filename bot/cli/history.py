"""history: what happened to a request or around an advocate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from bot.cli.database import answering, require_newest
from bot.errors import BadInput

if TYPE_CHECKING:
    from bot.facts import HistoryLine
    from bot.settings import Settings
    from models import Advocate


@click.command()
@click.argument("subject", metavar="REQUEST_OR_ADVOCATE")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def history(settings: Settings, subject: str, as_json: bool) -> None:
    """Tell what happened, who did it and when, oldest first.

    SUBJECT is a request's id, or an advocate's e-mail address or unambiguous name.
    """
    from bot.db import Database
    from bot.queries import history as queries
    from messages.history import happened

    db = Database(settings.database_url)
    try:
        require_newest(db)
        with answering(db), db.reading() as session:
            if queries.find_request(session, subject):
                lines = queries.history_of_request(session, subject)
            else:
                advocate = the_one(
                    queries.find_advocates(session, subject),
                    subject,
                    "an e-mail address, a name or a request's id",
                )
                lines = queries.history_of_advocate(session, advocate.id)
    finally:
        db.dispose()
    told = [(line.at, line.actor, happened(line)) for line in lines]
    if as_json:
        entries = [
            {"at": line.at.isoformat(), "by": line.actor, "what": happened(line), **_drawn(line)}
            for line in lines
        ]
        click.echo(json.dumps(entries, ensure_ascii=False))
    elif told:
        for at, by, what in told:
            click.echo(f"{at:%Y-%m-%d %H:%M} UTC  {by}: {what}")
    else:
        click.echo("Nothing has happened yet.")


def the_one(
    found: Sequence[Advocate], subject: str, else_write: str = "an e-mail address or a name"
) -> Advocate:
    """The one person found, or BadInput: nobody, or several with their addresses to choose from."""
    if not found:
        raise BadInput(f"I know nothing of “{subject}”: write {else_write}")
    if len(found) > 1:
        names = ", ".join(f"{one.name} <{one.email}>" for one in found[:5])
        raise BadInput(f"“{subject}” can be several people: {names}. Write the e-mail address")
    return found[0]


def _drawn(line: HistoryLine) -> dict[str, object]:
    """How it was drawn who is asked for a review, with everyone left out."""
    if line.draw is None:
        return {}
    left_out = [{"advocate": name, "codes": codes} for name, codes in line.draw.left_out]
    return {
        "draw": {
            "rule": line.draw.rule,
            "seed": line.draw.seed,
            "could_be_asked": line.draw.could_be_asked,
            "chosen": line.draw.chosen,
            "left_out": left_out,
        }
    }
