"""Templates are compiled when the program is installed, and nobody is ever shown the words of an older one."""

import shutil
from pathlib import Path

import pytest
from jinja2 import Environment

from messages import render


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The templates as they ship, in a folder of the test's own."""
    folder = tmp_path / "templates"
    shutil.copytree(render.TEMPLATES, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(render, "TEMPLATES", folder)
    monkeypatch.setattr(render, "COMPILED", folder / "__pycache__")
    return folder


@pytest.fixture
def compiling(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that somebody had to compile."""
    names: list[str] = []
    compile_ = Environment.compile

    def note(self: Environment, source: str, name: str, *rest: object) -> object:
        names.append(name)
        return compile_(self, source, name, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", note)
    return names


@pytest.mark.parametrize("escaping", [True, False])
def test_what_was_compiled_at_installation_is_not_compiled_again(
    templates: Path, compiling: list[str], escaping: bool
) -> None:
    render.compile_templates()
    assert len(compiling) == 2 * len(list(templates.rglob("*.j2")))
    compiling.clear()
    assert render._new_environment(escaping).get_template("nudges.j2").blocks
    assert compiling == []


def test_a_template_changed_since_then_is_shown_as_it_is(templates: Path, compiling: list[str]) -> None:
    render.compile_templates()
    compiling.clear()
    (templates / "nudges.j2").write_text("{% block said %}Changed{% endblock %}", encoding="utf-8")
    changed = render._new_environment(True).get_template("nudges.j2")
    assert list(changed.blocks) == ["said"]
    assert compiling == ["nudges.j2"]


def test_a_program_that_runs_writes_nothing(templates: Path) -> None:
    render._new_environment(True).get_template("nudges.j2")
    assert not (templates / "__pycache__").exists()


def test_what_older_code_compiled_is_left_alone(
    templates: Path, compiling: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    render.compile_templates()
    compiling.clear()
    other = templates / "wording.py"
    other.write_text("# other words", encoding="utf-8")
    monkeypatch.setattr(render.wording, "__file__", str(other))
    render._new_environment(True).get_template("nudges.j2")
    assert compiling == ["nudges.j2"]
