"""Reads WooCommerce's public Store API: goods with prices in minor units, page after page; its web pages by markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from parsers.charsets import decode
from parsers.links import next_link
from parsers.pages import schema_org, shop
from parsers.pages.envelope import document, fields, mostly, objects, odd, plain
from parsers.pages.schema_offers import code
from parsers.records import Ask, Bound, Listing, Page, PageError, Quote, Snapshot, Wall

GOOD = {
    "id", "name", "permalink", "prices", "is_in_stock", "short_description", "description", "variation", "parent",
    "slug", "type", "sku", "summary", "on_sale", "price_html", "average_rating", "review_count", "images",
    "categories", "tags", "brands", "attributes", "variations", "grouped_products", "has_options", "is_purchasable",
    "is_on_backorder", "low_stock_remaining", "stock_availability", "sold_individually", "add_to_cart", "extensions",
    "formatted_weight", "weight", "dimensions", "formatted_dimensions", "is_password_protected",
}  # fmt: skip
"""Fields of a good that are read, or left alone by name: pictures, baskets, ratings, sizes."""
WALLS: Mapping[int, Any] = {401: "login", 403: "forbidden", 404: "not_found", 429: "rate_limited"}
LARGEST_UNIT = 8
COUNT = re.compile(r"\A[0-9]{1,9}(?![0-9])")


def read(snapshot: Snapshot) -> Page:
    """The goods of one page of `/wp-json/wc/store/v1/products`; the last page shows the whole shop.

    PageError for what is no answer of the Store API; a web page of a shop is read as any page with markup.
    """
    if decode(snapshot.body, snapshot.media_type)[0].lstrip("\ufeff \t\r\n").startswith("<"):
        return schema_org.read(snapshot)
    found = document(snapshot)
    rows = [found] if is_priced(found) else found.get("products") if isinstance(found, dict) else found
    if isinstance(rows, list) and (is_answer(rows) or not rows):
        following = next_link(snapshot.headers)
        asks = (Ask(following, "page"),) if following else ()
        listings = tuple(goods(rows, snapshot))
        lost = odd(rows, is_good, "")
        whole = bool(listings) and not asks and not lost and found is not rows[0]
        return Page(listings=listings, asks=asks, complete=whole, unread=unread(rows) + shop.said("woocommerce", lost))
    if isinstance(found, dict) and {"code", "message"} <= found.keys() and snapshot.status in WALLS:
        return Page(wall=Wall(WALLS[snapshot.status], f"{found['code']}: {found['message']}"))
    raise PageError(f"{snapshot.url}: no answer of WooCommerce's Store API")


def is_answer(found: Any) -> bool:
    """Whether JSON is a page of goods, alone or under its name."""
    match found:
        case list(rows):
            return bool(rows) and mostly(rows, is_priced)
        case {"products": list(products)}:
            return is_answer(products)
    return is_priced(found)


def is_priced(row: Any) -> bool:
    """Whether a row is a good of this software, by its price in minor units."""
    return is_good(row) and isinstance(fields(row.get("prices")).get("currency_minor_unit"), int)


def is_good(row: Any) -> bool:
    """Whether a row can be read: a good has a name."""
    return isinstance(row, dict) and isinstance(row.get("name"), str)


def goods(rows: list[Any], snapshot: Snapshot) -> Iterator[Listing]:
    """The goods, by the numbers that WooCommerce gives them; what a parent says of its variations is a range."""
    for number, row in enumerate(rows):
        if is_good(row):
            kind = " ".join(filter(None, (shop.words_of(row.get("variation")), _term(row))))
            yield shop.listing(
                snapshot,
                shop.id_in("good", row),
                shop.words_of(row["name"]),
                prices_of(row.get("prices"), f"[{number}].prices", kind),
                url=row["permalink"] if isinstance(row.get("permalink"), str) else "",
                category=_category(row),
                more=shop.words_of(row.get("short_description") or row.get("description")),
                stock=stock_of(row),
            )


def stock_of(row: Mapping[str, Any]) -> str | None:
    """How many are left, where it says so; else whether any are."""
    if (in_stock := row.get("is_in_stock")) is None:
        return None
    said = COUNT.search(shop.text_in(fields(row.get("stock_availability")), "text"))
    left = shop.text_in(row, "low_stock_remaining") or (said.group() if said else "")
    return "0" if not in_stock else left or "in_stock"


def _category(row: Mapping[str, Any]) -> str | None:
    """The one category of a good; which of several speaks of it is not said."""
    names = [shop.words_of(one.get("name")) for one in objects(row.get("categories"))]
    return names[0] or None if len(names) == 1 else None


def _term(row: Mapping[str, Any]) -> str:
    """How long a subscription's price is paid for, as its extension says it."""
    said = fields(fields(row.get("extensions")).get("subscriptions"))
    period, many = shop.text_in(said, "billing_period"), shop.text_in(said, "billing_interval") or "1"
    return f"{many} {period}{'' if many == '1' else 's'}" if period else ""


ENDS: Mapping[str, Bound] = {"min_amount": "floor", "max_amount": "ceiling"}


def prices_of(found: Any, path: str, kind: str = "") -> list[Quote]:
    """A price, or the ends of a range of them, in the currency's own units: 1999 in hundredths is 19.99."""
    prices = fields(found)
    unit, within = prices.get("currency_minor_unit"), prices.get("price_range")
    if not isinstance(unit, int) or not 0 <= unit <= LARGEST_UNIT:
        return []
    names = ("price_range.min_amount", "price_range.max_amount") if isinstance(within, dict) else ("price",)
    written = (
        [within.get(name.rpartition(".")[2]) for name in names] if isinstance(within, dict) else [prices.get("price")]
    )
    amounts = [(name, amount) for name, one in zip(names, written, strict=True) if (amount := shop.money(one))]
    currency = code(prices.get("currency_code"))
    scaled = [(plain(amount.scaleb(-unit)), f"{path}.{name}") for name, amount in amounts]
    quotes = [shop.priced(amount, place, currency, kind) for amount, place in scaled]
    alone = len(quotes) == 1 and len(names) == len(ENDS)
    return [replace(quotes[0], bound=ENDS[scaled[0][1].rpartition(".")[2]])] if alone else shop.between(quotes)


def unread(rows: list[Any]) -> tuple[str, ...]:
    """The fields that nobody knows, and goods without a price."""
    known = [row for row in rows if isinstance(row, dict)]
    lines = shop.strange(known, GOOD)
    lines |= {f"{shop.text_in(row, 'id', 'name')}: no price" for row in known if not prices_of(row.get("prices"), "")}
    return shop.said("woocommerce", lines)
