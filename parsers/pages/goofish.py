"""Reads what a person saved of Xianyu (Goofish), a flea market: results of a search, one good, a seller's goods.

The site asks for a login, so it is never fetched. Prices are in yuan; 万 is ten thousand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers import times
from parsers.charsets import decode
from parsers.pages import scripts, shop, taobao
from parsers.pages.envelope import fields, numbered, objects, plain
from parsers.pages.markdown import spoken
from parsers.records import Listing, Page, PageError, Quote, Snapshot
from parsers.text.shelf import text_of

CARDS = 'a[href*="/item?id="]'
TITLE, PRICE = '[class*="row1-wrap-title"]', '[class*="price-wrap"]'
WHOLE = '[class*="number--"]'
"""The first piece of a card's price; who sells stands on no card, only from where."""
SHOWN = {"seller": '[class*="item-user-info-nick"]', "text": '[class*="desc--"]', "price": '[class*="value--"]'}
"""Parts of the page of one good."""
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
    data = fields(found.get("data") if isinstance(found, dict) and "data" in found else found)
    if isinstance(item := data.get("itemDO"), dict):
        return _page([_detail(item, fields(data.get("sellerDO")), snapshot)], set())
    if cards := _own(found):
        return _page([_own_good(card, place, snapshot) for place, card in enumerate(cards) if "title" in card], set())
    if is_answer(found):
        return Page()
    raise PageError(f"{snapshot.url}: nothing that is known of Xianyu")


def is_answer(found: Any) -> bool:
    """Whether JSON is an answer of this market: goods, or who sells them and what others say of them."""
    data = scripts.dig(found, "data")
    if isinstance(scripts.dig(found, "itemDO"), dict):
        return True
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
    found = _listing(
        snapshot, shop.text_in(item, "itemId"), title, price, "itemDO.soldPrice", who, more=more, stock=stock
    )
    kinds = [kind for name in KINDS for kind in _kinds(item.get(name), f"itemDO.{name}")][:MOST_KINDS]
    return replace(found, quotes=tuple(kinds), text=text_of(title, kinds, None, more)) if kinds else found


KINDS = ("skuList", "idleItemSkuList")
MOST_KINDS = 60


def _kinds(rows: Any, path: str) -> Iterator[Quote]:
    """What each kind of a good costs, which the market counts in fen."""
    for place, row in numbered(rows):
        name = "priceInCent" if row.get("priceInCent") is not None else "price"
        said = (shop.text_in(one, "actualValueText", "valueText") for one in objects(row.get("propertyList")))
        if (fen := shop.money(row.get(name))) is not None:
            yield shop.priced(plain(fen / 100), f"{path}[{place}].{name}", "CNY", " ".join(filter(None, said)))


def _own_good(card: Mapping[str, Any], place: int, snapshot: Snapshot) -> Listing:
    """A good of a seller's page, whose name stands elsewhere; 0 is on sale, all else is sold or withdrawn."""
    price, path = str(scripts.dig(card, "priceInfo", "price") or ""), f"[{place}].cardData.priceInfo.price"
    stock = None if card.get("itemStatus") in (0, None) else "0"
    return _listing(snapshot, shop.text_in(card, "id"), shop.text_in(card, "title"), price, path, None, stock=stock)


def _cards(page: LexborHTMLParser, snapshot: Snapshot) -> Page:
    cards = page.css(CARDS)
    alone = _alone(page, snapshot)
    if not cards and alone is None:
        raise PageError(f"{snapshot.url}: a page of Xianyu without goods")
    own = [alone] if alone else []
    shown = (_card(card, snapshot) for card in cards)
    return _page([*own, *(one for one in shown if not (alone and one.native_id == alone.native_id))], set())


def _alone(page: LexborHTMLParser, snapshot: Snapshot) -> Listing | None:
    """The good that a page is about, with whoever offers it; others may be recommended below."""
    said = {name: spoken(node, "")[0] if (node := page.css_first(place)) else "" for name, place in SHOWN.items()}
    if not (said["seller"] and said["text"]):
        return None
    match, title = ITEM.search(snapshot.url), said["text"].partition("\n")[0]
    return _listing(snapshot, match["id"] if match else None, title, said["price"], SHOWN["price"], said["seller"],
                    more=said["text"])  # fmt: skip


def _card(card: LexborNode, snapshot: Snapshot) -> Listing:
    match, head = ITEM.search(card.attributes.get("href") or ""), card.css_first(TITLE)
    whole = card.css_first(WHOLE)
    price = card.css_first(PRICE) or (whole.parent if whole else None)
    title = (head.text().strip() or head.attributes.get("title") or "") if head else ""
    return _listing(snapshot, match["id"] if match else None, title, price.text() if price else "", PRICE, "")
