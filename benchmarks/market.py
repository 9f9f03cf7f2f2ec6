"""Times the weekly level of every model over two years of daily observations, beside DuckDB's own medians of them.

Run: `python -m benchmarks.market [LISTINGS]`. Prints seconds: laying out the spans, our level, the same medians over a
Parquet file of the raw observations, and the ratio of the last two.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb

from parsers.records import Listing, Quote, Span
from storage.market import Observations, levels, observe
from storage.rates import embedded
from storage.timeline import ListingSpan

SINCE, UNTIL = date(2024, 11, 1), date(2026, 10, 30)
MODELS = 40
EACH = 3
RAW = """
WITH sellers AS (SELECT model, seller, day, median(value) AS value FROM '{file}' GROUP BY ALL),
     daily AS (SELECT model, day, quantile_cont(value, [0.25, 0.5, 0.75]) AS cuts FROM sellers GROUP BY ALL)
SELECT model, strftime(day, '%G-W%V') AS week, median(cuts[2]), median(cuts[1]), median(cuts[3]) FROM daily GROUP BY ALL
"""


def offer(chance: random.Random, models: list[str]) -> Listing:
    quotes = [Quote("percent", Decimal(chance.randint(20, 900)) / 10, Span(), model=model) for model in models]
    return Listing("", "", "", "", "", access="relay_api", quotes=tuple(quotes))


def history(chance: random.Random, number: int) -> Iterator[tuple[ListingSpan, Listing]]:
    """One listing's versions, each standing for weeks."""
    models = [f"claude-m{model}" for model in chance.sample(range(MODELS), EACH)]
    day, version = SINCE, 0
    while day < UNTIL:
        until = min(day + timedelta(days=chance.randint(20, 90)), UNTIL)
        first, last = (datetime(each.year, each.month, each.day, 12, tzinfo=UTC) for each in (day, until))
        digest = f"{number}.{version}"
        yield ListingSpan(f"l{number}", digest, "s", f"seller {number // 2}", first, last, last), offer(chance, models)
        day, version = until, version + 1


def market(listings: int) -> Observations:
    chance = random.Random(1)
    versions = [version for number in range(listings) for version in history(chance, number)]
    known = {span.digest: listing for span, listing in versions}
    return observe((span for span, _ in versions), known, embedded(), SINCE, UNTIL)


def raw(found: Observations, file: Path) -> int:
    """The observations as a Parquet file, one row each; how many there are."""
    with duckdb.connect() as connection:
        for name in ("quoted", "units"):
            connection.register(name, found.tables[name])
        rows = "SELECT day, seller, subject AS model, value FROM quoted JOIN units USING (unit)"
        connection.execute(f"COPY ({rows}) TO '{file}' (FORMAT parquet)")
        return int(connection.execute("SELECT count(*) FROM quoted").fetchall()[0][0])


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(listings: int) -> None:
    start = time.perf_counter()
    found = market(listings)
    laid = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        file = Path(folder) / "raw.parquet"
        rows = raw(found, file)
        ours = min(timed(lambda: levels(found, "week", "model")) for _ in range(3))
        theirs = min(timed(lambda: connection.sql(RAW.format(file=file)).fetchall()) for _ in range(3))
    print(f"{rows:,} observations: laid out in {laid:.1f} s (with making the market)")
    print(f"weekly level of {MODELS} models: {ours:.2f} s, raw medians {theirs:.2f} s, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
