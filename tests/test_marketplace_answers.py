"""Marketplaces: what an answer leaves out, leaves open or says another way, worked out by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from parsers.files.formats import sniff
from parsers.reading import read
from parsers.records import Page, Snapshot
from tests.facts import WHEN, lines

SITE = "https://www.market.example/users/61/"


def answer(platform: str, found: Any) -> Page:
    body = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    return read(Snapshot("s", platform, SITE, WHEN, 200, "", body.encode()))


def option(*variants: tuple[str, str, Any], kind: str = "radio", **more: Any) -> dict[str, Any]:
    """An option of a good on Digiseller, and what each choice changes."""
    rows = [{"value": n, "text": text, "modify": said, "modify_value": value, "default": 0, **more}
            for n, (text, said, value) in enumerate(variants)]  # fmt: skip
    return {"id": 1, "type": kind, "label": "Term", "variants": rows}


TERMS = (("1 month", "", 0), ("1 year", "+90 USD", 90))
DIGISELLER: dict[str, tuple[dict[str, Any], str]] = {
    "no options": ({"options": None}, "- · 10 USD account chatgpt-plus"),
    "a list to choose from": (
        {"options": [option(*TERMS, kind="select")]},
        "- · 10 USD month chatgpt-plus, 100 USD year chatgpt-plus",
    ),
    "a share of the price": (
        {"options": [option(("1 month", "", 0), ("1 year", "+250%", 250))]},
        "- · 10 USD month chatgpt-plus, 35 USD year chatgpt-plus",
    ),
    "a choice that is cheaper": (
        {"options": [option(("1 year", "", 0), ("1 month", "-4 USD", 4))]},
        "- · 10 USD year chatgpt-plus, 6 USD month chatgpt-plus",
    ),
    "an option that changes nothing": (
        {"options": [option(("I have an account", "", 0), ("I have none", "", 0))]},
        "- · 10 USD account chatgpt-plus",
    ),
    "two options that change the price": (
        {"options": [option(*TERMS), option(("no warranty", "", 0), ("warranty", "+1", 1))]},
        "- · 10 USD month chatgpt-plus, 11 USD month chatgpt-plus, "
        "100 USD year chatgpt-plus, 101 USD year chatgpt-plus",
    ),
    "a choice that is not shown": (
        {"options": [option(*TERMS), option(("later", "+5", 5), visible=0)]},
        "- · 10 USD month chatgpt-plus, 100 USD year chatgpt-plus",
    ),
    "sold out": ({"is_available": 0}, "0 · 10 USD account chatgpt-plus"),
    "a number that is shown": ({"num_in_stock": 4}, "4 · 10 USD account chatgpt-plus"),
}  # fmt: skip


@pytest.mark.parametrize("name", DIGISELLER)
def test_a_good_of_digiseller(name: str) -> None:
    more, line = DIGISELLER[name]
    good = {"id": 5, "name": "ChatGPT Plus", "price": 10, "currency": "USD", "info": "", "add_info": None, **more}
    page = answer("digiseller", {"retval": 0, "retdesc": "", "queryId": None, "product": good})
    assert (lines(page), page.unread) == ([f"good:5 · market.example · account · {line}"], ())


EMPTY: dict[str, tuple[str, Any]] = {
    "digiseller: a search": ("digiseller", {"Pagenum": 1, "Pagesize": 10, "Totalpages": 0, "total": 0, "items": None}),
    "digiseller: a catalogue": ("digiseller", {"content": {"items": [], "has_next_page": False}}),
    "funpay": ("funpay", '<h1>ChatGPT</h1><div class="showcase" data-section="lot-1"><div class="tc"></div></div>'),
    "playerok: a list": ("playerok", {"items": [], "hasNextPage": False, "endCursor": None}),
    "playerok: a graph": ("playerok", {"data": {"items": {"edges": [], "pageInfo": {}, "totalCount": 0}}}),
    "g2g": ("g2g", {"code": 2000, "payload": {"results": [], "total_result": 0}}),
    "ebay": ("ebay", {"href": "https://api.example/", "total": 0, "limit": 50, "offset": 0}),
    "shop_api": ("shop_api", {"code": 1, "msg": "success", "data": {"list": [], "total": 0}}),
    "taobao": ("taobao", '<script>g_page_config = {"mods":{"itemlist":{"status":"hide"}}};</script>'),
    "goofish: a search": ("goofish", {"ret": ["SUCCESS::ok"], "data": {"resultList": [], "resultInfo": {}}}),
    "goofish: a seller's goods": ("goofish", {"ret": ["SUCCESS::ok"], "data": {"cardList": [], "nextPage": False}}),
}  # fmt: skip


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_answer_is_no_error_and_ends_nothing(name: str) -> None:
    page = answer(*EMPTY[name])
    assert (page.listings, page.complete, page.wall, page.unread) == ((), False, None, ())


def test_a_seller_of_funpay_has_a_page_with_sections() -> None:
    row = '<a class="tc-item" href="https://market.example/lots/offer?id={id}"><div class="tc-desc">'
    row += '<div class="tc-desc-text">{name}</div></div>{left}'
    row += '<div class="tc-price"><div>9.00 <span>€</span></div></div></a>'
    body = "<h1>heron</h1>" + "".join(
        f'<div class="offer"><div class="offer-list-title"><h3><a href="/lots/{id}/">{head}</a></h3></div>'
        f'<div class="tc">{row.format(id=id, name=name, left=left)}</div></div>'
        for id, head, name, left in [
            (1, "ChatGPT", "Plus, 1 month, own account", ""),
            (2, "Claude", "Pro, 1 month, own account", '<div class="tc-amount" data-s="1200">1.2k</div>'),
        ]
    )
    page = answer("funpay", body)
    assert lines(page) == [
        "offer:1 · market.example/61 · top_up · - · 9 EUR month chatgpt-plus",
        "offer:2 · market.example/61 · top_up · 1200 · 9 EUR month claude-pro",
    ]
    assert [one.channel for one in page.listings] == ["ChatGPT", "Claude"]


def test_a_column_that_only_one_section_has_says_what_is_sold_and_is_told_of() -> None:
    row = """<a href="https://market.example/lots/offer?id=7" class="tc-item" data-plan="plus">
    <div class="tc-desc"><div class="tc-desc-text">12 months, own account</div></div>
    <div class="tc-plan hidden-xxs">ChatGPT Plus</div><div class="tc-user"><div class="media-user-name">
    <span data-href="https://market.example/users/61/">heron</span></div></div><div class="tc-amount hidden-xxs">1</div>
    <div class="tc-price" data-s="3499.79"><div>3 500 <span class="unit">₽</span></div></div></a>"""
    page = answer("funpay", f"<h1>AI</h1>{row}")
    assert lines(page) == ["offer:7 · market.example/61 · top_up · 1 · 3500 RUB year chatgpt-plus"]
    assert page.unread == ("funpay: part tc-plan",)


PAYMENT = "<option value='21' data-content='&lt;span class=&quot;payment-value&quot;&gt;{}&lt;/span&gt;'></option>"
OFFERS: dict[str, tuple[dict[str, str], list[str], list[str], tuple[str, ...]]] = {
    # what it says by heads, what is to be paid by each way -> the offer, what is not understood
    "in Russian": (
        {"Краткое описание": "ChatGPT Plus на 12 месяцев", "Подробное описание": "Без VPN"},
        ["от 8 900 ₽", "9 000 ₽", "8 900 ₽"],
        ["offer:71 · market.example/64 · account · - · 8900 RUB or more year chatgpt-plus, "
         "9000 RUB or less year chatgpt-plus"],
        (),
    ),
    "in Ukrainian": (
        {"Короткий опис": "Claude Pro 1 місяць", "Докладний опис": "Без VPN"},
        ["від 700 ₴"],
        ["offer:71 · market.example/64 · account · - · 700 UAH month claude-pro"],
        (),
    ),
    "without a short description it is called as its section": (
        {"Term": "1 month"},
        ["9.00 €"],
        ["offer:71 · market.example/64 · account · - · 9 EUR account chatgpt-plus"],
        (),
    ),
    "sold": ({"Short description": "ChatGPT Plus 1 month"}, [], [], ("funpay: ChatGPT Plus 1 month: no price",)),
    "a price in words": (
        {"Short description": "ChatGPT Plus 1 month"}, ["ask"], [], ("funpay: ChatGPT Plus 1 month: no price",)
    ),
    "something else": ({"Short description": "13 stars"}, ["9.00 €"], [], ()),
}  # fmt: skip


@pytest.mark.parametrize("how", OFFERS)
def test_an_offer_of_funpay_on_a_page_of_its_own(how: str) -> None:
    heads, payments, said, unread = OFFERS[how]
    params = "".join(f'<div class="param-item"><h5>{head}</h5><div>{text}</div></div>' for head, text in heads.items())
    body = (
        f"<h1>{'Stars' if '13 stars' in params else 'ChatGPT Plus'}</h1>{params}"
        f"<select name=method>{''.join(map(PAYMENT.format, payments))}</select>"
        '<div class="chat"><div class="media-user-name"><span data-href="/users/64/">siskin</span></div></div>'
    )
    url = "https://www.market.example/en/lots/offer?id=71"
    page = read(Snapshot("s", "funpay", url, WHEN, 200, "text/html", body.encode()))
    assert (lines(page), page.unread, page.complete) == (said, unread, False)
    assert all(one.url == url for one in page.listings)
    assert page.not_offers == (how == "something else")


def result(price: Any, **more: Any) -> dict[str, Any]:
    """A result of a search on Xianyu."""
    shown = {"itemId": "7", "title": "ChatGPT Plus 月卡 成品号", "price": price, "userNickName": "灰雁", **more}
    return {"data": {"resultList": [{"data": {"item": {"main": {"exContent": shown, "clickParam": {"args": {}}}}}}]}}


GOOFISH: dict[str, tuple[Any, str]] = {
    "parts without a type": (result([{"text": "¥"}, {"text": "66"}, {"text": ".5"}]), "66.5 CNY month chatgpt-plus"),
    "words beside an amount": (
        result([{"text": "¥", "type": "sign"}, {"text": "66", "type": "integer"}, {"text": "起", "type": "suffix"}]),
        "66 CNY month chatgpt-plus",
    ),
    "an amount of its own": (
        result([{"text": "到手 ¥60"}], detailParams={"soldPrice": "66"}), "66 CNY month chatgpt-plus"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOFISH)
def test_how_xianyu_writes_a_price(name: str) -> None:
    found, line = GOOFISH[name]
    assert lines(answer("goofish", found)) == [f"item:7 · goofish.com/灰雁 · account · - · {line}"]


def test_a_price_that_is_to_be_agreed_on_is_none() -> None:
    item = {"itemId": 7, "title": "ChatGPT Plus 月卡", "desc": "", "soldPrice": "0.01", "defaultPrice": True}
    page = answer("goofish", {"data": {"itemDO": item, "sellerDO": {"sellerId": 1}}})
    assert (page.listings, page.unread) == ((), ("goofish: ChatGPT Plus 月卡: no price",))


def test_the_goods_of_a_seller_in_the_answer_they_come_in() -> None:
    card = {"id": "7", "title": "ChatGPT Plus 月卡 成品号", "priceInfo": {"price": "66"}, "itemStatus": 0}
    page = answer(
        "goofish", {"ret": ["SUCCESS::调用成功"], "data": {"cardList": [{"cardData": card}], "nextPage": True}}
    )
    assert [line.partition(" · ")[0] for line in lines(page)] == ["item:7"]


def test_a_good_of_playerok_alone() -> None:
    item = {"id": "a1", "slug": "plus", "name": "ChatGPT Plus 1 месяц", "price": 1490, "rawPrice": 1990,
            "user": {"username": "wagtail"}, "attachments": [], "obtainingType": None, "dataFields": []}  # fmt: skip
    page = answer("playerok", {"data": {"item": item}})
    assert lines(page) == ["item:a1 · playerok.com/wagtail · account · - · 1490 RUB month chatgpt-plus"]
    assert page.unread == ()


def test_an_item_of_ebay_costs_what_its_seller_asks() -> None:
    price = {"value": "11.95", "currency": "USD", "convertedFromValue": "10.00", "convertedFromCurrency": "EUR"}
    left = [{"estimatedAvailabilityStatus": "IN_STOCK", "estimatedAvailableQuantity": 3}]
    item = {"itemId": "v1|7|0", "title": "Claude Pro 1 month", "price": price, "estimatedAvailabilities": left}
    page = answer("ebay", {"items": [item], "commonDescriptions": []})
    assert lines(page) == ["item:v1|7|0 · market.example · account · 3 · 10 EUR month claude-pro"]


def taobao_good(*skus: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A good of Taobao with a kind for each of some prices."""
    names = [{"vid": str(n), "name": name} for n, name in enumerate(("Plus 1个月", "Pro 1个月")[: len(skus)])]
    return {
        "item": {"itemId": "8301", "title": "ChatGPT 会员"}, "seller": {"sellerId": "61", "shopName": "灰雁"},
        "skuBase": {"props": [{"pid": "5", "name": "版本", "values": names}],
                    "skus": [{"skuId": str(n), "propPath": f"5:{n}"} for n in range(1, len(skus))] or []},
        "skuCore": {"sku2info": {str(n): sku for n, sku in enumerate(skus)}}, **parts,
    }  # fmt: skip


