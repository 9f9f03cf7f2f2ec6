"""Passes that are named by the dollars they hold, in a shop with other money: "50刀日卡", then "¥9.9"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

from parsers.records import Basis
from parsers.text.amounts import Amount
from parsers.text.credit_forms import EXCHANGE
from parsers.text.finding import Finding
from parsers.text.held_credit import HELD
from parsers.text.lengths import PIECE
from parsers.text.packs import is_paid
from parsers.text.reading import Reading
from parsers.text.timed import closes

_TOUCH = re.compile(r"[ ]?[(\-·]?[ ]?")
"""Between the dollars that a pass holds and the word for its time: "月卡 3000$", "日卡(90刀)"."""
_APART = 80
"""How far behind its name the price of a pass may stand."""
_MANY = 4
"""Amounts behind the name of a pass that are looked at for its price."""
_TIMES = frozenset(("day", "week", "month", "quarter", "half_year", "year"))


def named_passes(reading: Reading, used: set[int]) -> Iterator[Finding]:
    """The prices of passes whose names say what they hold; what they use is marked as used."""
    if reading.shape.tongue.own != "CNY":
        return
    for held in reading.shape.amounts:
        single = held.kind == "dollars" and len(held.values) == 1 and held.values[0] > 1
        basis = _time(reading, held) if single and held.start not in used else None
        role = reading.cues.void(held.start, held.end, "dollars") if basis else None
        price = _price(reading, held, used) if basis and (role is None or role.id in HELD) else None
        if basis is None or price is None:
            continue
        used |= {held.start, price.start}
        condition = f"quota:{held.values[0].normalize():f}USD/total"
        code = price.currency or "CNY"
        yield Finding(price.start, price.end, basis, price.values, code, "pass", price.start, condition=condition)


def _time(reading: Reading, held: Amount) -> Basis | None:
    """The time of the pass that dollars name: the word for it stands directly beside them, or they are for a month."""
    plain = reading.shape.plain
    if (behind := reading.units.behind(plain, held.end)) and behind.basis in _TIMES - {"day"}:
        return behind.basis
    at = bisect_left(reading.lengths, held.start, key=lambda length: length.start)
    for length in reading.lengths[max(0, at - 1) : at + 1]:
        gap = (length.end, held.start) if length.start < held.start else (held.end, length.start)
        if not length.beside and length.basis != PIECE and _TOUCH.fullmatch(plain, *gap):
            return length.basis
    return None


def _price(reading: Reading, held: Amount, used: set[int]) -> Amount | None:
    """The first price behind the name of a pass, which is less than the dollars it holds are worth."""
    at = bisect_left(reading.shape.starts, held.end)
    for amount in reading.shape.amounts[at : at + _MANY]:
        if amount.start - held.end > _APART or amount.kind == "dollars" or amount.start in used:
            return None
        if is_paid(reading, amount) and (amount.kind != "number" or closes(reading, amount)):
            least = EXCHANGE[amount.currency or "CNY"][0] if (amount.currency or "CNY") in EXCHANGE else Decimal(0)
            return amount if amount.values[0] < least * held.values[0] else None
    return None
