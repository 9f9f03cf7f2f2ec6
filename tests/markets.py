"""Makes markets of invented sellers for the tests of levels and of what is published."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from parsers.records import Access, Basis, Listing, Mention, Quote, Span
from storage.market import Observations, Split, levels, observe
from storage.official_tables import embedded
from storage.rates import Rates
from storage.timeline import ListingSpan

RATES = embedded()
OPUS = "claude-opus-4.6"
JUNE = date(2026, 6, 1)


def quote(basis: Basis, amount: str, currency: str | None = "USD", model: str | None = None, **rest: Any) -> Quote:
    return Quote(basis, Decimal(amount), Span(), currency, model=model, **rest)


def listing(*quotes: Quote, models: str = "", access: Access | None = "relay_api") -> Listing:
    named = tuple(Mention(id, id, Span()) for id in models.split())
    return Listing("", "", "", "", "", access=access, models=named, quotes=quotes)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


class Market:
    """Listings of sellers over days, as the store would give them."""

    def __init__(self) -> None:
        self.spans: list[ListingSpan] = []
        self.listings: dict[str, Listing] = {}

    def add(
        self,
        seller: str,
        offer: Listing,
        first: date = JUNE,
        last: date | None = None,
        ended: date | None = None,
        source: str = "shop",
    ) -> Market:
        digest = f"d{len(self.listings)}"
        self.listings[digest] = offer
        moments = noon(first), noon(last or first), noon(ended) if ended else None
        self.spans.append(ListingSpan(f"l-{digest}", digest, source, seller, *moments))
        return self

    def observations(self, since: date = JUNE, until: date = JUNE, rates: Rates = RATES, **rest: Any) -> Observations:
        return observe(self.spans, self.listings, rates, since, until, **rest)

    def observed(self, since: date = JUNE, until: date = JUNE, **rest: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.observations(since, until, **rest).table().to_pylist()
        return rows

    def level(
        self,
        since: date = JUNE,
        until: date = JUNE,
        by: str = "day",
        stratum: str = "line",
        split: Split | None = None,
        kinds: dict[str, str] | None = None,
        **only: Any,
    ) -> list[dict[str, Any]]:
        found = self.observations(since, until, split=split, kinds=kinds)
        rows: list[dict[str, Any]] = levels(found, by, stratum, **only).to_pylist()
        return rows


def percent(amount: str, model: str | None = "claude") -> Listing:
    """An offer at so many percent of official, as said."""
    return listing(quote("percent", amount, None, model))
