"""executive_notes: who deserves a word from an executive is found and put before one, within the share of each one's week; what nobody
wrote returns to the pool on Friday; platinum gets a sponsor."""

from datetime import datetime

from bot.services import executive_notes, executive_prompting, sponsors
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Each note is a transaction of its own. Hourly, because executives live in many zones: each is prompted at the beginning of
    their own day, and later on it for what has come up since."""
    at = executive_prompting.look(program)
    returned = executive_prompting.take_back_unwritten(program, at)
    if not at.somebody_works(now):
        return f"{returned} returned to the pool; no executive is at work now"
    lapsed = executive_prompting.let_lapse(program, at)
    named = sponsors.name_sponsors(program, at.executives)
    room = executive_prompting.room(program, at.executives)
    found = others = notes = check_ins = 0
    if room or at.somebody_begins(now):
        found, others = executive_prompting.take_up_causes(program)
    if room:
        notes, check_ins = executive_prompting.prompt(program, at.executives, room)
    reminded = executive_notes.remind_csms(program, at)
    left_out = f", {others} big deals in another currency left out" if others else ""
    return (
        f"{returned} returned to the pool, {lapsed} lapsed, {found} found{left_out}, {notes} notes and {check_ins} check-ins put"
        f" before executives, {named} given a sponsor, {reminded} CSMs reminded"
    )
