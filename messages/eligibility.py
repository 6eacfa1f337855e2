"""The rules of eligibility in words: what each asks for, and what it could not know."""

from bot.rules.policy import Policy
from bot.rules.verdict import Note
from messages.render import plain


def rule(code: str, policy: Policy) -> str:
    """What the rule asks for, in the owner's numbers, as plain text without a full stop."""
    return plain("rules", policy=policy)[code]


def noted(note: Note) -> str:
    """What was not known of the company, or is not to be trusted, as plain text without a full stop."""
    return plain("rules", on=note.on)[f"note_{note.code}"]
