"""`undercut trend`: price as percent of the official rate over time, with what each figure stands on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from commands.console import show
from commands.observatory import Home, find
from commands.options import KnownOn, Since, Until, day, known_by, output
from parsers.records import BadInput
from publishing.changes import Change, of_market
from publishing.files import write
from publishing.trends import trend as compute
from publishing.trends import trend_of
from storage import ledger, projection
from storage.columns import line_of
from storage.market import Observations
from storage.rate_book import rates_of
from storage.store import Store, open_store

SHOWN = ("period", "stratum", "median", "q1", "q3", "n_sellers", "n_listings", "n_null")
NAMES = {"stratum": "model line", "n_sellers": "sellers", "n_listings": "listings", "n_null": "without percent"}


class Output(StrEnum):
    """How a trend is written: text for people, columns for machines, or a picture."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    PNG = "png"
    SVG = "svg"
    HTML = "html"


PICTURES = {Output.PNG, Output.SVG, Output.HTML}


def show_trend(asked: Observations, title: str) -> None:
    """The default trend as a table for people."""
    show_rows(title, trend_of(asked).to_pylist())


def show_rows(title: str, rows: list[dict[str, Any]]) -> None:
    """Trend rows as a table for people: percents to one digit, counts as they are."""
    columns = [NAMES.get(name, name) for name in SHOWN]
    show(title, columns, [[figure(row[name]) for name in SHOWN] for row in rows], numeric=columns[2:])


def figure(value: object) -> object:
    """A percent to one digit; everything else as it is."""
    return f"{value:.1f}" if isinstance(value, float) else value


def marks(store: Store, line: str | None, model: str | None, known: datetime | None) -> list[Change]:
    """The official price changes to mark: of the model or line that is asked for, else of every quoted one."""
    spans = projection.spans(store, known)
    found = of_market(rates_of(store, known), spans, ledger.listings(store, {span.digest for span in spans}, known))
    return [change for change in found if line in (None, line_of(change.id)) and model in (None, change.id)]


def draw(rows: list[dict[str, Any]], title: str, changes: list[Change], format: Output) -> bytes:
    """The trend as a picture."""
    from publishing.charts import picture, trend_chart

    if not any(row["median"] is not None for row in rows):
        raise BadInput("there is no percent to draw: no listing matches, or none has a percent")
    return picture(trend_chart(rows, changes, title), format.value)  # type: ignore[arg-type]


def put(found: Any, title: str, format: Output, changes: Callable[[], list[Change]]) -> None:
    """The trend, an Arrow table, in the format that is asked for."""
    if format is Output.TEXT:
        show_rows(title, found.to_pylist())
        return
    with output() as stream:
        if format in PICTURES:
            stream.write(draw(found.to_pylist(), title, changes(), format))
        else:
            write(found, stream, format.value)  # type: ignore[arg-type]


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
        format: Annotated[
            Output, typer.Option("--format", help="For people, for machines, or a picture.")
        ] = Output.TEXT,
        home: Home = None,
    ) -> None:
        """Show price as percent of the official rate over time: median over sellers, quartiles, and counts.

        Examples: `undercut trend --line claude --by week --home demo`,
        `undercut trend --by week --format png --home demo > trend.png`
        """
        asked: dict[str, Any] = {"by": by, "stratum": stratum, "series": series, "model": model, "line": line}
        days: dict[str, Any] = {
            "since": day(since, "--since"),
            "until": day(until, "--until"),
            "as_known_on": known_by(as_known_on),
        }
        title = f"Percent of the official price, {series} series, by {by} and {stratum}"
        with open_store(find(home).home) as store:
            found = compute(store, rates_of(store, days["as_known_on"]), **asked, **days)
            put(found, title, format, lambda: marks(store, line, model, days["as_known_on"]))
