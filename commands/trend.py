"""`undercut trend`: price as percent of the official rate over time, with what each figure stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from commands.console import complain, show
from commands.observatory import Home, find
from commands.options import KnownOn, Since, Until, day, known_by, output
from parsers.records import BadInput
from parsers.terms import AGENT, HEADLINE, MIDDLE, Mix
from publishing import trends
from publishing.changes import Change, of_market
from publishing.files import write
from publishing.trends import trend_of
from storage.columns import line_of
from storage.daily import observations
from storage.market import Observations, known
from storage.rate_book import rates_of
from storage.rates import Rates
from storage.store import Store, open_store

LEVEL = ("period", "stratum", "median", "q1", "q3", "n_sellers", "n_listings", "n_null")
NAMES = {
    "n_sellers": "sellers", "n_listings": "listings", "n_null": "without percent", "price_effect": "price",
    "official_effect": "official price", "fx_effect": "fx rate", "composition": "the rest", "share": "% seen",
}  # fmt: skip
WORDS = {"series", "period", "stratum", "channels", "reason", "day", "id", "before", "after", "currency"}
"""Columns of words, which may wrap."""
STRATA = {"line": "model line", "access": "form of access", "kind": "kind of source", "all": "market"}


class Figure(StrEnum):
    """What is shown over time."""

    LEVEL = "level"
    INDEX = "index"
    CAUSES = "causes"
    COVERAGE = "coverage"
    CHANGES = "changes"


SHOWN: dict[Figure, tuple[str, ...]] = {
    Figure.LEVEL: LEVEL,
    Figure.INDEX: ("period", "stratum", "index", "low", "high", "moved", "n_sellers", "n_matched"),
    Figure.CAUSES: (
        "period",
        "stratum",
        "level",
        "change",
        "price_effect",
        "official_effect",
        "fx_effect",
        "composition",
        "n_sellers",
    ),
    Figure.COVERAGE: ("channels", "seen", "matched", "sellers", "low", "high", "share", "reason"),
    Figure.CHANGES: ("day", "id", "before", "after", "currency"),
}
TITLES: dict[Figure, str] = {
    Figure.LEVEL: "Percent of the official price",
    Figure.INDEX: "Matched index with its 95 % band",
    Figure.CAUSES: "Change of the level and its causes, 100 × log points",
    Figure.COVERAGE: "Sellers of the market, seen and estimated",
    Figure.CHANGES: "Official price changes",
}


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
MIXES_BY_NAME = {"3:1": HEADLINE, "middle": MIDDLE, "agent": AGENT}


def show_trend(asked: Observations, title: str) -> None:
    """The default trend as a table for people."""
    show_rows(title, trend_of(asked).to_pylist())


def show_rows(title: str, rows: list[dict[str, Any]], what: Figure = Figure.LEVEL, stratum: str = "line") -> None:
    """Rows as a table for people: figures to one digit, counts as they are; series beside each other are named."""
    shown = SHOWN[what]
    if len({row.get("series") for row in rows}) > 1:
        shown = ("series", *shown)
    names = {**NAMES, "stratum": STRATA.get(stratum, stratum)}
    columns = [names.get(name, name) for name in shown]
    numeric = [names.get(name, name) for name in shown if name not in WORDS]
    show(title, columns, [[figure(row[name]) for name in shown] for row in rows], numeric=numeric)


def figure(value: object) -> object:
    """A percent to one digit, never -0.0; yes or no; everything else as it is."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{round(value, 1) + 0.0:.1f}" if isinstance(value, float) else value


