"""Cuts the tables of a text into rows and cells, each under the column that its header describes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from parsers.text import flattened, rows
from parsers.text.columns import UNPAID, Column, Columns
from parsers.text.currencies import Currencies
from parsers.text.rows import RULE, Block, Place
from parsers.text.shapes import Shape
from parsers.text.units import Units
from parsers.text.writing import any_of

_LABEL = 12
"""The longest first cell that heads its row in a table of names and values."""
_CAPTION = 120
"""Signs above a table among which its heading stands, where a blank line parts them."""
_NAME = 24
"""The longest name of a column between commas."""

_LABELLED = re.compile(
    r"(?:^|(?<=[\n,;。(]))[ \-*•·>#]{0,6}"
    r"(?P<label>[^:,;。\n|()]{2,16}(?:\([^()\n|]{1,16}\))?)(?<![0-9])(?<![0-9][ ])[ ]?:(?P<rest>[^\n。;|]{1,160})"
)
_HEADING = re.compile(
    r"(?:^|(?<=[\n,;。]))[ \-*•·>#]{0,6}(?P<label>[^:,;。\n|()]{2,16}(?:\([^()\n|]{1,16}\))?)[ ]?:[ ]{0,4}\n"
)
_OWN_LABEL = re.compile(r"[ ]{0,6}[^\W\d][^:|\n]{0,16}[ ]?:[ ]?[^\s/:]")
_NUMERIC = re.compile(r"[ \t]{0,8}[0-9][0-9 .,]{0,12}[ \t]{0,8}")
_CLOSED = re.compile(r"\ue000\ue005{0,12}[ \t]{0,8}\Z")
"""The number at the end of a cell."""
_VALUE = 24
_LISTED = re.compile(r"[ \-*•·]{0,6}[^\n:,;。|]{2,36}(?=\n|\Z)")
_OURS = re.compile(any_of("ours"))
_MOST_LISTED = 40
"""Lines below a heading that are looked at."""
_SAID = ("credit", "multiplier", "fold", "share")
"""The kinds of header that also label a line of prose."""


class Cell(NamedTuple):
    """One cell of a row: where it is, its column if the table has a header, and where its row is."""

    start: int
    end: int
    column: Column | None
    row: Place
    place: int


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells of a text's tables, in reading order."""

    cells: tuple[Cell, ...]
    starts: tuple[int, ...]
    headers: tuple[Place, ...] = ()

    def at(self, position: int) -> Cell | None:
        """The cell that holds a position."""
        found = bisect_right(self.starts, position) - 1
        return self.cells[found] if found >= 0 and position < self.cells[found].end else None

    def row_of(self, cell: Cell) -> tuple[Cell, ...]:
        """Every cell of the row that a cell is in."""
        first = bisect_right(self.starts, cell.row[0] - 1)
        return tuple(other for other in self.cells[first : first + 64] if other.row == cell.row)


@dataclass(frozen=True, slots=True)
class Headers:
    """What it takes to read the headers of one text."""

    shape: Shape
    columns: Columns
    currencies: Currencies
    units: Units

    def is_open(self, column: Column) -> bool:
        """Whether a header says nothing of prices, or only how low or usual the amounts below it are."""
        if column.kind is None:
            return column.basis is None
        return column.kind == "void" and self.columns.is_level(self.shape.plain[column.start : column.end].strip())

    def says(self, cell: Place) -> int:
        """How much a header says of what stands below it: nothing, a unit, a kind of amount, or all that is needed."""
        column = self.read(cell, "")
        if column.kind is None:
            return int(column.basis is not None)
        return 3 if column.kind in _SAID else 2

    def read(self, cell: Place, caption: str) -> Column:
        return self.columns.read(self.shape, self.currencies, self.units, cell, caption)


def read(headers: Headers) -> Grid:
    """The tables of a text: runs of lines of cells; the first line is the header if it names no money."""
    blocks = list(rows.blocks(headers.shape.plain, headers.shape.text, partial(_named, headers)))
    blocks = sorted([*blocks, *_apart(blocks, flattened.blocks(headers.shape, headers.says))], key=_start)
    cells = [cell for block in blocks for cell in _cells(headers, block)]
    tops = (block[0][0] for block in blocks if len(block) > 1 and _headed(headers.shape, block))
    return Grid(tuple(cells), tuple(cell.start for cell in cells), tuple(tops))


