"""What people and files supply is escaped once, wherever it stands."""

from messages.render import Mrkdwn, plain, words


def test_what_is_in_slacks_words_already_is_not_escaped_again_when_it_is_joined() -> None:
    told = words("advocate/card", lines=[Mrkdwn("a call for R&amp;D on <!date^1^{date}|3 Mar>"), "B & C"])
    assert told["did"] == "*Did:* a call for R&amp;D on <!date^1^{date}|3 Mar>; B &amp; C"


def test_a_plain_text_keeps_its_characters() -> None:
    assert plain("advocate/card", lines=["R&D <now>", "B & C"])["did"] == "*Did:* R&D <now>; B & C"
