"""What an offer in schema.org's words asks: a price, the ends of prices, or the prices of its specifications."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from parsers.pages import shop
from parsers.pages.envelope import fields
from parsers.records import Quote, Snapshot
from parsers.text import numbers

Node = Mapping[str, Any]

AMOUNT = re.compile(f"{numbers.SPACED}|{numbers.DIGITS}")
CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
"""A code beside an amount in the place of its own field."""
LONGEST = 4000
OTHER_CODES: Mapping[str, str] = {"RMB": "CNY", "CNH": "CNY", "RUR": "RUB"}
"""Codes that stand in the place of the standard's."""
BEFORE = {"ListPrice", "SRP", "MSRP", "StrikethroughPrice", "RegularPrice", "InvoicePrice", "MinimumAdvertisedPrice"}
"""Types of a price that nobody pays now."""
TERMS: Mapping[str, str] = {
    "HUR": "1 hour", "DAY": "1 day", "WEE": "1 week", "MON": "1 month", "ANN": "1 year",
    "P1D": "1 day", "P7D": "1 week", "P1W": "1 week", "P30D": "1 month", "P1M": "1 month", "P3M": "3 months",
    "P6M": "6 months", "P12M": "1 year", "P365D": "1 year", "P1Y": "1 year",
}  # fmt: skip
"""How long a price is paid for, by UN/CEFACT's codes and as ISO 8601 writes a duration, in words."""


def prices_of(offer: Node, path: str, snapshot: Snapshot, kind: str) -> list[Quote]:
    """What an offer asks: the ends of its prices, its price, those of its specifications, or of the offers in it."""
    all_said = enumerate(listed(offer.get("priceSpecification")))
    specs = [(number, one) for number, one in all_said if not BEFORE & set(named(one.get("priceType")))]
    held = (code(one.get("priceCurrency")) for one in (offer, *(one for _, one in specs)))
    own = next(filter(None, held), None)
    within = _within(offer, path, snapshot, kind)
    if len({quote.raw_name for quote in within}) == len(within) > 1:
        return within  # each has a name of its own, which the ends of their prices have not
    asked = _asked(offer, path, own, snapshot, kind)
    return asked or _specified(specs, offer, path, own, snapshot, kind) or within


def _asked(offer: Node, path: str, own: str | None, snapshot: Snapshot, kind: str) -> list[Quote]:
    for names in (("lowPrice", "highPrice"), ("price",)):
        ends = [
            shop.priced(each[0], f"{path}.{name}", own or each[1] or snapshot.currency, kind)
            for name in names
            if (each := amount(offer.get(name)))
        ]
        if len(ends) == 1 and amount(offer.get("lowPrice")):
            return [replace(ends[0], bound="floor")]
        if ends:
            return shop.between(ends)
    return []


def _within(offer: Node, path: str, snapshot: Snapshot, kind: str) -> list[Quote]:
    inner = enumerate(listed(offer.get("offers")))
    return [
        quote
        for number, one in inner
        for quote in prices_of(one, f"{path}.offers[{number}]", snapshot, words(one.get("name")) or kind)
    ]


def _specified(
    specs: Sequence[tuple[int, Node]], offer: Node, path: str, own: str | None, snapshot: Snapshot, kind: str
) -> list[Quote]:
    """The prices of specifications, all of them where each is for a time of its own, else the first, or its ends."""
    many = isinstance(offer.get("priceSpecification"), list)
    places = [f"{path}.priceSpecification{f'[{number}]' if many else ''}.price" for number, _ in specs]
    priced = [
        shop.priced(each[0], place, own or each[1] or snapshot.currency, " ".join(filter(None, (kind, _term(said)))))
        for (_, said), place in zip(specs, places, strict=True)
        if (each := amount(said.get("price")))
    ]
    if len({quote.raw_name for quote in priced}) < len(priced):
        return priced[:1]
    return priced or next(filter(None, (_ends(said, place, own, snapshot, kind) for (_, said), place in
                                        zip(specs, places, strict=True))), [])  # fmt: skip


def _ends(said: Node, place: str, own: str | None, snapshot: Snapshot, kind: str) -> list[Quote]:
    """The least and the most that a specification names."""
    found = [(name, each) for name in ("minPrice", "maxPrice") if (each := amount(said.get(name)))]
    quotes = [shop.priced(each[0], f"{place.removesuffix('price')}{name}", own or each[1] or snapshot.currency, kind)
              for name, each in found]  # fmt: skip
    alone = len(found) == 1
    return (
        [replace(quotes[0], bound="floor" if found[0][0] == "minPrice" else "ceiling")]
        if alone
        else shop.between(quotes)
    )


def _term(said: Node) -> str:
    """How long a price is paid for, in words."""
    held = [said.get("unitCode"), said.get("billingDuration"), fields(said.get("referenceQuantity")).get("unitCode")]
    return next((TERMS[one] for one in held if isinstance(one, str) and one in TERMS), "")


def amount(written: Any) -> tuple[Decimal, str | None] | None:
    """A price as shops write it, with the currency of its sign; None for what is none, and for 0, which is unknown."""
    text = written.strip() if isinstance(written, str) else None
    match = AMOUNT.search(text) if text else None
    value = numbers.read(match.group()) if match else shop.money(written)
    sign = shop.shown(text) if text else None
    beside = CODE.search(text) if text else None
    return (value, sign[1] if sign and sign[1] else code(beside.group()) if beside else None) if value else None


def words(text: Any) -> str:
    """A field's words without markup and entities, which shops put in twice over; of several the first."""
    said = next((one for one in (text if isinstance(text, list) else [text]) if one), None)
    held = said.get("@value") if isinstance(said, dict) else said
    return shop.words_of(html.unescape(held))[:LONGEST] if isinstance(held, str) else ""


def code(currency: Any) -> str | None:
    """A currency's code, also where a sign stands in its place; None for what is none."""
    said = currency.strip().upper() if isinstance(currency, str) else ""
    return shop.SIGNS.get(said, OTHER_CODES.get(said, said)) or None


def states(offer: Node) -> Iterator[object]:
    """The states of stock that an offer names, or the offers in it."""
    for state in held if isinstance(held := offer.get("availability"), list) else [held]:
        if said := state.get("@id") or state.get("name") if isinstance(state, dict) else state:
            yield said
    for one in listed(offer.get("offers")):
        yield from states(one)


def stock_of(state: object) -> str:
    """A state of stock as a word: InStock, with or without an address before it, is in_stock."""
    name = re.split(r"[/#]", str(state).strip())[-1].replace(" ", "_")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def named(value: Any) -> list[str]:
    """The names of a type or of types, without addresses."""
    return [re.split(r"[/#:]", name)[-1] for name in listed(value, str)]


def types(node: Node) -> Sequence[str]:
    """The types of a node, without addresses."""
    return named(node.get("@type"))


def listed(value: Any, kind: type = dict) -> list[Any]:
    """One or many, as many; only those of a kind."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, kind)]


def first(value: Any) -> Any:
    """The first node of one or many, None where there is none."""
    return next(iter(listed(value)), None)
