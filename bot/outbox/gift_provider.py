"""The plug-in point for whoever fulfils gifts: what an order says, and what may come of placing it.

A provider is any object with a name and `place`. The two that ship are the order file and the signed webhook.
"""

from typing import Protocol

from bot.incentive_facts import GiftOrderFacts


class NotTaken(Exception):
    """The order was not taken, and trying again may help. The text says why, in a few words."""


class Refused(Exception):
    """The order was not taken, and the same order never will be. The text says why, in a few words."""


class GiftProvider(Protocol):
    """Somebody who fulfils orders."""

    @property
    def name(self) -> str:
        """order file, webhook …"""

    def place(self, order: GiftOrderFacts) -> str | None:
        """Takes the order, once for each id, and returns what it is called there. NotTaken or Refused otherwise."""