def draw(rows: list[dict[str, Any]], title: str, changes: list[Change], asked: Asked) -> bytes:
    """The trend as a picture."""
    from publishing.charts import PERCENT, picture, trend_chart

    if asked.what not in {Figure.LEVEL, Figure.INDEX}:
        raise BadInput(f"--figure {asked.what.value} has no picture: write --format text, json, csv or parquet")
    if asked.what is Figure.INDEX:
        rows = [row | {"median": row["index"], "q1": row["low"], "q3": row["high"], "n_listings": None} for row in rows]
    if not any(row["median"] is not None for row in rows):
        raise BadInput("there is no percent to draw: no listing matches, or none has a percent")
    unit = "index" if asked.what is Figure.INDEX else PERCENT
    return picture(trend_chart(rows, changes, title, unit), asked.format.value)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Asked:
    """Which figure of which part of the market, over which days, as known when, in which format."""

    what: Figure
    by: str
    stratum: str
    chosen: dict[str, str | None]
    base: str | None
    mix: Mix
    since: date | None
    until: date | None
    known: datetime | None
    format: Output

    def title(self) -> str:
        """What is shown, in a line."""
        series = self.chosen["series"] or "every"
        if self.what in {Figure.COVERAGE, Figure.CHANGES}:
            return TITLES[self.what]
        mix = "" if self.mix is HEADLINE else f", at the mix {self.mix.name}"
        return f"{TITLES[self.what]}, {series} series, by {self.by} and {self.stratum}{mix}"

    def compute(self, store: Store, rates: Rates) -> Any:
        """The figure as an Arrow table."""
        if self.what is Figure.CHANGES:
            return trends.changes_of(self.marks(store, rates))
        split = "kind" if self.what is Figure.COVERAGE else trends.split_of(self.stratum)
        found = observations(store, rates, self.since, self.until, self.known, split=split, mix=self.mix)
        part: dict[str, Any] = {"by": self.by, "stratum": self.stratum, **self.chosen}
        match self.what:
            case Figure.INDEX:
                return trends.index_of(found, base=self.base, **part)
            case Figure.CAUSES:
                return trends.causes_of(found, **part)
            case Figure.COVERAGE:
                return trends.coverage_of(found)
        return trend_of(found, **part)

    def marks(self, store: Store, rates: Rates) -> list[Change]:
        """The official price changes: of the model or line that is asked for, else of every quoted one."""
        market = known(store, self.known)
        line, model = self.chosen["line"], self.chosen["model"]
        found = of_market(rates, market.spans, market.listings)
        chosen = [each for each in found if line in (None, line_of(each.id)) and model in (None, each.id)]
        days = self.since or date.min, self.until or date.max
        return [each for each in chosen if days[0] <= each.day <= days[1]]


def put(asked: Asked, store: Store) -> None:
    """The figure in the format that is asked for."""
    rates = rates_of(store, asked.known)
    found = asked.compute(store, rates)
    if asked.format is Output.TEXT:
        show_rows(asked.title(), found.to_pylist(), asked.what, asked.stratum)
        if not found.num_rows:
            complain("there is no figure: nothing that was on offer in these days is all of what was asked for")
        return
    with output() as stream:
        if asked.format in PICTURES:
            stream.write(draw(found.to_pylist(), asked.title(), asked.marks(store, rates), asked))
        else:
            write(found, stream, asked.format.value)  # type: ignore[arg-type]


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def trend(
        figure: Annotated[
            Figure, typer.Option(help="The level, the matched index, why the level moved, coverage, official changes.")
        ] = Figure.LEVEL,
        model: Annotated[str | None, typer.Option(help="Only this model.")] = None,
        line: Annotated[str | None, typer.Option(help="Only this model line, such as claude.")] = None,
        access: Annotated[str | None, typer.Option(help="Only this form of access, such as relay_api.")] = None,
        series: Annotated[
            str, typer.Option(help="token, plan, pass, request, or all, each by itself: never pooled.")
        ] = "token",
        stratum: Annotated[str, typer.Option(help="all, line, model, access, kind or upstream.")] = "line",
        by: Annotated[str, typer.Option(help="day, week, month or quarter.")] = "month",
        mix: Annotated[str, typer.Option(help="Tokens of a buyer: 3:1, middle (80 % cached) or agent.")] = "3:1",
        base: Annotated[str | None, typer.Option(help="The period in which the index is 100.")] = None,
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
        `undercut trend --figure index --by week --home demo`,
        `undercut trend --by week --format png --home demo > trend.png`
        """
        chosen = {"model": model, "line": line, "access": access, "series": None if series == "all" else series}
        asked = Asked(
            figure, by, stratum, chosen, base, mix_of(mix), day(since, "--since"), day(until, "--until"),
            known_by(as_known_on), format,
        )  # fmt: skip
        with open_store(find(home).home) as store:
            put(asked, store)


def mix_of(name: str) -> Mix:
    """The mix of tokens that an option names, or BadInput."""
    if name not in MIXES_BY_NAME:
        raise BadInput(f"--mix {name!r} is not known: write one of {', '.join(MIXES_BY_NAME)}")
    return MIXES_BY_NAME[name]
