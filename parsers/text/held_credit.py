"""Tells the dollars of credit that a pack holds from other dollars, and what one of them costs."""

from __future__ import annotations

import re

from parsers.text.amounts import Amount
from parsers.text.finding import Finding
from parsers.text.lengths import PIECE
from parsers.text.quotas import held_for
from parsers.text.reading import Reading

_API = re.compile(r"[ ]?api\b")
"""Directly behind dollars that an API holds: "100$ API Claude"."""
HELD = frozenset(("quota", "label", "worth"))
"""The roles of dollars that are what a pack holds."""


def is_labelled(reading: Reading, amount: Amount) -> bool:
    """Whether a word of price stands in front of an amount."""
    return reading.goods.price.search(reading.shape.plain, max(0, amount.start - 16), amount.start) is not None


def is_named_credit(reading: Reading, amount: Amount) -> bool:
    """Whether dollars are named as a balance, right behind or in front of them: "9 USD credits", "Balance: $9"."""
    plain, holds = reading.shape.plain, reading.goods.balance
    if amount.credit or holds.match(plain, amount.end) or _API.match(plain, amount.end):
        return True
    named = reading.goods.balance_of.search(plain, max(0, amount.start - 24), amount.start)
    return named is not None and not plain[max(0, named.start() - 2) : named.start()].rstrip()[-1:].isdigit()


def pack_of(price: Amount, held: Amount, currency: str | None) -> Finding:
    """What one dollar of the pack costs; its words reach from the one amount to the other."""
    values = tuple(value / held.values[0] for value in price.values)
    start, end = min(price.start, held.start), max(price.end, held.end)
    return Finding(start, end, "usd_credit", values, currency, "pack", price.start)


def is_credit(reading: Reading, amount: Amount) -> bool:
    """Whether dollars are neither a gift, an official price or the like, nor a quota for a time."""
    if len(amount.values) > 1 or amount.values[0] <= 1:
        return False
    if amount.kind == "number":
        return reading.fields.in_dollars(reading.shape, reading.currencies, amount.start)
    if amount.kind != "dollars":
        return False
    role = reading.cues.void(amount.start, amount.end, "dollars")
    named = reading.goods.credit.search(reading.shape.plain, max(0, amount.start - 12), amount.start)
    held = role is None or role.id in HELD or (role.id == "limit" and named is not None)
    behind = reading.units.behind(reading.shape.plain, amount.end)
    return held and held_for(reading, amount) in (None, "total") and (behind is None or behind.basis == PIECE)
