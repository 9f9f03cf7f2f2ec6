"""Reads what a person saved of eBay's Browse API: the summaries of a search, or one item.

The API asks for a key of the reader's own, so nothing is fetched; a saved page of an item is read by its markup.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from parsers.pages import scripts, shop
from parsers.pages.envelope import document, fields, mostly, named, objects
from parsers.records import Listing, Page, PageError, Snapshot

ITEM = {
    "itemId", "title", "price", "itemWebUrl", "seller", "categories", "shortDescription", "description",
    "estimatedAvailabilities",
    "legacyItemId", "itemHref", "itemEndDate", "itemCreationDate", "image", "additionalImages", "thumbnailImages",
    "condition", "conditionId", "buyingOptions", "shippingOptions", "itemLocation", "leafCategoryIds", "adultOnly",
    "marketingPrice", "currentBidPrice", "bidCount", "topRatedBuyingExperience", "priorityListing", "epid",
    "availableCoupons", "itemGroupHref", "itemGroupType", "qualifiedPrograms", "listingMarketplaceId", "returnTerms",
    "itemAffiliateWebUrl", "unitPrice", "unitPricingMeasure", "pickupOptions", "brand", "categoryPath", "categoryId",
    "localizedAspects", "paymentMethods", "taxes", "shipToLocations", "enabledForGuestCheckout",
    "eligibleForInlineCheckout", "lotSize", "immediatePay", "primaryItemGroup",
}  # fmt: skip
"""Fields of an item that are read, or left alone by name."""


def read(snapshot: Snapshot) -> Page:
    """The items of an answer. Raises PageError for all else."""
    found = document(snapshot)
    if not is_answer(found) and not (named(found, "total", "limit") and fields(found)["total"] == 0):
        raise PageError(f"{snapshot.url}: no answer of eBay's Browse API")
    rows, place = _rows(found)
    return shop.saved("ebay", rows, place, partial(_item, snapshot), ITEM)


def is_answer(found: Any) -> bool:
    """Whether JSON is an answer of this API: items with a price and an address of their own."""
    rows, _ = _rows(found)
    return bool(rows) and mostly(rows, lambda row: named(row, "itemId", "title"))


def _rows(found: Any) -> tuple[list[Any], str]:
    """The items, and where they stand."""
    for place in ("itemSummaries", "items"):
        if isinstance(rows := scripts.dig(found, place), list):
            return rows, place
    return ([found], "item") if named(found, "itemId", "title", "price") else ([], "")


def _item(snapshot: Snapshot, row: dict[str, Any], path: str) -> Listing:
    """An item at its price to buy, in the seller's own money; what an auction stands at is none."""
    price, seller = fields(row.get("price")), shop.text_in(fields(row.get("seller")), "username")
    value, money = (
        ("convertedFromValue", "convertedFromCurrency") if "convertedFromValue" in price else ("value", "currency")
    )
    amount, key = shop.money(price.get(value)), shop.text_in(row, "itemId")
    currency = shop.text_in(price, money).upper() or snapshot.currency
    left = next(iter(objects(row.get("estimatedAvailabilities"))), {})
    return shop.listing(
        snapshot,
        f"item:{key}" if key else None,
        shop.text_in(row, "title"),
        [] if amount is None else [shop.priced(amount, f"{path}.price.{value}", currency)],
        url=shop.text_in(row, "itemWebUrl"),
        more=shop.words_of(row.get("description") or row.get("shortDescription")),
        stock=shop.text_in(left, "estimatedAvailableQuantity", "estimatedAvailabilityStatus").lower() or None,
        seller=f"ebay.com/{seller}" if seller else "",
    )
