"""An owner's weekly digest: three lines, figures, what they say, and what to decide, each with the button that does it."""

from dataclasses import replace

from slack_sdk.models.blocks import Block, ButtonElement

from bot.digest_facts import Decision, Digest, Sort
from bot.rules.diagnosis import Finding
from bot.rules.digest import Figure, Line
from bot.rules.measures import PERCENT, Measure
from messages import ids, measures
from messages.blocks import (
    actions,
    button,
    clip,
    clip_mrkdwn,
    confirm,
    context,
    paragraphs,
    rendered,
    section,
)
from messages.charts import message as with_charts
from messages.digest_charts import charts
from messages.render import Message, Mrkdwn, Words, escape, plain, words

LINE, QUOTE, NAME = 400, 140, 60
"""Characters of one decision, of what somebody wrote, and of a name: all of them together fit into one message."""
FINDINGS = 3
BUTTONS = {
    "unanswered": ids.ASK_REVIEW,
    "unfilled": ids.REQUEST_SHOW,
    "unthanked": ids.THANKS_RECORD,
    "alone": ids.AWAY,
    "parked": ids.MESSAGE_RETRY,
    "lapsed": ids.EXEC_NOTE_TO_CSM,
    "one_sided": ids.GIVE_LOG,
    "slow": ids.AWAY,
    "overridden": ids.GIVE_LOG,
    "out_of_reach": ids.TIER_IN_REACH,
}
"""By sort of decision the button that does it; a gift has another for each of its states."""
OF_GIFTS = {"held": ids.GUARD_RELEASE, "proposed": ids.INCENTIVE_APPROVE}
RHYTHMS = {"weekly": ids.DIGEST_WEEKLY, "fortnightly": ids.DIGEST_FORTNIGHTLY, "off": ids.DIGEST_OFF}
NAMES = frozenset({"taking_without_giving"})
"""Findings that name each measure beside its figure."""
BESIDE = frozenset({"few_take_part", "truly_engaged", "says_no", "friends_and_family"})
"""Findings whose evidence stands in parentheses."""


def digest(it: Digest) -> Message:
    """All of it; two lines where there is nothing to say."""
    said = words("digest", it=it)
    if it.is_quiet:
        return Message(said["quiet"], rendered([section(said["quiet"]), *_foot(it)]))
    parts = ["\n".join([said["headline"], *three_lines(it)])]
    if it.figures:
        parts.append("\n".join([said["figures"], *(figure(one) for one in it.figures)]))
    first = [block for part in parts for block in paragraphs(part)]
    drawn = charts(it)
    parts += [escape(one.says) for one in drawn]
    blocks: list[Block] = []
    if it.findings:
        told = [words("digest").get("finding", said=finding(one)) for one in it.findings[:FINDINGS]]
        parts.append("\n".join([said["findings"], *told]))
        blocks += paragraphs(parts[-1])
    for sort in it.sorts:
        lines, listed = _sort(sort)
        parts += lines
        blocks += listed
    if not it.stands:
        parts.append(said["newer"])
        blocks.append(context(said["newer"]))
    return with_charts("\n".join(parts), [*rendered(first), *drawn, *rendered([*blocks, *_foot(it)])])


def chosen(rhythm: str) -> Message:
    """What an owner is told who chose another rhythm."""
    return Message(words("digest", rhythm=rhythm)["chosen"])


def three_lines(it: Digest) -> list[Mrkdwn]:
    """What changed, what is at risk, and what to be glad of."""
    said = words("digest")
    return [
        said.get("changed", said=_changed(it)),
        said.get("at_risk", said=_at_risk(it.lines.at_risk)),
        said.get("glad", said=_glad(it)),
    ]


def _changed(it: Digest) -> Mrkdwn:
    said, line = words("digest", it=it), it.lines.changed
    if line.figure is not None:
        return said.get(line.code, **_compared(line.figure))
    counts = {"requests": it.week.filed, "asks": it.week.asked, "deeds": it.week.done}
    happened = [said[name] for name, number in counts.items() if number]
    return said.get(line.code, happened=happened)


def _at_risk(line: Line) -> Mrkdwn:
    if line.finding is not None:
        return _evidence(line.finding)
    one = line.pending._replace(name=clip(line.pending.name or "", NAME)) if line.pending else None
    return words("digest", one=one)[line.code]


def _glad(it: Digest) -> Mrkdwn:
    line, best = it.lines.glad, it.week.best
    risen = [(clip(name, NAME), tier) for name, tier in it.week.risen]
    facts: dict[str, object] = {"it": it, "risen": risen}
    if best is not None:
        helped = clip(best.helped, QUOTE) if best.helped else None
        facts["best"] = best._replace(
            name=clip(best.name, NAME), account=clip(best.account, NAME), helped=helped
        )
    if line.figure is not None:
        facts |= {"one": line.figure.now, **_compared(line.figure)}
    return words("digest", facts)[line.code]


