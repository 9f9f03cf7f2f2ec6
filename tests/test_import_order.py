"""Dated versions of one document, imported in any order or twice: the same facts, spans, levels and index."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from commands.conduct import Conductor
from commands.imports import take
from commands.saved import Opened
from parsers.records import Snapshot
from publishing.trends import index_of, trend
from storage.market import observations
from storage.official_tables import embedded
from storage.projection import spans
from storage.schema import listings
from storage.store import Store, create, open_store

FIRST = date(2026, 3, 2)
PRICES = {
    "aurora": ["1", "1", "1.5", None, "1.2", "1.2", "1.2", "0.8"],
    "borealis": ["2", "1.8", "1.8", "1.8", "1.6", None, None, "2"],
    "cirrus": [None, "0.5", "0.5", "0.7", "0.7", "0.7", "0.9", "0.9"],
}
"""What each seller asks for a dollar in each week's version of the document; None: he is not in it."""


def version(week: int) -> Snapshot:
    """The document as it stood in a week."""
    rows = [
        f"| [{name}](https://{name}.example/) | Claude Opus 4.6 API 中转 | {price[week]}元=1刀 | 无需魔法 |"
        for name, price in PRICES.items()
        if price[week]
    ]
    body = "\n".join(["# Claude API 中转站", "", "| 站点 | 模型 | 价格 | 说明 |", "|---|---|---|---|", *rows]).encode()
    at = datetime.combine(FIRST + timedelta(weeks=week), datetime.min.time(), UTC) + timedelta(hours=9)
    return Snapshot("list", "document", "https://list.example/README.md", at, 200, "text/markdown", body, language="zh")


def imported(home: Path, weeks: list[int]) -> Store:
    """A store that took the versions in this order, each when it came."""
    store = open_store(home)
    for number, week in enumerate(weeks):
        moment = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=number)
        take(Conductor(store, clock=lambda moment=moment: moment), [Opened((version(week),))])  # type: ignore[misc]
    return store


def all_of(store: Store) -> dict[str, Any]:
    """Facts, spans, levels and index of a store."""
    rates = embedded()
    with store.read() as connection:
        facts = {
            table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            for table in ("listings", "quotes", "claims", "mentions", "bodies", "captures", "readings")
        }
        digests = connection.execute(select(listings.c.digest).order_by(listings.c.digest)).scalars().all()
    return {
        "facts": facts,
        "digests": digests,
        "spans": spans(store),
        "levels": trend(store, rates, by="week").to_pylist(),
        "index": index_of(observations(store, rates), by="week").to_pylist(),
    }


def test_any_order_and_any_repetition_give_the_same(tmp_path: Path) -> None:
    create(tmp_path / "empty")
    weeks = list(range(len(PRICES["aurora"])))
    orders = [weeks, weeks[::-1], weeks + weeks[::-1], random.Random(1).sample(weeks * 2, 2 * len(weeks))]
    found = []
    for number, order in enumerate(orders):
        home = tmp_path / str(number)
        shutil.copytree(tmp_path / "empty", home)
        with imported(home, order) as store:
            found.append(all_of(store))
    first = found[0]
    assert first["facts"]["captures"] == len(weeks) and first["facts"]["listings"] >= 9
    assert len(first["levels"]) == len(weeks) and first["levels"][0]["median"] > 5
    assert any(row["index"] not in (None, 100) for row in first["index"])
    for other in found[1:]:
        assert other == first
