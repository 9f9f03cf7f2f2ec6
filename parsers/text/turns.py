"""Finds lists in which one thing takes turns with another, parted in one way: name and price, length and price."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parsers.text.shapes import PRODUCT, REST
from parsers.text.writing import any_of

_NOTHING = re.compile(rf"[^\S\n]+|\ufe0f|{any_of('for_a_time', 'joins_price')}")
"""What counts for nothing between two items: blanks, and words for what is had for a time or at a price."""
_AND = re.compile(rf",?[ ]{any_of('and_words', 'and', opens=False)}[ ]")
"""In front of the last pair: as good as a comma."""
_NAMES = re.compile(rf"[{PRODUCT}{REST}]+")
_INSIDE, _BETWEEN = 16, 32
"""The most signs between the halves of a pair, and between two pairs."""
_STRENGTHS = ("\n", ";|•·", ",/、，。.")
"""What parts more, before what parts less; all else, a dash or a blank, joins."""
_LEAST, _MOST = 2, 64
"""Pairs of a list; the most are a bound for hostile texts."""


class Item(NamedTuple):
    """A thing at `[start, end)`: an amount, or what it may be the price of."""

    start: int
    end: int
    is_amount: bool


class Pair(NamedTuple):
    """A thing and its price, whichever stands in front."""

    thing: Item
    amount: Item

    @property
    def joint(self) -> tuple[int, int]:
        """Where the halves are joined."""
        left, right = sorted(self)
        return left.end, right.start


def lists(plain: str, items: Sequence[Item]) -> Iterator[list[Pair]]:
    """The lists of pairs among the items of a text, of two pairs at least.

    A list holds one thing between the halves of all its pairs and one between all its pairs. Where it could as well
    begin an item later, what parts more stands between the pairs; where that does not tell, there is no list.
    """
    at = 0
    while at + 3 < len(items):
        count = _count(plain, items, at)
        if count < _LEAST or _is_led(plain, items, at):
            at += 1
            continue
        shifted = _count(plain, items, at + 1)
        joint, parting = (_strength(plain, items, place) for place in (at, at + 1))
        whole = shifted < count and (not items[at].is_amount or _opens(plain, items[at].start))
        whole = whole and not _is_labelled(plain, items, at)
        if not whole and joint < parting:
            at += 1
            continue
        if joint > 0 and (whole or (joint > 1 and (joint > parting or shifted < count))):
            halves = zip(items[at : at + 2 * count : 2], items[at + 1 : at + 2 * count : 2], strict=True)
            yield [Pair(right, left) if left.is_amount else Pair(left, right) for left, right in halves]
        at += 2 * count


def _led_by(plain: str, items: Sequence[Item], at: int) -> str | None:
    """What stands between an amount and the name, or the thing, close in front of it; None where there is none."""
    if not items[at].is_amount:
        return None
    floor, start = items[at - 1].end if at else 0, items[at].start
    name = max(plain.rfind(sign, max(floor, start - _INSIDE), start) for sign in PRODUCT + REST)
    if name < 0 and (at == 0 or items[at - 1].is_amount):
        return None
    between = plain[max(floor, name + 1) : start]
    return between if len(between) <= _INSIDE and "\n" not in between else None


def _is_led(plain: str, items: Sequence[Item], at: int) -> bool:
    """Whether an amount stands behind a thing whose price it is rather: "Claude (官转) 1.8 元/$ GPT …"."""
    between = _led_by(plain, items, at)
    return between is not None and ":" not in between


def _is_labelled(plain: str, items: Sequence[Item], at: int) -> bool:
    """Whether a colon joins an amount to the thing in front of it."""
    between = _led_by(plain, items, at)
    return between is not None and between.rstrip(" ").endswith(":")


def _opens(plain: str, start: int) -> bool:
    """Whether no word stands directly in front of a place, in its line."""
    before = plain[max(0, start - _INSIDE) : start].rstrip(" ")
    return not before or not before[-1].isalnum()


def _count(plain: str, items: Sequence[Item], first: int) -> int:
    """How many pairs follow each other from an item on, with the same between their halves and between them."""
    count, at = 0, first
    while count < _MOST and at + 1 < len(items) and _alternate(items, at) and _same(plain, items, first, at, _INSIDE):
        count, at = count + 1, at + 2
        if at >= len(items) or not _alternate(items, at - 1) or not _same(plain, items, first + 1, at - 1, _BETWEEN):
            break
    return count


def _alternate(items: Sequence[Item], at: int) -> bool:
    return items[at].is_amount != items[at + 1].is_amount


def _same(plain: str, items: Sequence[Item], first: int, at: int, most: int) -> bool:
    """Whether between an item and the next stands what stands between two others."""
    if items[at + 1].start - items[at].end > most:
        return False
    return at == first or _gap(plain, items, at) == _gap(plain, items, first)


def _gap(plain: str, items: Sequence[Item], at: int) -> str:
    """What stands between an item and the next, without blanks; of more than one line no more than that."""
    between = plain[items[at].end : items[at + 1].start]
    return "\n" if "\n" in between else _NAMES.sub(PRODUCT, _NOTHING.sub("", _AND.sub(",", between)))


def _strength(plain: str, items: Sequence[Item], at: int) -> int:
    """How little what stands between an item and the next parts them: 0 for a new line, most for "¥19/周"."""
    gap, between = _gap(plain, items, at), plain[items[at].end : items[at + 1].start]
    if items[at].is_amount and between == "/":
        return len(_STRENGTHS) + 1
    return next((place for place, signs in enumerate(_STRENGTHS) if set(signs) & set(gap)), len(_STRENGTHS))
