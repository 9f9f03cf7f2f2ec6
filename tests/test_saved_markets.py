"""Pages of Taobao and Xianyu as people save them: cards of a search, goods of phones and of pages, kinds in fen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from parsers.files.formats import sniff
from parsers.reading import read
from parsers.records import Page, Snapshot
from tests.facts import WHEN, lines

SITES = {"taobao": "https://s.taobao.com/search?q=plus", "goofish": "https://www.goofish.com/item?id=7",
         "pinduoduo": "https://mobile.yangkeduo.com/search_result.html"}  # fmt: skip


def shown(platform: str, found: Any) -> Page:
    """What a saved page or answer shows; it must be told by its content."""
    body = (found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)).encode()
    assert sniff("a", body).platform == platform
    return read(Snapshot("s", platform, SITES[platform], WHEN, 200, "", body))


def card(id: int, name: str, whole: str, rest: str = "", who: str = "灰雁小铺", build: str = "Price--") -> str:
    """A card of a search on Taobao; its second link ends the first, as it does in every browser."""
    return (f'<a class="doubleCardWrapper--L2" id="item_id_{id}" href="//item.taobao.com/item.htm?id={id}&amp;x=1">'
            f'<div class="Title--title--j1" title="{name}"><span>{name[:3]}</span><span>{name[3:]}</span></div>'
            f'<span class="{build}unit--a">¥</span><span class="{build}priceInt--b">{whole}</span>'
            f'<span class="{build}priceFloat--c">{rest}</span><span class="{build}realSales--d">82人付款</span>'
            f'<a href="//shop1.taobao.com"><span class="ShopInfo--shopNameText--e">{who}</span></a></a>')  # fmt: skip


def test_the_cards_of_a_search_on_taobao() -> None:
    cards = card(8, "ChatGPT Plus 月卡", "99", ".50"), card(9, "Claude Pro 月卡", "108", build="", who="白鹭")
    page = shown("taobao", f"<html><body><div>{''.join(cards)}{cards[0]}</div></body></html>")
    assert lines(page) == [
        "item:8 · taobao.com/灰雁小铺 · account · - · 99.5 CNY month chatgpt-plus",
        "item:9 · taobao.com/白鹭 · account · - · 108 CNY month claude-pro",
    ]
    assert (page.listings[0].title, page.listings[0].url, page.unread) == (
        "ChatGPT Plus 月卡", "https://item.taobao.com/item.htm?id=8", ()
    )  # fmt: skip


def found(**fields: Any) -> dict[str, Any]:
    row = {
        "item_id": "8",
        "title": "<span class=H>ChatGPT</span> Plus 月卡",
        "price": "120.00",
        "userId": "61",
        **fields,
    }
    return {"ret": ["SUCCESS::调用成功"], "data": {"itemsArray": [row], "mainInfo": {"totalPage": "9"}}}


RESULTS = {
    "a price alone": (found(), "120 CNY month chatgpt-plus"),
    "what is asked now": (found(priceShow={"price": "99.5", "unit": "¥"}), "99.5 CNY month chatgpt-plus"),
}


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("call", ["{}", "mtopjsonp37({})"], ids=["alone", "in a call"])
def test_the_answer_of_a_search_on_taobao(name: str, call: str) -> None:
    answer, said = RESULTS[name]
    page = shown("taobao", call.format(json.dumps(answer)))
    assert lines(page) == [f"item:8 · taobao.com/61 · account · - · {said}"]


GOOD = {"itemId": "8", "title": "ChatGPT Plus 会员"}
KINDS = {"props": [{"pid": "5", "values": [{"vid": "1", "name": "1个月"}, {"vid": "2", "name": "1年"}]}],
         "skus": [{"skuId": "11", "propPath": "5:1"}, {"skuId": "12", "propPath": "5:2"}]}  # fmt: skip
CORE = {"sku2info": {"0": {"price": {"priceText": "99-899"}, "quantity": "7"},
                     "11": {"price": {"priceMoney": "9900", "priceText": "99"}},
                     "12": {"price": {"priceMoney": "89900", "priceText": "899"}}}}  # fmt: skip
EACH = "99 CNY month chatgpt-plus, 899 CNY year chatgpt-plus"
ENDS = "99 CNY or more account chatgpt-plus, 899 CNY or less account chatgpt-plus"
SELLER = {"userId": "61"}


def stacked(**value: Any) -> dict[str, Any]:
    """The gateway's answer to phones: what a good costs is text within it."""
    held = {"item": GOOD, "seller": SELLER, "apiStack": [{"name": "esi", "value": json.dumps(value)}]}
    return {"ret": ["SUCCESS::调用成功"], "data": held}


def page_of(name: str, *steps: str, **good: Any) -> str:
    held: Any = {"seller": SELLER, **good}
    for step in reversed(steps):
        held = {step: held}
    return f"<html><script>window.{name} = {json.dumps(held)};</script></html>"


