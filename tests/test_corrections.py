"""Corrections: laid over what was read, held to its words, withdrawn as new knowledge, never changing the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from commands.correct import changes
from commands.correct import price as price_of
from parsers.records import BadInput, Listing, Mention, Page, Quote, Span
from publishing.table import table
from publishing.trends import causes_of, index_of, trend
from storage.corrections import correct, corrections, withdraw
from storage.ledger import listings
from storage.market import observations
from storage.official_tables import embedded
from storage.projection import spans
from storage.store import Store
from tests.histories import day, listing, observe

RATES = embedded()
NEXT = day(1)


def asking(yuan: str, key: str = "group:vip", text: str = "", **values: Any) -> Listing:
    """The invented relay's offer at so many yuan for a dollar of balance, read from its words."""
    quotes = (Quote("usd_credit", Decimal(yuan), Span(0, 3), "CNY"),)
    models = (Mention("claude-opus-4.6", "Opus 4.6", Span(4, 9)),)
    said = text or f"{yuan} CNY = 1 USD"
    return listing(key, said, quotes=quotes, models=models, access="relay_api", **values)


def show(store: Store, at: datetime, *offers: Listing, **values: Any) -> None:
    observe(store, at, Page(offers, complete=True), str(at).encode(), **values)


def version(store: Store) -> tuple[str, Listing]:
    """The version that stands, with nothing corrected."""
    digest = spans(store)[-1].digest
    return digest, listings(store, {digest}, known_by=day(-1))[digest]


def amounts(store: Store, known_by: datetime | None = None) -> list[str]:
    digest = spans(store, known_by)[-1].digest
    return [str(quote.amount) for quote in listings(store, {digest}, known_by)[digest].quotes]


def cheaper(store: Store, yuan: str = "0.5", at: datetime = NEXT) -> int:
    return correct(
        store, *version(store), {"quotes": (price_of(f"usd_credit {yuan} CNY", RATES),)}, "L. Wen", "typo", at
    )


def test_a_correction_holds_from_the_moment_it_was_made(store: Store) -> None:
    show(store, day(0), asking("5"))
    cheaper(store)
    assert amounts(store) == ["0.5"]
    assert amounts(store, day(0.5)) == ["5"]
    (made,) = corrections(store)
    assert (made.by, made.reason, made.learned_at) == ("L. Wen", "typo", day(1))


def test_the_later_word_counts_and_one_withdrawn_counts_no_more(store: Store) -> None:
    show(store, day(0), asking("5"))
    first, second = cheaper(store), cheaper(store, "0.7", day(2))
    assert amounts(store) == ["0.7"]
    withdraw(store, second, "L. Wen", "it was right", day(3))
    assert (amounts(store), amounts(store, day(2.5))) == (["0.5"], ["0.7"])
    withdraw(store, first, "L. Wen", "so was that", day(4))
    assert amounts(store) == ["5"]
    with pytest.raises(BadInput, match=f"no correction {first} stands"):
        withdraw(store, first, "L. Wen", "again", day(5))


def test_a_correction_of_words_outlives_the_reader_and_not_the_words(store: Store) -> None:
    show(store, day(0), asking("5", text="only 0.5 yuan"))
    cheaper(store)
    show(store, day(0), asking("8", text="only 0.5 yuan"), version="2", learned_at=day(2))
    assert amounts(store) == ["0.5"]
    show(store, day(3), asking("9", text="now 9 yuan"))
    assert amounts(store) == ["9"]


