"""Writes every cell of a table behind its header, "发票: ✅", so that claims read a row as they read a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.records import Claim, Span
from parsers.text.rows import RULE, Block, Named, Place, blocks
from parsers.text.writing import any_of, signs

_HEADER = 40
"""The longest header that is written again before each of its cells."""
_ROWS = 200
"""Rows of one table that are unfolded: those beyond stay as they are."""
_AMOUNT = re.compile(r"[¥$€£₽₫] ?\d|\d ?[¥$€£₽₫]")
_BLANK = re.compile(r"[\s\-–—?/.…]*")
_MARKED = re.compile(rf"\s*[{signs('ticks', 'crosses')}]")
_STATUS = re.compile(rf"\s*(?:{any_of('ours', 'status_column')})\W*", re.IGNORECASE)
_OTHERS = re.compile(rf"\s*(?:{any_of('official_row', 'others_column')})\W*", re.IGNORECASE)
_PAIR = re.compile(
    r"(?m)^[ ]{0,8}(?P<name>[^\n|]{1,40}[^\n| ])[ ]{0,4}\|[ ]{0,4}(?P<value>[^\s|][^\n|]{0,2}?)[ ]{0,4}\|?[ ]{0,4}$"
)
"""A line of two cells, the second as short as an answer is: "开票 | ❌"."""
_BETWEEN, _BEHIND, _NEXT = ": ", "|", "\n"
"""What stands between a header and its cell, behind a cell, and behind a row."""
Piece = Place | str
"""A stretch of the text that is shown, or a sign that is not in it."""


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A text whose tables are unfolded: it is made of pieces, each copied from a place of the text that is shown."""

    text: str
    starts: tuple[int, ...] = ()
    places: tuple[int, ...] = ()

    def placed(self, claim: Claim) -> Claim:
        """The claim with its span in the text that is shown; of a phrase across header and cell, the cell's part."""
        if not self.starts:
            return claim
        piece = bisect_right(self.starts, claim.span.end - 1) - 1
        shift = self.places[piece] - self.starts[piece]
        start = max(claim.span.start, self.starts[piece])
        return replace(claim, span=Span(start + shift, claim.span.end + shift))


def unfold(shown: str, text: str, named: Named) -> Unfolded:
    """The text with its tables unfolded; `text` is as written, of the same length; `named` knows a header of CSV."""
    if "|" not in shown and "\t" not in text and "," not in text:
        return Unfolded(shown)
    pieces: list[Piece] = []
    position = 0
    for start, end, shape in sorted(_tables(shown, text, named), key=lambda table: table[0]):
        if start >= position:
            pieces += [(position, start), *shape]
            position = end
    return _joined(shown, [*pieces, (position, len(shown))]) if position else Unfolded(shown)


def _tables(shown: str, text: str, named: Named) -> Iterator[tuple[int, int, list[Piece]]]:
    """The tables of a text and its lines of a name and an answer: where each is, and its pieces."""
    for block in blocks(shown, text, named):
        if len(block) > 1:
            yield block[0][0][0], block[-1][0][1], list(_rows(shown, block))
    for pair in _PAIR.finditer(shown) if "|" in shown else ():
        yield *pair.span(), [pair.span("name"), _BETWEEN, pair.span("value"), _BEHIND]


def _joined(shown: str, pieces: Sequence[Piece]) -> Unfolded:
    """The pieces one after another."""
    written: list[str] = []
    starts: list[int] = []
    places: list[int] = []
    length = 0
    for piece in pieces:
        words = piece if isinstance(piece, str) else shown[slice(*piece)]
        if not isinstance(piece, str) and words:
            starts.append(length)
            places.append(piece[0])
        written.append(words)
        length += len(words)
    return Unfolded("".join(written), tuple(starts), tuple(places))


def _rows(shown: str, block: Block) -> Iterator[Piece]:
    """The pieces of a table, row by row."""
    header = _header(shown, block)
    for number, (line, cells) in enumerate(block[1 if header else 0 :]):
        if RULE.fullmatch(shown, *line):
            continue
        if number < _ROWS:
            yield from _row(shown, header, cells)
        else:
            yield line
        yield _NEXT


def _header(shown: str, block: Block) -> list[Place]:
    """The cells of the header; none where the first line is a row, or where each row is a name and a value."""
    ruled = RULE.fullmatch(shown, *block[1][0]) is not None
    paired = all(len(_filled(shown, cells)) <= 2 for _, cells in block)
    if paired or not (ruled or not _AMOUNT.search(shown, *block[0][0])):
        return []
    return block[0][1]


def _filled(shown: str, cells: Sequence[Place]) -> list[Place]:
    return [cell for cell in cells if shown[slice(*cell)].strip()]


def _row(shown: str, header: Sequence[Place], cells: Sequence[Place]) -> Iterator[Piece]:
    """A row's cells behind their headers, or a name and its value; a cell that says nothing answers no header."""
    filled = _filled(shown, cells)
    if not header and len(filled) == 2:
        yield from (_stripped(shown, filled[0]), _BETWEEN, _stripped(shown, filled[1]))
        return
    answer = _answer(shown, header, cells)
    for place, cell in enumerate(cells):
        top = _stripped(shown, header[place]) if place < len(header) else cell
        if place < len(header) and 0 < top[1] - top[0] <= _HEADER and not _BLANK.fullmatch(shown, *cell):
            yield from (top, _BETWEEN)
        yield from (_stripped(shown, cell), *(answer if place == 0 else ()), _BEHIND)


def _answer(shown: str, header: Sequence[Place], cells: Sequence[Place]) -> tuple[Piece, ...]:
    """The tick or cross that says of the row's first cell whether it is so, for the seller: "| Alipay | no | yes |".

    A table holds such where a header says it, or where columns compare the seller with others or the maker.
    """
    columns = range(1, min(len(header), len(cells)))
    others = {place for place in columns if _OTHERS.fullmatch(shown, *header[place])}
    said = [place for place in columns if _STATUS.fullmatch(shown, *header[place])]
    own = said or ([place for place in columns if place not in others] if others else [])
    if own and _MARKED.match(shown, *cells[own[0]]):
        return (_BETWEEN, _stripped(shown, cells[own[0]]))
    return ()


def _stripped(shown: str, cell: Place) -> Place:
    """The cell without the blanks around its words."""
    words = shown[slice(*cell)]
    start = cell[0] + len(words) - len(words.lstrip())
    return start, start + len(words.strip())
