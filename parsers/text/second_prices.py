"""Second prices of the credit that a price in front was for: in other money, by transfer, for resellers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from parsers.text.amounts import Amount
from parsers.text.finding import Finding
from parsers.text.lengths import PIECE
from parsers.text.reading import Reading
from parsers.text.writing import any_of

_BESIDE = re.compile(rf"[ \n]{{0,3}}(?:[^\w\n+]{{1,3}}[ ]?)?(?:{any_of('same')})?[ \n]{{0,3}}")
"""Between a price and the same in other money: "US$ 20 (R$ 110)"."""
_NEAR = 60
"""How far behind a price another in the same money may stand."""
_LIKE, _ALIKE = Decimal("2.5"), Decimal("1.5")
"""How many times one rate of credit such another is at the most, and one price of a pack another: "US$ 1 = R$ 3,
resellers R$ 2.50", "US$ 20: R$ 60, by transfer R$ 57"."""


def asked_again(reading: Reading, sold: Iterable[Finding]) -> Iterator[Finding]:
    """The selling prices, a sum behind that of credit as one of the same credit where it is nothing else."""
    last: Finding | None = None
    for finding in sold:
        single = last is not None and finding.form == "single" and finding.basis == PIECE
        last = (_again(reading, last, finding) if last and single else None) or finding
        yield last


def _again(reading: Reading, first: Finding, second: Finding) -> Finding | None:
    """A sum as what a dollar of the same credit costs too, or None."""
    price, other = (reading.shape.by_start.get(finding.at) for finding in (first, second))
    if first.basis != "usd_credit" or not price or not other:
        return None
    if not len(price.values) == len(first.values) == len(other.values) == 1:
        return None
    held = price.values[0] / first.values[0]
    if price.currency == other.currency:
        low, high = sorted((price.values[0], other.values[0]))
        said = high <= (_LIKE if held == 1 else _ALIKE) * low and _is_near(reading, first.end, other)
    else:
        said = _BESIDE.fullmatch(reading.shape.plain, price.end, other.start) is not None
    values = (other.values[0] / held,)
    return second._replace(start=first.start, basis=first.basis, values=values) if said else None


def _is_near(reading: Reading, end: int, other: Amount) -> bool:
    """Whether a sum stands near behind the words of a price, and no other good is named for it."""
    goods = reading.subjects.within(reading.subjects.named(PIECE), end, other.start)
    counted = reading.units.behind(reading.shape.plain, other.end) is not None
    return 0 <= other.start - end <= _NEAR and not goods and not counted
