"""Makes snapshots, listings and pages of an invented market for the tests of the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from parsers.records import Claim, Listing, Mention, Page, Quote, Snapshot, Span
from storage.evidence import keep
from storage.ledger import learn
from storage.store import Store

START = datetime(2026, 5, 4, 6, 30, 15, 250000, tzinfo=UTC)
SELLER = "nova-relay.example"
URL = f"http://{SELLER}/api/pricing"


def day(number: float) -> datetime:
    """A moment some days after the invented market opened."""
    return START + timedelta(days=number)


def snapshot(body: bytes = b"{}", at: datetime = START, **values: Any) -> Snapshot:
    """An answer of the invented relay."""
    known: dict[str, Any] = {
        "source": "nova",
        "platform": "new_api",
        "url": URL,
        "status": 200,
        "media_type": "application/json",
    }
    return Snapshot(body=body, fetched_at=at, **known | values)


def listing(key: str = "group:vip", text: str = "1 CNY = 1 USD", **values: Any) -> Listing:
    """An offer of the invented relay; the text tells its versions apart."""
    known: dict[str, Any] = {
        "source": "nova",
        "url": URL,
        "seller": SELLER,
        "title": "vip",
        "native_id": key,
        "models": (Mention("claude-opus-4.6", "Opus 4.6", Span(0, 3)),),
        "quotes": (Quote("usd_credit", Decimal("1.50"), Span(0, 5), currency="CNY"),),
        "claims": (Claim("no_invoice", Span(1, 2)),),
    }
    return Listing(key=key, text=text, **known | values)


def visit_of(source: str, at: datetime) -> str:
    """The id of the visit that began at a moment."""
    return f"{source}@{at.isoformat()}"


def observe(store: Store, at: datetime, page: Page | Exception, body: bytes = b"{}", **values: Any) -> Snapshot:
    """Keep and learn one page in a visit of its own; the kept snapshot."""
    visit = visit_of("nova", at)
    kept = keep(store, snapshot(body, at), visit)
    learn(store, kept, page, visit, values.pop("learned_at", at), **values)
    return kept


def rows(store: Store, *tables: str) -> dict[str, int]:
    """How many rows these tables hold."""
    with store.read() as connection:
        return {table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in tables}
