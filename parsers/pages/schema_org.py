"""Reads goods that a page marks up: JSON-LD, else microdata, else the meta tags of a product."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import Any

import jstyleson
from selectolax.lexbor import LexborHTMLParser

from parsers.charsets import decode
from parsers.links import joined
from parsers.pages import shop, woocommerce_pages
from parsers.pages.schema_links import linked
from parsers.pages.schema_offers import Node, amount, first, listed, prices_of, states, stock_of, types, words
from parsers.records import Ask, Listing, Page, PageError, Snapshot, Span

OPENING = re.compile(r"\A\s*(?:<!--|//[^\n]*\n|<!\[CDATA\[)")
CLOSING = re.compile(r"(?://\s*)?(?:-->|\]\]>)\s*\Z")
IDS = ("sku", "productID", "gtin13", "gtin", "mpn", "@id")
MARKUP = re.compile(
    r"application/ld\+json|itemscope|(?:product|og):(?:sale_)?price:amount|woocommerce-Price-amount", re.IGNORECASE
)
DEEPEST = 30
VARIED = ("size", "color", "pattern", "material")
"""By what the standard has goods of a group vary."""

NEXT = (
    'link[rel~="next"][href], a[rel~="next"][href], a.next.page-numbers[href], a.next.page-number[href],'
    'a.wp-block-query-pagination-next[href], a[class*="load-more"][href]'
)
"""How pages lead to the next: in the standard's words, and in those of WordPress and its themes, which use others."""
REVIEWS = re.compile(r"\A#|comment-page-|[?&]cpage=|#comments?\Z")
PRICES = ("product:sale_price", "product:price", "og:price")
"""Meta tags of a product that say its price, what is paid now before what it was."""


def is_marked_up(text: str) -> bool:
    """Whether a page speaks of what it shows in markup that this module reads."""
    return MARKUP.search(text) is not None


def read(snapshot: Snapshot) -> Page:
    """The goods of a page; the last of its pages shows the whole shop.

    PageError for what is no web page. A page without marked up goods is no empty shop: it says so and ends nothing.
    """
    text, _ = decode(snapshot.body, snapshot.media_type)
    document = LexborHTMLParser(text)
    if document.head is None or not text.lstrip("\ufeff \t\r\n").startswith("<"):
        raise PageError(f"{snapshot.url}: no web page")
    unread: set[str] = set()
    found = tuple(goods(document, text, snapshot, unread))
    asks = tuple(Ask(url, "page") for url in next_pages(document, snapshot.url))
    if not found:
        unread.add("no goods are marked up")
    unread |= {f"{one.title}: no price" for one in found if not one.quotes}
    return Page(
        listings=apart(found), asks=asks, unread=shop.said("schema_org", unread), complete=bool(found) and not asks
    )


def apart(found: Iterable[Listing]) -> tuple[Listing, ...]:
    """Each good once; an id that two goods share names neither of them."""
    once = tuple(dict.fromkeys(found))
    ids = Counter(listing.native_id for listing in once)
    return tuple(listing if ids[listing.native_id] == 1 else replace(listing, native_id=None) for listing in once)


def goods(document: LexborHTMLParser, text: str, snapshot: Snapshot, unread: set[str]) -> list[Listing]:
    """The goods by the first kind of markup that has any; of one good a form may hold the kinds."""
    found = [good for path, node in linked(json_ld(document, unread)) for good in of_node(node, path, snapshot)]
    if not found and "itemscope" in text:
        from parsers.pages import microdata

        found = [good for path, node in microdata.nodes(text) for good in of_node(node, path, snapshot)]
    found = found or woocommerce_pages.goods(document, snapshot) or list(of_meta(document, snapshot))
    currency = next((quote.currency for good in found for quote in good.quotes), snapshot.currency)
    if len(found) == 1 and (kinds := woocommerce_pages.kinds(document, currency)):
        found = [woocommerce_pages.with_kinds(found[0], kinds)]
    return found


def json_ld(document: LexborHTMLParser, unread: set[str]) -> Iterator[tuple[str, Any]]:
    """The blocks of JSON-LD with their paths; one that is broken beyond comments and commas is noted."""
    for number, script in enumerate(document.css('script[type="application/ld+json" i]')):
        block = CLOSING.sub("", OPENING.sub("", script.text()))
        if not block.strip():
            continue
        try:
            yield f"ld+json[{number}]", loaded(block)
        except (ValueError, RecursionError):
            unread.add(f"block {number} of JSON-LD is broken")


