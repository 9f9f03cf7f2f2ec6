"""Cuts a text into the rows of its tables: lines of cells between bars, tabs or commas; positions are the text's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

RULE = re.compile(r"[|:\-= \t]{3,}")
"""The line that parts a header from its rows."""

Place = tuple[int, int]
Block = list[tuple[Place, list[Place]]]
"""The rows of one table: where each line is, and its cells."""
Named = Callable[[Sequence[Place]], bool]

_COMMAS = 2
"""The fewest commas of a line that is a row."""


def blocks(plain: str, text: str, named: Named) -> Iterator[Block]:
    """Runs of lines with at least two bars or tabs between cells, blank lines aside; then those of CSV.

    `plain` is the text as layout.plain gives it, `text` the same length and as written; `named` says whether cells
    between commas can be a header.
    """
    block: Block = []
    marks = [mark for mark in "|\t" if mark in text or mark in plain]
    for line in lines(plain) if marks else ():
        mark = next((mark for mark in marks if text.count(mark, *line) >= 2 or plain.count(mark, *line) >= 2), "")
        if mark:
            block.append((line, split(plain, text, line, mark)))
        elif block and plain[slice(*line)].strip():
            yield _aligned(plain, block)
            block = []
    if block:
        yield _aligned(plain, block)
    if "|" not in plain and text.count(",") >= 2 * _COMMAS:
        yield from _of_commas(plain, text, named)


def _aligned(plain: str, block: Block) -> Block:
    """The rows with an empty first cell in a header that alone opens with a bar: "| 月 | 年", then "Pro | 30 | 300"."""
    (line, cells), rows = block[0], block[1:]
    opened = [plain[start:end].lstrip().startswith("|") for (start, end), _ in block]
    if not rows or opened != [True, *(False for _ in rows)] or any(len(row) != len(cells) + 1 for _, row in rows):
        return block
    return [(line, [(line[0], line[0]), *cells]), *rows]


def lines(plain: str) -> Iterator[Place]:
    """Where each line is."""
    position = 0
    for line in plain.split("\n"):
        yield position, position + len(line)
        position += len(line) + 1


def _of_commas(plain: str, text: str, named: Named) -> Iterator[Block]:
    """Lines of values between commas below a line of as many names."""
    block: Block = []
    for line in lines(plain):
        count = text.count(",", *line)
        if block and count >= len(block[0][1]) - 1:
            block.append((line, split(plain, text, line, ",")))
            continue
        if len(block) > 1:
            yield block
        cells = split(plain, text, line, ",") if count >= _COMMAS else []
        block = [(line, cells)] if cells and named(cells) else []
    if len(block) > 1:
        yield block


def split(plain: str, text: str, line: Place, mark: str) -> list[Place]:
    """The cells of a line; an opening "|" opens no empty cell."""
    start, end = line
    written = plain if mark == "|" else text
    if mark == "|":
        while start < end and written[start] in " \t":
            start += 1
        start += written[start : start + 1] == "|"
    cells = []
    while start <= end:
        stop = written.find(mark, start, end)
        stop = end if stop < 0 else stop
        cells.append((start, stop))
        start = stop + 1
    return cells
