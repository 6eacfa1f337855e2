"""What the words beside a known word make of it: "ex-", "in German", "industry:", "not"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules.vocabulary.criteria import Field
from bot.rules.vocabulary.finding import Claim, Found
from bot.rules.vocabulary.terms import Term, Words

_BREAK = re.compile(r"[,;.:/|\n!?、。]")
_BETWEEN_NOT_AND_NAME = frozenset({"a", "an", "any", "the", "in", "from", "for"})
_BETWEEN_NAME_AND_LEFT = frozenset({"から", "からの", "より", "の", "von", "de"})
_CUSTOMERS = frozenset(
    {
        "account",
        "client",
        "clients",
        "companies",
        "company",
        "customer",
        "customers",
        "firm",
        "firms",
        "kunde",
        "kunden",
        "kundin",
        "unternehmen",
        "firma",
        "user",
        "users",
    }
)
_MOST_BETWEEN = 3


class Neighbours:
    """One found line, asked about the surroundings of its claims."""

    def __init__(self, found: Found, words: Words) -> None:
        self._found = found
        self._tokens = found.tokens
        self._words = words
        self._claimed = {position for claim in found.claims for position in range(claim.start, claim.end)}

    def negation_before(self, claim: Claim, terms: Sequence[Term]) -> int | None:
        """Where the "not" stands that takes this claim back. Portuguese "no Brasil" is none."""
        position = self._back(claim.start, _BETWEEN_NOT_AND_NAME)
        if position is None or self._tokens[position].key not in self._words.negations:
            return None
        place = all(term.field in (Field.COUNTRY, Field.REGION) for term in terms)
        return None if self._tokens[position].key == "no" and place else position

    def field_of(self, claim: Claim, terms: Sequence[Term]) -> Field | None:
        """The field that the neighbours ask for, among those that `terms` offer."""
        offered = {term.field for term in terms}
        if len(offered) < 2:
            return None
        asked = self._said_before(claim) or self._said_after(claim)
        if asked in offered:
            return asked
        if Field.INDUSTRY in offered and self._key_at(claim.end) in self._words.industry_after:
            return Field.INDUSTRY
        if Field.TAG in offered and claim.start and self._key_at(claim.start - 1) in self._words.tag_before:
            return Field.TAG
        if Field.COMPETITOR in offered and self.competitor_named(claim.start, claim.end):
            return Field.COMPETITOR
        if Field.LANGUAGE in offered and self._language_named(claim):
            return Field.LANGUAGE
        return None

    def competitor_named(self, start: int, end: int) -> bool:
        """Whether tokens `start` to `end` are what somebody left: "ex-Globex", "switched from Globex"."""
        before = self._back(start, self._words.competitor_between)
        after = self._forward(end, _BETWEEN_NAME_AND_LEFT)
        return (before is not None and self._tokens[before].key in self._words.competitor_before) or (
            after is not None and self._tokens[after].key in self._words.competitor_after
        )

    def says_a_field(self, position: int) -> bool:
        """Whether the token is half of "use case"."""
        return any(
            self._pair(start) in self._words.fields
            for start in (position - 1, position)
            if 0 <= start < len(self._tokens) - 1
        )

    def customer_after(self, claim: Claim) -> bool:
        return self._key_at(claim.end) in _CUSTOMERS

    def _key_at(self, position: int) -> str:
        return self._tokens[position].key if position < len(self._tokens) else ""

    def _language_named(self, claim: Claim) -> bool:
        before = claim.start - 1
        if (
            before >= 0
            and before not in self._claimed
            and self._tokens[before].key in self._words.language_before
        ):
            return not _BREAK.search(self._tokens[claim.start].gap)
        if claim.end < len(self._tokens) and claim.end not in self._claimed:
            return self._tokens[claim.end].key in self._words.language_after
        return False

    def _said_before(self, claim: Claim) -> Field | None:
        if (
            claim.start == 0
            or claim.start - 1 in self._claimed
            or self._tokens[claim.start].gap.strip() not in ("", ":", "=")
        ):
            return None
        said = self._words.fields.get(self._tokens[claim.start - 1].key)
        return said or (self._words.fields.get(self._pair(claim.start - 2)) if claim.start > 1 else None)

    def _said_after(self, claim: Claim) -> Field | None:
        if (
            claim.end >= len(self._tokens)
            or claim.end in self._claimed
            or self._tokens[claim.end].gap.strip()
        ):
            return None
        said = self._words.fields.get(self._tokens[claim.end].key)
        return said or (
            self._words.fields.get(self._pair(claim.end)) if claim.end + 1 < len(self._tokens) else None
        )

    def _pair(self, start: int) -> str:
        return self._tokens[start].key + self._tokens[start + 1].key

    def _back(self, start: int, over: frozenset[str]) -> int | None:
        """The nearest token before `start` that is not one of `over`, in the same part of the line."""
        position = start
        for _ in range(_MOST_BETWEEN + 1):
            if position == 0 or _BREAK.search(self._tokens[position].gap):
                return None
            position -= 1
            if self._tokens[position].key not in over or position in self._claimed:
                return None if position in self._claimed else position
        return None

    def _forward(self, end: int, over: frozenset[str]) -> int | None:
        position = end
        for _ in range(_MOST_BETWEEN + 1):
            if position >= len(self._tokens) or _BREAK.search(self._tokens[position].gap):
                return None
            if self._tokens[position].key not in over or position in self._claimed:
                return None if position in self._claimed else position
            position += 1
        return None
