"""guard text: one text from a file or from stdin, with an exit code for scripts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from tests.cli.conftest import Run


def said(text: str, *options: str) -> Result:
    return CliRunner().invoke(cli, ["guard", "text", "-", *options], input=text, prog_name="python -m bot")


@pytest.mark.parametrize(
    ("text", "verdict", "rule"),
    [
        ("I'd love to send you a small thank you for your time.", "pass", None),
        ("Do the call and get a $50 gift card.", "flag", "bargain"),
        ("Review us on G2 and get a $25 gift card.", "block", "review_reward"),
    ],
)
def test_only_what_passes_ends_with_zero(text: str, verdict: str, rule: str | None) -> None:
    result = said(text, "--json")
    document = json.loads(result.stdout)
    assert document["verdict"] == verdict
    assert result.exit_code == (0 if verdict == "pass" else 1)
    assert [one["rule"] for one in document["findings"]][:1] == ([rule] if rule else [])
    assert all(one["why"] and one["source"] and one["better"] for one in document["findings"])


def test_it_tells_why_and_what_would_be_better() -> None:
    result = said("Sarah, you owe us one. Would you take a call?", "--to", "Sarah Chen")
    assert result.stdout.startswith("flag: Better said another way.\n")
    assert "reminds them of what they were given" in result.stdout
    assert "Better: Please only say yes if you would enjoy it." in result.stdout


def test_what_the_text_is_for_can_be_said() -> None:
    text = "Congratulations on the new role, Wes! Would you do a case study with us?"
    assert said(text).exit_code == 0
    assert said(text, "--for", "milestone").exit_code == 1


def test_a_text_is_read_from_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Would you have twenty minutes for them next week?", encoding="utf-8")
    assert run("guard", "text", str(path)).exit_code == 0


def test_a_file_that_is_not_there_is_wrong_usage(run: Run) -> None:
    assert run("guard", "text", "nowhere.txt").exit_code == 2
