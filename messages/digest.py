"""An owner's weekly digest: three lines, figures, what they say, and what to decide, each with the button that does it."""

from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from bot.digest_facts import Decision, Digest, Sort
from bot.rules.diagnosis import Finding
from bot.rules.digest import Figure, Line
from bot.rules.measures import PERCENT, Measure
from messages import ids, measures
from messages.blocks import actions, button, clip, clip_mrkdwn, confirm, context, paragraphs, rendered, section
from messages.render import Message, Mrkdwn, plain, words

LINE, QUOTE, NAME = 330, 140, 60
"""Characters of one decision, of what somebody wrote, and of a name: all of them together fit into one message."""
FINDINGS = 3
BUTTONS = {
    "unanswered": ids.ASK_REVIEW,
    "unfilled": ids.REQUEST_SHOW,
    "unthanked": ids.THANKS_RECORD,
    "alone": ids.AWAY,
    "parked": ids.MESSAGE_RETRY,
    "lapsed": ids.NOTE_TO_CSM,
    "one_sided": ids.GIVE_LOG,
    "slow": ids.AWAY,
    "overridden": ids.GIVE_LOG,
    "out_of_reach": ids.TIER_IN_REACH,
}
"""By sort of decision the button that does it; a gift has another for each of its states."""
OF_GIFTS = {"held": ids.GUARD_RELEASE, "proposed": ids.INCENTIVE_APPROVE}
RHYTHMS = {"weekly": ids.DIGEST_WEEKLY, "fortnightly": ids.DIGEST_FORTNIGHTLY, "off": ids.DIGEST_OFF}


def digest(it: Digest) -> Message:
    """All of it; two lines where there is nothing to say."""
    said = words("digest", it=it)
    if it.is_quiet:
        return Message(said["quiet"], rendered([section(said["quiet"]), *_foot(it)]))
    lead = "\n".join([said["headline"], *three_lines(it)])
    blocks: list[Block] = [*paragraphs(lead)]
    spoken: list[str] = [lead]
    if it.figures:
        shown = "\n".join([said["figures"], *(figure(one) for one in it.figures)])
        blocks += paragraphs(shown)
        spoken.append(shown)
    if it.findings:
        told = "\n".join([said["findings"], *(f"• {finding(one)}" for one in it.findings[:FINDINGS])])
        blocks += paragraphs(told)
        spoken.append(told)
    for sort in it.sorts:
        blocks += _sort(sort, spoken)
    if not it.stands:
        blocks.append(context(said["newer"]))
    return Message("\n".join(spoken), rendered([*blocks, *_foot(it)]))


def chosen(rhythm: str) -> Message:
    """What an owner is told who chose another rhythm."""
    return Message(words("digest", rhythm=rhythm)["chosen"])


def three_lines(it: Digest) -> list[Mrkdwn]:
    """What changed, what is at risk, and what to be glad of."""
    said = words("digest", it=it)
    return [
        said.get("changed", said=_changed(it, it.lines.changed)),
        said.get("at_risk", said=_at_risk(it.lines.at_risk)),
        said.get("glad", said=_glad(it, it.lines.glad)),
    ]


def _changed(it: Digest, line: Line) -> Mrkdwn:
    said = words("digest", it=it)
    if line.figure is not None:
        return said.get(line.code, **_spoken(line.figure))
    week = it.week
    parts = {"requests": week.filed, "asks": week.asked, "deeds": week.done}
    happened = [said[name] for name, number in parts.items() if number]
    return said.get("week" if happened else "still", happened=happened)


def _at_risk(line: Line) -> Mrkdwn:
    if line.finding is not None:
        return Mrkdwn(finding(line.finding).partition(" _Next:_")[0])
    return words("digest", one=_short(line.pending))[line.code] if line.pending else words("digest")[line.code]


def _glad(it: Digest, line: Line) -> Mrkdwn:
    said = words("digest", it=_named(it))
    if line.code == "won" and line.figure is not None:
        return said.get("won", now=line.figure.now)
    if line.figure is not None:
        return said.get(line.code, figure=measures.figure(line.figure.now), cases=measures.made_of(line.figure.now))
    helped = it.week.best.helped if it.week.best else None
    return said.get(line.code, helped=clip(helped, QUOTE) if helped else None)


def _spoken(one: Figure) -> dict[str, str]:
    return {
        "name": measures.name(one.now),
        "now": measures.figure(one.now),
        "before": measures.figure(one.before) if one.before else "–",
        "cases": measures.made_of(one.now),
    }


def figure(one: Figure) -> Mrkdwn:
    """A figure with what it is made of, its trend, and what it was a year ago."""
    return words("digest").get(
        "figure",
        name=measures.name(one.now),
        now=_value(one.now, whole=True),
        before=_value(one.before) if one.before else None,
        year_ago=_value(one.year_ago) if one.year_ago else None,
        trend=one.trend,
        others=one.others,
    )


def _value(one: Measure, *, whole: bool = False) -> str:
    """A figure in short, or `whole` with what it is made of. Of few cases it is a count, never a share."""
    made_of = measures.made_of(one)
    if one.name in PERCENT and one.says_little:
        return made_of if whole else measures.made_of(one).partition(",")[0]
    if one.share is not None:
        return words("digest", one=one)["share_of"] if whole else measures.figure(one)
    figure = measures.figure(one)
    return f"{figure} ({made_of})" if whole and made_of and made_of != "–" else figure


def finding(one: Finding) -> Mrkdwn:
    """What the figures say, with the evidence and one next step."""
    said = words("digest", gap=one.gap)
    evidence = [f"{measures.name(each)}: {_value(each, whole=True)}" for each in one.evidence]
    if one.gap is not None:
        cell = said.get("in_cell", cell=one.gap.cell) if one.gap.cell else said["anywhere"]
        return said.get("bench_gap", cell=cell)
    if one.code in ("few_carry_all", "slow_answers"):
        evidence[0] = _value(one.evidence[0], whole=True)
    free = int(one.evidence[-1].value or 0) if one.code == "few_carry_all" else 0
    return said.get(one.code, evidence=evidence, free=free)


def _sort(sort: Sort, spoken: list[str]) -> list[Block]:
    """The heading of a sort and a line for each of it, with its button."""
    said = words("digest")
    title = said.get(
        "title", title=said[f"{sort.sort}_title"], count=sort.count, shown=len(sort.shown)
    )
    spoken.append(title)
    blocks: list[Block] = [section(title)]
    for one in sort.shown:
        line = _line(sort.sort, one)
        spoken.append(line)
        if sort.sort == "parked":
            blocks += [section(line), actions(_of_parked(one))]
        else:
            blocks.append(section(line, accessory=_button(sort.sort, one)))
    return blocks


def _line(sort: str, one: Decision) -> Mrkdwn:
    shown = _shortened(one)
    reader = _reader(one) if sort == "parked" else None
    return Mrkdwn(clip_mrkdwn(words("digest", one=shown, reader=reader)[f"{sort}_line"], LINE))
