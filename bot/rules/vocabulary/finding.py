"""Which words of a line are known: whole phrases first, typing errors after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.rules.vocabulary.criteria import Field
from bot.rules.vocabulary.index import LONGEST_PHRASE, Index
from bot.rules.vocabulary.sizes import Size, sizes_in
from bot.rules.vocabulary.terms import Rank, Term, Words
from bot.rules.vocabulary.text import Token, is_cjk, tokens

# Typing errors are looked for in so many words of a line: a pasted letter must not cost seconds.
_MOST_GUESSES = 30
_LONGEST_GUESSED_PHRASE = 3
# "fin tech" is "fintech", but "a us" is not "AUS".
_SHORTEST_RUN_TOGETHER = 5
_SHORTEST_STEM = 4
_SHORTEST_WRONG = 3
_SHORTEST_PART = 5
_RANKING = frozenset({Field.PRODUCT, Field.USE_CASE, Field.COMPETITOR})
_BREAK = re.compile(r"[,;:/|\n+、。]")


@dataclass(frozen=True, slots=True)
class Claim:
    """Tokens `start` to `end` (exclusive) and what they may mean."""

    start: int
    end: int
    terms: tuple[Term, ...]
    guessed: bool = False

    @property
    def span(self) -> range:
        return range(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Found:
    """A line cut into tokens, with the claims in order and the sizes. `in_size` are the tokens that sizes use up."""

    text: str
    tokens: tuple[Token, ...]
    claims: tuple[Claim, ...]
    sizes: tuple[Size, ...]
    in_size: frozenset[int]

    def words(self, start: int, end: int) -> str:
        """Tokens `start` to `end` as typed."""
        return self.text[self.tokens[start].position : self.tokens[end - 1].end]


class Finder:
    """Finds the terms of one index in lines."""

    def __init__(self, index: Index, words: Words) -> None:
        self._index = index
        self._words = words
        self._silent = words.silent
        self._blocked = words.blocked

    def find(self, text: str) -> Found:
        """Every known word in prepared `text`, without overlaps: the longest phrase wins, then the leftmost."""
        sizes = sizes_in(text)
        line = self._cut(
            self._without_false_friends(tokens(text)),
            {edge for size in sizes for edge in (size.start, size.end)},
        )
        claims = self._phrases(line)
        sizes = [size for size in sizes if not any(_names_a_number(line, claim, size) for claim in claims)]
        in_size = frozenset(
            i
            for i, token in enumerate(line)
            if any(size.start <= token.position < size.end for size in sizes)
        )
        claims = [claim for claim in claims if in_size.isdisjoint(claim.span)]
        claims = self._with_guesses(line, claims, in_size)
        claims.sort(key=lambda claim: claim.start)
        return Found(text, tuple(line), tuple(claims), tuple(sizes), in_size)

    def _without_false_friends(self, line: list[Token]) -> list[Token]:
        keys = {token.key for token in line}
        return [token for token in line if not self._words.false_friends.get(token.key, frozenset()) & keys]

    def _cut(self, line: Sequence[Token], edges: set[int]) -> list[Token]:
        """The tokens, with runs written without spaces cut into known words and at `edges`."""
        cut: list[Token] = []
        for token in line:
            if is_cjk(token.raw) and len(token.raw) == len(token.key):
                cut.extend(self._pieces(token, edges))
            else:
                cut.append(token)
        return cut

    def _pieces(self, run: Token, edges: set[int]) -> Iterator[Token]:
        begun = here = 0
        while here < len(run.key):
            piece = self._index.piece_at(run.key, here)
            if piece is None:
                here += 1
                if run.position + here not in edges:
                    continue
                yield run.part(begun, here)
            else:
                if begun < here:
                    yield run.part(begun, here)
                yield run.part(here, here + len(piece))
                here += len(piece)
            begun = here
        if begun < here:
            yield run.part(begun, here)

    def _phrases(self, line: Sequence[Token]) -> list[Claim]:
        candidates: list[tuple[int, int, Claim]] = []
        for start in range(len(line)):
            key = ""
            for end in range(start + 1, min(start + LONGEST_PHRASE, len(line)) + 1):
                key += line[end - 1].key
                if key in self._index.terms and (terms := self._meant(line, start, end, key)):
                    candidates.append((len(key), -start, Claim(start, end, terms)))
            if stem := self._stem(line[start].key):
                candidates.append((len(line[start].key) - 1, -start, Claim(start, start + 1, stem)))
        taken: set[int] = set()
        claims: list[Claim] = []
        for _, _, claim in sorted(candidates, key=lambda each: each[:2], reverse=True):
            if taken.isdisjoint(claim.span):
                taken.update(claim.span)
                claims.append(claim)
        return claims

    def _meant(self, line: Sequence[Token], start: int, end: int, key: str) -> tuple[Term, ...]:
        """The terms that tokens `start` to `end` may stand for, given how they are written."""
        terms = self._index.terms[key]
        if end - start == 1:
            raw = line[start].raw
            if raw.isupper() and self._in_a_list_of_codes(line, start):
                return terms
            words = tuple(term for term in terms if not term.capitals)
            terms = words or tuple(term for term in terms if raw.isupper() and not term.listed)
            if len(line) > 1 and (key in self._blocked or self._is_a_marker(line, start)):
                as_written = raw != raw.lower()
                return tuple(
                    term for term in terms if term.rank is Rank.OWNER or (as_written and term.text == raw)
                )
            return terms
        terms = tuple(term for term in terms if not term.capitals)
        gaps = [token.gap for token in line[start + 1 : end]]
        if any(_BREAK.search(gap) for gap in gaps):
            terms = tuple(term for term in terms if _BREAK.search(term.text))
        if " ".join(token.key for token in line[start:end]) in self._index.spaced[key]:
            return terms
        if any(token.key in self._silent for token in line[start:end]):
            return ()
        if len(key) < _SHORTEST_RUN_TOGETHER and any(gap.isspace() for gap in gaps):
            return ()
        return terms

    def _in_a_list_of_codes(self, line: Sequence[Token], here: int) -> bool:
        """Whether a country code stands beside this token, which may mean nothing but a country: "DE/AT/CH"."""
        if any(not term.capitals for term in self._index.terms[line[here].key]):
            return False
        beside = [line[i] for i in (here - 1, here + 1) if 0 <= i < len(line)]
        return any(
            token.raw.isupper()
            and any(term.capitals and not term.listed for term in self._index.terms.get(token.key, ()))
            for token in beside
        )

    def _is_a_marker(self, line: Sequence[Token], here: int) -> bool:
        """Whether the token only tells how to read the one beside it: "German speaking", "for us"."""
        key = line[here].key
        before = line[here - 1].key if here else ""
        after = line[here + 1].key if here + 1 < len(line) else ""
        if line[here].raw in self._words.pronouns:
            return before in self._words.pronoun_after and (not after or after in self._silent)
        if key in self._words.language_after and self._is_a_language(before):
            return True
        return key in self._words.language_before and self._is_a_language(after)

    def _is_a_language(self, key: str) -> bool:
        return any(term.field is Field.LANGUAGE for term in self._index.terms.get(key, ()))

    def _stem(self, key: str) -> tuple[Term, ...]:
        """The terms of a plural ("banks"), or of a compound ("Versicherungsbranche")."""
        if key in self._index.terms or key in self._silent:
            return ()
        for ending in self._words.endings:
            stem = key.removesuffix(ending)
            if len(stem) < _SHORTEST_STEM or stem == key or stem in self._blocked:
                continue
            for form in (stem, stem.removesuffix("s")):
                if form in self._index.terms:
                    return tuple(term for term in self._index.terms[form] if not term.capitals)
        return ()

    def _with_guesses(
        self, line: Sequence[Token], claims: list[Claim], in_size: frozenset[int]
    ) -> list[Claim]:
        """`claims` and those for words typed wrongly.

        A guess may swallow a known word beside the wrong one: "retail clod" is the product Retail Cloud.
        """
        owner = {position: claim for claim in claims for position in claim.span}
        free = [
            i
            for i, token in enumerate(line)
            if len(token.key) >= _SHORTEST_WRONG
            and not (i in owner or i in in_size or token.key in self._silent)
        ]
        for position in free[:_MOST_GUESSES]:
            for start, end in _windows(position, len(line)) if position not in owner else ():
                inside = {owner[i] for i in range(start, end) if i in owner}
                cut = any(claim.guessed or claim.start < start or claim.end > end for claim in inside)
                broken = any(_BREAK.search(token.gap) for token in line[start + 1 : end])
                if cut or broken or not in_size.isdisjoint(range(start, end)):
                    continue
                short = any(len(line[i].key) < _SHORTEST_WRONG and i not in owner for i in range(start, end))
                if not short and (guess := self._guess(line[start:end])):
                    claim = Claim(start, end, guess, guessed=True)
                    owner.update(dict.fromkeys(claim.span, claim))
                    break
            if position not in owner and (part := self._part_of_a_name(line[position].key)):
                owner[position] = Claim(position, position + 1, part, guessed=True)
        return list({claim.start: claim for claim in owner.values()}.values())

    def _part_of_a_name(self, key: str) -> tuple[Term, ...]:
        """The one name that has this word in it, where a mistake only ranks: "umbrella" for Umbrella Analytics."""
        if len(key) < _SHORTEST_PART or key in self._words.generic:
            return ()
        names = [
            name
            for name in self._index.phrases_with(key)
            if any(term.field in _RANKING for term in self._index.terms[name])
        ]
        return (
            tuple(term for term in self._index.terms[names[0]] if term.field in _RANKING)
            if len(names) == 1
            else ()
        )

    def _guess(self, window: Sequence[Token]) -> tuple[Term, ...]:
        """What a window with a wrong word in it may stand for. Silent words count only as part of the term."""
        silent = [token.key for token in window if token.key in self._silent]
        if any(len(key) < 4 for key in silent):
            return ()
        guess = self._index.guess("".join(token.key for token in window))
        if guess is None:
            return ()
        key, distance = guess
        if (
            silent
            and distance > 1
            and not any(set(silent) <= set(form.split()) for form in self._index.spaced[key])
        ):
            return ()
        return self._index.terms[key]


def _names_a_number(line: Sequence[Token], claim: Claim, size: Size) -> bool:
    """Whether a claim such as "SOC 2" or "Fortune 500" uses up the number of `size`."""
    key = "".join(line[i].key for i in claim.span)
    if key.isdigit() or not any(character.isdigit() for character in key):
        return False
    return line[claim.start].position < size.end and size.start < line[claim.end - 1].end


def _windows(position: int, length: int) -> Iterator[tuple[int, int]]:
    """Spans around `position`, the longest first."""
    for size in range(_LONGEST_GUESSED_PHRASE, 0, -1):
        for start in range(max(0, position - size + 1), min(position, length - size) + 1):
            yield start, start + size
