"""What comes with a tier for one person, as whoever sees to it reads it."""

from slack_sdk.models.blocks import Block

from bot.benefit_facts import BenefitStory, BenefitTask
from messages import ids
from messages.blocks import actions, button, clip_mrkdwn, context, rendered, section
from messages.render import Message, Mrkdwn, plain, words

SHOWN = 16
"""Tasks in one message, the first due: the others come when those are settled."""


def listed(it: BenefitStory, reader: str) -> Message:
    """Everything that is open with its day and two buttons each, then what is settled; `reader` is the Slack id of who reads."""
    said, text = words("benefit/list", it=it), plain("benefit/list")
    late = [benefit_name(task) for task in it.open if task.overdue]
    headline = said.get("headline", late=late)
    spoken: list[Mrkdwn] = [headline]
    blocks: list[Block] = [section(headline)]
    for task in it.open[:SHOWN]:
        line = said.get("task", task=task, name=benefit_name(task), hint=_hint(task))
        spoken.append(line)
        buttons = [
            button(_done(task), ids.BENEFIT_DONE, task.id),
            button(text["declined"], ids.BENEFIT_DECLINED, task.id),
        ]
        if task.overdue:
            buttons.append(button(text["later"], ids.NUDGE_LATER, task.id))
        blocks += [section(line), actions(buttons)]
    if more := len(it.open[SHOWN:]):
        spoken.append(said.get("more", more=more))
        blocks.append(context(spoken[-1]))
    names = {
        state: [benefit_name(one) for one in it.tasks if one.state == state] for state in ("done", "declined")
    }
    if names["done"] or names["declined"]:
        spoken.append(Mrkdwn(clip_mrkdwn(said.get("settled", **names), 2000)))
        blocks.append(context(spoken[-1]))
    settled = it.taken_back_by(reader)
    if settled is not None and it.undo is not None:
        label = plain("benefit/list", name=benefit_name(settled))["undo"]
        blocks.append(actions([button(label, ids.UNDO, it.undo.id)]))
    if it.open:
        spoken.append(said["small"])
        blocks.append(context(spoken[-1]))
    return Message("\n".join(spoken), rendered(blocks), quiet=not it.open)


def _done(task: BenefitTask) -> str:
    """An overdue one names itself: among other reminders its button stands alone."""
    return plain("benefit/list", name=benefit_name(task))["done_late" if task.overdue else "done"]


def benefit_name(task: BenefitTask) -> str:
    """As people read it."""
    return task.name or benefit_kind_name(task.kind)


def benefit_kind_name(kind: str) -> str:
    """The same of a kind that ships; of any other its word."""
    text = plain("benefit/kind")
    return text[kind] if kind in text else kind.replace("_", " ").capitalize()


def _hint(task: BenefitTask) -> str:
    text = plain("benefit/kind")
    return text[f"{task.kind}_hint"] if task.name is None and f"{task.kind}_hint" in text else ""
