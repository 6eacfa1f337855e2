"""Finding an advocate by name or company, while somebody types."""

from collections.abc import Collection, Sequence
from functools import cache

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.facts import AdvocateCard
from bot.rules.names import after, looked_up
from models import Account, Activity, Advocate, Ask, Suggestion

NAMED = 50
"""People offered for what was typed."""
COMPANIES = 200
"""Companies looked at for one part of what was typed, where the other is a person's."""

Found = Select[int, str, str, str, str | None, str]


def named(session: Session, typed: str, csm: Collection[str] | None = None) -> Sequence[AdvocateCard]:
    """Whose name, or whose company's name, begins with what was typed, or whose last word does; or one with the other:
    "sarah", "chen s", "northwind", "chen north", "northwind sarah". People before companies, then by name; at most NAMED.

    An e-mail address finds whom it belongs to, typed whole: nobody learns one by trying.

    `csm` narrows to the accounts of one CSM, by any spelling in the data.
    """
    if "@" in typed:
        return _addressed(session, typed.strip().lower(), csm)
    words = looked_up(typed)
    if not words:
        return []
    values: dict[str, object] = {} if csm is None else {"csms": sorted(csm)}
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            begins = " ".join(words[start:end])
            values |= {f"from_{start}_{end}": begins, f"to_{start}_{end}": after(begins)}
    rows = session.execute(_finding(len(words), csm is not None), values).all()
    cards: dict[str, AdvocateCard] = {}
    for _, _, id_, name, title, account in sorted(rows, key=lambda row: row[:3]):
        cards.setdefault(id_, AdvocateCard(id_, name, title, account, 0, None))
    return list(cards.values())[:NAMED]


def _addressed(session: Session, address: str, csm: Collection[str] | None) -> Sequence[AdvocateCard]:
    found = (
        select(Advocate, Account)
        .join(Account, Account.id == Advocate.account_id)
        .where(Advocate.email == address, true() if csm is None else Account.csm.in_(csm))
    )
    return [
        AdvocateCard(advocate.id, advocate.name, advocate.title, account.name, 0, None)
        for advocate, account in session.execute(found)
    ]


def companies(session: Session, typed: str) -> Sequence[tuple[str, str]]:
    """Id and name of each company whose name begins with what was typed, or whose last word does; by name, at most NAMED."""
    words = looked_up(typed)
    if not words:
        return []
    begins = " ".join(words)
    values = {f"from_0_{len(words)}": begins, f"to_0_{len(words)}": after(begins)}
    found: dict[str, str] = {}
    for key in (Account.name_key, Account.name_key_turned):
        rows = session.execute(
            select(Account.id, Account.name).where(_between(key, 0, len(words))).order_by(key).limit(NAMED),
            values,
        )
        for id_, name in rows:
            found.setdefault(id_, name)
    return list(found.items())[:NAMED]


@cache
def _finding(words: int, own: bool) -> CompoundSelect[int, str, str, str, str | None, str]:
    """The ways in which so many words can name somebody, each found by one index and no longer than what is shown."""
    whole = (0, words)
    ways = [
        _people(rank, _between(key, *whole), key)
        for rank, key in enumerate(
            (Advocate.name_key, Advocate.name_key_turned, Account.name_key, Account.name_key_turned)
        )
    ]
    for split in range(1, words):
        first, second = (0, split), (split, words)
        ways += [_people(0, _both(first, second), Advocate.name_key)]
        ways += [_people(0, _both(second, first), Advocate.name_key)]
    if own:
        ways = [way.where(Account.csm.in_(bindparam("csms", expanding=True))) for way in ways]
    return union_all(*(select(way.limit(NAMED).subquery()) for way in ways))


def _people(rank: int, condition: ColumnElement[bool], by: InstrumentedAttribute[str]) -> Found:
    return (
        select(
            literal(rank, literal_execute=True).label("rank"),
            Advocate.name_key.label("key"),
            Advocate.id,
            Advocate.name,
            Advocate.title,
            Account.name.label("account"),
        )
        .join(Account, Account.id == Advocate.account_id)
        .where(condition)
        .order_by(by)
    )


def _both(person: tuple[int, int], company: tuple[int, int]) -> ColumnElement[bool]:
    """The name begins with some of the words and the company's with the others. So that one letter of a company does not
    cost a walk through all of them, no more than COMPANIES are looked at."""
    companies = select(Account.id).where(_begins(Account, *company)).limit(COMPANIES)
    return and_(Advocate.account_id.in_(companies), _begins(Advocate, *person))


def _begins(table: type[Advocate] | type[Account], start: int, end: int) -> ColumnElement[bool]:
    return or_(_between(table.name_key, start, end), _between(table.name_key_turned, start, end))


def _between(key: InstrumentedAttribute[str], start: int, end: int) -> ColumnElement[bool]:
    """The key begins with these words of what was typed."""
    return and_(key >= bindparam(f"from_{start}_{end}"), key < bindparam(f"to_{start}_{end}"))


def advocate_of(session: Session, subject_id: str) -> str | None:
    """The advocate whom an ask, an activity or a suggestion is about, or whose own id it is; None where there is no such
    thing."""
    if session.get(Advocate, subject_id) is not None:
        return subject_id
    for model in (Ask, Activity, Suggestion):
        found = session.scalar(select(model.advocate_id).where(model.id == subject_id))
        if found is not None:
            return found
    return None


def card(session: Session, advocate: Advocate) -> AdvocateCard:
    """Name and company, without how often they were asked."""
    account = session.get_one(Account, advocate.account_id)
    return AdvocateCard(advocate.id, advocate.name, advocate.title, account.name, 0, None)


def is_any_csm(session: Session, csms: Collection[str]) -> bool:
    """Whether any account names one of these as its CSM."""
    accounts = select(Account.id).where(Account.csm.in_(csms)).limit(1)
    return session.scalar(accounts) is not None
