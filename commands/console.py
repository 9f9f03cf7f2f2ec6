"""What every command says and how: tables that fit the terminal, progress on long work, complaints apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from commands.widths import widths

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
    """A table that fits the terminal; `numeric` columns are set to the right, and they and `fixed` ones never wrap.

    Where the terminal is too narrow for that, the columns of each row stand below each other.
    """
    cells = [[cell(value) for value in row] for row in rows]
    fitting = widths(columns, cells, {*numeric, *fixed}, out.width)
    table = below(columns, cells) if fitting is None else beside(columns, cells, fitting, numeric)
    for words, style in ((title, "bold"), (table, None), (caption, "table.caption")):
        if words:
            out.print(words, style=style, markup=False)
    out.print()


def beside(columns: Sequence[str], cells: Iterable[Sequence[str]], fitting: list[int], numeric: Sequence[str]) -> Table:
    """The columns of these widths beside each other."""
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column, width in zip(columns, fitting, strict=True):
        table.add_column(column, justify="right" if column in numeric else "left", overflow="fold", width=width)
    for row in cells:
        table.add_row(*row)
    return table


def below(columns: Sequence[str], cells: Iterable[Sequence[str]]) -> Table:
    """A line for every cell, and an empty one between rows."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for place, row in enumerate(cells):
        if place:
            table.add_row()
        for column, value in zip(columns, row, strict=True):
            table.add_row(" ".join(column.split()), value)
    return table
