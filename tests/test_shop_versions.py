"""Card shops in every version of their software: what is new, left out or empty in an answer, worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from parsers.files.formats import sniff
from parsers.reading import read, with_siblings
from parsers.records import Ask, BadInput, Page, Snapshot
from tests.facts import WHEN, lines

SHOP = "https://cards.example/"


def answer(platform: str, found: Any, **more: Any) -> Snapshot:
    body = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    return Snapshot("s", platform, SHOP, WHEN, 200, "", body.encode(), **more)


def good(**fields: Any) -> dict[str, Any]:
    """A good of dujiao-next as its newer versions show it: no money beside the price."""
    return {
        "id": 7, "slug": "plus", "title": {"zh-CN": "ChatGPT Plus 独享", "zh-TW": "", "en-US": ""}, "seo_meta": {},
        "description": None, "content": {}, "price_amount": "99.00", "images": None, "tags": [],
        "stock_status": "in_stock", "stock_display_mode": "exact", "stock_display": "exact",
        "stock_quantity_hidden": False, "manual_stock_available": 0, "auto_stock_available": 42, "is_sold_out": False,
        "category": {"id": 0, "parent_id": 0, "slug": "", "name": None, "sort_order": 0}, **fields,
    }  # fmt: skip


def kind(id: int, price: str, **fields: Any) -> dict[str, Any]:
    return {"id": id, "sku_code": f"K{id}", "price_amount": price, "is_active": True, "upstream_stock": 0, **fields}


def next_shop(*goods: Any, currency: str | None = "CNY", **more: Any) -> Page:
    """A page of goods, asked for after the configuration where a currency is given."""
    page = answer("dujiao_next", {"status_code": 0, "msg": "success", "data": [*goods], **more}, purpose="page")
    config = {"status_code": 0, "msg": "success", "data": {"site_name": "云雀", "currency": currency}}
    return read(with_siblings(page, {"start": answer("dujiao_next", config)}) if currency else page)


PLUS = "good:7 · cards.example · account"
NEXT: dict[str, tuple[dict[str, Any], str]] = {
    "one price": (good(), f"{PLUS} · 42 · 99 CNY account chatgpt-plus"),
    "kinds whose values stand language by language": (
        good(skus=[kind(1, "99.00", spec_values={"en-US": "", "zh-CN": "月卡"}),
                   kind(2, "899", spec_values={"en-US": "", "zh-CN": "年卡"}),
                   kind(3, "1.00", spec_values={"zh-CN": "周卡"}, is_active=False)]),
        f"{PLUS} · 42 · 99 CNY month chatgpt-plus, 899 CNY year chatgpt-plus",
    ),
    "kinds whose values stand property by property": (
        good(skus=[kind(1, "99.00", spec_values={"时长": "月卡", "地区": {"zh-CN": "土区"}})]),
        f"{PLUS} · 42 · 99 CNY month chatgpt-plus",
    ),
    "the one kind of a good without kinds": (
        good(skus=[kind(1, "99.00", sku_code="DEFAULT", spec_values={})]),
        f"{PLUS} · 42 · 99 CNY account chatgpt-plus",
    ),
    "a kind at a lower price for a while": (
        good(skus=[kind(1, "99.00", spec_values={"zh-CN": "月卡"}, promotion_price_amount="79.00")],
             promotion_id=1, promotion_rules=[], member_prices=[]),
        f"{PLUS} · 42 · 99 CNY month chatgpt-plus, 79 CNY month chatgpt-plus promotion",
    ),
    "less each for many": (
        good(wholesale_prices=[{"min_quantity": 10, "unit_price": "90.00"}]),
        f"{PLUS} · 42 · 99 CNY account chatgpt-plus, 90 CNY account chatgpt-plus bulk from:10",
    ),
    "a number that is hidden": (
        good(auto_stock_available=1, stock_quantity_hidden=True, stock_display="hidden"),
        f"{PLUS} · in_stock · 99 CNY account chatgpt-plus",
    ),
    "a number that is shown as a range": (
        good(auto_stock_available=1, stock_quantity_hidden=True, stock_range_min=6, stock_range_max=20),
        f"{PLUS} · 6-20 · 99 CNY account chatgpt-plus",
    ),
    "more than can be counted": (
        good(manual_stock_available=-1, auto_stock_available=0, stock_status="unlimited"),
        f"{PLUS} · unlimited · 99 CNY account chatgpt-plus",
    ),
    "prices that stand with the kinds alone": (
        {name: value for name, value in good(
            skus=[kind(1, "99.00", spec_values={"zh-CN": "月卡"}), kind(2, "899", spec_values={"zh-CN": "年卡"})]
        ).items() if name != "price_amount"},
        f"{PLUS} · 42 · 99 CNY month chatgpt-plus, 899 CNY year chatgpt-plus",
    ),
    "sold out": (
        good(auto_stock_available=0, stock_status="out_of_stock", is_sold_out=True),
        f"{PLUS} · 0 · 99 CNY account chatgpt-plus",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NEXT)
def test_a_good_of_dujiao_next(name: str) -> None:
    row, line = NEXT[name]
    page = next_shop(row)
    assert (lines(page), page.unread) == ([line], ())
    config = answer("dujiao_next", {"status_code": 0, "msg": "success", "data": {"currency": "CNY"}})
    alone = answer("dujiao_next", {"status_code": 0, "msg": "success", "data": row})
    assert lines(read(with_siblings(alone, {"config": config}))) == [line]


def test_without_the_configuration_the_money_is_unknown_and_it_is_said() -> None:
    page = next_shop(good(), currency=None)
    assert lines(page) == [f"{PLUS} · 42 · 99 account chatgpt-plus"]
    assert page.unread == ("dujiao_next: currency: /api/v1/public/config is not at hand",)


EMPTY: dict[str, tuple[str, Any, tuple[str, ...]]] = {
    "dujiao-next: no goods": ("dujiao_next", {"status_code": 0, "msg": "success", "data": [], "pagination": {}}, ()),
    "dujiao-next: null": ("dujiao_next", {"status_code": 0, "msg": "", "data": None, "pagination": {"page": 1}}, ()),
    "dujiao-next: categories": (
        "dujiao_next",
        {"status_code": 0, "msg": "success", "data": [{"id": 1, "slug": "ai", "name": {"zh-CN": "ChatGPT"}}]},
        ("dujiao_next: a list of something else than goods",),
    ),
    "acg-faka: no goods": ("acg_faka", {"code": 200, "msg": "success", "data": [], "total": 0}, ()),
}


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_answer_is_no_error_and_ends_nothing(name: str) -> None:
    platform, found, unread = EMPTY[name]
    page = read(answer(platform, found))
    assert (page.listings, page.complete, page.wall, page.unread) == ((), False, None, unread)


LIST = "user/api/index/commodity?categoryId=0&keywords=&limit=0&page=1"
CONFIG = {"status_code": 0, "msg": "success", "data": {"languages": ["zh-CN"], "currency": "USD"}}
CATEGORIES = {"code": 200, "msg": "success", "data": [{"id": 4, "name": "ChatGPT"}]}
FOLDERS: dict[str, tuple[str, Any, str]] = {
    "api/v1/public/config": ("dujiao_next", CONFIG, "api/v1/public/products?page=1&page_size=100"),
    "cards/api/v1/public/config": ("dujiao_next", CONFIG, "cards/api/v1/public/products?page=1&page_size=100"),
    "user/api/index/data": ("acg_faka", CATEGORIES, LIST),
    "cards/user/api/index/data": ("acg_faka", CATEGORIES, f"cards/{LIST}"),
}


@pytest.mark.parametrize("path", FOLDERS)
def test_goods_are_asked_for_in_the_folder_that_the_shop_lives_in(path: str) -> None:
    platform, found, asked = FOLDERS[path]
    page = read(replace(answer(platform, found), url=f"{SHOP}{path}"))
    assert [ask.url for ask in page.asks] == [f"{SHOP}{asked}"]


def test_the_configuration_leads_to_the_goods_and_is_told() -> None:
    snapshot = answer("dujiao_next", CONFIG)
    assert read(snapshot).asks == (Ask(f"{SHOP}api/v1/public/products?page=1&page_size=100", "page"),)
    told = sniff("a.json", snapshot.body)
    assert (told.platform, told.purpose) == ("dujiao_next", "config")


@pytest.mark.parametrize("data", [{"count": 3}, [{"id": 1, "slug": "ai", "name": {"zh-CN": "AI"}}], "ok", {}])
def test_what_is_neither_goods_nor_a_setting_of_dujiao_next_is_not_taken_for_them(data: Any) -> None:
    with pytest.raises(BadInput):
        sniff("a.json", json.dumps({"status_code": 0, "msg": "success", "data": data}).encode())


@pytest.mark.parametrize("data", [[good()], good(), [], None])
def test_goods_of_dujiao_next_are_told(data: Any) -> None:
    told = sniff("a.json", json.dumps({"status_code": 0, "msg": "success", "data": data}).encode())
    assert (told.platform, told.purpose) == ("dujiao_next", "start")


def commodity(**fields: Any) -> dict[str, Any]:
    """A good of acg-faka as its list shows it."""
    return {"id": 3, "name": "ChatGPT Plus 成品号", "cover": "/favicon.ico", "delivery_way": 0, "price": 90,
            "user_price": 0, "inventory_hidden": 0, "category_id": 1, "category": None, "owner": None, "stock": 5,
            "stock_state": 1, "tags": [], "hide": 0, **fields}  # fmt: skip


def acg_shop(*goods: Any, total: int | None = None, url: str = SHOP, **more: Any) -> Page:
    found = {"code": 200, "msg": "success", "data": [*goods], "total": len(goods) if total is None else total, **more}
    return read(Snapshot("s", "acg_faka", url, WHEN, 200, "", json.dumps(found).encode()))


ACG_PLUS = "good:3 · cards.example · account"
ACG: dict[str, tuple[dict[str, Any], str]] = {
    "no price of its own for members": (commodity(), f"{ACG_PLUS} · 5 · 90 CNY account chatgpt-plus"),
    "a good that is given away": (commodity(price=0), f"{ACG_PLUS} · 5 · 0 CNY account chatgpt-plus free"),
    "an empty configuration": (commodity(config=[]), f"{ACG_PLUS} · 5 · 90 CNY account chatgpt-plus"),
    "kinds, and what each of many costs": (
        commodity(config={"category": {"月卡": "90", "年卡": 880}, "category_wholesale": {"年卡": {"5": "800"}},
                          "wholesale": {"9": "1"}, "sku": []}),
        f"{ACG_PLUS} · 5 · 90 CNY month chatgpt-plus, 880 CNY year chatgpt-plus, "
        "800 CNY year chatgpt-plus bulk from:5",
    ),
    "options that add to the price": (
        commodity(config={"sku": {"时长": {"月卡": 0, "年卡": "790.50"}}}),
        f"{ACG_PLUS} · 5 · 90 CNY month chatgpt-plus, 880.5 CNY year chatgpt-plus",
    ),
    "options of kinds": (
        commodity(config={"category": {"月卡": "90"}, "sku": {"质保": {"无": "", "全程": 12}}}),
        f"{ACG_PLUS} · 5 · 90 CNY month chatgpt-plus, 102 CNY month chatgpt-plus",
    ),
    "kinds as an older version names them": (
        commodity(race={"月卡": "90"}, wholesale=None, category_wholesale=None),
        f"{ACG_PLUS} · 5 · 90 CNY month chatgpt-plus",
    ),
    "less each for many, in the configuration": (
        commodity(config={"wholesale": {"10": 85}}),
        f"{ACG_PLUS} · 5 · 90 CNY account chatgpt-plus, 85 CNY account chatgpt-plus bulk from:10",
    ),
    "no cards, but made by hand": (
        commodity(stock=None, card_count=0, delivery_way=1), f"{ACG_PLUS} · - · 90 CNY account chatgpt-plus"
    ),
    "no cards, but from another shop": (
        commodity(stock=None, card_count=0, shared={"id": 1}), f"{ACG_PLUS} · - · 90 CNY account chatgpt-plus"
    ),
    "no cards": (commodity(stock=None, card_count=0), f"{ACG_PLUS} · 0 · 90 CNY account chatgpt-plus"),
    "words in the place of a number": (
        commodity(stock="已售罄", inventory_hidden=1), f"{ACG_PLUS} · 已售罄 · 90 CNY account chatgpt-plus"
    ),
    "what the newest version adds": (
        commodity(channel_price=None, channel_prices=None, sales=3, seckill_active=False, has_wholesale=True,
                  order_sold=1, paid_sales_units=1, recent_paid_sales=0, sales_display_configured=False, recommend=0),
        f"{ACG_PLUS} · 5 · 90 CNY account chatgpt-plus",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACG)
def test_a_good_of_acg_faka(name: str) -> None:
    row, line = ACG[name]
    page = acg_shop(row)
    assert (lines(page), page.unread) == ([line], ())


def test_a_configuration_that_is_text_is_told_of() -> None:
    assert acg_shop(commodity(config="[category]\n月卡=90")).unread == ("acg_faka: config as text",)


@pytest.mark.parametrize(
    ("total", "url", "whole"),
    [
        (1, SHOP, True),
        (9, SHOP, False),
        (9, f"{SHOP}{LIST}", True),  # eight are hidden
        (1, f"{SHOP}{LIST}".replace("categoryId=0", "categoryId=4"), False),
        (1, f"{SHOP}{LIST}".replace("keywords=", "keywords=claude"), False),
    ],
)
def test_when_a_list_of_acg_faka_is_the_whole_shop(total: int, url: str, whole: bool) -> None:
    assert acg_shop(commodity(), total=total, url=url).complete == whole


def drawn(id: int, name: str, price: str, left: str, gone: bool = False) -> str:
    """A card of a list as the shop's script draws it."""
    lead = f'<a href="{"javascript:void(0);" if gone else f"/item/{id}"}" class="col-12" data-id="{id}">'
    return (f'{lead}<div class="acg-card {"soldout" if gone else ""} h-100"><span>自动发货</span>'
            f'<p class="goods-title">{name}</p><div class="price"><span class="unit">{price[0]}</span>{price[1:]}</div>'
            f'<div class="stat-bottom"><span>库存：{left}</span><span>已售：3</span></div></div></a>')  # fmt: skip


