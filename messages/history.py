"""The audit in plain words, for the command line and for whoever looks behind the curtain."""

from collections.abc import Collection
from typing import Any

from bot.facts import Draw, HistoryLine
from bot.rules.reviews import CODES
from messages.refusals import why_not
from messages.render import plain
from messages.texts import named_rule
from messages.wording import joined

RELEASED = {
    "not_now": "not now",
    "never": "never for this kind",
    "cancelled": "no longer needed",
    "offer_other": "another of theirs was offered",
    "taken_back": "taken back",
    "made_way": "the one asked first can be asked after all",
    "another": "somebody else was wanted",
}
TAKEN_BACK = {
    "not_now": "“not now”",
    "never": "“never for this kind”",
    "offer_other": "that another of theirs was offered",
    "approved": "the approval",
    "sent": "that they were written to",
    "yes": "the yes",
    "no": "the no",
    "no_answer": "“no answer”",
    "called_off": "that it was called off",
    "did_not_happen": "that it did not take place",
    "no_show": "that it did not take place",
    "advocate_could_not": "that it did not take place",
    "not_needed": "that it did not take place",
    "happened": "that it took place",
    "company": "what their company said",
}
NAMED = 20
"""People named for each reason why they were left out; of the others only the number is told."""


def happened(line: HistoryLine) -> str:
    """What was done, in the past tense, without who and when."""
    code = str(line.details.get("reason", ""))
    reason = RELEASED.get(code) or (why_not(code, line.advocate or "the advocate") if code else "")
    codes = line.details.get("codes") or line.details.get("exceeded") or ()
    assert isinstance(codes, Collection)
    facts = {
        "beyond": [why_not(str(one), line.advocate or "the advocate") for one in codes],
        "d": _Details(line.details),
        "advocate": line.advocate,
        "reason": reason,
        "taken_back": TAKEN_BACK,
        "neutral": _neutral(line.details.get("neutral_reason")),
        "draw": _told(line.draw) if line.draw else None,
        "rules": joined([named_rule(rule) for rule in _rules(line)]),
    }
    return str(plain("history", facts)[line.action])


def _rules(line: HistoryLine) -> list[str]:
    """The rules of the language guard that a text ran into. Those of the incentive guard come with their own words."""
    rules = line.details.get("rules", []) if line.action == "text_checked" else []
    return [str(rule) for rule in rules] if isinstance(rules, list) else []


def _neutral(code: object) -> str:
    """The reason for which a CSM put a review off, as it was chosen; empty where there is none."""
    if not code:
        return ""
    chosen: str = plain("modal/review")[f"neutral_{code}"]
    return chosen[:1].lower() + chosen[1:]


def _told(draw: Draw) -> dict[str, Any]:
    """A draw with those left out grouped by reason: (words, names, how many more). Who has two reasons is in both groups."""
    groups = []
    for code in CODES:
        names = [name for name, codes in draw.left_out if code in codes]
        if names:
            words = plain("reasons", count=len(names))["retired" if code == "stage" else code]
            groups.append((words, names[:NAMED], len(names[NAMED:])))
    return {
        "rule": draw.rule,
        "seed": draw.seed,
        "could_be_asked": draw.could_be_asked,
        "chosen": draw.chosen,
        "groups": groups,
    }


class _Details(dict[str, object]):
    """Details as templates read them: what was not recorded is empty."""

    def __getattr__(self, name: str) -> object:
        return self.get(name)
