"""One self-contained page that shows what an observatory holds: headline, trends, table, claims, newest listings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import altair as alt
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from parsers.percent import by_subject, percents
from parsers.records import BadInput, Claim, Listing, Mention, Quote
from publishing.changes import Change, of_market
from publishing.charts import claims_chart, numbered, panels_chart, picture, trend_chart
from publishing.table import table_at
from publishing.trends import trend_of
from storage import ledger
from storage.columns import line_of
from storage.market import Known, Observations, known, observed
from storage.projection import ListingSpan
from storage.rates import Rates
from storage.store import Store

TEMPLATES = Path(__file__).parent / "templates"
NEWEST = 12
CLAIMS = 14
LINES = 6
"""How many of the newest listings, of the commonest claims and of the most offered model lines are shown."""

Row = dict[str, Any]
Fact = Quote | Claim | Mention


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a listing's text; `label` says what was read from it, if anything was."""

    text: str
    kind: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A listing as the page shows it."""

    span: ListingSpan
    listing: Listing
    segments: tuple[Segment, ...]
    percents: tuple[str, ...]
    evidence: str


def report(store: Store, rates: Rates, title: str, as_known_on: datetime | None = None) -> str:
    """The page as HTML: no script, nothing fetched; its figures are those of `trend` and `table`.

    BadInput where nothing was seen yet.
    """
    market = known(store, as_known_on)
    return report_of(market, observed(market, rates), store, rates, title)


def report_of(market: Known, asked: Observations, store: Store, rates: Rates, title: str) -> str:
    """The same from what is at hand; the store gives counts and the evidence of the newest listings."""
    found, listings = market.spans, market.listings
    if not found:
        raise BadInput("nothing was seen yet, so there is nothing to report: crawl or import first")
    months = trend_of(asked, stratum="all").to_pylist()
    drawn = of_shown(asked, of_market(rates, found, listings))
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("report.html").render(
        title=title,
        headline=next((row for row in reversed(months) if row["median"] is not None), None),
        first=next((row for row in months if row["median"] is not None), None),
        months=trend_of(asked).to_pylist(),
        forms=trend_of(asked, stratum="access", series=None).to_pylist(),
        counts=ledger.counts(store),
        charts=charts(asked, market, drawn),
        changes=numbered(drawn),
        table=table_at(market, rates).to_pylist(),
        newest=list(newest(store, rates, found, listings)),
        last=max(span.last_seen for span in found),
    )


def charts(asked: Observations, market: Known, marked: list[Change]) -> dict[str, Markup]:
    """The page's charts as inline SVG."""
    lines = most(trend_of(asked, by="week").to_pylist())
    whole = trend_of(asked, by="week", stratum="all").to_pylist()
    by_line: dict[str, list[Change]] = {}
    for change in marked:
        by_line.setdefault(line_of(change.id), []).append(change)
    access = trend_of(asked, by="week", stratum="access", series=None).to_pylist()
    named = [{**row, "stratum": f"{row['stratum'].replace('_', ' ')} ({row['series']})"} for row in access]
    return {
        "lines": svg(panels_chart(lines, whole, by_line)),
        "access": svg(trend_chart(most(named))),
        "claims": svg(claims_chart(list(claim_rows(market.spans, market.listings)))),
    }


def of_shown(asked: Observations, found: Iterable[Change]) -> list[Change]:
    """The official price changes of the model lines that are drawn."""
    shown = {row["stratum"] for row in most(trend_of(asked, by="week").to_pylist())}
    return [change for change in found if line_of(change.id) in shown]


def svg(chart: alt.TopLevelMixin) -> Markup:
    """The chart as SVG that scales with the page; Vega escapes the texts in it."""
    drawn = picture(chart, "svg").decode()
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704


def most(rows: list[Row], number: int = LINES) -> list[Row]:
    """The rows of the strata that most sellers stand behind, for a chart that can be read."""
    weight: dict[str, int] = {}
    for row in rows:
        if row["median"] is not None:
            weight[row["stratum"]] = weight.get(row["stratum"], 0) + row["n_sellers"]
    kept = sorted(weight, key=lambda name: (-weight[name], name))[:number]
    return [row for row in rows if row["stratum"] in kept]


def claim_rows(found: Iterable[ListingSpan], listings: Mapping[str, Listing]) -> Iterator[Row]:
    """The share, in percent, of the listings seen in a month that assert each of the commonest claims."""
    months: dict[str, dict[str, set[str]]] = {}
    for span in found:
        codes = {claim.code for claim in listings[span.digest].claims if claim.stands}
        for month in months_of(span.first_seen.date(), span.last_seen.date()):
            seen = months.setdefault(month, {})
            for code in {"", *codes}:
                seen.setdefault(code, set()).add(span.listing_id)
    totals: dict[str, int] = {}
    for seen in months.values():
        for code, ids in seen.items():
            totals[code] = totals.get(code, 0) + len(ids)
    common = sorted((code for code in totals if code), key=lambda code: (-totals[code], code))[:CLAIMS]
    for month, seen in sorted(months.items()):
        n = len(seen[""])
        for code in common:
            yield {
                "period": month,
                "claim": code.replace("_", " "),
                "n": n,
                "share": round(100 * len(seen.get(code, ())) / n, 1),
            }


def months_of(first: date, last: date) -> Iterator[str]:
    """Every month from one day to another, as 2026-07."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield f"{year}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def newest(
    store: Store, rates: Rates, found: Iterable[ListingSpan], listings: Mapping[str, Listing]
) -> Iterator[Shown]:
    """The listings that were seen first most lately and still stand."""
    standing = [span for span in found if span.ended_at is None]
    for span in sorted(standing, key=lambda span: (span.first_seen, span.listing_id), reverse=True)[:NEWEST]:
        listing = listings[span.digest]
        figures = by_subject(percents(listing, rates, span.last_seen.date()))
        said = [f"{id} {found.value:.1f} %" for (_, id), found in figures.items() if found.value is not None]
        sight = ledger.history(store, span.listing_id)[-1]
        yield Shown(span, listing, tuple(segments(listing)), tuple(said[:6]), sight.body)


def segments(listing: Listing) -> Iterator[Segment]:
    """The text cut at the words that facts were read from; where two overlap, the longer one is marked."""
    last = 0
    for start, end, kind, label in marked(listing):
        if start >= last:
            yield Segment(listing.text[last:start])
            yield Segment(listing.text[start:end], kind, label)
            last = end
    yield Segment(listing.text[last:])


def marked(listing: Listing) -> list[tuple[int, int, str, str]]:
    """Every stretch of text that a fact was read from: start, end, kind and what was read."""
    facts: list[tuple[Fact, str, str]] = [
        (quote, "price", f"{quote.amount:f} per {quote.basis}") for quote in listing.quotes
    ]
    facts += [(claim, "claim", f"{claim.code} ({claim.polarity})") for claim in listing.claims]
    facts += [(mention, "model", mention.id) for mention in (*listing.models, *listing.plans)]
    places = [(fact.span, kind, label) for fact, kind, label in facts if fact.span.path is None]
    found = [(place.start, place.end, kind, label) for place, kind, label in places if place.end > place.start]
    return sorted(found, key=lambda each: (each[0], -each[1]))