def loaded(block: str) -> Any:
    """JSON with its fractions as written, mended once: comments, trailing commas and entities go."""
    try:
        return json.loads(block, strict=False, parse_float=Decimal)
    except ValueError:
        mended = block if '"' in block else html.unescape(block)
        return json.loads(jstyleson.dispose(mended), strict=False, parse_float=Decimal)


def of_node(node: Any, path: str, snapshot: Snapshot, depth: int = 0) -> Iterator[Listing]:
    """The goods in a node and below it; what belongs to a good is not looked through again."""
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for number, each in enumerate(node):
            yield from of_node(each, f"{path}[{number}]", snapshot, depth + 1)
    elif isinstance(node, dict):
        good = good_of(node, path, snapshot)
        if good:
            yield good
        below = {"hasVariant": node.get("hasVariant")} if good else node
        below = {**below, "hasVariant": _variants(node)} if "hasVariant" in node else below
        for name, each in below.items():
            yield from of_node(each, f"{path}.{name}", snapshot, depth + 1)


def _variants(node: Node) -> list[Any]:
    """The variants of a group of goods; one without a name has the group's, and what it varies by."""
    held = node["hasVariant"]
    rows = held if isinstance(held, list) else [held]
    return [{**row, "name": " ".join(filter(None, (words(node.get("name")), *(words(row.get(by)) for by in VARIED))))}
            if isinstance(row, dict) and not row.get("name") and node.get("name") else row for row in rows]  # fmt: skip


def good_of(node: Node, path: str, snapshot: Snapshot) -> Listing | None:
    """The good that a node describes: a thing with offers, an offer of a thing, or one that has a name itself."""
    offered, named = first(node.get("itemOffered")), node.get("itemOffered")
    if offered is None and "Offer" in types(node) and not node.get("offers"):
        offered = {**node, "name": node.get("name") or (named if isinstance(named, str) else None)}
    thing, offers, at = (offered, [node], path) if offered else (node, listed(node.get("offers")), f"{path}.offers")
    name = words(thing.get("name"))
    if not name or ("Product" not in types(thing) and not offers):
        return None
    places = [f"{at}[{number}]" if isinstance(node.get("offers"), list) else at for number in range(len(offers))]
    quotes = [
        quote
        for offer, place in zip(offers, places, strict=True)
        for quote in prices_of(offer, place, snapshot, words(offer.get("name")) if len(offers) > 1 else "")
    ]
    said = [state for offer in offers for state in states(offer)]
    return shop.listing(
        snapshot,
        next((str(thing[id]) for id in IDS if isinstance(thing.get(id), str | int) and thing[id]), None),
        name,
        quotes,
        url=next((url for one in (*offers[:1], thing) if isinstance(url := one.get("url"), str)), ""),
        more=words(thing.get("description")),
        stock=stock_of(said[0]) if said else None,
    )


def of_meta(document: LexborHTMLParser, snapshot: Snapshot) -> Iterator[Listing]:
    """The one good that a page's meta tags describe."""
    said = {
        (tag.attributes.get("property") or tag.attributes.get("name") or ""): tag.attributes.get("content") or ""
        for tag in document.css("meta[content]")
    }
    name = next((name for name in PRICES if amount(said.get(f"{name}:amount"))), None)
    if name is None or not said.get("og:title"):
        return
    offer = {"price": said[f"{name}:amount"], "priceCurrency": said.get(f"{name}:currency")}
    state = said.get("product:availability")
    yield shop.listing(
        snapshot,
        said.get("product:retailer_item_id") or None,
        words(said["og:title"]),
        [replace(one, span=Span(path=f"meta[{name}:amount]")) for one in prices_of(offer, "meta", snapshot, "")],
        url=said.get("og:url", ""),
        more=words(said.get("og:description")),
        stock=stock_of(state) if state else None,
    )


def next_pages(document: LexborHTMLParser, base: str) -> Iterator[str]:
    """Where the next page of a shop is, if it has one; more of what buyers say of a good is no page of the shop."""
    links = (node.attributes.get("href") or "" for node in document.css(NEXT))
    found = (joined(base, href) for href in links if href and not REVIEWS.search(href))
    yield from islice((url for url in found if url != base), 1)
