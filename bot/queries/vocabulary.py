"""The words that the data knows."""

from collections.abc import Iterable
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.vocabulary import Field
from models import Account, Advocate, Synonym

VOCABULARY = "vocabulary"


def known_values(session: Session) -> dict[Field, set[str]]:
    """By field, every distinct value in the accounts and advocates, as stored."""
    plain = {
        Field.INDUSTRY: Account.industry,
        Field.SEGMENT: Account.segment,
        Field.REGION: Account.region,
        Field.COUNTRY: Account.country,
        Field.COMPETITOR: Account.replaced_competitor,
        Field.LANGUAGE: Account.language,
    }
    known = {
        field: set(filter(None, session.scalars(select(column).distinct())))
        for field, column in plain.items()
    }
    known[Field.LANGUAGE] |= set(filter(None, session.scalars(select(Advocate.language).distinct())))
    lists = session.execute(select(Account.products, Account.use_cases, Account.tags)).all()
    for field, column in ((Field.PRODUCT, 0), (Field.USE_CASE, 1), (Field.TAG, 2)):
        known[field] = _distinct(row[column] for row in lists)
    return known


def owner_synonyms(session: Session) -> list[tuple[str, Field, str]]:
    """What the owner taught: word, field and canonical name."""
    rows = session.execute(select(Synonym.word, Synonym.field, Synonym.canonical).order_by(Synonym.key))
    return [(row.word, Field(row.field), row.canonical) for row in rows]


def _distinct(lists: Iterable[list[str]]) -> set[str]:
    return set(chain.from_iterable(lists))
