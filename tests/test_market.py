"""The market as of a day: one seller one voice, the day's own rates, what ends and what goes stale, nulls counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parsers.percent import percents
from parsers.records import BadInput, Claim, Listing, Quote, Settlement, Span
from storage.market import levels
from storage.rates import Listed, Series
from tests.markets import JUNE, OPUS, RATES, Market, listing, percent, quote


def test_a_panel_with_3000_rows_weighs_as_one_seller() -> None:
    market = Market().add("panel", listing(*(quote("percent", "5", None, "claude") for _ in range(3000))))
    for number in range(100):
        market.add("panel", percent("5", f"claude-model-{number}"))
    market.add("b", percent("20")).add("c", percent("40"))
    (row,) = market.level()
    assert (row["median"], row["n_sellers"], row["n_listings"]) == (20, 3, 103)


def test_the_unit_is_the_median_over_a_sellers_groups_and_listings() -> None:
    market = (
        Market().add("a", percent("10")).add("a", listing(*(quote("percent", n, None, "claude") for n in ("20", "90"))))
    )
    (row,) = market.observed()
    assert (row["value"], row["low"], row["high"], row["n_listings"]) == (20, 10, 90, 2)


def test_access_forms_and_models_are_units_of_their_own() -> None:
    offer = percent("10")
    market = Market().add("a", offer).add("a", replace(offer, access="mirror")).add("a", percent("10", "gpt"))
    assert {(row["subject"], row["access"]) for row in market.observed()} == {
        ("claude", "relay_api"),
        ("claude", "mirror"),
        ("gpt", "relay_api"),
    }


def test_series_are_never_pooled() -> None:
    plan = listing(quote("month", "40", model="claude-pro", subject="plan"), access="account")
    call = listing(quote("request", "1", model=OPUS))
    market = Market().add("a", percent("10")).add("b", plan).add("c", call)
    found = {row["series"]: (row["median"], row["n_sellers"], row["n_null"]) for row in market.level()}
    assert found == {"token": (10, 1, 0), "plan": (200, 1, 0), "request": (None, 0, 1)}


@pytest.mark.parametrize(
    ("last", "ended", "days"),
    [
        ("2026-06-01", None, 11),
        ("2026-06-05", None, 15),
        ("2026-06-05", "2026-06-08", 7),
        ("2026-06-01", "2026-06-01", 0),
        ("2026-06-01", "2026-06-02", 1),
    ],
)
def test_a_version_counts_to_the_day_before_its_end_or_while_it_is_fresh(
    last: str, ended: str | None, days: int
) -> None:
    end = date.fromisoformat(ended) if ended else None
    market = Market().add("a", percent("10"), JUNE, date.fromisoformat(last), end)
    assert len(market.observed(JUNE, date(2026, 6, 30))) == days


def test_staleness_is_a_choice() -> None:
    market = Market().add("a", percent("10"))
    assert len(market.observed(JUNE, date(2026, 6, 30), stale_after=timedelta(days=2))) == 3


def test_each_day_has_its_own_official_price_and_exchange_rate() -> None:
    tokens = listing(
        quote("mtok_input", "1", "CNY", "gemini-4-argon"), quote("mtok_output", "5", "CNY", "gemini-4-argon")
    )
    market = Market().add("a", tokens, date(2026, 11, 28), date(2026, 12, 3))
    cny = Series((date(2026, 11, 28), date(2026, 12, 2)), (Decimal(8), Decimal(10)), "given", timedelta(days=7))
    rates = replace(RATES, series={"CNY": cny})
    values = [row["value"] for row in market.observed(date(2026, 11, 30), date(2026, 12, 2), rates=rates)]
    assert values == [pytest.approx(6.25), pytest.approx(3.125), pytest.approx(2.5)]


def test_a_stale_exchange_rate_is_a_counted_null_with_its_reason() -> None:
    market = Market().add("a", listing(quote("usd_credit", "1", "CNY")), date(2026, 11, 6), date(2026, 11, 7))
    first, second = market.observed(date(2026, 11, 6), date(2026, 11, 7))
    assert first["value"] == pytest.approx(15.03, abs=0.01)
    assert (second["value"], second["reasons"]) == (None, ["exchange rate for CNY is older than 7 days"])
    (row,) = market.level(date(2026, 11, 7), date(2026, 11, 7))
    assert (row["median"], row["n_listings"], row["n_sellers"], row["n_null"]) == (None, 0, 0, 1)


def test_a_plan_priced_in_another_currency_is_held_against_the_day() -> None:
    seat = listing(quote("month", "99", "CNY", "kimi-moderato", subject="plan"))
    (row,) = Market().add("a", seat).observed()
    assert row["value"] == pytest.approx(100)


def test_trials_stand_aside() -> None:
    trial = listing(quote("usd_credit", "0.0398", "USD", conditions=("trial",)))
    (row,) = Market().add("a", trial).observed()
    assert (row["value"], row["reasons"]) == (None, ["trial"])


def test_a_period_is_the_median_of_its_days() -> None:
    market = Market().add("a", percent("10"), JUNE, JUNE, date(2026, 6, 8))
    market.add("a", percent("30"), date(2026, 6, 8), date(2026, 6, 10), date(2026, 6, 11))
    weeks = market.level(JUNE, date(2026, 6, 30), "week")
    assert [(row["period"], row["median"]) for row in weeks] == [("2026-W23", 10), ("2026-W24", 30)]
    (month,) = market.level(JUNE, date(2026, 6, 30), "month")
    assert (month["period"], month["median"], month["low"], month["high"], month["n_listings"]) == (
        "2026-06",
        10,
        10,
        30,
        2,
    )
    (quarter,) = market.level(JUNE, date(2026, 6, 30), "quarter")
    assert quarter["period"] == "2026-Q2"


def test_quartiles_are_over_sellers() -> None:
    market = Market()
    for seller in range(1, 6):
        market.add(f"s{seller}", percent(f"{seller * 10}"))
    (row,) = market.level()
    assert [row[name] for name in ("low", "q1", "median", "q3", "high")] == [10, 20, 30, 40, 50]


def test_strata_and_filters() -> None:
    market = Market().add("a", percent("10", OPUS), source="x").add("b", percent("20", "gpt-5.4"), source="y")
    kinds = {"x": "telegram", "y": "new_api"}

    def medians(stratum: str, **only: Any) -> dict[str, float]:
        return {
            row["stratum"]: row["median"] for row in market.level(stratum=stratum, split="kind", kinds=kinds, **only)
        }

    assert medians("line") == {"claude": 10, "gpt": 20}
    assert medians("model") == {OPUS: 10, "gpt-5.4": 20}
    assert medians("kind") == {"telegram": 10, "new_api": 20}
    assert medians("access") == {"relay_api": 15}
    assert medians("all") == {"all": 15}
    assert medians("all", model=OPUS) == {"all": 10}
    assert medians("all", line="gpt") == {"all": 20}
    assert medians("all", series="plan") == {}


def test_upstream_is_as_the_listing_claims_it() -> None:
    def claiming(*codes: str) -> Listing:
        return replace(percent("10"), claims=tuple(Claim(code, Span()) for code in codes))

    denied = replace(percent("10"), claims=(Claim("account_pool", Span(), "denied"),))
    market = (
        Market().add("a", claiming("stable", "upstream_kiro", "official_source")).add("b", claiming("account_pool"))
    )
    market.add("c", denied).add("d", claiming("official_source"))
    found = {row["stratum"]: row["n_sellers"] for row in market.level(stratum="upstream", split="upstream")}
    assert found == {"reverse engineered": 1, "account pool": 1, "not said": 1, "official source": 1}


def test_window_and_words_are_checked() -> None:
    with pytest.raises(BadInput, match="since 2026-06-01 is after until 2026-05-01"):
        Market().observed(JUNE, date(2026, 5, 1))
    table = Market().observations()
    for words in ({"by": "year"}, {"stratum": "seller"}, {"series": "all"}):
        with pytest.raises(BadInput, match="is not known: write one of "):
            levels(table, **words)


SETTLEMENTS: list[Settlement] = ["cash", "credit"]
QUOTES = st.builds(
    Quote,
    st.sampled_from(["usd_credit", "mtok_input", "mtok_output", "mtok", "percent", "multiplier", "month", "request"]),
    st.decimals(Decimal("0.01"), Decimal(500), places=2),
    st.just(Span()),
    st.sampled_from(["USD", "CNY", "RUB", "VND", None]),
    st.just("everything"),
    st.sampled_from(
        [None, OPUS, "claude", "gpt-5.4", "chatgpt-plus", "kimi-moderato", "gemini-4-argon", "deepseek-v4-pro"]
    ),
    settlement=st.sampled_from(SETTLEMENTS),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(QUOTES, min_size=1, max_size=5), max_size=6), st.dates(date(2025, 1, 1), date(2026, 12, 20)))
def test_the_query_says_the_same_as_the_parser(offers: list[list[Quote]], day: date) -> None:
    """Every figure of a day, reckoned in one query, is the one that parsers.percent reckons in decimals."""
    market = Market()
    for number, quotes in enumerate(offers):
        market.add(f"s{number}", listing(*quotes, models=f"{OPUS} gpt-5.4"), day, day)
    found = market.observed(day, day)
    for span in market.spans:
        figures = percents(market.listings[span.digest], RATES, day)
        rows = {(row["subject"], row["series"]): row for row in found if row["seller"] == span.seller}
        assert set(rows) == {(figure.term.subject, figure.term.series) for figure in figures}
        for key, row in rows.items():
            same = [figure.percent for figure in figures if (figure.term.subject, figure.term.series) == key]
            values = sorted(percent.value for percent in same if percent.value is not None)
            assert set(row["reasons"]) == {percent.reason for percent in same if percent.value is None}
            ends = [float(values[0]), float(values[-1])] if values else [None, None]
            assert [row["low"], row["high"]] == pytest.approx(ends)


def offers_of(offers: list[list[Quote]], days: list[date]) -> Market:
    """A market of chance, each offer for a week from a day on."""
    market = Market()
    for number, (quotes, day) in enumerate(zip(offers, days, strict=False)):
        market.add(f"s{number % 3}", listing(*quotes, models=f"{OPUS} gpt-5.4"), day, day + timedelta(days=7))
    return market


AROUND = st.dates(date(2026, 5, 20), date(2026, 6, 10))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(QUOTES, min_size=1, max_size=4), min_size=1, max_size=6), st.lists(AROUND, min_size=6), AROUND)
def test_no_figure_uses_a_rate_dated_after_its_day(offers: list[list[Quote]], days: list[date], day: date) -> None:
    """Whatever becomes of prices and exchange rates after a day, the figures up to it are the same."""
    market = offers_of(offers, days)
    series = {name: later_times_nine(each, day) for name, each in RATES.series.items()}
    listed = {key: tuple(dearer_after(row, day) for row in rows) for key, rows in RATES.listed.items()}
    other = replace(RATES, series=series, listed=listed)
    since = date(2026, 5, 19)
    assert market.observed(since, max(day, since)) == market.observed(since, max(day, since), rates=other)


def dearer_after(row: Listed, day: date) -> Listed:
    """The price as it is, or nine times as high if it begins after the day."""
    later = (row.valid_from or day) > day
    return replace(row, prices={name: 9 * value for name, value in row.prices.items()}) if later else row


def later_times_nine(series: Series, day: date) -> Series:
    values = [value if each <= day else 9 * value for each, value in zip(series.days, series.values, strict=True)]
    return replace(series, values=tuple(values))


ONLY = {"kimi-moderato"}
"""Sold in yuan alone: one list, whatever the currency."""
SITE_PRICE = [
    quote("usd_credit", "0.01", model=OPUS),
    quote("usd_credit", "0.09"),
    quote("mtok_input", "9", model=OPUS, settlement="credit"),
]


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.lists(QUOTES, min_size=1, max_size=4), min_size=1, max_size=6),
    st.lists(AROUND, min_size=6),
    st.sampled_from(["CNY", "RUB", "EUR", "TWD"]),
)
@example([SITE_PRICE], [JUNE] * 6, "CNY")
def test_a_market_in_another_currency_at_the_days_rate_has_the_same_percents(
    offers: list[list[Quote]], days: list[date], currency: str
) -> None:
    """Every amount in dollars, against the same amounts in another currency, each converted on its listing's day.

    Tokens paid from a balance are not paid in money: their price is in dollars of credit in every market. A model with
    a list of its own in the other currency stays in dollars: there its maker asks another price.
    """
    dollars, others = Market(), Market()
    for number, (quotes, day) in enumerate(zip(offers, days, strict=False)):
        bare = {"percent", "multiplier"}
        plain = [replace(q, currency=None if q.basis in bare or not q.currency else "USD") for q in quotes]
        fx = RATES.fx(currency, day)
        assert fx
        own = {id for id, _ in RATES.listed if any(row.currency == currency for row in RATES.history(id))}
        paid = [
            q.currency and not (q.settlement == "credit" and q.basis.startswith("mtok")) and q.model not in own - ONLY
            for q in plain
        ]
        money = [
            replace(q, currency=currency, amount=q.amount * fx.value) if cash else q
            for q, cash in zip(plain, paid, strict=True)
        ]
        for market, said in ((dollars, plain), (others, money)):
            market.add(f"s{number % 3}", listing(*said, models=f"{OPUS} gpt-5.4"), day, day, day + timedelta(days=1))
    since, until = date(2026, 5, 20), date(2026, 6, 10)
    for one, other in zip(dollars.observed(since, until), others.observed(since, until), strict=True):
        assert {**one, "value": 0, "low": 0, "high": 0} == {**other, "value": 0, "low": 0, "high": 0}
        for name in ("value", "low", "high"):
            assert (one[name] is None) == (other[name] is None)
            assert one[name] is None or abs(one[name] - other[name]) < 0.1
