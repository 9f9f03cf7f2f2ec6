"""The lab's texts, read without a crawl: what every message of a market says is found, over many markets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from lab.channels import Channel
from lab.compare import Comparison, compare
from lab.market import CURRENCIES, Market
from lab.truth import Truth
from parsers.percent import percents
from parsers.records import Context, Facts, Listing
from parsers.text import offers
from storage.official_tables import embedded

RATES = embedded()
SEEDS = range(20)
ENOUGH, ENOUGH_CLAIMS = 99, 98


@cache
def facts(text: str, language: str) -> Facts:
    """What a text says, read once."""
    return offers.extract(text, Context(language, CURRENCIES.get(language), source_kind="telegram"))


def found(channel: Channel, market: Market) -> Iterator[dict[str, Any]]:
    """What is read from a channel's messages on every week, in the form that the lab compares."""
    for day in market.weeks:
        for message, version in channel.on(day):
            read = facts(version.text, channel.language)
            if not read.is_offer:
                continue
            row = {
                "source": channel.source,
                "native_id": f"{day} {message.id}",
                "claims": [claim.code for claim in read.claims if claim.stands],
                "subject": None,
                "series": None,
                "percent": None,
            }
            listing = Listing(
                channel.source, "", "", "", version.text, access=read.access, models=read.models, quotes=read.quotes
            )
            yield row
            for each in percents(listing, RATES, day):
                if not each.term.aside:
                    figure = {"subject": each.term.subject, "series": each.term.series, "percent": each.percent.value}
                    yield row | figure


def recovered(seed: int) -> tuple[Comparison, dict[tuple[str, str], str]]:
    """How much of a market's truth its messages give, and the text of each."""
    market = Market(seed, platforms=["telegram"])
    truth: list[Truth] = []
    read: list[dict[str, Any]] = []
    texts: dict[tuple[str, str], str] = {}
    for channel in market.channels:
        read += list(found(channel, market))
        for day in market.weeks:
            for row in channel.truth(day):
                number = row.native_id.rpartition("/")[2]
                truth.append(replace(row, native_id=f"{day} {number}"))
            texts |= {(channel.source, f"{day} {message.id}"): version.text for message, version in channel.on(day)}
    return compare(truth, read), texts


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_messages_of_a_market_say_is_found(seed: int) -> None:
    comparison, texts = recovered(seed)
    rows = [*comparison.missing, *(row for row, _ in comparison.wrong)]
    missed = {texts[row.source, row.native_id] for row in rows}
    assert comparison.listings.percent >= ENOUGH, (str(comparison), missed)
    assert comparison.percents.percent >= ENOUGH, (str(comparison), missed)
    assert {texts[place] for place in comparison.invented} == set()
    assert comparison.claims.percent >= ENOUGH_CLAIMS, str(comparison)
