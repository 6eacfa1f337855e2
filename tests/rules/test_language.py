"""The language guard: what it lets pass, flags and blocks, measured on texts written before its rules."""

import csv
import hashlib
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.rules.language import Finding, Occasion, Outcome, Purpose, TextVerdict, judge_text
from bot.rules.language.languages import language
from bot.rules.language.titles import TITLE_WORDS, looks_like_a_title, product_first
from bot.rules.language.verdict import rules
from messages.texts import NAMED, named_rule, on_field, told

FLOOR = 0.95
HERE = Path(__file__).parent


class Line(NamedTuple):
    """One text of the corpus, with what a person says of it."""

    purpose: str
    activity: str
    to: str
    verdict: str
    rule: str
    text: str

    @property
    def occasion(self) -> Occasion:
        purpose = Purpose(self.purpose) if self.purpose else None
        return Occasion(purpose, self.activity or None, self.to or None)


def lines(part: str) -> list[Line]:
    with (HERE / f"language_{part}.csv").open(encoding="utf-8", newline="") as file:
        return [Line(*row) for row in list(csv.reader(file))[1:]]


@pytest.mark.parametrize("part", ["building", "later", "held_out"])
def test_what_a_person_would_stop_is_stopped_and_what_is_fine_passes(part: str) -> None:
    judged = [(line, judge_text(line.text, line.occasion).outcome) for line in lines(part)]
    stopped = [line for line, outcome in judged if outcome is not Outcome.PASS]
    rightly = [line for line in stopped if line.verdict != "pass"]
    to_stop = [line for line, _ in judged if line.verdict != "pass"]
    assert len(rightly) / len(stopped) >= FLOOR
    assert len(rightly) / len(to_stop) >= FLOOR
    assert sum(outcome == line.verdict for line, outcome in judged) / len(judged) >= FLOOR


def test_a_third_was_set_aside_by_lot() -> None:
    building, held_out = lines("building"), lines("held_out")
    everything = building + held_out
    aside = set()
    for verdict in ("pass", "flag", "block"):
        some = [line.text for line in everything if line.verdict == verdict]
        some.sort(key=lambda text: hashlib.sha256(text.encode()).hexdigest())
        aside.update(some[::3])
    assert {line.text for line in held_out} == aside
    assert len(everything) == len({line.text for line in everything}) >= 160
    assert 0.45 <= sum(line.verdict == "pass" for line in everything) / len(everything) <= 0.55


@pytest.mark.parametrize("rule", [rule for rule in rules() if rule != "reused"])
def test_every_rule_is_tried_on_several_texts(rule: str) -> None:
    assert sum(line.rule == rule for part in ("building", "later") for line in lines(part)) >= 2


def test_a_verdict_takes_less_than_five_milliseconds() -> None:
    texts = lines("building")
    judge_text(texts[0].text)
    times = []
    for line in texts:
        begun = time.process_time()
        judge_text(line.text, line.occasion)
        times.append(time.process_time() - begun)
    times.sort()
    assert times[len(times) * 9 // 10] < 0.005


def test_the_longest_note_does_not_stall_the_guard() -> None:
    long = " ".join(line.text for line in lines("building"))[:3000]
    judge_text(long)
    begun = time.process_time()
    judge_text(long, Occasion(Purpose.ASK, "review"))
    assert time.process_time() - begun < 0.1


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "🎉" * 50,
        "a" * 5000,
        "$" * 3000,
        "if you " * 400,
        "ありがとうございます。",
        "(((((" * 400,
    ],
)
def test_odd_texts_are_read_without_trouble(text: str) -> None:
    begun = time.process_time()
    for purpose in (None, *Purpose):
        judge_text(text, Occasion(purpose, "review", "Sarah Chen"))
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("purpose", [None, *Purpose])
@pytest.mark.parametrize("activity", ["reference_call", "review", "testimonial"])
@pytest.mark.parametrize("rule", list(rules()))
def test_the_better_sentence_is_one_that_passes(rule: str, activity: str, purpose: Purpose | None) -> None:
    occasion = Occasion(purpose, activity, "Sarah Chen")
    if (rule == "reward_before" and (activity == "review" or purpose is not Purpose.ASK)) or (
        rule == "amount" and activity == "review"
    ):
        return  # these are blocked or said otherwise there, so this sentence is never offered
    verdict = TextVerdict((Finding(rule, "2026-03-02" if rule == "reused" else "something"),))
    better = told(verdict, occasion)[0].better
    assert judge_text(better, occasion).outcome is Outcome.PASS, better


