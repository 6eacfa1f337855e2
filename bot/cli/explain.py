"""explain: may this advocate be asked for this, and which rule says what."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from bot.cli.database import answering, require_newest
from bot.cli.history import the_one
from bot.cli.moment import MOMENT

if TYPE_CHECKING:
    from bot.rules.policy import Policy
    from bot.rules.verdict import Verdict
    from bot.settings import Settings


class Kind(click.ParamType[str]):
    """A kind of activity, written with spaces, hyphens or underscores; the nearest one is offered for any other."""

    name = "kind"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from rapidfuzz import process

        from bot.rules.kinds import KINDS

        kind = "_".join(value.lower().replace("-", " ").replace("_", " ").split())
        if kind not in KINDS:
            nearest = process.extractOne(kind, KINDS, score_cutoff=60)
            hint = f" Did you mean {nearest[0]}?" if nearest else ""
            self.fail(f"there is no kind “{value}”.{hint} Kinds: {', '.join(KINDS)}", param, ctx)
        return kind


@click.command()
@click.argument("advocate")
@click.argument("kind", type=Kind())
@click.option("--at", type=MOMENT, help="As of this moment, UTC unless it names a zone.  [default: now]")
@click.option("--prospect", help="The company they would speak to.  [default: none in particular]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def explain(
    settings: Settings, advocate: str, kind: str, at: datetime | None, prospect: str | None, as_json: bool
) -> None:
    """Tell whether an advocate may be asked, rule by rule.

    ADVOCATE is an e-mail address or an unambiguous name, KIND a kind of activity such as reference_call.
    """
    from bot.clock import FixedClock
    from bot.db import Database
    from bot.queries.advocates import facts_of
    from bot.queries.history import find_advocates
    from bot.rules.eligibility import judge
    from bot.services.program import Program
    from messages.wording import day, kind_name

    at = at or datetime.now(UTC)
    db = Database(settings.database_url)
    try:
        require_newest(db)
        with answering(db), db.reading() as session:
            person = the_one(find_advocates(session, advocate), advocate)
            policy = Program(db, FixedClock(at)).policy_in(session)
            facts = facts_of(session, person, at.date()).as_of(at.date())
            verdict = judge(facts, kind, policy, at, prospect)
            name = person.name
    finally:
        db.dispose()
    rules = _rules(verdict, kind, policy, name)
    if as_json:
        told = [{key: value for key, value in one.items() if key != "asks"} for one in rules]
        click.echo(json.dumps({"eligible": verdict.eligible, "rules": told}, ensure_ascii=False))
        return
    may = "can be asked" if verdict.eligible else "can’t be asked"
    free = f": free again on {day(verdict.free_on)}" if verdict.free_on else ""
    click.echo(f"{name} {may} for a {kind_name(kind)} on {day(at.date())}{free}.")
    for one in rules:
        mark, says = ("ok", one["asks"]) if one["ok"] else ("no", one["reason"])
        doubt = f" ({one['reason']})" if one["ok"] and "reason" in one else ""
        click.echo(f"  {mark}  {one['rule']:<15} {says}{doubt}")


def _rules(verdict: Verdict, kind: str, policy: Policy, name: str) -> list[dict[str, Any]]:
    """Every rule in its order: what it asks for, whether it holds, why not and until when, or what it could not know."""
    from bot.rules.eligibility import codes_for
    from bot.rules.wellbeing import NOTES
    from messages.eligibility import noted, rule
    from messages.refusals import why_not

    reasons = {reason.code: reason for reason in verdict.reasons}
    doubts = {NOTES[note.code]: noted(note) for note in verdict.notes}
    rules = []
    for code in codes_for(kind):
        told: dict[str, Any] = {"rule": code, "ok": code not in reasons, "asks": rule(code, policy)}
        if code in reasons:
            until = reasons[code].until
            told["reason"] = why_not(code, name, until)
            if until:
                told["until"] = until.isoformat()
        elif code in doubts:
            told["reason"] = doubts[code]
        rules.append(told)
    return rules
