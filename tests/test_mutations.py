"""Other sites of the same software: whatever a page has changed, no wrong price is read, and no loss goes unsaid.

Every place of every fixture is changed in every way that forks and versions change it. A page then says the same, or
less, or is refused; where all is said still in another way, what was lost is told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from parsers.files.formats import Format, sniff
from parsers.reading import read, with_siblings
from parsers.records import BadInput, Listing, Page, PageError, Quote, Snapshot
from tests.facts import FIXTURES, WHEN
from tests.mutations import HTML, JSON, LOSSES, SAME

VISITS: dict[str, list[tuple[str, ...]]] = {
    "new_api": [("status.json", "groups.json", "pricing.json"), ("veloera_status.json", "veloera_pricing.json")],
    "one_hub": [("status.json", "groups.json", "models.json")],
    "sub2api": [("settings.json", "plaza.json")],
    "voapi": [("groups.json", "models.json")],
    "ai_transit": [("discovery.json", "nested.json"), ("discovery.json", "flat.json")],
    "uptime_kuma": [("page.json", "heartbeats.json")],
}
"""Visits of several pages; of other platforms every fixture is one of its own."""
PLATFORMS = sorted({path.parent.name for path in FIXTURES.glob("*/*") if path.suffix in {".json", ".html"}})
ELSEWHERE: dict[tuple[str, str], str] = {
    ("ai_transit/nested", "groups.0.composite_multiplier"): "without one the plain multiplier holds",
    ("ai_transit/flat", "models.0.groups"): "a model without groups is in all of them",
    ("ai_transit/flat", "models.2.currency"): "prices without a currency are in dollars",
    ("digiseller/search", "items.0.price_usd"): "the price in roubles stands beside it",
    ("g2g/search", "payload.results.0.unit_price"): "the price as it is shown stands beside it",
    ("ebay/search", "itemSummaries.0.price.currency"): "the source says what a bare amount is in",
    ("goofish/search", "data.resultList.0.data.item.main.exContent.price.2"): "nobody can tell that a piece is missing",
    ("goofish/search", "data.resultList.1.data.item.main.exContent.price.2"): "nobody can tell that a piece is missing",
    ("shop_api/goods", "data.list.0.real_price"): "the plain price stands beside it",
    ("relay_pulse/status", "data.0.price_min"): "one end alone is the multiplier",
    ("relay_pulse/status", "data.0.price_max"): "one end alone is the multiplier",
    ("schema_org/woo_list", "span at 1763"): "without its class one end of a range is no amount of the shop's",
    ("schema_org/woo_list", "span at 1961"): "without its class one end of a range is no amount of the shop's",
    ("woocommerce/products", "2.prices.price_range"): "the least price stands beside it",
}
"""Places whose loss leaves another price that is right by the software's own rule, and which."""


@dataclass(frozen=True)
class Seen:
    """What a visit came to: its listings, and what it told of beside them."""

    listings: tuple[Listing, ...]
    told: frozenset[str]
    complete: bool

    @property
    def quotes(self) -> list[Quote]:
        return [quote for one in self.listings for quote in one.quotes]


def shot(path: Path) -> Snapshot:
    """A fixture as an answer; what no content tells is asked for first."""
    body = path.read_bytes()
    try:
        told = sniff(path.name, body)
    except BadInput:
        told = Format(path.parent.name, "start", "text/html" if path.suffix == ".html" else "application/json")
    url = f"https://shop.nova.example/{path.stem}?page=1"
    return Snapshot("s", path.parent.name, url, WHEN, 200, told.media_type, body, told.purpose, currency="CNY")


def visits(platform: str) -> list[list[Snapshot]]:
    folder = FIXTURES / platform
    if platform in VISITS:
        return [[shot(folder / name) for name in names] for names in VISITS[platform]]
    pages = [path for path in sorted(folder.iterdir()) if path.suffix in {".json", ".html"}]
    return [[shot(path)] for path in pages]


def seen(shots: Sequence[Snapshot]) -> Seen:
    """The pages of a visit one after the other, each only if an earlier one asks for it."""
    pages, told, siblings = [], set[str](), dict[str, Snapshot]()
    asked = {shots[0].purpose}
    for shot in shots:
        if shot.purpose not in asked:
            continue
        try:
            page = read(with_siblings(shot, siblings))
        except PageError as error:
            told.add(str(error))
            continue
        finally:
            siblings = {**siblings, shot.purpose: shot}
        pages.append(page)
        asked |= {ask.purpose for ask in page.asks}
        told |= {*page.unread, *([page.wall.detail] if page.wall else [])}
    listings = tuple(one for page in pages for one in page.listings)
    return Seen(listings, frozenset(told), any(page.complete for page in pages))


def is_of(quote: Quote, was: Quote) -> bool:
    """Whether a price was there before, as it is or with less known of it; never of more, nor of something else."""
    same = (quote.amount, quote.settlement) == (was.amount, was.settlement)
    less = quote.basis in {was.basis, "account"} and quote.bound == was.bound
    known = quote.currency in {was.currency, None} and set(quote.conditions) >= set(was.conditions)
    return same and less and known


def changes(platform: str, mutation: str) -> Iterator[tuple[str, str, Seen, Seen]]:
    """Every visit with one page changed, beside what it came to before."""
    for shots in visits(platform):
        plain = seen(shots)
        for place, shot in enumerate(shots):
            ways = HTML if shot.body.lstrip().startswith(b"<") else JSON
            for where, body in ways[mutation](shot.body) if mutation in ways else ():
                name = f"{platform}/{shot.url.rpartition('/')[2].partition('?')[0]}"
                yield name, where, plain, seen([*shots[:place], replace(shot, body=body), *shots[place + 1 :]])


@pytest.mark.parametrize("mutation", [*JSON, *HTML])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_wrong_price_is_read_and_no_loss_goes_unsaid(platform: str, mutation: str) -> None:
    for name, where, plain, now in changes(platform, mutation):
        if (name, where) not in ELSEWHERE:
            wrong = [quote for quote in now.quotes if not any(is_of(quote, was) for was in plain.quotes)]
            assert not wrong, (name, where, wrong)
        if mutation in SAME:
            assert (now.listings, now.complete) == (plain.listings, plain.complete), (name, where)
        elif mutation not in LOSSES and len(now.quotes) < len(plain.quotes):
            assert now.told - plain.told, (name, where)


def test_every_place_that_is_left_out_is_one() -> None:
    """A place that changes no price any more is to be taken off the list."""
    losses = [(platform, mutation) for platform in PLATFORMS for mutation in LOSSES]
    found = {
        (name, where)
        for platform, mutation in losses
        for name, where, plain, now in changes(platform, mutation)
        if any(not any(is_of(quote, was) for was in plain.quotes) for quote in now.quotes)
    }
    assert found == ELSEWHERE.keys()


def test_every_platform_with_prices_of_its_own_is_changed() -> None:
    assert {"new_api", "one_hub", "sub2api", "dujiaoka", "acg_faka", "woocommerce", "funpay"} <= set(PLATFORMS)
    assert all(isinstance(page, Page) for page in map(read, (shots[0] for shots in visits("woocommerce"))))
