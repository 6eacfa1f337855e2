"""gives and benefits: what owners add to what ships, and what they take out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.guard import program_of

if TYPE_CHECKING:
    from bot.settings import Settings


@click.group()
def gives() -> None:
    """The catalogue of what can be done for an advocate with nothing asked in return."""


@gives.command("list")
@click.pass_obj
def list_gives(settings: Settings) -> None:
    """List every kind of give: its word in the data, its effort, what it serves."""
    from bot.services import give_kinds
    from messages.gives import give_name

    with program_of(settings) as program:
        catalogue = give_kinds.catalogue(program)
    for kind, give in catalogue.items():
        own = "  (yours)" if give.name else ""
        says = "  to be disclosed" if give.connects else ""
        click.echo(
            f"{kind:24} {give_name(kind, catalogue):36} effort {give.effort}  {', '.join(give.serves)}{says}{own}"
        )


@gives.command("add")
@click.argument("name")
@click.argument("effort", type=click.IntRange(1, 3))
@click.argument("serves", nargs=-1, required=True, metavar="VALUE…")
@click.option("--connects", is_flag=True, help="It is worth something, so whoever was given it says so.")
@click.pass_obj
def add_give(settings: Settings, name: str, effort: int, serves: tuple[str, ...], connects: bool) -> None:
    """Add NAME ("A day at the factory") with its effort for us, 1 to 3, and what it serves.

    VALUE is influence, visibility, network, learning, cause or being_thanked; the strongest first.
    """
    from bot.services import give_kinds

    with program_of(settings) as program:
        kind = give_kinds.add(program, "command line", name, effort, serves, connects=connects)
    click.echo(f"“{name}” can be given now; in files it is {kind}.")


@gives.command("remove")
@click.argument("kind")
@click.pass_obj
def remove_give(settings: Settings, kind: str) -> None:
    """Take out KIND, which you added. What was given stays on record and counts as effort 1."""
    from bot.services import give_kinds

    with program_of(settings) as program:
        name = give_kinds.remove(program, "command line", kind)
    click.echo(f"“{name}” is no longer offered.")


@click.group()
def benefits() -> None:
    """What comes with a tier, as tasks for CSMs and program owners."""


@benefits.command("list")
@click.pass_obj
def list_benefits(settings: Settings) -> None:
    """List every benefit with its tier, whose task it is, and the days it may take."""
    from bot.services import benefit_kinds
    from messages.benefits import benefit_kind_name

    with program_of(settings) as program:
        there = benefit_kinds.catalogue(program)
    for kind, one in there.items():
        task = "comes by itself" if one.by_itself else f"{one.task_of}, {one.days} days"
        click.echo(f"{one.tier:10} {kind:24} {one.name or benefit_kind_name(kind):36} {task}")


@benefits.command("add")
@click.argument("name")
@click.argument("tier", type=click.Choice(["silver", "gold", "platinum"]))
@click.option("--task-of", type=click.Choice(["csm", "owner"]), default="csm", show_default=True)
@click.option("--days", type=click.IntRange(1, 365), default=30, show_default=True, help="Until it is due.")
@click.option("--give", help="The kind of give that it is, once done; see gives list.")
@click.pass_obj
def add_benefit(settings: Settings, name: str, tier: str, task_of: str, days: int, give: str | None) -> None:
    """Let NAME come with TIER and those above it, for whoever reaches it from now on."""
    from bot.services import benefit_kinds

    with program_of(settings) as program:
        kind = benefit_kinds.add(program, "command line", name, tier, task_of, days, give)
    click.echo(f"“{name}” comes with {tier} now; its word is {kind}.")


@benefits.command("remove")
@click.argument("kind")
@click.pass_obj
def remove_benefit(settings: Settings, kind: str) -> None:
    """Take out KIND, also one that ships. What was granted already stays a task."""
    from bot.services import benefit_kinds

    with program_of(settings) as program:
        benefit_kinds.remove(program, "command line", kind)
    click.echo(f"{kind} no longer comes with a tier. To have it back: benefits restore {kind}")


@benefits.command("restore")
@click.argument("kind")
@click.pass_obj
def restore_benefit(settings: Settings, kind: str) -> None:
    """Have KIND, which ships and was taken out, back."""
    from bot.services import benefit_kinds

    with program_of(settings) as program:
        benefit_kinds.restore(program, "command line", kind)
    click.echo(f"{kind} comes with its tier again.")
