"""Reads the rows of tables: what a column's header says of the amounts below it, and which product a row is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsers.records import Basis, Mention
from parsers.text.roles import Cues
from parsers.text.shapes import Shape
from parsers.text.units import Units, nearest

_RULE = re.compile(r"[|:\-= \t]{3,}")
_TOKENS = re.compile(
    r"(?P<million>1 ?m(?![a-z])|百万|million|млн|100万|mtok|/ ?m(?![a-z]))"
    r"|(?P<thousand>1 ?k(?![a-z])|千|1000|/ ?k(?![a-z]))"
)
_MULTIPLIER = re.compile(r"倍率|multiplier|коэффициент")
_CREDIT = re.compile(r"(?:元|r|rmb|cny|¥) ?/ ?(?:刀|\$|usd|美元)|充值比例|充值汇率")
_LESS = re.compile(r"(?:vs|对比|比|versus) ?(?:the )?(?:official|官方|官网)|折扣率?|discount|saving|省")
_PRICE = re.compile(r"价|price|цена|стоимость|harga|giá|preço|precio|fiyat|金额|費用|料金")
_PER_TIME = re.compile(r"[(（/每]\s?(?P<unit>mo|month|月|年|year|yr|周|week|天|day)(?![a-z])")
_TIMES: dict[str, Basis] = {
    "mo": "month", "month": "month", "月": "month", "年": "year", "year": "year", "yr": "year",
    "周": "week", "week": "week", "天": "day", "day": "day",
}  # fmt: skip
_YUAN = re.compile(r"元|人民币|rmb|cny|¥")
_DOLLARS = re.compile(r"美元|美金|usd|\$|刀")


@dataclass(frozen=True, slots=True)
class Column:
    """What a header says: the basis and scale of the amounts below, their money, and whether they are prices at all."""

    start: int
    end: int
    basis: Basis | None
    scale: Decimal
    currency: str | None
    void: bool
    less: bool
    price: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: where it is, its column if the table has a header, and the first cell of its row."""

    start: int
    end: int
    column: Column | None
    row: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells of a text's tables, in reading order."""

    cells: tuple[Cell, ...]
    starts: tuple[int, ...]

    def at(self, position: int) -> Cell | None:
        for cell in self.cells:
            if cell.start <= position < cell.end:
                return cell
        return None


def read(shape: Shape, units: Units, cues: Cues) -> Grid:
    """The tables of a text: blocks of lines with cells behind "|"; a first line without money is the header."""
    cells = [cell for block in _blocks(shape.plain) for cell in _cells(shape, units, cues, block)]
    return Grid(tuple(cells), tuple(cell.start for cell in cells))


def _blocks(plain: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines that hold at least two "|", blank lines aside."""
    block: list[tuple[int, int]] = []
    position = 0
    for line in plain.split("\n"):
        end = position + len(line)
        if line.count("|") >= 2:
            block.append((position, end))
        elif line.strip() and block:
            yield block
            block = []
        position = end + 1
    if block:
        yield block


def _split(plain: str, line: tuple[int, int]) -> list[tuple[int, int]]:
    """The cells of a line; an opening "|" opens no empty cell."""
    start, end = line
    while start < end and plain[start] in " \t":
        start += 1
    start += plain[start : start + 1] == "|"
    cells = []
    while start <= end:
        stop = plain.find("|", start, end)
        stop = end if stop < 0 else stop
        cells.append((start, stop))
        start = stop + 1
    return cells


def _cells(shape: Shape, units: Units, cues: Cues, block: Sequence[tuple[int, int]]) -> Iterator[Cell]:
    if len(block) < 2:
        return
    priced = any(amount.kind != "number" and block[0][0] <= amount.start < block[0][1] for amount in shape.amounts)
    header = [] if priced else _split(shape.plain, block[0])
    before = shape.plain.rfind("\n", 0, max(0, block[0][0] - 1)) + 1
    caption = shape.plain[before : block[0][0]]
    columns = [_column(shape, units, cues, cell, caption) for cell in header]
    for line in block[1 if header else 0 :]:
        if _RULE.fullmatch(shape.plain, *line):
            continue
        cells = _split(shape.plain, line)
        label = _label(shape, units, cues, cells)
        for place, (start, end) in enumerate(cells):
            yield Cell(start, end, label or (columns[place] if place < len(columns) else None), line)


def _label(shape: Shape, units: Units, cues: Cues, cells: Sequence[tuple[int, int]]) -> Column | None:
    """In a table of names and values ("起充 | ¥10") the first cell heads its row."""
    filled = [cell for cell in cells if shape.plain[slice(*cell)].strip()]
    if len(filled) != 2 or len(shape.plain[slice(*filled[0])].strip()) > 12:
        return None
    return _column(shape, units, cues, filled[0], "")


def _column(shape: Shape, units: Units, cues: Cues, cell: tuple[int, int], caption: str) -> Column:
    header = shape.plain[slice(*cell)]
    way = units.way(shape.marked, *cell)
    tokens = _TOKENS.search(header) or (_TOKENS.search(caption) if way else None)
    scale = Decimal(1_000 if tokens and tokens.lastgroup == "thousand" else 1)
    said = header if _YUAN.search(header) or _DOLLARS.search(header) else caption
    currency = "USD" if _DOLLARS.search(said) else "CNY" if _YUAN.search(said) else None
    basis = _basis(shape, units, cell, header, way, bool(tokens))
    less = _LESS.search(header) is not None
    void = not less and basis in (None, *_TIMES.values()) and cues.roles.header.search(header) is not None
    return Column(*cell, basis, scale, currency, void, less, _PRICE.search(header) is not None)


def _basis(
    shape: Shape, units: Units, cell: tuple[int, int], header: str, way: Basis | None, tokens: bool
) -> Basis | None:
    if _CREDIT.search(header):
        return "usd_credit"
    if _MULTIPLIER.search(header):
        return "multiplier"
    if tokens:
        return way or "mtok"
    if found := _PER_TIME.search(header):
        return _TIMES[found["unit"]]
    if length := nearest(units.spans(shape.plain[slice(*cell)]), 0, len(header)):
        return length.basis
    return way


def mention_in(mentions: Sequence[Mention], start: int, end: int) -> Mention | None:
    """The first of the mentions that stands in `[start, end)`."""
    return next((mention for mention in mentions if start <= mention.span.start < end), None)
