"""Prices for a count: a least one ("180 一个，两个以上 175"), and one that is sold together ("1个30 5个140")."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from decimal import Decimal

from parsers.text.amounts import Amount
from parsers.text.finding import Finding
from parsers.text.lengths import PIECE
from parsers.text.numbers import HAN, han
from parsers.text.reading import Reading
from parsers.text.writing import any_of, signs

_OVER = rf"(?:\+[ ]?{any_of('pieces')}|{any_of('pieces')}?[ ]?{any_of('tier_over')})"
_LEAST_COUNT = rf"(?<![0-9.{HAN}])(?:[0-9]{{1,4}}|[{HAN}]{{1,2}})[ ]?{_OVER}"
_BEFORE = re.compile(rf"{_LEAST_COUNT}[ :=,]{{0,3}}(?:{any_of('each_of')})?[ :]{{0,2}}\Z")
_BEHIND = re.compile(rf"[ (]{{0,2}}{_LEAST_COUNT}")
_NEXT_LEAST = re.compile(rf"[ ,/;]{{1,3}}{_LEAST_COUNT}")
_PIECES = rf"{any_of('bundled', opens=False)}(?![{signs('bundled_unless')}])"
_COUNT = rf"(?<![0-9.{HAN}])(?P<n>[0-9]{{1,4}}|[{HAN}]{{1,2}})[ ]?{_PIECES}"
_BUNDLE = re.compile(rf"(?:{_COUNT}|{any_of('single')})[ :=–—\-]{{0,4}}(?:{any_of('each_at')}[ ])?\Z")
_TIMES = re.compile(r"(?<![0-9.])(?<![a-z][ ])(?<![a-z])(?P<n>[0-9]{1,4})[ ]?[x×][ ]{1,3}\Z")
"""In front of a sum it is for so many: "1x $10 | 5x $45"; behind a word it is a size: "Pro 5x $34"."""
_FROM = re.compile(rf"{any_of('tier_from')}[ ]?\Z")
_BUNDLE_BEHIND = re.compile(rf"/?{_COUNT}")
_NEXT = re.compile(rf"[ /]{{1,3}}(?:[0-9]{{1,4}}[\-–—~])?{_COUNT}")
_USES = ("mtok", "request", "image", "video", "second", "percent", "multiplier", "usd_credit")
_LIST = 80
"""How far from the price of one piece, or from the good's name, that of several may stand."""
_NEAR = 24
"""Code points in front of a number in which the least count may stand."""


def tiered(reading: Reading, amount: Amount) -> bool:
    """Whether a number without money is what one of so many costs: behind a least count, and the end of its clause.

    The line must ask for money already, or it or those above name a good: "5个以上 28" alone counts something else.
    """
    plain = reading.shape.plain
    left, right = reading.line(amount.start)
    behind = _BEHIND.match(plain, amount.end)
    before = _BEFORE.search(plain, max(left, amount.start - _NEAR), amount.start)
    if before is None and behind is None:
        return False
    end = behind.end() if behind and not before else amount.end
    if not (reading.goods.closes.match(plain, end) or _NEXT_LEAST.match(plain, end)):
        return False
    names = reading.subjects.named("account")
    above = max(0, left - _LIST)
    return reading.shape.has_money(left, amount.start) or bool(reading.subjects.within(names, above, right))


def bundled(reading: Reading, amount: Amount) -> bool:
    """Whether a number without money stands behind the count of a good of its line that it is for: "1个30 5个140"."""
    plain = reading.shape.plain
    left, right = reading.line(amount.start)
    above = max(0, left - _LIST)
    behind = _BUNDLE_BEHIND.match(plain, amount.end)
    if behind is None and _BUNDLE.search(plain, max(left, amount.start - _NEAR), amount.start) is None:
        return False
    end = behind.end() if behind else amount.end
    closes = reading.goods.closes.match(plain, end) or _NEXT.match(plain, end)
    return closes is not None and bool(reading.subjects.within(reading.subjects.named("account"), above, right))


def by_piece(reading: Reading, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, those for several pieces of a good by the piece, where the line has a price for one too."""
    one: Finding | None = None
    for finding in found:
        count = _count(reading, finding)
        if one and count and count > 1 and _same_good(reading, one, finding):
            share = tuple(value / count for value in finding.values)
            yield finding._replace(values=share) if share[0] <= one.values[0] < finding.values[0] else finding
            continue
        one = finding if count == 1 else None
        yield finding


def _same_good(reading: Reading, one: Finding, other: Finding) -> bool:
    """Whether two prices are asked in one money, near each other, and no other good is named between them."""
    alike = one.currency == other.currency and other.at - one.at <= _LIST
    return alike and not reading.subjects.within(reading.subjects.named("account"), one.at, other.at)


def _count(reading: Reading, finding: Finding) -> Decimal | None:
    """How many pieces of a good a price is for, as the words beside it say."""
    plain, left = reading.shape.plain, reading.line(finding.at)[0]
    at = bisect_left(reading.shape.starts, finding.at)
    amount = reading.shape.amounts[at] if at < len(reading.shape.amounts) else None
    timed = finding.at in reading.beside_lengths.of
    if amount is None or timed or finding.form not in ("single", "bare") or finding.basis.startswith(_USES):
        return None
    before = _BUNDLE.search(plain, max(left, amount.start - _NEAR), amount.start)
    if before is None and amount.kind != "number":
        before = _TIMES.search(plain, max(left, amount.start - _NEAR), amount.start)
    behind = reading.units.behind(plain, amount.end)
    if before and (
        _FROM.search(plain, max(left, before.start() - _NEAR), before.start()) or (behind and behind.basis == PIECE)
    ):
        return Decimal(1)
    said = before or _BUNDLE_BEHIND.match(plain, amount.end)
    if said is None or said["n"] is None:
        return Decimal(1)
    return Decimal(said["n"]) if said["n"].isascii() else han(said["n"])