LESS = {"price": {"priceMoney": "9900", "priceText": "99"}, "subPrice": {"priceText": "89.5", "priceTitle": "券后"}}
SHOWN = {
    "price": {"priceText": "99", "priceTitle": "优惠前"},
    "extraPrice": {"priceText": "89.5", "priceTitle": "券后"},
}
TAOBAO: dict[str, tuple[dict[str, Any], str]] = {
    "a price in yuan alone": (taobao_good({"price": {"priceText": "8.5"}, "quantity": "3"}), "3 · 8.5 CNY"),
    "less with a coupon": (taobao_good({**LESS, "quantity": 4}), "4 · 99 CNY, 89.5 CNY promotion"),
    "what is shown": (taobao_good(componentsVO={"priceVO": SHOWN}), "- · 99 CNY, 89.5 CNY promotion"),
    "no properties": (taobao_good({**LESS, "subPrice": None}, skuBase={"props": None, "skus": []}), "- · 99 CNY"),
}


@pytest.mark.parametrize("case", TAOBAO)
@pytest.mark.parametrize("place", ["the page", "the page's application", "the gateway"])
def test_a_good_of_taobao(case: str, place: str) -> None:
    good, expected = TAOBAO[case]
    page = json.dumps({"loaderData": {"home": {"data": good}}}, ensure_ascii=False)
    whole = {
        "the page": f"<script>window.__ICE_APP_CONTEXT__={page};</script>",
        "the page's application": f'<script>var b = {{"appData":{page}}};window.__ICE_APP_CONTEXT__=b;</script>',
        "the gateway": json.dumps({"ret": ["SUCCESS::调用成功"], "data": good}, ensure_ascii=False),
    }[place]
    assert sniff("page", whole.encode()).platform == "taobao"
    [found] = read(Snapshot("s", "taobao", SITE, WHEN, 200, "", whole.encode())).listings
    stock, _, prices = expected.partition(" · ")
    quotes = [" ".join((format(q.amount, "f"), q.currency or "", *q.conditions)) for q in found.quotes]
    assert (found.key, found.seller, found.stock or "-") == ("item:8301", "taobao.com/61", stock)
    assert ", ".join(quotes) == prices


