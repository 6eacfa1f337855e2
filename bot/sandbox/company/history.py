"""asks.csv and activities.csv of the sample company, and deals.csv around them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

from bot.importers import activities, asks
from bot.rules.kinds import HIGH_EFFORT, counts, effort_of
from bot.sandbox.company.advocates import emails
from bot.sandbox.company.chance import chance
from bot.sandbox.company.days import workday
from bot.sandbox.company.deals import Deal, all_deals, deal_of
from bot.sandbox.company.past import Happening, happenings
from bot.sandbox.company.people import DOMAIN, INES, RENATA, TOM
from bot.sandbox.company.situations import CALL, EMAIL
from bot.sandbox.company.tables import table

ASKS = tuple(column.name for column in asks.SOURCE.columns)
ACTIVITIES = tuple(column.name for column in activities.SOURCE.columns)
DEALS = ("account", "name", "amount", "currency", "opened_on", "closed_on", "result", "referenced")

LEFT = 400
"""Days ago that a third sales rep changed jobs."""
FORMER = f"gustav.lindholm@{DOMAIN}"
FINANCE = ("Fintech", "Banking", "Insurance", "Financial Services")
"""Tom's; all others are Renata's."""
PLATFORMS = ("G2", "TrustRadius", "Capterra")
UNRATED = ("survey", "review")
"""What nobody here has to like."""
PUBLISHED = ("case_study", "video_testimonial", "podcast", "testimonial", "press")
REPEATED = 3
"""How often one text of what helped may stand."""


def ask_rows(today: date) -> Iterator[dict[str, str]]:
    for happening in happenings():
        step = happening.step
        if step.asked is None:
            continue
        deal = deal_of(happening)
        yield {
            "advocate": emails()[happening.name],
            "kind": step.kind,
            "asked_on": workday(today, step.asked).isoformat(),
            "deal": deal.name if deal else "",
            "requester": _requester(happening, deal),
            "answer": step.answer,
        }


def _requester(happening: Happening, deal: Deal | None) -> str:
    """Sales asks for deals, the owner for everything else; of some old asks nobody remembers who it was."""
    step = happening.step
    if step.kind not in (CALL, EMAIL):
        return INES.email
    seller = TOM if (deal.industry if deal else happening.industry) in FINANCE else RENATA
    if step.began <= LEFT:
        return seller.email
    return chance("requester", deal.name if deal else happening).choice((FORMER, seller.email, ""))


def activity_rows(today: date) -> Iterator[dict[str, str]]:
    for happening in happenings():
        step = happening.step
        if step.done is None:
            continue
        rng = chance("activity", happening)
        deal = deal_of(happening)
        published = _published(rng, happening)
        told = {
            "advocate": emails()[happening.name],
            "kind": step.kind,
            "completed_on": workday(today, step.done).isoformat(),
            "platform": rng.choice(PLATFORMS) if step.kind == "review" else "",
            "asked": "no" if step.asked is None else "yes" if rng.random() < 0.9 else "",
            "minutes": str(step.minutes or ""),
            "helped": _helped().get(happening, ""),
            "rating": _rating(rng, happening),
            "thanked_on": _thanked(rng, today, happening),
            "outcome_told_on": _told(rng, today, happening, deal, published),
            "published_on": workday(today, published).isoformat() if published is not None else "",
        }
        if deal:
            told |= {"deal": deal.name, "prospect": deal.prospect, "result": deal.result}
            told |= {"amount": str(deal.amount), "currency": deal.currency}
        yield {name: told.get(name, "") for name in ACTIVITIES}


def _rating(rng: Random, happening: Happening) -> str:
    step = happening.step
    if step.kind in UNRATED or step.asked is None or rng.random() < 0.15:
        return ""
    return rng.choice("45555") if step.happy else rng.choices("2345", (3, 9, 35, 53))[0]


def _thanked(rng: Random, today: date, happening: Happening) -> str:
    """Within three days; of a few old ones nobody wrote it down."""
    step = happening.step
    if not step.thanked or not counts(step.kind) or (step.ended > 120 and rng.random() < 0.06):
        return ""
    on = workday(today, step.ended) + timedelta(days=rng.randint(0, 3))
    return min(on, today).isoformat()


def _published(rng: Random, happening: Happening) -> int | None:
    step = happening.step
    if step.kind not in PUBLISHED:
        return None
    ago = step.ended - rng.randint(10, 30)
    return ago if ago >= 0 else None


def _told(rng: Random, today: date, happening: Happening, deal: Deal | None, published: int | None) -> str:
    """Soon after there was something to tell; empty while there is nothing, or where it was forgotten."""
    known = deal.closes if deal and deal.result != "open" else published
    if known is None or known < 0 or not happening.step.told:
        return ""
    return workday(today, max(0, known - rng.randint(1, 6))).isoformat()


@cache
def _helped() -> dict[Happening, str]:
    """The one thing that helped, of two thirds of all that was rated well; a text stands a few times at most."""
    rng = chance("helped")
    used: Counter[str] = Counter()
    told: dict[Happening, str] = {}
    for happening in sorted(happenings(), key=lambda one: (one.step.ended, one.name)):
        step = happening.step
        if step.done is None or step.asked is None or not counts(step.kind):
            continue
        texts = [row["text"] for row in table("helped") if row["kind"] == step.kind]
        if effort_of(step.kind) < HIGH_EFFORT and not step.happy and rng.random() < 0.4:
            continue
        rng.shuffle(texts)
        text = min(texts, key=lambda text: used[text], default="")
        if text and used[text] < REPEATED:
            used[text] += 1
            told[happening] = text
    return told


def deal_rows(today: date) -> Iterator[dict[str, str]]:
    for deal in all_deals():
        yield {
            "account": deal.prospect,
            "name": deal.name,
            "amount": str(deal.amount),
            "currency": deal.currency,
            "opened_on": workday(today, deal.opened).isoformat(),
            "closed_on": workday(today, deal.closes).isoformat() if deal.result != "open" else "",
            "result": deal.result,
            "referenced": "yes" if deal.referenced else "no",
        }
