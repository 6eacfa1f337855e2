"""gives.csv, signals.csv, milestones.csv, stories.csv and costs.csv of the sample company."""

from collections.abc import Iterator
from datetime import date

from bot.sandbox.company.accounts import CSMS
from bot.sandbox.company.advocates import accounts, emails
from bot.sandbox.company.chance import chance
from bot.sandbox.company.days import day, workday
from bot.sandbox.company.people import DOMAIN, INES
from bot.sandbox.company.tables import Row, listed, others, table

GIVES = ("advocate", "kind", "given_on", "by", "note", "cost")
SIGNALS = ("subject", "kind", "observed_on", "source", "note")
MILESTONES = ("subject", "kind", "on", "note")
STORIES = (
    "account",
    "title",
    "advocate",
    "use_case",
    "before",
    "after",
    "measure",
    "value",
    "may_share",
    "link",
    "kind",
)
COSTS = ("what", "on", "amount", "currency", "kind")

FITTING = {
    "influence": "roadmap_session",
    "network": "peer_introduction",
    "learning": "early_access",
    "visibility": "linkedin_recommendation",
    "a cause": "handwritten_note",
    "being thanked": "handwritten_note",
}
"""The kind of give that fits what people value; its words are in the table give_notes."""
FORGOTTEN = ("one_sided", "fresh", "none")
"""Situations without gives beside the written ones."""


def give_rows(today: date) -> Iterator[dict[str, str]]:
    """The written ones, and one for most others in the program, fitted to what they value."""
    written = table("gives")
    by_name = {row["name"]: row for row in table("advocates")}
    for give in written:
        by = _csm(by_name[give["advocate"]])
        yield _give(
            today, give["advocate"], give["kind"], -int(give["given_on"]), by, give["note"], give["cost"]
        )
    remembered = {give["advocate"] for give in written}
    for name, row in by_name.items():
        rng = chance("give", name)
        in_program = row["situation"] and row["situation"] not in FORGOTTEN
        if name in remembered or not in_program or rng.random() < 0.25:
            continue
        value = listed(row["values"])[0]
        notes = [line["note"] for line in table("give_notes") if line["value"] == value]
        ago = rng.randint(7, min(400, -int(row["enrolled"]) - 1))
        yield _give(today, name, FITTING[value], ago, _csm(row), rng.choice(notes), "")


def _give(today: date, name: str, kind: str, ago: int, by: str, note: str, cost: str) -> dict[str, str]:
    given_on = workday(today, ago).isoformat()
    return {
        "advocate": emails()[name],
        "kind": kind,
        "given_on": given_on,
        "by": INES.email if kind in ("spotlight", "sponsored_attendance", "donation") else by,
        "note": note,
        "cost": cost,
    }


def _csm(advocate: Row) -> str:
    return CSMS[accounts()[advocate["account"]]["csm"]].email


def _subject(told: str) -> str:
    """An advocate's address or an account's domain."""
    return emails().get(told) or f"{accounts()[told]['domain']}.example"


def signal_rows(today: date) -> Iterator[dict[str, str]]:
    for row in table("signals"):
        on = workday(today, -int(row["observed_on"])).isoformat()
        yield {**row, "subject": _subject(row["subject"]), "observed_on": on}


def milestone_rows(today: date) -> Iterator[dict[str, str]]:
    for row in table("milestones"):
        yield {**row, "subject": _subject(row["subject"]), "on": day(today, row["on"]).isoformat()}


def story_rows(_today: date) -> Iterator[dict[str, str]]:
    """Where the company may name them, the story is published and has a link."""
    for row in table("stories"):
        slug = "-".join(row["title"].lower().replace("'", "").split())
        published = (
            row["may_share"] == "yes" and others(accounts()[row["account"]]).get("may_use_logo") != "no"
        )
        yield {
            **row,
            "account": f"{row['account']}.example",
            "advocate": emails()[row["advocate"]],
            "link": f"https://{DOMAIN}/stories/{_ascii(slug)}" if published else "",
        }


def _ascii(slug: str) -> str:
    return "".join(letter for letter in slug if letter.isascii())


def cost_rows(today: date) -> Iterator[dict[str, str]]:
    for row in table("costs"):
        yield {**row, "on": workday(today, -int(row["on"])).isoformat()}
