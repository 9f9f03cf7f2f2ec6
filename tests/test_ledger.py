"""The ledger: a reading is a row, a fact is stored once, sellers are pseudonyms, and nothing is learned twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from parsers.records import Claim, Cover, Listing, Mention, Page, PageError, Quote, Span, Wall
from storage import facts
from storage.evidence import keep, load
from storage.facts import private
from storage.ledger import counts, history, learn, listings
from storage.schema import metadata, readings
from storage.store import Store, StoreError
from storage.versions import EPHEMERAL, digest, plain
from tests.histories import SELLER, START, day, listing, observe, rows, snapshot, visit_of

FACTS = ("listings", "addresses", "quotes", "claims", "mentions", "listing_sets")
VISIT = visit_of("nova", START)
EVERYTHING = Listing(
    source="nova",
    url=f"http://{SELLER}/offers?page=2",
    seller=SELLER,
    title="Opus 4.6 官转",
    text="Opus 4.6 1.50元=1刀",
    key="offers/7",
    native_id="offers/7",
    section="Offers of Nova",
    position=7,
    posted_at=datetime(2026, 5, 1, tzinfo=UTC),
    edited=True,
    channel="vip",
    stock="12",
    access="relay_api",
    repost_of="offers/3",
    likeness="a1" * 32,
    models=(Mention("claude-opus-4.6", "Opus 4.6", Span(0, 8), variant="max", implied=True),),
    plans=(Mention("claude-max-20x", "Max", Span(path="$.plan")),),
    quotes=(
        Quote(
            "usd_credit",
            Decimal("1.50"),
            Span(9, 13),
            currency="CNY",
            subject="model",
            model="claude-opus-4.6",
            raw_name="Opus",
            variant="max",
            bound="floor",
            settlement="credit",
            conditions=("trial", "quota:40USD/day"),
        ),
        Quote("percent", Decimal("0.1"), Span(path="$.data[0]")),
    ),
    claims=(Claim("no_invoice", Span(1, 2), polarity="denied", speaker="directory"),),
)


def only(store: Store) -> Listing:
    """The one listing version of a store."""
    with store.read() as connection:
        (name,) = connection.execute(select(metadata.tables["listings"].c.digest)).scalars()
    return listings(store, [name])[name]


def test_a_listing_comes_back_whole_but_for_its_seller(store: Store) -> None:
    observe(store, START, Page(listings=(EVERYTHING,)))
    found = only(store)
    hidden: dict[str, Any] = {"native_id": None, "section": None, "repost_of": None}
    assert found == replace(EVERYTHING, seller=found.seller, key=found.key, **hidden)
    assert str(found.quotes[0].amount) == "1.50"
    assert found.seller == store.pseudonym("seller", SELLER)
    assert len({found.seller, found.key, SELLER, "offers/7"}) == 4


def test_no_name_of_a_seller_is_in_a_fact(store: Store) -> None:
    named = replace(EVERYTHING, native_id=f"{SELLER}/7", key=f"{SELLER}/7", section=SELLER, repost_of=f"{SELLER}/3")
    observe(store, START, Page(listings=(named,)))
    with store.read() as connection:
        for table in metadata.sorted_tables:
            if table.name in {"captures", "addresses"}:
                continue
            assert SELLER not in repr(connection.execute(table.select()).all()), table.name


def test_the_same_key_in_two_sources_is_two_listings_of_one_seller(store: Store) -> None:
    here, there = private(store, listing()), private(store, listing(source="lune"))
    assert here.key != there.key
    assert here.seller == there.seller


# --- one reading, one row ------------------------------------------------------------------------------------------


def test_reading_an_unchanged_page_again_adds_one_reading_and_no_fact(store: Store) -> None:
    page = Page(listings=(listing("a"), listing("b")), complete=True)
    observe(store, day(0), page)
    before = rows(store, *FACTS)
    observe(store, day(1), page)
    observe(store, day(2), page, body=b'{"other": "bytes"}')
    assert rows(store, *FACTS) == before
    assert rows(store, "readings") == {"readings": 3}


def test_one_changed_listing_adds_one_version(store: Store) -> None:
    observe(store, day(0), Page(listings=(listing("a"), listing("b"))))
    before = rows(store, *FACTS)
    observe(store, day(1), Page(listings=(listing("a"), listing("b", text="2 CNY = 1 USD"))), body=b"2")
    added = {table: count - before[table] for table, count in rows(store, *FACTS).items()}
    assert added == {
        "listings": 1,
        "addresses": 0,
        "quotes": 1,
        "claims": 1,
        "mentions": 1,
        "listing_sets": 1,
    }


def test_learning_again_is_nothing(store: Store) -> None:
    kept = keep(store, snapshot(), VISIT)
    assert learn(store, kept, Page(listings=(listing(),)), VISIT, START)
    before = rows(store, *FACTS, "readings")
    assert not learn(store, kept, Page(listings=(listing(),)), VISIT, day(1))
    assert not learn(store, kept, PageError("now it fails"), VISIT, day(1))
    assert rows(store, *FACTS, "readings") == before


def test_another_version_is_another_reading(store: Store) -> None:
    kept = keep(store, snapshot(), VISIT)
    for version in ("1", "2", "2"):
        learn(store, kept, Page(listings=(listing(),)), VISIT, START, version=version)
    assert rows(store, "readings", "listings") == {"readings": 2, "listings": 1}


@pytest.mark.parametrize(
    "other",
    [
        {"url": "http://nova-relay.example/offers?page=3"},
        {"repost_of": "offers/1"},
        {"native_id": "offers/7?"},
        {"quotes": (replace(EVERYTHING.quotes[0], amount=Decimal("1.5")), EVERYTHING.quotes[1])},
    ],
    ids=str,
)
def test_what_does_not_make_another_version(store: Store, other: dict[str, Any]) -> None:
    assert digest(private(store, replace(EVERYTHING, **other))) == digest(private(store, EVERYTHING))


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Opus 4.6 1.60元=1刀"},
        {"stock": None},
        {"seller": "lune.example"},
        {"key": "offers/8"},
        {"models": ()},
        {"plans": EVERYTHING.models},
        {"claims": (replace(EVERYTHING.claims[0], polarity="asked"),)},
        {"quotes": (replace(EVERYTHING.quotes[0], amount=Decimal("15")), EVERYTHING.quotes[1])},
        {"posted_at": None},
        {"edited": False},
    ],
    ids=str,
)
def test_what_makes_another_version(store: Store, other: dict[str, Any]) -> None:
    assert digest(private(store, replace(EVERYTHING, **other))) != digest(private(store, EVERYTHING))


@pytest.mark.parametrize("amount", ["1.50", "0", "-0.00", "1E+3", "1E-7", "100", "0.10"])
@pytest.mark.parametrize("said", [None, "", "opus", '"quotes":[]', "官转\n\\ \x00 \ud800", "😀"], ids=repr)
def test_a_quote_is_written_as_json_writes_it(amount: str, said: str | None) -> None:
    quote = replace(EVERYTHING.quotes[0], amount=Decimal(amount), model=said, variant=said, span=Span(path=said))
    quotes = (replace(quote, conditions=(said or "", "trial")), replace(quote, conditions=(), raw_name=said))
    whole = replace(EVERYTHING, text=said or "", title='"quotes":[]', quotes=quotes)
    content = {name: getattr(whole, name) for name in Listing.__slots__ if name not in EPHEMERAL}
    written = json.dumps(content, default=plain, sort_keys=True, separators=(",", ":"))
    assert digest(whole) == hashlib.sha256(written.encode()).hexdigest()


def test_a_large_page_is_learned(store: Store) -> None:
    page = Page(listings=tuple(listing(str(number)) for number in range(2 * facts.BATCH + 1)))
    observe(store, START, page)
    with store.read() as connection:
        names = connection.execute(select(metadata.tables["listings"].c.digest)).scalars().all()
    found = listings(store, [*names, *names, "unknown"])
    assert len(found) == len(page.listings)
    assert all(each.quotes == page.listings[0].quotes for each in found.values())


# --- what a reading says -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Page(), {"outcome": "read", "complete": False, "covered": False, "not_offers": 0, "unread": 0}),
        (Page(complete=True, not_offers=3), {"outcome": "read", "complete": True, "not_offers": 3}),
        (Page(covers=Cover()), {"covered": True, "cover_low": None, "cover_high": None}),
        (Page(covers=Cover(5, 9)), {"covered": True, "cover_low": 5, "cover_high": 9}),
        (Page(unread=("quota_type 2", "单位")), {"unread": 2, "unread_names": ["quota_type 2", "单位"]}),
        (Page(wall=Wall("login", "sign in")), {"outcome": "wall", "wall": "login", "detail": "sign in"}),
        (PageError("no table in\n the page"), {"outcome": "failed", "detail": "no table in the page"}),
        (KeyError("data"), {"outcome": "failed", "detail": "KeyError: 'data'"}),
        (ValueError("x" * 9000), {"outcome": "failed", "detail": f"ValueError: {'x' * 488}"}),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_a_reading_says_what_was_found(store: Store, result: Page | Exception, said: dict[str, Any]) -> None:
    observe(store, START, result)
    with store.read() as connection:
        row = connection.execute(readings.select()).mappings().one()
    assert {name: row[name] for name in said} == said
    assert row["learned_at"] == START


def test_a_failed_reading_keeps_its_evidence(store: Store) -> None:
    kept = observe(store, START, RuntimeError("the reader broke"), body=b"what it could not read")
    assert load(store, kept.digest) == b"what it could not read"
    assert counts(store).failed == 1
    assert rows(store, *FACTS) == dict.fromkeys(FACTS, 0) | {"listing_sets": 1}


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        (Page(listings=(listing(""),)), "the listing 'vip' has no key"),
        (Page(listings=(listing(posted_at=START.replace(tzinfo=None)),)), "is not an aware UTC time"),
        (Page(listings=(listing(position=2**64),)), "18446744073709551616… is too large a number"),
        (Page(covers=Cover(0, 10**30)), "is too large a number"),
        (Page(listings=(listing(quotes=(Quote("account", Decimal("NaN"), Span()),)),)), "NaN is no amount"),
        (Page(listings=(listing(quotes=(Quote("account", Decimal("1E+99"), Span()),)),)), "1E+99 is no amount"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_stored_is_a_failed_reading(store: Store, page: Page, complaint: str) -> None:
    observe(store, START, replace(page, complete=True))
    with store.read() as connection:
        row = connection.execute(readings.select()).one()
    assert (row.outcome, row.complete, row.covered) == ("failed", False, False)
    assert row.detail.startswith("a fact cannot be stored: ")
    assert complaint in row.detail


def test_text_that_no_database_takes_is_learned(store: Store) -> None:
    odd = "nul \0 half \ud83d"
    observe(store, START, Page(listings=(listing(text=odd, title=odd, channel=odd),), unread=(odd,)))
    assert only(store).text == "nul \ufffd half \ufffd"
    observe(store, day(1), PageError(odd))


def test_only_what_was_kept_is_learned(store: Store) -> None:
    keep(store, snapshot(), VISIT)
    for kept, visit in [(snapshot(b"other"), VISIT), (snapshot(), "nova@other"), (snapshot(purpose="x"), VISIT)]:
        with pytest.raises(StoreError, match="keep a snapshot before it is learned"):
            learn(store, kept, Page(), visit, START)
    assert rows(store, "readings") == {"readings": 0}


def test_the_moment_of_learning_is_aware(store: Store) -> None:
    kept = keep(store, snapshot(), VISIT)
    with pytest.raises(ValueError, match="is not an aware UTC time"):
        learn(store, kept, Page(), VISIT, START.replace(tzinfo=None))
    assert rows(store, "readings", *FACTS) == dict.fromkeys(("readings", *FACTS), 0)


# --- looking back --------------------------------------------------------------------------------------------------


def test_history_tells_every_reading_that_showed_a_listing(store: Store) -> None:
    observe(store, day(1), Page(listings=(listing("a", "new"), listing("b"))), body=b"1")
    observe(store, day(0), Page(listings=(listing("a", "old"),)), body=b"0", learned_at=day(3))
    observe(store, day(2), Page(listings=(listing("b"),)), body=b"2")
    found = history(store, private(store, listing("a")).key)
    assert [(sight.fetched_at, sight.learned_at) for sight in found] == [(day(0), day(3)), (day(1), day(1))]
    assert [load(store, sight.body) for sight in found] == [b"0", b"1"]
    texts = listings(store, (sight.digest for sight in found))
    assert [texts[sight.digest].text for sight in found] == ["old", "new"]
    assert history(store, "unknown") == []


def reposts(store: Store, versions: Iterable[Listing]) -> dict[str, str | None]:
    """Which of these listings is said to repost which."""
    own = {digest(private(store, version)): version.key for version in versions}
    names = {private(store, version).key: version.key for version in versions}
    found = listings(store, own)
    return {own[name]: names[each.repost_of] if each.repost_of else None for name, each in found.items()}


def test_a_repost_is_linked_to_the_first_wherever_that_was_read(store: Store) -> None:
    alike = [listing(key, likeness="same", posted_at=at, position=at.day) for key, at in [("c", day(3)), ("a", day(1))]]
    other = listing("b", likeness="same", posted_at=day(0), seller="lune.example")
    plain = [listing("x"), listing("y")]
    for number, each in enumerate([*alike, other, *plain]):
        observe(store, day(5 + number), Page(listings=(each,)), body=str(number).encode())
    assert reposts(store, [*alike, other, *plain]) == {"c": "a", "a": None, "b": None, "x": None, "y": None}


def test_counts(store: Store) -> None:
    observe(store, day(0), Page(listings=(listing("a"), listing("b", seller="lune.example"))))
    observe(store, day(1), Page(listings=(listing("a", "new"),)), body=b"1")
    observe(store, day(2), PageError("broken"), body=b"1")
    observe(store, day(3), Page(wall=Wall("login", "")), body=b"1")
    found = counts(store)
    assert (found.captures, found.bodies, found.readings, found.failed, found.walls) == (4, 2, 4, 1, 1)
    assert (found.sellers, found.listings, found.versions, found.quotes, found.claims) == (2, 2, 3, 3, 3)
