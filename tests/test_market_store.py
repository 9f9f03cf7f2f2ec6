"""The market of a store: whatever was learned in whatever order, and what was known when."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parsers.records import BadInput, Listing, Page, Quote, Span
from publishing.table import table
from publishing.trends import trend
from storage.market import observations
from storage.official_tables import embedded
from storage.store import Store, create, open_store
from tests.histories import day, listing, observe

RATES = embedded()


def asking(yuan: str, key: str = "group:vip", **values: Any) -> Listing:
    """The invented relay's offer at so many yuan for a dollar of balance."""
    quotes = (Quote("usd_credit", Decimal(yuan), Span(), "CNY"),)
    return listing(key, f"{yuan} CNY = 1 USD", quotes=quotes, access="relay_api", **values)


HISTORY: list[tuple[datetime, Page]] = [
    (day(0), Page((asking("1"), asking("2", "group:max")), complete=True)),
    (day(7), Page((asking("1.5"), asking("2", "group:max")), complete=True)),
    (day(14), Page((asking("1.5"),), complete=True)),
    (day(21), Page((asking("3"),), complete=True)),
]


def learned(store: Store, history: list[tuple[datetime, Page]]) -> Store:
    for number, (at, page) in enumerate(history):
        observe(store, at, page, str(at).encode(), learned_at=at + timedelta(hours=number))
    return store


def weekly(store: Store, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = trend(store, RATES, by="week", **options).to_pylist()
    return found


def test_a_store_becomes_a_trend(store: Store) -> None:
    rows = weekly(learned(store, HISTORY))
    assert [row["period"] for row in rows] == ["2026-W19", "2026-W20", "2026-W21", "2026-W22"]
    assert [row["n_listings"] for row in rows] == [2, 2, 1, 1]
    assert {row["n_sellers"] for row in rows} == {1}
    fx = RATES.fx("CNY", date(2026, 5, 25))
    assert fx and rows[-1]["median"] == pytest.approx(float(300 / fx.value), abs=0.3)
    assert rows[0]["median"] == pytest.approx(1.5 / 6.8 * 100, abs=0.5)


def test_any_order_of_learning_and_learning_twice_give_the_same_trend(tmp_path: Path) -> None:
    found = []
    for number in range(4):
        history = [*HISTORY, *HISTORY[:number]]
        random.Random(number).shuffle(history)
        create(tmp_path / str(number))
        with open_store(tmp_path / str(number)) as store:
            found.append(weekly(learned(store, history)))
    assert found[0] and found.count(found[0]) == 4


def test_what_was_published_comes_out_again_as_known_then(store: Store) -> None:
    published = []
    for number in range(1, len(HISTORY) + 1):
        at, page = HISTORY[number - 1]
        observe(store, at, page, str(at).encode(), learned_at=at)
        published.append((at, weekly(store)))
    better = Page((asking("9"),), complete=True)
    observe(store, HISTORY[0][0], better, str(HISTORY[0][0]).encode(), learned_at=day(40), version="2")
    for at, rows in published:
        assert weekly(store, as_known_on=at) == rows
    assert weekly(store) != published[-1][1]


def test_nothing_after_the_day_of_knowledge_is_shown(store: Store) -> None:
    rows = weekly(learned(store, HISTORY), as_known_on=day(8))
    assert [row["period"] for row in rows] == ["2026-W19", "2026-W20"]


def test_kinds_are_the_platforms_of_the_sources(store: Store) -> None:
    (row, *_) = weekly(learned(store, HISTORY), stratum="kind")
    assert row["stratum"] == "new_api"


def test_an_empty_store_has_no_trend_and_no_day_for_a_table(store: Store) -> None:
    assert weekly(store) == []
    assert observations(store, RATES, date(2026, 5, 1), date(2026, 5, 2)).table().num_rows == 0
    with pytest.raises(BadInput, match="nothing was seen yet"):
        table(store, RATES)
    assert table(store, RATES, as_of=date(2026, 5, 4)).to_pylist()[0]["access_method"] == "official price"


def test_the_table_stands_on_the_last_day_that_was_seen(store: Store) -> None:
    rows = {row["access_method"]: row for row in table(learned(store, HISTORY), RATES).to_pylist()}
    assert rows["relay API"]["as_of"] == day(21).date()
    assert rows["relay API"]["n_sellers"] == 1


@pytest.mark.parametrize(
    ("since", "until"), [("2026-05-20", None), (None, "2026-05-10"), ("2027-01-01", None), (None, "2020-01-01")]
)
def test_one_open_end_of_the_window_is_filled_by_what_was_seen(
    store: Store, since: str | None, until: str | None
) -> None:
    ends = {name: date.fromisoformat(end) for name, end in {"since": since, "until": until}.items() if end}
    rows = weekly(learned(store, HISTORY), **ends)
    assert all(row["period"].startswith("2026-W") for row in rows)
    assert (rows == []) == (since == "2027-01-01" or until == "2020-01-01")
