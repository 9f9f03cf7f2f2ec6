"""The trend: price as percent of official per period and stratum, with what each figure stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from parsers.terms import HEADLINE, Mix
from publishing.changes import Change, written
from storage.daily import observations
from storage.index import coverage, decomposition, index
from storage.market import Observations, Split, levels
from storage.rates import Rates
from storage.store import Store

COLUMNS = ("period", "series", "stratum", "n_listings", "n_sellers", "n_null", "median", "q1", "q3", "low", "high")
COVERAGE = pa.schema(
    [("channels", pa.string()), ("seen", pa.int64()), ("matched", pa.int64())]
    + [(name, pa.float64()) for name in ("sellers", "low", "high", "share")]
    + [("reason", pa.string())]
)
CHANGES = pa.schema(
    [
        ("day", pa.date32()),
        ("id", pa.string()),
        ("before", pa.string()),
        ("after", pa.string()),
        ("currency", pa.string()),
    ]
)
DIGITS = 4
"""Figures to a ten-thousandth of a percent: beyond that is noise of binary fractions."""


def trend(
    store: Store,
    rates: Rates,
    *,
    by: str = "month",
    stratum: str = "line",
    series: str | None = "token",
    model: str | None = None,
    line: str | None = None,
    access: str | None = None,
    since: date | None = None,
    until: date | None = None,
    as_known_on: datetime | None = None,
    mix: Mix = HEADLINE,
) -> pa.Table:
    """One row per period, series and stratum, columns as COLUMNS, figures in percent of official (10.1, not 0.101).

    Without days, over everything that was seen; with `as_known_on`, by what was known at that moment. BadInput for a
    period, stratum or series that is not known, or days that are exchanged.
    """
    found = observations(store, rates, since, until, as_known_on, split=split_of(stratum), mix=mix)
    return trend_of(found, by=by, stratum=stratum, series=series, model=model, line=line, access=access)


def split_of(stratum: str) -> Split | None:
    """What observations have to be divided by for a stratum."""
    return "kind" if stratum == "kind" else "upstream" if stratum == "upstream" else None


def trend_of(
    found: Observations,
    *,
    by: str = "month",
    stratum: str = "line",
    series: str | None = "token",
    model: str | None = None,
    line: str | None = None,
    access: str | None = None,
) -> pa.Table:
    """The same from observations that are at hand."""
    chosen = {"model": model, "line": line, "series": series, "access": access}
    return rounded(levels(found, by, stratum, **chosen).select(COLUMNS))


def index_of(
    found: Observations, *, by: str = "month", stratum: str = "line", base: str | None = None, **chosen: str | None
) -> pa.Table:
    """The matched index and its band, as storage.index says; `chosen` narrows to a model, line, series or access."""
    return rounded(index(found, by, stratum, base=base, only=given(chosen)))


def causes_of(found: Observations, *, by: str = "month", stratum: str = "line", **chosen: str | None) -> pa.Table:
    """Why the level moved from each period to the next, in 100 × log points, as storage.index says."""
    return rounded(decomposition(found, by, stratum, only=given(chosen)))


def coverage_of(found: Observations) -> pa.Table:
    """How many sellers there are, seen or not; `found` must be divided by kind."""
    told = coverage(found)
    row = {name: getattr(told, name) for name in ("seen", "matched", "sellers", "low", "high", "share", "reason")}
    return pa.Table.from_pylist([{"channels": ", ".join(told.channels)} | row], COVERAGE)


def changes_of(found: Iterable[Change]) -> pa.Table:
    """Official price changes as rows."""
    rows = [
        {
            "day": each.day,
            "id": each.id,
            "before": written(each.before),
            "after": written(each.after),
            "currency": each.currency,
        }
        for each in found
    ]
    return pa.Table.from_pylist(rows, CHANGES)


def given(chosen: Mapping[str, str | None]) -> dict[str, str]:
    """The choices that were made."""
    return {name: value for name, value in chosen.items() if value is not None}


def rounded(table: pa.Table) -> pa.Table:
    """The table with its figures to DIGITS."""
    for place, field in enumerate(table.schema):
        if pa.types.is_floating(field.type):
            table = table.set_column(place, field.name, pc.round(table[field.name], DIGITS))
    return table
