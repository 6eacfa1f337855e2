"""The colleagues who use the bot in the sandbox."""

from dataclasses import dataclass
from typing import Literal

COMPANY = "Weirstone"
DOMAIN = "weirstone.example"

Role = Literal["sales", "csm", "owner", "executive", "guest"]


@dataclass(frozen=True)
class Colleague:
    """Somebody one can be in the sandbox."""

    slack_id: str
    name: str
    """The short name in Slack: tom.okonjo."""
    real_name: str
    email: str
    title: str
    tz: str
    """IANA name."""
    locale: str
    role: Role
    about: str
    """One sentence on who this is, for whoever chooses a person to be."""

    @property
    def is_guest(self) -> bool:
        return self.role == "guest"


def _colleague(
    slack_id: str, real_name: str, title: str, tz: str, locale: str, role: Role, about: str
) -> Colleague:
    name = real_name.lower().replace(" ", ".")
    return Colleague(slack_id, name, real_name, f"{name}@{DOMAIN}", title, tz, locale, role, about)


TOM = _colleague(
    "U0SALES1",
    "Tom Okonjo",
    "Account Executive, Financial Services",
    "Europe/London",
    "en-GB",
    "sales",
    "Sells to banks and payment companies, and needs a customer his prospect can talk to this week.",
)
RENATA = _colleague(
    "U0SALES2",
    "Renata Vidal",
    "Account Executive, Industry and Health",
    "America/New_York",
    "en-US",
    "sales",
    "Sells to hospitals, retailers and manufacturers, wherever they are.",
)
HENRIKE = _colleague(
    "U0CSMBER1",
    "Henrike Albers",
    "Senior Customer Success Manager, EMEA",
    "Europe/Berlin",
    "de-DE",
    "csm",
    "Looks after the customers in Europe, the Middle East and Africa.",
)
CURTIS = _colleague(
    "U0CSMCHI1",
    "Curtis Langford",
    "Customer Success Manager, Americas",
    "America/Chicago",
    "en-US",
    "csm",
    "Looks after the customers in the Americas.",
)
PRIYANKA = _colleague(
    "U0CSMSIN1",
    "Priyanka Menon",
    "Customer Success Manager, Asia Pacific",
    "Asia/Singapore",
    "en-GB",
    "csm",
    "Looks after the customers in Asia and the Pacific.",
)
INES = _colleague(
    "U0OWNER1",
    "Ines Carvalho",
    "Head of Customer Advocacy",
    "Europe/Lisbon",
    "pt-PT",
    "owner",
    "Runs the advocate program, sets its rules and reads its digest.",
)
ASTRID = _colleague(
    "U0EXEC1",
    "Astrid Nyqvist",
    "Chief Executive Officer",
    "Europe/Stockholm",
    "sv-SE",
    "executive",
    "Writes a few personal notes a week, if somebody tells her to whom and why.",
)
RAYMOND = _colleague(
    "U0EXEC2",
    "Raymond Osei",
    "Chief Customer Officer",
    "America/New_York",
    "en-US",
    "executive",
    "Knows many customers by name and has ten minutes on Thursdays.",
)
MILO = _colleague(
    "U0GUEST1",
    "Milo Hartnett",
    "Copywriter, freelance",
    "America/Denver",
    "en-US",
    "guest",
    "Writes for the company as a guest: the bot has nothing for him.",
)


def colleagues() -> tuple[Colleague, ...]:
    """Everybody one can be, in the order in which to offer them."""
    return (TOM, RENATA, HENRIKE, CURTIS, PRIYANKA, INES, ASTRID, RAYMOND, MILO)
