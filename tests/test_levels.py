"""Levels against the same definitions written out in plain loops, on markets of chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.columns import line_of
from storage.market import STALE_AFTER, levels
from tests.markets import Market, listing, quote

SINCE, UNTIL = date(2026, 5, 20), date(2026, 7, 10)
MODELS = ["claude-opus-4.6", "claude-sonnet-4.6", "gpt-5.4"]
DAYS = st.integers(0, 60).map(lambda number: SINCE - timedelta(days=5) + timedelta(days=number))
OFFERS = st.tuples(
    st.sampled_from(["a", "b", "c", "d"]),
    st.lists(st.tuples(st.sampled_from(MODELS), st.integers(1, 200) | st.none()), min_size=1, max_size=3),
    DAYS,
    st.integers(0, 20),
    st.integers(0, 20) | st.none(),
)
Offer = tuple[str, list[tuple[str, int | None]], date, int, int | None]


def market_of(offers: list[Offer]) -> Market:
    """Offers at so many percent as said; None is a price by the call, which has no percent of this series."""
    market = Market()
    for seller, prices, first, seen, ended in offers:
        quotes = [
            quote("percent", str(n), None, model) if n else quote("mtok", "1", "VND", model) for model, n in prices
        ]
        last = first + timedelta(days=seen)
        market.add(seller, listing(*quotes), first, last, None if ended is None else last + timedelta(days=ended))
    return market


def days_of(offer: Offer) -> Iterator[date]:
    """The days on which an offer counts, within the window."""
    _, _, first, seen, ended = offer
    last = first + timedelta(days=seen)
    stop = last + STALE_AFTER + timedelta(days=1) if ended is None else last + timedelta(days=ended)
    day = max(first, SINCE)
    while day < stop and day <= UNTIL:
        yield day
        day += timedelta(days=1)


def stratum_of(model: str, stratum: str) -> str:
    return {"all": "all", "line": line_of(model), "model": model}[stratum]


def period_of(day: date, by: str) -> str:
    year, week, _ = day.isocalendar()
    return {"day": day.isoformat(), "week": f"{year}-W{week:02}", "month": f"{day:%Y-%m}"}[by]


def by_hand(offers: list[Offer], by: str, stratum: str) -> dict[tuple[str, str], tuple[float | None, int, int, int]]:
    """Median, listings, sellers and listings without a percent, per period and stratum."""
    asked: dict[Any, dict[str, dict[str, list[float]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    priced, shown, sellers = (defaultdict[Any, set[Any]](set) for _ in range(3))
    for number, offer in enumerate(offers):
        for day in days_of(offer):
            for model, percent in offer[1]:
                key = period_of(day, by), stratum_of(model, stratum)
                shown[key].add(number)
                if percent is not None:
                    asked[key[1], day][offer[0]][model].append(percent)
                    priced[key].add(number)
                    sellers[key].add(offer[0])
    days = defaultdict(list)
    for (name, day), voices in asked.items():
        voiced = [median(map(median, models.values())) for models in voices.values()]
        days[period_of(day, by), name].append(median(voiced))
    return {
        key: (
            median(days[key]) if key in days else None,
            len(priced[key]),
            len(sellers[key]),
            len(shown[key] - priced[key]),
        )
        for key in shown
    }


@settings(max_examples=30, deadline=None)
@given(
    st.lists(OFFERS, max_size=8), st.sampled_from(["day", "week", "month"]), st.sampled_from(["all", "line", "model"])
)
def test_levels_are_those_of_plain_loops(offers: list[Offer], by: str, stratum: str) -> None:
    rows = levels(market_of(offers).observations(SINCE, UNTIL), by, stratum).to_pylist()
    found = {
        (row["period"], row["stratum"]): (row["median"], row["n_listings"], row["n_sellers"], row["n_null"])
        for row in rows
    }
    expected = by_hand(offers, by, stratum)
    assert found.keys() == expected.keys()
    for key, (level, *counts) in expected.items():
        assert list(found[key][1:]) == counts, key
        assert found[key][0] == (None if level is None else pytest.approx(level)), key
