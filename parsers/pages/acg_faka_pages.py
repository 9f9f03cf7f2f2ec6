"""Finds what web pages of acg-faka show that a person saved: the good of an item's page, the cards of a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.pages import shop
from parsers.records import Listing, Snapshot

ABOUT = ".item-detail .panel-body, .commodity-info, .description"
"""Where an item's page describes the good, which its script's copy of it does not."""
INLINE = re.compile(r'\{\s*"id"\s*:\s*[0-9]+\s*,\s*"name"\s*:')
CARD, NAME, PRICE, LEFT = ".acg-card", ".goods-title", ".price", ".stat-bottom span"
ITEM = re.compile(r"/item/(?P<id>[0-9]{1,12})(?![0-9])")
SHOWN = ".badge-money, .abacus .price"
"""Where an item's page shows money with the sign that its operator chose."""
STOCK = re.compile(r"[:：]\s*(?P<left>\S.{0,40})\Z")


def is_item(text: str) -> bool:
    """Whether a page hands a good to its script."""
    return '"delivery_way"' in text and INLINE.search(text) is not None


def is_list(text: str) -> bool:
    """Whether a page shows the cards that its script made of a list."""
    return "acg-card" in text and "goods-title" in text


def rows(text: str) -> list[dict[str, Any]]:
    """The goods that a page hands to its script, a single one with its description from beside it."""
    found: list[dict[str, Any]] = []
    for start in INLINE.finditer(text):
        try:
            row, _ = json.JSONDecoder(parse_float=Decimal).raw_decode(text, start.start())
        except (ValueError, RecursionError):
            continue
        if "delivery_way" in row or "price" in row:
            found.append(row)
    about = LexborHTMLParser(text).css_first(ABOUT) if len(found) == 1 else None
    if about is not None:
        found[0].setdefault("description", about.html)
    return found


def currency(text: str) -> str | None:
    """The money that an item's page shows by a sign of one currency; None where it shows none."""
    prices = (shop.shown(one.text().strip().lstrip("+")) for one in LexborHTMLParser(text).css(SHOWN))
    return next((price[1] for price in prices if price and price[1]), None)


def cards(text: str, snapshot: Snapshot) -> Iterator[Listing]:
    """The goods of a list as its script drew them; one that is sold out leads nowhere."""
    for number, card in enumerate(LexborHTMLParser(text).css(CARD)):
        name, link = card.css_first(NAME), _link(card)
        if name is None:
            continue
        href = (link.attributes.get("href") if link else None) or ""
        place = ITEM.search(href)
        id = place["id"] if place else (link.attributes.get("data-id") if link else None)
        price = shop.shown("".join(node.text().split())) if (node := card.css_first(PRICE)) else None
        quotes = (
            [shop.priced(price[0], f"card[{number}].price", price[1] or snapshot.currency or "CNY")] if price else []
        )
        yield shop.listing(
            snapshot,
            f"good:{id}" if id else None,
            " ".join(name.text().split()),
            quotes,
            url=f"/item/{id}" if id else "",
            stock=_stock(card),
        )


def _link(card: LexborNode) -> LexborNode | None:
    """The link that a card stands in, or that stands in it."""
    above = card.parent
    return above if above is not None and above.tag == "a" else card.css_first("a[href]")


def _stock(card: LexborNode) -> str | None:
    """How many are left, or the words in their place; a card that is marked sold out has none."""
    if "soldout" in (card.attributes.get("class") or "").split():
        return "0"
    left = card.css_first(LEFT)
    match = STOCK.search(" ".join(left.text().split())) if left else None
    return match["left"] if match else None
