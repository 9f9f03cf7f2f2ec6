"""Tells what is a maker's of models from what a reseller offers: by links, and by prices beside the maker's own."""

from __future__ import annotations

import re
from decimal import Decimal

from parsers.records import Quote
from parsers.text.signs import SHOP, SOLD, Found, Signs

_NONE: frozenset[Decimal] = frozenset()
_LONGER = ("quarter", "half_year", "year", "lifetime")
_LINK = re.compile(r"https?://([a-z0-9.\-]{1,100})")


def leads_out(folded: str, signs: Signs) -> bool:
    """Whether a link leads to a site that is neither a maker's nor a software project's."""
    known = signs.official + signs.project
    return "://" in folded and any(not _is_at(found[1], known) for found in _LINK.finditer(folded))


def linked(folded: str, signs: Signs) -> str | None:
    """Whose page it is, where every link leads to a provider or to a software project."""
    hosts = {found[1] for found in _LINK.finditer(folded)}
    official = {host for host in hosts if _is_at(host, signs.official)}
    if not hosts or any(not _is_at(host, signs.project) for host in hosts - official):
        return None
    return "the provider's own plan or price" if official else "software without a service"


def listed(found: Found, signs: Signs) -> str | None:
    """Whose prices they are, where every one is what the vendor asks for that plan, and nothing says how it is sold."""
    known = frozenset[Decimal]().union(*(signs.list_prices.get(plan.id, ()) for plan in found.plans))
    listed = (
        quote.currency == "USD"
        and _is_listed(quote, signs.list_prices.get(quote.model, _NONE) if quote.model else known)
        for quote in found.quotes
    )
    if not found.quotes or found.codes & (SOLD | SHOP) or not all(listed):
        return None
    return "the provider's own plan or price"


def _is_listed(quote: Quote, prices: frozenset[Decimal]) -> bool:
    """Whether a price is one of the vendor's, which takes the price of a month for no longer time."""
    longer = quote.basis in _LONGER and len(prices) > 1 and quote.amount == min(prices)
    return quote.currency == "USD" and quote.amount in prices and not longer


def undersold(found: Found, signs: Signs) -> bool:
    """Whether tokens are sold below their maker's price, twice at least: a maker does not, a reseller says no more."""
    below = 0
    for quote in found.quotes:
        listed = signs.list_prices.get(quote.model or "", frozenset())
        if listed and quote.currency == "USD" and quote.amount not in listed:
            asked = {"mtok_input": min(listed), "mtok_output": max(listed)}.get(quote.basis)
            below += asked is not None and quote.amount < asked
    return below > 1


def _is_at(host: str, known: tuple[str, ...]) -> bool:
    return host in known or host.endswith(tuple(f".{name}" for name in known))
