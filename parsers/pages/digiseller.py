"""Reads the public API of Digiseller, by which Plati lists: a search page by page, and one good with its options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from itertools import product as combined
from typing import Any

from parsers.pages import shop
from parsers.pages.envelope import count, document, numbered, objects, plain
from parsers.records import Ask, Listing, Page, PageError, Quote, Snapshot

SEARCH = {"Pagenum", "Pagesize", "Totalpages", "total", "items"}
PRICES: Mapping[str, str] = {"USD": "price_usd", "EUR": "price_eur", "RUB": "price_rur", "UAH": "price_uah"}
"""One price in four currencies; the first that is more than nothing counts, the source's own before all."""
ITEM = {
    *PRICES.values(), "id", "name", "name_eng", "description", "description_eng", "url", "seller_id", "seller_name",
    "seller_rating", "image", "section_id", "numsold", "numsold_hidden", "count_positiveresponses",
    "count_negativeresponses", "count_returns", "sale_info", "is_available", "cntImgs", "partner_percent",
}  # fmt: skip
GOOD = {
    "id", "name", "price", "currency", "info", "add_info", "seller", "options", "is_available", "num_in_stock",
    "prices", "prices_unit", "id_prev", "id_next", "url", "release_date", "agency_fee", "agency_sum", "agency_id",
    "collection", "propertygood", "show_rest", "num_in_lock", "owner", "section_id", "no_cart", "type", "category_id",
    "text", "file", "is_favorite", "payment_methods", "discounts", "gift_commiss", "options_check", "statistics",
    "sale_info", "preview_imgs", "preview_videos", "breadcrumbs", "breadCrumbs", "units", "label", "is_gift",
    "has_discount", "images", "videos", "rating", "individual_offer", "sale_limit", "cntImgs", "partner_percent",
}  # fmt: skip
"""Fields of one good that are read, or left alone by name."""
CHOSEN = ("radio", "select")
"""Options of which one is chosen; a box can be left, and a field is written in."""
MOST_KINDS = 60
CODES: Mapping[str, str] = {"RUR": "RUB", "WMR": "RUB", "WMZ": "USD", "WME": "EUR", "WMU": "UAH"}
"""The codes of older versions, which reckoned in a purse's units, by those of today."""
CENT = Decimal("0.01")
SHELF = {
    *PRICES.values(), "price_rub", "id", "id_goods", "name", "name_goods", "info", "info_goods", "add_info", "price",
    "currency", "in_stock", "num_in_stock", "visible",
    "cnt_sell", "cnt_return", "cnt_goodresponses", "cnt_badresponses", "commiss_agent", "has_discount", "sale_info",
    "owner_id", "cntSell", "cntReturn", "cntGoodResponses", "cntBadResponses", "hasDiscount", "base_price", "notice",
    "base_currency", "label", "collection", "is_rent", "cntImg", "cntImgs", "url", "release_date", "partner_percent",
    "section_id", "cnt_sell_hidden", "cnt_return_hidden", "cnt_goodresponses_hidden", "cnt_badresponses_hidden",
}  # fmt: skip
"""Fields of a good on a seller's own shelf that are read, or left alone by name: sales, answers, commissions."""
CATALOGUE = {
    "product_id", "name", "price", "seller_name", "seller_id", "total_sales", "currency", "rating", "reviews", "image",
    "images", "discount", "is_available", "category_id", "owner_id", "type", "url",
}  # fmt: skip


def read(snapshot: Snapshot) -> Page:
    """The goods of an answer. Raises PageError for other JSON, and for a refusal with its reason."""
    found = document(snapshot)
    match found:
        case {"items": (list() | None) as rows, "Totalpages": _}:
            return _search(found, rows or [], snapshot)
        case {"content": {"items": list(rows)} as content}:
            return _catalogue(content, rows, snapshot)
        case {"retval": 0 | "0", "rows": (list() | None) as rows, "id_seller": _}:
            return _shelf(found, "rows", rows or [], snapshot)
        case {"retval": 0 | "0", "product": (list() | None) as rows}:
            return _shelf(found, "product", rows or [], snapshot)
        case {"retval": 0 | "0", "product": dict(product)}:
            return _page([_good(product, snapshot)], (), shop.strange([product], GOOD, "product."), whole=False)
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
        case {"retval": _, "rows": [{"id_goods": _}, *_]} | {"retval": _, "product": [{"id": _, "name": _}, *_]}:
            return True
    return False


def _search(found: Mapping[str, Any], rows: list[Any], snapshot: Snapshot) -> Page:
    items = [(place, row) for place, row in enumerate(rows) if isinstance(row, dict)]
    listings = [_item(row, f"items[{place}]", snapshot) for place, row in items]
    here, last = count(found.get("Pagenum")), count(found.get("Totalpages"))
    following = here + 1 if here is not None and last is not None and here < last else None
    asks = (Ask(shop.queried(snapshot.url, pagenum=following), "page"),) if following else ()
    unread = shop.strange([found], SEARCH) | shop.strange((row for _, row in items), ITEM, "items[].")
    return _page(listings, asks, unread, whole=here is not None and last is not None)


def _page(listings: list[Listing], asks: tuple[Ask, ...], unread: set[str], whole: bool = True) -> Page:
    unread |= {f"{one.title}: no price" for one in listings if not one.quotes}
    priced = tuple(one for one in listings if one.quotes)
    complete = whole and not asks and bool(priced)
    return Page(listings=priced, complete=complete, asks=asks, unread=shop.said("digiseller", unread))


