"""Reads shops that run acg-faka (异次元发卡): the list of goods, one good with its kinds, or the page that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import islice, product
from typing import Any

from parsers.charsets import decode
from parsers.links import beside
from parsers.pages import acg_faka_pages, shop
from parsers.pages.envelope import document, fields, mostly, named, odd, plain
from parsers.records import Ask, Listing, Page, PageError, Quote, Snapshot, Wall

ENVELOPE = {"code", "msg", "data", "total"}
GOOD = {
    "id", "name", "price", "user_price", "stock", "card_count", "card", "category", "config", "description", "owner",
    "wholesale", "race", "is_stock", "stock_state",
    "cover", "status", "delivery_way", "inventory_hidden", "shared_id", "shared_code", "level_disable", "level_price",
    "hide", "recommend", "category_id", "tags", "shared", "only_user", "purchase_count", "contact_type",
    "password_status", "coupon", "shared_premium", "shared_premium_type", "seckill_status", "seckill_start_time",
    "seckill_end_time", "draft_status", "draft_premium", "widget", "minimum", "maximum", "shared_sync", "lot_status",
    "lot_config", "service_url", "service_qq", "share_url", "login", "trade_captcha", "order_sold", "sku", "api_status",
    "category_wholesale", "code", "detail_image", "sort", "sales", "paid_sales_units", "recent_paid_sales",
    "sales_display_configured", "seckill_active", "has_wholesale", "channel_price", "channel_prices", "shared_stock",
    "shared_amount_sync", "shared_config_sync", "inventory_sync", "create_time", "send_email", "factory_price",
}  # fmt: skip
"""Fields of a good that are read, or left alone by name."""
KINDS = {"category", "category_agent_price", "wholesale", "category_wholesale", "category_factory", "factory", "sku"}
MOST_KINDS = 60
LIST = "/user/api/index/commodity?categoryId=0&keywords=&limit=0&page=1"
OWN = re.compile("/user/api/")
LOGIN = ("登录", "登陆", "login")


def read(snapshot: Snapshot) -> Page:
    """The goods of an answer or of an item's page; a category tree leads to the list. Raises PageError for all else.

    `price` is what a guest pays. Prices are in the source's currency, else in that whose sign a page shows, else in
    yuan, which the software began with.
    """
    text, _ = decode(snapshot.body, snapshot.media_type)
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        return _web_page(text, snapshot)
    found = document(snapshot)
    if named(found, "code", "msg") and isinstance(found["code"], int) and found["code"] != 200:
        return _refused(str(found["msg"] or ""), found["code"], snapshot)
    if not is_answer(found):
        raise PageError(f"{snapshot.url}: no answer of acg-faka")
    data = found["data"]
    if isinstance(data, dict):
        return Page(listings=(_good(data, "data", snapshot),), unread=_unread([data], found))
    rows = [(place, row) for place, row in enumerate(data) if _is_row(row)]
    if rows and not any("price" in row for _, row in rows):
        return Page(asks=(Ask(beside(snapshot.url, OWN, LIST), "goods"),))
    listings = tuple(_good(row, f"data[{place}]", snapshot) for place, row in rows)
    lost = odd(data, _is_row, "data")
    whole = bool(listings) and not lost and _is_whole(found.get("total", len(listings)), len(listings), snapshot.url)
    unread = _unread([row for _, row in rows], found) + shop.said("acg_faka", lost)
    return Page(listings=listings, complete=whole, unread=unread)


def is_answer(found: Any) -> bool:
    """Whether JSON is in this software's envelope."""
    return isinstance(found, dict) and isinstance(found.get("code"), int) and "msg" in found and _is_data(found)


def is_page(text: str) -> bool:
    """Whether a web page shows a good of this software, or its list."""
    return acg_faka_pages.is_item(text) or acg_faka_pages.is_list(text)


def _is_whole(total: Any, shown: int, url: str) -> bool:
    """Whether a list is the shop's: the total counts goods that are hidden too, so a list without limit is all."""
    part = any(shop.parameter(url, name) not in (None, "", "0") for name in ("categoryId", "keywords"))
    return not part and (shop.parameter(url, "limit") == "0" or total == shown)


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


def _web_page(text: str, snapshot: Snapshot) -> Page:
    """The goods that a page hands to its script, in the money that it shows, else the cards of a list."""
    if found := acg_faka_pages.rows(text):
        own = replace(snapshot, currency=snapshot.currency or acg_faka_pages.currency(text))
        listings = tuple(_good(row, f"script[{row['id']}]", own) for row in found)
        return Page(listings=listings, unread=_unread(found, {}))
    if shown := tuple(acg_faka_pages.cards(text, snapshot)):
        lines = {f"{one.title}: no price" for one in shown if not one.quotes}
        return Page(listings=shown, unread=shop.said("acg_faka", lines))
    raise PageError(f"{snapshot.url}: no page of acg-faka with a good")


