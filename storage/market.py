"""The market as of any day: what each seller asks for each model, and the level over sellers, by series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

import duckdb
import pyarrow as pa
from sqlalchemy import func, select

from parsers.records import BadInput, Listing, Series
from parsers.terms import HEADLINE, Mix
from storage.columns import Window, columns, counts, rate_tables
from storage.facts import listings
from storage.projection import spans
from storage.rates import Rates
from storage.schema import captures, visits
from storage.store import Store
from storage.timeline import ListingSpan

Split = Literal["kind", "upstream"]
"""What a unit of observation can be divided by further: the kind of the source, or the supply a listing claims."""

QUERIES = Path(__file__).parent / "queries"
EPOCH = date(1970, 1, 1)
STALE_AFTER = timedelta(days=10)
"""How long a listing that was not seen to end still counts after it was last seen."""
PERIODS: Mapping[str, str] = {
    "day": "strftime(day, '%Y-%m-%d')",
    "week": "strftime(day, '%G-W%V')",
    "month": "strftime(day, '%Y-%m')",
    "quarter": "year(day) || '-Q' || quarter(day)",
}
STRATA: Mapping[str, str] = {
    "all": "'all'",
    "line": "line",
    "model": "subject",
    "access": "access",
    "kind": "coalesce(part, 'unspecified')",
    "upstream": "coalesce(part, 'unspecified')",
}


@dataclass(frozen=True, slots=True)
class Files:
    """A table that lies in Parquet files; of the rows only those of a window's days count."""

    paths: tuple[str, ...]
    window: Window


Tables = Mapping[str, pa.Table | Files]


@dataclass(frozen=True, slots=True)
class Observations:
    """What was asked on the days of a window, as tables: `units` (seller × subject × access form × series), the
    percent `quoted` of each unit by day, and the `offers` and `scales` behind them.
    """

    window: Window
    tables: Tables

    def table(self) -> pa.Table:
        """One row per unit and day: value (the median over the seller's listings and groups), low, high, n_listings,
        n_null and the reasons of the nulls, in percent.
        """
        return query("observations.sql", self.tables)


@dataclass(frozen=True, slots=True)
class Known:
    """All that a store knows of its market: the spans, the listing versions by digest, and the kind of each source."""

    spans: Sequence[ListingSpan]
    listings: Mapping[str, Listing]
    kinds: Mapping[str, str]

    @property
    def days(self) -> Window | None:
        """The first and the last day on which anything was seen; None if nothing ever was."""
        days = [moment.date() for span in self.spans for moment in (span.first_seen, span.last_seen)]
        return Window(min(days), max(days)) if days else None


def known(store: Store, as_known_on: datetime | None = None) -> Known:
    """What the store knows; with `as_known_on`, what it knew then. To be loaded once for all that is asked of it."""
    found = spans(store, as_known_on)
    return Known(found, listings(store, {span.digest for span in found}, as_known_on), platforms(store))


def observations(
    store: Store,
    rates: Rates,
    since: date | None = None,
    until: date | None = None,
    as_known_on: datetime | None = None,
    *,
    split: Split | None = None,
    stale_after: timedelta = STALE_AFTER,
    mix: Mix = HEADLINE,
) -> Observations:
    """What the store's sellers asked, as `observed` says; with `as_known_on`, as it was known then."""
    return observed(known(store, as_known_on), rates, since, until, split=split, stale_after=stale_after, mix=mix)


def observed(
    known: Known,
    rates: Rates,
    since: date | None = None,
    until: date | None = None,
    *,
    split: Split | None = None,
    stale_after: timedelta = STALE_AFTER,
    mix: Mix = HEADLINE,
) -> Observations:
    """What the known sellers asked, by design §4's unit of observation.

    Without `since` and `until` from the first day to the last day on which anything was seen.
    """
    window = asked_window(known.days, since, until)
    return observe(
        known.spans,
        known.listings,
        rates,
        window.since,
        window.until,
        kinds=known.kinds,
        split=split,
        stale_after=stale_after,
        mix=mix,
    )


def asked_window(seen: Window | None, since: date | None, until: date | None) -> Window:
    """The days that are asked for; where an end is open, to the first or last day on which anything was seen."""
    days = seen or Window(since or until or EPOCH, until or since or EPOCH)
    return Window(since or min(days.since, until or days.since), until or max(days.until, since or days.until))


def platforms(store: Store) -> dict[str, str]:
    """The kind of each source: the platform it was last read as."""
    last = select(func.max(captures.c.id)).join(visits, captures.c.visit == visits.c.id).group_by(visits.c.source)
    query = select(visits.c.source, captures.c.platform).join(captures, captures.c.visit == visits.c.id)
    with store.read() as connection:
        found = connection.execute(query.where(captures.c.id.in_(last)).order_by(captures.c.id))
        return {row.source: row.platform for row in found}


