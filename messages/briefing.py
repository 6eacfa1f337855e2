"""What a requester reads before they meet an advocate: what to ask, what never to ask, the story, what the company allows."""

from slack_sdk.models.blocks import Block, ButtonElement

from bot.facts import AskStory, Briefing
from bot.rules.reviews import REVIEW
from messages import ids
from messages.blocks import clip_mrkdwn, link_button, section
from messages.letters import mail_link
from messages.render import Mrkdwn, plain, words
from messages.wording import language_name

MOST = 6
"""Products and use cases that are named."""
LONGEST = 2900
"""Characters, so that it stays one block."""


def briefing(ask: AskStory) -> tuple[Mrkdwn, Block]:
    """Its words, and the block that shows them."""
    assert ask.briefing is not None
    known = ask.briefing
    uses = [*known.use_cases, *known.products][:MOST]
    said = words(
        "request/briefing", ask=ask, known=known, story=known.story, uses=uses, rules=_rules(ask, known)
    )
    lines = [said["headline"]]
    if known.story:
        lines.append(said["story"])
    if uses or known.customer_since:
        lines.append(said["knows"])
    if known.language:
        lines.append(said.get("language", language=language_name(known.language)))
    lines += [said["ask_review"]] if ask.kind == REVIEW else [said["ask"], said["never"]]
    lines.append(said["policy"])
    text = Mrkdwn(clip_mrkdwn("\n".join(lines), LONGEST))
    return text, section(text)


def first_letter(ask: AskStory) -> ButtonElement:
    """Opens a first mail to the advocate, to be made one's own."""
    said = plain("request/briefing", ask=ask)
    link = mail_link(ask.contact.email, said["subject"], said["letter"])
    return link_button(said["write_to"], ids.MAIL_LINK, link)


def _rules(ask: AskStory, known: Briefing) -> list[str]:
    said = plain("request/briefing", ask=ask)
    allowed = {"numbers": known.may_share_numbers, "logo": known.may_use_logo, "name": known.may_name}
    return [said[f"{what}_{'yes' if yes else 'no'}"] for what, yes in allowed.items()]
