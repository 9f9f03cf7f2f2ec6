"""Reads the public API of dujiao-next, the Go successor of dujiaoka: its goods page by page, each with its kinds.

Older versions name the money beside every price; newer ones once, in the shop's configuration, where a visit begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from parsers.links import beside
from parsers.pages import shop
from parsers.pages.envelope import count, document, fields, mostly, named, numbered, objects
from parsers.records import Ask, Listing, Page, PageError, Quote, Snapshot, Wall

ENVELOPE = {"status_code", "msg", "data", "pagination"}
GOOD = {
    "id", "slug", "title", "description", "content", "price_amount", "price_currency", "promotion_price_amount",
    "promotion_price_currency", "category", "stock_status", "is_sold_out", "manual_stock_available",
    "auto_stock_available", "skus", "wholesale_prices", "stock_display", "stock_quantity_hidden", "stock_range_min",
    "stock_range_max",
    "category_id", "images", "tags", "purchase_type", "fulfillment_type", "manual_form_schema",
    "manual_stock_total", "manual_stock_locked", "manual_stock_sold", "is_active", "sort_order", "created_at",
    "updated_at", "promotion_id", "promotion_name", "promotion_type", "is_affiliate_enabled", "seo_meta",
    "min_purchase_quantity", "max_purchase_quantity", "stock_display_mode", "auto_stock_total", "auto_stock_locked",
    "auto_stock_sold", "payment_channel_ids", "promotion_rules", "member_prices", "related_posts", "cost_price_amount",
    "is_mapped",
}  # fmt: skip
"""Fields of a good that are read, or left alone by name: pictures, forms, who may buy, what members of a level pay."""
KIND = {
    "id", "sku_code", "spec_values", "price_amount", "promotion_price_amount", "is_active",
    "manual_stock_total", "manual_stock_locked", "manual_stock_sold", "auto_stock_available", "auto_stock_total",
    "auto_stock_locked", "auto_stock_sold", "upstream_stock", "stock_status", "stock_display_mode", "stock_display",
    "stock_range_min", "stock_range_max", "stock_quantity_hidden", "is_sold_out", "member_price_amount", "product_id",
    "cost_price_amount", "agency_price_amount", "sort_order", "created_at", "updated_at", "price_currency",
}  # fmt: skip
WALLS = {401: "login", 403: "forbidden", 404: "not_found", 429: "rate_limited"}
CONFIG = "/api/v1/public/config"
OWN = re.compile("/api/v1/")
PRODUCTS = "/api/v1/public/products?page=1&page_size=100"
PLAIN_KIND = "DEFAULT"
"""The code of the only kind of a good that has no kinds."""
LOCALE = re.compile(r"[a-z]{2}(?:-[A-Za-z]{2,4})?")


def read(snapshot: Snapshot) -> Page:
    """A page of goods, one good, or the shop's configuration, which leads to the goods.

    Errors come with HTTP 200 and a `status_code` of their own. Raises PageError for other answers.
    """
    found = document(snapshot)
    if not is_answer(found):
        raise PageError(f"{snapshot.url}: no answer of dujiao-next")
    if code := found["status_code"]:
        return _refused(code, found, snapshot)
    data = found["data"]
    if isinstance(data, list) or (data is None and "pagination" in found):
        return _goods(data or [], found, snapshot)
    if _is_good(data):
        currency = _currency(snapshot)
        return Page(listings=(_good(data, "data", currency, snapshot),), unread=_unread([data], found, currency))
    if _is_config(data):
        return Page(asks=(Ask(beside(snapshot.url, OWN, PRODUCTS), "page"),))
    raise PageError(f"{snapshot.url}: neither goods nor a shop's configuration")


def is_answer(found: Any) -> bool:
    """Whether JSON is in this software's envelope."""
    return isinstance(found, dict) and isinstance(found.get("status_code"), int) and {"msg", "data"} <= found.keys()


def purpose(found: Any) -> str | None:
    """The part that an answer plays in a visit; None for other software, and for what is no good, list or setting."""
    if not is_answer(found):
        return None
    data = found["data"]
    if _is_config(data):
        return "config"
    goods = _is_good(data) or (mostly(data, _is_good) if isinstance(data, list) and data else data in (None, []))
    return "start" if goods or found["status_code"] else None


def _is_good(row: Any) -> bool:
    """Whether a row is a good: its price may stand with its kinds alone."""
    return any(named(row, name) for name in ("price_amount", "skus", "fulfillment_type"))


def _is_config(data: Any) -> bool:
    return named(data, "site_name") or named(data, "languages")


def _refused(code: int, found: Mapping[str, Any], snapshot: Snapshot) -> Page:
    kind: Any = WALLS.get(code)
    if kind is None:
        raise PageError(f"{snapshot.url}: refused with status_code {code}: {str(found.get('msg'))[:200]!r}")
    return Page(wall=Wall(kind, f"status_code {code}: {found.get('msg')}"))


