"""Reads the public API of Digiseller, by which Plati lists: a search page by page, and one good with its options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parsers.pages import shop
from parsers.pages.envelope import document, numbered
from parsers.records import Ask, Listing, Page, PageError, Quote, Snapshot

SEARCH = {"Pagenum", "Pagesize", "Totalpages", "total", "items"}
PRICES: Mapping[str, str] = {"USD": "price_usd", "EUR": "price_eur", "RUB": "price_rur", "UAH": "price_uah"}
"""One price in four currencies; the first that is more than nothing counts, the source's own before all."""
ITEM = {
    *PRICES.values(), "id", "name", "name_eng", "description", "description_eng", "url", "seller_id", "seller_name",
    "seller_rating", "image", "section_id", "numsold", "numsold_hidden", "count_positiveresponses",
    "count_negativeresponses", "count_returns", "sale_info", "is_available", "cntImgs", "partner_percent",
}  # fmt: skip
CATALOGUE = {
    "product_id", "name", "price", "seller_name", "seller_id", "total_sales", "currency", "rating", "reviews", "image",
    "images", "discount", "is_available", "category_id", "owner_id", "type", "url",
}  # fmt: skip


def read(snapshot: Snapshot) -> Page:
    """The goods of an answer. Raises PageError for other JSON, and for a refusal with its reason."""
    found = document(snapshot)
    match found:
        case {"items": list(rows), "Totalpages": _}:
            return _search(found, rows, snapshot)
        case {"content": {"items": list(rows)} as content}:
            return _catalogue(content, rows, snapshot)
        case {"retval": 0, "product": dict(product)}:
            return Page(listings=(_good(product, snapshot),))
        case {"retval": code, **rest} if code:
            raise PageError(f"{snapshot.url}: refused with {code}: {str(rest.get('retdesc'))[:200]!r}")
    raise PageError(f"{snapshot.url}: no answer of Digiseller")


def is_answer(found: Any) -> bool:
    """Whether JSON is an answer of this API."""
    match found:
        case {"items": list(), "Totalpages": _, "Pagenum": _}:
            return True
        case {"content": {"items": [{"product_id": _}, *_]}} | {"retval": _, "product": dict()}:
            return True
    return False


def _search(found: Mapping[str, Any], rows: list[Any], snapshot: Snapshot) -> Page:
    items = [(place, row) for place, row in enumerate(rows) if isinstance(row, dict)]
    listings = [_item(row, f"items[{place}]", snapshot) for place, row in items]
    here, last = found.get("Pagenum"), found.get("Totalpages")
    following = here + 1 if isinstance(here, int) and isinstance(last, int) and here < last else None
    asks = (Ask(shop.queried(snapshot.url, pagenum=following), "page"),) if following else ()
    unread = shop.strange([found], SEARCH) | shop.strange((row for _, row in items), ITEM, "items[].")
    return _page(listings, asks, unread)


def _page(listings: list[Listing], asks: tuple[Ask, ...], unread: set[str]) -> Page:
    unread |= {f"{one.title}: no price" for one in listings if not one.quotes}
    priced = tuple(one for one in listings if one.quotes)
    return Page(listings=priced, complete=not asks and bool(priced), asks=asks, unread=shop.said("digiseller", unread))


def _item(row: Mapping[str, Any], path: str, snapshot: Snapshot) -> Listing:
    russian = (snapshot.language or "").startswith("ru")
    names = ("name", "name_eng") if russian else ("name_eng", "name")
    texts = ("description", "description_eng") if russian else ("description_eng", "description")
    return shop.listing(
        snapshot,
        f"good:{row.get('id')}",
        next((str(row[name]) for name in names if row.get(name)), ""),
        list(_price(row, path, snapshot.currency)),
        url=str(row.get("url") or "").partition("?")[0],
        more=shop.words_of(next((row[text] for text in texts if row.get(text)), "")),
        seller=_seller(row, snapshot),
    )


def _price(row: Mapping[str, Any], path: str, own: str | None) -> Iterator[Quote]:
    order = [own, *PRICES] if own in PRICES else list(PRICES)
    found = ((name, currency, shop.money(row.get(name))) for currency in order if (name := PRICES[str(currency)]))
    for name, currency, amount in found:
        if amount:
            yield shop.priced(amount, f"{path}.{name}", currency)
            return


def _catalogue(content: Mapping[str, Any], rows: list[Any], snapshot: Snapshot) -> Page:
    """Goods whose prices are in the currency that was asked for."""
    currency = shop.parameter(snapshot.url, "currency") or snapshot.currency
    listings = []
    for place, row in numbered(rows):
        amount = shop.money(row.get("price"))
        quotes = [shop.priced(amount, f"content.items[{place}].price", currency)] if amount else []
        seller = _seller(row, snapshot)
        name = _named(row.get("name"), snapshot.language)
        listings.append(shop.listing(snapshot, f"good:{row.get('product_id')}", name, quotes, seller=seller))
    here = int(shop.parameter(snapshot.url, "page") or 1)
    asks = (Ask(shop.queried(snapshot.url, page=here + 1), "page"),) if content.get("has_next_page") else ()
    return _page(listings, asks, shop.strange(rows, CATALOGUE, "items[]."))


def _named(names: Any, language: str | None) -> str:
    """A name in the source's language, else the first."""
    if not isinstance(names, list):
        return str(names or "")
    known = [one for one in names if isinstance(one, dict)]
    own = [one for one in known if language and str(one.get("locale", "")).startswith(language)]
    return str(next(iter((*own, *known)), {}).get("value") or "")


def _good(product: Mapping[str, Any], snapshot: Snapshot) -> Listing:
    """One good: every choice of its options is a kind of its own, dearer or cheaper by what it says."""
    base, currency = shop.money(product.get("price")), str(product.get("currency") or "") or None
    quotes = [] if base is None else list(_choices(product, base, currency))
    if base and not quotes:
        quotes = [shop.priced(base, "product.price", currency)]
    seller = product.get("seller")
    who = {f"seller_{name}": value for name, value in seller.items()} if isinstance(seller, dict) else {}
    return shop.listing(
        snapshot,
        f"good:{product.get('id')}",
        str(product.get("name") or ""),
        quotes,
        more=shop.words_of(product.get("info")),
        seller=_seller(who, snapshot),
    )


def _seller(row: Mapping[str, Any], snapshot: Snapshot) -> str:
    """Who sells, by number or name; where neither is given, all that is known is the marketplace."""
    who = row.get("seller_id") or row.get("seller_name")
    return f"{shop.shop_of(snapshot)}/{who}" if who else ""


def _choices(product: Mapping[str, Any], base: Any, currency: str | None) -> Iterator[Quote]:
    for place, option in numbered(product.get("options")):
        if option.get("type") != "radio":
            continue
        for number, variant in numbered(option.get("variants")):
            change = shop.signed(variant.get("modify_value"))
            if change is not None and base + change > 0:
                path = f"product.options[{place}].variants[{number}]"
                yield shop.priced(base + change, path, currency, str(variant.get("text") or ""))
        return
