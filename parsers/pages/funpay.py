"""Reads the lots of FunPay, a marketplace: all offers of a section on one page, a row each, or one offer on its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.charsets import decode
from parsers.pages import shop
from parsers.records import Listing, Page, PageError, Quote, Snapshot

OFFER = re.compile(r"[?&]id=(?P<id>[\w-]{1,40})")
USER = re.compile(r"/users/(?P<id>[0-9]{1,12})")
ROW = "a.tc-item"
PARAM = ".param-item"
PAYMENT = "select[name=method] option[data-content]:not(.hidden)"
NAMES = {"short description", "краткое описание", "короткий опис"}
DETAILS = {"detailed description", "подробное описание", "докладний опис"}
FROM = re.compile(r"^(?:from|от|від)\s+", re.IGNORECASE)
SELF = ("link[rel=canonical]", "link[rel=alternate][hreflang]")
SELLER = (".chat [href*='/users/'], .chat [data-href*='/users/']", ".media-user-name [href*='/users/']")
SHOWCASE = ".showcase[data-section], .showcase-table"
"""Where offers stand, also when there are none."""
KNOWN = {
    "tc-desc", "tc-desc-text", "tc-user", "tc-price", "tc-server", "tc-server-inside", "tc-amount", "tc-seller",
    "tc-side", "tc-side-inside", "tc-visible-inside", "tc-item", "tc-lazyload", "tc-sortable",
}  # fmt: skip
"""Parts of a row that are read, or left alone by name."""


def read(snapshot: Snapshot) -> Page:
    """The offers of a section, or the one of an offer's page. Raises PageError for a page that shows none."""
    text, _ = decode(snapshot.body, snapshot.media_type)
    page = LexborHTMLParser(text)
    if page.css_first(PARAM):
        return _alone(page, snapshot)
    rows = page.css(ROW)
    if not rows and page.css_first(SHOWCASE) is None:
        raise PageError(f"{snapshot.url}: no offers of FunPay")
    found = [_row(row, _section(page, row), snapshot) for row in rows]
    unread = {f"{one.title}: no price" for one in found if not one.quotes}
    unread |= {f"part {name}" for row in rows for part in row.css("[class*='tc-']") for name in _classes(part) - KNOWN}
    listings = tuple(one for one in found if one.quotes)
    return Page(listings=listings, complete=bool(listings), unread=shop.said("funpay", unread))


def is_page(text: str) -> bool:
    """Whether a page shows offers of this marketplace, or one."""
    return ("tc-item" in text and "tc-price" in text) or ("param-item" in text and "payment-value" in text)


def _alone(page: LexborHTMLParser, snapshot: Snapshot) -> Page:
    """The offer of a page of its own: what it says head by head, and a price for each way to pay."""
    said = {_words(item, "h5"): _told(item) for item in page.css(PARAM)}
    name = next((said[head] for head in said if head.casefold() in NAMES), "") or _words(page, "h1")
    more = [
        words if head.casefold() in DETAILS else f"{head}: {words}"
        for head, words in said.items()
        if words and head.casefold() not in NAMES
    ]
    url = snapshot.url if OFFER.search(snapshot.url) else _link(page, SELF)
    offer, user = OFFER.search(url), USER.search(_link(page, SELLER))
    one = shop.listing(
        snapshot,
        f"offer:{offer['id']}" if offer else None,
        name,
        _payable(page, snapshot.currency),
        url=url,
        category=_words(page, "h1") or None,
        more="\n".join(more),
        seller=f"{shop.shop_of(snapshot)}/{user['id']}" if user else "",
    )
    return Page(listings=(one,)) if one.quotes else Page(unread=shop.said("funpay", [f"{one.title}: no price"]))


def _told(item: LexborNode) -> str:
    """What stands below a head, line by line."""
    body = item.css_first("h5 ~ *")
    return shop.words_of(body.html) if body else ""


def _payable(page: LexborHTMLParser, currency: str | None) -> list[Quote]:
    """The lowest and the highest price over the ways to pay, in one currency: the source's, else that of the first."""
    contents = [option.attributes["data-content"] or "" for option in page.css(PAYMENT)]
    texts = [_words(LexborHTMLParser(content), ".payment-value") for content in contents]
    found = [amount for text in texts if (amount := shop.shown(FROM.sub("", text)))]
    signs = [sign or currency for _, sign in found]
    main = currency if currency in signs or not signs else signs[0]
    amounts = sorted(amount for (amount, _), sign in zip(found, signs, strict=True) if sign == main)
    return shop.between([shop.priced(amount, ".payment-value", main) for amount in amounts[:1] + amounts[-1:]])


def _link(page: LexborHTMLParser, places: Iterable[str]) -> str:
    """The first of some links that a page has."""
    links = (node for place in places if (node := page.css_first(place)))
    return next((each.attributes.get("data-href") or each.attributes.get("href") or "" for each in links), "")


def _classes(part: LexborNode) -> set[str]:
    return {name for name in (part.attributes.get("class") or "").split() if name.startswith("tc-")}


def _row(row: LexborNode, section: str | None, snapshot: Snapshot) -> Listing:
    link = row.attributes.get("href") or ""
    offer, user = OFFER.search(link), _user(row, snapshot.url)
    parts = (row.css_first(name) for name in (".tc-server", ".tc-side"))
    columns = [part for part in (*parts, *_columns(row), row.css_first(".tc-desc-text")) if part]
    words = dict.fromkeys(" ".join(part.text().split()) for part in columns)
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


def _columns(row: LexborNode) -> Iterator[LexborNode]:
    """The columns that only some sections have: which plan it is, whose account, how it is handed over."""
    yield from (part for part in row.iter() if (names := _classes(part)) and not names & KNOWN)


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


def _words(row: LexborNode | LexborHTMLParser, part: str) -> str:
    node = row.css_first(part)
    return re.sub(r"\s+", " ", node.text()).strip() if node else ""
