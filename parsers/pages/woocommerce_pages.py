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

GOODS = "li.product, .product.type-product, .products .product, .wc-block-grid__product, li.wc-block-product"
NAMES = (
    ".woocommerce-loop-product__title", ".wc-block-grid__product-title", ".wp-block-post-title", ".product-title",
    ".product_title", "h1, h2, h3, h4", ".title",
)  # fmt: skip
"""Where themes write what a good is called, the surest first."""
AMOUNT, SIGN = ".woocommerce-Price-amount", ".woocommerce-Price-currencySymbol"
PRICE = ".price, .wc-block-components-product-price, .wc-block-grid__product-price, .wp-block-woocommerce-product-price"
TERM = ".subscription-details"
ASIDE = f"del, .woocommerce-price-suffix, {TERM}, .screen-reader-text"
"""What was paid before, the same with or without its tax, what is paid once besides: none is the price."""
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
                            "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "C$": "CAD", "৳": "BDT", "CHF": "CHF",
                            "KČ": "CZK", "FT": "HUF", "₸": "KZT", "₾": "GEL", "₼": "AZN", "₪": "ILS",
                            "KSH": "KES", "₵": "GHS", "S/": "PEN"}  # fmt: skip
"""The signs that WooCommerce puts beside an amount; ¥ is of two currencies and the source's to say."""
DOLLARS = {"USD", "AUD", "CAD", "HKD", "SGD", "NZD", "MXN", "ARS", "CLP", "COP", "UYU", "TWD", "JMD", "TTD", "BSD"}
POUNDS = {"GBP", "GIP", "FKP", "SSP"}
SHARED: Mapping[str, set[str]] = {"$": DOLLARS, "£": POUNDS}
"""Signs that it puts beside the amounts of several currencies: which one, the page or its source says."""
QUOTE, COLON = r"(?:\\?[\"\']|%22)", r"\s?(?::|%3A)\s?"
CODE = re.compile(
    rf"currency(?:_?code)?{QUOTE}{COLON}(?:(?:\{{|%7B){QUOTE}code{QUOTE}{COLON})?{QUOTE}(?P<code>[A-Z]{{3}})(?=[\\\"\'%])",
    re.IGNORECASE,
)
"""How a page tells its scripts, those that measure and those that sell, what money its prices are in."""
OTHERS = {
    "AED", "BGN", "BYN", "CNY", "DKK", "DZD", "EGP", "IRR", "IRT", "ISK", "JPY", "LKR", "MAD", "MDL", "MKD", "MMK",
    "MUR", "NOK", "NPR", "PEN", "PKR", "QAR", "RON", "RSD", "RUB", "SAR", "SEK", "UZS", "XAF", "XOF", "ZAR",
}  # fmt: skip
"""Currencies without a sign of their own."""
CODES = OTHERS.union(SIGNS.values(), THOUSANDTHS, *SHARED.values())


def goods(document: LexborHTMLParser, snapshot: Snapshot) -> list[Listing]:
    """The goods of a list, each once, or the one that a page is about."""
    shown = [card for card in document.css(GOODS) if not _is_beside(card)]
    priced = any(card.css_first(AMOUNT) for card in shown)  # else it is no list of this software's
    cards = [card for card in shown if card.css_first(AMOUNT) or (priced and _number(card))]
    found: dict[str, Listing] = {}
    own = snapshot.currency or (_told(document) if cards else None)
    snapshot = replace(snapshot, currency=own)
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


def _told(document: LexborHTMLParser) -> str | None:
    """The one currency that a page tells its scripts; None where they are told of several."""
    html = document.html or ""
    codes = {code for match in CODE.finditer(html) if (code := match["code"].upper()) in CODES}
    return next(iter(codes)) if len(codes) == 1 else None


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
    link = card.css_first(LINK)
    classes = (card.attributes.get("class") or "").split()
    added = card.css_first(ADDED)
    id = _number(card) or (added.attributes.get("data-product_id") if added else None)
    quotes = list(_prices(card, path, snapshot))
    if not (title := _name(card, link)):
        return None
    return shop.listing(
        snapshot,
        f"good:{id}" if id else None,
        title,
        quotes,
        url=(link.attributes.get("href") or "") if link else "",
        stock="0" if "outofstock" in classes else "in_stock" if "instock" in classes else None,
    )


def _number(card: LexborNode) -> str | None:
    """The number that WordPress gives a good among the classes of its card."""
    classes = (card.attributes.get("class") or "").split()
    return next((match["id"] for one in classes if (match := NUMBER.match(one))), None)


def _name(card: LexborNode, link: LexborNode | None) -> str:
    """What a good is called: in its heading, else in the words of its link, or those for who cannot see."""
    headings = (node.text() for place in NAMES if (node := card.css_first(place)))
    linked = (link.text(), link.attributes.get("aria-label"), link.attributes.get("title")) if link else ()
    return next((words for text in (*headings, *linked) if (words := " ".join((text or "").split()))), "")


def _prices(card: LexborNode, path: str, snapshot: Snapshot) -> list[Quote]:
    """The price that stands, or the two ends of a range in one currency."""
    place = next((part for part in card.css(PRICE) if part.css_first(AMOUNT)), card)
    aside = {node.mem_id for part in place.css(ASIDE) for node in part.css(AMOUNT)}
    standing = [node for node in place.css(AMOUNT) if node.mem_id not in aside]
    found = [each for node in standing[:2] if (each := _amount(node, snapshot.currency))]
    term = _term(place)
    quotes = [shop.priced(value, f"{path}.price", currency, term) for value, currency in found]
    return shop.between(quotes if len({quote.currency for quote in quotes}) == 1 else quotes[:1])


def _term(place: LexborNode) -> str:
    """How long a price is paid for, where a subscription says nothing else: "/ month" is "1 month"."""
    said = place.css_first(TERM)
    term = "" if said is None or said.css_first(AMOUNT) else " ".join(said.text().split()).strip("/ ")
    return f"1 {term}" if term and not re.search(r"\d", term) else term


def _amount(node: LexborNode, own: str | None) -> tuple[Decimal, str | None] | None:
    """An amount with the currency of its sign: a group of three behind its last mark is thousands in most of them."""
    sign = node.css_first(SIGN)
    mark = sign.text().strip() if sign else DIGITS.sub("", node.text()).strip()
    currency = own if own in SHARED.get(mark, ()) else SIGNS.get(mark.upper(), own)
    text = node.text().replace(mark, " ") if mark else node.text()
    match = DIGITS.search(text.replace("\u00a0", " ").strip())
    if match is None:
        return None
    written = match.group()
    if currency not in THOUSANDTHS:
        written = re.sub(r"[.,](?=[0-9]{3}\Z)", "", written)
    value = numbers.read(written)
    return (plain(value), currency) if value else None
