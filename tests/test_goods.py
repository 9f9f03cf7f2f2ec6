"""Goods of shops: schema.org markup in all its ways of writing, WooCommerce's answers, prices as shops write them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parsers.files.formats import sniff
from parsers.pages import schema_offers
from parsers.reading import read
from parsers.records import Ask, Listing, Page, PageError, Snapshot

FIXTURES = Path(__file__).parent / "fixtures"
WHEN = datetime(2026, 11, 24, tzinfo=UTC)


def snapshot(platform: str, body: bytes, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Snapshot:
    url, kind = "https://shop.example/", "text/html" if body.startswith(b"<") else "application/json"
    return Snapshot("shop", platform, url, WHEN, status, kind, body, headers=headers, currency="CNY")


def page(name: str) -> Page:
    return read(snapshot(name.partition("/")[0], (FIXTURES / name).read_bytes()))


def said(listing: Listing) -> tuple[Any, ...]:
    """What matters of a listing: key, access, stock, and each price with what it buys."""
    prices = [(quote.basis, str(quote.amount), quote.currency, quote.model, quote.bound) for quote in listing.quotes]
    return listing.key, listing.access, listing.stock, prices


SHOPS = {
    "schema_org/shop.html": [
        ("p-1", "account", "in_stock", [("month", "6.50", "USD", "chatgpt-plus", "exact")]),
        ("p-2", "shared_seat", "out_of_stock", [("month", "4", "USD", "claude-pro", "exact")]),
        (
            "p-3", "top_up", None,
            [
                ("month", "90.00", "EUR", "claude-max-20x", "floor"),
                ("month", "110.00", "EUR", "claude-max-20x", "ceiling"),
            ],
        ),
    ],
    "schema_org/microdata.html": [
        ("d-7", "shared_seat", "in_stock", [("month", "21.00", "USD", "chatgpt-pro", "exact")]),
    ],
    "woocommerce/products.json": [
        ("good:31", "shared_seat", "in_stock", [("month", "3.99", "USD", "chatgpt-plus", "exact")]),
        ("good:32", "account", "0", [("month", "2400", "JPY", "claude-pro", "exact")]),
        (
            "good:33", "top_up", "in_stock",
            [
                ("account", "90", "USD", "chatgpt-pro", "floor"),
                ("account", "120", "USD", "chatgpt-pro", "ceiling"),
            ],
        ),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", SHOPS)
def test_what_a_shop_sells(name: str) -> None:
    assert [said(listing) for listing in page(name).listings] == SHOPS[name]


@pytest.mark.parametrize("name", [*SHOPS, "schema_org/meta.html"])
def test_what_a_shop_is_told_to_be(name: str) -> None:
    assert sniff(name, (FIXTURES / name).read_bytes()).platform == name.partition("/")[0]


def test_a_price_leads_to_its_field() -> None:
    paths = [quote.span.path for listing in page("schema_org/shop.html").listings for quote in listing.quotes]
    assert paths == [
        "ld+json[1][0].@graph[0].offers[0].price",
        "ld+json[1][0].@graph[1].offers.price",
        "ld+json[2].hasVariant[0].offers.lowPrice",
        "ld+json[2].hasVariant[0].offers.highPrice",
    ]


def test_a_link_carries_no_referral_and_words_no_entities() -> None:
    (first, *_) = page("schema_org/shop.html").listings
    assert first.url == "https://shop.example/item/p-1"
    assert first.text.endswith("no VPN required & instant delivery")


def test_what_is_not_read_is_counted_and_more_is_asked() -> None:
    found = page("schema_org/shop.html")
    # The bookshelf; the group itself has no price and names everything of Claude.
    assert found.not_offers == 1
    assert found.unread == ("schema_org: block 3 of JSON-LD is broken",)
    assert found.asks == (Ask("https://shop.example/?page=2", "page"),)
    assert not found.complete


def test_meta_tags_of_a_product_go_before_those_of_a_page() -> None:
    (only,) = page("schema_org/meta.html").listings
    assert said(only)[2:] == ("in_stock", [("month", "17.00", "USD", "supergrok", "exact")])
    assert page("schema_org/meta.html").complete


def marked(**product: Any) -> Page:
    data = json.dumps({"@type": "Product", "name": "Claude Pro shared seat, 1 month", **product})
    body = f'<html><head><script type="application/ld+json">{data}</script></head></html>'
    return read(snapshot("schema_org", body.encode()))


OFFERS = {
    "a price of nothing is unknown": ({"price": "0", "priceCurrency": "USD"}, []),
    "no price": ({"priceCurrency": "USD"}, []),
    "a price in a specification": (
        {"priceSpecification": {"price": "5", "priceCurrency": "USD"}},
        [("5", "USD", "ld+json[0].offers.priceSpecification.price")],
    ),
    "thousands": ({"price": "1,299.00", "priceCurrency": "USD"}, [("1299.00", "USD", "ld+json[0].offers.price")]),
    "a decimal comma": ({"price": "12,50", "priceCurrency": "EUR"}, [("12.50", "EUR", "ld+json[0].offers.price")]),
    "a sign and no currency": ({"price": "$7"}, [("7", "USD", "ld+json[0].offers.price")]),
    "a currency that no word of ours knows": (
        {"price": "5000", "priceCurrency": "CLP"},
        [("5000", "CLP", "ld+json[0].offers.price")],
    ),
}


@pytest.mark.parametrize("name", OFFERS)
def test_what_an_offer_asks(name: str) -> None:
    offer, prices = OFFERS[name]
    (listing,) = marked(offers=offer).listings
    assert [(str(quote.amount), quote.currency, quote.span.path) for quote in listing.quotes] == prices


def test_offers_of_one_good_are_never_added_up() -> None:
    seats = [
        {"name": "1 month", "price": "5", "priceCurrency": "USD"},
        {"name": "1 year", "price": "50", "priceCurrency": "USD"},
    ]
    (listing,) = marked(name="ChatGPT Plus shared seat", offers=seats).listings
    assert [(quote.basis, str(quote.amount)) for quote in listing.quotes] == [("month", "5"), ("year", "50")]


def test_goods_that_share_an_id_are_known_by_their_words() -> None:
    graph = [
        {"@type": "Product", "sku": "x", "name": f"{plan} shared seat, 1 month"}
        for plan in ("Claude Pro", "ChatGPT Plus")
    ]
    body = f'<html><head><script type="application/ld+json">{json.dumps(graph + graph)}</script></head></html>'
    listings = read(snapshot("schema_org", body.encode())).listings
    assert len({listing.key for listing in listings}) == len(listings) == 2
    assert "x" not in {listing.key for listing in listings}


def test_a_page_without_goods_is_no_empty_shop() -> None:
    found = read(snapshot("schema_org", b"<html><head></head><body><p>soon</p></body></html>"))
    assert (found.listings, found.complete, found.unread) == ((), False, ("schema_org: no goods are marked up",))


@pytest.mark.parametrize("body", [b'{"a": 1}', b"soon"])
def test_what_is_no_web_page(body: bytes) -> None:
    with pytest.raises(PageError, match="no web page"):
        read(snapshot("schema_org", body))


def test_a_stores_next_page_is_asked_and_its_last_is_the_whole() -> None:
    body = (FIXTURES / "woocommerce/products.json").read_bytes()
    following = "https://shop.example/wp-json/wc/store/v1/products?page=2"
    more = read(snapshot("woocommerce", body, headers=(("link", f'<{following}>; rel="next"'),)))
    assert (more.asks, more.complete) == ((Ask(following, "page"),), False)
    assert read(snapshot("woocommerce", body)).complete


ANSWERS = {
    b'{"code": "rest_no_route", "message": "No route was found", "data": {"status": 404}}': (404, "not_found"),
    b'{"code": "rest_forbidden", "message": "Sorry", "data": {"status": 401}}': (401, "login"),
}


@pytest.mark.parametrize("body", ANSWERS)
def test_a_refusal_of_a_store_is_a_wall(body: bytes) -> None:
    status, kind = ANSWERS[body]
    wall = read(snapshot("woocommerce", body, status=status)).wall
    assert wall
    assert wall.kind == kind


def test_what_is_no_answer_of_a_store() -> None:
    with pytest.raises(PageError, match="no answer of WooCommerce"):
        read(snapshot("woocommerce", b'{"success": true}'))


STOCKS = {
    "InStock": "in_stock",
    "https://schema.org/OutOfStock": "out_of_stock",
    "http://schema.org/PreOrder": "pre_order",
}


@pytest.mark.parametrize("written", STOCKS)
def test_a_state_of_stock(written: str) -> None:
    assert schema_offers.stock_of(written) == STOCKS[written]


AMOUNTS: dict[Any, Decimal | None] = {
    "6.50": Decimal("6.50"), "1,299.00": Decimal("1299.00"), "USD 7": Decimal(7), 7: Decimal(7), True: None,
    "0": None, "": None, "on request": None, None: None, -1: None,
}  # fmt: skip


@pytest.mark.parametrize("written", AMOUNTS, ids=repr)
def test_an_amount_as_shops_write_it(written: Any) -> None:
    assert (schema_offers.amount(written) or (None,))[0] == AMOUNTS[written]
