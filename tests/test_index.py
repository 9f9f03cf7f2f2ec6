"""The matched index, its band, its decomposition, and what is estimated of the sellers that nobody saw."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from parsers.records import BadInput
from storage.index import chapman, coverage, decomposition, estimate, index
from storage.rates import Series
from tests.markets import OPUS, RATES, Market, listing, percent, quote

MAY = date(2026, 5, 15)
JUNE = date(2026, 6, 15)
JULY = date(2026, 7, 15)
ENDS = ("index", "low", "high")


def then(market: Market, seller: str, *prices: tuple[date, str], model: str = "claude") -> Market:
    """A seller's prices, each on its day alone, in percent of official."""
    for day, price in prices:
        market.add(seller, percent(price, model), day, day, day + timedelta(days=1))
    return market


def rows_of(market: Market, until: date = JULY, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = index(market.observations(MAY, until), **options).to_pylist()
    return found


def test_the_index_is_the_chain_of_geometric_means_over_matched_sellers() -> None:
    market = then(Market(), "a", (MAY, "10"), (JUNE, "20"), (JULY, "20"))
    market = then(market, "b", (MAY, "10"), (JUNE, "10"), (JULY, "40"))
    market = then(market, "only in May", (MAY, "90"))
    rows = rows_of(market)
    assert [row["period"] for row in rows] == ["2026-05", "2026-06", "2026-07"]
    assert [row["index"] for row in rows] == [100, pytest.approx(100 * 2**0.5), pytest.approx(100 * 2**1.5)]
    assert [(row["n_sellers"], row["n_matched"]) for row in rows] == [(0, 0), (2, 2), (2, 2)]


def test_a_seller_with_many_models_is_one_voice() -> None:
    market = then(Market(), "a", (MAY, "10"), (JUNE, "20"))
    for model in ("claude-x", "claude-y", "claude-z"):
        market = then(market, "b", (MAY, "10"), (JUNE, "10"), model=model)
    assert rows_of(market, JUNE)[1]["index"] == pytest.approx(100 * 2**0.5)


def test_composition_moves_the_level_and_leaves_the_index_at_exactly_100() -> None:
    market = Market()
    for number in range(30):
        market = then(market, f"old {number}", (MAY, f"{number + 5}"), (JUNE, f"{number + 5}"))
    for number in range(600):
        market = then(market, f"new {number}", (JUNE, "97"))
    (before, after) = rows_of(market, JUNE)
    assert (before["index"], after["index"], after["low"], after["high"], after["moved"]) == (100, 100, 100, 100, False)
    causes = decomposition(market.observations(MAY, JUNE)).to_pylist()[1]
    assert causes["change"] == pytest.approx(100 * math.log(97 / 19.5)) == pytest.approx(causes["composition"])
    assert (causes["price_effect"], causes["official_effect"], causes["fx_effect"]) == (0, 0, 0)


def test_price_official_rate_and_exchange_rate_are_told_apart() -> None:
    """Argon's official price doubles on 2026-12-01, the yuan falls from 8 to 10, the seller asks 12 CNY, then 15."""
    days = date(2026, 11, 15), date(2026, 12, 15)
    market = Market()
    for day, price in zip(days, ("12", "15"), strict=True):
        offer = listing(quote("mtok_input", price, "CNY", "gemini-4-argon"))
        market.add("a", offer, day, day, day + timedelta(days=1))
    yuan = Series(days, (Decimal(8), Decimal(10)), "given", timedelta(days=7))
    found = market.observations(*days, rates=replace(RATES, series={"CNY": yuan}))
    causes = decomposition(found).to_pylist()[1]
    assert causes["price_effect"] == pytest.approx(100 * math.log(15 / 12))
    assert causes["official_effect"] == pytest.approx(100 * math.log(2 / 4))
    assert causes["fx_effect"] == pytest.approx(100 * math.log(8 / 10))
    assert causes["composition"] == pytest.approx(0, abs=1e-9)
    assert causes["change"] == pytest.approx(100 * math.log((15 / 10 / 4) / (12 / 8 / 2)))


def test_where_nobody_is_matched_the_chain_is_broken() -> None:
    market = then(then(Market(), "a", (MAY, "10")), "b", (JUNE, "20"), (JULY, "10"))
    rows = rows_of(market)
    assert [row["index"] for row in rows] == [100, None, None]
    assert rows[1]["reason"] == "no seller is matched across a period between this one and the base"
    assert [row["index"] for row in rows_of(market, base="2026-06")] == [None, 100, pytest.approx(50)]


def test_any_period_can_be_the_base_and_no_other() -> None:
    market = then(Market(), "a", (MAY, "10"), (JUNE, "20"), (JULY, "5"))
    assert [row["index"] for row in rows_of(market, base="2026-06")] == [pytest.approx(50), 100, pytest.approx(25)]
    with pytest.raises(BadInput, match="nothing was observed in '2025-01'"):
        rows_of(market, base="2025-01")


def test_one_seller_has_no_band_and_two_that_disagree_have_a_wide_one() -> None:
    alone = rows_of(then(Market(), "a", (MAY, "10"), (JUNE, "20")), JUNE)[1]
    assert (alone["low"], alone["high"], alone["moved"]) == (None, None, False)
    both = rows_of(then(then(Market(), "a", (MAY, "10"), (JUNE, "20")), "b", (MAY, "10"), (JUNE, "5")), JUNE)[1]
    assert both["low"] < 60 and both["high"] > 160 and not both["moved"]


def test_a_link_of_one_seller_leaves_no_band_to_all_that_rests_on_it() -> None:
    market = then(Market(), "a", (MAY, "10"), (JUNE, "20"), (JULY, "20"))
    market = then(market, "b", (JUNE, "10"), (JULY, "11"))
    bands = [(row["n_sellers"], row["low"] is None, row["moved"]) for row in rows_of(market)]
    assert bands == [(0, False, False), (1, True, False), (2, True, False)]
    last = rows_of(market, base="2026-06")[-1]
    assert last["low"] < last["index"] < last["high"]


def test_a_link_of_two_has_the_same_band_among_many_sellers_as_alone() -> None:
    """Ten more sellers who are not matched in June say nothing of how far the two who are may be off."""
    two = then(then(Market(), "a", (MAY, "10"), (JUNE, "20")), "b", (MAY, "10"), (JUNE, "11"))
    alone = rows_of(two, JUNE)[1]
    for number in range(10):
        two = then(two, f"s{number}", (JUNE, "9"), (JULY, "9"))
    among = next(row for row in rows_of(two) if row["period"] == "2026-06")
    assert [among[name] for name in ("low", "high")] == pytest.approx([alone["low"], alone["high"]])


def test_the_band_is_the_same_for_the_same_market_in_any_order() -> None:
    def drawn(order: list[int]) -> list[dict[str, Any]]:
        market = Market()
        for number in order:
            market = then(market, f"s{number}", (MAY, "10"), (JUNE, f"{8 + number}"))
        return rows_of(market, JUNE)

    forward, back = drawn(list(range(9))), drawn(list(reversed(range(9))))
    for one, other in zip(forward, back, strict=True):
        assert [one[name] for name in ("index", "low", "high")] == pytest.approx(
            [other["index"], other["low"], other["high"]]
        )


def test_a_common_fall_is_called_a_move() -> None:
    market = Market()
    for number in range(12):
        market = then(market, f"s{number}", (MAY, "20"), (JUNE, f"{9 + number % 3}"))
    row = rows_of(market, JUNE)[1]
    assert row["moved"] and row["high"] < 60


def test_the_band_covers_the_true_index() -> None:
    """200 markets of 30 sellers whose log price changes scatter around a known mean."""
    truth, hits = math.log(0.8), 0
    chance = random.Random(7)
    sellers = [f"s{number}" for number in range(30)]
    market = Market()
    for world in range(200):
        for seller in sellers:
            step = math.exp(truth + chance.gauss(0, 0.2))
            model = f"w{world}-x"
            market = then(market, seller, (MAY, "10"), (JUNE, f"{10 * step:.6f}"), model=model)
    for row in rows_of(market, JUNE, stratum="line"):
        if row["period"] == "2026-06":
            hits += row["low"] <= 80 <= row["high"]
    assert 180 <= hits <= 198


def test_two_channels_say_how_many_sellers_there_are() -> None:
    first, second = set(map(str, range(60))), set(map(str, range(40, 90)))
    sellers, variance = chapman(first, second)
    assert sellers == pytest.approx(61 * 51 / 21 - 1)
    assert variance == pytest.approx(61 * 51 * 40 * 30 / (21**2 * 22))
    found = estimate({"telegram": first, "new_api": second})
    assert (found.seen, found.matched, found.reason) == (90, 20, None)
    assert found.low is not None and found.high is not None and found.share is not None
    assert 90 < found.low < sellers < found.high
    assert found.share == pytest.approx(100 * 90 / sellers)


def test_more_channels_give_a_lower_bound() -> None:
    channels = {"a": {"1", "2", "3", "4"}, "b": {"1", "2", "5"}, "c": {"1", "6"}}
    found = estimate(channels)
    assert found.sellers == pytest.approx(6 + 2 / 3 * 4 * 3 / (2 * 2))


@pytest.mark.parametrize(
    ("channels", "reason"),
    [
        ({"telegram": {"a", "b"}}, "one channel alone cannot say what it misses"),
        ({"telegram": {"a"}, "new_api": {"b"}}, "no seller is matched across channels"),
        ({}, "one channel alone cannot say what it misses"),
    ],
)
def test_no_estimate_without_a_match(channels: dict[str, set[str]], reason: str) -> None:
    found = estimate(channels)
    assert (found.sellers, found.share, found.reason) == (None, None, reason)


def test_everything_seen_twice_is_everything() -> None:
    everyone = {"a", "b", "c"}
    found = estimate({"x": everyone, "y": everyone})
    assert (found.sellers, found.low, found.high, found.share) == (3, 3, 3, 100)


def test_coverage_is_read_from_the_kinds_of_sources() -> None:
    market = Market().add("a", percent("10"), source="t").add("a", percent("12"), source="p")
    market.add("b", percent("10"), source="t").add("c", percent("10", OPUS), source="p")
    found = coverage(market.observations(split="kind", kinds={"t": "telegram", "p": "new_api"}))
    assert (found.channels, found.seen, found.matched) == (("new_api", "telegram"), 3, 1)
    assert found.sellers == pytest.approx(3 * 3 / 2 - 1)
