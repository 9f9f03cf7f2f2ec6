"""A newer program with other official tables: what was known by then keeps the tables of then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from parsers.records import Page
from publishing.table import table
from publishing.trends import trend
from storage.editions import digest, note, packed
from storage.rate_book import rates_of
from storage.schema import editions
from storage.store import Store
from tests.histories import day, listing, observe
from tests.markets import quote

DAY = date(2026, 5, 4)
PROGRAMS = [datetime(2026, 6, month, tzinfo=UTC) for month in (1, 11, 21)]


def met(store: Store, at: datetime, old: str, new: str) -> None:
    """The store met a program whose price list has another figure."""
    whole = BytesIO()
    with ZipFile(BytesIO(packed())) as ours, ZipFile(whole, "w") as theirs:
        for name in ours.namelist():
            text = ours.read(name).decode()
            assert name != "models.csv" or old in text
            theirs.writestr(name, text.replace(old, new) if name == "models.csv" else text)
    with store.write() as connection:
        connection.execute(editions.insert(), {"digest": new, "tables": whole.getvalue(), "learned_at": at})


def opus(store: Store, known_by: datetime | None = None) -> Decimal | None:
    rate = rates_of(store, known_by).official("claude-opus-4.6", DAY)
    return rate.input if rate else None


@pytest.fixture
def upgraded(store: Store) -> Store:
    """A store that met three programs before this one."""
    prices = "anthropic,claude-opus-4-6,USD,5,25"
    for number, at in enumerate(PROGRAMS, start=1):
        met(store, at, prices, f"anthropic,claude-opus-4-6,USD,{number},25")
    return store


def test_each_moment_has_the_tables_of_its_program(upgraded: Store) -> None:
    second = timedelta(seconds=1)
    assert opus(upgraded) == 5
    assert [opus(upgraded, at) for at in PROGRAMS] == [1, 2, 3]
    assert [opus(upgraded, at - second) for at in PROGRAMS] == [1, 1, 2]
    assert opus(upgraded, datetime(2100, 1, 1, tzinfo=UTC)) == 5


def test_the_tables_of_this_program_are_noted_once(store: Store) -> None:
    for _ in range(3):
        assert opus(store) == 5
    note(store)
    with store.read() as connection:
        rows = connection.execute(select(editions)).all()
    assert [row.digest for row in rows] == [digest()]
    assert abs(rows[0].learned_at - datetime.now(UTC)) < timedelta(days=1)


def test_figures_as_known_then_keep_their_denominator(upgraded: Store) -> None:
    tokens = quote("mtok_input", "1", model="claude-opus-4.6"), quote("mtok_output", "5", model="claude-opus-4.6")
    observe(upgraded, day(0), Page((listing(quotes=tokens, models=(), access="relay_api"),), complete=True))

    def figures(known_by: datetime | None) -> Any:
        rates = rates_of(upgraded, known_by)
        seeds = table(upgraded, rates, as_of=DAY, as_known_on=known_by)
        return trend(upgraded, rates, as_known_on=known_by).to_pylist(), seeds.to_pylist()

    published = [figures(at) for at in (*PROGRAMS, None)]
    assert [rows[0]["median"] for rows, _ in published] == [
        pytest.approx(100 * 2 / ((3 * number + 25) / 4), abs=1e-3) for number in (1, 2, 3, 5)
    ]
    met(
        upgraded,
        PROGRAMS[-1] + timedelta(days=10),
        "anthropic,claude-opus-4-6,USD,5,25",
        "anthropic,claude-opus-4-6,USD,9,25",
    )
    assert [figures(at) for at in PROGRAMS] == published[:3]