@pytest.mark.parametrize("line", lines("building"), ids=lambda line: line.text[:40])
def test_what_is_said_on_the_field_fits_and_claims_nothing(line: Line) -> None:
    verdict = judge_text(line.text, line.occasion)
    if verdict.outcome is Outcome.PASS:
        return
    says = on_field(verdict, line.occasion)
    assert len(says) <= 500 + 100 * (NAMED - 1)
    assert "compliant" not in says.lower()
    assert "legal" not in says.lower()
    assert "!" not in says.replace(told(verdict, line.occasion)[0].why, "")
    assert all(named_rule(finding.rule) and finding.source for finding in verdict.findings)


def test_a_text_is_judged_by_what_it_is_for() -> None:
    text = "Thank you for the call with Northwind about the move in March. A hoodie is on its way to you."
    assert judge_text(text, Occasion(Purpose.THANKS, "reference_call")).outcome is Outcome.PASS
    assert judge_text(text, Occasion(Purpose.THANKS, "review")).outcome is Outcome.BLOCK
    assert judge_text(text, Occasion(Purpose.CELEBRATION, "reference_call")).outcome is Outcome.BLOCK
    assert judge_text(text, Occasion(Purpose.ASK, "reference_call")).outcome is Outcome.FLAG


def test_typography_and_hidden_letters_change_nothing() -> None:
    plain = "If you take the call, we'll send you a $50 gift card."
    odd = "If you take the call, we’ll send you a *$50* gi\u200bft\u00a0card."
    assert judge_text(odd).outcome is judge_text(plain).outcome is Outcome.FLAG


def test_a_thank_you_that_hangs_on_the_deed_is_a_bargain_before_it() -> None:
    text = "If you take the call, we'd love to send you a small thank you."
    (found,) = judge_text(text, Occasion(Purpose.ASK, "reference_call")).findings
    assert (found.rule, found.words) == ("bargain", "send you a small thank you")
    assert judge_text(text, Occasion(Purpose.THANKS, "reference_call")).outcome is Outcome.PASS


def test_a_title_puts_the_person_before_the_product_by_whatever_name_it_goes() -> None:
    english = language("english")
    sarah = Occasion(Purpose.SPOTLIGHT, None, "Sarah Chen", products=("FlowDesk",))
    assert product_first("Why We Love FlowDesk", sarah, english) == "why we love Product"
    assert product_first("How Sarah Chen built a calm release train", sarah, english) is None


def test_a_text_may_be_found_to_be_reused_besides() -> None:
    reused = Finding("reused", "2026-03-02")
    verdict = judge_text("If you take the call, we'll send you a $50 gift card.", Occasion(Purpose.ASK))
    assert set(verdict.with_finding(reused).findings) == {*verdict.findings, reused}
    assert TextVerdict().with_finding(reused).findings == (reused,)


def test_after_the_favour_a_gift_may_be_named_and_its_amount_may_not() -> None:
    text = "Thank you for telling Northwind about the first weekend in March. A gift card{} is on its way to you."
    done = Occasion(Purpose.THANKS, "reference_call", "Sarah Chen")
    assert judge_text(text.format(""), done).outcome is Outcome.PASS
    assert judge_text(text.format(" of 50 USD"), done).outcome is Outcome.FLAG


def test_a_title_has_sixteen_words_at_most() -> None:
    lengths = [n for n in range(14, 19) if looks_like_a_title(" ".join(["word"] * n))]
    assert lengths == [14, 15, TITLE_WORDS]
