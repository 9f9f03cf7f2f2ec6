"""Reads the lots of FunPay, a marketplace: one page shows all offers of a section, a row each."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.pages import shop
from parsers.records import Listing, Page, PageError, Snapshot
from parsers.redact import decode

OFFER = re.compile(r"[?&]id=(?P<id>[\w-]{1,40})")
USER = re.compile(r"/users/(?P<id>[0-9]{1,12})")
ROW = "a.tc-item"
SHOWCASE = ".showcase[data-section], .showcase-table"
"""Where offers stand, also when there are none."""
KNOWN = {
    "tc-desc", "tc-desc-text", "tc-user", "tc-price", "tc-server", "tc-server-inside", "tc-amount", "tc-seller",
    "tc-side", "tc-side-inside", "tc-visible-inside", "tc-item", "tc-lazyload", "tc-sortable",
}  # fmt: skip
"""Parts of a row that are read, or left alone by name."""


def read(snapshot: Snapshot) -> Page:
    """The offers of a section. Raises PageError for a page that shows none."""
    text, _ = decode(snapshot.body, snapshot.media_type)
    page = LexborHTMLParser(text)
    rows = page.css(ROW)
    if not rows and page.css_first(SHOWCASE) is None:
        raise PageError(f"{snapshot.url}: no offers of FunPay")
    found = [_row(row, _section(page, row), snapshot) for row in rows]
    unread = {f"{one.title}: no price" for one in found if not one.quotes}
    unread |= {f"part {name}" for row in rows for part in row.css("[class*='tc-']") for name in _classes(part) - KNOWN}
    listings = tuple(one for one in found if one.quotes)
    return Page(listings=listings, complete=bool(listings), unread=shop.said("funpay", unread))


def is_section(text: str) -> bool:
    """Whether a page shows offers of this marketplace."""
    return "tc-item" in text and "tc-price" in text


def _classes(part: LexborNode) -> set[str]:
    return {name for name in (part.attributes.get("class") or "").split() if name.startswith("tc-")}


def _row(row: LexborNode, section: str | None, snapshot: Snapshot) -> Listing:
    link = row.attributes.get("href") or ""
    offer, user = OFFER.search(link), _user(row, snapshot.url)
    words = [_words(row, part) for part in (".tc-server", ".tc-side", ".tc-desc-text")]
    price = row.css_first(".tc-price div") or row.css_first(".tc-price")
    left = row.css_first(".tc-amount")
    found = shop.shown(price.text()) if price else None
    quotes = [shop.priced(found[0], ".tc-price", found[1] or snapshot.currency)] if found else []
    return shop.listing(
        snapshot,
        f"offer:{offer['id']}" if offer else None,
        " · ".join(filter(None, words)),
        quotes,
        url=link,
        category=section,
        stock=(left.attributes.get("data-s") or _words(row, ".tc-amount") or None) if left else None,
        seller=f"{shop.shop_of(snapshot)}/{user}" if user else "",
    )


def _section(page: LexborHTMLParser, row: LexborNode) -> str | None:
    """What a section is called: on a seller's page the heading above its offers, else the page's."""
    above = row.parent
    while above is not None and "offer" not in (above.attributes.get("class") or "").split():
        above = above.parent
    head = (above.css_first(".offer-list-title h3, h3") if above else None) or page.css_first("h1")
    return " ".join(head.text().split()) if head else None


def _user(row: LexborNode, url: str) -> str | None:
    """The seller's number: a link to them stands in every row, for scripts, but on their own page."""
    links = [node.attributes.get("data-href") or "" for node in row.css("[data-href]")]
    return next((match["id"] for link in (*links, url) if (match := USER.search(link))), None)


def _words(row: LexborNode, part: str) -> str:
    node = row.css_first(part)
    return re.sub(r"\s+", " ", node.text()).strip() if node else ""
