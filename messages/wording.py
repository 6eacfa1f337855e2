"""How days, moments, money, people and kinds are written, in every template."""

import json
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from bot.facts import Colleague
from bot.rules.vocabulary import Field, label

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


TITLE = 80
"""Characters of the title under which a link stands."""


def day(value: date) -> str:
    """3 Dec 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def slack_time(value: datetime) -> str:
    """A moment that each reader sees in their own zone; the fallback says UTC."""
    fallback = f"{day(value.date())}, {value:%H:%M} UTC"
    return f"<!date^{int(value.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"


def money(amount: float, currency: str | None) -> str:
    """50,000 USD."""
    shown = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    return f"{shown} {currency}" if currency else shown


def kind_name(kind: str) -> str:
    """reference call."""
    return label(Field.KIND, kind)


OTHERWISE = {
    "introduction": "an introduction",
    "product_feedback": "product feedback",
    "speaking": "a talk",
    "advisory_board": "a place on the advisory board",
    "press": "a press interview",
}
"""Kinds that are not said with "a" and their name."""


def a_kind(kind: str) -> str:
    """a reference call; an introduction."""
    return OTHERWISE.get(kind, f"a {kind_name(kind)}")


def platform_name(platform: str) -> str:
    """Gartner Peer Insights."""
    return label(Field.PLATFORM, platform)


def mention(person: Colleague) -> str:
    """A mention where the Slack id is known. Who is known by address alone is a CSM not in Slack: no address is shown."""
    return "their CSM" if "@" in person.mention else f"<@{person.mention}>"


def link(title: str, url: str) -> str:
    """An address under its title, as Slack's mrkdwn writes links. Both as people and files supplied them."""
    safe = {"&": "&amp;", "<": "%3C", ">": "%3E", "|": "%7C"}
    address = "".join(safe.get(letter, letter) for letter in url if not letter.isspace())
    short = title if len(title) <= TITLE else title[: TITLE - 1].rstrip() + "…"
    shown = short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "/")
    return f"<{address}|{' '.join(shown.split())}>"


def channel(slack_id: str) -> str:
    """A channel by the name that whoever reads it may see."""
    return f"<#{slack_id}>"


def sentence(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]


def language_name(text: str) -> str:
    """German, also where the data says "de"; whatever else it says stays."""
    return _languages().get(text.strip().lower(), text)


@cache
def _languages() -> dict[str, str]:
    """The languages' names by their code."""
    known = files("bot.rules.vocabulary").joinpath("languages.json").read_text("utf-8")
    return {one["code"]: one["name"] for one in json.loads(known)["languages"]}


def slug(text: str) -> str:
    """sarah-chen: for the name of a file. Letters and digits of any script stay."""
    kept = "".join(letter if letter.isalnum() else " " for letter in text.lower())
    return "-".join(kept.split())[:TITLE] or "entry"


def times(count: int) -> str:
    """once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def joined(values: tuple[str, ...] | list[str]) -> str:
    """a, b and c."""
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} and {values[-1]}"
