"""The credit that the row of a table holds, and whether the times in it are those of passes."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal

from parsers.text.amounts import Amount
from parsers.text.grids import Cell
from parsers.text.lengths import nearest
from parsers.text.reading import Reading
from parsers.text.writing import any_of

_TOPPED = re.compile(any_of("topped_up"))
_VALID = re.compile(any_of("validity", opens=False))
_LENGTHS = 8
_NEAR = 50
"""One part of so many by which a rounded price may differ."""


def held_in(reading: Reading, cell: Cell) -> Decimal | None:
    """The dollars of credit that the row of a price says it holds, where neither it nor its table names a time."""
    row = reading.grid.row_of(cell)
    named = timed_row(reading, *cell.row) and not valid_only(reading, cell)
    if named or any(other.column and other.column.timed for other in row):
        return None
    for other in row:
        if other.column and other.column.kind == "held" and other.start != cell.start:
            inside = reading.shape.within(other.start, other.end)
            dollars = len(inside) == 1 and (inside[0].kind == "dollars" or other.column.currency == "USD")
            if dollars and len(inside[0].values) == 1 and inside[0].values[0] >= 1:
                return inside[0].values[0]
    return None


def valid_only(reading: Reading, cell: Cell) -> bool:
    """Whether the lengths of time in the row of a top-up only say how long its credit may be used: "有效期".

    Where nothing is said to be topped up, a plan with a validity is a pass for that time.
    """
    tops = [other.column for other in reading.grid.row_of(cell) if other.column]
    if not any(_TOPPED.search(reading.shape.plain, top.start, top.end) for top in tops):
        return False
    at = bisect_left(reading.lengths, cell.row[0], key=lambda length: length.start)
    inside = [length for length in reading.lengths[at : at + _LENGTHS] if length.end <= cell.row[1]]
    places = [reading.grid.at(length.start) for length in inside]
    columns = [place.column if place else None for place in places]
    plain = reading.shape.plain
    return bool(inside) and all(column and _VALID.search(plain, column.start, column.end) for column in columns)


def says_again(reading: Reading, cell: Cell, amount: Amount, held: Decimal) -> bool:
    """Whether a number only says what a dollar of the row's credit costs, whose price stands in another cell."""
    others = [other for other in reading.grid.row_of(cell) if other.start != cell.start and other.column]
    prices = [other for other in others if other.column and other.column.kind == "price"]
    sums = [paid for other in prices for paid in reading.shape.within(other.start, other.end)]
    near = (abs(paid.values[0] / held - amount.values[0]) <= paid.values[0] / held / _NEAR for paid in sums)
    return amount.kind == "number" and any(near)


def timed_row(reading: Reading, start: int, end: int) -> bool:
    """Whether a row, or the line above its table, names a length of time."""
    return nearest(reading.lengths, start, end) is not None
