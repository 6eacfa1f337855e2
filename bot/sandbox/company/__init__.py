"""Weirstone, the company whose bot the sandbox shows: its people, its customers and two years of its program."""

from bot.sandbox.company.people import Colleague, colleagues
from bot.sandbox.company.writing import FILES, write_company

__all__ = ["FILES", "Colleague", "colleagues", "write_company"]
