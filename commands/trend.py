"""`undercut trend`: price as percent of the official rate over time, with what each figure stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands.console import show
from commands.observatory import Home, find
from commands.options import AsFormat, Format, KnownOn, Since, Until, day, known_by, output
from publishing.files import write
from publishing.trends import trend as compute
from storage.rates import embedded
from storage.store import open_store

SHOWN = ("period", "stratum", "median", "q1", "q3", "n_sellers", "n_listings", "n_null")


def show_trend(home: Path, title: str) -> None:
    """The default trend as a table for people."""
    with open_store(home) as store:
        rows = compute(store, embedded()).to_pylist()
    show_rows(title, rows)


def show_rows(title: str, rows: list[dict[str, object]]) -> None:
    """Trend rows as a table for people: percents to one digit, counts as they are."""
    names = {"stratum": "model line", "n_sellers": "sellers", "n_listings": "listings", "n_null": "without percent"}
    columns = [names.get(name, name) for name in SHOWN]
    show(title, columns, [[figure(row[name]) for name in SHOWN] for row in rows], numeric=columns[2:])


def figure(value: object) -> object:
    """A percent to one digit; everything else as it is."""
    return f"{value:.1f}" if isinstance(value, float) else value


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def trend(
        model: Annotated[str | None, typer.Option(help="Only this model.")] = None,
        line: Annotated[str | None, typer.Option(help="Only this model line, such as claude.")] = None,
        series: Annotated[str, typer.Option(help="token, plan, pass or request; they are never pooled.")] = "token",
        stratum: Annotated[str, typer.Option(help="all, line, model, access, kind or upstream.")] = "line",
        by: Annotated[str, typer.Option(help="day, week, month or quarter.")] = "month",
        since: Since = None,
        until: Until = None,
        as_known_on: KnownOn = None,
        format: AsFormat = Format.TEXT,
        home: Home = None,
    ) -> None:
        """Show price as percent of the official rate over time: median over sellers, quartiles, and counts.

        Example: `undercut trend --line claude --by week --home demo`
        """
        with open_store(find(home).home) as store:
            rows = compute(
                store,
                embedded(),
                by=by,
                stratum=stratum,
                series=series,
                model=model,
                line=line,
                since=day(since, "--since"),
                until=day(until, "--until"),
                as_known_on=known_by(as_known_on),
            )
        if format is Format.TEXT:
            show_rows(f"Percent of the official price, {series} series, by {by} and {stratum}", rows.to_pylist())
        else:
            with output() as stream:
                write(rows, stream, format.value)
