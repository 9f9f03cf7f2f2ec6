"""The amounts of a text: plain numbers, money with its currency, percentages; what makes a range or a list of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from parsers.text.currencies import Currencies, Money, Tongue, currency
from parsers.text.writing import any_of

Kind = Literal["number", "money", "dollars", "percent"]
TO = re.compile(rf"[ ]{{0,2}}{any_of('range', opens=False)}[ ]{{0,2}}")
_LISTED = re.compile(r"[ ]?[/、][ ]?")
WORDED = re.compile(r"[ ]?\w")
_UNITS = (1_000, 1_000_000)
"""Numbers that are units where letters close them: "$5/1M"."""
_FACTOR = re.compile(r"[x×][0-9]")
"""What a size opens with: "x5 – 8000 ₽" is no range."""
_IN_CENTS = re.compile(r"[.,][0-9]{2}\Z")
"""How the second end of a range is written that is a price beyond doubt: "¥ 128.00 - 1180.00"."""
_DURATION = re.compile(rf"[ ]?{any_of('durations')}")


class Amount(NamedTuple):
    """A number of the text at `[start, end)`: two `values` for a range, `sign` where + or - makes it a change.

    `credit` where the text says elsewhere that such a count is dollars of credit.
    """

    kind: Kind
    start: int
    end: int
    values: tuple[Decimal, ...]
    currency: str | None = None
    sign: str = ""
    in_front: bool = False
    credit: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """What amounts are read from: the plain text, the text as written, and what settles an ambiguous money word."""

    plain: str
    text: str
    tongue: Tongue
    currencies: Currencies
    rows: tuple[tuple[int, int], ...] = ()

    def in_row(self, position: int) -> bool:
        """Whether a position is in a row of values between commas, where no comma belongs to a number."""
        at = bisect_right(self.rows, (position, len(self.text))) - 1
        return at >= 0 and position < self.rows[at][1]


def priced(source: Source, money: Money, value: Decimal, start: int, end: int) -> Amount:
    code = currency(money, source.tongue)
    if code != money.currency and value < source.currencies.least.get(code, 0):
        code = money.currency  # "$5" where a peso buys nothing
    kind: Kind = "dollars" if code == "USD" else "money"
    in_front = not source.plain[start].isdigit()
    return Amount(kind, start, end, (value * money.share,), code, sign_of(source.plain, start), in_front)


def sign_of(plain: str, start: int) -> str:
    """+ or - directly in front, where it belongs to the number and neither joins two nor opens a list item."""
    if plain[max(0, start - 3) : start] in (" + ", "(+ "):
        return "+"
    sign, before = plain[start - 1 : start], plain[max(0, start - 40) : start - 1]
    if sign not in ("+", "-", "−") or before[-1:] not in ("", " ", "|", "(", "\n"):
        return ""
    return sign if sign == "+" or before.split("\n")[-1].strip() else ""


def with_lists(plain: str, found: list[Amount]) -> list[Amount]:
    """The amounts with "29/59/129元" and "¥29/59/129" made money throughout."""
    listed = list(found)
    for at in range(1, len(listed)):
        first, then = listed[at - 1], listed[at]
        leads = first.currency and first.in_front and then.kind == "number" and not WORDED.match(plain, then.end)
        unit = then.values[0] in _UNITS and plain[then.end - 1].isalpha()
        if leads and not unit and _LISTED.fullmatch(plain, first.end, then.start):
            listed[at] = then._replace(kind=first.kind, currency=first.currency, in_front=True)
    for at in range(len(listed) - 1, 0, -1):
        first, then = listed[at - 1], listed[at]
        closes = then.currency and not then.in_front and first.kind == "number" and not first.sign
        if closes and _LISTED.fullmatch(plain, first.end, then.start):
            listed[at - 1] = first._replace(kind=then.kind, currency=then.currency)
    return listed


def with_ranges(plain: str, found: list[Amount]) -> list[Amount]:
    """The amounts with "30-50元" and "$0.4 to $0.6" made one of two values."""
    merged: list[Amount] = []
    for amount in found:
        last = merged[-1] if merged else None
        joined = _range(plain, last, amount) if last and amount.start - last.end <= 6 else None
        if joined:
            merged[-1] = joined
        else:
            merged.append(amount)
    return merged


def _range(plain: str, low: Amount, high: Amount) -> Amount | None:
    """Two neighbours as one range: ascending, of one kind, the unit written once or twice."""
    join = TO.fullmatch(plain, low.end, high.start)
    if join is None or len(low.values) + len(high.values) > 2 or low.values[0] >= high.values[0]:
        return None
    if _FACTOR.match(plain, max(0, low.start - 1)):
        return None
    if low.kind == high.kind and low.currency == high.currency:
        return high._replace(start=low.start, values=low.values + high.values, in_front=low.in_front)
    if low.kind == "number" and high.kind != "number" and not high.in_front:
        return high._replace(start=low.start, values=low.values + high.values)
    tight = len(join.group()) == 1 or _IN_CENTS.search(plain, high.start, high.end) is not None
    if tight and low.in_front and high.kind == "number" and not _DURATION.match(plain, high.end):
        return low._replace(end=high.end, values=low.values + high.values)
    return None
