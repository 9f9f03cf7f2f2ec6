"""Packs whose credit is one list and whose prices are another: "$30 / $100 / $300，对应 5.9 / 17.9 / 49.9 元"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.text.amounts import Amount
from parsers.text.credit_forms import EXCHANGE
from parsers.text.finding import Finding
from parsers.text.mapped import runs
from parsers.text.reading import Reading

_NEAR = 24
"""How far behind the last sum of credit its first price may stand."""

_LEAST = 3
"""How many packs a list holds at the least: two are the prices of what goes in and out."""


def listed_packs(reading: Reading, used: set[int]) -> Iterator[Finding]:
    """The prices of such packs, each for the credit at its place; what they use is marked as used."""
    if reading.shape.tongue.own in (None, "USD") or len(reading.shape.amounts) < 4:
        return
    for held, paid in pairwise(list(runs(reading, used))):
        if _are_packs(reading, held, paid):
            used |= {amount.start for amount in (*held, *paid)}
            for credit, price in zip(held, paid, strict=True):
                code = price.currency or reading.shape.tongue.own
                values = (price.values[0] / credit.values[0],)
                yield Finding(held[0].start, paid[-1].end, "usd_credit", values, code, "pack", price.start)


def _are_packs(reading: Reading, held: Sequence[Amount], paid: Sequence[Amount]) -> bool:
    """Whether two lists are as long, the dearer pack holds more, and all cost less than the dollars they hold."""
    if len(held) != len(paid) or held[0].kind != "dollars" or not _asks(reading, held, paid):
        return False
    low = EXCHANGE.get(paid[0].currency or reading.shape.tongue.own or "", (None,))[0]
    rises = all(a.values[0] < b.values[0] for amounts in (held, paid) for a, b in pairwise(amounts))
    cheap = all(low is not None and b.values[0] < low * a.values[0] for a, b in zip(held, paid, strict=True))
    return rises and cheap and held[0].values[0] > 1


def _asks(reading: Reading, held: Sequence[Amount], paid: Sequence[Amount]) -> bool:
    """Whether the second list follows the first and is one of money, or of numbers behind a word of price."""
    near = 0 <= paid[0].start - held[-1].end <= _NEAR and paid[0].kind in ("money", "number")
    role = reading.cues.void(held[0].start, held[0].end, "dollars") if near else None
    if not near or len(held) < _LEAST or (role and role.id.startswith("official")):
        return False
    named = reading.goods.price.search(reading.shape.plain, held[-1].end, paid[0].start)
    return paid[0].kind == "money" or named is not None
