"""How days, moments, money, people and kinds are written, in every template."""

from datetime import date, datetime

from bot.facts import Colleague
from bot.rules.vocabulary import Field, label

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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


def platform_name(platform: str) -> str:
    """Gartner Peer Insights."""
    return label(Field.PLATFORM, platform)


def mention(person: Colleague) -> str:
    """A mention where the Slack id is known. Who is known by address alone is a CSM not in Slack: no address is shown."""
    return "their CSM" if "@" in person.mention else f"<@{person.mention}>"


def sentence(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]


def times(count: int) -> str:
    """once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def joined(values: tuple[str, ...] | list[str]) -> str:
    """a, b and c."""
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} and {values[-1]}"