def observe(
    found: Iterable[ListingSpan],
    known: Mapping[str, Listing],
    rates: Rates,
    since: date,
    until: date,
    *,
    kinds: Mapping[str, str] | None = None,
    split: Split | None = None,
    stale_after: timedelta = STALE_AFTER,
    mix: Mix = HEADLINE,
) -> Observations:
    """One value per series × seller × subject × access form × day from spans and the listings of their digests.

    `kinds` maps a source to its kind; with `split` the unit is divided by it or by the upstream. BadInput if `since`
    is after `until`.
    """
    window = Window(since, until)
    near = (span for span in found if counts(span, window, stale_after))
    with memory(columns(near, known, kinds or {}, mix)) as connection:
        offer(connection, rates, window, split, stale_after, mix)
        quote(connection, window)
        made = {table: connection.table(table).to_arrow_table() for table in ("units", "offers", "scales", "quoted")}
    return Observations(window, made)


def offer(
    connection: duckdb.DuckDBPyConnection,
    rates: Rates,
    window: Window,
    split: Split | None,
    stale_after: timedelta,
    mix: Mix,
) -> None:
    """Make the tables `units`, `offers` and `scales` of a window from `spans` and `terms`."""
    given = {"split": split, "since": window.since, "until": window.until, "stale": stale_after.days}
    set_variables(connection, given)
    connection.execute(text_of("offers.sql"))
    scales = connection.execute("SELECT key, currency FROM needed ORDER BY scale").fetchall()
    for name, rows in rate_tables(scales, rates, window, mix).items():
        connection.register(name, rows)
    connection.execute(text_of("scales.sql"))


def quote(connection: duckdb.DuckDBPyConnection, window: Window) -> None:
    """Make the table `quoted`, the percents of every unit on the days of a window, from `offers` and `scales`."""
    set_variables(connection, {"first": window.since, "final": window.until})
    connection.execute(f"CREATE OR REPLACE TABLE quoted AS {text_of('quoted.sql')}")


def set_variables(connection: duckdb.DuckDBPyConnection, values: Mapping[str, object]) -> None:
    for variable, value in values.items():
        connection.execute(f"SET VARIABLE {variable} = $value", {"value": value})


def levels(
    observations: Observations,
    by: str = "month",
    stratum: str = "line",
    *,
    model: str | None = None,
    line: str | None = None,
    series: str | None = None,
    access: str | None = None,
) -> pa.Table:
    """The level per period, series and stratum: median, quartiles and span in percent, and what they stand on.

    The level of a day is the median over sellers (a seller's value in a stratum is the median of what he asks in it),
    of a period the median of its days; q1 and q3 likewise; low and high are the lowest and highest single prices.
    `n_listings` and `n_null` count listings with and without a percent in the period. BadInput for an unknown word.
    """
    wording, parameters = parts(by, stratum, model=model, line=line, series=series, access=access)
    return query("levels.sql", observations.tables, {**parameters, **asdict(observations.window)}, wording)


def parts(by: str, stratum: str, **only: str | None) -> tuple[dict[str, str], dict[str, object]]:
    """What a query says for a period, a stratum and a choice of units, and its parameters; BadInput for other words."""
    for word, known in ((by, PERIODS), (stratum, STRATA), (only.get("series"), (None, *get_args(Series)))):
        if word not in known:
            raise BadInput(f"{word!r} is not known: write one of {', '.join(filter(None, known))}")
    columns = {"model": "subject", "line": "line", "series": "series", "access": "access"}
    parameters: dict[str, object] = {columns[name]: value for name, value in only.items() if value is not None}
    chosen = " AND ".join(f"{column} = ${column}" for column in parameters) or "true"
    return {"stratum": STRATA[stratum], "period": PERIODS[by], "filter": chosen}, parameters


def query(
    query_name: str,
    tables: Tables,
    parameters: Mapping[str, object] | None = None,
    wording: Mapping[str, str] | None = None,
) -> pa.Table:
    """Run one of the named queries over Arrow tables; `wording` are our own words for {places} in it."""
    text = text_of(query_name)
    for place, part in (wording or {}).items():
        text = text.replace("{" + place + "}", part)
    with memory(tables) as connection:
        return connection.sql(text, params=dict(parameters or {})).to_arrow_table()


def text_of(name: str) -> str:
    return (QUERIES / name).read_text("utf-8")


@contextmanager
def memory(tables: Tables) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory over Arrow tables and Parquet files, which says nothing while it works."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET enable_progress_bar = false")
        for table, rows in tables.items():
            if isinstance(rows, Files):
                days = f"day BETWEEN DATE '{rows.window.since}' AND DATE '{rows.window.until}'"
                connection.read_parquet(list(rows.paths)).filter(days).create_view(table)
            else:
                connection.register(table, rows)
        yield connection
