"""The command that opens the sandbox workspace, or tells its story in the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import BadSetting

if TYPE_CHECKING:
    from bot.settings import Settings

PAUSE = 0.4
"""Seconds between two messages of the story where somebody reads along."""


@click.command()
@click.option("--story", is_flag=True, help="Play one request from question to thank-you here, in the terminal.")
@click.pass_obj
def sandbox(settings: Settings, story: bool) -> None:
    """Open a pretend workspace with a sample company in the browser.

    Nothing of it reaches Slack. What happened there is kept in .sandbox and is there again next time.
    """
    _refuse_real_tokens(settings)
    from bot.sandbox.story import tell

    tell(pause=PAUSE if sys.stdout.isatty() else 0.0)


def _refuse_real_tokens(settings: Settings) -> None:
    for name in ("slack_bot_token", "slack_signing_secret", "slack_app_token"):
        if getattr(settings, name):
            raise BadSetting(
                f"{name.upper()} is set, so this is a real workspace’s bot and the sandbox stays closed: "
                "run `serve`, or remove the Slack settings"
            )