def _good(row: Mapping[str, Any], path: str, snapshot: Snapshot) -> Listing:
    host, id, owner = shop.shop_of(snapshot), shop.text_in(row, "id"), shop.text_in(fields(row.get("owner")), "id")
    return shop.listing(
        snapshot,
        shop.id_in("good", row),
        shop.text_in(row, "name"),
        list(_quotes(row, path, snapshot.currency or "CNY")),
        url=f"/item/{id}" if id else "",
        category=shop.text_in(fields(row.get("category")), "name") or None,
        more=shop.words_of(row.get("description")),
        stock=_stock(row),
        seller=f"{host}/{owner}" if owner not in ("", "0") else host,
    )


def _quotes(row: Mapping[str, Any], path: str, currency: str) -> Iterator[Quote]:
    """The price of every kind of a good, else its one price; what a member pays and what each of many costs besides."""
    races, guest, member = _kinds(row), shop.money(row.get("price")), shop.money(row.get("user_price"))
    for kind, at, amount in _priced(row, races, guest):
        yield shop.priced(amount, f"{path}.{at}", currency, kind)
    if not races and member and member != guest:  # 0 is a price that was left empty
        yield shop.priced(member, f"{path}.user_price", currency, "", "member")
    for kind, at, tiers in _many(row, races):
        for count, value in tiers.items():
            if (each := shop.money(value)) is not None:
                yield shop.priced(each, f"{path}.{at}.{count}", currency, kind, "bulk", f"from:{count}")


def _priced(
    row: Mapping[str, Any], races: Mapping[str, Any], guest: Decimal | None
) -> Iterator[tuple[str, str, Decimal]]:
    """Each kind with where its price stands: a race has a price, and an option of a group adds to it."""
    bases = [(str(race), f"config.category.{race}", shop.money(value)) for race, value in races.items()]
    groups = fields(fields(row.get("config")).get("sku")) or fields(row.get("sku"))
    choices = [list(options.items()) for options in groups.values() if isinstance(options, dict) and options]
    for race, at, base in bases or [("", "price", guest)]:
        for chosen in islice(product(*choices), MOST_KINDS):
            adds = [shop.money(add) or Decimal(0) for _, add in chosen]
            if base is not None:
                name = " ".join(filter(None, (race, *(str(option) for option, _ in chosen))))
                yield name, at, plain(base + sum(adds))


def _many(row: Mapping[str, Any], races: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """What each costs from a number on, of every kind or of a good without kinds."""
    config = fields(row.get("config"))
    for held, at in ((row, ""), (config, "config.")):
        if not races and (tiers := fields(held.get("wholesale"))):
            yield "", f"{at}wholesale", tiers
        for kind, tiers in fields(held.get("category_wholesale")).items():
            if kind in races:
                yield str(kind), f"{at}category_wholesale.{kind}", fields(tiers)


def _kinds(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return fields(fields(row.get("config")).get("category")) or fields(row.get("race"))


def _stock(row: Mapping[str, Any]) -> str | None:
    """How many are left, or the words in their place where the shop hides the number.

    Older versions count cards alone: what is made by hand or comes from another shop has none, and is not sold out.
    """
    if shop.text_in(row, "status") == "0":
        return "0"  # taken off the shelf
    if left := shop.text_in(row, "stock"):
        return left
    counted = row.get("delivery_way") in (0, None) and not (row.get("shared") or row.get("shared_id"))
    cards = next((row[name] for name in ("card", "card_count") if row.get(name) is not None), None)
    return None if cards is None or (cards == 0 and not counted) else str(cards)


def _unread(rows: list[dict[str, Any]], found: Mapping[str, Any]) -> tuple[str, ...]:
    lines = shop.strange(rows, GOOD, "data[].") | shop.strange([found], ENVELOPE)
    lines |= shop.strange((row.get("config") for row in rows), KINDS, "data[].config.")
    lines |= {"config as text" for row in rows if isinstance(row.get("config"), str) and row["config"].strip()
              and not _kinds(row)}  # fmt: skip
    lines |= {f"{row.get('name')}: no price" for row in rows if not list(_quotes(row, "", ""))}
    return shop.said("acg_faka", lines)
