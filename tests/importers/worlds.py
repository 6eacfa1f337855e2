"""What may stand in the tables: whole worlds of accounts, people and all that is known about them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from bot.importers.signals import KINDS as SIGNALS
from bot.rules.kinds import KINDS
from bot.rules.milestones import ENTERED as MILESTONES
from bot.services.program import Program
from models import (
    Account,
    Activity,
    Advocate,
    Ask,
    Cost,
    Deal,
    Give,
    Milestone,
    Signal,
    Story,
)
from tests.importers.conftest import NOW

NASTY = [
    "=1+1",
    "+49",
    "-1",
    "@x",
    "'=x",
    "'",
    '"',
    '""',
    "a,b",
    "a;b",
    "a\nb",
    "a\r\nb",
    "a\rb",
    "\t",
    "\u2028x",
    "Zoë",
    "日本",
    "🎉",
    "sep=;",
]
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = (st.sampled_from(NASTY) | st.text(characters, max_size=12)).filter(str.strip)
items = texts.filter(lambda text: not set(text) & set(";|")).map(str.strip)
lists = st.lists(items, max_size=3, unique=True)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
past = st.dates(date(1990, 1, 1), NOW.date())
yes_no = st.none() | st.booleans()
amounts = st.none() | st.floats(0, 10**12)


def optional(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


accounts = st.fixed_dictionaries(
    {
        "name": texts, "industry": texts, "segment": st.sampled_from(["smb", "mid_market", "enterprise"]),
        "region": st.sampled_from(["emea", "apac", "Germany", "Côte d'Ivoire"]), "country": optional(texts),
        "employees": optional(st.integers(0, 2**31 - 1)), "arr": amounts, "currency": optional(st.just("EUR")),
        "products": lists, "tags": lists, "never_with": lists, "policy_forbids": st.just(["press"]),
        "health": optional(st.integers(0, 100)), "health_on": st.none(), "renewal_date": optional(days),
        "csm": st.sampled_from(["U024BE7LH", "ana@acme.test"]), "open_escalation": yes_no, "well_known": yes_no,
        "replaced_competitor": optional(texts), "language": optional(texts),
    }
)  # fmt: skip
advocates = st.fixed_dictionaries(
    {
        "name": texts, "title": optional(texts), "stage": st.sampled_from(["contact", "enrolled"]),
        "likes": st.lists(st.sampled_from(KINDS), unique=True, max_size=3), "interests": lists, "values": lists,
        "max_asks_per_year": optional(st.integers(0, 9)), "paused_until": optional(days), "charity": optional(texts),
        "gifts_allowed": yes_no, "nps": optional(st.integers(0, 10)), "nps_on": optional(past), "phone": optional(texts),
        "time_zone": optional(st.just("Asia/Tokyo")), "relation": optional(st.just("agent")),
    }
).map(lambda person: person if person["nps"] is not None else person | {"nps_on": None})  # fmt: skip
activities = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS), "completed_on": past, "deal": st.just("") | texts, "platform": optional(texts),
        "asked": yes_no, "minutes": optional(st.integers(0, 300)), "helped": optional(texts),
        "rating": optional(st.integers(1, 5)), "amount": amounts, "result": optional(st.just("won")),
        "origin": st.sampled_from(["bot", "import"]),
    }
)  # fmt: skip
asks = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS), "asked_on": past, "origin": st.sampled_from(["bot", "outside", "import"]),
        "answer": st.sampled_from([None, "yes", "no", "no_answer"]), "deal": st.just("") | texts,
        "requester": st.just("") | texts,
    }
).map(lambda ask: ask | {"counted_on": ask["asked_on"]})  # fmt: skip
names = texts.map(str.strip)
"""Of what exports are sorted by: without a space at an end, which an import would take away."""
subjects = st.sampled_from(["account", "advocate"])
gives = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["handwritten_note", "tide_calendar", "日本"]), "given_on": past, "by": optional(texts),
        "note": optional(texts), "cost": amounts,
    }
)  # fmt: skip
signals = st.fixed_dictionaries(
    {
        "of": subjects, "kind": st.sampled_from(SIGNALS), "observed_on": past, "source": optional(texts),
        "note": optional(texts),
    }
)  # fmt: skip
milestones = st.fixed_dictionaries(
    {"of": subjects, "kind": st.sampled_from(MILESTONES), "on": days, "note": optional(texts)}
)
stories = st.fixed_dictionaries(
    {
        "title": names, "use_case": optional(texts), "before": optional(texts), "after": optional(texts),
        "measure": optional(texts), "value": optional(texts), "may_share": yes_no, "link": optional(texts),
        "kind": optional(st.just("written")), "has_advocate": st.booleans(),
    }
)  # fmt: skip
deals = st.fixed_dictionaries(
    {
        "account": names, "name": names, "amount": amounts, "currency": optional(st.just("EUR")),
        "opened_on": optional(st.just(date(1900, 1, 1))), "closed_on": optional(days), "referenced": yes_no,
        "result": optional(st.just("lost")),
    }
)  # fmt: skip
costs = st.fixed_dictionaries(
    {
        "what": names, "on": days, "amount": st.floats(0, 10**12), "currency": optional(st.just("EUR")),
        "kind": optional(st.just("event")),
    }
)  # fmt: skip
worlds = st.fixed_dictionaries(
    {
        "accounts": st.lists(accounts, min_size=1, max_size=2),
        "advocates": st.lists(advocates, min_size=1, max_size=2),
        "activities": st.lists(
            activities, max_size=3, unique_by=lambda row: (row["kind"], row["completed_on"])
        ),
        "asks": st.lists(asks, max_size=3, unique_by=lambda row: (row["kind"], row["asked_on"])),
        "gives": st.lists(gives, max_size=3, unique_by=lambda row: (row["kind"], row["given_on"])),
        "signals": st.lists(signals, max_size=3, unique_by=lambda row: (row["kind"], row["observed_on"])),
        "milestones": st.lists(milestones, max_size=3, unique_by=lambda row: (row["kind"], row["on"])),
        "stories": st.lists(stories, max_size=3, unique_by=lambda row: row["title"]),
        "deals": st.lists(deals, max_size=3, unique_by=lambda row: (row["account"], row["name"])),
        "costs": st.lists(costs, max_size=3, unique_by=lambda row: (row["what"], row["on"])),
    }
)


def build(program: Program, world: dict[str, list[dict[str, Any]]]) -> None:
    """Puts a world straight into the tables, as the bot itself might have made it."""
    with program.changing() as session:
        companies = [
            Account(domain=f"c{n}.test", created_at=NOW, updated_at=NOW, **facts)
            for n, facts in enumerate(world["accounts"])
        ]
        session.add_all(companies)
        session.flush()
        people = [
            Advocate(
                email=f"p{n}@c.test", account_id=companies[n % len(companies)].id, created_at=NOW, updated_at=NOW, **facts
            )
            for n, facts in enumerate(world["advocates"])
        ]  # fmt: skip
        session.add_all(people)
        session.flush()
        for n, facts in enumerate(world["activities"]):
            at = datetime.combine(facts["completed_on"], datetime.min.time(), UTC)
            person = people[n % len(people)]
            session.add(Activity(advocate_id=person.id, effort=1, completed_at=at, **facts))
        for n, facts in enumerate(world["asks"]):
            person = people[n % len(people)]
            session.add(Ask(advocate_id=person.id, effort=1, state="sent", contacted_at=NOW, **facts))
        for facts in world.get("gives", []):
            session.add(Give(advocate_id=people[0].id, **facts))
        owners = {"account": {"account_id": companies[0].id}}
        if people:
            owners["advocate"] = {"advocate_id": people[0].id}
        for table, facts in _with_subject(world):
            session.add(table(**owners[facts["of"]], **{k: v for k, v in facts.items() if k != "of"}))
        for facts in world.get("stories", []):
            told_by = people[0].id if facts["has_advocate"] else None
            told = {name: value for name, value in facts.items() if name != "has_advocate"}
            session.add(Story(account_id=companies[0].id, advocate_id=told_by, **told))
        session.add_all(Deal(**facts) for facts in world.get("deals", []))
        session.add_all(Cost(**facts) for facts in world.get("costs", []))


def _with_subject(
    world: dict[str, list[dict[str, Any]]],
) -> Iterator[tuple[type[Signal | Milestone], dict[str, Any]]]:
    yield from ((Signal, facts) for facts in world.get("signals", []))
    yield from ((Milestone, facts) for facts in world.get("milestones", []))
