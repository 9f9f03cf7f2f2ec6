"""Times the weekly level of every model over two years of daily observations, beside DuckDB's own medians of them.

Run: `python -m benchmarks.market [LISTINGS]` (default 500; 5,000 are ten million observations). Every day each source
is fetched, kept and learned by the ordinary way (benchmarks.store), while the same observations are written as plain
rows of SQLite and, as percents reckoned here, to a Parquet file. Then the level is read from the store's daily tables,
and the same medians are taken over the Parquet file. Prints sizes, seconds and ratios; stops if a figure differs.

On 2026-11-25, on two busy cores, 9,975,275 observations of 5,000 listings over 725 days: level 0.88 of the time of the
raw medians (9.47 s and 10.72 s), no figure apart; store 96.4 MB, 1/23.7 of 2,285.9 MB of rows; daily tables 122.5 MB.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.store import AMOUNT, MODEL, MODELS, SELLER, Row, fill, sizes
from storage.daily import observations
from storage.market import levels
from storage.official_tables import embedded
from storage.partitions import FOLDER, refresh
from storage.store import create, open_store

RATES = embedded()
RAW = """
WITH sellers AS (SELECT model, seller, day, median(value) AS value FROM '{file}' GROUP BY ALL),
     daily AS (SELECT model, day, quantile_cont(value, [0.25, 0.5, 0.75]) AS cuts FROM sellers GROUP BY ALL)
SELECT strftime(day, '%G-W%V') AS week, model, median(cuts[2]), median(cuts[1]), median(cuts[3]) FROM daily GROUP BY ALL
"""
SCHEMA = pa.schema([("day", pa.date32()), ("seller", pa.string()), ("model", pa.string()), ("value", pa.float64())])
GROUP = 1_000_000
"""Rows of the Parquet file that are written at a time."""
Figures = dict[tuple[str, str], tuple[float, ...]]


def percents(day: date, rows: Iterable[Row]) -> list[tuple[Any, ...]]:
    """Rows as day, seller, model and percent: yuan for a dollar of balance at the day's rate."""
    fx = RATES.fx("CNY", day)
    scale = 100 / float(fx.value) if fx else float("nan")
    return [(day, row[SELLER], row[MODEL], float(row[AMOUNT]) * scale) for row in rows]


def written(fetched: Iterable[tuple[date, list[Row]]], file: Path) -> int:
    """The observations as a Parquet file, one row each; how many there are."""
    count, waiting = 0, list[tuple[Any, ...]]()
    with pq.ParquetWriter(file, SCHEMA) as writer:
        for day, rows in fetched:
            waiting += percents(day, rows)
            count += len(rows)
            if len(waiting) >= GROUP:
                writer.write_table(table_of(waiting))
                waiting.clear()
        writer.write_table(table_of(waiting))
    return count


def table_of(rows: list[tuple[Any, ...]]) -> pa.Table:
    return pa.Table.from_arrays([pa.array(column) for column in zip(*rows, strict=True)], schema=SCHEMA)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def compare(store: Any, file: Path) -> None:
    """The level from the daily tables and the medians over the file, each the best of three."""
    asked = observations(store, RATES)
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        ours, found = min((timed(lambda: levels(asked, "week", "model")) for _ in range(3)), key=lambda each: each[0])
        raw = RAW.format(file=file)
        theirs, rows = min((timed(lambda: connection.sql(raw).fetchall()) for _ in range(3)), key=lambda each: each[0])
    level: Figures = {
        (row["period"], row["stratum"]): (row["median"], row["q1"], row["q3"]) for row in found.to_pylist()
    }
    apart = furthest(level, {(week, model): tuple(cuts) for week, model, *cuts in rows})
    print(f"weekly level of {MODELS} models: {ours:.2f} s, raw medians {theirs:.2f} s, ratio {ours / theirs:.2f}")
    print(f"{len(level):,} levels, at most {apart:.1e} points apart")


def furthest(ours: Figures, theirs: Figures) -> float:
    """How far the furthest of our figures is from theirs, in points; SystemExit where one is missing or off."""
    if ours.keys() != theirs.keys():
        raise SystemExit(f"the levels are not of the same weeks and models: {len(ours)} and {len(theirs)}")
    apart = max(abs(one - other) for key in ours for one, other in zip(ours[key], theirs[key], strict=True))
    if apart > 1e-6:
        raise SystemExit(f"a level is {apart} points off")
    return apart


def main(listings: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home, plain, file = Path(folder) / "store", Path(folder) / "rows.sqlite", Path(folder) / "raw.parquet"
        create(home)
        with sqlite3.connect(plain) as table, open_store(home) as store:
            taken, count = timed(lambda: written(fill(store, table, listings), file))
            print(f"{count:,} observations of {listings:,} listings, taken in {taken:.0f} s", flush=True)
            made, _ = timed(lambda: refresh(store, RATES))
            again, _ = timed(lambda: refresh(store, RATES))
            print(f"{sizes(home, plain)}; raw Parquet {file.stat().st_size / 1e6:.1f} MB")
            kept = sum(path.stat().st_size for path in (home / FOLDER).iterdir())
            print(
                f"daily tables {kept / 1e6:.1f} MB, made in {made:.1f} s, found up to date in {again:.2f} s", flush=True
            )
            compare(store, file)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
