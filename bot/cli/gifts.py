"""gifts: the budget of a period, and campaigns: whom they are for, what is proposed, what came of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from bot.cli.guard import INCENTIVES, program_of

if TYPE_CHECKING:
    from bot.rules.campaigns import Why
    from bot.services.campaigns import Candidate
    from bot.settings import Settings

DAY = click.DateTime(("%Y-%m-%d",))
MONEY = click.FloatRange(min=0, min_open=True)


@click.group()
def gifts() -> None:
    """Budgets and campaigns for small gifts."""


@gifts.command()
@click.argument("starts_on", metavar="FROM", type=DAY)
@click.argument("ends_on", metavar="TO", type=DAY)
@click.argument("amount", type=MONEY)
@click.pass_obj
def budget(settings: Settings, starts_on: datetime, ends_on: datetime, amount: float) -> None:
    """Set what may be given between two days, both included, all recipients together."""
    from bot.services import campaigns

    with program_of(settings) as program:
        row = campaigns.set_budget(program, "command line", starts_on.date(), ends_on.date(), amount)
    click.echo(f"{row.amount:,.2f} {row.currency} from {row.starts_on} to {row.ends_on}.")


@gifts.command()
@click.pass_obj
def budgets(settings: Settings) -> None:
    """List every budget and what is left of it."""
    from bot.services import campaigns

    with program_of(settings) as program:
        rows = campaigns.budgets(program)
    for row, left in rows:
        click.echo(f"{row.starts_on} to {row.ends_on}: {left:,.2f} of {row.amount:,.2f} {row.currency} left")
    if not rows:
        click.echo("No budget is set, so none holds anything back.")


@gifts.group()
def campaign() -> None:
    """Plan a campaign, see whom it is for, propose it, and see what came of it."""


@campaign.command()
@click.argument("name")
@click.option("--goal", required=True, help="What it should bring about.")
@click.option("--kind", type=click.Choice(INCENTIVES), required=True, help="What is given.")
@click.option("--amount", type=MONEY, required=True, help="The value of one gift.")
@click.option("--budget", type=MONEY, required=True, help="The value of all of them.")
@click.option("--from", "starts_on", type=DAY, required=True, help="Its first day.")
@click.option("--to", "ends_on", type=DAY, required=True, help="Its last day.")
@click.option("--quiet", type=click.IntRange(min=1), help="For those without contact for so many days.")
@click.option(
    "--did", help="For those who completed an activity of this kind; it is what they are thanked for."
)
@click.option("--activities", type=click.IntRange(min=1), help="For those who completed at least so many.")
@click.option(
    "--within", type=click.IntRange(min=1), default=365, show_default=True, help="Days that these look back."
)
@click.option("--industry", multiple=True, help="For people of this industry; may be repeated.")
@click.option("--segment", multiple=True, help="For people of this segment; may be repeated.")
@click.option("--region", multiple=True, help="For people of this region; may be repeated.")
@click.pass_obj
def plan(
    settings: Settings,
    name: str,
    goal: str,
    kind: str,
    amount: float,
    budget: float,
    starts_on: datetime,
    ends_on: datetime,
    quiet: int | None,
    did: str | None,
    activities: int | None,
    within: int,
    industry: tuple[str, ...],
    segment: tuple[str, ...],
    region: tuple[str, ...],
) -> None:
    """Plan the campaign NAME. Nothing is proposed yet."""
    from bot.rules.campaigns import Criteria
    from bot.services import campaigns

    criteria = Criteria(quiet, did, within, activities, industry, segment, region)
    with program_of(settings) as program:
        row = campaigns.create(
            program,
            "command line",
            campaigns.Plan(name, goal, kind, amount, budget, criteria, starts_on.date(), ends_on.date()),
        )
    click.echo(f"“{row.name}” is planned. See whom it is for: gifts campaign who “{row.name}”")


@campaign.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List every campaign, the newest first."""
    from bot.services import campaigns

    with program_of(settings) as program:
        rows = campaigns.all_of_them(program)
    for row in rows:
        click.echo(
            f"{row.name}: {row.goal} ({row.kind}, {row.amount:g} {row.currency} each,"
            f" {row.budget:g} in all, {row.starts_on} to {row.ends_on})"
        )
    if not rows:
        click.echo("No campaign was planned yet.")


@campaign.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def who(settings: Settings, name: str, as_json: bool) -> None:
    """Tell who qualifies today and why, and what the guard says of the gift to each."""
    from bot.services import campaigns

    with program_of(settings) as program:
        found = campaigns.who(program, name)
    if as_json:
        document = [_as_json(one) for one in found]
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    for one in found:
        given = f", {one.who.incentive_state} already" if one.who.incentive_state else ""
        guard = one.verdict if one.guard_why is None else f"{one.verdict}: {one.guard_why}"
        because = "; ".join(_in_words(why) for why in one.who.why)
        click.echo(f"{one.who.name}, {one.who.account}: {because}{given}. Guard: {guard}")
    passing = sum(one.verdict == "pass" for one in found)
    click.echo(f"{len(found)} qualify; the guard passes {passing} of them.")


@campaign.command()
@click.argument("name")
@click.pass_obj
def propose(settings: Settings, name: str) -> None:
    """Propose the gift to everybody who qualifies and passes the guard: their CSM is asked to offer it."""
    from bot.services import campaigns

    with program_of(settings) as program:
        done = campaigns.propose(program, "command line", name)
    click.echo(
        f"{done.filed} proposed, {done.there_already} had it already;"
        f" left out by the guard: {done.held} held, {done.blocked} blocked."
    )


@campaign.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def result(settings: Settings, name: str, as_json: bool) -> None:
    """Tell what came of the campaign so far."""
    from bot.services import campaigns

    with program_of(settings) as program:
        row, numbers = campaigns.result(program, name)
    if as_json:
        click.echo(
            json.dumps({"campaign": row.name, "goal": row.goal, **asdict(numbers)}, ensure_ascii=False)
        )
        return
    click.echo(f"{row.name}: {row.goal}")
    click.echo(
        f"{numbers.offered} offered, {numbers.waiting} waiting, {numbers.taken} taken, {numbers.swapped} swapped,"
        f" {numbers.donated} given away, {numbers.declined} declined, {numbers.stuck} stuck"
    )
    click.echo(
        f"{numbers.delivered} delivered; cost {numbers.cost:,.2f} of {row.budget:,.2f} {numbers.currency}"
    )
    click.echo(f"{numbers.re_engaged} said yes to an ask or did something within 90 days of their answer")


def _as_json(one: Candidate) -> dict[str, object]:
    return {
        "advocate": one.who.name,
        "account": one.who.account,
        "why": [_in_words(why) for why in one.who.why],
        "verdict": one.verdict,
        "guard": one.guard_why,
        "state": one.who.incentive_state,
    }


def _in_words(why: Why) -> str:
    from messages.wording import day, kind_name

    on: date | None = why.on
    match why.criterion:
        case "quiet":
            return "never in contact" if on is None else f"quiet for {why.value} days, since {day(on)}"
        case "did":
            return f"did a {kind_name(why.value)}" + (f" on {day(on)}" if on else "")
        case "activities":
            return f"{why.value} activities"
        case other:
            return f"{other} {why.value}"
