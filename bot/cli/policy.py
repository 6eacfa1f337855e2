"""policy: the rules of the program by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot.cli.database import answering, require_newest

if TYPE_CHECKING:
    from bot.services.policies import Change
    from bot.services.program import Program
    from bot.settings import Settings


@click.group()
def policy() -> None:
    """Show or set the rules of the program."""


@policy.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def show(settings: Settings, as_json: bool) -> None:
    """Show every rule: its value, unit, range and meaning. A star marks what differs from the default."""
    from dataclasses import asdict

    from bot.services import policies

    with _program(settings) as program:
        rules = policies.show(program)
    if as_json:
        click.echo(json.dumps({one.name: asdict(one) for one in rules}, ensure_ascii=False))
        return
    for one in rules:
        star = " " if one.is_default else "*"
        value = f"{one.text or '(none)'} {one.unit}".strip()
        click.echo(f"{star} {one.name:28} {value:20} {one.meaning} ({one.range})")


@policy.command("set", context_settings={"ignore_unknown_options": True})  # a VALUE may begin with a minus
@click.argument("name")
@click.argument("value")
@click.option("--dry-run", is_flag=True, help="Only tell what it would mean.")
@click.pass_obj
def set_(settings: Settings, name: str, value: str, dry_run: bool) -> None:
    """Set the rule NAME to VALUE, in force at once.

    Tells first what it means for who is free today.
    """
    from bot.services import policies

    with _program(settings) as program:
        change = policies.preview(program, name, value)
        click.echo(_impact(change))
        if dry_run:
            click.echo("Nothing was set.")
        else:
            policies.change(program, "command line", name, value)
            click.echo(f"{name} is {change.after or '(none)'} now.")


def _impact(change: Change) -> str:
    """With 45 instead of 30, 12 fewer are free today (31 of 43)."""
    values = f"{change.after or '(none)'} instead of {change.before or '(none)'}"
    if change.free_before is None or change.free_after is None:
        return f"{values}: who is free today does not depend on it."
    difference = change.free_after - change.free_before
    if difference == 0:
        many = "as many are free today"
    else:
        many = f"{abs(difference)} {'more' if difference > 0 else 'fewer'} are free today"
    return f"With {values}, {many} ({change.free_after}, was {change.free_before})."


@contextmanager
def _program(settings: Settings) -> Iterator[Program]:
    from bot.clock import SystemClock
    from bot.db import Database
    from bot.services.program import Program

    db = Database(settings.database_url)
    try:
        require_newest(db)
        with answering(db):
            yield Program(db, SystemClock(), settings.owner_ids, settings.executive_ids)
    finally:
        db.dispose()
