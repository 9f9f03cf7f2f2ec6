"""Reads the page of one good of a shop that runs dujiaoka: its kinds, its stock, and what each of many costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.pages import shop
from parsers.records import Listing, PageError, Quote, Snapshot

COUNT = re.compile(r"[0-9]{1,9}")
BULK = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,4})?")
THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
LABEL = re.compile(r"\A[^:：0-9]{0,12}[:：]")
NAME = ".good-card .card-title, .buy-form h3, #buy-form h3, .goods-name > span, .layui-card-header > span, #buy-form h1"
PRICE = (
    ".buy-price, .price-num, .buy-group h3 > span, #buy-form h3 > span, .buy-form h6, .product-price,"
    "#priceDisplay, #buy-form > .h4"
)
STOCK = ".badge, .text-muted, .tips-blue, .input-group-append span, .layui-badge, #buy-form .fs-sm > div"
ABOUT = (
    ".buy-product .scrollbar, .good-card .card-header ~ .card-body, .goods-msg-con, .intro, .product-content,"
    "#description-tab-pane"
)
TIERS = ".sale .badge, .sale .small-tips, .alert span, .alert p, .ws-price, #buy-form .badge.bg-dark"
KIND = ".spec-option[data-price]"


def read(page: LexborHTMLParser, form: LexborNode, snapshot: Snapshot) -> Listing:
    """The good of its own page, with its description and its prices in bulk."""
    name = page.css_first(NAME)
    amount = next(filter(None, map(_amount, page.css(PRICE))), None)
    if name is None or amount is None:
        raise PageError(f"{snapshot.url}: a good of dujiaoka without a name or a price")
    currency = snapshot.currency or amount[1] or "CNY"
    quotes = list(_kinds(page, currency)) or [shop.priced(amount[0], "price", currency)]
    about = page.css_first(ABOUT)
    left = next((COUNT.search(node.text()) for node in page.css(STOCK) if _is_stock(node)), None)
    return shop.listing(
        snapshot,
        f"good:{id}" if (id := form.attributes.get("value")) else None,
        " ".join((name.text(deep=False).strip() or name.text()).split()),
        [*quotes, *_tiers(page, currency)],
        more=shop.words_of(about.html) if about else "",
        stock=left.group() if left else None,
    )


def _kinds(page: LexborHTMLParser, currency: str) -> Iterator[Quote]:
    """The kinds of a good that can be chosen from, each with its price."""
    for number, option in enumerate(page.css(KIND)):
        label = option.css_first("span") or option
        small = next((said for part in label.css("small") if (said := part.text())), None)
        name = " ".join(label.text().partition(small)[0].split() if small else label.text().split())
        if (amount := shop.money(option.attributes.get("data-price"))) is not None:
            yield shop.priced(amount, f"kinds[{number}]", currency, name)


def _amount(node: LexborNode) -> tuple[Decimal, str | None] | None:
    """The amount that a node shows, behind its label where it has one; a sign may stand in a part before it."""
    sign = node.parent.css_first(".price-sign") if node.parent is not None else None
    return shop.shown(f"{sign.text().strip() if sign else ''}{LABEL.sub('', standing(node)).strip()}")


def _tiers(page: LexborHTMLParser, currency: str) -> Iterator[Quote]:
    """Prices from a number of pieces on: the first number is how many, the last what each costs."""
    for node in page.css(TIERS):
        numbers = BULK.findall(THOUSANDS.sub("", node.text()))
        if len(numbers) >= 2 and (price := shop.money(numbers[-1])) is not None:
            yield bulk(price, numbers[0], "wholesale_price_cnf", currency)


def _is_stock(node: LexborNode) -> bool:
    return re.search(r"(?:库存|庫存|stock|in stock)\s*[(（：:]\s*[0-9]", node.text(), re.IGNORECASE) is not None


def bulk(price: Decimal, count: str, path: str, currency: str | None) -> Quote:
    return shop.priced(price, path, currency, "", "bulk", f"from:{count.strip()}")


def standing(node: LexborNode) -> str:
    """The text of a price without the one that is struck out."""
    struck = [part.text() for part in node.css("del, s")]
    return node.text().replace(struck[0], "") if struck else node.text()
