"""Reads what a person saved of G2G, a marketplace for players: the results of a search among its offers.

The interface is internal, so nothing is fetched.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from parsers.pages import scripts, shop
from parsers.pages.envelope import document, fields, mostly, named
from parsers.records import Listing, Page, PageError, Snapshot

GOOD = {
    "offer_id", "title", "description", "unit_price", "display_price", "converted_unit_price", "offer_currency",
    "display_currency", "username", "seller_id", "available_qty",
    "min_qty", "brand_id", "service_id", "region_id", "relation_id", "offer_type", "offer_attributes", "is_online",
    "user_level", "satisfaction_rate", "total_completed_orders", "total_offer", "unit_name", "offer_group", "status",
    "is_group_display", "delivery_method_ids", "delivery_speed", "low_stock_alert_qty", "created_at", "updated_at",
}  # fmt: skip
"""Fields of an offer that are read, or left alone by name."""
PRICES = (("unit_price", "offer_currency"), ("display_price", "display_currency"))
"""A price and the currency that it is in, the seller's own before the one that was asked for."""


def read(snapshot: Snapshot) -> Page:
    """The offers of an answer. Raises PageError for all else."""
    found = document(snapshot)
    if not is_answer(found) and scripts.dig(found, "payload", "results") != []:
        raise PageError(f"{snapshot.url}: no search of G2G")
    return shop.saved("g2g", _rows(found), "results", partial(_offer, snapshot), GOOD)


def is_answer(found: Any) -> bool:
    """Whether JSON is a search among the offers of this market."""
    rows = _rows(found)
    return bool(rows) and mostly(rows, lambda row: named(row, "offer_id", "title"))


def _rows(found: Any) -> list[Any]:
    rows = fields(scripts.dig(found, "payload") or found).get("results")
    return rows if isinstance(rows, list) else []


def _offer(snapshot: Snapshot, row: dict[str, Any], path: str) -> Listing:
    key, seller = shop.text_in(row, "offer_id"), shop.text_in(row, "username", "seller_id")
    known = [(amount, name, row.get(currency)) for name, currency in PRICES if (amount := shop.money(row.get(name)))]
    quotes = [
        shop.priced(amount, f"{path}.{name}", str(currency).upper() if currency else None)
        for amount, name, currency in known[:1]
    ]
    return shop.listing(
        snapshot,
        f"offer:{key}" if key else None,
        shop.text_in(row, "title"),
        quotes,
        url=f"https://www.g2g.com/offer/{key}" if key else "",
        more=shop.words_of(row.get("description")),
        stock=shop.text_in(row, "available_qty") or None,
        seller=f"g2g.com/{seller}" if seller else "",
    )
