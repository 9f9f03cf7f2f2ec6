"""The lab's shops: a page without goods, and a script that fetches them page by page as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lab.market import Market
from lab.server import serve
from lab.storefronts import Storefront
from lab.truth import Line, percent
from tests.lab_client import Client


@pytest.fixture(scope="module")
def market() -> Market:
    return Market(1, platforms=["schema_org"])


@pytest.fixture(scope="module")
def client(market: Market) -> Iterator[Client]:
    with serve(market) as server:
        yield Client(server)


def window(client: Client, shop: Storefront) -> Iterator[dict[str, Any]]:
    """Every good, as the script fetches them."""
    page, more = 0, True
    while more:
        page += 1
        answer = client.get(shop.host, f"/goods?page={page}").json()
        assert 1 <= len(answer["goods"]) <= 8
        more = answer["more"]
        yield from answer["goods"]


def test_the_page_itself_sells_nothing(market: Market, client: Client) -> None:
    for shop in market.storefronts:
        page = client.get(shop.host, "/")
        assert page.status == 200
        assert "Please enable JavaScript" in page.text
        assert not any(good.sku in page.text for good in shop.goods(client.server.day) if len(good.sku) > 2)
        assert shop.contact in page.text
        assert shop.contact in market.planted()


@pytest.mark.parametrize("week", [0, 8, 16, 25])
def test_the_goods_are_the_true_ones(market: Market, client: Client, week: int) -> None:
    client.server.day = day = market.weeks[week]
    true = {(row.source, row.native_id): row for row in market.truth(day)}
    for shop in market.storefronts:
        goods = {(shop.source, good["sku"]): good for good in window(client, shop)}
        assert goods.keys() == {key for key in true if key[0] == shop.source}
        for key, good in goods.items():
            if true[key].series == "plan":
                assert true[key].percent == by_hand(good, true[key].subject or "", day)


def by_hand(good: dict[str, Any], plan: str, day: date) -> Decimal | None:
    offer = good["offers"][0] if isinstance(good["offers"], list) else good["offers"]
    return percent(Line(plan, "plan", Decimal(str(offer["price"])), offer["priceCurrency"]), day)[0]


def test_markup_is_written_in_several_ways(market: Market, client: Client) -> None:
    goods = [good for shop in market.storefronts for good in window(client, shop)]
    offers = [good["offers"] for good in goods]
    assert {type(offer) for offer in offers} == {dict, list}
    flat = [offer[0] if isinstance(offer, list) else offer for offer in offers]
    assert {type(offer["price"]) for offer in flat} == {str, float}
    assert len({offer["availability"] for offer in flat}) >= 3
    assert all(json.dumps(good) for good in goods)


def test_the_source_asks_for_a_browser(market: Market) -> None:
    assert all("render = true" in table for table in market.source_tables().values())


def test_there_is_nothing_else(market: Market, client: Client) -> None:
    shop = market.storefronts[0]
    assert client.get(shop.host, "/item/1").status == 404
    assert client.get(shop.host, "/goods?page=x").json()["goods"]
    assert client.get(shop.host, "/goods?page=99").json() == {"goods": [], "more": False}
