"""Reads what a person saved of Xianyu (Goofish), a flea market: results of a search, one good, a seller's goods.

The site asks for a login, so it is never fetched. Prices are in yuan; 万 is ten thousand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers import times
from parsers.charsets import decode
from parsers.pages import scripts, shop, taobao
from parsers.pages.envelope import fields, objects, plain
from parsers.records import Listing, Page, PageError, Quote, Snapshot

CARDS = 'a[href*="/item?id="]'
TITLE, PRICE, SELLER = '[class*="row1-wrap-title"]', '[class*="price-wrap"]', '[class*="seller-text"]'
ITEM = re.compile(r"[?&]id=(?P<id>[0-9]{1,20})")
AMOUNT = re.compile(r"[¥￥]?\s*(?P<digits>[0-9][0-9,]{0,12}(?:\.[0-9]{1,4})?)\s*(?P<many>万)?")
MAIN = {
    "itemId", "title", "price", "userNickName",
    "area", "picUrl", "oriPrice", "fishTags", "detailParams", "userAvatarUrl", "userFishShopLabel", "wantNum",
    "isAliMaMaAD", "richTitle", "picWidth", "picHeight", "hideUserInfo", "userInfo", "itemPic", "originalPrice",
    "userIdentityTagList", "videoIcon", "clickParam", "dislikeFeedback", "sellerRemarks",
}  # fmt: skip
"""Fields of a result that are read, or left alone by name."""


def read(snapshot: Snapshot) -> Page:
    """The goods of a saved page or answer; it never shows a source as a whole. Raises PageError for other things."""
    text, _ = decode(snapshot.body, snapshot.media_type)
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        return _cards(LexborHTMLParser(text), snapshot)
    found = scripts.answer(text)
    if wall := taobao.refused(found):
        return Page(wall=wall)
    if isinstance(rows := scripts.dig(found, "data", "resultList"), list):
        mains = [scripts.dig(row, "data", "item", "main") for row in rows]
        shown = [main["exContent"] for main in mains if isinstance(scripts.dig(main, "exContent"), dict)]
        listings = [_result(main, f"resultList[{place}]", snapshot) for place, main in enumerate(mains) if main]
        return _page(listings, shop.strange(shown, MAIN, "exContent."))
    if isinstance(item := scripts.dig(found, "data", "itemDO"), dict):
        return _page([_detail(item, fields(scripts.dig(found, "data", "sellerDO")), snapshot)], set())
    if cards := _own(found):
        return _page([_own_good(card, place, snapshot) for place, card in enumerate(cards) if "title" in card], set())
    if is_answer(found):
        return Page()
    raise PageError(f"{snapshot.url}: nothing that is known of Xianyu")


def is_answer(found: Any) -> bool:
    """Whether JSON is an answer of this market: goods, or who sells them and what others say of them."""
    data = scripts.dig(found, "data")
    if isinstance(data, dict):
        module = scripts.dig(data, "module", "base", "displayName")
        return bool({"resultList", "itemDO", "cardList"} & data.keys()) or module is not None
    return bool(_own(found))


def is_page(text: str) -> bool:
    """Whether a saved page is this market's."""
    return "goofish.com" in text and "/item?id=" in text


def _own(found: Any) -> list[Mapping[str, Any]]:
    """The cards of a seller's own page, alone or in an answer: goods, or ratings, which have no title."""
    held = scripts.dig(found, "data", "cardList")
    return [card for row in objects(found if held is None else held) if isinstance(card := row.get("cardData"), dict)]


def _page(listings: list[Listing], unread: set[str]) -> Page:
    unread |= {f"{one.title}: no price" for one in listings if not one.quotes}
    return Page(listings=tuple(one for one in listings if one.quotes), unread=shop.said("goofish", unread))


def _listing(snapshot: Snapshot, id: Any, title: str, price: str, path: str, seller: Any, **rest: Any) -> Listing:
    return shop.listing(
        snapshot,
        f"item:{id}" if id else None,
        title,
        _quotes(price, path),
        url=f"https://www.goofish.com/item?id={id}" if id else "",
        seller=f"goofish.com/{seller}" if seller else "",
        **rest,
    )


def _quotes(price: str, path: str) -> list[Quote]:
    match = AMOUNT.fullmatch(price.strip())
    if match is None:
        return []
    amount = Decimal(match["digits"].replace(",", "")) * (10_000 if match["many"] else 1)
    return [shop.priced(plain(amount), path, "CNY")]


def _result(main: Mapping[str, Any], path: str, snapshot: Snapshot) -> Listing:
    shown, clicked = fields(scripts.dig(main, "exContent")), fields(scripts.dig(main, "clickParam", "args"))
    asked, price = shop.text_in(fields(shown.get("detailParams")), "soldPrice"), shown.get("price")
    pieces = map(fields, price if isinstance(price, list) else ())
    parts = [piece.get("text") for piece in pieces if piece.get("type") in PARTS]
    whole = "" if None in parts else "".join(map(str, parts))  # 15 without its .90 is another price
    written = asked or (whole if isinstance(price, list) else str(price or ""))
    id, seller = shop.text_in(shown, "itemId"), shop.text_in(shown, "userNickName")
    posted = times.of_milliseconds(clicked.get("publishTime"))
    return _listing(snapshot, id, shop.text_in(shown, "title"), written, f"{path}.price", seller, posted_at=posted)


PARTS = ("sign", "integer", "decimal", None)
"""Parts of a price that are of the amount; others are words beside it."""


def _detail(item: Mapping[str, Any], seller: Mapping[str, Any], snapshot: Snapshot) -> Listing:
    who, more = shop.text_in(seller, "sellerId", "nick"), shop.text_in(item, "desc")
    title = shop.text_in(item, "title") or more.partition("\n")[0]
    price = "" if item.get("defaultPrice") is True else shop.text_in(item, "soldPrice")  # True: to be agreed on
    stock = shop.text_in(item, "itemStatusStr") or None
    return _listing(
        snapshot, shop.text_in(item, "itemId"), title, price, "itemDO.soldPrice", who, more=more, stock=stock
    )


def _own_good(card: Mapping[str, Any], place: int, snapshot: Snapshot) -> Listing:
    """A good of a seller's page, whose name stands elsewhere; 0 is on sale, all else is sold or withdrawn."""
    price, path = str(scripts.dig(card, "priceInfo", "price") or ""), f"[{place}].cardData.priceInfo.price"
    stock = None if card.get("itemStatus") in (0, None) else "0"
    return _listing(snapshot, shop.text_in(card, "id"), shop.text_in(card, "title"), price, path, None, stock=stock)


def _cards(page: LexborHTMLParser, snapshot: Snapshot) -> Page:
    cards = page.css(CARDS)
    if not cards:
        raise PageError(f"{snapshot.url}: a page of Xianyu without goods")
    return _page([_card(card, snapshot) for card in cards], set())


def _card(card: LexborNode, snapshot: Snapshot) -> Listing:
    match = ITEM.search(card.attributes.get("href") or "")
    title, price, seller = (
        node.text().strip() if (node := card.css_first(part)) else "" for part in (TITLE, PRICE, SELLER)
    )
    return _listing(snapshot, match["id"] if match else None, title, price, PRICE, seller)
