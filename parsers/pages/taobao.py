"""Reads pages of Taobao and Tmall that a person saved: results of a search, and the page of one good.

Both forbid crawling, so these pages are never fetched. Prices are in yuan, or in fen where their name says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from parsers.pages import scripts, shop
from parsers.pages.envelope import objects, plain
from parsers.records import Listing, Page, PageError, Quote, Snapshot, Wall
from parsers.redact import decode

SEARCH = re.compile(r"\bg_page_config\s*=\s*(?=\{)")
ITEM = re.compile(r"(?:\bvar\s+\w{1,20}|__ICE_APP_CONTEXT__)\s*=\s*(?=\{)")
ROW = {
    "nid", "title", "raw_title", "view_price", "user_id", "nick", "shopcard", "detail_url",
    "p4p", "p4pSameHeight", "category", "pid", "pic_url", "view_fee", "item_loc", "view_sales", "comment_count", "icon",
    "isHideIM", "isHideNick", "comment_url", "shopLink", "reserve_price", "i2iTags", "p4pTags", "risk", "shopName",
}  # fmt: skip
"""Fields of a result that are read, or left alone by name."""
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
        if good := scripts.dig(found, "loaderData", "home", "data", "res"):
            return _page([_good(good, snapshot)], set())
    if wall := refused(scripts.answer(text)):
        return Page(wall=wall)
    raise PageError(f"{snapshot.url}: neither results nor a good of Taobao or Tmall")


def is_page(text: str) -> bool:
    """Whether a saved page is one of these sites'."""
    return SEARCH.search(text) is not None or "__ICE_APP_CONTEXT__" in text


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
                f"item:{row.get('nid')}",
                shop.words_of(row.get("title")) or str(row.get("raw_title") or ""),
                [] if amount is None else [shop.priced(amount, path, "CNY")],
                url=f"https://{_host(row)}/item.htm?id={row.get('nid')}",
                seller=f"taobao.com/{row.get('user_id')}",
            )
        )
    return _page(listings, shop.strange(rows, ROW, "auctions[]."))


def _host(row: Mapping[str, Any]) -> str:
    return "detail.tmall.com" if scripts.dig(row, "shopcard", "isTmall") else "item.taobao.com"


def _good(good: Mapping[str, Any], snapshot: Snapshot) -> Listing:
    item, seller = scripts.dig(good, "item") or {}, scripts.dig(good, "seller") or {}
    quotes = list(_kinds(good)) or list(_shown(good))
    return shop.listing(
        snapshot,
        f"item:{item.get('itemId')}",
        str(item.get("title") or ""),
        quotes,
        url=f"https://item.taobao.com/item.htm?id={item.get('itemId')}",
        stock=str(scripts.dig(good, "skuCore", "sku2info", "0", "quantity") or "") or None,
        seller=f"taobao.com/{seller.get('sellerId') or seller.get('shopId')}",
    )


def _kinds(good: Mapping[str, Any]) -> Iterator[Quote]:
    """The price of every kind of a good, in fen; "0" is the price before one is chosen."""
    names = _names(good)
    prices = scripts.dig(good, "skuCore", "sku2info") or {}
    for sku, info in prices.items():
        fen = shop.money(scripts.dig(info, "price", "priceMoney"))
        if fen is not None and (sku != "0" or len(prices) == 1):
            path = f"sku2info.{sku}.price.priceMoney"
            yield shop.priced(plain(fen / 100), path, "CNY", names.get(sku, ""))


def _names(good: Mapping[str, Any]) -> Mapping[str, str]:
    """What the kinds are called: each is a path of properties and values, `pid:vid;pid:vid`."""
    properties = scripts.dig(good, "skuBase", "props") or []
    values = {
        f"{one.get('pid')}:{value.get('vid')}": str(value.get("name"))
        for one in properties
        for value in one.get("values") or []
    }
    skus = scripts.dig(good, "skuBase", "skus") or []
    return {
        str(sku.get("skuId")): " ".join(values.get(step, "") for step in str(sku.get("propPath")).split(";")).strip()
        for sku in skus
    }


def _shown(good: Mapping[str, Any]) -> Iterator[Quote]:
    text = scripts.dig(good, "componentsVO", "priceVO", "price", "priceText")
    if (amount := shop.money(text)) is not None:
        yield shop.priced(amount, "componentsVO.priceVO.price.priceText", "CNY")
