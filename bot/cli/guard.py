"""guard: what the guard says of an incentive, and of a text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

import click

from bot.cli.database import answering, require_newest
from bot.cli.explain import Kind

if TYPE_CHECKING:
    from bot.incentive_facts import GuardFinding
    from bot.services.program import Program
    from bot.settings import Settings

INCENTIVES = ("gift_card", "swag", "credit", "training", "donation", "experience")
VERDICTS = ("pass", "hold", "block")
PURPOSES = (
    "ask",
    "thanks",
    "executive_note",
    "celebration",
    "milestone",
    "spotlight",
    "newsletter",
    "survey",
    "feedback",
)
GENERAL = "general"
"""In place of an activity: a thank-you for being there, with no activity behind it."""


class Activity(Kind):
    """A kind of activity, or `general`."""

    name = "activity"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return GENERAL if value.strip().lower() == GENERAL else super().convert(value, param, ctx)


@click.group()
def guard() -> None:
    """Ask the guard before anything is given or said."""


@guard.command()
@click.option("--kind", type=click.Choice(INCENTIVES), required=True, help="What is to be given.")
@click.option(
    "--for",
    "activity",
    type=Activity(),
    required=True,
    help="The kind of activity it is for, or general for none in particular.",
)
@click.option("--platform", help="The review platform, such as G2.")
@click.option("--amount", type=click.FloatRange(min=0, min_open=True), help="Its value.")
@click.option(
    "--promised",
    type=click.Choice(("before", "during", "after")),
    default="after",
    show_default=True,
    help="When it is promised, seen from the activity.",
)
@click.option(
    "--sector",
    type=click.Choice(("private", "public", "unknown")),
    default="private",
    show_default=True,
    help="The recipient’s employer.",
)
@click.option(
    "--relation",
    type=click.Choice(("customer", "staff", "agent", "relative")),
    default="customer",
    show_default=True,
    help="What the recipient is to us.",
)
@click.option(
    "--employer",
    type=click.Choice(("allows", "forbids", "unknown")),
    default="allows",
    show_default=True,
    help="Whether the employer lets them take gifts.",
)
@click.option(
    "--depends-on",
    "condition",
    type=click.Choice(("positive", "rating", "deal_won")),
    help="What it is made to depend on.  [default: nothing]",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def check(
    settings: Settings,
    kind: str,
    activity: str,
    platform: str | None,
    amount: float | None,
    promised: str,
    sector: str,
    relation: str,
    employer: str,
    condition: str | None,
    as_json: bool,
) -> None:
    """Say whether an incentive passes, waits for an owner or is blocked, and why.

    Ends with 0 only where it passes.
    """
    from bot.rules.compliance import PASS, Proposal, canonical_platform, judge
    from bot.services import platforms
    from messages.guard import checks, told, verdict_words

    with program_of(settings) as program:
        rules = platforms.show(program)
        proposal = Proposal(
            kind=kind,
            activity=None if activity == GENERAL else activity,
            timing=promised,
            platform=canonical_platform(platform, rules) if platform else None,
            amount=amount,
            sector=sector,
            relation=relation,
            gifts_allowed={"allows": True, "forbids": False, "unknown": None}[employer],
            condition=condition,
        )
        ruling = judge(proposal, rules, program.policy, program.now().date())
    findings = told(ruling, kind)
    if as_json:
        document = {"verdict": ruling.verdict, "findings": [_as_json(one) for one in findings]}
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        click.echo(f"{ruling.verdict}: {verdict_words(ruling.verdict)}.")
        for one in findings:
            click.echo(f"  {one.verdict:5} {one.rule}: {one.why}")
            if one.better:
                click.echo(f"        Better: {one.better}")
            click.echo(f"        Source: {one.source} ({one.on.isoformat()})")
        click.echo(checks())
    if ruling.verdict != PASS:
        click.get_current_context().exit(1)


@guard.command()
@click.argument("file", type=click.File(encoding="utf-8", errors="replace"))
@click.option(
    "--for",
    "purpose",
    type=click.Choice(PURPOSES),
    help="What the text is for.  [default: read from the text]",
)
@click.option("--activity", type=Kind(), help="The kind of activity it asks for or thanks for.")
@click.option("--to", "advocate", help="The name of the advocate it is for or about.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def text(
    file: TextIO, purpose: str | None, activity: str | None, advocate: str | None, as_json: bool
) -> None:
    """Say whether a text passes, is flagged or is blocked, and how to say it better.

    FILE holds the text; - reads it from stdin. Ends with 0 only where it passes.
    """
    from bot.rules.language import Occasion, Outcome, Purpose, judge_text
    from messages.texts import checks, told, verdict_words

    occasion = Occasion(Purpose(purpose) if purpose else None, activity, advocate)
    verdict = judge_text(file.read(), occasion)
    findings = told(verdict, occasion)
    if as_json:
        document = {
            "verdict": verdict.outcome,
            "findings": [
                {
                    "rule": one.rule,
                    "verdict": one.verdict,
                    "why": one.why,
                    "source": one.source,
                    "date": one.on.isoformat(),
                    "better": one.better,
                }
                for one in findings
            ],
        }
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        click.echo(f"{verdict.outcome}: {verdict_words(verdict)}.")
        for one in findings:
            click.echo(f"  {one.verdict:5} {one.rule}: {one.why}")
            click.echo(f"        Better: {one.better}")
            click.echo(f"        Source: {one.source} ({one.on.isoformat()})")
        click.echo(checks())
    if verdict.outcome is not Outcome.PASS:
        click.get_current_context().exit(1)


@guard.command()
@click.pass_obj
def table(settings: Settings) -> None:
    """Print the verdict on every combination, as Markdown."""
    from bot.services import platforms
    from messages.guard_table import page

    with program_of(settings) as program:
        click.echo(page(platforms.show(program), program.policy, program.now().date()), nl=False)


@guard.command("platforms")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def platforms_(settings: Settings, as_json: bool) -> None:
    """List what each review platform allows, with source and day. A star marks what an owner set."""
    from bot.services import platforms
    from messages.wording import platform_name

    with program_of(settings) as program:
        rules = platforms.show(program)
        days, today = program.policy.platform_rule_days, program.now().date()
    if as_json:
        document = [{**asdict(one), "checked_on": one.checked_on.isoformat()} for one in rules.values()]
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    for one in rules.values():
        star = "*" if one.amended else " "
        old = f", more than {days} days ago: look it up again" if one.is_old(today, days) else ""
        click.echo(
            f"{star} {platform_name(one.platform)}: tied to a review {one.tied}, general {one.general}"
        )
        if one.note:
            click.echo(f"    {one.note}")
        click.echo(f"    {one.source}, looked up on {one.checked_on.isoformat()}{old}")


@guard.group()
def platform() -> None:
    """Set what a review platform allows, with a source."""


@platform.command("set")
@click.argument("name")
@click.option("--tied", type=click.Choice(VERDICTS), help="Anything of value tied to a review there.")
@click.option(
    "--general", type=click.Choice(VERDICTS), help="General thanks to somebody around a review there."
)
@click.option("--source", required=True, help="Where it stands: an address, or the name of the page.")
@click.option(
    "--checked-on", type=click.DateTime(("%Y-%m-%d",)), help="When you looked it up.  [default: today]"
)
@click.option("--note", help="One sentence to show with it.")
@click.pass_obj
def set_(
    settings: Settings,
    name: str,
    tied: str | None,
    general: str | None,
    source: str,
    checked_on: datetime | None,
    note: str | None,
) -> None:
    """Let what you found out about the platform NAME count from now on."""
    from bot.services import platforms
    from messages.wording import platform_name

    with program_of(settings) as program:
        on = checked_on.date() if checked_on else program.now().date()
        row = platforms.amend(
            program, "command line", name, platforms.Amendment(source, on, tied, general, note)
        )
    click.echo(f"{platform_name(row.platform)}: tied to a review {row.tied}, general {row.general}.")


@platform.command()
@click.argument("name")
@click.pass_obj
def restore(settings: Settings, name: str) -> None:
    """Take back what was set for the platform NAME: what shipped counts again."""
    from bot.services import platforms
    from messages.wording import platform_name

    with program_of(settings) as program:
        row = platforms.restore(program, "command line", name)
    if row is None:
        click.echo(f"{name} is unknown again.")
    else:
        click.echo(
            f"{platform_name(row.platform)} as it shipped: tied to a review {row.tied}, general {row.general}."
        )


def _as_json(one: GuardFinding) -> dict[str, str]:
    document = {
        "rule": one.rule,
        "verdict": one.verdict,
        "why": one.why,
        "source": one.source,
        "date": one.on.isoformat(),
    }
    if one.better:
        document["better"] = one.better
    return document


@contextmanager
def program_of(settings: Settings) -> Iterator[Program]:
    """The program on the settings' database, as of now."""
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
