"""The owner's own words for what /reference understands: refused where nothing is meant by them, audited, in force at once."""

from collections.abc import Sequence

from rapidfuzz import process, utils
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import BadInput
from bot.queries.versions import grow
from bot.queries.vocabulary import VOCABULARY, known_values, owner_synonyms
from bot.rules.vocabulary import Field, Vocabulary, label
from bot.rules.vocabulary.terms import shipped
from bot.rules.vocabulary.text import key_of
from bot.services.program import Program, record
from models import Synonym

FIELDS = tuple(field.value for field in Field if field is not Field.SIZE)
"""A size is read from its number: it has no name to stand for."""
LONGEST = 60
"""Characters of a word."""


def list_all(program: Program) -> Sequence[Synonym]:
    """Every synonym, by word."""
    with program.reading() as session:
        return session.scalars(select(Synonym).order_by(Synonym.key)).all()


def add(program: Program, by: str, word: str, field: str, name: str) -> Synonym:
    """Teaches a word. BadInput where the field or the name is unknown, the word has a meaning of the owner's already, or
    would not be understood even so."""
    word = " ".join(word.split())
    key = key_of(word)
    if not key or len(word) > LONGEST:
        raise BadInput(f"“{word}” is no word to teach: it needs letters, and at most {LONGEST} characters")
    if key in shipped().words.silent:
        raise BadInput(
            f"“{word}” stands in all kinds of searches: it can’t mean one thing. Choose another word"
        )
    with program.changing() as session:
        of = _field(field)
        before = program.vocabulary.get(session)
        canonical = _name(before, of, name)
        known = session.get(Synonym, key)
        if known is not None:
            raise BadInput(
                f"“{known.word}” means {_shown(known)} already; take that back first: synonym remove {known.word}"
            )
        synonyms = [*owner_synonyms(session), (word, of, canonical)]
        _require_understood(Vocabulary.build(known_values(session), synonyms), word, of, canonical)
        synonym = Synonym(
            key=key, word=word, field=of.value, canonical=canonical, added_by=by, at=program.now()
        )
        session.add(synonym)
        _changed(program, session, by, "synonym_added", synonym)
        return synonym


def remove(program: Program, by: str, word: str) -> Synonym:
    """Takes a word back. BadInput where the owner never taught it."""
    with program.changing() as session:
        synonym = session.get(Synonym, key_of(word))
        if synonym is None:
            words = session.scalars(select(Synonym.word).order_by(Synonym.key)).all()
            raise BadInput(f"“{word}” is no synonym of yours{_nearest(word, words)}. Nothing was changed")
        session.delete(synonym)
        _changed(program, session, by, "synonym_removed", synonym)
        return synonym


def _changed(program: Program, session: Session, by: str, action: str, synonym: Synonym) -> None:
    grow(session, VOCABULARY)
    record(
        session,
        at=program.now(),
        actor=by,
        action=action,
        subject=("synonym", synonym.key),
        word=synonym.word,
        field=synonym.field,
        name=synonym.canonical,
    )


def _field(text: str) -> Field:
    said = text.strip().casefold().replace(" ", "_").replace("-", "_")
    if said not in FIELDS:
        raise BadInput(
            f"there is no field “{text}”{_nearest(said, FIELDS)}. The fields are {', '.join(FIELDS)}"
        )
    return Field(said)


def _name(vocabulary: Vocabulary, field: Field, text: str) -> str:
    """The canonical name, as the owner may have written it. A place may be a group of countries ("DACH")."""
    places = (Field.REGION, Field.COUNTRY)
    if field in places and vocabulary.countries_of(text):
        return " ".join(text.split())
    known = vocabulary.names(field)
    canonical = vocabulary.canonical(field, text)
    if canonical in known or (field is Field.REGION and canonical in vocabulary.names(Field.COUNTRY)):
        return canonical
    said = field.replace("_", " ")
    if not known:
        raise BadInput(f"no {said} is known yet: import accounts first")
    raise BadInput(f"“{text}” is no {said} that I know{_nearest(text, known)}")


def _require_understood(vocabulary: Vocabulary, word: str, field: Field, canonical: str) -> None:
    reading = vocabulary.read(word)
    meant = [key_of(one.name) for one in reading.understood]
    if meant == [key_of(canonical)] and not reading.ambiguous and not reading.unknown:
        return
    raise BadInput(
        f"“{word}” would not be understood as {label(field, canonical)} even so. Choose another word"
    )


def _shown(synonym: Synonym) -> str:
    return f"{label(Field(synonym.field), synonym.canonical)} ({synonym.field.replace('_', ' ')})"


def _nearest(text: str, known: Sequence[str]) -> str:
    best = process.extractOne(text, known, processor=utils.default_process) if known else None
    return f"; the nearest is {best[0]}" if best else ""
