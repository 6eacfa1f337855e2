"""The story in the terminal: the whole loop, in order, quickly, readable."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from bot.cli import cli
from bot.sandbox import story
from bot.sandbox.reading import Reader
from bot.sandbox.records import Message, Person
from bot.sandbox.stage import StoryBroke
from bot.sandbox.story import tell
from tests.sandbox.homes import START, clock_at, counting

NEW_YEARS_EVE = datetime(2027, 12, 31, 19, tzinfo=UTC)
"""A Friday evening, with two days of no work and a holiday ahead."""
LOOP = (
    r"types: /reference fintech enterprise",
    r"only \w+ \w+ sees",
    r"fits? and (is|are) rested",
    r"presses \[Ask \w+\]",
    r"Ask for a reference\n",
    r"\[Cancel this request\]",
    r"May we ask",
    r"presses \[Review\]",
    r"Your note to them:",
    r"Ready to send to",
    r"presses \[I sent it\]",
    r"You wrote to",
    r"presses \[Record the answer\]",
    r"When, if you know already: \d",
    r"said yes",
    r"Reach \w+ at \S+@\S+",
    r"How did it go",
    r"The one thing that helped most",
    r"Time to thank",
    r"is still waiting for a thank-you",
    r"presses \[I thanked them\]",
    r"was thanked on",
    r"types: /reference fintech enterprise",
    r"cooling down",
    r"resting \(free again on",
)


@contextmanager
def beginning_at(moment: datetime) -> Iterator[None]:
    """The story begins then, and not whenever the tests happen to run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(story, "ShiftedClock", partial(clock_at, moment))
        yield


@pytest.fixture(scope="module")
def told() -> tuple[str, int]:
    """What the story printed, and how many statements whoever told it asked of the database."""
    with beginning_at(START), counting(Engine) as statements:
        said = CliRunner().invoke(cli, ["sandbox", "--story"], catch_exceptions=False)
    assert said.exit_code == 0, said.output
    return said.output, len(statements)


def test_it_tells_the_whole_loop_in_order(told: tuple[str, int]) -> None:
    rest = told[0]
    for step in LOOP:
        found = re.search(step, rest)
        assert found, f"{step!r} is not told after what came before it; left is:\n{rest[:600]}"
        rest = rest[found.end() :]


def test_it_takes_a_moment(told: tuple[str, int]) -> None:
    """By a measure that is the same on every machine: founding and some days of travel are a few seconds on any."""
    assert told[1] < 14_000


def test_it_is_plain_text_of_eighty_columns_with_nothing_of_slack_s_writing_left(
    told: tuple[str, int],
) -> None:
    lines = told[0].splitlines()
    assert max(map(len, lines)) <= 80
    assert not re.search(r"<[@!#h]|&amp;|\*\w|\x1b", told[0])


def test_it_prints_nothing_but_the_story_whenever_it_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with beginning_at(NEW_YEARS_EVE):
        tell()
    assert capfd.readouterr().err == ""


def test_a_refusal_ends_it_with_what_was_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "WORDS", "help")
    with pytest.raises(StoryBroke, match="the story stopped: no button 'reference_request'"):
        tell()


class TestReading:
    READER = Reader(Person("U1", "ana", tz="America/New_York"), {"U2": "Ben Roth"}.__getitem__, 40)

    @pytest.mark.parametrize(
        ("mrkdwn", "read"),
        [
            ("*Time to thank <@U2>*", "Time to thank @Ben Roth"),
            ("<!date^1796054400^{date_short_pretty} at {time}|later>", "30 Nov 2026 at 11:00"),
            ("<https://a.example/x|the page> &amp; more &lt;3", "the page & more <3"),
            ("type `/reference mine`", "type /reference mine"),
            ("2 * 3 * 4", "2 * 3 * 4"),
        ],
    )
    def test_mrkdwn_becomes_what_a_person_reads(self, mrkdwn: str, read: str) -> None:
        assert self.READER.text(mrkdwn) == read

    def test_a_quotation_is_set_in_and_wrapped(self) -> None:
        text = "Your note:\n>Hi Lena,\n>\n>" + "word " * 12
        lines = self.READER.message(Message("D1", "1.0", "U0BOT", text))
        assert lines[:3] == ["Your note:", "  Hi Lena,", ""]
        assert all(line.startswith("  word") and len(line) <= 40 for line in lines[3:])
