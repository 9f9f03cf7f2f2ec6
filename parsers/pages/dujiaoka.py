"""Reads shops that run dujiaoka (独角数卡): the front page with all goods, in three themes, and the page of one good.

The front page shows everything that is for sale, so nothing more is asked. What is paid is in the shop's own money:
yuan, if neither the source nor a sign on the page says otherwise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.charsets import decode
from parsers.pages import dujiaoka_good, shop
from parsers.pages.envelope import numbered, objects
from parsers.records import Listing, Page, PageError, Quote, Snapshot

INLINE = re.compile(r"\bgoodsMsg\s*=\s*(?=[\[{])")
BUY = re.compile(r"/buy/(?P<id>[0-9]{1,12})(?![0-9])")
COUNT = re.compile(r"[0-9]{1,9}")
OWN_FORM = "form input[name=gid], form input[name=pid]"
MARKS = ("独角数卡", "dujiaoka", "/order-search", "/create-order", "/postOrder", "/order/create")
GOOD = {
    "id", "gd_name", "actual_price", "in_stock", "wholesale_price_cnf", "description", "gd_description",
    "retail_price", "sales_volume", "type", "buy_limit_num", "picture", "group_id", "buy_prompt", "ord", "is_open",
    "other_ipu_cnf", "api_hook", "gd_keywords", "created_at", "updated_at", "deleted_at", "coupon", "group",
    "wholesale_price_arr", "proportion", "sell_price", "price", "goods_sub", "stock",
    "original_price", "is_sub", "preselection", "payment_limit", "require_login", "buy_min_num", "usage_instructions",
}  # fmt: skip
"""Fields of a good in the page of the theme luna that are read, or left alone by name."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Where a theme's front page shows a good, its name, its price and its stock."""

    good: str
    name: str
    price: str
    stock: str = "[data-none]"


PRICES = ("actual_price", "sell_price", "price")
"""What a good costs, by the names of several versions."""
THEMES = (
    Theme(".goods .tab-pane .card", ".card-title", "button.btn-outline-success strong", "h6 small"),
    Theme("a.home-card", "p.name, .name", ".price b"),
    Theme(".product a.box", ".shop-name, .card-title", ".shop-price, .card-text b"),
    Theme("tr.product-pc, tr.category", "td .text-body", "td b", "td:nth-child(4)"),
    Theme("table.layui-table tr", "td:first-child", "b.product-box-price", "td:nth-child(4)"),
    Theme(".tab-pane .product-card", ".nav .text-truncate", ".h6"),
    Theme("#goodsTabContent .card", ".card-title", ".card-body > .text-primary"),
)


def read(snapshot: Snapshot) -> Page:
    """The goods of a front page, or the one of its own page. Raises PageError for a page of other software."""
    text, _ = decode(snapshot.body, snapshot.media_type)
    page = LexborHTMLParser(text)
    if inline := INLINE.search(text):
        return _luna(text, inline.end(), snapshot)
    if (form := page.css_first(OWN_FORM)) is not None:
        return Page(listings=(dujiaoka_good.read(page, form, snapshot),))
    found = next(filter(None, (list(_cards(page, theme, snapshot)) for theme in THEMES)), [])
    if not found and not any(mark in text for mark in MARKS):
        raise PageError(f"{snapshot.url}: no front page and no good of dujiaoka")
    broken = {f"{one.title}: no price" for one in found if not one.quotes}
    listings = tuple(one for one in found if one.quotes)
    return Page(listings=listings, complete=bool(listings), unread=shop.said("dujiaoka", broken))


def is_shop(text: str) -> bool:
    """Whether a page is a shop's."""
    page = LexborHTMLParser(text)
    if INLINE.search(text) or page.css_first(THEMES[0].good):
        return BUY.search(text) is not None or "goods" in text
    own = page.css_first(OWN_FORM) is not None or BUY.search(text) is not None
    return own and any(mark in text for mark in MARKS)


def _luna(text: str, start: int, snapshot: Snapshot) -> Page:
    """The theme that hands its groups to a script."""
    try:
        held, _ = json.JSONDecoder(parse_float=Decimal).raw_decode(text, start)
    except (ValueError, RecursionError):
        raise PageError(f"{snapshot.url}: the list of goods breaks off") from None
    rows = [(group, row) for group in objects(_listed(held)) for row in objects(_listed(group.get("goods")))]
    found = [_row(row, str(group.get("gp_name") or ""), snapshot) for group, row in rows]
    unread = shop.strange((row for _, row in rows), GOOD, "goods[].")
    unread |= {f"{one.title}: no price" for one in found if not one.quotes}
    listings = tuple(one for one in found if one.quotes)
    return Page(listings=listings, complete=bool(listings), unread=shop.said("dujiaoka", unread))


