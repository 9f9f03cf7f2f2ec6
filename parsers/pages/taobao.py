"""Reads pages of Taobao and Tmall that a person saved: results of a search, and the page of one good.

Both forbid crawling, so these pages are never fetched. Prices are in yuan, or in fen where their name says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from parsers.charsets import decode
from parsers.pages import scripts, shop, taobao_cards
from parsers.pages.envelope import fields, named, numbered, objects, plain
from parsers.records import Listing, Page, PageError, Quote, Snapshot, Wall

SEARCH = re.compile(r"\bg_page_config\s*=\s*(?=\{)")
ITEM = re.compile(r"(?:\bvar\s+\w{1,20}|__ICE_APP_CONTEXT__|__INITIAL_DATA__)\s*=\s*(?=\{)")
ROW = {
    "nid", "title", "raw_title", "view_price", "user_id", "nick", "shopcard", "detail_url",
    "p4p", "p4pSameHeight", "category", "pid", "pic_url", "view_fee", "item_loc", "view_sales", "comment_count", "icon",
    "isHideIM", "isHideNick", "comment_url", "shopLink", "reserve_price", "i2iTags", "p4pTags", "risk", "shopName",
}  # fmt: skip
"""Fields of a result that are read, or left alone by name."""
GOODS = (
    ("loaderData", "home", "data", "res"), ("loaderData", "home", "data"), ("appData", "loaderData", "home", "data"),
    ("appData", "loaderData", "home", "data", "res"), ("loaderData", "pcdetail", "data", "res"), ("pageData",),
    ("data", "res"), ("data",),
)  # fmt: skip
"""Where versions of the site keep the good of a page."""
WALLS = ("FAIL_SYS_USER_VALIDATE", "RGV587_ERROR", "FAIL_SYS_SESSION_EXPIRED", "FAIL_SYS_TOKEN", "FAIL_SYS_ILLEGAL")
"""What the gateway of these sites answers in the place of data."""


def read(snapshot: Snapshot) -> Page:
    """The goods of a saved page; it never shows a source as a whole. Raises PageError for other pages."""
    text, _ = decode(snapshot.body, snapshot.media_type)
    for found in scripts.objects(text, SEARCH):
        rows = scripts.dig(found, "mods", "itemlist", "data", "auctions")
        if isinstance(rows, list) or scripts.dig(found, "mods", "itemlist") is not None:  # hidden when nothing is found
            return _results(objects(rows), snapshot)
    for found in scripts.objects(text, ITEM):
        if good := held(found):
            return _page([_good(good, snapshot)], set())
    if text.lstrip("\ufeff \t\r\n").startswith("<") and (shown := taobao_cards.goods(text, snapshot)):
        return _page(shown, set())
    found = scripts.answer(text)
    if wall := refused(found):
        return Page(wall=wall)
    if isinstance(rows := scripts.dig(found, "data", "itemsArray"), list):
        return _page([_result(row, f"itemsArray[{place}]", snapshot) for place, row in numbered(rows)], set())
    if good := held(found):
        return _page([_good(good, snapshot)], set())
    raise PageError(f"{snapshot.url}: neither results nor a good of Taobao or Tmall")


def is_page(text: str) -> bool:
    """Whether a saved page is one of these sites'."""
    return SEARCH.search(text) is not None or "__ICE_APP_CONTEXT__" in text or taobao_cards.is_search(text)


def is_answer(found: Any) -> bool:
    """Whether JSON is the gateway's answer of one good, or of a search."""
    data = found.get("data") if named(found, "ret", "data") else None
    return data is not None and (named(data, "itemsArray") or held(found) is not None)


def held(found: Any) -> dict[str, Any] | None:
    """The good that a page hands to its script, or that the gateway answers with."""
    places = (_unstacked(scripts.dig(found, *steps)) for steps in GOODS)
    return next((place for place in places if any(named(place, "item", name) for name in PRICED)), None)


PRICED = ("skuCore", "skuBase", "componentsVO", "price")
"""What stands beside a good and says what it costs."""


def _unstacked(place: Any) -> Any:
    """A good with what the gateway for phones hands over as text within it: its prices, and what is left."""
    stack = objects(place.get("apiStack")) if isinstance(place, dict) else []
    found = scripts.answer(shop.text_in(stack[0], "value")) if stack else None
    return {**found, **place} if isinstance(found, dict) else place


def refused(found: Any) -> Wall | None:
    """The wall that an answer of the gateway (mtop) tells of."""
    said = found.get("ret") if isinstance(found, dict) else None
    codes = " ".join(map(str, said)) if isinstance(said, list) else ""
    return Wall("challenge", codes) if any(code in codes for code in WALLS) else None


def _page(listings: list[Listing], unread: set[str]) -> Page:
    unread |= {f"{one.title}: no price" for one in listings if not one.quotes}
    return Page(listings=tuple(one for one in listings if one.quotes), unread=shop.said("taobao", unread))


