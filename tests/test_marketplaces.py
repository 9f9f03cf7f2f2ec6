"""Marketplaces: goods of their sellers, written by hand; which are never crawled, and the sentence that says so."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parsers.pages import pinduoduo, shop
from parsers.reading import read
from parsers.records import PageError, Snapshot
from spiders import register
from spiders.crawl import crawl
from spiders.platforms import SAVED_ONLY
from tests.facts import WHEN, fixture, lines

SITE = "https://www.market.example/a?currency=RUB&page=1"
GOODS = {
    "digiseller/search.json": ["good:301 · market.example/77 · top_up · - · 18.5 USD month chatgpt-plus"],
    # Without a locale of the source's own the first name is read; the currency is the one that was asked for.
    "digiseller/catalogue.json": ["good:401 · market.example/heron · account · - · 1890.5 RUB month claude-pro"],
    # 10, and 10 + 90
    "digiseller/good.json": [
        "good:301 · market.example/77 · account · - · 10 USD month chatgpt-plus, 100 USD year chatgpt-plus"
    ],
    "funpay/lots.html": [
        "offer:5001 · market.example/61 · top_up · 4 · 17.41 USD month chatgpt-plus",
        "offer:5002 · market.example/62 · account · - · 9000 RUB year chatgpt-plus",
    ],
    # The ways to pay that are shown, in one currency: 17.41 by the wallet, 18.20 by card
    "funpay/offer.html": [
        "offer:5003 · market.example/63 · top_up · - · "
        "17.41 USD or more month chatgpt-plus, 18.2 USD or less month chatgpt-plus"
    ],
    "taobao/search.html": ["item:8101 · taobao.com/55 · top_up · - · 128 CNY month chatgpt-plus"],
    # 13900 and 128050 fen; the price before a kind is chosen is none of its own
    "taobao/item.html": [
        "item:8201 · taobao.com/57 · account · 40 · 139 CNY month claude-pro, 1280.5 CNY year claude-pro"
    ],
    # 0.01 万 = 100 CNY for 100 USD
    "goofish/search.json": [
        "item:9101 · goofish.com/灰雁 · account · - · 75.5 CNY month chatgpt-plus",
        "item:9102 · goofish.com/白鹭 · relay_api · - · 1 CNY usd_credit claude",
    ],
    "goofish/cards.html": ["item:9201 · market.example · top_up · - · 58.8 CNY month cursor-pro"],
    "goofish/detail.json": ["item:9301 · goofish.com/812 · account · 在线 · 66 CNY year gemini-pro"],
    # 9900 and 95050 fen; what was exported is in yuan already
    "pinduoduo/goods.html": [
        "good:70011 · pinduoduo.com/31 · top_up · 11 · 99 CNY month chatgpt-plus, 950.5 CNY year chatgpt-plus"
    ],
    "pinduoduo/exported.json": ["good:70012 · pinduoduo.com/灰雁小店 · account · - · 139.5 CNY month claude-pro"],
    # The price that is asked, not what it cost before; 70 CNY for 100 USD
    "shop_api/goods.json": [
        "good:k7qa1 · market.example · account · 12 · 89.9 CNY month chatgpt-plus",
        "good:k7qa2 · market.example · relay_api · 0 · 0.7 CNY usd_credit claude",
    ],
    "playerok/items.json": [
        "item:a1 · playerok.com/wagtail · account · - · 1490 RUB month chatgpt-plus",
        "item:a2 · playerok.com/siskin · account · - · 1890.5 RUB month claude-pro",
    ],
    "playerok/graph.json": ["item:b1 · playerok.com/siskin · account · - · 9900 RUB month claude-max-5x"],
    # The seller's own price before the one in the visitor's money; one that is nothing is none
    "g2g/search.json": [
        "offer:G17 · g2g.com/bunting · account · 8 · 14.5 USD month chatgpt-plus",
        "offer:G18 · g2g.com/77 · account · 2 · 17.2 USD month claude-pro",
    ],
    "ebay/search.json": ["item:v1|501|0 · ebay.com/redpoll · account · - · 11.95 USD month chatgpt-plus"],
}  # fmt: skip
ELSE = {
    # whole, no offers, asks, unread
    "digiseller/search.json": (False, 1, 1, ["digiseller: Claude Pro: no price", "digiseller: field items[].plumage"]),
    "digiseller/catalogue.json": (False, 0, 1, []),
    "funpay/lots.html": (True, 0, 0, ["funpay: part tc-plumage"]),
    "funpay/offer.html": (False, 0, 0, []),
    "taobao/search.html": (False, 1, 0, ["taobao: field auctions[].hue"]),
    "goofish/search.json": (False, 1, 0, ["goofish: field exContent.hue"]),
    "pinduoduo/goods.html": (False, 0, 0, []),
    "shop_api/goods.json": (False, 1, 0, ["shop_api: field data.list[].plume"]),
    "playerok/items.json": (False, 0, 0, ["playerok: field items[].plume"]),
    "g2g/search.json": (False, 1, 0, ["g2g: field results[].plume"]),
    "ebay/search.json": (False, 1, 0, ["ebay: field itemSummaries[].plume"]),
}


@pytest.mark.parametrize("name", GOODS)
def test_the_goods_of_a_page(name: str) -> None:
    assert lines(fixture(name, SITE)) == GOODS[name]


@pytest.mark.parametrize("name", ELSE)
def test_what_else_it_says(name: str) -> None:
    page = fixture(name, SITE)
    assert (page.complete, page.not_offers, len(page.asks), list(page.unread)) == ELSE[name]


def test_pages_of_a_search_follow_one_another() -> None:
    url = "https://market.example/api/search.ashx?query=claude&pagenum=1&response=json"
    (ask,) = fixture("digiseller/search.json", url).asks
    assert ask.url == url.replace("pagenum=1", "pagenum=2")


def test_a_price_in_the_money_of_the_source_goes_first() -> None:
    (one,) = fixture("digiseller/search.json", SITE, currency="RUB", language="ru").listings
    assert [(str(quote.amount), quote.currency) for quote in one.quotes] == [("1520", "RUB")]
    assert one.title == "ChatGPT Plus 1 месяц, ваш аккаунт"


def test_a_partner_who_led_to_a_good_is_left_out() -> None:
    (one,) = fixture("digiseller/search.json", SITE).listings
    assert one.url == "https://market.example/itm/301"


def test_when_a_good_was_put_up() -> None:
    (one, _) = fixture("goofish/search.json", SITE).listings
    assert one.posted_at == datetime(2026, 11, 6, 21, 20, tzinfo=UTC)


def answer(platform: str, found: Any) -> Snapshot:
    body = found if isinstance(found, str) else json.dumps(found)
    return Snapshot("s", platform, SITE, WHEN, 200, "", body.encode())


@pytest.mark.parametrize("platform", ["taobao", "goofish"])
@pytest.mark.parametrize(
    "code", ["FAIL_SYS_USER_VALIDATE::哎哟喂", "RGV587_ERROR::SM", "FAIL_SYS_TOKEN_EXOIRED::令牌过期"]
)
def test_a_gateway_that_refuses_is_a_wall(platform: str, code: str) -> None:
    page = read(answer(platform, f'mtopjsonp3({{"api":"a","v":"1.0","ret":["{code}"],"data":{{}}}})'))
    assert page.wall and page.wall.kind == "challenge"


@pytest.mark.parametrize("platform", ["digiseller", "funpay", *SAVED_ONLY])
@pytest.mark.parametrize("found", ["<html><p>hello</p></html>", "{}", "[]", "window.rawData={", "g_page_config = {}"])
def test_what_is_no_page_is_an_error(platform: str, found: str) -> None:
    with pytest.raises(PageError):
        read(answer(platform, found))


def test_one_good_of_a_shop_is_read_alone() -> None:
    good = {"goods_key": "k1", "name": "ChatGPT Plus 月卡", "price": "99", "real_price": "", "extend": None}
    (one,) = read(answer("shop_api", {"code": 1, "data": good})).listings
    assert (one.url, [str(quote.amount) for quote in one.quotes]) == ("https://www.market.example/item/k1", ["99"])


def test_one_item_of_ebay_is_read_alone() -> None:
    item = {"itemId": "v1|7|0", "title": "Claude Pro 1 month", "price": {"value": "9", "currency": "EUR"}}
    (one,) = read(answer("ebay", item)).listings
    assert [(str(quote.amount), quote.currency) for quote in one.quotes] == [("9", "EUR")]


def test_a_good_without_a_price_is_told_of() -> None:
    rows = [{"offer_id": "1", "title": "Claude Pro 1 month"}, {"offer_id": "2", "title": None}, None]
    page = read(answer("g2g", {"payload": {"results": [*rows, {"offer_id": "3", "title": "x", "unit_price": 1}]}}))
    told = ("g2g: Claude Pro 1 month: no price", "g2g: offer:2: no name", "g2g: results[2] is no row that can be read")
    assert page.unread == told


def test_a_refusal_of_digiseller_says_why() -> None:
    with pytest.raises(PageError, match="refused with 2: 'no product'"):
        read(answer("digiseller", {"retval": 2, "retdesc": "no product", "product": None}))


@pytest.mark.parametrize(
    ("held", "amount"), [(259900, "2599"), ("11", "11"), ("21.89", "21.89"), (0, "0"), (None, None), ("x", None)]
)
def test_fen_are_whole_numbers_and_yuan_are_text(held: object, amount: str | None) -> None:
    found = pinduoduo.yuan(held)
    assert (None if found is None else str(found)) == amount


@pytest.mark.parametrize(("held", "amount"), [("-5.5", "-5.5"), ("+5", "5"), (-2, "-2"), ("", None), (None, None)])
def test_a_change_of_price(held: object, amount: str | None) -> None:
    assert shop.signed(held) == (None if amount is None else Decimal(amount))


def refuse(*_: object) -> Any:
    raise AssertionError("nothing may be kept or learned")


@pytest.mark.parametrize("platform", SAVED_ONLY)
def test_what_may_not_be_crawled_is_not_tried(platform: str, tmp_path: Path) -> None:
    path = tmp_path / "saved.toml"
    path.write_text(register.scaffold(platform, "https://www.market.example/search", "saved"), "utf-8")
    source = register.load(path)
    (sentence,) = register.check(source)
    assert "nothing is fetched; save pages in a browser and `undercut import` them" in sentence
    (visit,) = crawl([source], keep=refuse, learn=refuse, clock=lambda: datetime(2026, 11, 24, tzinfo=UTC))
    assert (visit.outcome, visit.pages, visit.walls) == ("wall", 0, 1)
    assert visit.notes == (sentence.partition("crawled. ")[2].rstrip("."),)
