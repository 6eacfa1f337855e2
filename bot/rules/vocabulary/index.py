"""Looking words up: exactly, nearly, and inside text written without spaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.rules.vocabulary.criteria import Field
from bot.rules.vocabulary.terms import Rank, Term
from bot.rules.vocabulary.text import forms, is_cjk

# Longest phrase looked for, in tokens, and longest key guessed at, in letters.
LONGEST_PHRASE = 7
_LONGEST_GUESS = 40
# A foreign name shorter than this is too easily hit by a typing error of something else.
_SHORTEST_FOREIGN_GUESS = 7
_SHORTEST_WRONG_SILENT = 6
_NEAREST = 3
# Of 100, rapidfuzz's ratio.
_NEAR_ENOUGH = 70.0
_NEAR_ENOUGH_SHORT = 78.0


class Index:
    """Terms by key. Reads only: build another one when the data change."""

    def __init__(self, terms: Iterable[Term], silent: Iterable[str] = ()) -> None:
        by_key: defaultdict[str, list[Term]] = defaultdict(list)
        self.spaced: dict[str, set[str]] = defaultdict(set)
        for term in terms:
            for form in filter(None, forms(term.text)):
                key = form.replace(" ", "")
                by_key[key].append(term)
                self.spaced[key].add(form)
        self.terms: dict[str, tuple[Term, ...]] = {key: tuple(found) for key, found in by_key.items()}
        self._pieces: dict[str, list[str]] = defaultdict(list)
        for piece in {*silent, *self.terms}:
            if is_cjk(piece[0]):
                self._pieces[piece[0]].append(piece)
        for found in self._pieces.values():
            found.sort(key=len, reverse=True)
        self._with_word = self._phrases_by_word()
        self._guessable = [key for key, terms in self.terms.items() if _may_be_meant(key, terms)]
        self._guessable_of: defaultdict[Field, list[str]] = defaultdict(list)
        for key in self._guessable:
            for named in {term.field for term in self.terms[key]}:
                self._guessable_of[named].append(key)
        by_length = _by_length(self._guessable)
        self._near_in_length = {
            length: list(chain.from_iterable(by_length.get(near, ()) for near in _lengths(length)))
            for length in range(4, _LONGEST_GUESS + 1)
        }

        self._long_silent = sorted(
            word for word in silent if len(word) >= _SHORTEST_WRONG_SILENT and not is_cjk(word)
        )

    def is_silent_misspelt(self, key: str) -> bool:
        """Whether `key` is a typing error of a word that says nothing ("custmer")."""
        if len(key) < _SHORTEST_WRONG_SILENT - 1:
            return False
        return (
            process.extractOne(key, self._long_silent, scorer=OSA.distance, score_cutoff=_allowed(len(key)))
            is not None
        )

    def piece_at(self, run: str, position: int) -> str | None:
        """The longest known word of `run`, written without spaces, that starts at `position`."""
        for piece in self._pieces.get(run[position], ()):
            if run.startswith(piece, position):
                return piece
        return None

    def guess(self, key: str) -> tuple[str, int] | None:
        """The key that `key` is most likely a typing error of, and how many letters differ. None where it is too far.

        Words of three letters are never guessed at, four only with two letters swapped or one left out, up to seven one
        letter may differ, from eight on two.
        """
        allowed = _allowed(len(key))
        if not allowed or key.isdigit() or is_cjk(key):
            return None
        hits = process.extract(
            key, self._near_in_length[len(key)], scorer=OSA.distance, score_cutoff=allowed, limit=8
        )
        likely = [
            (found, int(distance)) for found, distance, _ in hits if self._likely(key, found, int(distance))
        ]
        return min(
            likely,
            key=lambda hit: (hit[1], -JaroWinkler.similarity(key, hit[0]), -self._rank(hit[0]), hit[0]),
            default=None,
        )

    def phrases_with(self, word: str) -> list[str]:
        """The keys of canonical phrases that have `word` in them."""
        return self._with_word.get(word, [])

    def nearest(self, key: str, field: Field | None = None) -> list[Term]:
        """Up to three terms whose words look most like `key`, of one field where given, best first."""
        pool = self._guessable if field is None else self._guessable_of.get(field, [])
        near_enough = _NEAR_ENOUGH if len(key) > 5 else _NEAR_ENOUGH_SHORT
        hits = process.extract(
            key[:_LONGEST_GUESS], pool, scorer=fuzz.ratio, score_cutoff=near_enough, limit=12
        )
        similar = [found for found, _, _ in sorted(hits, key=lambda hit: (-hit[1], hit[0]))]
        named: dict[tuple[Field, str], Term] = {}
        for found in [*self.phrases_with(key), *similar]:
            for term in self.terms[found]:
                if field in (None, term.field):
                    named.setdefault((term.field, term.name), term)
        return list(named.values())[:_NEAREST]

    def _phrases_by_word(self) -> dict[str, list[str]]:
        """Canonical phrases by each of their longer words: "fraud" is near to "Fraud detection"."""
        with_word: defaultdict[str, list[str]] = defaultdict(list)
        for key, terms in self.terms.items():
            if any(term.rank >= Rank.NAME for term in terms):
                for word in {
                    word for form in self.spaced[key] if " " in form for word in form.split() if len(word) > 3
                }:
                    with_word[word].append(key)
        return dict(with_word)

    def _rank(self, key: str) -> Rank:
        return max(term.rank for term in self.terms[key])

    def _likely(self, key: str, found: str, distance: int) -> bool:
        if len(key) == 4:
            swapped = sorted(key) == sorted(found) and any(
                term.field is not Field.COUNTRY for term in self.terms[found]
            )
            one_left_out = len(found) == 5 and key[0] == found[0] and key[-1] == found[-1]
            return swapped or one_left_out
        same_start = key[0] == found[0] or key[:2] == found[1::-1]
        if distance == 2:
            return same_start and len(found) >= 8
        return same_start or len(key) >= 8


def _by_length(keys: Iterable[str]) -> dict[int, list[str]]:
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for key in keys:
        by_length[len(key)].append(key)
    return dict(by_length)


def _may_be_meant(key: str, terms: Iterable[Term]) -> bool:
    """Whether a wrong word may be taken for `key`."""
    named = any(
        not term.capitals and (not term.foreign or len(key) >= _SHORTEST_FOREIGN_GUESS) for term in terms
    )
    return named and 4 <= len(key) <= _LONGEST_GUESS and not is_cjk(key)


def _lengths(length: int) -> range:
    return range(length - _allowed(length), length + _allowed(length) + 1)


def _allowed(length: int) -> int:
    """How many letters may differ in a word of this length."""
    if length < 4 or length > _LONGEST_GUESS:
        return 0
    return 1 if length < 8 else 2