TITLED = {"titleVO": {"title": {"title": "ChatGPT Plus 会员"}}, "priceVO": {"price": {"priceText": "99"}}}
GOODS: dict[str, tuple[Any, str, str]] = {
    "kinds, for phones": (stacked(skuBase=KINDS, skuCore=CORE), "7", EACH),
    "no kinds, for phones": (stacked(price={"price": {"priceText": "99", "priceMoney": "9900"}}), "-",
                             "99 CNY account chatgpt-plus"),
    "from which to which price": (stacked(price={"price": {"priceText": "99-899"}}), "-", ENDS),
    "kinds, on a page": (
        page_of("__ICE_APP_CONTEXT__", "loaderData", "pcdetail", "data", "res", item=GOOD, skuBase=KINDS, skuCore=CORE),
        "7", EACH,
    ),
    "a name beside its good": (
        page_of("__ICE_APP_CONTEXT__", "loaderData", "home", "data", "res", item={"itemId": 8}, componentsVO=TITLED),
        "-", "99 CNY account chatgpt-plus",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GOODS)
def test_a_good_of_taobao(name: str) -> None:
    held, left, said = GOODS[name]
    assert lines(shown("taobao", held)) == [f"item:8 · taobao.com/61 · account · {left} · {said}"]


def xianyu(**fields: Any) -> dict[str, Any]:
    item = {"itemId": 7, "title": "ChatGPT Plus 成品号", "desc": "质保", "soldPrice": "99.00", **fields}
    return {"itemDO": item, "sellerDO": {"sellerId": 61}}


def kind(term: str, fen: int, **more: Any) -> dict[str, Any]:
    return {"skuId": fen, "price": fen, "propertyList": [{"propertyText": "时长", "valueText": term}], **more}


XIANYU = {
    "one price": (xianyu(), "99 CNY account chatgpt-plus"),
    "kinds": (xianyu(skuList=[kind("1个月", 9900), kind("1年", 89900)]), EACH),
    "kinds by their other name": (xianyu(idleItemSkuList=[kind("1个月", 1, priceInCent=9900)], skuList=[]),
                                  "99 CNY month chatgpt-plus"),
    "no kinds": (xianyu(skuList=None, idleItemSkuList=[]), "99 CNY account chatgpt-plus"),
}  # fmt: skip


@pytest.mark.parametrize("name", XIANYU)
@pytest.mark.parametrize("alone", [False, True], ids=["in the envelope", "as exported"])
def test_a_good_of_xianyu(name: str, alone: bool) -> None:
    held, said = XIANYU[name]
    page = shown("goofish", held if alone else {"ret": ["SUCCESS::调用成功"], "data": held})
    assert lines(page) == [f"item:7 · goofish.com/61 · account · - · {said}"]


LINK = '<a class="feeds-item-wrap--r1" href="https://www.goofish.com/item?id={}&amp;categoryId=1">{}</a>'
PRICED = '<span class="sign--x">¥</span><span class="number--y">99</span><span class="decimal--z">.50</span>'
CARDS = {
    "as today": f'<div class="row1-wrap-title--q" title="x"><span>ChatGPT Plus 月卡</span></div>'
    f'<div class="row3-wrap-price--i">{PRICED}</div><div class="seller-text--s"><p>河南</p></div>',
    "with what others want": f'<div class="row1-wrap-title--q" title="ChatGPT Plus 月卡"></div>'
    f'<div class="price-wrap--i">{PRICED}</div><div class="text--t" title="7人想要">7人想要</div>',
}


@pytest.mark.parametrize("name", CARDS)
def test_a_card_of_xianyu_says_from_where_a_good_is_and_not_from_whom(name: str) -> None:
    page = shown("goofish", f"<html><body>{LINK.format(8, CARDS[name])}</body></html>")
    assert lines(page) == ["item:8 · goofish.com · account · - · 99.5 CNY month chatgpt-plus"]


def test_the_page_of_one_good_of_xianyu_goes_before_what_is_recommended() -> None:
    body = ('<html><body><div class="item-user-info-nick--z">灰雁</div><div>¥<span class="value--v">108'
            '</span></div><span class="desc--g">Claude Pro 月卡 成品号<br>质保30天</span>'
            f"{LINK.format(8, CARDS['as today'])}{LINK.format(7, CARDS['as today'])}</body></html>")  # fmt: skip
    assert lines(shown("goofish", body)) == [
        "item:7 · goofish.com/灰雁 · account · - · 108 CNY month claude-pro",
        "item:8 · goofish.com · account · - · 99.5 CNY month chatgpt-plus",
    ]


ROW = {"goodsID": 7, "goodsName": "ChatGPT Plus 月卡", "price": 9950, "priceInfo": "99.5", "mallID": 31}
MODEL = {"goods_id": 7, "goods_name": "ChatGPT Plus 月卡", "price": 9950, "mall_id": 31}
NEXT = '<script id="__NEXT_DATA__" type="application/json">{}</script>'
LISTS: dict[str, Any] = {
    "a search, as its page holds it": {"stores": {"store": {"data": {"ssrListData": {"list": [ROW]}}}}},
    "a search, as its page held it": {"store": {"data": {"ssrListData": {"list": [ROW]}}}},
    "prices in yuan by a field of their own": {"store": {"goodsList": [{**ROW, "price": None}]}},
    "what is on sale before all": {"store": {"goods": {"goodsID": 7, "goodsName": "ChatGPT Plus 月卡", "mallID": 31,
        "minGroupPrice": "109.5", "minOnSaleGroupPrice": "99.5", "minOnSaleGroupPriceInCent": 9950}}},
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_page_of_pinduoduo(name: str) -> None:
    page = shown("pinduoduo", f"<html><script>window.rawData={json.dumps(LISTS[name])};</script></html>")
    assert lines(page) == ["good:7 · pinduoduo.com/31 · account · - · 99.5 CNY month chatgpt-plus"]


def test_a_search_on_pinduoduo_as_it_was_answered_and_rendered() -> None:
    answered = {"items": [{"item_type": 0, "item_data": {"goods_model": MODEL}}], "flip": "20", "last_page": False}
    rendered = {"props": {"pageProps": {"data": {"ssrResult": {"ssrListData": [ROW]}}}}}
    pages = (shown("pinduoduo", answered), shown("pinduoduo", f"<html>{NEXT.format(json.dumps(rendered))}</html>"))
    for page in pages:
        assert lines(page) == ["good:7 · pinduoduo.com/31 · account · - · 99.5 CNY month chatgpt-plus"]