KIN: dict[str, tuple[dict[str, Any], str]] = {
    "left": ({"stock_available_quantity": 4, "stock_available_status": 1}, "4"),
    "none left": ({"stock_available_quantity": 0, "stock_available_status": 0}, "0"),
    "none left, and no number": ({"stock_available_status": 0}, "0"),
    "some left, and no number": ({"stock_available_quantity": None, "stock_available_status": 1}, "-"),
}


@pytest.mark.parametrize("case", KIN)
def test_a_kin_of_shop_api_names_its_goods_by_number(case: str) -> None:
    fields, stock = KIN[case]
    row = {"goods_no": "G31", "name": "ChatGPT Plus 1个月", "price": "88.00", "description": "<p>独享</p>", **fields}
    page = answer("shop_api", {"code": 1, "msg": "ok", "data": {"list": [row]}})
    assert lines(page) == [f"good:G31 · market.example · account · {stock} · 88 CNY month chatgpt-plus"]
    assert page.unread == ()


def of_page(goods: dict[str, Any], **beside: Any) -> str:
    held = {"store": {"initDataObj": {"goods": goods, **beside}}}
    return f"<script>window.rawData={json.dumps(held, ensure_ascii=False)};</script>"


def sku(name: str, price: Any, quantity: int, **more: Any) -> dict[str, Any]:
    return {"specs": [{"spec_key": "时长", "spec_value": name}], "groupPrice": price, "quantity": quantity, **more}


