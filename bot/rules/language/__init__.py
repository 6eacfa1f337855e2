"""The language guard: `judge_text(text, occasion)` says pass, flag or block, and why."""

from bot.rules.language.judging import judge_text
from bot.rules.language.verdict import Finding, Occasion, Outcome, Purpose, TextVerdict

__all__ = ["Finding", "Occasion", "Outcome", "Purpose", "TextVerdict", "judge_text"]