def test_a_correction_of_fields_holds_for_its_version_alone(store: Store) -> None:
    def field(yuan: str) -> Listing:
        found = asking(yuan, text="vip group")
        return replace(found, quotes=(replace(found.quotes[0], span=Span(path="$.price")),))

    show(store, day(0), field("5"))
    cheaper(store)
    assert amounts(store) == ["0.5"]
    show(store, day(3), field("9"))
    assert amounts(store) == ["9"]


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({"no_offer": True}, (None, [], [], [])),
        ({"access": "mirror"}, ("mirror", ["claude-opus-4.6"], ["no_invoice"], ["5"])),
        ({"models": ["gpt-5.4"]}, ("relay_api", ["gpt-5.4"], ["no_invoice"], ["5"])),
        ({"claims": ["no_vpn"]}, ("relay_api", ["claude-opus-4.6"], ["no_invoice", "no_vpn"], ["5"])),
        ({"no_claims": ["no_invoice"]}, ("relay_api", ["claude-opus-4.6"], [], ["5"])),
        ({"prices": ["month 27 CNY chatgpt-plus"]}, ("relay_api", ["claude-opus-4.6"], ["no_invoice"], ["27"])),
    ],
    ids=str,
)
def test_each_part_can_be_corrected_and_the_others_stay(
    store: Store, options: dict[str, Any], kept: tuple[str | None, list[str], list[str], list[str]]
) -> None:
    show(store, day(0), asking("5"))
    wanted: dict[str, Any] = {"access": None, "prices": (), "models": (), "claims": (), "no_claims": ()}
    found = changes(**wanted | {"no_offer": False} | options)
    correct(store, *version(store), found, "L. Wen", "seen", day(1))
    digest, _ = version(store)
    now = listings(store, {digest})[digest]
    codes = [claim.code for claim in now.claims]
    assert (now.access, [each.id for each in now.models], codes, [str(q.amount) for q in now.quotes]) == kept


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("usd_credits 1 CNY", "is no basis"),
        ("usd_credit one CNY", "'one' is no amount"),
        ("usd_credit -1 CNY", "'-1' is no amount"),
        ("usd_credit", "'' is no amount"),
        ("usd_credit 1 CNY gpt-99", "no model or plan is called 'gpt-99'"),
        ("usd_credit 1 CNY gpt-5.4 more", "'more' is too much"),
    ],
)
def test_a_price_that_is_not_understood_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(BadInput, match=complaint):
        price_of(text, RATES)


@pytest.mark.parametrize(("by", "reason"), [("", "why"), ("who", " ")])
def test_nobody_corrects_without_a_name_and_a_reason(store: Store, by: str, reason: str) -> None:
    show(store, day(0), asking("5"))
    with pytest.raises(BadInput, match="a correction needs --by"):
        correct(store, *version(store), {"offer": False}, by, reason, day(1))
    with pytest.raises(BadInput, match="nothing to correct"):
        correct(store, *version(store), {}, "who", "why", day(1))
    assert corrections(store) == []


def published(store: Store, known: datetime | None = None) -> list[Any]:
    """Every figure that can be published of a store: trends, seed table, index and its causes."""
    found = observations(store, RATES, as_known_on=known)
    return [
        trend(store, RATES, by=by, stratum=stratum, series=None, as_known_on=known).to_pylist()
        for by, stratum in (("day", "all"), ("week", "model"), ("month", "line"), ("quarter", "access"))
    ] + [
        table(store, RATES, as_known_on=known).to_pylist(),
        index_of(found, by="week").to_pylist(),
        causes_of(found, by="week").to_pylist(),
    ]


def test_three_better_readers_and_two_corrections_change_no_earlier_figure(store: Store) -> None:
    """Figures are published after everything that is learned; at the end each comes out again, to the last digit."""
    history = [("5", "8"), ("6", "8"), ("6", "7")]
    editions = []

    def publish(at: datetime) -> None:
        editions.append((at, published(store)))

    for week, (vip, plain) in enumerate(history):
        show(store, day(7 * week), asking(vip), asking(plain, "group:plain"))
        publish(day(7 * week))
    for upgrade in range(1, 4):
        for week, (vip, plain) in enumerate(history):
            better = asking(f"{Decimal(vip) + upgrade}", text=f"{vip} CNY = 1 USD"), asking(plain, "group:plain")
            learned_at = day(30 + upgrade) + timedelta(minutes=week)
            show(store, day(7 * week), *better, version=f"1.{upgrade}", learned_at=learned_at)
        publish(day(30 + upgrade) + timedelta(hours=1))
        if upgrade > 1:
            cheaper(store, f"0.{upgrade}", day(30 + upgrade) + timedelta(hours=2))
            publish(day(30 + upgrade) + timedelta(hours=3))
    assert len({str(figures) for _, figures in editions}) == len(editions) == 8
    for at, figures in editions:
        assert published(store, at) == figures
