"""Figures that moved because of what was learned, told apart: the market changed, or we read better."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from publishing.trends import DIGITS, trend_of
from storage.market import Known, observed
from storage.rates import Rates
from storage.revision import Revision

COLUMNS = pa.schema(
    [
        ("period", pa.string()),
        ("series", pa.string()),
        ("stratum", pa.string()),
        ("before", pa.float64()),
        ("after", pa.float64()),
        ("read_better", pa.float64()),
        ("market_changed", pa.float64()),
        ("n_sellers_before", pa.int64()),
        ("n_sellers_after", pa.int64()),
    ]
)
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A level and the sellers that it stands on."""

    median: float | None
    n_sellers: int


NOTHING = Figure(None, 0)


def moved(revision: Revision, old: Rates, new: Rates, *, by: str = "month", stratum: str = "line") -> pa.Table:
    """The levels that differ, columns as COLUMNS, in percent of official.

    `after` is `before` with both changes: `read_better` by better readings and corrections of the same captures and by
    rates that were learned, `market_changed` by captures that were new. A change is None where one of its ends is.
    """
    states = (revision.before, old), (revision.better, new), (revision.after, new)
    before, better, after = (figures(state, rates, by, stratum) for state, rates in states)
    rows = list(changed(before, better, after))
    return pa.Table.from_pylist(rows, COLUMNS)


def figures(state: Known, rates: Rates, by: str, stratum: str) -> dict[Key, Figure]:
    """The levels of one state of knowledge, every series."""
    rows = trend_of(observed(state, rates), by=by, stratum=stratum, series=None).to_pylist()
    return {(r["period"], r["series"], r["stratum"]): Figure(r["median"], r["n_sellers"]) for r in rows}


def changed(before: dict[Key, Figure], better: dict[Key, Figure], after: dict[Key, Figure]) -> Iterator[dict[str, Any]]:
    for key in sorted(before.keys() | better.keys() | after.keys()):
        old, read, new = (state.get(key, NOTHING) for state in (before, better, after))
        if old == read == new:
            continue
        yield dict(zip(("period", "series", "stratum"), key, strict=True)) | {
            "before": old.median,
            "after": new.median,
            "read_better": step(old.median, read.median),
            "market_changed": step(read.median, new.median),
            "n_sellers_before": old.n_sellers,
            "n_sellers_after": new.n_sellers,
        }


def step(old: float | None, new: float | None) -> float | None:
    """How far a level moved, in points."""
    return None if old is None or new is None else round(new - old, DIGITS)