def _results(rows: Sequence[Mapping[str, Any]], snapshot: Snapshot) -> Page:
    listings = []
    for place, row in enumerate(rows):
        amount, path = shop.money(row.get("view_price")), f"auctions[{place}].view_price"
        listings.append(
            shop.listing(
                snapshot,
                shop.id_in("item", row, "nid"),
                shop.words_of(row.get("title")) or shop.text_in(row, "raw_title"),
                [] if amount is None else [shop.priced(amount, path, "CNY")],
                url=f"https://{_host(row)}/item.htm?id={id}" if (id := shop.text_in(row, "nid")) else "",
                seller=f"taobao.com/{seller}" if (seller := shop.text_in(row, "user_id", "nick")) else "",
            )
        )
    return _page(listings, shop.strange(rows, ROW, "auctions[]."))


def _result(row: Mapping[str, Any], path: str, snapshot: Snapshot) -> Listing:
    """A result as today's search answers it: what is asked now goes before what was."""
    held = fields(row.get("priceShow"))
    at, written = ("priceShow.price", held.get("price")) if shop.text_in(held, "price") else ("price", row.get("price"))
    id, seller = shop.text_in(row, "item_id", "itemId", "nid"), shop.text_in(row, "userId", "user_id", "nick")
    return shop.listing(
        snapshot,
        f"item:{id}" if id else None,
        shop.words_of(row.get("title")),
        [] if (amount := shop.money(written)) is None else [shop.priced(amount, f"{path}.{at}", "CNY")],
        url=f"https://item.taobao.com/item.htm?id={id}" if id else "",
        seller=f"taobao.com/{seller}" if seller else "",
    )


def _host(row: Mapping[str, Any]) -> str:
    return "detail.tmall.com" if scripts.dig(row, "shopcard", "isTmall") else "item.taobao.com"


def _good(good: Mapping[str, Any], snapshot: Snapshot) -> Listing:
    item, id = fields(good.get("item")), shop.text_in(fields(good.get("item")), "itemId")
    seller = shop.text_in(fields(good.get("seller")), "sellerId", "userId", "shopId")
    quotes = list(_kinds(good)) or list(_shown(good))
    return shop.listing(
        snapshot,
        shop.id_in("item", item, "itemId"),
        shop.text_in(item, "title")
        or shop.text_in(fields(scripts.dig(good, "componentsVO", "titleVO", "title")), "title"),
        quotes,
        url=f"https://item.taobao.com/item.htm?id={id}" if id else "",
        stock=shop.text_in(fields(scripts.dig(good, "skuCore", "sku2info", "0")), "quantity") or None,
        seller=f"taobao.com/{seller}" if seller else "",
    )


def _kinds(good: Mapping[str, Any]) -> Iterator[Quote]:
    """The price of every kind of a good, and what is left of it after what is taken off.

    "0" is the price before one is chosen.
    """
    names = _names(good)
    prices = fields(scripts.dig(good, "skuCore", "sku2info"))
    for sku, info in prices.items():
        for name, conditions in (("price", ()), ("subPrice", ("promotion",))):
            amount, at = _amount(fields(fields(info).get(name)))
            if amount is not None and (sku != "0" or len(prices) == 1):
                yield shop.priced(amount, f"sku2info.{sku}.{name}.{at}", "CNY", names.get(sku, ""), *conditions)


def _amount(said: Mapping[str, Any]) -> tuple[Decimal | None, str]:
    """A price in fen, else in yuan."""
    if (fen := shop.money(said.get("priceMoney"))) is not None:
        return plain(fen / 100), "priceMoney"
    return shop.money(said.get("priceText")), "priceText"


def _names(good: Mapping[str, Any]) -> Mapping[str, str]:
    """What the kinds are called: each is a path of properties and values, `pid:vid;pid:vid`."""
    values = {
        f"{one.get('pid')}:{value.get('vid')}": shop.text_in(value, "name")
        for one in objects(scripts.dig(good, "skuBase", "props"))
        for value in objects(one.get("values"))
    }
    return {
        shop.text_in(sku, "skuId"): " ".join(
            values.get(step, "") for step in shop.text_in(sku, "propPath").split(";")
        ).strip()
        for sku in objects(scripts.dig(good, "skuBase", "skus"))
    }


def _shown(good: Mapping[str, Any]) -> Iterator[Quote]:
    """What a page shows above its kinds: a price, or from which to which."""
    for at in ("componentsVO.priceVO", "price"):
        held = fields(scripts.dig(good, *at.split(".")))
        for name, conditions in (("price", ()), ("extraPrice", ("promotion",))):
            said = fields(held.get(name))
            ends = [
                end for text in str(said.get("priceText") or "").split("-") if (end := shop.money(text)) is not None
            ]
            if len(ends) == 2:
                place = f"{at}.{name}.priceText"
                yield from shop.between([shop.priced(end, place, "CNY", "", *conditions) for end in ends])
            elif (amount := _amount(said))[0] is not None:
                yield shop.priced(amount[0], f"{at}.{name}.{amount[1]}", "CNY", "", *conditions)
