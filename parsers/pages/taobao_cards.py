"""Reads the cards of a search on Taobao as a person saved the page: names, prices in two pieces, shops."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.pages import shop
from parsers.records import Listing, Snapshot

OWN = re.compile(r"//(?:item\.taobao|detail\.tmall)\.com/item\.htm\b[^\"']{0,400}?[?&]id=(?P<id>[0-9]{1,20})")
ITEM_ID = re.compile(r"\Aitem_id_(?P<id>[0-9]{1,20})\Z")
PARTS = {
    "title": "[class*='title--']", "whole": "[class*='priceInt--']", "rest": "[class*='priceFloat--']",
    "shop": "[class*='shopName']",
}  # fmt: skip
"""Parts of a card, by the beginnings of class names that end in letters and digits of a build."""
CARD = "a[id^='item_id_'], a[href*='/item.htm']"


def is_search(text: str) -> bool:
    """Whether a saved page shows such cards."""
    return "priceInt--" in text and OWN.search(text) is not None


def goods(text: str, snapshot: Snapshot) -> list[Listing]:
    """The goods, each once: a link to the shop ends the card's own link, so that what belongs to a card follows it."""
    found: dict[str, dict[str, str]] = {}
    said: dict[str, str] = {}
    for node in _inorder(LexborHTMLParser(text)):
        if id := _id(node):
            said = found.setdefault(id, {})
            continue
        for name, place in PARTS.items():
            if node.css_matches(place) and (words := node.attributes.get("title") or " ".join(node.text().split())):
                said.setdefault(name, words)
    return [_good(id, parts, snapshot) for id, parts in found.items() if parts.get("title")]


def _inorder(page: LexborHTMLParser) -> Iterator[LexborNode]:
    """Cards and their parts as they follow one another in the page."""
    yield from page.css(", ".join((CARD, *PARTS.values())))


def _id(node: LexborNode) -> str | None:
    """The number of the good that a card leads to; an advert's link leads elsewhere."""
    if node.tag != "a":
        return None
    match = ITEM_ID.search(node.attributes.get("id") or "") or OWN.search(node.attributes.get("href") or "")
    return match["id"] if match else None


def _good(id: str, parts: dict[str, str], snapshot: Snapshot) -> Listing:
    amount = shop.money(f"{parts.get('whole', '')}{parts.get('rest', '')}".replace(",", ""))
    seller = parts.get("shop", "")
    return shop.listing(
        snapshot,
        f"item:{id}",
        parts["title"],
        [] if amount is None else [shop.priced(amount, "[class*='priceInt--']", "CNY")],
        url=f"https://item.taobao.com/item.htm?id={id}",
        seller=f"taobao.com/{seller}" if seller else "",
    )
