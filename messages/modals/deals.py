"""The modal in which a requester says how the deal ended."""

from typing import Any

from bot.facts import AskStory
from messages import ids
from messages.blocks import modal, number_input, radio_input, section
from messages.render import plain, words

RESULTS = ("won", "lost", "open")


def deal_modal(ask: AskStory, currency: str) -> dict[str, Any]:
    """Won, lost or still open, and the amount. `currency` is that of amounts which name none."""
    assert ask.activity is not None
    said = plain("modal/deal", known=ask.activity.amount, currency=ask.activity.currency or currency, ask=ask)
    return modal(
        ids.DEAL_RESULT,
        said["title"],
        [
            section(words("modal/deal", ask=ask)["about"]),
            radio_input("result", said["result"], [(one, said[one]) for one in RESULTS]),
            number_input("amount", said["amount"], hint=said["amount_hint"]),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=ask.id,
    )
