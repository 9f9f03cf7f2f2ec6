"""Which way the tokens go that a price is for: input, output or the cache, by the words around it or its table."""

from __future__ import annotations

import re
from bisect import bisect_left

from parsers.records import Basis
from parsers.text.finding import Finding
from parsers.text.grids import Cell
from parsers.text.reading import Reading
from parsers.text.writing import any_of

_BEHIND, _WAY = re.compile(rf"[^,;、。|\n]{{0,14}}?{any_of('token_ways')}"), 24
"""A way of tokens behind a price and its unit, and how far behind the price it may be said."""
_UP = 3
"""Lines above a price among which its label stands."""
_LABEL = 32
"""The longest line that is a label of the price below it."""


def way_of(reading: Reading, finding: Finding) -> Basis | None:
    """Which tokens a price by the token is for, as far as anything says."""
    cell = reading.grid.at(finding.at)
    if cell and cell.column and (cell.column.basis or "").startswith("mtok_"):
        return cell.column.basis
    if cell and (way := _way_of_row(reading, cell)):
        return way
    if way := _way_beside(reading, finding):
        return way
    left, right = reading.shape.outline.around(finding.start, finding.end, 2)
    way = reading.units.way(reading.shape.marked, max(left, finding.at - 16), finding.end)
    way = way or reading.units.way(reading.shape.marked, finding.end, min(right, finding.end + 4))
    return way or _way_above(reading, finding)


def _way_beside(reading: Reading, finding: Finding) -> Basis | None:
    """The way on the side of a price on which its sentence says it of the first one: "¥3/M 输入 ¥15/M 输出"."""
    marked, starts = reading.shape.marked, reading.shape.starts
    left, right = reading.shape.outline.around(finding.start, finding.end, 2)
    first = next(iter(reading.shape.within(left, finding.end, 1)), None)
    if first is None:
        return None
    at = bisect_left(starts, finding.at)
    if reading.units.ways(marked, left, first.start):
        before = reading.shape.amounts[at - 1].end if starts[at] > first.start else left
        led = set(reading.units.ways(marked, before, finding.at))
        return led.pop() if len(led) == 1 else None
    start = max(finding.end, reading.shape.amounts[at].end)
    following = bisect_left(starts, start)
    stop = min(right, start + _WAY, *starts[following : following + 1])
    found = _BEHIND.match(marked, start, stop)
    return next(iter(reading.units.ways(marked, start, found.end())), None) if found else None


def _way_above(reading: Reading, finding: Finding) -> Basis | None:
    """The one way of tokens that a short line says above a price that opens its line, with what it means between."""
    start = reading.line(finding.start)[0]
    if not reading.shape.blank(start, finding.start):
        return None
    for _ in range(_UP if start else 0):
        left, right = reading.line(start - 1)[0], start - 1
        if reading.shape.has_money(left, right):
            return None
        ways = set(reading.units.ways(reading.shape.marked, left, right)) if right - left <= _LABEL else set()
        if ways:
            return ways.pop() if len(ways) == 1 else None
        if not left:
            break
        start = left
    return None


def _way_of_row(reading: Reading, cell: Cell) -> Basis | None:
    """The one way of tokens that the first cell of a row names: "Claude Opus (output)"."""
    first = reading.grid.row_of(cell)[0]
    ways = set(reading.units.ways(reading.shape.marked, first.start, first.end))
    return ways.pop() if len(ways) == 1 else None