PLUS = {"goodsName": "ChatGPT Plus 代充", "goodsID": 71, "minGroupPrice": 9900}
PINDUODUO: dict[str, tuple[Any, list[str]]] = {
    "a shop beside its good": (
        of_page(PLUS, mall={"mallID": 31, "mallName": "灰雁"}),
        ["good:71 · pinduoduo.com/31 · top_up · - · 99 CNY account chatgpt-plus"],
    ),
    "kinds, one of them not sold": (
        of_page({**PLUS, "mallID": 31, "skus": [
            sku("月卡", 9900, 3, isOnSale=1),
            sku("年卡", "950.5", 2, isOnSale=True), sku("周卡", 100, 9, isOnSale=0)]}),
        ["good:71 · pinduoduo.com/31 · top_up · 5 · 99 CNY month chatgpt-plus, 950.5 CNY year chatgpt-plus"],
    ),
    "none left": (
        of_page({**PLUS, "mallID": 31, "skus": [sku("月卡", 9900, 0)]}),
        ["good:71 · pinduoduo.com/31 · top_up · 0 · 99 CNY month chatgpt-plus"],
    ),
    "what a search answers": (
        {"goods_list": [{"goods_id": 71, "goods_name": "ChatGPT Plus 代充 月卡", "group": {"price": 9900},
                         "mall_id": 31, "normal_price": 12000}]},
        ["good:71 · pinduoduo.com/31 · top_up · - · 99 CNY month chatgpt-plus"],
    ),
    "an answer of one": (
        {"data": {"goods": {"goods_name": "ChatGPT Plus 代充 月卡", "goods_id": 71, "min_group_price": 9900,
                            "skus": None}}},
        ["good:71 · market.example · top_up · - · 99 CNY month chatgpt-plus"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PINDUODUO)
def test_a_good_of_pinduoduo(case: str) -> None:
    found, said = PINDUODUO[case]
    assert lines(answer("pinduoduo", found)) == said


def shelved(**more: Any) -> dict[str, Any]:
    """A good of one seller's shelf on Digiseller."""
    return {"id_goods": 81, "name_goods": "ChatGPT Plus 1 month", "info_goods": "<p>Own account</p>", "add_info": None,
            "price": 1490.5, "currency": "RUR", "cnt_sell": 4, "cnt_return": 0, "price_usd": 18, "price_rur": 1490.5,
            "price_eur": 0, "price_uah": 0, "in_stock": 1, "num_in_stock": 3, "visible": 1, "sale_info": {},
            **more}  # fmt: skip


OFFERED = "good:81 · market.example/61 · account"
SHELF: dict[str, tuple[dict[str, Any], list[str]]] = {
    "in stock": ({}, [f"{OFFERED} · 3 · 1490.5 RUB month chatgpt-plus"]),
    "sold out": ({"in_stock": 0, "num_in_stock": 0}, [f"{OFFERED} · 0 · 1490.5 RUB month chatgpt-plus"]),
    "not counted": ({"num_in_stock": 0}, [f"{OFFERED} · - · 1490.5 RUB month chatgpt-plus"]),
    "hidden": ({"visible": 0}, []),
    "no currency": ({"currency": None}, [f"{OFFERED} · 3 · 18 USD month chatgpt-plus"]),
    "free of a price": ({"price": 0, "price_usd": 0, "price_rur": 0}, []),
}


@pytest.mark.parametrize("case", SHELF)
@pytest.mark.parametrize("pages", [1, 4])
def test_the_shelf_of_one_seller(case: str, pages: int) -> None:
    fields, said = SHELF[case]
    found = {"retval": 0, "retdesc": None, "id_seller": 61, "name_seller": "skua", "cnt_goods": 1, "pages": pages,
             "page": 1, "order_col": "name", "order_dir": "asc", "rows": [shelved(**fields)]}  # fmt: skip
    assert sniff("a.json", json.dumps(found).encode()).platform == "digiseller"
    page = answer("digiseller", found)
    assert lines(page) == said
    assert page.complete == (pages == 1 and bool(said))
    nameless = [line for line in page.unread if "no price" not in line]
    assert nameless == []


def test_a_section_of_a_shop_on_digiseller() -> None:
    row = {"id": "82", "name": "Claude Pro 1 month", "info": "", "price": "19", "currency": "USD", "cntSell": 1}
    found = {"retval": 0, "retdesc": "", "totalPages": 2, "totalItems": 1, "categories": [], "product": [row]}
    assert sniff("a.json", json.dumps(found).encode()).platform == "digiseller"
    page = answer("digiseller", found)
    assert lines(page) == ["good:82 · market.example · account · - · 19 USD month claude-pro"]
    assert (page.complete, page.unread) == (False, ())
    assert answer("digiseller", {**found, "product": []}).listings == ()


@pytest.mark.parametrize("price", ["20", "17", "19"])
def test_a_good_at_the_price_of_its_vendor_is_a_good(price: str) -> None:
    row = {"goods_key": "k1", "name": "Claude Pro 1 month", "price": price}
    body = json.dumps({"code": 1, "data": {"list": [row]}}).encode()
    page = read(Snapshot("s", "shop_api", SITE, WHEN, 200, "", body, currency="USD"))
    assert lines(page) == [f"good:k1 · market.example · account · - · {price} USD month claude-pro"]
