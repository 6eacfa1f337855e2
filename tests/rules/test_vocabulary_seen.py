"""No line is understood otherwise than it was, unless somebody has looked at what changed."""

from tests.rules.vocabulary_seen import KEPT, seen


def test_every_line_is_understood_word_by_word_as_before() -> None:
    assert seen().split("\n") == KEPT.read_text("utf-8").split("\n"), (
        "read what has changed, then: python -m tests.rules.vocabulary_seen"
    )
