"""What one amount of money buys: the unit beside it, or the length of time of what is sold."""

from __future__ import annotations

import re
from bisect import bisect_left

from parsers.records import Basis
from parsers.text.amounts import Amount
from parsers.text.duration import added, duration
from parsers.text.lengths import PIECE
from parsers.text.parallel import parallel
from parsers.text.pictures import of_goods, picture
from parsers.text.reading import Reading
from parsers.text.timed import counts
from parsers.text.touching import TOUCH, bracketed, closing, led

_LISTED = re.compile(r"[ ]?[/、][ ]?(?:[^\W\d_]{2,16}[ ]{1,2}|[^\W\d_]{2,4}[ ]?){0,2}")
_CHAIN = 64
"""Prices in a row that are looked at: a bound for hostile texts."""


def basis_of(reading: Reading, amount: Amount) -> tuple[Basis, int]:
    """What the amount buys, and where the words that say so end."""
    plain, units = reading.shape.plain, reading.units
    listed = reading.beside_lengths.of.get(amount.start)
    if placed := listed or bracketed(reading, amount.end) or parallel(reading, amount):
        return placed.basis, max(amount.end, placed.end)
    behind = of_goods(reading, amount, units.behind(plain, _list_end(reading, amount)))
    front = led(reading, amount)
    next_one = front and behind and _opens_next(reading, behind.end)
    if behind and _opens_next(reading, behind.end) and (signed := _signed(reading, amount)):
        return signed, amount.end
    if behind and behind.firm and behind.basis != PIECE and not next_one:
        return behind.basis, behind.end
    if front:
        return PIECE if added(reading, front) else front.basis, amount.end
    if behind and behind.basis != PIECE:
        return behind.basis, min(behind.end, max(amount.end, behind.end))
    end = behind.end if behind else amount.end
    last = closing(reading, amount)
    named = (last and last.basis) or units.in_front(plain, amount.start) or duration(reading, amount, end)
    return named or picture(reading, amount) or PIECE, end


def _signed(reading: Reading, amount: Amount) -> Basis | None:
    """The length in front of an amount, "월 9,900원 / 연 99,000원", unless it is the unit of the amount before.

    In a chain, "月 29 / 季 79 / 年 269", what stands in front of the first one says which way it goes.
    """
    plain, amounts = reading.shape.plain, reading.shape.amounts
    basis = reading.units.in_front(plain, amount.start)
    at = bisect_left(reading.shape.starts, amount.start)
    for _ in range(_CHAIN if basis else 0):
        last = reading.units.behind(plain, amounts[at - 1].end) if at > 0 else None
        if last is None or last.end < amounts[at].start - 1:
            return basis
        at -= 1
        if reading.units.in_front(plain, amounts[at].start) is None:
            return None
    return None


def _opens_next(reading: Reading, end: int) -> bool:
    """Whether the next amount begins directly behind a unit, which may then be its own."""
    at = bisect_left(reading.shape.starts, end)
    following = reading.shape.starts[at : at + 1]
    return bool(following) and TOUCH.fullmatch(reading.shape.plain, end, following[0]) is not None


def _list_end(reading: Reading, amount: Amount) -> int:
    """Where the list ends that an amount is in, for its unit follows the last: "29/59/129元/月"."""
    starts, end = reading.shape.starts, amount.end
    for at in range(bisect_left(starts, amount.start) + 1, min(len(starts), bisect_left(starts, amount.start) + 6)):
        following = reading.shape.amounts[at]
        counted = counts(reading, following)
        if (
            counted
            or following.currency != amount.currency
            or not _LISTED.fullmatch(reading.shape.plain, end, following.start)
        ):
            break
        if reading.units.behind(reading.shape.plain, end):
            break
        end = following.end
    return end
