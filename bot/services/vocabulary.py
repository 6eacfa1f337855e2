"""The vocabulary of /reference, built from the data and kept until the data changes."""

import threading

from sqlalchemy.orm import Session

from bot.queries.versions import version
from bot.queries.vocabulary import VOCABULARY, known_values, owner_synonyms
from bot.rules.vocabulary import Vocabulary


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
                self._vocabulary = Vocabulary.build(known_values(session), owner_synonyms(session))
                self._version = newest
            return self._vocabulary
