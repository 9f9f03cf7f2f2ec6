"""Prices in the cells of tables whose headers say what the amounts below them buy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from parsers.text.amounts import Amount
from parsers.text.cell_kinds import TAKES, Taken, bought, goods, is_pair, is_unit, tokens
from parsers.text.columns import UNPAID, Column
from parsers.text.finding import Finding
from parsers.text.grids import Cell
from parsers.text.lengths import PIECE
from parsers.text.reading import Reading


def tabled(reading: Reading) -> Taken:
    """The amounts of table cells whose header says what they buy, cell by cell."""
    used: set[int] = set()
    for cell, inside in (*_by_cell(reading), *_by_label(reading)):
        amounts = [amount for amount in inside if amount.start not in used]
        used |= {amount.start for amount in amounts}
        column = cell.column
        if column is None or column.kind in UNPAID:
            continue
        take = TAKES.get(column.kind) if column.kind and not _is_reduced(reading, cell, column, amounts) else None
        if take:
            yield from take(reading, cell, column, amounts)
        elif (column.basis and column.basis.startswith("mtok")) or is_pair(reading, cell, column, amounts):
            yield from tokens(reading, cell, column, amounts)
        elif column.basis or column.kind == "price":
            yield from goods(reading, cell, column, amounts)


def _is_reduced(reading: Reading, cell: Cell, column: Column, amounts: Sequence[Amount]) -> bool:
    """Whether prices of tokens stand below a header that says by how much they are reduced: "Pro (80% off)"."""
    return column.kind in ("less", "share", "fold") and is_pair(reading, cell, column, amounts)


def unpaid(reading: Reading) -> set[int]:
    """The amounts of headers, and of columns that hold no prices: stock, quotas, the official price."""
    cells = [(cell, amounts) for cell, amounts in _by_cell(reading) if cell.column and cell.column.kind in UNPAID]
    free = (amounts for cell, amounts in cells if _is_official(cell) or not bought(amounts))
    inside = {amount.start for amounts in free for amount in amounts}
    tops = [amount for top in reading.grid.headers for amount in reading.shape.within(*top)]
    rates = (cell.column for cell in reading.labelled if cell.column and cell.column.kind == "credit")
    tops += [amount for rate in rates for amount in reading.shape.within(rate.start, rate.end)]
    return inside | {amount.start for amount in tops if not _is_timed(reading, amount)}


def _is_timed(reading: Reading, amount: Amount) -> bool:
    """Whether an amount of a header is the price of what its column holds: "Pro — $12/mo"."""
    behind = reading.units.behind(reading.shape.plain, amount.end)
    return amount.currency is not None and behind is not None and behind.firm and behind.basis != PIECE


def unit_numbers(reading: Reading) -> set[int]:
    """The numbers of tokens in cells: "¥18 / 1M"."""
    return {amount.start for _, amounts in _by_cell(reading) for amount in amounts if is_unit(reading, amount)}


def without_goods(reading: Reading, found: Sequence[Finding]) -> list[Finding]:
    """The findings without goods in rows of tables that sell credit: what stands there is a minimum or an example."""
    rows = {cell.row for each in found if each.basis == "usd_credit" and (cell := reading.grid.at(each.at))}
    return [
        each
        for each in found
        if each.basis != PIECE or (cell := reading.grid.at(each.at)) is None or cell.row not in rows
    ]


def beside_prices(reading: Reading, amount: Amount) -> bool:
    """Whether an amount stands in a table below a header that says nothing of prices, in a row where another does."""
    cell = reading.grid.at(amount.start)
    if cell is None or cell.column is None or cell.column.kind or cell.column.basis:
        return False
    columns = [other.column for other in reading.grid.row_of(cell) if other.column]
    return any(column.basis or column.kind in TAKES or column.kind == "price" for column in columns)


def _is_official(cell: Cell) -> bool:
    return cell.column is not None and cell.column.kind == "official"


def _by_cell(reading: Reading) -> Iterator[tuple[Cell, list[Amount]]]:
    amounts = reading.shape.amounts if reading.grid.cells else ()
    placed = ((reading.grid.at(amount.start), amount) for amount in amounts)
    for cell, group in groupby(placed, key=lambda pair: pair[0]):
        if cell is not None:
            yield cell, [amount for _, amount in group]


def _by_label(reading: Reading) -> Iterator[tuple[Cell, list[Amount]]]:
    """What stands behind a label in prose, outside of tables."""
    for cell in reading.labelled:
        inside = list(reading.shape.within(cell.start, cell.end))
        if inside and reading.grid.at(cell.start) is None:
            yield cell, inside
