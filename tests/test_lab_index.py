"""The index on the lab's markets: what is true there, turned into observations, and the band held against the truth.

The makers of two hundred markets share one process, so the sellers of all of them together are the population that each
market's two dozen or fewer are drawn from; its index is the true one, reckoned here in plain loops.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import fmean, median

import pytest

from lab.market import Market as Lab
from lab.truth import Access, Truth
from parsers.records import Listing, Quote, Span
from publishing.trends import causes_of, index_of, trend_of
from tests.markets import Market, listing, percent

SEEDS = 200
WEEKS = 16
VISITED = (0, 8, 15)
"""The weeks of a market that are looked at: the first, one in the middle, the last."""
Unit = tuple[str, str | None, Access]
"""Seller, subject, form of access."""


def asked(rows: Iterable[Truth]) -> dict[Unit, list[Decimal]]:
    """What each unit really asks, in percent of official; token access only."""
    found = defaultdict[Unit, list[Decimal]](list)
    for row in rows:
        if row.series == "token" and row.percent is not None:
            found[row.seller, row.subject, row.access].append(row.percent)
    return found


def offers(prices: Mapping[Unit, list[Decimal]], prefix: str) -> Iterable[tuple[str, Listing]]:
    """The same as listings, one for each seller and form of access, each market's models under a prefix of its own."""
    made = defaultdict[tuple[str, Access], list[Quote]](list)
    for (seller, subject, access), values in prices.items():
        said = (Quote("percent", value, Span(), model=f"{prefix}-{subject}") for value in values)
        made[seller, access].extend(said)
    for (seller, access), quotes in made.items():
        yield f"{prefix} {seller}", replace(listing(*quotes), access=access)


def show(market: Market, prices: Mapping[Unit, list[Decimal]], day: date, prefix: str) -> None:
    """The offers of a day, on that day alone."""
    for seller, offer in offers(prices, prefix):
        market.add(seller, offer, day, day, day + timedelta(days=1))


def true_link(before: Iterable[Mapping[Unit, list[Decimal]]], now: Iterable[Mapping[Unit, list[Decimal]]]) -> float:
    """The mean over the sellers of every market of their mean log changes between two days."""
    steps = []
    for old, new in zip(before, now, strict=True):
        own = defaultdict[str, list[float]](list)
        for unit in old.keys() & new.keys():
            own[unit[0]].append(math.log(median(new[unit]) / median(old[unit])))
        steps += [fmean(changes) for changes in own.values()]
    return fmean(steps)


@pytest.mark.parametrize("platform", ["telegram", "new_api"])
def test_over_200_markets_the_band_covers_the_true_index_90_to_99_percent_of_the_time(platform: str) -> None:
    market, truth = Market(), list[list[dict[Unit, list[Decimal]]]]()
    for seed in range(SEEDS):
        lab = Lab(seed, weeks=WEEKS, platforms=[platform], panel_rows=0)
        days = [lab.weeks[week] for week in VISITED]
        truth.append([asked(lab.truth(day)) for day in days])
        for day, prices in zip(days, truth[-1], strict=True):
            show(market, prices, day, f"m{seed}")
    links = [true_link(before, now) for before, now in pairwise(zip(*truth, strict=True))]
    index = 100 * math.exp(sum(links))
    rows = index_of(market.observations(days[0], days[-1]), by="day").to_pylist()
    bands = [(row["low"], row["high"]) for row in rows if row["period"] == f"{days[-1]}"]
    assert len(bands) == SEEDS
    covered = sum(low <= index <= high for low, high in bands)
    assert 0.90 * SEEDS <= covered <= 0.99 * SEEDS, f"{covered} of {SEEDS} bands cover {index:.2f}"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_600_sellers_near_parity_join_a_market_the_level_moves_and_the_index_does_not(seed: int) -> None:
    """Nobody who was there changes a price, and half of them are not seen the second time."""
    lab = Lab(seed, weeks=WEEKS, platforms=["telegram", "new_api"], panel_rows=0)
    first, second = lab.weeks[:2]
    prices = asked(lab.truth(first))
    sellers = sorted({seller for seller, _, _ in prices})
    stayed = {unit: values for unit, values in prices.items() if unit[0] in sellers[::2]}
    market = Market()
    show(market, prices, first, "m")
    show(market, stayed, second, "m")
    for number in range(600):
        market.add(f"new {number}", percent(f"{95 + number % 7}", "m-new"), second, second, second + timedelta(days=1))
    found = market.observations(first, second)
    before, after = trend_of(found, by="day").to_pylist()
    assert (before["n_sellers"], after["n_sellers"]) == (len(sellers), len(stayed_sellers := sellers[::2]) + 600)
    assert before["median"] < 40 and after["median"] > 90
    index = index_of(found, by="day").to_pylist()
    assert [(row["index"], row["low"], row["high"], row["moved"]) for row in index] == [(100, 100, 100, False)] * 2
    assert index[1]["n_sellers"] == len(stayed_sellers)
    cause = causes_of(found, by="day").to_pylist()[1]
    assert (
        cause["change"]
        == cause["composition"]
        == pytest.approx(100 * math.log(after["median"] / before["median"]), abs=1e-3)
    )
    assert (cause["price_effect"], cause["official_effect"], cause["fx_effect"]) == (0, 0, 0)