def test_the_cards_that_a_list_shows_are_read_from_a_saved_page() -> None:
    cards = (drawn(3, "ChatGPT Plus 月卡", "¥90.00", "5"), drawn(4, "Claude Pro 月卡", "$17", "库存充足"),
             drawn(5, "Gemini Pro 年卡", "¥50", "0", gone=True))  # fmt: skip
    body = (
        f'<html><body><div class="acg-card acg-cover"></div><div class="item-list">{"".join(cards)}</div></body></html>'
    )
    page = read(answer("acg_faka", body))
    assert lines(page) == [
        "good:3 · cards.example · account · 5 · 90 CNY month chatgpt-plus",
        "good:4 · cards.example · account · 库存充足 · 17 USD month claude-pro",
        "good:5 · cards.example · account · 0 · 50 CNY year gemini-pro",
    ]
    assert (page.complete, page.unread, page.listings[2].url) == (False, (), f"{SHOP}item/5")
    assert sniff("a.html", body.encode()).platform == "acg_faka"


@pytest.mark.parametrize(("sign", "currency"), [("$", "USD"), ("¥", "CNY"), ("₽", "RUB")])
def test_an_items_page_shows_its_money_by_the_sign_that_its_operator_chose(sign: str, currency: str) -> None:
    item = json.dumps(commodity(config={"category": {"月卡": "90"}}))
    kinds = f'<a class="switch-race sku">月卡<span class="badge-money">{sign}90</span></a>'
    page = read(answer("acg_faka", f"<html><body><script>setVar({item});</script>{kinds}</body></html>"))
    assert [quote.currency for one in page.listings for quote in one.quotes] == [currency]


def test_an_items_page_describes_the_good_beside_its_script() -> None:
    item = json.dumps(commodity(config=[]))
    about = '<div class="item-detail"><div class="panel-body"><p>质保30天</p></div></div>'
    page = read(answer("acg_faka", f"<html><body><script>setVar({item});</script>{about}</body></html>"))
    assert page.listings[0].text.endswith("质保30天")
