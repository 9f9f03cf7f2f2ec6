"""Says which rows of a table may match a text, and where they may begin, by the strings that a scanner saw in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.text.needed import Strings, rarity
from parsers.text.patterns import compiled
from parsers.text.phrases import is_letter
from parsers.text.scanner import Scanner, Seen


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a row, and sets of strings of each of which one stands in every match of it.

    With one of the `heads`, where they are known, every match begins; one that `opens` with a letter matches only
    where none stands in front.
    """

    pattern: str
    needs: tuple[Strings, ...]
    heads: Strings = frozenset()
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """What a text must hold for a row to match: the pieces of one of its words, or what one of its forms needs."""

    words: frozenset[tuple[str, ...]]
    forms: tuple[Form, ...]


Candidate = tuple[int, int, int, re.Match[str] | None]
"""A row that may match, where, by which of its forms, and that form's match; none where one of its words may."""
_WORDS = 1_000_000
"""The order of the words of a row: behind all of its forms."""


_COMMON = 1
"""A string that tells no more than this stands in nearly every text: that it is lacking is not worth the look."""


_Word = tuple[frozenset[int], int, int | str]
"""The numbers of what a word holds besides the piece that it is looked up by, its row, and its first piece.

A first piece that tells something goes by its number.
"""


@dataclass(frozen=True, slots=True, eq=False)
class _Formed:
    """A form of a row; `others` are what it needs besides the strings that it is looked up by.

    It is tried where its `heads` begin, or all along a text.
    """

    row: int
    order: int
    pattern: str
    opens: bool
    others: tuple[frozenset[int], ...]
    heads: frozenset[int]


class Candidates:
    """The rows of a table by the numbers of their strings."""

    def __init__(self, rows: Sequence[Opening], scanner: Scanner) -> None:
        self._scanner = scanner
        self._wholes: defaultdict[int, dict[int, None]] = defaultdict(dict)
        self._words: defaultdict[int, dict[_Word, None]] = defaultdict(dict)
        self._forms: defaultdict[int, dict[_Formed, None]] = defaultdict(dict)
        self._always: list[_Formed] = []
        for number, row in enumerate(rows):
            for pieces in row.words:
                self._add_word(number, pieces)
            for order, form in enumerate(row.forms):
                self._add_form(number, order, form)
        self._whole = frozenset(self._wholes)
        self._worded_by = frozenset(self._words)
        self._formed_by = frozenset(self._forms)

    def _add_word(self, row: int, pieces: Sequence[str]) -> None:
        if len(pieces) == 1:
            self._wholes[self._scanner.number(pieces[0])][row] = None
            return
        rarest = self._scanner.number(max(pieces, key=rarity))
        others = {self._scanner.number(piece) for piece in pieces if rarity(piece) > _COMMON} - {rarest}
        first = self._scanner.number(pieces[0]) if rarity(pieces[0]) > _COMMON else pieces[0]
        self._words[rarest][frozenset(others), row, first] = None

    def _add_form(self, row: int, order: int, form: Form) -> None:
        first, *others = form.needs or (frozenset[str](),)
        telling = (strings for strings in others if min(map(rarity, strings)) > _COMMON)
        needs = tuple(frozenset(map(self._scanner.number, strings)) for strings in telling)
        heads = form.heads if min(map(rarity, form.heads), default=0) > _COMMON else ()
        begun = frozenset(map(self._scanner.number, heads))
        formed = _Formed(row, order, form.pattern, form.opens, (begun, *needs) if begun else needs, begun)
        for string in first:
            self._forms[self._scanner.number(string)][formed] = None
        if not first:
            self._always.append(formed)

    def of(self, text: str, seen: Seen | None = None) -> list[Candidate]:
        """The rows that may match at each place, in order: of one place the forms of a row, then its words.

        `seen` is what the scanner saw in the text, or in one that holds all of its words at the same places.
        """
        seen = self._scanner.scan(text) if seen is None else seen
        found: list[Candidate] = [(row, at, _WORDS, None) for row, at in self._worded(text, seen)]
        for form in self._formed(seen.held):
            found += [(form.row, match.start(), form.order, match) for match in _matches(form, text, seen)]
        found.sort()
        return found

    def places(self, text: str, seen: Seen | None = None) -> list[int]:
        """The places where a word may begin, in order."""
        return sorted({at for _, at in self._worded(text, self._scanner.scan(text) if seen is None else seen)})

    def _worded(self, text: str, seen: Seen) -> set[tuple[int, int]]:
        """The rows of words of which the text holds every piece, and where those may begin."""
        held, places = seen.held, seen.places
        found = {(row, at) for number in self._whole & held for row in self._wholes[number] for at in places[number]}
        for number in self._worded_by & held:
            for others, row, first in self._words[number]:
                if others <= held:
                    starts = places[first] if isinstance(first, int) else _places(text, first)
                    found.update([(row, at) for at in starts])
        return found

    def _formed(self, held: frozenset[int]) -> list[_Formed]:
        """The forms of which the text holds every part."""
        looked_up: set[_Formed] = set()
        for number in self._formed_by & held:
            looked_up.update(self._forms[number])
        found = list(self._always)
        for form in looked_up:
            for strings in form.others:
                if held.isdisjoint(strings):
                    break
            else:
                found.append(form)
        return found


def _places(text: str, string: str) -> Iterator[int]:
    """Every place where a string begins."""
    at = text.find(string)
    while at >= 0:
        yield at
        at = text.find(string, at + 1)


def _matches(form: _Formed, text: str, seen: Seen) -> list[re.Match[str]]:
    """Every match, one that begins in another too."""
    pattern = compiled(form.pattern)
    if not form.heads:
        found = _searched(pattern, text)
        return [match for match in found if not (form.opens and _is_led(text, match.start()))]
    starts = {at for number in form.heads & seen.held for at in seen.places[number]}
    free = [at for at in starts if not _is_led(text, at)] if form.opens else starts
    return [match for at in free if (match := pattern.match(text, at))]


def _is_led(text: str, at: int) -> bool:
    """Whether a letter stands in front of a place."""
    return at > 0 and is_letter(text[at - 1])


def _searched(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches all along a text."""
    found = pattern.search(text)
    while found:
        yield found
        found = pattern.search(text, found.start() + 1)
