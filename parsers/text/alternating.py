"""Lists in which lengths of time and prices take turns: "1 мес — 990, 3 мес — 2490", "990 за месяц; 2490 за три"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from parsers.text.amounts import Amount
from parsers.text.lengths import Stretch
from parsers.text.shapes import PRODUCT, REST, Shape
from parsers.text.writing import any_of

_BLANKS = re.compile(rf"[^\S\n]+|\ufe0f|{any_of('for_a_time')}")
"""What counts for nothing between two items: blanks, and words for what is had for a time."""
_NAMES = re.compile(rf"[{PRODUCT}{REST}]+")
_INSIDE, _BETWEEN = 16, 32
"""The most signs between a length and its price, and between two such pairs."""
_STRENGTHS = ("\n", ";|•·", ",/、，。.")
"""What parts more, before what parts less; all else, a dash or a blank, joins."""
_JOINS = re.compile(rf"[^\w\n]{{0,4}}(?:{any_of('joins_price', opens=False)})?[^\w\n]{{0,4}}")
"""Between a length and a number that is plainly its price."""
_ENDS = re.compile(r"[^\w%+]|\Z")
_AT_LEAST, _MOST = 2, 64
"""Pairs of a list; the most are a bound for hostile texts."""


class Item(NamedTuple):
    """A length of time or an amount, at `[start, end)`."""

    start: int
    end: int
    length: Stretch | None


class Pairs(NamedTuple):
    """The lengths of prices that take turns with them, by where the price begins.

    `sure` are prices without money; `counts` are where the numbers of those lengths begin.
    """

    lengths: Mapping[int, Stretch]
    sure: frozenset[int]
    counts: frozenset[int]


def alternating(
    shape: Shape, lengths: Sequence[Stretch], turns: Callable[[str], Iterable[Stretch]], planned: bool
) -> Pairs:
    """The prices that stand in a list of lengths and prices, each parted from its length in one way.

    `turns` finds what may be a length just there, and letters alone are one where a plan is named (`planned`).
    """
    if len(shape.amounts) < _AT_LEAST:
        return Pairs({}, frozenset(), frozenset())
    named = (length for length in lengths if not length.beside)
    every = sorted((*named, *turns(shape.plain)), key=lambda length: (length.start, -length.end))
    items = list(_items(shape.amounts, every))
    paired: dict[int, Stretch] = {}
    sure: set[int] = set()
    counts: set[int] = set()
    for at, count in _lists(shape.plain, items):
        listed = items[at : at + 2 * count]
        if not planned and all(item.length is None or item.length.beside for item in listed):
            continue
        credit = any(shape.by_start[item.start].kind == "dollars" for item in listed if item.length is None)
        for left, right in zip(listed[::2], listed[1::2], strict=True):
            amount, length = (right, left.length) if left.length else (left, right.length)
            if length:
                paired[amount.start] = length
                counts |= {counted.start for counted in shape.within(length.start, length.end)}
            if not credit and _is_sure(shape.plain, left, right):
                sure.add(amount.start)
    return Pairs(paired, frozenset(sure), frozenset(counts))


def _lists(plain: str, items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Where lists of pairs begin, and how many pairs each has."""
    at = 0
    while at + 3 < len(items):
        count = _count(plain, items, at)
        if count < _AT_LEAST:
            at += 1
            continue
        shifted = _count(plain, items, at + 1)
        joint, parting = (_strength(plain, items, place) for place in (at, at + 1))
        whole = shifted < count and _opens(plain, items[at].start)
        if not whole and joint < parting and shifted >= _AT_LEAST:
            at += 1
            continue
        if joint > 0 and (whole or (joint > 1 and (joint > parting or shifted < count))):
            yield at, count
        at += 2 * count


def _opens(plain: str, start: int) -> bool:
    """Whether no word stands directly in front of a place, in its line."""
    before = plain[max(0, start - _INSIDE) : start].rstrip(" ")
    return not before or not before[-1].isalnum()


def _items(amounts: Sequence[Amount], lengths: Sequence[Stretch]) -> Iterator[Item]:
    """Lengths and the amounts that count none, in reading order; where two lengths overlap, the first."""
    stretches = iter(_apart(lengths))
    stretch = next(stretches, None)
    for amount in amounts:
        while stretch and stretch.end <= amount.start:
            yield Item(stretch.start, stretch.end, stretch)
            stretch = next(stretches, None)
        if stretch is None or amount.end <= stretch.start:
            yield Item(amount.start, amount.end, None)
    while stretch:
        yield Item(stretch.start, stretch.end, stretch)
        stretch = next(stretches, None)


def _apart(lengths: Iterable[Stretch]) -> Iterator[Stretch]:
    end = 0
    for length in lengths:
        if length.start >= end:
            yield length
            end = length.end


def _count(plain: str, items: Sequence[Item], first: int) -> int:
    """How many pairs follow each other from an item on, with the same between their halves and between them."""
    count, at = 0, first
    while count < _MOST and at + 1 < len(items) and _takes_turns(items, at) and _same(plain, items, first, at, _INSIDE):
        count, at = count + 1, at + 2
        if at >= len(items) or not _takes_turns(items, at - 1) or not _same(plain, items, first + 1, at - 1, _BETWEEN):
            break
    return count


def _takes_turns(items: Sequence[Item], at: int) -> bool:
    return (items[at].length is None) != (items[at + 1].length is None)


def _same(plain: str, items: Sequence[Item], first: int, at: int, most: int) -> bool:
    """Whether between an item and the next stands what stands between two others."""
    if items[at + 1].start - items[at].end > most:
        return False
    return at == first or _gap(plain, items, at) == _gap(plain, items, first)


def _gap(plain: str, items: Sequence[Item], at: int) -> str:
    """What stands between an item and the next, without blanks; of more than one line no more than that."""
    between = plain[items[at].end : items[at + 1].start]
    return "\n" if "\n" in between else _NAMES.sub(PRODUCT, _BLANKS.sub("", between))


def _strength(plain: str, items: Sequence[Item], at: int) -> int:
    """How little what stands between an item and the next parts them: 0 for a new line, most for "¥19/周"."""
    gap, between = _gap(plain, items, at), plain[items[at].end : items[at + 1].start]
    if items[at].length is None and between == "/":
        return len(_STRENGTHS) + 1
    return next((at for at, signs in enumerate(_STRENGTHS) if any(sign in gap for sign in signs)), len(_STRENGTHS))


def _is_sure(plain: str, left: Item, right: Item) -> bool:
    """Whether a number beside its length has nothing that would count it."""
    amount = left if left.length is None else right
    return _JOINS.fullmatch(plain, left.end, right.start) is not None and _ENDS.match(plain, amount.end) is not None
