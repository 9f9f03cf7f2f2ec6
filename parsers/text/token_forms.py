"""The forms of prices by the token: one, or a pair for input and output."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from parsers.records import Basis
from parsers.text.amounts import Amount
from parsers.text.finding import Finding, Form, Taking, finding_of
from parsers.text.shapes import Shape
from parsers.text.writing import any_of

_MILLION_TOKENS = re.compile(any_of("million_tokens", opens=False))
"""What says, of a whole list of pairs, what they are by: "(单位：元 / 百万 token)"."""
_UNIT = re.compile(rf"[ ]?(?:/|{any_of('each')})[ ]?[\w ]{{0,16}}")
"""Between a price and the way of its tokens: "/1M tokens "."""


def _token_scale(shape: Shape, match: re.Match[str], mark: str = "") -> Decimal | None:
    """What makes the price one per million tokens, or None where no number of tokens is named."""
    groups = match.groupdict()
    count = shape.slot(match, f"count{mark}")
    named = Decimal(1_000_000 if groups.get(f"million{mark}") else 1_000 if groups.get(f"thousand{mark}") else 1)
    tokens = (count.values[0] if count else Decimal(1)) * named
    said = groups.get(f"tokens{mark}") or (groups.get(f"per{mark}") and _capital(shape, match, mark))
    if not said or tokens == 0:
        return None
    by_token = groups.get(f"per{mark}") and groups.get(f"tokens{mark}")
    if not by_token and tokens not in (1_000, 1_000_000):
        return None
    return 1_000_000 / tokens


def _capital(shape: Shape, match: re.Match[str], mark: str) -> bool:
    """A price "/M" is by the million tokens; "/m", one small letter in any script, may be by the month."""
    name = f"million{mark}"
    return len(match.groupdict().get(name) or "") != 1 or shape.text[match.start(name)].isupper()


@lru_cache(maxsize=2)
def by_million(plain: str) -> bool:
    """Whether a text counts by the million tokens anywhere."""
    return _MILLION_TOKENS.search(plain) is not None


def _token_pair(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    first, second = shape.slot(match, "in"), shape.slot(match, "out")
    named = "named" in form.id or "in_out" in form.id
    scale = _token_scale(shape, match) or (_token_scale(shape, match, "2") if named else None)
    if scale is None and form.id == "token_pair_in_out" and by_million(shape.plain):
        scale = Decimal(1)
    if form.id == "token_named_pair" and _behind_price(shape, match.start()):
        return
    if first is None or second is None or len(first.values) + len(second.values) > 2:
        return
    if first.currency and second.kind == "number" and second.values == (Decimal(1),):
        return  # what the price is by: "450 ₽/1М"
    code = first.currency or second.currency or (shape.tongue.own if scale else None)
    if scale is None and not (named and first.currency and second.currency):
        return
    if code is None or (first.currency and second.currency and first.currency != second.currency):
        return
    cached = shape.slot(match, "cache")
    three: tuple[tuple[Basis, Amount | None], ...] = (
        ("mtok_input", first), ("mtok_output", second), ("mtok_cache_read", cached)
    )  # fmt: skip
    for basis, amount in ((basis, amount) for basis, amount in three if amount):
        values = tuple(value * (scale or 1) for value in amount.values)
        yield finding_of(form, match, values, code, basis=basis, at=amount.start)


def _behind_price(shape: Shape, start: int) -> bool:
    """Whether the word for input stands behind the unit of a price that it is said of: "$3/M input, $15/M output"."""
    at = bisect_left(shape.starts, start) - 1
    before = shape.amounts[at] if at >= 0 else None
    if before is None:
        return False
    beside = before.currency is not None and shape.plain[before.end : start] == " "
    return beside or _UNIT.fullmatch(shape.plain, before.end, start) is not None


def _token_price(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    price, scale = shape.slot(match, "price"), _token_scale(shape, match)
    if price and scale:
        code = price.currency or shape.tongue.own
        values = tuple(value * scale for value in price.values)
        if code:
            yield finding_of(form, match, values, code, basis="mtok", at=price.start)


TAKES: Mapping[str, Taking] = {
    "token_pair": _token_pair,
    "token_price": _token_price,
}
