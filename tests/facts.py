"""Listings written as lines, so that a test can say in one what a page holds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parsers.files.formats import sniff
from parsers.reading import read
from parsers.records import Listing, Page, Quote, Snapshot
from parsers.redact import redact

FIXTURES = Path(__file__).parent / "fixtures"
WHEN = datetime(2026, 11, 24, tzinfo=UTC)


def saved(path: Path, url: str, platform: str | None = None, **more: Any) -> Snapshot:
    """A saved page as a crawl or an import hands it to its reader, told by its content."""
    body = path.read_bytes()
    told = sniff(path.name, body)
    clean = redact(body, told.media_type).body
    more.setdefault("purpose", told.purpose)
    return Snapshot("source", platform or told.platform, url, WHEN, 200, told.media_type, clean, **more)


def fixture(name: str, url: str, **more: Any) -> Page:
    """What a fixture holds; it must be told without being named."""
    snapshot = saved(FIXTURES / name, url, **more)
    assert snapshot.platform == name.partition("/")[0]
    return read(snapshot)


def price(quote: Quote) -> str:
    """A price in words: what is paid, for what, of what, on which conditions."""
    bound = {"exact": "", "floor": "or more", "ceiling": "or less"}[quote.bound]
    paid = "of balance" if quote.settlement == "credit" else ""
    said = (format(quote.amount, "f"), quote.currency, bound, paid, quote.basis, quote.model, *quote.conditions)
    return " ".join(filter(None, said))


def line(one: Listing) -> str:
    """A listing in words: key, seller, access, stock, prices."""
    prices = ", ".join(map(price, one.quotes))
    return " · ".join((one.key, one.seller, one.access or "-", one.stock or "-", prices or "-"))


def lines(page: Page) -> list[str]:
    """All listings of a page."""
    return [line(one) for one in page.listings]
