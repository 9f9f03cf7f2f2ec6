"""Finds the length of time that stands directly beside an amount: in front of it, in brackets behind it, or last."""

from __future__ import annotations

import re
from bisect import bisect_left

from parsers.text.amounts import Amount
from parsers.text.lengths import Stretch
from parsers.text.reading import Reading
from parsers.text.writing import any_of

TOUCH = re.compile(
    rf"(?:[ ]?{any_of('for_a_time')})?[ ]{{0,3}}[\"'\]】)]{{0,2}}[ ]{{0,3}}"
    r"(?:[._…]{2,24}[ ]?)?[:=|/(—–-]?[ ]{0,3}[\"']?"
)
"""Between a length and its price: signs, and a word for what is had for that time, "3个月套餐 90元"."""
_PAST = re.compile(r"[ ]{0,2}\([^()\n]{1,24}\)[ ]{0,3}[:=—–-]?[ ]{0,3}")
"""Between a length and its price: brackets that say what a pass holds, "月卡（每天 50 刀） 129"."""
_REACH = 32
_CLOSES = re.compile(r"[ \"')\].]{0,3}(?:[\n|]|\Z)")
_BRACKET = re.compile(r"[ ]?\([ ]?(?:[^\W\d_]{1,10}[ ]){0,3}")
_BY = re.compile(r"[ ]{0,3}/?[ ]{0,3}")
_CHAIN = 64
"""Prices and lengths in a row that are looked at: a bound for hostile texts."""


def bracketed(reading: Reading, end: int) -> Stretch | None:
    """The length in brackets directly behind an amount: 39元 (30天)."""
    opened = _BRACKET.match(reading.shape.plain, end)
    if opened is None:
        return None
    at = bisect_left(reading.lengths, opened.end(), key=lambda length: length.start)
    length = reading.lengths[at] if at < len(reading.lengths) else None
    closed = length and reading.shape.plain.startswith(")", length.end)
    return length if length and length.start == opened.end() and closed else None


def led(reading: Reading, amount: Amount) -> Stretch | None:
    """The length directly in front of an amount, in a list that names lengths first: "月卡 99元 季卡 260元"."""
    first = ahead = _touching(reading, amount)
    for _ in range(_CHAIN):
        before = _priced_before(reading, ahead) if ahead else None
        if before is None:
            return first if ahead else None
        ahead = _touching(reading, before)
    return first


def _touching(reading: Reading, amount: Amount) -> Stretch | None:
    """The length that ends directly in front of an amount."""
    at = bisect_left(reading.lengths, amount.start, key=lambda length: length.start) - 1
    length = reading.lengths[at] if at >= 0 else None
    if length is None or length.beside or length.end > amount.start or amount.start - length.end > _REACH:
        return None
    if _of_last(reading, length):
        return None
    near = TOUCH.fullmatch(reading.shape.plain, length.end, amount.start)
    return length if near or _PAST.fullmatch(reading.shape.plain, length.end, amount.start) else None


def closing(reading: Reading, amount: Amount) -> Stretch | None:
    """The length that closes the line of a price behind a sign: "R$ 65 - 90 dias"."""
    at = bisect_left(reading.lengths, amount.end, key=lambda length: length.start)
    length = reading.lengths[at] if at < len(reading.lengths) else None
    if length is None or length.beside or not TOUCH.fullmatch(reading.shape.plain, amount.end, length.start):
        return None
    return length if _CLOSES.match(reading.shape.plain, length.end) else None


def _of_last(reading: Reading, length: Stretch) -> bool:
    """Whether a length stands in brackets behind an amount, whose it then is."""
    at = bisect_left(reading.shape.starts, length.start) - 1
    last = reading.shape.amounts[at] if at >= 0 else None
    return last is not None and _BRACKET.fullmatch(reading.shape.plain, last.end, length.start) is not None


def _priced_before(reading: Reading, length: Stretch) -> Amount | None:
    """The amount that ends directly in front of a length."""
    at = bisect_left(reading.shape.starts, length.start) - 1
    amount = reading.shape.amounts[at] if at >= 0 else None
    if amount is None or length.start - amount.end > 6 or amount.kind == "percent":
        return None
    return amount if _BY.fullmatch(reading.shape.plain, amount.end, length.start) else None
