"""What every command says and how: tables that fit the terminal, progress on long work, complaints apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

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


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], numeric: Sequence[str] = ()) -> None:
    """A table that fits the terminal; the columns named `numeric` are set to the right."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, header_style="dim", pad_edge=False)
    for column in columns:
        number = column in numeric
        table.add_column(column, justify="right" if number else "left", overflow="fold", no_wrap=number)
    for row in rows:
        table.add_row(*map(cell, row))
    out.print(table, markup=False)
    out.print()
