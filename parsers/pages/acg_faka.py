"""Reads shops that run acg-faka (异次元发卡): the list of goods, one good with its kinds, or the page that shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin

from parsers.pages import shop
from parsers.pages.envelope import document, mostly, named, odd
from parsers.records import Ask, Listing, Page, PageError, Quote, Snapshot, Wall
from parsers.redact import decode

ENVELOPE = {"code", "msg", "data", "total"}
GOOD = {
    "id", "name", "price", "user_price", "stock", "card_count", "card", "category", "config", "description", "owner",
    "wholesale", "race", "is_stock", "stock_state",
    "cover", "status", "delivery_way", "inventory_hidden", "shared_id", "shared_code", "level_disable", "level_price",
    "hide", "recommend", "category_id", "tags", "shared", "only_user", "purchase_count", "contact_type",
    "password_status", "coupon", "shared_premium", "shared_premium_type", "seckill_status", "seckill_start_time",
    "seckill_end_time", "draft_status", "draft_premium", "widget", "minimum", "maximum", "shared_sync", "lot_status",
    "lot_config", "service_url", "service_qq", "share_url", "login", "trade_captcha", "order_sold", "sku", "api_status",
}  # fmt: skip
"""Fields of a good that are read, or left alone by name."""
KINDS = {"category", "category_agent_price", "wholesale", "category_wholesale", "category_factory", "factory", "sku"}
INLINE = re.compile(r'\{\s*"id"\s*:\s*[0-9]+\s*,\s*"name"\s*:')
LIST = "/user/api/index/commodity?categoryId=0&keywords=&limit=0&page=1"
LOGIN = ("登录", "登陆", "login")


def read(snapshot: Snapshot) -> Page:
    """The goods of an answer or of an item's page; a category tree leads to the list. Raises PageError for all else.

    `price` is what a guest pays. Prices are in the source's currency, else in yuan: the software knows no other.
    """
    text, _ = decode(snapshot.body, snapshot.media_type)
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        return _item_page(text, snapshot)
    found = document(snapshot)
    if not is_answer(found):
        raise PageError(f"{snapshot.url}: no answer of acg-faka")
    if found["code"] != 200:
        return _refused(str(found.get("msg") or ""), found["code"], snapshot)
    data = found["data"]
    if isinstance(data, dict):
        return Page(listings=(_good(data, "data", snapshot),), unread=_unread([data], found))
    rows = [(place, row) for place, row in enumerate(data) if _is_row(row)]
    if rows and not any("price" in row for _, row in rows):
        return Page(asks=(Ask(urljoin(snapshot.url, LIST), "goods"),))
    listings = tuple(_good(row, f"data[{place}]", snapshot) for place, row in rows)
    lost = odd(data, _is_row, "data")
    whole = bool(listings) and not lost and found.get("total", len(listings)) == len(listings)
    unread = _unread([row for _, row in rows], found) + shop.said("acg_faka", lost)
    return Page(listings=listings, complete=whole, unread=unread)


def is_answer(found: Any) -> bool:
    """Whether JSON is in this software's envelope."""
    return isinstance(found, dict) and isinstance(found.get("code"), int) and "msg" in found and _is_data(found)


def is_item_page(text: str) -> bool:
    """Whether a web page shows a good of this software."""
    return '"delivery_way"' in text and INLINE.search(text) is not None


def _is_data(found: Mapping[str, Any]) -> bool:
    data = found.get("data")
    if found["code"] != 200:
        return bool(found["code"])
    if isinstance(data, dict):
        return "delivery_way" in data
    return isinstance(data, list) and mostly(data, _is_row)


def _is_row(row: Any) -> bool:
    return named(row, "id", "name")


def _refused(message: str, code: int, snapshot: Snapshot) -> Page:
    if any(word in message for word in LOGIN):
        return Page(wall=Wall("login", message))
    raise PageError(f"{snapshot.url}: refused with code {code}: {message[:200]!r}")


def _item_page(text: str, snapshot: Snapshot) -> Page:
    """The goods that a page hands to its script."""
    found: list[dict[str, Any]] = []
    for start in INLINE.finditer(text):
        try:
            row, _ = json.JSONDecoder(parse_float=Decimal).raw_decode(text, start.start())
        except (ValueError, RecursionError):
            continue
        if "delivery_way" in row or "price" in row:
            found.append(row)
    if not found:
        raise PageError(f"{snapshot.url}: no page of acg-faka with a good")
    listings = tuple(_good(row, f"script[{row['id']}]", snapshot) for row in found)
    return Page(listings=listings, unread=_unread(found, {}))


def _good(row: Mapping[str, Any], path: str, snapshot: Snapshot) -> Listing:
    category = row.get("category")
    owner = row.get("owner")
    host = shop.shop_of(snapshot)
    return shop.listing(
        snapshot,
        f"good:{row.get('id')}",
        str(row.get("name") or ""),
        list(_quotes(row, path, snapshot.currency or "CNY")),
        url=f"/item/{row.get('id')}",
        category=str(category["name"]) if isinstance(category, dict) and category.get("name") else None,
        more=shop.words_of(row.get("description")),
        stock=_stock(row),
        seller=f"{host}/{owner['id']}" if isinstance(owner, dict) and owner.get("id") else host,
    )


def _quotes(row: Mapping[str, Any], path: str, currency: str) -> Iterator[Quote]:
    """The price of every kind of a good, else its one price; what a member pays and what many cost besides."""
    kinds = _kinds(row)
    for kind, value in kinds.items():
        if (amount := shop.money(value)) is not None:
            yield shop.priced(amount, f"{path}.config.category.{kind}", currency, str(kind))
    if kinds:
        return
    guest, member = shop.money(row.get("price")), shop.money(row.get("user_price"))
    if guest is not None:
        yield shop.priced(guest, f"{path}.price", currency)
    if member is not None and member != guest:
        yield shop.priced(member, f"{path}.user_price", currency, "", "member")
    bulk = row.get("wholesale")
    for count, value in bulk.items() if isinstance(bulk, dict) else ():
        if (amount := shop.money(value)) is not None:
            yield shop.priced(amount, f"{path}.wholesale.{count}", currency, "", "bulk", f"from:{count}")


def _kinds(row: Mapping[str, Any]) -> Mapping[str, Any]:
    config = row.get("config")
    kinds = config.get("category") if isinstance(config, dict) else row.get("race")
    return kinds if isinstance(kinds, dict) else {}


def _stock(row: Mapping[str, Any]) -> str | None:
    """How many are left, or the words in their place where the shop hides the number."""
    left = next((row[name] for name in ("stock", "card", "card_count") if row.get(name) is not None), None)
    return None if left is None else str(left)


def _unread(rows: list[dict[str, Any]], found: Mapping[str, Any]) -> tuple[str, ...]:
    lines = shop.strange(rows, GOOD, "data[].") | shop.strange([found], ENVELOPE)
    lines |= shop.strange((row.get("config") for row in rows), KINDS, "data[].config.")
    lines |= {f"{row.get('name')}: no price" for row in rows if not list(_quotes(row, "", ""))}
    return shop.said("acg_faka", lines)
