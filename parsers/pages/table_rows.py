"""Reads the rows of a document's table: what heads them, what they name, their words, and whether they are struck."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.pages.markdown import Row, Table

BARE = re.compile(r"https?://[^\s|()<>\[\]`\"']{4,300}")
WHOLLY_STRUCK = re.compile(r"\W*(?:\d{1,4}\W*)?~~[^~\n]{1,400}~~")
FIGURE = re.compile(r"[~≈<>≥≤]?\W{0,3}\d[\d.,]*\s?(?:[%$¥￥€]|[a-zA-Z元刀/]{1,10})?")
NUMBER = re.compile(r"[^\w\s]{0,3}\d")
SHORT = 60
"""A cell up to this length names, a longer one tells."""


def headed(table: Table) -> tuple[Row | None, Sequence[Row]]:
    """What heads a table, and its rows: cells that are marked so, or a first row without others' links or numbers."""
    rows = table.rows
    if len(rows) > 1 and (rows[0].header or unlike(rows[0], rows[1:])):
        return rows[0] if any(cell.text for cell in rows[0].cells) else None, rows[1:]
    return None, rows


def unlike(first: Row, rest: Sequence[Row]) -> bool:
    """Whether a first row has no link where all others have, or no number in a cell where most others have."""
    if not first.links and all(row.links for row in rest):
        return True
    return not numbered(first) and 2 * sum(map(numbered, rest)) > len(rest)


def numbered(row: Row) -> bool:
    """Whether a cell beyond the first begins with a number."""
    return any(NUMBER.match(cell.text) for cell in row.cells[1:])


def bare(row: Row) -> list[str]:
    """Addresses that are written out."""
    return [match.group().rstrip("/.,") for cell in row.cells for match in BARE.finditer(cell.text)]


def line(cells: Iterable[str]) -> str:
    """One line of a table."""
    return f"| {' | '.join(cell.replace(chr(10), '; ').replace('|', '/') for cell in cells)} |"


def head_text(head: Row | None, row: Row | None = None) -> str:
    """What heads a row: in a table's form, with the rule below it, where the row cannot be understood without."""
    if head is None:
        return ""
    if row is not None and not figures(row):
        return " · ".join(words_of(cell.text) for cell in head.cells if cell.text)
    return f"{line(cell.text for cell in head.cells)}\n{line('---' for _ in head.cells)}"


def row_text(row: Row, head: Row | None) -> str:
    """The words of a row: one line below its header where that says what its figures are, else a line a cell."""
    cells = [cell.text for cell in row.cells]
    if head is None or not figures(row):
        return "\n".join(cell for cell in cells if cell)
    return line(cells)


def figures(row: Row) -> bool:
    """Whether a cell beyond the first is a figure and nothing else, so that only its header says what it is."""
    return any(FIGURE.fullmatch(cell.text.strip()) for cell in row.cells[1:])


def name_of(row: Row) -> str:
    """The first short cell with letters in it."""
    named = [cell.text for cell in row.cells if re.search(r"[^\W\d]", cell.text)]
    return words_of(named[0])[:SHORT] if named else ""


def words_of(text: str) -> str:
    """A text without its links' addresses, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text)).strip(" *-")


def struck(row: Row) -> bool:
    """Whether a row is crossed out: its first cell with letters in it is."""
    named = [cell.text for cell in row.cells if re.search(r"[^\W\d]", cell.text)]
    return bool(named) and WHOLLY_STRUCK.fullmatch(named[0].strip()) is not None