def _goods(data: list[Any], found: Mapping[str, Any], snapshot: Snapshot) -> Page:
    rows = [(place, row) for place, row in numbered(data) if _is_good(row)]
    currency = _currency(snapshot)
    listings = tuple(_good(row, f"data[{place}]", currency, snapshot) for place, row in rows)
    pages = fields(found.get("pagination"))
    here, last = count(pages.get("page", 1)), count(pages.get("total_page", 1))
    known = here is not None and last is not None
    asks = (Ask(shop.queried(snapshot.url, page=here + 1), "page"),) if here and last and here < last else ()
    whole = known and not asks and bool(listings) and (here == 1 or snapshot.purpose == "page")
    unread = _unread([row for _, row in rows], found, currency)
    lost = shop.said("dujiao_next", ["a list of something else than goods"] if data and not rows else [])
    return Page(listings=listings, complete=whole, asks=asks, unread=unread + lost)


def _currency(snapshot: Snapshot) -> str | None:
    """The one money of a shop, as its configuration says it, else the source; None where neither is at hand."""
    for sibling in snapshot.siblings.values():
        try:
            found = document(sibling)
        except PageError:
            continue
        if is_answer(found) and (said := shop.text_in(fields(found["data"]), "currency")):
            return said.upper()
    return snapshot.currency


def _good(row: Mapping[str, Any], path: str, currency: str | None, snapshot: Snapshot) -> Listing:
    language, slug = snapshot.language, shop.text_in(row, "slug")
    texts = [shop.words_of(_said(row.get(name), language)) for name in ("description", "content")]
    return shop.listing(
        snapshot,
        shop.id_in("good", row),
        _said(row.get("title"), language),
        list(_quotes(row, path, currency, language)),
        url=f"/products/{slug}" if slug else "",
        category=_said(fields(row.get("category")).get("name"), language) or None,
        more="\n".join(dict.fromkeys(filter(None, texts))),
        stock=_stock(row),
    )


def _quotes(row: Mapping[str, Any], path: str, currency: str | None, language: str | None) -> Iterator[Quote]:
    """What anybody pays, and less while a promotion runs, for every kind; then what each costs of many."""
    kinds = [(place, kind) for place, kind in numbered(row.get("skus")) if kind.get("is_active") is not False]
    names = {kind.get("id"): _kind(kind, language) for _, kind in kinds}
    each: list[tuple[str, Mapping[str, Any], str]]
    each = [(f"{path}.skus[{place}]", kind, names[kind.get("id")]) for place, kind in kinds]
    for place, one, name in each or [(path, row, "")]:
        for field, conditions in (("price", ()), ("promotion_price", ("promotion",))):
            if (amount := shop.money(one.get(f"{field}_amount"))) is not None:
                money = shop.text_in(one, f"{field}_currency") or shop.text_in(row, f"{field}_currency") or currency
                yield shop.priced(amount, f"{place}.{field}_amount", money, name, *conditions)
    for number, tier in enumerate(objects(row.get("wholesale_prices"))):
        if (amount := shop.money(tier.get("unit_price"))) is not None:
            money, many = shop.text_in(row, "price_currency") or currency, f"from:{tier.get('min_quantity')}"
            name = names.get(tier.get("sku_id"), "")
            yield shop.priced(amount, f"{path}.wholesale_prices[{number}]", money, name, "bulk", many)


def _kind(kind: Mapping[str, Any], language: str | None) -> str:
    """What a kind is called: its values in one language, one after another, else its code."""
    values = kind.get("spec_values")
    if isinstance(values, dict) and values and all(LOCALE.fullmatch(name) for name in values):
        values = {"": values}
    said = [_said(value, language) for value in fields(values).values()]
    code = shop.text_in(kind, "sku_code")
    return " ".join(filter(None, said)) or ("" if code == PLAIN_KIND else code)


def _stock(row: Mapping[str, Any]) -> str | None:
    """How many are left, where it says so; else what it says of them: a shop that hides the number shows 1 for any."""
    if row.get("is_sold_out"):
        return "0"
    counts = [row.get(name) for name in ("manual_stock_available", "auto_stock_available")]
    known = [count for count in counts if isinstance(count, int) and count > 0]
    state = shop.text_in(row, "stock_status") or None
    if row.get("stock_quantity_hidden"):
        low, high = shop.text_in(row, "stock_range_min"), shop.text_in(row, "stock_range_max")
        return f"{low}-{high}" if low and high else f"{low}+" if low else state
    return state if state == "unlimited" or not known else str(sum(known))


def _said(texts: Any, language: str | None) -> str:
    """A text in the source's language, else the first that is not empty."""
    if not isinstance(texts, dict):
        return texts if isinstance(texts, str) else ""
    own = [text for name, text in texts.items() if language and name.startswith(language)]
    return next((text for text in (*own, *texts.values()) if isinstance(text, str) and text.strip()), "")


def _unread(rows: list[dict[str, Any]], found: Mapping[str, Any], currency: str | None) -> tuple[str, ...]:
    lines = shop.strange(rows, GOOD, "data[].") | shop.strange([found], ENVELOPE)
    lines |= shop.strange((kind for row in rows for kind in objects(row.get("skus"))), KIND, "data[].skus[].")
    quotes = [(shop.text_in(row, "slug", "id"), list(_quotes(row, "", currency, None))) for row in rows]
    lines |= {f"{slug}: no price" for slug, found in quotes if not found}
    if any(quote.currency is None for _, found in quotes for quote in found):
        lines.add(f"currency: {CONFIG} is not at hand")
    return shop.said("dujiao_next", lines)
