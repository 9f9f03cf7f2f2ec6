"""Finds every phrase of a table in a text: one pass over all rows at once, then only the rows that may match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from parsers.text.candidates import Candidates, Opening
from parsers.text.phrases import alternatives, is_letter
from parsers.text.row_forms import GAP, FormError, guards_of, opening_of, words_of
from parsers.text.scanner import Scanner, Seen

LINED = frozenset({"claim", "trap"})
"""The tables in whose forms ^ and $ are the ends of a line, and not of the whole text."""


@dataclass(frozen=True, eq=False)
class Row:
    """One row of a table: its words, and what may not stand directly before or behind a phrase, as expressions.

    Each is compiled when it is first needed: of the hundreds in the tables, a text needs a few.
    """

    id: str
    table: str
    words: tuple[str, ...]
    behind: str | None
    before: str | None
    opening: Opening
    keys: Mapping[str, Any]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(alternatives(self.words))

    @cached_property
    def follows(self) -> re.Pattern[str] | None:
        return re.compile(self.behind) if self.behind else None

    @cached_property
    def precedes(self) -> re.Pattern[str] | None:
        return re.compile(self.before) if self.before else None

    def check(self) -> None:
        """Raise FormError where what may not stand beside a phrase is no expression."""
        try:
            _ = self.follows, self.precedes
        except re.error as error:
            raise FormError(
                f"{self.id!r}: not_before or not_after is no regular expression ({error}); a blank needs no count"
            ) from None


class Hit(NamedTuple):
    """A phrase of a row at `[start, end)` of the folded text."""

    row: Row
    start: int
    end: int


def compile_row(table: str, row: Mapping[str, Any], words: Mapping[str, str]) -> Row:
    """A row ready to use; FormError where one of its forms is none."""
    lined = table in LINED
    behind, before = (guards_of(row.get(guard, ()), words, lined) for guard in ("not_before", "not_after"))
    return Row(
        row["id"],
        table,
        tuple(words_of(row)),
        rf"{GAP}(?:{behind})" if behind else None,
        rf"(?:{before}){GAP}\Z" if before else None,
        opening_of(row, words, lined),
        row,
    )


class Lexicon:
    """Every row of one or more tables, ready to find in a text."""

    def __init__(self, rows: Iterable[Row], scanner: Scanner | None = None) -> None:
        self.rows = tuple(rows)
        self._candidates = Candidates([row.opening for row in self.rows], scanner or Scanner())

    def hits(self, folded: str, seen: Seen | None = None) -> list[Hit]:
        """Every hit of every row, by place and the longer first; a row's own hits do not overlap.

        `folded` is without lone surrogates, as script.fold leaves it; `seen` is what the scanner saw in it.
        """
        return sorted(self._hits(folded, seen), key=lambda hit: (hit.start, -hit.end))

    def firsts(self, folded: str, seen: Seen | None = None) -> list[Hit]:
        """The first hit of every row that has one, in the order of the rows."""
        found: dict[Row, Hit] = {}
        for hit in self._hits(folded, seen):
            found.setdefault(hit.row, hit)
        return list(found.values())

    def _hits(self, folded: str, seen: Seen | None) -> Iterator[Hit]:
        """The hits, row by row; a match is tried only where it can begin, and takes text from the next if it stands."""
        number, end, row = -1, 0, None
        for candidate, at, _, formed in self._candidates.of(folded, seen):
            if candidate != number:
                number, end, row = candidate, 0, self.rows[candidate]
            if row is None or at < end:
                continue
            match = formed or row.pattern.match(folded, at)
            if match:
                start, stop = match.span(match.lastgroup or 0)
                if start < stop and _stands_alone(row, folded, start, stop):
                    end = match.end()
                    yield Hit(row, start, stop)


def _stands_alone(row: Row, folded: str, start: int, end: int) -> bool:
    """Whether no letters or digits run on at the edges, and nothing beside the phrase gives it another meaning."""
    first, last = folded[start], folded[end - 1]
    if start and is_letter(first) and is_letter(folded[start - 1]):
        return False
    if is_letter(last) and is_letter(folded[end : end + 1]):
        return False
    if first.isdecimal() and start and (folded[start - 1].isdecimal() or folded[start - 1] in "._"):
        return False
    if last.isdecimal() and folded[end : end + 1].isalnum() and folded[end].isascii():
        return False
    if row.follows is not None and row.follows.match(folded, end):
        return False
    return row.precedes is None or row.precedes.search(folded, max(0, start - 24), start) is None


def outermost(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that lie in no longer hit of the same `topic`, nor in a longer trap: the longest phrase counts."""
    kept: list[Hit] = []
    for hit in hits:
        if not any(_swallows(other, hit) for other in _around(kept, hit)):
            kept.append(hit)
    return [hit for hit in kept if hit.row.table != "trap"]


def _around(kept: Sequence[Hit], hit: Hit) -> Iterator[Hit]:
    """Earlier hits that may still cover this one."""
    for other in reversed(kept[-40:]):
        if other.end >= hit.end and other.start <= hit.start:
            yield other


def _swallows(longer: Hit, hit: Hit) -> bool:
    if (longer.start, longer.end) == (hit.start, hit.end):
        return longer.row.table == "trap"
    topic = longer.row.keys.get("topic")
    return longer.row.table == "trap" or (topic is not None and topic == hit.row.keys.get("topic"))
