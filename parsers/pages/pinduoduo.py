"""Reads what a person saved of Pinduoduo: the page of one good, results of a search, or what an extension took of one.

The site asks for a login, so it is never fetched. Its pages count in fen, as whole numbers; what was exported is in
yuan, as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from parsers.charsets import decode
from parsers.pages import scripts, shop
from parsers.pages.envelope import fields, numbered, objects, plain
from parsers.records import Listing, Page, PageError, Quote, Snapshot

DATA = re.compile(r"(?:\bwindow\.rawData\s*=|\bid=\"__NEXT_DATA__\"[^>]{0,99}>)\s*(?=\{)")
SEARCH = "ssrListData"
LISTS = (
    ("store", "goodsList"), ("store", "goods_list"), ("goods_list",), ("goodsList",), ("items",),
    ("stores", "store", "data", SEARCH, "list"), ("store", "data", SEARCH, "list"),
    ("props", "pageProps", "data", "ssrResult", SEARCH, "list"), ("props", "pageProps", "data", "ssrResult", SEARCH),
)  # fmt: skip
GOODS = (
    ("store", "initDataObj", "goods"), ("store", "goods"), ("initDataObj", "goods"), ("goods",), ("data", "goods"),
)  # fmt: skip
NAMES, IDS = ("goodsName", "goods_name", "title"), ("goodsId", "goods_id", "goodsID")
MALLS = ("mallId", "mall_id", "mallID", "mallName", "mall_name")
SOLD = ("isOnSale", "isOnsale", "is_onsale")
LEAST = (
    "minOnSaleGroupPriceInCent", "minOnSaleGroupPrice", "min_on_sale_group_price", "minGroupPrice", "min_group_price",
    "priceInfo", "price_info", "price", "group_price",
)  # fmt: skip
"""What a good costs at the least: of the kinds that are on sale before all, in fen by name before all."""
GROUP = ("groupPriceInCent", "groupPrice", "group_price")
CENT = "InCent"


def read(snapshot: Snapshot) -> Page:
    """The goods of a saved page; it never shows a source as a whole. Raises PageError for other things."""
    text, _ = decode(snapshot.body, snapshot.media_type)
    found = next(scripts.objects(text, DATA), None) or scripts.answer(text)
    rows = next((rows for steps in LISTS if isinstance(rows := scripts.dig(found, *steps), list)), None)
    if rows is None:
        good = next((good for steps in GOODS if isinstance(good := scripts.dig(found, *steps), dict)), found)
        mall = next((mall for steps in GOODS if isinstance(mall := scripts.dig(found, *steps[:-1], "mall"), dict)), {})
        good = {**mall, **good} if isinstance(good, dict) else good
        rows = [good] if isinstance(good, dict) and _said(good, IDS) and _said(good, NAMES) else None
    if rows is None:
        raise PageError(f"{snapshot.url}: nothing that is known of Pinduoduo")
    listings = [_good(_within(row), f"goods[{place}]", snapshot) for place, row in numbered(rows)]
    unread = {f"{one.title}: no price" for one in listings if not one.quotes}
    return Page(listings=tuple(one for one in listings if one.quotes), unread=shop.said("pinduoduo", unread))


def is_page(text: str) -> bool:
    """Whether a saved page is this site's."""
    return ("rawData" in text and DATA.search(text) is not None) or SEARCH in text


def is_answer(found: Any) -> bool:
    """Whether JSON is a good as an extension exports it, or an answer with a list of goods."""
    named = isinstance(found, dict) and "goodsId" in found and ("minGroupPrice" in found or "skus" in found)
    rows = objects(found.get("items")) if isinstance(found, dict) else []
    return named or isinstance(scripts.dig(found, "goods_list"), list) or any(_within(row) is not row for row in rows)


def _within(row: dict[str, Any]) -> dict[str, Any]:
    """The good of a result, which newer answers wrap twice."""
    held = scripts.dig(row, "item_data", "goods_model")
    return held if isinstance(held, dict) else row


def _field(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of some fields that holds something."""
    return next((name for name in names if row.get(name) not in (None, "")), "")


def _said(row: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return row.get(_field(row, names))


def yuan(value: Any, name: str = "") -> Decimal | None:
    """An amount in yuan: a whole number counts in fen, and what says so; a text, or one with a fraction, in yuan."""
    amount = shop.money(value)
    fen = isinstance(value, int) or name.endswith(CENT)
    return plain(amount / 100) if amount is not None and fen else amount


def _good(row: Mapping[str, Any], path: str, snapshot: Snapshot) -> Listing:
    id, mall = shop.text_in(row, *IDS), shop.text_in(row, *MALLS)
    quotes = list(_kinds(row, path))
    for held, place in ((row, path), (fields(row.get("group")), f"{path}.group")):
        name = _field(held, LEAST)
        if not quotes and (least := yuan(held.get(name), name)) is not None:
            quotes = [shop.priced(least, f"{place}.{name}", "CNY")]
    return shop.listing(
        snapshot,
        shop.id_in("good", row, *IDS),
        shop.text_in(row, *NAMES),
        quotes,
        url=f"https://mobile.yangkeduo.com/goods.html?goods_id={id}" if id else "",
        seller=f"pinduoduo.com/{mall}" if mall else "",
        stock=_stock(row),
    )


def _stock(row: Mapping[str, Any]) -> str | None:
    """How many are left of a good, or of its kinds together."""
    kinds = (sku for sku in objects(row.get("skus")) if _is_sold(sku))
    counts = [count for sku in kinds if isinstance(count := sku.get("quantity"), int)]
    return shop.text_in(row, "quantity") or (str(sum(counts)) if counts else None)


def _is_sold(sku: Mapping[str, Any]) -> bool:
    return all(sku.get(name) != 0 for name in SOLD)


def _kinds(row: Mapping[str, Any], path: str) -> Iterator[Quote]:
    """What each kind costs who buys in a group, as nearly all do."""
    for place, sku in numbered(row.get("skus")):
        name = _field(sku, GROUP)
        amount = yuan(sku.get(name), name)
        if amount is not None and _is_sold(sku):
            values = (shop.text_in(spec, "spec_value", "v") for spec in objects(sku.get("specs")))
            yield shop.priced(amount, f"{path}.skus[{place}].{name}", "CNY", " ".join(filter(None, values)))
