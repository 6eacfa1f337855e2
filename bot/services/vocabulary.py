"""The vocabulary of /reference, built from the data and kept until the data changes."""

import threading
from functools import lru_cache

from sqlalchemy.orm import Session

from bot.queries.versions import version
from bot.queries.vocabulary import VOCABULARY, known_values, owner_synonyms
from bot.rules.vocabulary import Field, Vocabulary


class CurrentVocabulary:
    """Keeps the newest vocabulary of this process. One cheap look at the data's version tells whether it still is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: int | None = None
        self._vocabulary: Vocabulary | None = None

    def get(self, session: Session) -> Vocabulary:
        """The vocabulary of the data as the session sees it."""
        newest = version(session, VOCABULARY)
        with self._lock:
            if self._vocabulary is None or self._version != newest:
                known = tuple((field, frozenset(raws)) for field, raws in known_values(session).items())
                self._vocabulary = _built(known, tuple(owner_synonyms(session)))
                self._version = newest
            return self._vocabulary


@lru_cache(maxsize=4)
def _built(
    known: tuple[tuple[Field, frozenset[str]], ...], synonyms: tuple[tuple[str, Field, str], ...]
) -> Vocabulary:
    """Data that change without a new word mean the same vocabulary: it is put together once."""
    return Vocabulary.build(dict(known), synonyms)
