"""`undercut issues`: what a person has to look at before the figures can be trusted."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from commands.conduct import now
from commands.console import FINDINGS, out, show
from commands.observatory import Home, find
from commands.options import AsFormat, Format, day, output
from parsers.records import BadInput
from publishing import issues as queue
from publishing.files import write
from storage.market import known
from storage.rate_book import rates_of
from storage.store import open_store

COLUMNS = ("kind", "subject", "n", "since", "detail")


def show_issues(found: list[queue.Issue], limit: int) -> None:
    """The queue for people: so many of each kind, and how to mend it."""
    counts = Counter(each.kind for each in found)
    for kind, mend in queue.KINDS.items():
        own = [each for each in found if each.kind == kind]
        if own:
            rows = [[getattr(each, name) for name in COLUMNS[1:]] for each in own[: limit or None]]
            show(f"{kind}: {counts[kind]}", COLUMNS[1:], rows, numeric=("n",))
            out.print(f"  {mend}", markup=False, style="dim")
            out.print()
    out.print(f"{len(found)} issues" if found else "No issues: every price has its rates, every page was read")


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def issues(
        kind: Annotated[str | None, typer.Option(help=f"Only one kind: {', '.join(queue.KINDS)}.")] = None,
        on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Default: the last day seen.")] = None,
        limit: Annotated[int, typer.Option(help="Rows of each kind for people; 0: all.")] = 10,
        format: AsFormat = Format.TEXT,
        home: Home = None,
    ) -> None:
        """List what waits for a person: missing, frozen and held rates, pages and phrases not read, lapsed corrections.

        Status 1 when there is any.

        Example: `undercut issues --kind rate_held --home market`
        """
        if kind not in (None, *queue.KINDS):
            raise BadInput(f"--kind {kind!r} is not known: write one of {', '.join(queue.KINDS)}")
        with open_store(find(home).home) as store:
            seen = known(store).days
            wanted = day(on, "--on") or (seen.until if seen else now().date())
            found = [each for each in queue.issues(store, rates_of(store), wanted) if kind in (None, each.kind)]
        if format is Format.TEXT:
            show_issues(found, limit)
        else:
            with output() as stream:
                write(queue.table(found), stream, format.value)  # type: ignore[arg-type]
        if found:
            raise typer.Exit(FINDINGS)
