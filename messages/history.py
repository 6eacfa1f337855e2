"""The audit in plain words, for the command line and for whoever looks behind the curtain."""

from bot.facts import HistoryLine
from messages.refusals import why_not
from messages.render import plain

RELEASED = {"not_now": "not now", "never": "never for this kind", "cancelled": "no longer needed"}


def happened(line: HistoryLine) -> str:
    """What was done, in the past tense, without who and when."""
    code = str(line.details.get("reason", ""))
    reason = RELEASED.get(code) or (why_not(code, line.advocate or "the advocate") if code else "")
    facts = {"d": _Details(line.details), "advocate": line.advocate, "reason": reason}
    return str(plain("history", facts)[line.action])


class _Details(dict[str, object]):
    """Details as templates read them: what was not recorded is empty."""

    def __getattr__(self, name: str) -> object:
        return self.get(name)
