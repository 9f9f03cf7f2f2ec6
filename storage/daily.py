"""The market read from its daily tables: the same figures as computed from the store, without loading it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from parsers.terms import HEADLINE, Mix
from storage import market
from storage.columns import Window
from storage.market import STALE_AFTER, Files, Observations, Split, asked_window, memory
from storage.partitions import FOLDER, Manifest, refresh
from storage.rates import Rates
from storage.store import Store

WITHIN: Mapping[str, str] = {
    "offers": """SELECT * REPLACE (greatest(start, $since) AS start, least(stop, $until + 1) AS stop) FROM offers
                 WHERE start <= $until AND stop > $since""",
    "units": """SELECT units.* FROM units SEMI JOIN (SELECT unit FROM offers WHERE start <= $until AND stop > $since)
                USING (unit)""",
    "scales": "SELECT * FROM scales WHERE day BETWEEN $since AND $until",
}
"""What a window sees of the tables that are written as a whole."""


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
    """What the store's sellers asked, as storage.market.observations says, from the daily tables where they serve.

    They do for what is known now, the headline mix and the usual staleness, in a folder that may be written.
    """
    usual = as_known_on is None and mix == HEADLINE and stale_after == STALE_AFTER
    with suppress(PermissionError):
        made = refresh(store, rates, split) if usual else None
        if made and made.months:
            return within(store.home / FOLDER, made, asked_window(made.days, since, until))
    return market.observations(store, rates, since, until, as_known_on, split=split, stale_after=stale_after, mix=mix)


def within(folder: Path, made: Manifest, window: Window) -> Observations:
    """The tables of a window: the percents stay in their files, the others are loaded."""
    days = {"since": window.since, "until": window.until}
    found: dict[str, pa.Table | Files] = {}
    with memory({}) as connection:
        for name, file in made.small.items():
            connection.read_parquet(str(folder / file)).create_view(name)
        for name, text in WITHIN.items():
            found[name] = connection.sql(text, params=days).to_arrow_table()
    names = [name for month, name in made.months.items() if f"{window.since}"[:7] <= month <= f"{window.until}"[:7]]
    paths = tuple(str(folder / name) for name in names or made.months.values())
    return Observations(window, {**found, "quoted": Files(paths, window)})