def _compared(one: Figure) -> dict[str, str]:
    return {
        "name": measures.name(one.now),
        "now": measures.figure(one.now),
        "before": _value(one.before) if one.before else "–",
        "cases": measures.made_of(one.now),
    }


def figure(one: Figure) -> Mrkdwn:
    """A figure with what it is made of, its trend, and what it was a year ago."""
    return words("digest").get(
        "figure",
        name=measures.name(one.now),
        now=_whole(one.now),
        before=_value(one.before) if one.before else None,
        year_ago=_value(one.year_ago) if one.year_ago else None,
        trend=one.trend,
        others=one.others,
    )


def _value(one: Measure) -> str:
    """The figure alone. Of few cases it is a count, never a share."""
    if one.name in PERCENT and one.says_little:
        return plain("measures", one=one)["cases"]
    return measures.figure(one)


def _whole(one: Measure, block: str = "whole") -> str:
    """The figure with what it is made of: in parentheses, or `beside` it."""
    if one.share is not None:
        return plain("digest", one=one)["share_of"]
    if one.name in PERCENT and one.says_little:
        return measures.made_of(one)
    said = plain("digest", figure=measures.figure(one), made_of=measures.made_of(one))
    return said.get(block, nothing=plain("measures")["nothing"])


def finding(one: Finding) -> Mrkdwn:
    """What the figures say, with the evidence, and one next step."""
    step = _words(one).get(f"{one.code}_next", free=int(one.evidence[-1].value or 0) if one.evidence else 0)
    return words("digest", said=_evidence(one), step=step)["with_step"]


def _evidence(one: Finding) -> Mrkdwn:
    return _words(one)[one.code]


def _words(one: Finding) -> Words:
    said = plain("digest")
    evidence = [
        said.get("named", name=measures.name(each), figure=_whole(each))
        if one.code in NAMES
        else _whole(each, "beside" if one.code in BESIDE else "whole")
        for each in one.evidence
    ]
    gap = one.gap._replace(cell=tuple(clip(name, NAME) for name in one.gap.cell)) if one.gap else None
    measure = measures.name(one.evidence[0]) if one.evidence else ""
    return words("digest", evidence=evidence, gap=gap, measure=measure)


def _sort(sort: Sort) -> tuple[list[str], list[Block]]:
    """The heading of a sort and a line for each of it, with its button."""
    said = words("digest")
    heading = said.get("title", title=said[f"{sort.sort}_title"], count=sort.count, shown=len(sort.shown))
    spoken: list[str] = [heading]
    blocks: list[Block] = [section(heading)]
    for one in sort.shown:
        line = _line(sort.sort, one)
        spoken.append(line)
        if sort.sort == "parked":
            blocks += [section(line), actions(_of_parked(one))]
        else:
            blocks.append(section(line, accessory=_button(sort.sort, one)))
    return spoken, blocks


def _line(sort: str, one: Decision) -> Mrkdwn:
    shown = replace(
        one,
        name=clip(one.name, NAME) if one.name else None,
        account=clip(one.account, NAME) if one.account else None,
        what=clip(one.what, QUOTE) if one.what else None,
        cell=tuple(clip(name, NAME) for name in one.cell),
    )
    return Mrkdwn(clip_mrkdwn(words("digest", one=shown)[f"{sort}_line"], LINE))


def _button(sort: str, one: Decision) -> ButtonElement | None:
    """None where it cannot be done with a click: a CSM whom Slack does not know."""
    if not one.id or (sort in ("alone", "slow") and "@" in one.id):
        return None
    text = plain("digest", one=one)
    asks = None
    if sort == "out_of_reach":
        asks = confirm(text["reach_title"], text["reach_text"], text["out_of_reach_do"], text["reach_no"])
    action_id = OF_GIFTS[one.state or "held"] if sort == "held" else BUTTONS[sort]
    return button(text[f"{sort}_do"], action_id, one.id, confirm=asks)


def _of_parked(one: Decision) -> list[ButtonElement]:
    text = plain("digest", one=one)
    return [
        button(text["parked_do"], ids.MESSAGE_RETRY, one.id),
        button(text["parked_let_go"], ids.MESSAGE_LET_GO, one.id),
    ]


def _foot(it: Digest) -> list[Block]:
    """How often it comes, and the other rhythms to choose from."""
    text = plain("digest")
    others = [
        button(text[rhythm], action_id, rhythm)
        for rhythm, action_id in RHYTHMS.items()
        if rhythm != it.rhythm
    ]
    return [context(words("digest", it=it)["foot"]), actions(others)]
