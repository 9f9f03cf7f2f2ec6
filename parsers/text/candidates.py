"""Says which rows of a table may match a text, and where they may begin, by the strings that a scanner saw in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.text.needed import Strings, rarity
from parsers.text.patterns import compiled
from parsers.text.scanner import Scanner, Seen


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a row, and sets of strings of each of which one stands in every match of it."""

    pattern: str
    needs: tuple[Strings, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a text must hold for a row to match: the pieces of one of its words, or what one of its forms needs."""

    words: frozenset[tuple[str, ...]]
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a row by the numbers of its pieces."""

    row: int
    first: int
    others: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class _Formed:
    """A form of a row; `others` are what it needs besides the strings that it is looked up by."""

    row: int
    pattern: str
    others: tuple[frozenset[int], ...]


class Candidates:
    """The rows of a table by the numbers of their strings."""

    def __init__(self, rows: Sequence[Opening], scanner: Scanner) -> None:
        self._scanner = scanner
        self._words: defaultdict[int, dict[_Word, None]] = defaultdict(dict)
        self._forms: defaultdict[int, dict[_Formed, None]] = defaultdict(dict)
        self._always: list[_Formed] = []
        for number, row in enumerate(rows):
            for pieces in row.words:
                self._add_word(number, pieces)
            for form in row.forms:
                self._add_form(number, form)

    def _add_word(self, row: int, pieces: Sequence[str]) -> None:
        rarest, first = (self._scanner.number(piece) for piece in (max(pieces, key=rarity), pieces[0]))
        others = {self._scanner.number(piece) for piece in pieces} - {rarest}
        self._words[rarest][_Word(row, first, frozenset(others))] = None

    def _add_form(self, row: int, form: Form) -> None:
        first, *others = form.needs or (frozenset[str](),)
        formed = _Formed(row, form.pattern, tuple(frozenset(map(self._scanner.number, strings)) for strings in others))
        for string in first:
            self._forms[self._scanner.number(string)][formed] = None
        if not first:
            self._always.append(formed)

    def of(self, text: str, seen: Seen | None = None) -> list[tuple[int, int]]:
        """The rows that may match and each place where they may begin, in order.

        `seen` is what the scanner saw in the text, or in one that holds all of its words at the same places.
        """
        seen = self._scanner.scan(text) if seen is None else seen
        found: set[tuple[int, int]] = set()
        for word in self._worded(seen.held):
            found.update([(word.row, start) for start in seen.places[word.first]])
        for form in self._formed(seen.held):
            found.update([(form.row, start) for start in _starts(compiled(form.pattern), text)])
        return sorted(found)

    def _worded(self, held: frozenset[int]) -> list[_Word]:
        """The words of which the text holds every piece."""
        numbers = self._words.keys() & held
        return [word for number in numbers for word in self._words[number] if word.others <= held]

    def _formed(self, held: frozenset[int]) -> list[_Formed]:
        """The forms of which the text holds every part."""
        looked_up: dict[_Formed, None] = {}
        for number in self._forms.keys() & held:
            looked_up.update(self._forms[number])
        return [*self._always, *(form for form in looked_up if not any(map(held.isdisjoint, form.others)))]


def _starts(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Every place where a match begins, in another one too."""
    found = pattern.search(text)
    while found:
        yield found.start()
        found = pattern.search(text, found.start() + 1)
