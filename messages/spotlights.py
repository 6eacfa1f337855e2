"""The month's spotlight for the CSM: whom to ask and why, then words about their craft, never about our product."""

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.facts import StandIn
from bot.milestone_facts import SpotlightStory
from bot.rules.celebrating import names
from bot.rules.language import Occasion, Outcome, Purpose, judge_text
from messages import ids
from messages.asks import quoted
from messages.blocks import actions, button, context, link_button, paragraphs, rendered, section
from messages.letters import mail_link
from messages.render import Message, escape, plain, words


def csm(it: SpotlightStory, stand_in: StandIn | None = None) -> Message:
    """Whom to ask, and a note for it; after a yes the title and a text; at last that it is out, or that they would rather not."""
    said = words("spotlight/csm", it=it)
    if it.agreed is False or it.out:
        over = said["out" if it.out else "declined"]
        return Message(over, rendered([section(over)]), quiet=True)
    text = plain("spotlight/csm", it=it)
    if it.agreed:
        lines = [said["agreed"]]
        letter = article(it)
        buttons: list[InteractiveElement] = [
            button(text["is_out"], ids.SPOTLIGHT_OUT, it.id, style="primary")
        ]
    else:
        lines = [said["headline"], *(said[f"why_{one}"] for one in it.reasons), said["ask_first"]]
        letter = text["note"]
        link = mail_link(it.contact.email, text["subject"], letter)
        buttons = [
            button(text["said_yes"], ids.SPOTLIGHT_YES, it.id, style="primary"),
            button(text["said_no"], ids.SPOTLIGHT_NO, it.id),
            link_button(plain("ask/csm")["open_mail"], ids.MAIL_LINK, link),
            button(plain("nudges")["later"], ids.NUDGE_LATER, it.id),
        ]
    blocks: list[Block] = [section("\n".join(lines)), *paragraphs(quoted(letter))]
    spoken: list[str] = [*lines, escape(letter)]
    if stand_in:
        spoken.append(words("ask/csm", stand_in=stand_in)["stand_in"])
        blocks.append(context(spoken[-1]))
    blocks.append(actions(buttons))
    return Message("\n".join(spoken), rendered(blocks))


def title(it: SpotlightStory) -> str:
    """About their craft: "How Sarah Chen built …". The plainest that the guard lets through."""
    about = Occasion(Purpose.SPOTLIGHT, None, it.advocate.name, (it.account,), it.products)
    said = plain("spotlight/article", it=it, built=_built(it))
    found = [said[one] for one in ("of_story", "of_work")] if _built(it) else [said["of_work"]]
    return next((one for one in found if judge_text(one, about).outcome is Outcome.PASS), said["of_person"])


def article(it: SpotlightStory) -> str:
    """The title and a text for a channel or a newsletter, as plain text."""
    return str(plain("spotlight/article", it=it, title=title(it), built=_built(it))["text"])


def _built(it: SpotlightStory) -> str | None:
    """What they built, in the words of their story; nothing where it names what must stay unnamed, or what we sell."""
    built = it.story.use_case if it.story else None
    unnamed = [*it.products, *([] if it.company else [it.account])]
    return None if built is None or any(names(built, one) for one in unnamed) else built
