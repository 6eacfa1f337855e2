"""deal_results: at a deal's close date and monthly after it, its requester is asked how it ended; what is known is passed on."""

from datetime import datetime

from bot.services import deals
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Each request is a transaction of its own, and asked once a month however often this runs."""
    settled = deals.settle_known(program)
    asked = sum(deals.ask(program, request_id) for request_id in deals.to_ask(program))
    return f"{asked} asked how their deal ended, {settled} heard it from elsewhere"
