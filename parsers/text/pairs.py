"""Pairs of prices with a slash between, input and output, in a text that counts by tokens elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from parsers.records import Basis
from parsers.text.amounts import Amount
from parsers.text.columns import Columns
from parsers.text.finding import Finding
from parsers.text.reading import Reading
from parsers.text.shapes import PRODUCT, REST, SLASH
from parsers.text.token_forms import by_million

_LONGEST = 120
"""The longest line that states a unit for all prices."""
_OUTPUT = (Decimal(2), Decimal(10))
"""How many times the input output costs."""
_NAMED = re.compile(rf"[{PRODUCT}{REST}][ :]{{0,2}}\Z")
"""In front of a pair of numbers without money: the model that they are the prices of."""
_WAYS: tuple[Basis, Basis] = ("mtok_input", "mtok_output")


def pairs(reading: Reading, columns: Columns, found: Iterable[Finding], used: set[int]) -> Iterator[Finding]:
    """The pairs that no form has used, where a line or another price of the text is by the token."""
    paired = [pair for pair in pairwise(reading.shape.amounts) if _is_pair(reading, *pair)]
    if not paired:
        return
    if (
        not by_million(reading.shape.plain)
        and not any(finding.basis.startswith("mtok") for finding in found)
        and not _by_tokens(reading, columns)
    ):
        return
    for first, second in paired:
        if not {first.start, second.start} & used:
            used |= {first.start, second.start}
            for basis, amount in zip(_WAYS, (first, second), strict=True):
                span = (first.start, second.end)
                code = amount.currency or reading.shape.tongue.own
                yield Finding(*span, basis, amount.values, code, "pair", amount.start)


def _by_tokens(reading: Reading, columns: Columns) -> bool:
    """Whether a line without money says that prices are of input and output by the million tokens."""
    starts = (0, *(at + 1 for at in reading.shape.outline.lines))
    lines = ((start, min(reading.line(start)[1], start + _LONGEST)) for start in starts)
    said = (line for line in lines if columns.has("million", reading.shape.plain[slice(*line)]))
    return any(len(set(reading.units.ways(reading.shape.marked, *line))) > 1 for line in said)


def _is_pair(reading: Reading, first: Amount, second: Amount) -> bool:
    """Whether two sums of one money have the ratio of output to input, and no unit of their own."""
    own = reading.shape.tongue.own not in (None, "USD")
    led = first.currency is not None or (
        own and _NAMED.search(reading.shape.plain, max(0, first.start - 4), first.start)
    )
    alike = led and (first.kind, first.currency) == (second.kind, second.currency)
    if not alike or len(first.values) != 1 or len(second.values) != 1 or first.values[0] <= 0:
        return False
    least, most = _OUTPUT
    if SLASH.fullmatch(reading.shape.plain, first.end, second.start) is None:
        return False
    ratio = least <= second.values[0] / first.values[0] <= most
    return ratio and reading.units.behind(reading.shape.plain, second.end) is None
