"""Finds every string of the tables in a text in one pass (Aho–Corasick), for all readers at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ahocorasick_rs import AhoCorasick


@dataclass(frozen=True, slots=True)
class Seen:
    """The strings of a scanner that a text holds: where each begins, by its number, and all numbers."""

    places: Mapping[int, list[int]]
    held: frozenset[int]


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
        """Every string of the scanner in a text, inside one another too."""
        places: dict[int, list[int]] = {}
        for number, start, _ in self._automaton.find_matches_as_indexes(text, True):
            if number in places:
                places[number].append(start)
            else:
                places[number] = [start]
        return Seen(places, frozenset(places))
