"""Measures the store of two years of daily fetches beside the same observations as plain rows of SQLite.

Run: `python -m benchmarks.store [LISTINGS]` (default 100: the ratio hardly depends on it). Every day each source is
fetched, kept and learned by the ordinary way; the rows hold the same of each price and day, one row each, without an
index. Prints sizes and their ratio.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from parsers.records import Claim, Listing, Mention, Page, Quote, Snapshot, Span
from storage.evidence import keep
from storage.facts import private
from storage.ledger import learn
from storage.projection import refresh
from storage.store import FACTS, Store, create, open_store

SINCE, DAYS = date(2024, 11, 1), 730
MODELS = 40
A_PAGE = 50
"""Listings of a source: what a panel's page or a channel's recent posts show at once."""
ROWS = """CREATE TABLE observations (
    observed_at TEXT, source TEXT, url TEXT, listing TEXT, seller TEXT, title TEXT, text TEXT, access TEXT, claims TEXT,
    model TEXT, basis TEXT, amount TEXT, currency TEXT, bound TEXT, settlement TEXT)"""
"""What the store can tell of an observation, in a row of its own."""
SELLER, MODEL, AMOUNT = 3, 8, 10
"""Where a row without its time has them."""
Row = tuple[str, ...]


@dataclass
class Offer:
    """One listing that now and then changes its prices; `rows` are one for each price, without a time."""

    source: str
    number: int
    models: list[str]
    changes: int = 0
    listing: Listing = field(init=False)
    rows: list[Row] = field(init=False)

    def change(self, store: Store, chance: random.Random, day: int) -> None:
        """New prices, and the day of the next change: every 20 to 90 days."""
        prices = [Decimal(chance.randint(20, 900)) / 100 for _ in self.models]
        self.changes = day + chance.randint(20, 90)
        self.listing = self.made(prices)
        self.rows = list(rows(private(store, self.listing)))

    def made(self, prices: list[Decimal]) -> Listing:
        """The listing as a reader gives it: yuan for a dollar of balance, model by model; two listings a seller."""
        said = ", ".join(f"{model} {price}" for model, price in zip(self.models, prices, strict=True))
        key, seller = f"{self.source}/{self.number}", f"{self.source}-{self.number // 2}.example"
        quotes = tuple(
            Quote("usd_credit", price, Span(number, number + 4), "CNY", "model", model, model)
            for number, (model, price) in enumerate(zip(self.models, prices, strict=True))
        )
        named = tuple(Mention(model, model, Span(0, 4)) for model in self.models)
        claims = (Claim("no_vpn", Span(0, 1)), Claim("stable", Span(2, 3)))
        url = f"https://{self.source}.example/{self.number}"
        listing = Listing(self.source, url, seller, f"offer {self.number}", said, key, key, access="relay_api")
        return replace(listing, models=named, quotes=quotes, claims=claims, likeness=f"{self.number:064}")


def rows(seen: Listing) -> Iterator[Row]:
    """A listing as the store has it as one row for each price."""
    claims = " ".join(claim.code for claim in seen.claims)
    own = (seen.source, seen.url, seen.key, seen.seller, seen.title, seen.text, "relay_api", claims)
    for quote in seen.quotes:
        said = (str(quote.model), quote.basis, str(quote.amount), str(quote.currency))
        yield (*own, *said, quote.bound, quote.settlement)


def fetches(store: Store, listings: int) -> Iterator[tuple[datetime, str, list[Offer]]]:
    """Each day each source, with its offers as they stand."""
    chance = random.Random(1)
    names = [f"claude-m{each}" for each in range(MODELS)]
    sources = {
        f"s{source}": [
            Offer(f"s{source}", number, chance.sample(names, chance.choice((2, 3, 3, 3)))) for number in range(A_PAGE)
        ]
        for source in range(listings // A_PAGE)
    }
    for day in range(DAYS):
        moment = datetime.combine(SINCE, datetime.min.time(), UTC) + timedelta(days=day, hours=6)
        for source, found in sources.items():
            for offer in found:
                if offer.changes == day:
                    offer.change(store, chance, day)
            yield moment, source, found


def take(store: Store, moment: datetime, source: str, found: list[Offer]) -> None:
    """Keep and learn one page of a source."""
    page = Page(tuple(offer.listing for offer in found), complete=True)
    body = "\n".join(listing.text for listing in page.listings).encode()
    snapshot = Snapshot(source, "new_api", f"https://{source}.example/", moment, 200, "application/json", body)
    visit = f"{source}@{moment.isoformat()}"
    learn(store, keep(store, snapshot, visit), page, visit, moment)


def fill(store: Store, table: sqlite3.Connection, listings: int) -> Iterator[tuple[date, list[Row]]]:
    """Take every fetch, into the store and as rows; the rows of each fetch with their day."""
    table.execute(ROWS)
    for moment, source, found in fetches(store, listings):
        take(store, moment, source, found)
        new = [row for offer in found for row in offer.rows]
        timed = ((moment.isoformat(), *row) for row in new)
        table.executemany(f"INSERT INTO observations VALUES ({','.join('?' * 15)})", timed)
        yield moment.date(), new
    table.commit()


def size(path: Path) -> int:
    return path.stat().st_size


def sizes(home: Path, plain: Path) -> str:
    """The sizes of a store and of plain rows, and how many times the store goes into the rows."""
    raw, ours = size(plain), size(home / FACTS)
    evidence = sum(size(path) for path in (home / "evidence").iterdir())
    return f"store {ours / 1e6:.1f} MB, rows {raw / 1e6:.1f} MB, 1/{raw / ours:.1f}; evidence {evidence / 1e6:.1f} MB"


def main(listings: int) -> None:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        home, plain = Path(folder) / "store", Path(folder) / "rows.sqlite"
        create(home)
        with sqlite3.connect(plain) as table, open_store(home) as store:
            count = sum(len(new) for _, new in fill(store, table, listings))
            refresh(store)
        print(f"{count:,} observations, made in {time.perf_counter() - start:.0f} s")
        print(sizes(home, plain))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
