"""The words that the data knows."""

import json
from itertools import chain

from sqlalchemy import String, cast, select
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
    lists = {Field.PRODUCT: Account.products, Field.USE_CASE: Account.use_cases, Field.TAG: Account.tags}
    for field, each in lists.items():
        # As text: thousands of companies have the same few lists, and each is read once.
        written = session.scalars(select(cast(each, String)).distinct())
        known[field] = set(chain.from_iterable(json.loads(text) for text in written))
    return known


def owner_synonyms(session: Session) -> list[tuple[str, Field, str]]:
    """What the owner taught: word, field and canonical name."""
    rows = session.execute(select(Synonym.word, Synonym.field, Synonym.canonical).order_by(Synonym.key))
    return [(row.word, Field(row.field), row.canonical) for row in rows]
