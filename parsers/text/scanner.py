"""Finds every string of the tables in a text in one pass (Aho–Corasick), for all readers at once."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

from ahocorasick_rs import AhoCorasick


@dataclass(frozen=True)
class Seen:
    """The strings of a scanner in one text: `found` are (number, start, end) of each, inside one another too."""

    found: list[tuple[int, int, int]]

    @cached_property
    def held(self) -> frozenset[int]:
        """The numbers of the strings that the text holds."""
        return frozenset([number for number, _, _ in self.found])

    def starts(self, numbers: Set[int]) -> list[int]:
        """Where the strings of these numbers begin, in order, each place once."""
        return sorted({start for number, start, _ in self.found if number in numbers})


class Scanner:
    """Strings by number; new ones may be added until the first text is scanned."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, string: str) -> int:
        """The number of a string, which is looked for from now on."""
        return self._numbers.setdefault(string, len(self._numbers))

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(list(self._numbers))

    def scan(self, text: str) -> Seen:
        """Every string of the scanner in a text."""
        return Seen(self._automaton.find_matches_as_indexes(text, True))
