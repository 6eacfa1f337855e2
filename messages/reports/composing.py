"""Puts a report together: the answer first, then what it rests on, then every measure with its definition."""

from collections.abc import Iterator

from bot.rules.measures import OF_TODAY, Measure
from bot.rules.report import Report
from messages import measures
from messages.render import PlainWords, plain
from messages.reports import drawings, tables
from messages.reports.document import Document, Figure, Paragraph, Part, Quote, Section
from messages.reports.titles import period_name

FIGURES = (
    "activities",
    "participation",
    "acceptance",
    "won_influenced",
    "thanked_within_72h",
    "program_nps",
)
DEALS = 15
"""Deals that are listed, with a reference and without; the others are counted."""
KINDS_SHOWN = 7
CURRENCIES = 2
"""That the first page names; the table has all."""
STORIES = 6


def composed(it: Report) -> Document:
    """All of it, in the order in which it is read."""
    said = words_of(it)
    look = it.look
    sections = (
        (said["activities_heading"], _activities(it, said)),
        (said["answers_heading"], _answers(it, said)),
        (said["deals_heading"], _deals(it, said)),
        (said["value_heading"], _value(it, said)),
        (said["accounts_heading"], _accounts(it, said)),
        (said["stories_heading"], _stories(it, said)),
        (said["groups_heading"], _groups(it)),
        (said["measures_heading"], _measures(it, said)),
    )
    made = ((heading, tuple(parts)) for heading, parts in sections)
    return Document(
        title=said["title"],
        subtitle=said["subtitle"],
        compared=said.get(
            "compared",
            before_first=look.before.first,
            before_last=look.before.last,
            year_first=look.year_ago.first,
            year_last=look.year_ago.last,
        ),
        sentences=sentences(it),
        figures=tuple(_figure(it, name, said) for name in FIGURES),
        sections=tuple(Section(heading, parts) for heading, parts in made if parts),
    )


def words_of(it: Report) -> PlainWords:
    """The words of this report."""
    return plain("report/words", it=it, period=period_name(it.first, it.last), policy=it.look.policy)


def sentences(it: Report) -> tuple[str, ...]:
    """The answer: what was done, what it brought and cost, and how those who did it are treated."""
    said, now, before = words_of(it), it.look.now, it.look.before
    done, was = now["activities"].value or 0, before["activities"].value or 0
    did = said.get("did" if done else "did_nothing", people=it.people, now=done, was=was)
    won = [one for one in now.all("won_influenced") if one.sample]
    brought = said["won_nothing"]
    if won:
        own = it.look.policy.currency
        named = sorted(won, key=lambda one: (one.currency != own, -one.sample))[:CURRENCIES]
        brought = said.get(
            "won",
            amounts=[tables.money_of(one, one.numerator) for one in named],
            credited=[measures.figure(one) for one in named],
            more=len(won) - len(named),
            deals=sum(one.sample for one in won),
            share=won[0].share,
            costs=[measures.figure(one) for one in now.all("costs") if one.sample],
        )
    yes, thanked = now["acceptance"], now["thanked_within_72h"]
    judged = said.get(
        "health" if yes.sample else "nobody_asked",
        asked=yes.denominator,
        yes=yes.numerator,
        share=None if yes.says_little else measures.figure(yes),
        thanked=thanked.numerator,
        thanked_of=thanked.denominator,
    )
    return did, brought, judged


def _figure(it: Report, name: str, said: PlainWords) -> Figure:
    one = it.look.now[name]
    if name == "won_influenced":  # the largest, where there are several currencies
        one = max(
            it.look.now.all(name),
            key=lambda each: (each.currency == it.look.policy.currency, each.value or 0),
        )
    if name == "won_influenced":
        made_of = said.get("credited_of", one=one)
    elif name == "activities":
        made_of = said.get("by_people", people=it.people)
    else:
        made_of = measures.made_of(one)
    return Figure(measures.name(one), measures.figure(one), made_of, _trend(it, one, said))


def _trend(it: Report, one: Measure, said: PlainWords) -> str:
    if one.name in OF_TODAY:
        return said["of_today"]
    compared = []
    for words, reading in (("was", it.look.before), ("was_year", it.look.year_ago)):
        then = reading.like(one)
        if then is not None and then.sample:
            compared.append(said.get(words, figure=tables.short(then)))
    return " · ".join(compared) or said["no_before"]


def _activities(it: Report, said: PlainWords) -> Iterator[Part]:
    yield from drawings.activities(it)
    yield from drawings.kinds(it, KINDS_SHOWN)


def _answers(it: Report, said: PlainWords) -> Iterator[Part]:
    found = list(drawings.answers(it))
    yield from found
    if found:
        yield Paragraph(said["answers_note"], is_note=True)


def _deals(it: Report, said: PlainWords) -> Iterator[Part]:
    listed = [(it.decided(referenced=which), which) for which in (True, False)]
    if not any(deals for deals, _ in listed):
        yield Paragraph(said["deals_none"])
        return
    yield from drawings.deals(it)
    yield Paragraph(said["deals_caveat"])
    for deals, which in listed:
        if deals:
            yield tables.deals(deals, DEALS, said["deals_with_caption" if which else "deals_without_caption"])
    if any(not deal.booked for deals, _ in listed for deal in deals[:DEALS]):
        yield Paragraph(said["booked_note"], is_note=True)


def _value(it: Report, said: PlainWords) -> Iterator[Part]:
    yield from drawings.value(it)
    yield tables.value(it)
    if not any(one.sample for one in it.look.now.all("costs")):
        yield Paragraph(said["no_costs"])
    yield Paragraph(said["value_note"], is_note=True)


def _accounts(it: Report, said: PlainWords) -> Iterator[Part]:
    yield from drawings.accounts(it)
    yield tables.accounts(it)
    yield Paragraph(said["accounts_caveat"])


def _stories(it: Report, said: PlainWords) -> Iterator[Part]:
    for story in it.stories[:STORIES]:
        yield Quote(
            story.title,
            said.get("teller", story=story),
            said.get("from_to", story=story),
            story.link,
            said["connected"] if story.is_connected else None,
        )
    if it.stories:
        yield Paragraph(said["stories_note"], is_note=True)


def _groups(it: Report) -> Iterator[Part]:
    for by in ("industry", "segment", "kind"):
        if table := tables.groups(it, by):
            yield table


def _measures(it: Report, said: PlainWords) -> Iterator[Part]:
    yield Paragraph(said["measures_note"], is_note=True)
    yield from tables.measures(it)