def _start(block: Block) -> int:
    return block[0][0][0]


def _apart(blocks: Sequence[Block], others: Iterable[Block]) -> Iterator[Block]:
    """The tables that share no line with those that are marked as such."""
    taken = [(_start(block), block[-1][0][1]) for block in blocks]
    for other in others:
        if not any(start <= other[-1][0][1] and _start(other) <= end for start, end in taken):
            yield other


def labels(headers: Headers) -> tuple[Cell, ...]:
    """What follows a label in a line of prose, as a cell below that header: "价格（元/刀）：Max 1.8，Kiro 0.6"."""
    plain = headers.shape.plain
    if ":" not in plain:
        return ()
    found = [_labelled(headers, match) for match in _LABELLED.finditer(plain)]
    headings = _HEADING.finditer(plain) if "\n" in plain else ()
    listed = (cell for match in headings for cell in _listed(headers, match))
    return (*(cell for cell in found if cell is not None), *listed)


def _listed(headers: Headers, match: re.Match[str]) -> Iterator[Cell]:
    """The lines of a list below its heading, "分组倍率：", each with a name and an amount."""
    column = headers.read(match.span("label"), "") if headers.columns.says(match["label"], headers.currencies) else None
    if column is None or column.kind not in _SAID:
        return
    position = match.end()
    for _ in range(_MOST_LISTED):
        line = _LISTED.match(headers.shape.plain, position)
        if line is None or len(headers.shape.within(*line.span(), 2)) != 1:
            return
        yield Cell(*line.span(), column, line.span(), 0)
        position = line.end() + 1


def _labelled(headers: Headers, match: re.Match[str]) -> Cell | None:
    named = any(amount.values[0] != 1 for amount in headers.shape.within(*match.span("label")))
    if named or not headers.columns.says(match["label"], headers.currencies):
        return None  # "$50 包: 35元" is a pack
    column = headers.read(match.span("label"), "")
    if column.kind not in _SAID:
        return None
    return Cell(*match.span("rest"), column, match.span(), 0)


def _named(headers: Headers, cells: Sequence[Place]) -> bool:
    """Whether every cell is a short name and at least one says what stands below it."""
    short = all(0 < end - start <= _NAME for start, end in cells)
    numbers = bool(headers.shape.within(cells[0][0], cells[-1][1], 1))
    return short and not numbers and any(headers.read(cell, "").kind for cell in cells)


def _cells(headers: Headers, block: Block) -> Iterator[Cell]:
    if len(block) < 2:
        return
    plain, first = headers.shape.plain, block[0][0][0]
    header = block[0][1] if _headed(headers.shape, block) else []
    caption = _caption(plain, first)
    columns = _compared(headers, block, [headers.read(cell, caption) for cell in header])
    if headers.columns.counts_tokens(caption):
        columns = _by_caption(headers, block, columns, headers.columns.scale(caption))
    silent = not any(headers.says(cell) for cell in header[1:])
    compared = any(_is_ours(headers, cells) for _, cells in block)
    for line, cells in block[1 if header else 0 :]:
        if RULE.fullmatch(plain, *line):
            continue
        label = _label(headers, cells) or (_aside(headers, cells) if silent else None)
        if compared and not _is_ours(headers, cells):
            label = replace(headers.read(cells[0], ""), kind="official")
        for place, (start, end) in enumerate(cells):
            yield Cell(start, end, label or (columns[place] if place < len(columns) else None), line, place)


def _caption(plain: str, first: int) -> str:
    """The line above a table; above the blank line there, if it is as short as a heading."""
    near = plain[plain.rfind("\n", 0, max(0, first - 1)) + 1 : first]
    if near.strip():
        return near
    said = plain[max(0, first - _CAPTION) : first].rstrip()
    opens = said.rfind("\n")
    return said[opens + 1 :] if opens >= 0 or len(said) < first <= _CAPTION else ""


