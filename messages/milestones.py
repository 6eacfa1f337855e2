"""The CSM's one message about what there is to congratulate somebody, or a company, on. It never carries an ask."""

from zlib import crc32

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.facts import AdvocateCard, StandIn
from bot.milestone_facts import Moment, Noticed
from bot.rules.language import Occasion, Outcome, Purpose, judge_text
from bot.rules.milestones import NTH, TIER, news_until
from messages import ids
from messages.asks import quoted
from messages.blocks import actions, button, clip, context, link_button, paragraphs, rendered, section
from messages.gives import idea_line
from messages.letters import mail_link
from messages.render import Message, Mrkdwn, escape, plain, words

NOTED = 200
"""Characters of what was told of a moment."""
GREETED = 3
"""People whom one letter can greet."""


def csm(noticed: Noticed, stand_in: StandIn | None = None) -> Message:
    """What there is, for whom and when; words to send; what could please them; and the buttons."""
    said = words("milestone/csm", it=noticed)
    lines = [said["headline"], *(_line(noticed, moment) for moment in noticed.moments)]
    if noticed.people:
        lines.append(said["people"])
    blocks: list[Block] = [section("\n".join(lines))]
    spoken: list[str] = list(lines)
    letter: str | None = None
    if _goes_with_thanks(noticed):
        blocks.append(section(said["with_thanks"]))
        spoken.append(said["with_thanks"])
    elif letter := draft(noticed):
        blocks += [section(said["draft_intro"]), *paragraphs(quoted(letter))]
        spoken += [said["draft_intro"], escape(letter)]
    if ideas := _ideas(noticed):
        text = "\n".join([said["ideas_intro"], *ideas])
        blocks.append(section(text))
        spoken.append(text)
    if stand_in:
        spoken.append(words("ask/csm", stand_in=stand_in)["stand_in"])
        blocks.append(context(spoken[-1]))
    blocks.append(actions(_buttons(noticed, letter)))
    return Message("\n".join(spoken), rendered(blocks))


def draft(noticed: Noticed) -> str | None:
    """A short congratulation on the first of the moments, as plain text: specific, without an ask. None where nothing can be
    said that is, or where the guard would not let it through."""
    moment = noticed.moments[0]
    names = [one.first_name for one in _addressed(noticed)]
    if not names or len(names) > GREETED or (moment.kind == "other" and not moment.note):
        return None
    text = str(
        plain(
            "milestone/draft",
            it=noticed,
            moment=moment,
            names=names,
            nth=ordinal(moment.detail),
            note=clip(moment.note, NOTED) if moment.note else None,
            wording=crc32(moment.id.encode()),
        )["draft"]
    )
    about = Occasion(
        Purpose.MILESTONE, None, noticed.advocate.name if noticed.advocate else None, (noticed.account,)
    )
    return text if judge_text(text, about).outcome is Outcome.PASS else None


def _goes_with_thanks(noticed: Noticed) -> bool:
    """Whether it is about what they did, and the thanks for that are still to be sent: then there is one letter, not two."""
    last = noticed.last
    return last is not None and not last.thanked and all(one.kind in (NTH, TIER) for one in noticed.moments)


def ordinal(count: str | None) -> str:
    """5th, 22nd: of a number as the data has it; nothing of anything else."""
    if count is None or not count.isdigit():
        return ""
    last = (
        "th" if count[-2:] in ("11", "12", "13") else {"1": "st", "2": "nd", "3": "rd"}.get(count[-1], "th")
    )
    return f"{count}{last}"


def _line(noticed: Noticed, moment: Moment) -> Mrkdwn:
    said = words("milestone/csm", it=noticed, moment=moment, nth=ordinal(moment.detail))
    note = f" {said.get('noted', note=clip(moment.note, NOTED))}" if moment.note else ""
    return Mrkdwn(f"• {said['what']}{note}")


def _addressed(noticed: Noticed) -> list[AdvocateCard]:
    return [noticed.advocate] if noticed.advocate else list(noticed.people)


def _ideas(noticed: Noticed) -> list[str]:
    """A line an idea; of several people whose it is."""
    several = len(noticed.ideas) > 1
    lines = []
    for one in _addressed(noticed):
        for idea in noticed.ideas.get(one.id, ()):
            whose = f"{escape(one.first_name)}: " if several else ""
            lines.append(f"• {whose}{idea_line(idea, noticed.catalogue)}")
    return lines


def _buttons(noticed: Noticed, letter: str | None) -> list[InteractiveElement]:
    text = plain("milestone/csm", it=noticed)
    lead = noticed.moments[0].id
    addressed = _addressed(noticed)
    found: list[InteractiveElement] = []
    if letter and noticed.contact:
        link = mail_link(noticed.contact.email, text["subject"], letter)
        found.append(link_button(plain("ask/csm")["open_mail"], ids.MAIL_LINK, link))
    found.append(
        button(text["gave"], ids.GIVE_LOG, addressed[0].id if len(addressed) == 1 else noticed.account_id)
    )
    if noticed.may_celebrate:
        deed = next((one.id for one in noticed.moments if one.kind in (NTH, TIER)), lead)
        found.append(button(text["celebrate"], ids.CELEBRATE, deed))
    if any(noticed.today < news_until(one.kind, one.on) for one in noticed.moments):
        found.append(button(plain("nudges")["later"], ids.NUDGE_LATER, lead))
    return found
