"""How an advocate finds the program: the text for their CSM to send, what they said, and what helps where they are not happy."""

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.facts import StandIn
from bot.satisfaction_facts import SurveyStory
from messages import ids
from messages.asks import quoted
from messages.blocks import actions, button, context, link_button, paragraphs, rendered, section
from messages.letters import mail_link
from messages.render import Message, Mrkdwn, escape, plain, words


def draft_survey(it: SurveyStory) -> str:
    """The three questions, as plain text for the CSM to send."""
    return plain("survey/csm", it=it)["draft"]


def csm(it: SurveyStory, stand_in: StandIn | None = None) -> Message:
    """What the CSM sees: a text to send; then what was said, or that nobody is asked."""
    if it.state == "asked":
        return _to_ask(it, stand_in)
    said, text = words("survey/csm", it=it), plain("survey/csm", it=it)
    if it.state != "answered":
        note = button(text["note"], ids.SATISFACTION_RECORD, it.id)
        return Message(said["headline"], rendered([section(said["headline"]), actions([note])]), quiet=True)
    lines = [said["headline"], answered(it)]
    correct = button(text["correct"], ids.SATISFACTION_RECORD, it.id)
    passed = [button(plain("advocate/card")["pass_on"], ids.FEEDBACK_LOG, it.id)] if it.answers.words else []
    if not it.low:
        lead = "\n".join(lines)
        return Message(
            f"{lead}\n{said['noted']}",
            rendered([section(lead), context(said["noted"]), actions([correct, *passed])]),
            quiet=True,
        )
    lead = "\n".join([*lines, said["what_helps"]])
    small = [said["noted"], *([words("ask/csm", stand_in=stand_in)["stand_in"]] if stand_in else [])]
    buttons: list[InteractiveElement] = [
        _pause(it, style="primary"),
        button(text["did_something"], ids.GIVE_LOG, it.advocate.id),
        correct,
        *passed,
    ]
    blocks = [section(lead), context(" ".join(small)), actions(buttons)]
    return Message("\n".join([lead, *small]), rendered(blocks))


def owner(it: SurveyStory) -> Message:
    """What the owners see of a low answer; quietly, that it was corrected."""
    said = words("survey/owner", it=it)
    if it.state != "answered" or not it.low:
        lines = [said["headline"], *([answered(it)] if it.state == "answered" else [])]
        return Message("\n".join(lines), rendered([section("\n".join(lines))]), quiet=True)
    lead = "\n".join([said["headline"], answered(it), said["what_helps"]])
    small = f"{words('survey/csm', it=it)['noted']} {said['who']}"
    return Message(f"{lead}\n{small}", rendered([section(lead), context(small), actions([_pause(it)])]))


def answered(it: SurveyStory) -> Mrkdwn:
    """The numbers on one line, the words beneath."""
    said = words("survey/csm", it=it)
    given = (
        ("recommends", it.answers.recommend),
        ("valued", it.answers.valued),
        ("worth_it", it.answers.worth_it),
    )
    numbers = " · ".join(said[block] for block, number in given if number is not None)
    numbers = numbers[:1].upper() + numbers[1:]
    return Mrkdwn("\n".join(filter(None, [numbers, said["words"] if it.answers.words else ""])))


def _pause(it: SurveyStory, style: str | None = None) -> InteractiveElement:
    return button(plain("survey/csm", it=it)["pause"], ids.ADVOCATE_PAUSE, it.advocate.id, style=style)


def _to_ask(it: SurveyStory, stand_in: StandIn | None) -> Message:
    said, text = words("survey/csm", it=it), plain("survey/csm", it=it)
    draft = draft_survey(it)
    lead = "\n".join([said["headline"], said["why"], said["draft_intro"]])
    small = [said["no_hurry"], *([words("ask/csm", stand_in=stand_in)["stand_in"]] if stand_in else [])]
    link = mail_link(it.contact.email, text["subject"], draft)
    buttons: list[InteractiveElement] = [
        button(text["note"], ids.SATISFACTION_RECORD, it.id, style="primary"),
        link_button(plain("ask/csm")["open_mail"], ids.MAIL_LINK, link),
        button(plain("nudges")["later"], ids.NUDGE_LATER, it.id),
        button(text["not_for_them"], ids.SURVEY_NOT_FOR_THEM, it.id),
    ]
    blocks: list[Block] = [
        section(lead),
        *paragraphs(quoted(draft)),
        context(" ".join(small)),
        actions(buttons),
    ]
    return Message("\n".join([lead, escape(draft), *small]), rendered(blocks))
