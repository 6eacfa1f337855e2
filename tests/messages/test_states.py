"""docs/reference/states.md says what the program does."""

from pathlib import Path

from bot.rules.deadlines import ASK_DEADLINES, ASK_ENDED
from bot.rules.lifecycle import ASK, REQUEST
from messages.states import diagram, page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "states.md"


def test_the_page_is_the_one_that_the_tables_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: make states"


def test_the_diagram_has_every_way_and_no_other() -> None:
    for ways, first in ((ASK, "reserved"), (REQUEST, "asking")):
        arrows = [line.split(" --> ") for line in diagram(ways, first).splitlines() if " --> " in line]
        between = {
            (before.strip(), after) for before, after in arrows if "[*]" not in (before.strip(), after)
        }
        assert between == {(before, after) for before in ways for after in ways[before]}


def test_every_state_of_an_ask_has_a_line_with_a_person() -> None:
    for state in ASK:
        if state in ASK_ENDED:
            assert f"- `{state}`: " in page()
        else:
            line = next(line for line in page().splitlines() if line.startswith(f"| `{state}` |"))
            assert ASK_DEADLINES[state].person.value in line.split("|")[3]
            assert "after" in line
