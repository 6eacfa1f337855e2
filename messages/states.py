"""docs/reference/states.md: the states of a request, an ask and an executive's note, made from the tables that the program runs by."""

from collections.abc import Mapping

from bot.rules.deadlines import (
    ASK_DEADLINES,
    ASK_ENDED,
    REQUEST_ENDED,
    REQUEST_WAITS,
    TELLING,
    THANKS,
    Deadline,
    Step,
    Who,
)
from bot.rules.executive_notes import NOTE, NOTE_WAITS
from bot.rules.lifecycle import ASK, REQUEST
from bot.rules.policy import DEFAULT
from messages.render import plain

ENDS = frozenset(ASK_ENDED) | REQUEST_ENDED


def page() -> str:
    """The whole page as Markdown."""
    return (
        plain(
            "states",
            ask_diagram=diagram(ASK, "reserved"),
            request_diagram=diagram(REQUEST, "asking"),
            asks=[_row(state, deadline) for state, deadline in ASK_DEADLINES.items()],
            ended=ASK_ENDED.items(),
            owed=[_row("thanks", THANKS), _row("word of the outcome", TELLING)],
            requests=REQUEST_WAITS.items(),
            requests_ended=sorted(REQUEST_ENDED),
            note_diagram=diagram(NOTE, "waiting"),
            notes=NOTE_WAITS.items(),
            notes_ended=sorted(set(NOTE) - set(NOTE_WAITS)),
        )["page"]
        + "\n"
    )


def diagram(ways: Mapping[str, frozenset[str]], first: str) -> str:
    """The table of ways as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {first}"]
    lines += [f"    {before} --> {after}" for before in ways for after in sorted(ways[before])]
    lines += [f"    {state} --> [*]" for state, after in ways.items() if not after or state in ENDS]
    return "\n".join(lines)


def _row(state: str, deadline: Deadline) -> dict[str, str]:
    steps = [f"{_when(step)}: {deadline.person.value} {step.then.value}" for step in deadline.steps]
    return {
        "state": state,
        "waits_for": deadline.waits_for,
        "person": deadline.person.value,
        "clock": Who(deadline.clock).value,
        "steps": "<br>".join(steps),
        "job": deadline.job,
    }


def _when(step: Step) -> str:
    number, unit = step.number(DEFAULT), step.unit.value
    name = f" (`{step.after}`)" if isinstance(step.after, str) else ""
    if number == 0:
        return "from the next working day"
    spoken = f"{number} {unit if number != 1 else unit.removesuffix('s')}{name}"
    return f"{spoken} after that" if step.since_last else f"after {spoken}"
