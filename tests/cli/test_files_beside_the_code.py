"""The files that start and check the program say the same as the code."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.settings import Settings, load_settings

ROOT = Path(__file__).parent.parent.parent
SETTINGS = [name.upper() for name in Settings.model_fields]


def test_the_example_names_every_setting_with_a_line_of_its_own_before_it() -> None:
    blocks = (ROOT / ".env.example").read_text().strip().split("\n\n")[1:]

    assert [block.splitlines()[1].partition("=")[0] for block in blocks] == SETTINGS
    for block in blocks:
        assert re.fullmatch(r"# .+\n[A-Z_]+=.*", block)


def test_the_example_copied_as_it_is_means_the_defaults() -> None:
    assert load_settings(ROOT / ".env.example") == Settings(_env_file=None)


def test_the_deploying_guide_names_every_setting_and_its_default() -> None:
    guide = (ROOT / "docs" / "how-to" / "deploy.md").read_text()
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| ?(.*?) ?\| ", guide, re.MULTILINE))

    assert list(rows) == SETTINGS
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, "") else f"`{field.default}`"
        if name != "host":  # it depends on the process
            assert rows[name.upper()] == default


def test_the_procfile_starts_commands_that_exist() -> None:
    lines = (ROOT / "Procfile").read_text().splitlines()

    assert [line.partition(": ")[0] for line in lines] == ["release", "web", "worker"]
    for line in lines:
        start, _, command = line.partition(": ")[2].rpartition(" ")
        assert start == "python -m bot"
        assert command in COMMANDS


@pytest.mark.parametrize("fails", ["", "check", "test-browser", "test"])
def test_the_ci_script_checks_and_tests_from_anywhere_and_fails_when_any_fails(
    tmp_path: Path, fails: str
) -> None:
    make = tmp_path / "make"
    make.write_text(f'#!/bin/sh\necho "${{2}} in $PWD"\ntest "$2" != "{fails}"\n')
    make.chmod(0o755)
    browser = tmp_path / "chromium"  # is there, so that nothing is installed
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)

    ran = subprocess.run(
        [ROOT / ".ci" / "run"],
        cwd="/",
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.stdout == f"check in {ROOT}\ntest-browser in {ROOT}\ntest in {ROOT}\n"
    assert ran.returncode == (1 if fails else 0)
