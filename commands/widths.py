"""How wide the columns of a table may be where the terminal is narrow: words stay whole for as long as they can."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rich.cells import cell_len

GAP = 2
LONGEST = (24, 20, 16, 12)
"""Columns that a word is given before it is broken, from what is best to what must do."""


def widths(
    columns: Sequence[str], rows: Iterable[Sequence[str]], whole: Collection[str], room: int
) -> list[int] | None:
    """The width of every column within so much room, its own where that fits; None where there is not enough.

    The cells of `whole` columns are not wrapped; of others no word is broken that is shorter than the least of LONGEST.
    """
    cells = [[line for cell in column for line in cell.split("\n")] for column in zip(columns, *rows, strict=True)]
    own = [longest(column) for column in cells]
    for most in LONGEST:
        least = [
            max(longest(name.split()), longest(column[1:]) if name in whole else needed(column, most))
            for name, column in zip(columns, cells, strict=True)
        ]
        spare = room - GAP * (len(columns) - 1) - sum(least)
        if spare >= 0:
            return widened(least, own, spare)
    return None


def widened(least: list[int], own: Sequence[int], spare: int) -> list[int]:
    """The least widths, the narrowest first given what is spare, none more than its own."""
    found = list(least)
    for _ in range(spare):
        narrow = [place for place, width in enumerate(found) if width < own[place]]
        if not narrow:
            break
        found[min(narrow, key=found.__getitem__)] += 1
    return found


def needed(lines: Iterable[str], most: int) -> int:
    """What the longest word of some lines needs, at most so much; an address may be broken anywhere."""
    found = [word for line in lines for word in line.split()]
    plain = longest(word for word in found if "://" not in word)
    return max(min(most, plain), min(LONGEST[-1], longest(found)))


def longest(texts: Iterable[str]) -> int:
    """How many columns of a terminal the longest takes."""
    return max(map(cell_len, texts), default=0)
