"""STAND-IN until the core lands."""
from bot.queries.reader_choices import CHOICES
from bot.services.program import Program


def choose(program: Program, by: str, message: str, rhythm: str) -> None:
    CHOICES[by, message] = rhythm
