"""Marked up goods in the ways of many shops: what an offer asks in each, worked out by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from parsers.reading import read
from parsers.records import Ask, Page, Snapshot
from tests.facts import WHEN, fixture, lines, price

SHOP = "https://dunlin.example/"
OFFERS: dict[str, tuple[Any, str]] = {
    # WooCommerce before 9.7 wrote what was paid before in front of what is paid now.
    "a price before and one now": (
        {"priceSpecification": [
            {"price": "25.00", "priceCurrency": "USD", "priceType": "https://schema.org/ListPrice"},
            {"price": "19.99", "priceCurrency": "USD"}]},
        "19.99 USD month claude-pro",
    ),
    "a price now and one before": (
        {"priceSpecification": [
            {"price": "19.99", "priceCurrency": "USD", "priceType": "SalePrice"},
            {"price": "25.00", "priceCurrency": "USD", "priceType": "https://schema.org/StrikethroughPrice"}]},
        "19.99 USD month claude-pro",
    ),
    "a price, and one before in a specification": (
        {"price": 19, "priceCurrency": "EUR", "priceSpecification": {"price": 29, "priceType": "ListPrice"}},
        "19 EUR month claude-pro",
    ),
    "a lowest price alone": (
        {"@type": "AggregateOffer", "lowPrice": "9", "priceCurrency": "USD", "offerCount": 3},
        "9 USD or more month claude-pro",
    ),
    "ends that are the same": (
        {"@type": "AggregateOffer", "lowPrice": "9.00", "highPrice": "9.00", "priceCurrency": "USD"},
        "9.00 USD month claude-pro",
    ),
    "the ends of a specification": (
        {"priceSpecification": {"minPrice": 5, "maxPrice": "9.00", "priceCurrency": "EUR"}},
        "5 EUR or more month claude-pro, 9.00 EUR or less month claude-pro",
    ),
    "the least of a specification": (
        {"priceSpecification": [{"minPrice": 5, "priceCurrency": "EUR"}]}, "5 EUR or more month claude-pro"
    ),
    "a sign and a code beside the amount": ({"price": "$19.99 USD"}, "19.99 USD month claude-pro"),
    "a code beside the amount": ({"price": "AUD 19.99"}, "19.99 AUD month claude-pro"),
    "offers within an offer": (
        {"@type": "AggregateOffer", "offers": [{"price": "9", "priceCurrency": "USD"}]}, "9 USD month claude-pro"
    ),
    "a sign in the place of a code": ({"price": "9", "priceCurrency": "€"}, "9 EUR month claude-pro"),
    "another code of the same money": ({"price": "99", "priceCurrency": "rmb"}, "99 CNY month claude-pro"),
    "blanks between thousands": ({"price": "1 299,50", "priceCurrency": "RUB"}, "1299.50 RUB month claude-pro"),
}  # fmt: skip


def marked(offers: Any, name: Any = "Claude Pro, 1 month", **more: Any) -> Page:
    data = json.dumps({"@type": "Product", "name": name, "offers": offers, **more})
    body = f'<html><head><script type="application/ld+json">{data}</script></head></html>'
    return read(Snapshot("s", "schema_org", SHOP, WHEN, 200, "text/html", body.encode()))


ONE, TWO = {"@id": "#o"}, {"@id": "#a"}
"""Names of offers."""
GOOD = {"@type": "Product", "@id": "#good", "name": "Claude Pro, 1 month", "sku": "c1"}
LINKED: dict[str, tuple[list[Any], str]] = {
    "an offer": ([{**GOOD, "offers": ONE}, {"@type": "Offer", **ONE, "price": "9"}], "9 USD"),
    "an offer said before": ([{"@type": "Offer", **ONE, "price": "9"}, {**GOOD, "offers": ONE}], "9 USD"),
    "several offers": (
        [{**GOOD, "offers": [TWO, {"@id": "#b", "@type": "Offer"}]},
         {**TWO, "name": "1 month", "price": 9}, {"@id": "#b", "name": "1 year", "price": 90}],
        "9 USD, 90 USD",
    ),
    "a price of an offer": (
        [{**GOOD, "offers": {"@type": "Offer", "priceSpecification": {"@id": "#p"}}}, {"@id": "#p", "price": 9.5}],
        "9.5 USD",
    ),
    "an offer and its price": (
        [{**GOOD, "offers": ONE}, {**ONE, "priceSpecification": [{"price": 9, "priceCurrency": "EUR"}]}],
        "9 EUR",
    ),
    "a good that its offer only names": (
        [GOOD, {"@type": "Offer", "price": 9, "itemOffered": {"@id": "#good"}}, {"@type": "Offer", "price": 0,
                                                                                "itemOffered": {"@id": "#other"}}],
        "9 USD",
    ),
    "an offer that is nowhere": ([{**GOOD, "offers": {"@id": "#gone"}}], ""),
    "an offer that holds its good": (
        [{**GOOD, "offers": ONE}, {**ONE, "price": 9, "offers": ONE, "seller": {"@id": "#good"}}],
        "9 USD",
    ),
    "offers that hold each other": (
        [{**GOOD, "offers": TWO}, {**TWO, "offers": {"@id": "#b", "offers": TWO}},
         {"@id": "#b", "offers": [TWO, {"@id": "#b"}]}],
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LINKED)
def test_an_offer_that_a_good_only_names(name: str) -> None:
    graph, said = LINKED[name]
    blocks = [json.dumps({"@context": "https://schema.org", "@graph": graph}), json.dumps(graph)]
    for block in blocks:
        body = f'<html><head><script type="application/ld+json">{block}</script></head></html>'
        page = read(Snapshot("s", "schema_org", SHOP, WHEN, 200, "text/html", body.encode(), currency="USD"))
        [good] = page.listings
        paid = ", ".join(f"{quote.amount} {quote.currency}" for quote in good.quotes)
        assert (good.native_id, paid) == ("c1", said)


def test_names_that_lead_to_names_without_end_do_not_grow() -> None:
    graph = [{"@id": f"#{n}", "offers": [{"@id": f"#{n + 1}"}] * 9} for n in range(300)]
    body = f'<html><head><script type="application/ld+json">{json.dumps(graph)}</script></head></html>'
    assert read(Snapshot("s", "schema_org", SHOP, WHEN, 200, "text/html", body.encode())).listings == ()


@pytest.mark.parametrize("name", OFFERS)
def test_what_an_offer_asks(name: str) -> None:
    offers, said = OFFERS[name]
    (listing,) = marked(offers).listings
    assert ", ".join(map(price, listing.quotes)) == said


def test_offers_that_have_names_go_before_the_ends_of_their_prices() -> None:
    inner = [{"@type": "Offer", "name": name, "price": price, "priceCurrency": "USD"}
             for name, price in (("1 month", 5), ("1 year", 50))]  # fmt: skip
    offers = {"@type": "AggregateOffer", "lowPrice": 5, "highPrice": 50, "priceCurrency": "USD", "offers": inner}
    (listing,) = marked(offers, "ChatGPT Plus").listings
    assert list(map(price, listing.quotes)) == ["5 USD month chatgpt-plus", "50 USD year chatgpt-plus"]
    (listing,) = marked({**offers, "offers": [{**one, "name": None} for one in inner]}, "ChatGPT Plus").listings
    assert [quote.bound for quote in listing.quotes] == ["floor", "ceiling"]


def test_variants_without_names_have_that_of_their_group() -> None:
    variants = [{"@type": "Product", "size": size, "offers": {"price": price, "priceCurrency": "USD"}}
                for size, price in (("1 month", 5), ("1 year", 50))]  # fmt: skip
    group = {"@type": "ProductGroup", "name": "ChatGPT Plus", "hasVariant": variants}
    body = f'<html><head><script type="application/ld+json">{json.dumps(group)}</script></head></html>'
    page = read(Snapshot("s", "schema_org", SHOP, WHEN, 200, "text/html", body.encode()))
    assert [(one.title, price(one.quotes[0])) for one in page.listings] == [
        ("ChatGPT Plus 1 month", "5 USD month chatgpt-plus"),
        ("ChatGPT Plus 1 year", "50 USD year chatgpt-plus"),
    ]


def test_a_good_without_a_price_is_told_of() -> None:
    assert marked({"availability": "InStock"}).unread == ("schema_org: Claude Pro, 1 month: no price",)


def test_prices_for_times_of_their_own_are_all_read() -> None:
    specs = [
        {"@type": "UnitPriceSpecification", "price": 20, "priceCurrency": "USD", "unitCode": "MON"},
        {"@type": "UnitPriceSpecification", "price": 200, "priceCurrency": "USD", "billingDuration": "P1Y"},
    ]
    (listing,) = marked({"priceSpecification": specs}, "ChatGPT Plus").listings
    assert list(map(price, listing.quotes)) == ["20 USD month chatgpt-plus", "200 USD year chatgpt-plus"]
    assert [quote.span.path for quote in listing.quotes] == [
        "ld+json[0].offers.priceSpecification[0].price",
        "ld+json[0].offers.priceSpecification[1].price",
    ]


@pytest.mark.parametrize(
    ("availability", "stock"),
    [
        ("https://schema.org/InStock", "in_stock"),
        (["https://schema.org/OutOfStock"], "out_of_stock"),
        ({"@id": "http://schema.org/BackOrder"}, "back_order"),
        (None, None),
        ([], None),
    ],
)
def test_how_a_state_of_stock_is_said(availability: Any, stock: str | None) -> None:
    (listing,) = marked({"price": 9, "priceCurrency": "USD", "availability": availability}).listings
    assert listing.stock == stock


def test_a_name_that_says_its_language() -> None:
    (listing,) = marked(
        {"price": 9, "priceCurrency": "USD"}, {"@value": "Claude Pro, 1 month", "@language": "en"}
    ).listings
    assert listing.title == "Claude Pro, 1 month"


def test_a_block_written_in_entities_is_mended() -> None:
    data = json.dumps({"@type": "Product", "name": "Claude Pro", "offers": {"price": 9, "priceCurrency": "USD"}})
    entities = data.replace('"', "&quot;")
    body = f'<html><head><script type="application/ld+json">{entities}</script></head></html>'
    page = read(Snapshot("s", "schema_org", SHOP, WHEN, 200, "text/html", body.encode()))
    assert (len(page.listings), page.unread) == (1, ())


def test_what_is_paid_now_goes_before_what_was_paid_in_meta_tags() -> None:
    tags = {"og:title": "Claude Pro, 1 month", "product:price:amount": "25", "product:price:currency": "USD",
            "product:sale_price:amount": "19", "product:sale_price:currency": "USD"}  # fmt: skip
    head = "".join(f'<meta property="{name}" content="{value}">' for name, value in tags.items())
    page = read(Snapshot("s", "schema_org", SHOP, WHEN, 200, "text/html", f"<html><head>{head}</head></html>".encode()))
    assert [price(quote) for one in page.listings for quote in one.quotes] == ["19 USD month claude-pro"]


def test_a_list_of_a_shop_on_woocommerce_has_no_markup_but_its_own() -> None:
    page = fixture("schema_org/woo_list.html", f"{SHOP}shop/")
    assert lines(page) == [
        "good:37 · dunlin.example · shared_seat · in_stock · 4.99 USD month chatgpt-plus",
        "good:38 · dunlin.example · account · 0 · 1299 EUR or more account claude-pro, "
        "2400.5 EUR or less account claude-pro",
        "good:39 · dunlin.example · account · in_stock · 299000 VND year gemini-pro",
    ]
    assert page.listings[0].url == "https://dunlin.example/product/plus/"
    assert (page.not_offers, page.complete, page.asks) == (1, False, (Ask(f"{SHOP}shop/page/2/", "page"),))


def test_the_kinds_of_a_good_on_woocommerce_go_before_their_range() -> None:
    page = fixture("schema_org/woo_kinds.html", f"{SHOP}product/plus/")
    assert lines(page) == [
        "41 · dunlin.example · account · in_stock · 5 USD month chatgpt-plus, 50 USD year chatgpt-plus"
    ]
    assert page.listings[0].text.endswith("Own account")


def amount(written: str, sign: str = "$", *, behind: bool = False) -> str:
    mark = f'<span class="woocommerce-Price-currencySymbol">{sign}</span>'
    held = f"{written}&nbsp;{mark}" if behind else f"{mark}{written}"
    return f'<span class="woocommerce-Price-amount amount"><bdi>{held}</bdi></span>'


HEADING = '<a href="/product/pro/"><h2 class="woocommerce-loop-product__title">Claude Pro</h2></a>'
CARDS: dict[str, tuple[str, str, str]] = {
    "the price with its tax behind the price without": (
        "", f'{HEADING}<span class="price">{amount("10.00")} <small class="woocommerce-price-suffix">'
        f'({amount("12.00")} incl. VAT)</small></span>', "10 USD account claude-pro",
    ),
    "how much is saved, beside the price": (
        "", f'<div class="badge">-{amount("5.00")}</div>{HEADING}<span class="price">{amount("10.00")}</span>',
        "10 USD account claude-pro",
    ),
    "the same in the money of before": (
        "", f'{HEADING}<span class="price">{amount("10,00", "€", behind=True)} / {amount("19,56", "лв.", behind=True)}'
        "</span>", "10 EUR account claude-pro",
    ),
    "a subscription": (
        "", f'{HEADING}<span class="price">{amount("9.00")} <span class="subscription-details"> / month</span></span>',
        "9 USD month claude-pro",
    ),
    "a subscription, and a fee to begin": (
        "", f'{HEADING}<span class="price">{amount("9.00")} <span class="subscription-details">/ month and a '
        f'{amount("15.00")} sign-up fee</span></span>', "9 USD account claude-pro",
    ),
    "no heading": (
        "", f'<a href="/product/pro/" aria-label="Claude Pro"><img src="a.png"></a><span class="price">{amount("9")}'
        "</span>", "9 USD account claude-pro",
    ),
    "dollars of another country, as the page tells its scripts": (
        '<script>gtag("event", {"currency":"MXN"})</script>',
        f'{HEADING}<span class="price">{amount("250.00")}</span>', "250 MXN account claude-pro",
    ),
    "dollars, where the page speaks of several currencies": (
        '<script>x = {"currency":"MXN"}; y = {"currency_code":"USD"}</script>',
        f'{HEADING}<span class="price">{amount("9.00")}</span>', "9 USD account claude-pro",
    ),
    "a sign of several currencies, which settings of blocks name": (
        '<script>s = "%7B%22currency%22%3A%7B%22code%22%3A%22PKR%22%2C%22precision%22%3A0"</script>',
        f'{HEADING}<span class="price">{amount("2,500", "₨")}</span>', "2500 PKR account claude-pro",
    ),
    "what the page says is weaker than a sign of one currency": (
        '<script>gtag("event", {"currency":"USD"})</script>',
        f'{HEADING}<span class="price">{amount("1.500", "৳")}</span>', "1500 BDT account claude-pro",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CARDS)
def test_a_card_of_a_shop_on_woocommerce(name: str) -> None:
    head, card, said = CARDS[name]
    body = f'<html><body>{head}<ul class="products"><li class="product post-7">{card}</li></ul></body></html>'
    page = read(Snapshot("s", "schema_org", SHOP, WHEN, 200, "text/html", body.encode()))
    assert [", ".join(map(price, one.quotes)) for one in page.listings] == [said]


def test_a_good_that_a_list_shows_without_a_price_is_told_of() -> None:
    cards = f"""<li class="product post-7">{HEADING}{amount("9")}</li><li class="product post-8">
    <a href="/product/max/"><h2>Claude Max</h2></a><a class="button">Read more</a></li>
    <li class="product"><h2>Banner</h2></li>"""
    body = f'<html><body><ul class="products">{cards}</ul></body></html>'
    page = read(Snapshot("s", "schema_org", SHOP, WHEN, 200, "text/html", body.encode()))
    assert lines(page) == [
        "good:7 · dunlin.example · account · - · 9 USD account claude-pro",
        "good:8 · dunlin.example · account · - · -",
    ]
    assert page.unread == ("schema_org: Claude Max: no price",)


NEXT = {
    '<a class="next page-numbers" href="/shop/page/2/">→</a>': [f"{SHOP}shop/page/2/"],
    '<a class="wp-block-query-pagination-next" href="?query-1-page=2">Next</a>': [f"{SHOP}?query-1-page=2"],
    '<a class="next page-number" aria-label="Next" href="/shop/page/2/">→</a>': [f"{SHOP}shop/page/2/"],
    '<a class="btn wd-load-more" href="/shop/page/2/">More</a>': [f"{SHOP}shop/page/2/"],
    '<a class="btn load-more" href="#">More</a>': [],
    '<a class="page-numbers" href="/shop/page/2/">2</a>': [],
    '<a class="next page-numbers" href="/product/pro/comment-page-2/#comments">→</a>': [],
    '<a class="next page-numbers" href="?cpage=2#comments">→</a><a rel="next" href="/p2">2</a>': [f"{SHOP}p2"],
}


@pytest.mark.parametrize("link", NEXT)
def test_the_next_page_of_a_shop(link: str) -> None:
    card = f'<li class="product post-7">{HEADING}{amount("9")}</li>'
    body = f'<html><body><ul class="products">{card}</ul><nav>{link}</nav></body></html>'
    page = read(Snapshot("s", "schema_org", SHOP, WHEN, 200, "text/html", body.encode()))
    assert ([ask.url for ask in page.asks], page.complete) == (NEXT[link], not NEXT[link])


def store(*rows: Any, **more: Any) -> Page:
    held: Any = list(rows) if more.pop("listed", True) else rows[0]
    return read(Snapshot("s", "woocommerce", SHOP, WHEN, 200, "", json.dumps(held).encode()))


def row(price: str, unit: Any = 2, **more: Any) -> dict[str, Any]:
    prices = {"price": price, "regular_price": price, "price_range": None, "currency_code": "USD",
              "currency_minor_unit": unit}  # fmt: skip
    return {"id": 5, "name": "Claude Pro account", "type": "simple", "prices": prices, "is_in_stock": True, **more}


STORE: dict[str, tuple[dict[str, Any], str]] = {
    "cents": (row("1999"), "in_stock · 19.99 USD account claude-pro"),
    "no smaller unit": (row("1999", 0), "in_stock · 1999 USD account claude-pro"),
    "thousandths": (row("12345", 3), "in_stock · 12.345 USD account claude-pro"),
    "a variation says which it is": (
        row("1999", type="variation", variation="Term: 1 month", parent=4), "in_stock · 19.99 USD month claude-pro"
    ),
    "few are left": (row("1999", low_stock_remaining=3), "3 · 19.99 USD account claude-pro"),
    "a number in words": (
        row("1999", stock_availability={"text": "12 in stock", "class": ""}), "12 · 19.99 USD account claude-pro"
    ),
    "a subscription": (
        row("1999", extensions={"subscriptions": {"billing_period": "month", "billing_interval": 3}}),
        "in_stock · 19.99 USD quarter claude-pro",
    ),
    "another code of the same money": (
        row("1999", prices={"price": "9900", "currency_code": "RMB", "currency_minor_unit": 2}),
        "in_stock · 99 CNY account claude-pro",
    ),
    "what its one category names": (
        row("1999", name="Pro account", categories=[{"id": 3, "name": "Claude", "slug": "c"}]),
        "in_stock · 19.99 USD account claude-pro",
    ),
    "none are left": (row("1999", is_in_stock=False, low_stock_remaining=0), "0 · 19.99 USD account claude-pro"),
}  # fmt: skip


@pytest.mark.parametrize("name", STORE)
@pytest.mark.parametrize("listed", [True, False], ids=["in a list", "alone"])
def test_a_good_of_the_store_api(name: str, listed: bool) -> None:
    held, line = STORE[name]
    page = store(held, listed=listed)
    assert lines(page) == [f"good:5 · dunlin.example · account · {line}"]
    assert (page.complete, page.unread) == (listed, ())


def test_a_store_without_goods_is_no_error_and_ends_nothing() -> None:
    page = store()
    assert (page.listings, page.complete, page.unread) == ((), False, ())


CATALOGUE: dict[str, Any] = {
    "offers that have names": {"name": "Claude Pro, 1 month"},
    "offers of a thing": {"itemOffered": {"@type": "Service", "name": "Claude Pro, 1 month"}},
    "offers of a name": {"itemOffered": "Claude Pro, 1 month"},
    "offers of a thing, and named themselves": {"name": "Sale", "itemOffered": [{"name": "Claude Pro, 1 month"}]},
}


@pytest.mark.parametrize("name", CATALOGUE)
def test_offers_of_a_catalogue(name: str) -> None:
    offer = {"@type": "Offer", "price": "9", "priceCurrency": "USD", "url": "/p/1", **CATALOGUE[name]}
    held = {"@type": "Organization", "hasOfferCatalog": {"@type": "OfferCatalog", "itemListElement": [offer]}}
    body = f'<html><head><script type="application/ld+json">{json.dumps(held)}</script></head></html>'
    page = read(Snapshot("s", "schema_org", SHOP, WHEN, 200, "text/html", body.encode()))
    [one] = page.listings
    assert (one.title, one.url) == ("Claude Pro, 1 month", f"{SHOP}p/1")
    assert ", ".join(map(price, one.quotes)) == "9 USD month claude-pro"
