"""What every delivery of a relay shares."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.outbox.addresses import Addresses
from bot.outbox.charts import Charts
from bot.outbox.slack_sender import SlackSender
from bot.outbox.view import Views
from bot.services.program import Program

Before = Callable[[str, str], None]
"""Runs ahead of each rendering with the subject's kind and id."""


@dataclass(frozen=True)
class Parts:
    """The program, the ways to Slack, what is rendered how, and wall time."""

    program: Program
    sender: SlackSender
    charts: Charts
    addresses: Addresses
    views: Views
    before: Before | None
    wall: Callable[[], float]
