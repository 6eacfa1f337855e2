"""STAND-IN until the core lands."""
from collections.abc import Collection

CHOICES: dict[tuple[str, str], str] = {}


def rhythm_of(session: object, slack_id: str, message: str) -> str:
    return CHOICES.get((slack_id, message), "weekly")


def rhythms_of(session: object, slack_ids: Collection[str], message: str) -> dict[str, str]:
    return {one: CHOICES.get((one, message), "weekly") for one in slack_ids}
