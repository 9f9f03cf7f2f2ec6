"""`undercut table`: each way of access, what it costs against the official price, and how risky it is."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.console import show
from commands.observatory import Home, find
from commands.options import AsFormat, Format, KnownOn, day, known_by, output
from commands.trend import figure
from publishing.files import write
from publishing.table import table as compute
from publishing.table import table_at
from storage.market import Known
from storage.official_tables import embedded
from storage.rate_book import rates_of
from storage.store import open_store

SHOWN = {
    "access_method": "access method",
    "cost_vs_official": "cost vs\nofficial",
    "low": "low",
    "high": "high",
    "n_sellers": "sellers",
    "security_risk": "security\nrisk",
}


def show_table(market: Known) -> None:
    """The table as of the last day on which anything was seen."""
    show_rows(table_at(market, embedded()).to_pylist())


def show_rows(rows: list[dict[str, object]]) -> None:
    """The rows for people; the official price is 100."""
    title = f"Access method · cost vs official (%) · security risk, as of {rows[0]['as_of']}"
    columns = [*SHOWN.values(), "note"]
    notes = list(dict.fromkeys(row["reason"] for row in rows if row["reason"]))
    marks = {reason: number for number, reason in enumerate(notes, 1)}
    cells = [[*(figure(row[name]) for name in SHOWN), marks.get(row["reason"], "")] for row in rows]
    caption = "\n".join(f"{number}  {reason}" for reason, number in marks.items())
    show(title, columns, cells, numeric=columns[1:5], fixed=columns[-1:], caption=caption)


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def table(
        as_of: Annotated[
            str | None, typer.Option("--as-of", metavar="DATE", help="Default: the last day seen.")
        ] = None,
        replaces: Annotated[
            str | None, typer.Option(help="The model that open weights would replace; default: the newest Opus.")
        ] = None,
        as_known_on: KnownOn = None,
        format: AsFormat = Format.TEXT,
        home: Home = None,
    ) -> None:
        """Show each way of access, its cost in percent of the official price, and its security risk with the reason.

        Example: `undercut table --as-of 2026-08-31 --home demo`
        """
        with open_store(find(home).home) as store:
            known = known_by(as_known_on)
            rows = compute(
                store, rates_of(store, known), as_of=day(as_of, "--as-of"), replaces=replaces, as_known_on=known
            )
        if format is Format.TEXT:
            show_rows(rows.to_pylist())
        else:
            with output() as stream:
                write(rows, stream, format.value)  # type: ignore[arg-type]
