"""Commands that do once what workers do all the time: run a job of the timetable, deliver what is due."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.cli.database import require_newest
from bot.cli.moment import MOMENT

if TYPE_CHECKING:
    from bot.outbox.relay import Delivered
    from bot.settings import Settings
    from bot.wiring import Wired


class JobName(click.ParamType[str]):
    """A name of the timetable; the nearest one is offered for any other."""

    name = "job"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from rapidfuzz import process

        from bot.jobs.schedule import TIMETABLE

        names = [job.name for job in TIMETABLE]
        if value not in names:
            nearest = process.extractOne(value, names, score_cutoff=60)
            hint = f" Did you mean {nearest[0]}?" if nearest else ""
            self.fail(f"there is no job “{value}”.{hint} Jobs: {', '.join(names)}", param, ctx)
        return value


@click.command()
@click.argument("name", type=JobName())
@click.option("--at", type=MOMENT, help="As of this moment, UTC unless it names a zone.  [default: now]")
@click.option("--force", is_flag=True, help="Run it even where it ran for its period already.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def job(settings: Settings, name: str, at: datetime | None, force: bool, as_json: bool) -> None:
    """Run one scheduled job, then deliver what is due by then.

    A second run for the same period does nothing unless forced.
    """
    at = at or datetime.now(UTC)
    with _as_of(settings, at) as wired:
        result = wired.scheduler.run_now(name, at, force)
        delivered = wired.deliver_due(until=at) if result.ran else None
    if as_json:
        counts = asdict(delivered) if delivered else None
        click.echo(json.dumps({**asdict(result), "delivered": counts}, ensure_ascii=False))
    elif delivered:
        click.echo(f"{name}: {result.summary}; {_in_words(delivered)}")
    else:
        click.echo(f"{name}: {result.summary}. Nothing done; --force runs it again")


@click.command()
@click.option("--at", type=MOMENT, help="What is due by this moment.  [default: now]")
@click.pass_obj
def deliver(settings: Settings, at: datetime | None) -> None:
    """Send what is due, then end."""
    at = at or datetime.now(UTC)
    with _as_of(settings, at) as wired:
        delivered = wired.deliver_due(until=at)
    click.echo(_in_words(delivered))


@contextmanager
def _as_of(settings: Settings, at: datetime) -> Iterator[Wired]:
    """The program as of a moment, or the reason why it cannot deliver: then nothing was changed."""
    from bot.clock import FixedClock
    from bot.wiring import build

    wired = build(settings.require_slack(), clock=FixedClock(at))
    try:
        require_newest(wired.program.db)
        yield wired
    finally:
        wired.close()


def _in_words(delivered: Delivered) -> str:
    sent = delivered.posted + delivered.updated
    counts = [f"{sent} message{'s' if sent != 1 else ''} sent"]
    if delivered.parked:
        counts.append(f"{delivered.parked} parked for the program owner")
    if delivered.retried:
        counts.append(f"{delivered.retried} to be tried again")
    return ", ".join(counts)
