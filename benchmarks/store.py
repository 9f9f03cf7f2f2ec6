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
from dataclasses import dataclass, replace
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


@dataclass
class Offer:
    """One listing that now and then changes its prices."""

    source: str
    number: int
    models: list[str]
    prices: list[Decimal]
    changes: int

    def listing(self) -> Listing:
        """The listing as a reader gives it."""
        said = ", ".join(f"{model} {price}" for model, price in zip(self.models, self.prices, strict=True))
        key = f"{self.source}/{self.number}"
        quotes = tuple(
            Quote("mtok_input", price, Span(number, number + 4), "CNY", "model", model, model)
            for number, (model, price) in enumerate(zip(self.models, self.prices, strict=True))
        )
        named = tuple(Mention(model, model, Span(0, 4)) for model in self.models)
        claims = (Claim("no_vpn", Span(0, 1)), Claim("stable", Span(2, 3)))
        known = {"models": named, "quotes": quotes, "claims": claims, "likeness": f"{self.number:064}"}
        url = f"https://{self.source}.example/{self.number}"
        made = Listing(self.source, url, self.source, f"offer {self.number}", said, key, key, access="relay_api")
        return replace(made, **known)  # type: ignore[arg-type]


def offers(chance: random.Random, source: str, listings: int) -> list[Offer]:
    def models() -> list[str]:
        return [f"claude-m{each}" for each in chance.sample(range(MODELS), chance.choice((2, 3, 3, 3)))]

    found = [Offer(source, number, models(), [], 0) for number in range(listings)]
    for offer in found:
        change(chance, offer, 0)
    return found


def change(chance: random.Random, offer: Offer, day: int) -> None:
    """New prices, and the day of the next change: every 20 to 90 days."""
    offer.prices = [Decimal(chance.randint(20, 900)) / 10 for _ in offer.models]
    offer.changes = day + chance.randint(20, 90)


def fetches(listings: int) -> Iterator[tuple[datetime, str, list[Offer]]]:
    """Each day each source, with its offers as they stand."""
    chance = random.Random(1)
    sources = {f"s{number}": offers(chance, f"s{number}", A_PAGE) for number in range(listings // A_PAGE)}
    for day in range(DAYS):
        moment = datetime.combine(SINCE, datetime.min.time(), UTC) + timedelta(days=day, hours=6)
        for source, found in sources.items():
            for offer in found:
                if offer.changes == day:
                    change(chance, offer, day)
            yield moment, source, found


def take(store: Store, moment: datetime, source: str, found: list[Offer]) -> None:
    """Keep and learn one page of a source."""
    page = Page(tuple(offer.listing() for offer in found), complete=True)
    body = "\n".join(listing.text for listing in page.listings).encode()
    snapshot = Snapshot(source, "new_api", f"https://{source}.example/", moment, 200, "application/json", body)
    visit = f"{source}@{moment.isoformat()}"
    learn(store, keep(store, snapshot, visit), page, visit, moment)


def rows(store: Store, moment: datetime, found: list[Offer]) -> Iterator[tuple[str, ...]]:
    """The same as one row for each price."""
    for offer in found:
        seen = private(store, offer.listing())
        claims = " ".join(claim.code for claim in seen.claims)
        own = (seen.source, seen.url, seen.key, seen.seller, seen.title, seen.text, "relay_api", claims)
        for quote in seen.quotes:
            said = (str(quote.model), quote.basis, str(quote.amount), str(quote.currency))
            yield (moment.isoformat(), *own, *said, quote.bound, quote.settlement)


def size(path: Path) -> int:
    return path.stat().st_size


def main(listings: int) -> None:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        home, plain = Path(folder) / "store", Path(folder) / "rows.sqlite"
        create(home)
        with sqlite3.connect(plain) as table, open_store(home) as store:
            table.execute(ROWS)
            for moment, source, found in fetches(listings):
                take(store, moment, source, found)
                table.executemany(f"INSERT INTO observations VALUES ({','.join('?' * 15)})", rows(store, moment, found))
            refresh(store)
            count = table.execute("SELECT count(*) FROM observations").fetchone()[0]
            table.commit()
        raw, ours = size(plain), size(home / FACTS)
        evidence = sum(size(path) for path in (home / "evidence").iterdir())
    print(f"{count:,} observations, made in {time.perf_counter() - start:.0f} s")
    print(f"store {ours / 1e6:.1f} MB, rows {raw / 1e6:.1f} MB, 1/{raw / ours:.1f}; evidence {evidence / 1e6:.1f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
