"""Reads what WooCommerce shows in its own markup, whatever theme is around it: lists of goods, kinds of a good."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.pages import shop
from parsers.pages.envelope import numbered, plain
from parsers.records import Listing, Quote, Snapshot
from parsers.text import numbers
from parsers.text.shelf import text_of

GOODS = "li.product, div.product.type-product, .products .product, .wc-block-grid__product, li.wc-block-product"
NAME = (
    ".woocommerce-loop-product__title, .wc-block-grid__product-title, .wp-block-post-title, .product-title,"
    ".product_title, h2, h3, h4"
)
AMOUNT, SIGN = ".woocommerce-Price-amount", ".woocommerce-Price-currencySymbol"
LINK = "a.woocommerce-LoopProduct-link[href], a[href*='/product/'], a[href]"
ADDED = "[data-product_id]"
BESIDE = {"related", "upsells", "up-sells", "cross-sells", "woocommerce-mini-cart", "widget"}
"""What stands around one good and is of others."""
NUMBER = re.compile(r"\Apost-(?P<id>[0-9]{1,12})\Z")
DIGITS = re.compile(f"{numbers.SPACED}|{numbers.DIGITS}")
THOUSANDTHS = {"KWD", "BHD", "OMR", "TND", "JOD", "IQD", "LYD"}
"""Currencies whose amounts have three decimals."""
FORM = "form.variations_form[data-product_variations]"
SIGNS: Mapping[str, str] = {**shop.SIGNS, "₹": "INR", "₫": "VND", "RP": "IDR", "₩": "KRW", "₺": "TRY", "R$": "BRL",
                            "₱": "PHP", "RM": "MYR", "฿": "THB", "ZŁ": "PLN", "₦": "NGN", "S$": "SGD",
                            "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "C$": "CAD"}  # fmt: skip
"""The signs that WooCommerce puts beside an amount; ¥ is of two currencies and the source's to say."""


def goods(document: LexborHTMLParser, snapshot: Snapshot) -> list[Listing]:
    """The goods of a list, each once, or the one that a page is about."""
    cards = [card for card in document.css(GOODS) if card.css_first(AMOUNT) and not _is_beside(card)]
    found: dict[str, Listing] = {}
    for number, card in enumerate(_innermost(cards)):
        if one := _good(card, f"product[{number}]", snapshot):
            found.setdefault(one.native_id or one.text, one)
    return list(found.values())


def kinds(document: LexborHTMLParser, currency: str | None) -> list[Quote]:
    """The kinds that the form of a good holds for its script, each with its own price."""
    form = document.css_first(FORM)
    held = form.attributes.get("data-product_variations") if form else None
    try:
        rows = json.loads(held or "[]", parse_float=Decimal)
    except ValueError:
        return []
    chosen = document.css("select[name^=attribute]")
    names = {_option(one, option): " ".join(option.text().split()) for one in chosen for option in one.css("option")}
    return [
        shop.priced(amount, f"variations[{place}].display_price", currency, _kind(row, names))
        for place, row in numbered(rows)
        if (amount := shop.money(row.get("display_price")))
    ]


def with_kinds(good: Listing, quotes: Sequence[Quote]) -> Listing:
    """A good with the prices of its kinds in the place of their range."""
    about = good.text.removeprefix(text_of(good.title, good.quotes, good.channel)).strip()
    return replace(good, quotes=tuple(quotes), text=text_of(good.title, quotes, good.channel, about))


def _option(select: LexborNode, option: LexborNode) -> tuple[str | None, str | None]:
    return select.attributes.get("name"), option.attributes.get("value")


def _kind(row: Mapping[str, Any], names: Mapping[tuple[str | None, str | None], str]) -> str:
    """What a kind is called: the words of its options; one that is left open has none."""
    held = row.get("attributes")
    chosen = held.items() if isinstance(held, dict) else ()
    return " ".join(names.get((name, str(value)), str(value)) for name, value in chosen if value)


def _innermost(cards: Sequence[LexborNode]) -> Iterator[LexborNode]:
    """Cards that hold no other card: the page of one good is itself a card."""
    ids = {card.mem_id for card in cards}
    outer = {above.mem_id for card in cards for above in _above(card) if above.mem_id in ids}
    yield from (card for card in cards if card.mem_id not in outer)


def _above(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _is_beside(card: LexborNode) -> bool:
    return any(BESIDE & set((above.attributes.get("class") or "").split()) for above in _above(card))


def _good(card: LexborNode, path: str, snapshot: Snapshot) -> Listing | None:
    name, link = card.css_first(NAME), card.css_first(LINK)
    classes = (card.attributes.get("class") or "").split()
    added = card.css_first(ADDED)
    held = added.attributes.get("data-product_id") if added else None
    id = next((match["id"] for one in classes if (match := NUMBER.match(one))), held)
    quotes = list(_prices(card, path, snapshot))
    title = " ".join(name.text().split()) if name else ""
    if not title:
        return None
    return shop.listing(
        snapshot,
        f"good:{id}" if id else None,
        title,
        quotes,
        url=(link.attributes.get("href") or "") if link else "",
        stock="0" if "outofstock" in classes else "in_stock" if "instock" in classes else None,
    )


def _prices(card: LexborNode, path: str, snapshot: Snapshot) -> list[Quote]:
    """The price that stands, or the two ends of a range; what is struck out was paid before."""
    struck = {node.mem_id for part in card.css("del") for node in part.css(AMOUNT)}
    standing = [node for node in card.css(AMOUNT) if node.mem_id not in struck]
    found = [each for node in standing[:2] if (each := _amount(node, snapshot.currency))]
    return shop.between([shop.priced(value, f"{path}.price", currency) for value, currency in found])


def _amount(node: LexborNode, own: str | None) -> tuple[Decimal, str | None] | None:
    """An amount with the currency of its sign: a group of three behind its last mark is thousands in most of them."""
    sign = node.css_first(SIGN)
    mark = sign.text().strip() if sign else DIGITS.sub("", node.text()).strip()
    currency = SIGNS.get(mark.upper(), own)
    text = node.text().replace(mark, " ") if mark else node.text()
    match = DIGITS.search(text.replace("\u00a0", " ").strip())
    if match is None:
        return None
    written = match.group()
    if currency not in THOUSANDTHS:
        written = re.sub(r"[.,](?=[0-9]{3}\Z)", "", written)
    value = numbers.read(written)
    return (plain(value), currency) if value else None
