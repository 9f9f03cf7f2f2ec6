"""What every command says and how: tables that fit the terminal, progress on long work, complaints apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

FINDINGS, USAGE, PARTIAL = 1, 2, 4


def complain(sentence: str) -> None:
    """One clear sentence on the error stream."""
    err.print(f"undercut: {sentence}", style="red", markup=False, soft_wrap=True)


def progress() -> Progress:
    """A bar on the error stream, gone when the work is done, so that output stays clean."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
    )


def cell(value: Any) -> str:
    """A value as a person reads it: unknown is a dash, never 0."""
    if value is None:
        return "–"
    return str(value)


def show(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    numeric: Sequence[str] = (),
    fixed: Sequence[str] = (),
    caption: str | None = None,
) -> None:
    """A table that fits the terminal; `numeric` columns are set to the right, and they and `fixed` ones never wrap."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, header_style="dim", pad_edge=False)
    table.caption, table.caption_justify = caption or None, "left"
    cells = [[cell(value) for value in row] for row in rows]
    for place, column in enumerate(columns):
        whole = column in numeric or column in fixed
        width = max((cell_len(line) for row in cells for line in row[place].split("\n")), default=0) if whole else None
        table.add_column(column, justify="right" if column in numeric else "left", overflow="fold", min_width=width)
    for row in cells:
        table.add_row(*row)
    out.print(table, markup=False)
    out.print()
