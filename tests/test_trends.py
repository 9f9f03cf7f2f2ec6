"""What is published of the market: the trend and the seed table, their columns, their figures, their files."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from parsers.records import BadInput, Claim, Listing, Span
from publishing.changes import Change
from publishing.files import Format, write
from publishing.table import COLUMNS as TABLE_COLUMNS
from publishing.table import newest, table_of
from publishing.trends import COLUMNS, causes_of, changes_of, coverage_of, index_of, trend_of
from storage.market import Split
from tests.markets import OPUS, RATES, Market, listing, percent, quote

OCTOBER = date(2026, 10, 16)


def offered(*names: str, at: str = "10", access: Any = "relay_api") -> Listing:
    return replace(percent(at), access=access, claims=tuple(Claim(name, Span()) for name in names))


def market() -> Market:
    """Five sellers of an October day."""
    plan = listing(quote("month", "50", "USD", "claude-max-20x", subject="plan"), access="shared_seat")
    call = listing(quote("request", "0.1", "USD", OPUS), access="relay_api")
    made = Market().add("a", offered(at="10"), OCTOBER, OCTOBER).add("b", offered("account_pool", at="30"), OCTOBER)
    made.add("c", offered("official_source", at="60"), OCTOBER, OCTOBER)
    return made.add("d", plan, OCTOBER, OCTOBER).add("e", call, OCTOBER, OCTOBER)


def seed_table(**options: Any) -> dict[str, dict[str, Any]]:
    def of(split: Split | None) -> Any:
        made = market()
        return made.observations(OCTOBER, OCTOBER, split=split)

    rows = table_of(of(None), of("upstream"), RATES, **options)
    assert rows.schema == TABLE_COLUMNS
    return {row["access_method"]: row for row in rows.to_pylist()}


def test_trend_has_the_columns_of_the_contract_and_the_token_series_by_line() -> None:
    rows = trend_of(market().observations(OCTOBER, OCTOBER))
    assert tuple(rows.column_names) == COLUMNS
    assert rows.to_pylist() == [
        {
            "period": "2026-10",
            "series": "token",
            "stratum": "claude",
            "n_listings": 3,
            "n_sellers": 3,
            "n_null": 0,
            "median": 30,
            "q1": 20,
            "q3": 45,
            "low": 10,
            "high": 60,
        }
    ]


def test_figures_are_rounded_to_a_ten_thousandth() -> None:
    made = Market().add("a", listing(quote("usd_credit", "1", "CNY")), OCTOBER, OCTOBER)
    (row,) = trend_of(made.observations(OCTOBER, OCTOBER), by="day", stratum="all").to_pylist()
    assert row["median"] == 14.9561


def test_seed_table_shows_every_way_of_access_with_its_risk() -> None:
    rows = seed_table()
    official = rows["official price"]
    assert (official["cost_vs_official"], official["low"], official["high"]) == (100, 100, 100)
    relay = rows["relay API"]
    assert (relay["cost_vs_official"], relay["low"], relay["high"], relay["n_sellers"]) == (30, 10, 60, 3)
    assert (relay["security_risk"], relay["as_of"], relay["reason"]) == ("high", OCTOBER, None)
    assert rows["shared seat: a first-party plan"]["cost_vs_official"] == 25
    assert rows["relay API: by the call"]["reason"] == "per request"
    assert rows["relay API: by the call"]["cost_vs_official"] is None
    assert rows["relay API, upstream: account pool"]["cost_vs_official"] == 30
    claimed = rows["relay API, upstream: official source"]
    assert claimed["security_risk"] == "high (claimed: official_source)"


def test_rows_stand_in_one_order_whatever_was_learned_first() -> None:
    names = [name for name in seed_table() if not name.startswith("open weights")]
    assert names == [
        "official price",
        "relay API",
        "relay API, upstream: account pool",
        "relay API, upstream: not said",
        "relay API, upstream: official source",
        "shared seat: a first-party plan",
        "relay API: by the call",
    ]


def test_open_weights_stand_against_the_model_they_would_replace() -> None:
    rows = seed_table()
    hosted = rows["open weights: deepseek-v4-pro"]
    assert hosted["cost_vs_official"] == pytest.approx(100 * (3 * 0.66 + 1.98) / (3 * 4 + 20))
    assert hosted["reason"] == "its maker's price against claude-opus-5.5"
    assert hosted["security_risk"] == "low"
    dearer = seed_table(replaces="claude-opus-4.6")["open weights: deepseek-v4-pro"]
    assert dearer["cost_vs_official"] == pytest.approx(100 * (3 * 0.66 + 1.98) / (3 * 5 + 25))
    with pytest.raises(BadInput, match=r"claude has no price on 2026-10-16 \(model version not said\): name another"):
        seed_table(replaces="claude")


@pytest.mark.parametrize(
    ("day", "model"),
    [
        ("2026-03-01", "claude-opus-4.6"),
        ("2026-04-16", "claude-opus-4.7"),
        ("2026-09-21", "claude-opus-5"),
        ("2026-09-22", "claude-opus-5.5"),
    ],
)
def test_the_newest_opus_of_the_day(day: str, model: str) -> None:
    assert newest(RATES, "claude-opus", date.fromisoformat(day)) == model


@pytest.mark.parametrize("format", ["json", "csv", "parquet"])
def test_files_hold_what_the_table_holds(format: Format) -> None:
    rows = trend_of(market().observations(OCTOBER, OCTOBER), series=None)
    file = io.BytesIO()
    write(rows, file, format)
    assert read(file.getvalue(), format) == rows.to_pylist()


def read(content: bytes, format: Format) -> Any:
    if format == "json":
        return json.loads(content)
    source = pa.BufferReader(content)
    if format == "parquet":
        return parquet.read_table(source).to_pylist()
    return csv.read_csv(source).to_pylist()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "plain", "claude-opus"])
def test_a_spreadsheet_runs_no_cell(text: str) -> None:
    file = io.BytesIO()
    write(pa.table({"stratum": [text], "n": [1]}), file, "csv")
    (row,) = csv.read_csv(pa.BufferReader(file.getvalue())).to_pylist()
    assert row["stratum"] == (text if text[0].isalpha() else f"'{text}")


def test_dates_and_unknown_figures_can_be_written() -> None:
    nothing = table_of(
        Market().observations(OCTOBER, OCTOBER), Market().observations(OCTOBER, OCTOBER, split="upstream"), RATES
    )
    for format in ("json", "csv", "parquet"):
        file = io.BytesIO()
        write(nothing, file, format)
        assert len(read(file.getvalue(), format)) == nothing.num_rows > 1
    assert Decimal(str(nothing.to_pylist()[0]["cost_vs_official"])) == 100


def two_months() -> Market:
    """A seller that goes from 10 % to 5 % in November, and one that is there in October only."""
    made = Market().add("a", percent("10"), OCTOBER, OCTOBER, date(2026, 10, 17)).add("b", percent("30"), OCTOBER)
    return made.add("a", percent("5"), date(2026, 11, 16), date(2026, 11, 16))


def test_index_causes_coverage_and_official_changes_are_tables_too() -> None:
    found = two_months().observations(OCTOBER, date(2026, 11, 16))
    first, second = index_of(found, line="claude", series="token").to_pylist()
    assert (first["index"], second["index"], second["n_sellers"]) == (100, 50, 1)
    assert index_of(found, line="gpt").num_rows == 0
    (_, cause) = causes_of(found).to_pylist()
    assert cause["price_effect"] == pytest.approx(-69.3147)
    assert cause["change"] == pytest.approx(
        sum(cause[each] for each in ("price_effect", "official_effect", "fx_effect", "composition"))
    )
    kinds = {"shop": "telegram"}
    (told,) = coverage_of(two_months().observations(OCTOBER, OCTOBER, split="kind", kinds=kinds)).to_pylist()
    assert (told["seen"], told["sellers"], told["reason"]) == (2, None, "one channel alone cannot say what it misses")
    (row,) = changes_of(
        [Change("gpt-x", OCTOBER, (Decimal("2.50"), Decimal(15)), (Decimal(2), Decimal(12)))]
    ).to_pylist()
    assert row == {"day": OCTOBER, "id": "gpt-x", "before": "2.5/15", "after": "2/12", "currency": "USD"}


def test_a_form_of_access_can_be_chosen() -> None:
    made = Market().add("a", offered(at="10"), OCTOBER).add("b", offered(at="90", access="mirror"), OCTOBER)
    found = made.observations(OCTOBER, OCTOBER)
    assert [row["median"] for row in trend_of(found, access="mirror").to_pylist()] == [90]
