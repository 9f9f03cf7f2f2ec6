"""Finds in one pass over a text which rows of a table may match, and where they may begin (Aho–Corasick)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from parsers.text.needed import Strings, rarity
from parsers.text.patterns import compiled


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
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Formed:
    """A form of a row; `others` are what it needs besides the strings that it is looked up by."""

    row: int
    pattern: str
    others: tuple[frozenset[int], ...]


class Candidates:
    """The strings of all rows as one automaton."""

    def __init__(self, rows: Sequence[Opening]) -> None:
        self._numbers: dict[str, int] = {}
        self._words: defaultdict[int, dict[_Word, None]] = defaultdict(dict)
        self._forms: defaultdict[int, list[_Formed]] = defaultdict(list)
        self._always: list[_Formed] = []
        for number, row in enumerate(rows):
            for pieces in row.words:
                self._add_word(number, pieces)
            for form in row.forms:
                self._add_form(number, form)
        self._automaton = AhoCorasick(list(self._numbers))

    def _number(self, string: str) -> int:
        return self._numbers.setdefault(string, len(self._numbers))

    def _add_word(self, row: int, pieces: Sequence[str]) -> None:
        rarest = max(pieces, key=rarity)
        others = {self._number(piece) for piece in pieces} - {self._number(rarest), self._number(pieces[0])}
        self._words[self._number(rarest)][_Word(row, self._number(pieces[0]), tuple(others))] = None

    def _add_form(self, row: int, form: Form) -> None:
        first, *others = form.needs or (frozenset[str](),)
        formed = _Formed(row, form.pattern, tuple(frozenset(map(self._number, strings)) for strings in others))
        for string in first:
            self._forms[self._number(string)].append(formed)
        if not first:
            self._always.append(formed)

    def of(self, text: str) -> Mapping[int, Collection[int]]:
        """The rows that may match, in order, and where they may begin, in order."""
        found = self._automaton.find_matches_as_indexes(text, True)
        held = {number for number, _, _ in found}
        words = self._worded(held)
        firsts = {word.first for word in words}
        places: defaultdict[int, list[int]] = defaultdict(list)
        for number, start in [(number, start) for number, start, _ in found if number in firsts]:
            places[number].append(start)
        starts: defaultdict[int, set[int]] = defaultdict(set)
        for word in words:
            starts[word.row].update(places[word.first])
        for form in self._formed(held):
            starts[form.row].update(_starts(compiled(form.pattern), text))
        return {row: sorted(starts[row]) for row in sorted(starts)}

    def _worded(self, held: set[int]) -> list[_Word]:
        """The words of which the text holds every piece."""
        return [
            word
            for number in self._words.keys() & held
            for word in self._words[number]
            if word.first in held and held.issuperset(word.others)
        ]

    def _formed(self, held: set[int]) -> list[_Formed]:
        """The forms of which the text holds every part."""
        seen = {id(form): form for number in self._forms.keys() & held for form in self._forms[number]}
        return [*self._always, *(form for form in seen.values() if not any(map(held.isdisjoint, form.others)))]


def _starts(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Every place where a match begins, in another one too."""
    found = pattern.search(text)
    while found:
        yield found.start()
        found = pattern.search(text, found.start() + 1)
