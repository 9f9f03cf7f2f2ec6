"""Tables that were copied as plain lines: each cell on a line of its own, or the cells of a row between blanks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise

from parsers.text.amounts import Amount
from parsers.text.rows import Block, Place, lines
from parsers.text.shapes import Shape

_MOST = 7
"""Columns of such a table at the most."""
_LEAST = 9
"""Lines of a table whose cells have a line each: three headers, and two records of as many."""
_LONGEST = 40
"""The longest header of one."""
_LINES = 2000
"""Lines of a text that are looked at."""
_GAP = re.compile(r"(?:[ ]?/[ ]?[^\W\d_]{1,8})?[ \t]{1,4}[-−–~≈]?")
_WORD = re.compile(r"[^\s(]+(?:[ ]?\([^()\n]{1,24}\))?")
_WORDS = 8
"""Words of the header of such a table at the most."""
_PER = re.compile(r"(?:[ ]?/[ ]?[^\W\d_]{1,8})?[ ]{0,4}")
"""What may stand behind the last amount of a row that has no remark."""
_EMPTY = re.compile(r"[\s\-–—/✗×✘❌]*")
_LETTER = re.compile(r"[^\W\d_]")

_UNITS = (1, 1_000, 1_000_000)

Says = Callable[[Place], int]
"""How much a header says of what stands below it: nothing, a unit, a kind of amount, or all that is needed."""


def blocks(shape: Shape, says: Says) -> Iterator[Block]:
    """Every such table, its header first."""
    if len(shape.amounts) < 2 or "\n" not in shape.plain:
        return
    filled = [_trimmed(shape.plain, place) for place in lines(shape.plain)][:_LINES]
    filled = [place for place in filled if place[0] < place[1]]
    at = 0
    while at < len(filled):
        taken, block = _stacked(shape, filled, at, says)
        if not block:
            taken, block = _spaced(shape, filled, at, says)
        if block:
            yield block
        at += taken if block else 1


def _trimmed(plain: str, place: Place) -> Place:
    line = plain[slice(*place)]
    start = place[0] + len(line) - len(line.lstrip())
    return start, start + len(line.strip())


def _stacked(shape: Shape, filled: Sequence[Place], at: int, says: Says) -> tuple[int, Block]:
    """A table whose cells have a line each, and how many lines it takes: headers, then records of as many."""
    if at + _LEAST > len(filled):
        return 1, []
    width = 1
    while width < _MOST and at + width < len(filled) and _is_header(shape, filled[at + width], says):
        width += 1
    first = filled[at]
    if width < 3 or _paid(shape, first) or first[1] - first[0] > _LONGEST:
        return 1, []
    for columns in (width, width + 1):  # one header may say nothing of amounts
        records = _records(shape, filled, at, columns)
        if len(records) > 2:
            return len(records) * columns, records
    return 1, []


def _records(shape: Shape, filled: Sequence[Place], at: int, width: int) -> Block:
    """The headers and the records of so many lines each that follow."""
    records: Block = []
    for start in range(at, len(filled) - width + 1, width):
        cells = list(filled[start : start + width])
        if records and not _is_record(shape, cells):
            break
        records.append(((cells[0][0], cells[-1][1]), cells))
    return records


def _is_header(shape: Shape, place: Place, says: Says) -> bool:
    return place[1] - place[0] <= _LONGEST and not _paid(shape, place) and says(place) > 0


def _paid(shape: Shape, place: Place) -> bool:
    """Whether a line names money or a share, or closes with a number that is none of tokens."""
    return any(
        amount.kind != "number" or (amount.values[0] not in _UNITS and amount.end == place[1])
        for amount in shape.within(*place)
    )


def _is_record(shape: Shape, cells: Sequence[Place]) -> bool:
    """Whether the first of these cells is a name and each other one an amount, or nothing."""
    plain = shape.plain
    named = not shape.has_money(*cells[0]) and _LETTER.search(shape.text, *cells[0]) is not None
    filled = [cell for cell in cells[1:] if shape.within(*cell, 1)]
    empty = all(_EMPTY.fullmatch(plain, *cell) for cell in cells[1:] if cell not in filled)
    return named and empty and bool(filled)


def _spaced(shape: Shape, filled: Sequence[Place], at: int, says: Says) -> tuple[int, Block]:
    """A table whose cells stand between blanks: words, then lines of a name and as many amounts."""
    header = filled[at]
    priced = any("." in shape.plain[amount.start : amount.end] for amount in shape.within(*header))
    if at + 2 >= len(filled) or priced or _paid(shape, header) or not _run(shape, filled[at + 1]):
        return 1, []
    run = _run(shape, filled[at + 1])
    if len(_run(shape, filled[at + 2])) != len(run):
        return 1, []
    count, rest = len(run), shape.plain[run[-1].end : filled[at + 1][1]]
    columns = _columns(shape, header, count, not _PER.fullmatch(rest), says)
    if max(map(says, columns[1 : count + 1]), default=0) < (3 if count == 1 else 1):
        return 1, []
    block: Block = [(header, columns)]
    for line in filled[at + 1 :]:
        run = _run(shape, line)
        if len(run) != count:
            break
        block.append((line, [(line[0], run[0].start), *((amount.start, amount.end) for amount in run)]))
    return len(block), block if len(block) > 2 else []


def _run(shape: Shape, line: Place) -> tuple[Amount, ...]:
    """The amounts behind the name that opens a line, with nothing but blanks between."""
    run: list[Amount] = []
    for amount in shape.within(*line, _MOST):
        if run and not _GAP.fullmatch(shape.plain, run[-1].end, amount.start):
            break
        run.append(amount)
    named = run and _LETTER.search(shape.text, line[0], run[0].start) is not None
    return tuple(run) if named and shape.plain[run[0].start - 1] in " \t" else ()


def _columns(shape: Shape, header: Place, count: int, remark: bool, says: Says) -> list[Place]:
    """The words of a header as the columns of a name, of so many amounts, and of a remark where the rows have one.

    Of the ways to part them that one is taken in which the headers say most, and that is most even.
    """
    words = [found.span() for found in _WORD.finditer(shape.plain, *header)][: _WORDS + 1]
    if len(words) == count:
        return [(header[0], header[0]), *words]
    if not count + remark < len(words) <= _WORDS:
        return []
    parted = (_parted(words, cuts) for cuts in combinations(range(1, len(words)), count + remark))
    known = cache(says)
    scored = ((sum(map(known, columns[1 : count + 1])), -_widest(columns), columns) for columns in parted)
    return max(scored, key=lambda each: each[:2], default=(0, 0, []))[2]


def _parted(words: Sequence[Place], cuts: Sequence[int]) -> list[Place]:
    bounds = list(pairwise((0, *cuts, len(words))))
    return [(words[first][0], words[last - 1][1]) for first, last in bounds]


def _widest(columns: Sequence[Place]) -> int:
    return max(end - start for start, end in columns)
