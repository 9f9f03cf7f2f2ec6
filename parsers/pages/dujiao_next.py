"""Reads the public API of dujiao-next, the Go successor of dujiaoka: its goods page by page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from parsers.pages import shop
from parsers.pages.envelope import document, fields
from parsers.records import Ask, Listing, Page, PageError, Quote, Snapshot, Wall

ENVELOPE = {"status_code", "msg", "data", "pagination"}
GOOD = {
    "id", "slug", "title", "description", "content", "price_amount", "price_currency", "promotion_price_amount",
    "promotion_price_currency", "category", "stock_status", "is_sold_out", "manual_stock_available",
    "auto_stock_available", "category_id", "images", "tags", "purchase_type", "fulfillment_type", "manual_form_schema",
    "manual_stock_total", "manual_stock_locked", "manual_stock_sold", "is_active", "sort_order", "created_at",
    "updated_at", "promotion_id", "promotion_name", "promotion_type", "is_affiliate_enabled",
}  # fmt: skip
"""Fields of a good that are read, or left alone by name: pictures, forms, who may buy."""
WALLS = {401: "login", 403: "forbidden", 429: "rate_limited"}
PRODUCTS = "/api/v1/public/products?page=1&page_size=100"


def read(snapshot: Snapshot) -> Page:
    """A page of goods, one good, or the shop's configuration, which leads to the goods.

    Errors come with HTTP 200 and a `status_code` of their own. Raises PageError for other answers.
    """
    found = document(snapshot)
    if not is_answer(found):
        raise PageError(f"{snapshot.url}: no answer of dujiao-next")
    if code := found["status_code"]:
        kind: Any = WALLS.get(code)
        if kind is None:
            raise PageError(f"{snapshot.url}: refused with status_code {code}: {str(found.get('msg'))[:200]!r}")
        return Page(wall=Wall(kind, f"status_code {code}: {found.get('msg')}"))
    data = found.get("data")
    if isinstance(data, list):
        return _goods(data, found, snapshot)
    if isinstance(data, dict) and "price_amount" in data:
        return Page(listings=(_good(data, "data", snapshot),), unread=_unread([data], found))
    if isinstance(data, dict) and ("site_name" in data or "languages" in data):
        return Page(asks=(Ask(urljoin(snapshot.url, PRODUCTS), "page"),))
    raise PageError(f"{snapshot.url}: neither goods nor a shop's configuration")


def is_answer(found: Any) -> bool:
    """Whether JSON is in this software's envelope."""
    return isinstance(found, dict) and isinstance(found.get("status_code"), int) and {"msg", "data"} <= found.keys()


def _goods(data: list[Any], found: Mapping[str, Any], snapshot: Snapshot) -> Page:
    rows = [(place, row) for place, row in enumerate(data) if isinstance(row, dict) and "slug" in row]
    listings = tuple(_good(row, f"data[{place}]", snapshot) for place, row in rows)
    pages = fields(found.get("pagination"))
    here, last = pages.get("page", 1), pages.get("total_page", 1)
    more = isinstance(here, int) and isinstance(last, int) and here < last
    asks = (Ask(shop.queried(snapshot.url, page=here + 1), "page"),) if more else ()
    whole = not asks and bool(listings) and (here == 1 or snapshot.purpose == "page")
    return Page(listings=listings, complete=whole, asks=asks, unread=_unread(data, found))


def _good(row: Mapping[str, Any], path: str, snapshot: Snapshot) -> Listing:
    language = _language(row.get("title"), snapshot.language)
    category = row.get("category") if isinstance(row.get("category"), dict) else {}
    texts = [shop.words_of(_said(row.get(name), language)) for name in ("description", "content")]
    return shop.listing(
        snapshot,
        f"good:{row.get('id')}",
        _said(row.get("title"), language),
        _quotes(row, path),
        url=f"/products/{row.get('slug')}",
        category=_said((category or {}).get("name"), language) or None,
        more="\n".join(dict.fromkeys(filter(None, texts))),
        stock=_stock(row),
    )


def _quotes(row: Mapping[str, Any], path: str) -> list[Quote]:
    """What anybody pays, and what it costs while a promotion runs."""
    prices = [("price", ()), ("promotion_price", ("promotion",))]
    return [
        shop.priced(amount, f"{path}.{name}_amount", str(row.get(f"{name}_currency") or "") or None, "", *conditions)
        for name, conditions in prices
        if (amount := shop.money(row.get(f"{name}_amount"))) is not None
    ]


def _stock(row: Mapping[str, Any]) -> str | None:
    """How many are left, where it says so; else what it says of them."""
    if row.get("is_sold_out"):
        return "0"
    counts = [row.get(name) for name in ("manual_stock_available", "auto_stock_available")]
    known = [count for count in counts if isinstance(count, int) and count > 0]
    state = row.get("stock_status")
    return "unlimited" if state == "unlimited" else str(sum(known)) if known else str(state) if state else None


def _language(texts: Any, wanted: str | None) -> str | None:
    """Which of a good's languages is read: the source's own, else the first."""
    known = list(texts) if isinstance(texts, dict) else []
    return next((one for one in known if wanted and one.startswith(wanted)), next(iter(known), None))


def _said(texts: Any, language: str | None) -> str:
    return str(texts.get(language) or "") if isinstance(texts, dict) else str(texts or "")


def _unread(rows: list[Any], found: Mapping[str, Any]) -> tuple[str, ...]:
    lines = shop.strange(rows, GOOD, "data[].") | shop.strange([found], ENVELOPE)
    lines |= {f"{row.get('slug')}: no price" for row in rows if isinstance(row, dict) and not _quotes(row, "")}
    return shop.said("dujiao_next", lines)
