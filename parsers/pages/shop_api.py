"""Reads what a person saved of shops on ShopApi (链动小铺 and its kin): a shop's list of goods, or one good.

The page asks its own server for them by posts that nobody documents, so nothing is fetched. Prices are in yuan.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from parsers.pages import scripts, shop
from parsers.pages.envelope import document, fields, mostly, named
from parsers.records import Listing, Page, PageError, Snapshot

GOOD = {
    "name", "price", "real_price", "goods_key", "goods_no", "extend",
    "stock_available_quantity", "stock_available_status", "description", "category_name",
    "id", "goods_type", "category_id", "link", "image", "market_price", "sort", "status", "user", "discount",
    "wholesale", "limit_quantity", "coupon_status", "sell_status", "is_stock", "create_time", "update_time",
}  # fmt: skip
"""Fields of a good that are read, or left alone by name."""


def read(snapshot: Snapshot) -> Page:
    """The goods of an answer. Raises PageError for all else, a refusal included."""
    found = document(snapshot)
    if not is_answer(found) and not (fields(found).get("code") == 1 and scripts.dig(found, "data", "list") == []):
        raise PageError(f"{snapshot.url}: no answer of ShopApi{_said(found)}")
    data = found["data"]
    rows, place = (data["list"], "data.list") if "list" in data else ([data], "data")
    return shop.saved("shop_api", rows, place, partial(_good, snapshot), GOOD)


def is_answer(found: Any) -> bool:
    """Whether JSON is a list of goods of this software, or a good."""
    data = fields(scripts.dig(found, "data"))
    if fields(found).get("code") != 1:
        return False
    rows = data.get("list", [data])
    return isinstance(rows, list) and bool(rows) and mostly(rows, _is_good)


def _is_good(row: Any) -> bool:
    return named(row, "goods_key", "price") or named(row, "goods_no", "price")


def _said(found: Any) -> str:
    """What a refusal says of itself."""
    message = shop.text_in(fields(found), "msg")
    return f": {message[:200]!r}" if message else ""


def _good(snapshot: Snapshot, row: dict[str, Any], path: str) -> Listing:
    """A good at the price that is asked; the other one is what it cost before."""
    asked = "real_price" if shop.money(row.get("real_price")) is not None else "price"
    amount, key = shop.money(row.get(asked)), shop.text_in(row, "goods_key", "goods_no")
    return shop.listing(
        snapshot,
        shop.id_in("good", row, "goods_key", "goods_no"),
        shop.text_in(row, "name"),
        [] if amount is None else [shop.priced(amount, f"{path}.{asked}", snapshot.currency or "CNY")],
        url=f"/item/{key}" if key else "",
        category=shop.text_in(row, "category_name") or None,
        more=shop.words_of(row.get("description")),
        stock=_stock(row),
    )


def _stock(row: dict[str, Any]) -> str | None:
    """How many are left; a shop that shows no number may say that none are."""
    left = shop.text_in(fields(row.get("extend")), "stock_count") or shop.text_in(row, "stock_available_quantity")
    return left or ("0" if row.get("stock_available_status") in (0, False) else None)
