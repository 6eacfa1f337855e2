"""The command that opens the sandbox workspace, or tells its story in the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.stopping import StopSignals
from bot.errors import BadSetting

if TYPE_CHECKING:
    from bot.settings import Settings

PAUSE = 0.4
"""Seconds between two messages of the story where somebody reads along."""
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option(
    "--story", is_flag=True, help="Play one request from question to thank-you here, in the terminal."
)
@click.option("--reset", is_flag=True, help="Start anew: forget the workspace and its date.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Where its page listens.  [default: PORT, or 3000]"
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Play with your own accounts.csv, advocates.csv, activities.csv and asks.csv in this folder.",
)
@click.option("--home", type=FOLDER, default=".sandbox", hidden=True, help="Where the workspace is kept.")
@click.pass_obj
def sandbox(
    settings: Settings, story: bool, reset: bool, port: int | None, data: Path | None, home: Path
) -> None:
    """Open a pretend workspace with a sample company in the browser.

    Nothing of it reaches Slack. What happened there is kept in .sandbox and is there again next time; what is played
    with --data is kept apart.
    """
    _refuse_real_tokens(settings)
    _only_warnings(settings)
    if story:
        from bot.sandbox.story import tell

        tell(pause=PAUSE if sys.stdout.isatty() else 0.0)
        return
    told_to_stop = StopSignals()
    from bot.sandbox.keeping import Home
    from bot.sandbox.opening import open_sandbox

    kept = Home.for_data(home, data) if data else Home(home)
    if reset:
        with kept.taken():
            kept.forget()
    with open_sandbox(kept, settings.port if port is None else port, data) as house:
        click.echo(f"The sandbox workspace is open at {house.address}")
        told_to_stop.wait()


def _refuse_real_tokens(settings: Settings) -> None:
    """The sandbox is out of reach where a real workspace is."""
    for name in ("slack_bot_token", "slack_signing_secret", "slack_app_token"):
        if getattr(settings, name) is not None:
            raise BadSetting(
                f"{name.upper()} is set, so this bot works for a real workspace and the sandbox stays closed: "
                "run `serve`, or take the Slack settings away"
            )


def _only_warnings(settings: Settings) -> None:
    """Keeps the terminal to the one line with the address, unless a LOG_LEVEL was asked for."""
    if "log_level" not in settings.model_fields_set:
        from bot.logs import configure

        configure(settings.model_copy(update={"log_level": "WARNING"}))
