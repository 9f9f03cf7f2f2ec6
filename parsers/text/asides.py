"""Finds the amounts of lines whose label says that no buyer pays them: the vendor's prices, what each plan holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from parsers.text.amounts import Amount
from parsers.text.columns import Columns
from parsers.text.grids import Cell
from parsers.text.reading import Reading
from parsers.text.shapes import PRODUCT
from parsers.text.writing import any_of

_LABEL = re.compile(r"[^\w\n\ue000-\ue005]{0,8}(?P<label>[^\d:|\n]{2,32}?)[ ]?(?P<sign>[:|]?)[^\w\n]{0,3}\Z")
_VENDOR = re.compile(any_of("vendors"))
_OURS = re.compile(any_of("ours"))
_OFFICIAL_ROW = re.compile(
    rf"(?:{any_of('vendors')}|claude|chatgpt|gpt|gemini|grok)?[ ]?{any_of('official_row', opens=False)}"
)
_OURS_LINE = re.compile(rf"(?:(?:\A|\n)[^\w\n]{{0,8}}{any_of('ours')}|\({any_of('ours')}\))[ ]?[:—–|-]")
"""A line of the seller's own price beside those of vendors."""
_OURS_HEADING = re.compile(rf"\n[^\w\n]{{0,8}}{any_of('ours')}[^\n:]{{0,24}}:[ ]{{0,4}}\n")
"""A heading over the seller's own prices."""
_LINES = 6
"""Lines between a price and its heading, at the most."""
_LONG, _FAR = 80, 2000
"""The longest heading, and how far below one the seller's own may stand."""
_ENDS = re.compile(r"[;|→>]|(?:,|[.。!]\s)[^,:;\n]{2,24}:")
"""What ends the vendor's prices on their line: a sign, or the label of something else."""
_SHOWN = re.compile(rf"[^\w\n]{{0,6}}{any_of('shown')}[^\w\n]{{0,6}}")
"""A whole line above a sum that only shows what an account holds or has spent."""
_ALONE = re.compile(r"[^\w\n]{0,6}")
_JOINT = re.compile(r"[ \t|/、,]{0,4}")
_LEAST = 2
"""Sums that stand side by side where a line is a row of a table whose cells have run together."""
_MOST = 16


def asides(reading: Reading, columns: Columns) -> set[int]:
    """Where amounts stand that a label at the head of their line takes away.

    "Official API: $5 input, $25 output" is the vendor's to its end; "每日额度$10$25$60" is what three plans hold.
    """
    if len(reading.shape.money) < 1:
        return set()
    return {amount.start for first in _firsts(reading) for amount in _unpaid(reading, columns, first)}


def _firsts(reading: Reading) -> Iterator[Amount]:
    """The first sum of each line."""
    last = -1
    for amount in reading.shape.amounts:
        start = reading.line(amount.start)[0]
        if start != last and amount.kind in ("money", "dollars"):
            last = start
            yield amount


def _unpaid(reading: Reading, columns: Columns, first: Amount) -> tuple[Amount, ...]:
    plain = reading.shape.plain
    start = reading.line(first.start)[0]
    label = _LABEL.match(plain, start, first.start)
    if cell := reading.grid.at(first.start):
        return _of_row(reading, cell)
    if _below_official(reading, columns, start):
        return reading.shape.within(*reading.line(first.start), _MOST)
    if _is_shown(reading, first):
        return (first,)
    if label is None or ("," in label["label"] and not label["sign"]):
        return ()
    kind = columns.kind(label["label"].strip(), sure=False)
    if kind == "official" or (_of_vendor(reading, label) and _has_ours(plain)):
        return _official(reading, label, first)
    run = _run(reading, first)
    held = kind == "held" and first.kind == "dollars" and len(run) >= _LEAST
    return run if held and not reading.goods.balance.match(plain, run[-1].end) else ()


def _below_official(reading: Reading, columns: Columns, start: int) -> bool:
    """Whether a line stands below "Official:" in a text that sets it against a heading of its own: "Ours:"."""
    plain = reading.shape.plain
    for _ in range(_LINES if start else 0):
        before = reading.line(start - 1)[0]
        if start - before > _LONG:
            return False
        heading = plain[before : start - 1].strip(" -*•·>#")
        if heading and not reading.shape.within(before, start, 1):
            official = heading.endswith(":") and columns.is_official(heading.rstrip(": "))
            return official and _OURS_HEADING.search(plain, start, start + _FAR) is not None
        start = before
        if not start:
            break
    return False


def _is_shown(reading: Reading, amount: Amount) -> bool:
    """Whether a sum stands alone below what a dashboard shows of an account: its balance, or what it has spent."""
    plain = reading.shape.plain
    start, end = reading.line(amount.start)
    if not start or not _ALONE.fullmatch(plain, start, amount.start) or not _ALONE.fullmatch(plain, amount.end, end):
        return False
    return _SHOWN.fullmatch(plain, reading.line(start - 1)[0], start - 1) is not None


def _of_row(reading: Reading, cell: Cell) -> tuple[Amount, ...]:
    """The sums of a table's row whose first cell says that it is the vendor's: "Anthropic Direct", "官方价"."""
    first = reading.grid.row_of(cell)[0]
    label = reading.shape.text[first.start : first.end].strip(" *").lower()
    if _OFFICIAL_ROW.fullmatch(label) is None:
        return ()
    return tuple(amount for amount in reading.shape.within(*cell.row, _MOST) if amount.kind in ("money", "dollars"))


@lru_cache(maxsize=2)
def _has_ours(plain: str) -> bool:
    """Whether a text has a line of the seller's own price."""
    return _OURS_LINE.search(plain) is not None


def _of_vendor(reading: Reading, label: re.Match[str]) -> bool:
    """Whether a label opens with a vendor's name: "OpenAI ChatGPT Pro — $200"."""
    return _VENDOR.match(reading.shape.text[slice(*label.span("label"))].lower()) is not None


def _official(reading: Reading, label: re.Match[str], first: Amount) -> tuple[Amount, ...]:
    """The vendor's prices of a line: up to the seller's own, all of it behind a colon, else those side by side."""
    plain = reading.shape.plain
    start, end = reading.line(first.start)
    if _of_vendor(reading, label):
        return reading.shape.within(start, end, _MOST)
    if ours := _OURS.search(plain, first.end, end):
        return reading.shape.within(first.start, ours.start(), _MOST)
    run = _run(reading, first)
    ascending = len(run) > _LEAST or (len(run) == _LEAST and run[0].values < run[1].values)
    if label["sign"] != ":":
        return run if ascending and PRODUCT not in plain[start : first.start] else ()
    stop = _ENDS.search(plain, first.end, end)
    return reading.shape.within(first.start, stop.start() if stop else end, _MOST)


def _run(reading: Reading, first: Amount) -> tuple[Amount, ...]:
    """The sums of one money that stand side by side from this one on."""
    run = [first]
    for amount in reading.shape.within(first.end, reading.line(first.start)[1], _MOST):
        alike = (amount.kind, amount.currency) == (first.kind, first.currency)
        if not alike or not _JOINT.fullmatch(reading.shape.plain, run[-1].end, amount.start):
            break
        run.append(amount)
    return tuple(run)
