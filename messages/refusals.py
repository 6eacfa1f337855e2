"""The words for every "no"."""

from datetime import date

from bot.errors import Refused
from messages.render import Mrkdwn, plain, words


def refusal(error: Refused) -> Mrkdwn:
    """Why nothing was done, as mrkdwn."""
    return words("refusals", _facts(error))[error.reason]


def plain_refusal(error: Refused) -> str:
    """The same as plain text, for errors on the fields of a modal."""
    return plain("refusals", _facts(error))[error.reason]


def why_not(code: str, name: str, until: date | None = None) -> str:
    """Why one person can't be asked, by the rule's code, as plain text without a full stop."""
    return str(plain("reasons", code=code, name=name, until=until)["one"])


def unexpected(trace: str) -> Mrkdwn:
    """Something broke: nothing was changed, and a number to tell the owner."""
    return words("refusals", trace=trace)["unexpected"]


def slack_slow() -> Mrkdwn:
    """Slack itself was too slow to open what was asked for."""
    return words("refusals")["slack_slow"]


def _facts(error: Refused) -> dict[str, object]:
    if error.reason not in ("advocate_taken", "let_go", "other_taken"):
        return error.facts
    facts = error.facts
    until = facts["until"]
    assert until is None or isinstance(until, date)
    return {
        "owner": facts.get("owner", False),
        "reason": why_not(str(facts["code"]), str(facts["name"]), until),
    }
