"""Reads shops that run dujiaoka (独角数卡): the front page with all goods, in three themes, and the page of one good.

The front page shows everything that is for sale, so nothing more is asked. What is paid is in the shop's own money:
yuan, if neither the source nor a sign on the page says otherwise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.pages import shop
from parsers.records import Listing, Page, PageError, Quote, Snapshot
from parsers.redact import decode

INLINE = re.compile(r"\bgoodsMsg\s*=\s*(?=\[)")
BUY = re.compile(r"/buy/(?P<id>[0-9]{1,12})(?![0-9])")
COUNT = re.compile(r"[0-9]{1,9}")
BULK = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,4})?")
LABEL = re.compile(r"\A[^:：0-9]{0,12}[:：]")
OWN_FORM = "form input[name=gid], form input[name=pid]"
OWN_PRICE = ".buy-price, .price-num, .buy-group h3 > span, #buy-form h3 > span, .buy-form h6"
OWN_STOCK = ".badge, .text-muted, .tips-blue, .input-group-append span"
MARKS = ("独角数卡", "dujiaoka", "/order-search", "/create-order", "/postOrder")
GOOD = {
    "id", "gd_name", "actual_price", "in_stock", "wholesale_price_cnf", "description", "gd_description",
    "retail_price", "sales_volume", "type", "buy_limit_num", "picture", "group_id", "buy_prompt", "ord", "is_open",
    "other_ipu_cnf", "api_hook", "gd_keywords", "created_at", "updated_at", "deleted_at", "coupon", "group",
    "wholesale_price_arr", "proportion",
}  # fmt: skip
"""Fields of a good in the page of the theme luna that are read, or left alone by name."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Where a theme's front page shows a good, its name, its price and its stock."""

    good: str
    name: str
    price: str
    stock: str = "[data-none]"


THEMES = (
    Theme(".goods .tab-pane .card", ".card-title", "button.btn-outline-success strong", "h6 small"),
    Theme("a.home-card", "p.name, .name", ".price b"),
    Theme(".product a.box", ".shop-name, .card-title", ".shop-price, .card-text b"),
    Theme("tr.product-pc", "td .text-body", "td b", "td:nth-child(4)"),
)


def read(snapshot: Snapshot) -> Page:
    """The goods of a front page, or the one of its own page. Raises PageError for a page of other software."""
    text, _ = decode(snapshot.body, snapshot.media_type)
    page = LexborHTMLParser(text)
    if inline := INLINE.search(text):
        return _luna(text, inline.end(), snapshot)
    if (form := page.css_first(OWN_FORM)) is not None:
        return Page(listings=(_own_page(page, form, snapshot),))
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
        groups, _ = json.JSONDecoder(parse_float=Decimal).raw_decode(text, start)
    except (ValueError, RecursionError):
        raise PageError(f"{snapshot.url}: the list of goods breaks off") from None
    rows = [(group, row) for group in groups if isinstance(group, dict) for row in group.get("goods") or []]
    found = [_row(row, str(group.get("gp_name") or ""), snapshot) for group, row in rows if isinstance(row, dict)]
    unread = shop.strange((row for _, row in rows), GOOD, "goods[].")
    unread |= {f"{one.title}: no price" for one in found if not one.quotes}
    listings = tuple(one for one in found if one.quotes)
    return Page(listings=listings, complete=bool(listings), unread=shop.said("dujiaoka", unread))


def _row(row: dict[str, Any], group: str, snapshot: Snapshot) -> Listing:
    path, currency = f"goods[{row.get('id')}]", snapshot.currency or "CNY"
    amount = shop.money(row.get("actual_price"))
    quotes = [] if amount is None else [shop.priced(amount, f"{path}.actual_price", currency)]
    for line in str(row.get("wholesale_price_cnf") or "").splitlines():
        count, _, each = line.partition("=")
        if quotes and (price := shop.money(each)) is not None:
            quotes.append(_bulk(price, count, f"{path}.wholesale_price_cnf", currency))
    return shop.listing(
        snapshot,
        f"good:{row.get('id')}",
        str(row.get("gd_name") or ""),
        quotes,
        url=f"/buy/{row.get('id')}",
        category=group or None,
        more=shop.words_of(row.get("description") or row.get("gd_description")),
        stock=None if row.get("in_stock") is None else str(row["in_stock"]),
    )


def _bulk(price: Decimal, count: str, path: str, currency: str | None) -> Quote:
    return shop.priced(price, path, currency, "", "bulk", f"from:{count.strip()}")


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
    title = (name.attributes.get("title") or name.text()).strip()
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
    found = shop.shown(node.text()) if node else None
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
        if {"category", "category-pc", "category-sj"} & set(classes):
            head = above.css_first("h3")
            return head.text().strip() if head else None
        above = above.parent
    return None


def _own_page(page: LexborHTMLParser, form: LexborNode, snapshot: Snapshot) -> Listing:
    """The good of its own page, with its description and its prices in bulk."""
    name = page.css_first(".good-card .card-title, .buy-form h3, #buy-form h3, .goods-name > span")
    amount = next(filter(None, map(_amount, page.css(OWN_PRICE))), None)
    if name is None or amount is None:
        raise PageError(f"{snapshot.url}: a good of dujiaoka without a name or a price")
    currency = snapshot.currency or amount[1] or "CNY"
    quotes = [shop.priced(amount[0], "price", currency), *_own_bulk(page, currency)]
    about = page.css_first(".buy-product .scrollbar, .good-card .card-header ~ .card-body, .goods-msg-con, .intro")
    left = next((COUNT.search(node.text()) for node in page.css(OWN_STOCK) if _is_stock(node)), None)
    title = (name.text(deep=False) or name.text()).strip()
    one = shop.listing(snapshot, f"good:{form.attributes.get('value')}", title, quotes,
                        more=shop.words_of(about.html) if about else "")  # fmt: skip
    return replace(one, stock=left.group() if left else None)


def _amount(node: LexborNode) -> tuple[Decimal, str | None] | None:
    """The amount that a node shows, behind its label where it has one; a sign may stand in a part before it."""
    sign = node.parent.css_first(".price-sign") if node.parent is not None else None
    return shop.shown(f"{sign.text().strip() if sign else ''}{LABEL.sub('', node.text()).strip()}")


def _own_bulk(page: LexborHTMLParser, currency: str) -> Iterator[Quote]:
    """Prices from a number of pieces on: the first number is how many, the last what each costs."""
    for node in page.css(".sale .badge, .sale .small-tips, .alert span, .alert p"):
        numbers = BULK.findall(node.text())
        if len(numbers) >= 2 and (price := shop.money(numbers[-1])) is not None:
            yield _bulk(price, numbers[0], "wholesale_price_cnf", currency)


def _is_stock(node: LexborNode) -> bool:
    return re.search(r"(?:库存|庫存|stock|in stock)\s*[(（：:]\s*[0-9]", node.text(), re.IGNORECASE) is not None