def _by_caption(headers: Headers, block: Block, columns: Sequence[Column], scale: Decimal) -> Sequence[Column]:
    """The columns with those as prices of tokens that hold nothing but money below "prices per 1M tokens"."""
    return [
        replace(column, basis="mtok", scale=scale)
        if place and headers.is_open(column) and _only_money(headers, block, place)
        else column
        for place, column in enumerate(columns)
    ]


def _compared(headers: Headers, block: Block, columns: Sequence[Column]) -> Sequence[Column]:
    """The columns with those as prices that hold nothing but money beside the official price: lowest, typical.

    Beside the credit of packs, where no header names a price, too: a column for each way to pay.
    """
    kinds = {column.kind for column in columns}
    packs = "held" in kinds and not kinds & {"price", "credit", "rate", "official"}
    if not packs and ("official" not in kinds or "relay" in kinds):
        return columns
    return [
        replace(column, kind="price") if headers.is_open(column) and _only_money(headers, block, place) else column
        for place, column in enumerate(columns)
    ]


def _only_money(headers: Headers, block: Block, place: int) -> bool:
    """Whether every cell of a column that says something is one amount of money and nothing else."""
    said = [cells[place] for _, cells in block[1:] if place < len(cells)]
    plain = headers.shape.plain
    filled = [cell for cell in said if re.search(r"\w", plain[slice(*cell)])]
    return bool(filled) and all(_is_money(headers.shape, cell) for cell in filled)


def _is_money(shape: Shape, cell: Place) -> bool:
    amounts = shape.within(*cell)
    if len(amounts) != 1 or amounts[0].currency is None:
        return False
    rest = shape.plain[cell[0] : amounts[0].start] + shape.plain[amounts[0].end : cell[1]]
    return re.search(r"\w", rest) is None


def _headed(shape: Shape, block: Block) -> bool:
    """Whether the first line of a table is its header.

    A rule follows it; or it names no money, no cell of it holds nothing but a number like the one below, the cells of
    both do not all close with one behind the first, "Plus | 月 30 | 年 300", and the line below does not label its own:
    "Цена: 900 ₽ | ...".
    """
    line, (second, cells) = block[0][0], block[1]
    if RULE.fullmatch(shape.plain, *second):
        return True
    labelled = all(_OWN_LABEL.match(shape.plain, *cell) for cell in cells)
    alike = any(
        _NUMERIC.fullmatch(shape.plain, *top) and _NUMERIC.fullmatch(shape.plain, *below)
        for top, below in zip(block[0][1], cells, strict=False)
    )
    alike = alike or all(
        _CLOSED.search(shape.marked, max(start, stop - _VALUE), stop) for start, stop in (*block[0][1][1:], *cells[1:])
    )
    return not (labelled or alike or any(amount.kind != "number" for amount in shape.within(*line)))


def _label(headers: Headers, cells: Sequence[Place]) -> Column | None:
    """In a table of names and values ("起充 | ¥10") the first cell heads its row."""
    filled = [cell for cell in cells if headers.shape.plain[slice(*cell)].strip()]
    if filled and headers.columns.is_official(headers.shape.plain[slice(*filled[0])].strip()):
        return headers.read(filled[0], "")
    if len(filled) != 2 or len(headers.shape.plain[slice(*filled[0])].strip()) > _LABEL:
        return None
    if _is_money(headers.shape, filled[0]):
        return None
    column = headers.read(filled[0], "")
    if column.kind == "held" and any(amount.currency for amount in headers.shape.within(*filled[0])):
        return None  # the name of a pack: "30刀余额码"
    return column if column.kind not in (None, "relay") or column.basis else None


def _is_ours(headers: Headers, cells: Sequence[Place]) -> bool:
    """Whether the first cell of a row says that its prices are the seller's own: others are those of others."""
    return _OURS.fullmatch(headers.shape.plain[slice(*cells[0])].strip()) is not None


def _aside(headers: Headers, cells: Sequence[Place]) -> Column | None:
    """In a table whose columns are plans, a row whose first cell says that no buyer pays what it holds."""
    column = headers.read(cells[0], "")
    return column if column.kind in UNPAID and not headers.shape.within(*cells[0], 1) else None
