"""The trend: price as percent of official per period and stratum, with what each figure stands on."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from parsers.terms import HEADLINE, Mix
from storage.market import Observations, Split, levels, observations
from storage.rates import Rates
from storage.store import Store

COLUMNS = ("period", "series", "stratum", "n_listings", "n_sellers", "n_null", "median", "q1", "q3", "low", "high")
FIGURES = ("median", "q1", "q3", "low", "high")
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
    since: date | None = None,
    until: date | None = None,
    as_known_on: datetime | None = None,
    mix: Mix = HEADLINE,
) -> pa.Table:
    """One row per period, series and stratum, columns as COLUMNS, figures in percent of official (10.1, not 0.101).

    Without days, over everything that was seen; with `as_known_on`, by what was known at that moment. BadInput for a
    period, stratum or series that is not known, or days that are exchanged.
    """
    split: Split | None = "kind" if stratum == "kind" else "upstream" if stratum == "upstream" else None
    found = observations(store, rates, since, until, as_known_on, split=split, mix=mix)
    return trend_of(found, by=by, stratum=stratum, series=series, model=model, line=line)


def trend_of(
    found: Observations,
    *,
    by: str = "month",
    stratum: str = "line",
    series: str | None = "token",
    model: str | None = None,
    line: str | None = None,
) -> pa.Table:
    """The same from observations that are at hand."""
    table = levels(found, by, stratum, model=model, line=line, series=series).select(COLUMNS)
    for name in FIGURES:
        table = table.set_column(table.schema.get_field_index(name), name, pc.round(table[name], DIGITS))
    return table
