"""Pairs of prices with a slash between, input and output, in a text that counts by tokens elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from parsers.records import Basis
from parsers.text.amounts import Amount
from parsers.text.finding import Finding
from parsers.text.reading import Reading

_SLASH = re.compile(r"[ ]{0,2}/[ ]{0,2}")
_OUTPUT = (Decimal(2), Decimal(10))
"""How many times the input output costs."""
_WAYS: tuple[Basis, Basis] = ("mtok_input", "mtok_output")


def pairs(reading: Reading, found: Iterable[Finding], used: set[int]) -> Iterator[Finding]:
    """The pairs that no form has used, where another price of the text is by the token."""
    if not any(finding.basis.startswith("mtok") for finding in found):
        return
    for first, second in pairwise(reading.shape.amounts):
        if not {first.start, second.start} & used and _is_pair(reading, first, second):
            used |= {first.start, second.start}
            for basis, amount in zip(_WAYS, (first, second), strict=True):
                span = (first.start, second.end)
                yield Finding(*span, basis, amount.values, amount.currency, "pair", amount.start)


def _is_pair(reading: Reading, first: Amount, second: Amount) -> bool:
    """Whether two sums of one money have the ratio of output to input, and no unit of their own."""
    alike = first.currency is not None and (first.kind, first.currency) == (second.kind, second.currency)
    if not alike or len(first.values) != 1 or len(second.values) != 1 or first.values[0] <= 0:
        return False
    least, most = _OUTPUT
    joined = _SLASH.fullmatch(reading.shape.plain, first.end, second.start) is not None
    ratio = least <= second.values[0] / first.values[0] <= most
    return joined and ratio and reading.units.behind(reading.shape.plain, second.end) is None
