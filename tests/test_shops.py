"""Card shops: what their goods are and cost, written by hand from invented pages in the real shape."""

from __future__ import annotations

import json
from typing import Any

import pytest

from parsers.pages import shop
from parsers.reading import read
from parsers.records import Ask, PageError, Snapshot
from tests.facts import WHEN, fixture, lines

CARDS = "https://cards.example/"
API = "https://cards.example/api/v1/public/products?page=1&page_size=100"
ACG = "https://cards.example/user/api/index/commodity?categoryId=0&limit=0"

GOODS = {
    ("dujiaoka/unicorn.html", CARDS): [
        "good:21 · cards.example · account · 14 · 88.5 CNY month chatgpt-plus",
        "good:22 · cards.example · top_up · 0 · 799 CNY year chatgpt-plus",
    ],
    ("dujiaoka/luna.html", CARDS): [
        "good:9 · cards.example · account · 31 · 95 CNY month chatgpt-plus, "
        "90 CNY month chatgpt-plus bulk from:5, 85.5 CNY month chatgpt-plus bulk from:10",
    ],
    ("dujiaoka/good.html", "https://cards.example/buy/5"): [
        "good:5 · cards.example · account · 7 · 128 CNY month claude-pro, 120 CNY month claude-pro bulk from:5",
    ],
    ("dujiao_next/products.json", API): [
        "good:501 · cards.example · account · 42 · 99 CNY month chatgpt-plus, "
        "89.1 CNY month chatgpt-plus promotion",
        "good:502 · cards.example · relay_api · unlimited · 0.7 CNY usd_credit claude",
    ],
    ("acg_faka/commodity.json", ACG): [
        "good:7 · cards.example · top_up · 充足 · 105.5 CNY month chatgpt-plus, 99 CNY month chatgpt-plus member",
        "good:8 · cards.example/31 · account · 12 · 58 CNY year gemini-pro",
    ],
    ("acg_faka/item.html", "https://cards.example/item/63"): [
        "good:63 · cards.example · account · 库存充足 · 110 CNY month chatgpt-plus, 998 CNY year chatgpt-plus",
    ],
}  # fmt: skip
SOLD_OUT = {
    # Without a link there is no number: such a good is known by its words, until it can be bought again.
    "dujiaoka/hyper.html": [
        "good:5 · cards.example · account · - · 128 CNY month claude-pro",
        " · cards.example · relay_api · 0 · 0.66 CNY usd_credit claude",
    ],
    "dujiaoka/hyper_cards.html": [
        "good:40 · cards.example · account · - · 45.9 CNY year gemini-pro",
        " · cards.example · account · 0 · 60 CNY month cursor-pro",
    ],
}


@pytest.mark.parametrize(("name", "url"), GOODS)
def test_the_goods_of_a_page(name: str, url: str) -> None:
    assert lines(fixture(name, url)) == GOODS[name, url]


@pytest.mark.parametrize("name", SOLD_OUT)
def test_a_good_that_is_sold_out_has_no_number(name: str) -> None:
    found = lines(fixture(name, CARDS))
    assert [line[line.index(" · ") if len(line.split(" · ")[0]) == 40 else 0 :] for line in found] == SOLD_OUT[name]


@pytest.mark.parametrize(
    ("name", "whole", "others", "unread"),
    [
        ("dujiaoka/unicorn.html", True, 1, ()),  # a film service is no access to AI
        ("dujiaoka/luna.html", True, 1, ("dujiaoka: field goods[].badge",)),  # a map, though below "AI"
        ("dujiao_next/products.json", False, 1, ("dujiao_next: field data[].loyalty_points",)),
        ("acg_faka/commodity.json", True, 1, ("acg_faka: field data[].festival",)),
    ],
)
def test_what_else_a_page_says(name: str, whole: bool, others: int, unread: tuple[str, ...]) -> None:
    page = fixture(name, "https://cards.example/x")
    assert (page.complete, page.not_offers, page.unread) == (whole, others, unread)


@pytest.mark.parametrize(
    ("name", "url", "asks"),
    [
        ("dujiaoka/unicorn.html", CARDS, ()),
        ("dujiao_next/products.json", API, (Ask(API.replace("page=1", "page=2"), "page"),)),
    ],
)
def test_what_is_asked_next(name: str, url: str, asks: tuple[Ask, ...]) -> None:
    assert fixture(name, url).asks == asks


def answer(platform: str, found: Any, **more: Any) -> Snapshot:
    body = found if isinstance(found, str) else json.dumps(found)
    return Snapshot("s", platform, "https://cards.example/a", WHEN, more.pop("status", 200), "", body.encode(), **more)


@pytest.mark.parametrize(
    ("platform", "found", "wall"),
    [
        ("dujiao_next", {"status_code": 401, "msg": "unauthorized", "data": None}, "login"),
        ("dujiao_next", {"status_code": 429, "msg": "too many requests", "data": None}, "rate_limited"),
        ("acg_faka", {"code": 500, "msg": "请先登录", "data": []}, "login"),
    ],
)
def test_a_refusal_is_a_wall(platform: str, found: Any, wall: str) -> None:
    page = read(answer(platform, found))
    assert page.wall and page.wall.kind == wall


@pytest.mark.parametrize(
    ("platform", "found", "error"),
    [
        ("dujiaoka", "<html><body><p>hello</p></body></html>", "no front page and no good"),
        ("dujiaoka", "<script>goodsMsg = [{\"id\":</script>", "breaks off"),
        ("dujiao_next", {"status_code": 400, "msg": "invalid request parameters", "data": {}}, "status_code 400"),
        ("dujiao_next", {"status_code": 0, "msg": "success", "data": {"a": 1}}, "neither goods"),
        ("acg_faka", {"code": 500, "msg": "boom"}, "refused with code 500"),
        ("acg_faka", {"code": 0, "msg": "商品不存在"}, "refused with code 0: '商品不存在'"),
        ("acg_faka", "<html></html>", "no page of acg-faka"),
    ],
)  # fmt: skip
def test_what_is_no_answer_of_a_shop_is_an_error(platform: str, found: Any, error: str) -> None:
    with pytest.raises(PageError, match=error):
        read(answer(platform, found))


@pytest.mark.parametrize(
    ("shown", "amount"),
    [
        ("¥ 99.00", ("99", None)),
        ("￥1,299", ("1299", None)),
        ("20.90 ₽", ("20.9", "RUB")),
        ("$19.99", ("19.99", "USD")),
        ("66 元", ("66", "CNY")),
        ("from 9", None),
        ("9-12", None),
        ("", None),
    ],
)
def test_an_amount_as_a_page_shows_it(shown: str, amount: tuple[str, str | None] | None) -> None:
    found = shop.shown(shown)
    assert (found and (str(found[0]), found[1])) == amount


@pytest.mark.parametrize(
    ("held", "amount"),
    [
        ("99.00", "99"),
        (9, "9"),
        (0, "0"),
        ("", None),
        (None, None),
        (-1, None),
        ("1e9", None),
        (True, None),
        ("九", None),
    ],
)
def test_an_amount_that_a_field_holds(held: object, amount: str | None) -> None:
    found = shop.money(held)
    assert (None if found is None else str(found)) == amount


def test_a_pair_of_prices_keeps_its_places() -> None:
    (one, *_) = fixture("dujiao_next/products.json", API).listings
    assert [quote.span.path for quote in one.quotes] == ["data[0].price_amount", "data[0].promotion_price_amount"]
    assert one.text[one.plans[0].span.start : one.plans[0].span.end] == "ChatGPT Plus"
