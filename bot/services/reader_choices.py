"""How often somebody wants a message that comes by itself: weekly, every other week, or not at all."""

from bot.errors import Refused
from bot.queries.reader_choices import MESSAGES, RHYTHMS, choice_of
from bot.services import people
from bot.services.program import Program, record
from models import ReaderChoice


def choose(program: Program, by: str, message: str, rhythm: str) -> None:
    """From now on `by` reads the message in this rhythm. Refused where there is no such rhythm; the same again changes nothing."""
    if message not in MESSAGES or rhythm not in RHYTHMS:
        raise Refused("no_such_rhythm")
    with program.changing() as session:
        people.require_colleague(session, by)
        chosen = choice_of(session, by, message)
        if chosen is not None and chosen.rhythm == rhythm:
            return
        now = program.now()
        before = chosen.rhythm if chosen else None
        session.merge(ReaderChoice(slack_id=by, message=message, rhythm=rhythm, changed_at=now))
        record(
            session,
            at=now,
            actor=by,
            action="rhythm_chosen",
            subject=(message, by),
            message=message,
            before=before,
            after=rhythm,
        )