def _item(row: Mapping[str, Any], path: str, snapshot: Snapshot) -> Listing:
    russian = (snapshot.language or "").startswith("ru")
    names = ("name", "name_eng") if russian else ("name_eng", "name")
    texts = ("description", "description_eng") if russian else ("description_eng", "description")
    return shop.listing(
        snapshot,
        shop.id_in("good", row),
        shop.text_in(row, *names),
        list(_price(row, path, snapshot.currency)),
        url=shop.text_in(row, "url").partition("?")[0],
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
        listings.append(shop.listing(snapshot, shop.id_in("good", row, "product_id"), name, quotes, seller=seller))
    here = int(shop.parameter(snapshot.url, "page") or 1)
    asks = (Ask(shop.queried(snapshot.url, page=here + 1), "page"),) if content.get("has_next_page") else ()
    return _page(listings, asks, shop.strange(rows, CATALOGUE, "items[]."))


def _shelf(found: Mapping[str, Any], place: str, rows: list[Any], snapshot: Snapshot) -> Page:
    """What one seller offers: a price with its currency, else in four."""
    who = {"seller_id": found.get("id_seller"), "seller_name": found.get("name_seller")}
    shown = [(number, row) for number, row in numbered(rows) if row.get("visible") not in (0, False)]
    listings = [_shelved(row, f"{place}[{number}]", who, snapshot) for number, row in shown]
    pages = shop.text_in(found, "pages", "totalPages")
    return _page(listings, (), shop.strange(rows, SHELF, f"{place}[]."), whole=pages == "1")


def _shelved(row: Mapping[str, Any], path: str, who: Mapping[str, Any], snapshot: Snapshot) -> Listing:
    amount, currency = shop.money(row.get("price")), _currency(row)
    own = [shop.priced(amount, f"{path}.price", currency)] if amount and currency else []
    left = shop.text_in(row, "num_in_stock")
    return shop.listing(
        snapshot,
        shop.id_in("good", row, "id_goods", "id"),
        shop.text_in(row, "name_goods", "name"),
        own or list(_price(row, path, snapshot.currency)),
        more="\n".join(filter(None, (shop.words_of(row.get(name)) for name in ("info_goods", "info", "add_info")))),
        stock="0" if row.get("in_stock") in (0, False) else left if left != "0" else None,
        seller=_seller(who, snapshot),
    )


def _currency(row: Mapping[str, Any]) -> str | None:
    code = shop.text_in(row, "currency").upper()
    return CODES.get(code, code) or None


def _named(names: Any, language: str | None) -> str:
    """A name in the source's language, else the first."""
    if not isinstance(names, list):
        return str(names or "")
    known = [one for one in names if isinstance(one, dict)]
    own = [one for one in known if language and str(one.get("locale", "")).startswith(language)]
    return str(next(iter((*own, *known)), {}).get("value") or "")


def _good(product: Mapping[str, Any], snapshot: Snapshot) -> Listing:
    """One good: every choice of its options is a kind of its own, dearer or cheaper by what it says."""
    base, currency = shop.money(product.get("price")), _currency(product)
    quotes = list(_kinds(product, base, currency)) if base else []
    seller = product.get("seller")
    who = {f"seller_{name}": value for name, value in seller.items()} if isinstance(seller, dict) else {}
    gone = product.get("is_available") in (0, False)
    return shop.listing(
        snapshot,
        shop.id_in("good", product),
        shop.text_in(product, "name"),
        quotes,
        more="\n".join(filter(None, (shop.words_of(product.get(name)) for name in ("info", "add_info")))),
        stock="0" if gone else shop.text_in(product, "num_in_stock") or None,
        seller=_seller(who, snapshot),
    )


def _seller(row: Mapping[str, Any], snapshot: Snapshot) -> str:
    """Who sells, by number or name; where neither is given, all that is known is the marketplace."""
    who = shop.text_in(row, "seller_id", "seller_name")
    return f"{shop.shop_of(snapshot)}/{who}" if who else ""


def _kinds(product: Mapping[str, Any], base: Decimal, currency: str | None) -> Iterator[Quote]:
    """A price for each way to choose among the options that change it; one price where none does."""
    options = [(place, option) for place, option in numbered(product.get("options")) if option.get("type") in CHOSEN]
    choices = [found for place, option in options if _changes(found := list(_choices(place, option, base)), option)]
    for chosen in islice(combined(*choices), MOST_KINDS):
        amount = base + sum((change for _, change, _ in chosen), Decimal(0))
        if amount > 0:
            path = chosen[0][0] if len(chosen) == 1 else "product.price"
            kind = ", ".join(filter(None, (name for _, _, name in chosen)))
            yield shop.priced(plain(amount), path, currency, kind)


def _changes(choices: list[tuple[str, Decimal, str]], option: Mapping[str, Any]) -> bool:
    """Whether it matters for the price, or for what is bought, which is chosen; not known of some, it may."""
    unknown = len(choices) < sum(one.get("visible") not in (0, False) for one in objects(option.get("variants")))
    return any(change for _, change, _ in choices) or (unknown and bool(choices))


def _choices(place: int, option: Mapping[str, Any], base: Decimal) -> Iterator[tuple[str, Decimal, str]]:
    """Each choice with its place, by how much it is dearer, and its name; a percent is one of the price."""
    for number, variant in numbered(option.get("variants")):
        change, said = shop.signed(variant.get("modify_value")), str(variant.get("modify") or "")
        if change is None or variant.get("visible") in (0, False):
            continue
        lower = said.strip().startswith(("-", "−")) and change > 0
        share = "%" in said or variant.get("modify_type") == "%"
        amount = (base * change / 100).quantize(CENT) if share else change
        path = f"product.options[{place}].variants[{number}]"
        yield path, -amount if lower else amount, str(variant.get("text") or "")