def _listed(found: Any) -> Any:
    """A list, which PHP writes as an object once its numbers have gaps."""
    return list(found.values()) if isinstance(found, dict) else found


def _row(row: dict[str, Any], group: str, snapshot: Snapshot) -> Listing:
    id = shop.text_in(row, "id")
    return shop.listing(
        snapshot,
        shop.id_in("good", row),
        shop.text_in(row, "gd_name"),
        list(_row_quotes(row, f"goods[{id}]", snapshot.currency or "CNY")),
        url=f"/buy/{id}" if id else "",
        category=group or None,
        more=shop.words_of(row.get("description") or row.get("gd_description")),
        stock=shop.text_in(row, "in_stock", "stock") or None,
    )


def _row_quotes(row: dict[str, Any], path: str, currency: str) -> Iterator[Quote]:
    """The price of a good, or of each of its kinds, then what each of many costs."""
    kinds = [(place, kind) for place, kind in numbered(_listed(row.get("goods_sub"))) if "price" in kind]
    held = next((name for name in PRICES if shop.money(row.get(name)) is not None), "")
    amounts = [(shop.money(kind["price"]), f"goods_sub[{place}].price", shop.text_in(kind, "name"))
               for place, kind in kinds] or [(shop.money(row.get(held)), held, "")]  # fmt: skip
    for amount, place, kind in amounts:
        if amount is not None:
            yield shop.priced(amount, f"{path}.{place}", currency, kind if len(amounts) > 1 else "")
    for line in str(row.get("wholesale_price_cnf") or "").splitlines():
        count, _, each = line.partition("=")
        if (price := shop.money(each)) is not None:
            yield dujiaoka_good.bulk(price, count, f"{path}.wholesale_price_cnf", currency)


def _cards(page: LexborHTMLParser, theme: Theme, snapshot: Snapshot) -> Iterator[Listing]:
    """The goods of a theme that shows them as cards or rows, each once; a group's own pane names the group."""
    seen: dict[str, Listing] = {}
    for card in page.css(theme.good):
        one = _card(card, theme, _group(page, card), snapshot)
        if one is None:
            continue
        key = one.native_id or one.text
        if key not in seen or (one.channel and not seen[key].channel):
            seen[key] = one
    yield from seen.values()


def _card(card: LexborNode, theme: Theme, group: str | None, snapshot: Snapshot) -> Listing | None:
    name = card.css_first(theme.name)
    if name is None:
        return None
    title = " ".join((name.attributes.get("title") or name.text()).split())
    links = [card, *card.css("a[href]")]
    buy = next(filter(None, (BUY.search(link.attributes.get("href") or "") for link in links)), None)
    price, stock = card.css_first(theme.price), card.css_first(theme.stock)
    left = COUNT.search(stock.text()) if stock else None
    return shop.listing(
        snapshot,
        f"good:{buy['id']}" if buy else None,
        title,
        _prices(price, theme.price, snapshot),
        url=buy.group() if buy else "",
        category=group,
        stock=left.group() if left else None if buy else "0",
    )


def _prices(node: LexborNode | None, path: str, snapshot: Snapshot) -> list[Quote]:
    found = shop.shown(dujiaoka_good.standing(node)) if node else None
    return [shop.priced(found[0], path, snapshot.currency or found[1] or "CNY")] if found else []


def _group(page: LexborHTMLParser, card: LexborNode) -> str | None:
    """The name of the group that a card stands in, None in the pane of all."""
    above = card.parent
    while above is not None:
        classes = (above.attributes.get("class") or "").split()
        if "tab-pane" in classes:
            tabs = page.css("a[href^='#group-']")
            tab = next((one for one in tabs if one.attributes.get("href") == f"#{above.id}"), None)
            return tab.text().strip() if tab else None
        if {"category", "category-pc", "category-sj", "layui-card"} & set(classes):
            head = above.css_first("h3, .layui-card-header")
            return head.text().strip().rstrip("：:") if head else None
        above = above.parent
    return None
