"""Levels of the lab's markets, crawled and read by the ordinary way, against the levels of what is true there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median

import pytest

from commands.demo import build, walk
from lab.market import Market
from lab.truth import Truth
from publishing.trends import trend
from storage.columns import line_of
from storage.official_tables import embedded
from storage.store import open_store

Stratum = tuple[str, str]
"""Series and model line."""


def voices(rows: Iterable[Truth]) -> dict[str, str]:
    """Who is heard as whom: a seller with a source of his own is himself wherever he speaks, others are their place."""
    sellers = defaultdict[str, set[str]](set)
    for row in rows:
        sellers[row.source].add(row.seller)
    known = {seller for names in sellers.values() if len(names) == 1 for seller in names}
    return {f"{row.source} {row.seller}": row.seller if row.seller in known else row.source for row in rows}


def true_levels(market: Market, day: date) -> dict[Stratum, tuple[Decimal, int]]:
    """The level of a day by design §4, in plain loops: median and number of sellers."""
    rows = [row for row in market.truth(day) if row.percent is not None]
    heard = voices(market.truth(day))
    asked: dict[Stratum, dict[str, dict[tuple[str | None, str], list[Decimal]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for row in rows:
        stratum = row.series, line_of(row.subject or "unspecified")
        asked[stratum][heard[f"{row.source} {row.seller}"]][row.subject, row.access].append(row.percent or Decimal(0))
    return {
        stratum: (median(median(map(median, units.values())) for units in sellers.values()), len(sellers))
        for stratum, sellers in asked.items()
    }


@pytest.mark.parametrize("seed", [3, 4])
def test_levels_are_within_half_a_point_of_the_truth(seed: int, tmp_path: Path) -> None:
    market, home = Market(seed), tmp_path / "market"
    build(home, market)
    walk(home, market, weeks=2)
    for day in market.weeks[:2]:
        with open_store(home) as store:
            rows = trend(store, embedded(), by="day", series=None, since=day, until=day).to_pylist()
        found = {(row["series"], row["stratum"]): (row["median"], row["n_sellers"]) for row in rows if row["n_sellers"]}
        expected = true_levels(market, day)
        assert len(expected) >= 8 and found.keys() == expected.keys()
        for stratum, (level, sellers) in expected.items():
            assert found[stratum] == (pytest.approx(float(level), abs=0.5), sellers), (day, stratum)
