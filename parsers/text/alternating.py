"""Lists in which prices take turns with lengths of time, "1 мес — 990, 3 мес — 2490", or with names of products."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from parsers.records import Mention
from parsers.text.amounts import Amount
from parsers.text.lengths import Stretch
from parsers.text.shapes import Shape
from parsers.text.turns import Item, Pair, lists
from parsers.text.writing import any_of

_JOINS = re.compile(rf"[^\w\n]{{0,4}}(?:{any_of('joins_price', opens=False)})?[^\w\n]{{0,4}}")
"""Between a length and a number that is plainly its price."""
_COUNTED = re.compile(r"[\u4e00-\u9fff]{1,2}[ ]?/")
"""Behind a number of things by the time."""
_ENDS = re.compile(r"[^\w%+]|\Z")


class Timed(NamedTuple):
    """The lengths of prices that take turns with them, by where the price begins.

    `sure` are numbers that nothing counts, so that they are prices; `counts` are where those of the lengths begin.
    """

    of: Mapping[int, Stretch]
    sure: frozenset[int]
    counts: frozenset[int]


class Named(NamedTuple):
    """The names that prices take turns with, by where the price begins; `sure` are numbers, as in Timed."""

    of: Mapping[int, Mention]
    sure: frozenset[int]


def timed(shape: Shape, lengths: Sequence[Stretch], turns: Callable[[str], Iterable[Stretch]], planned: bool) -> Timed:
    """The prices that stand in a list of lengths and prices, each parted from its length in one way.

    `turns` finds what may be a length just there, and letters alone are one where a plan is named (`planned`).
    """
    if len(shape.amounts) < 2:
        return Timed({}, frozenset(), frozenset())
    firm = (length for length in lengths if not length.beside)
    every = {(length.start, length.end): length for length in (*turns(shape.plain), *firm)}
    places = list(_apart(every))
    by_start = {place[0]: every[place] for place in places}
    paired: dict[int, Stretch] = {}
    sure: set[int] = set()
    counts: set[int] = set()
    for pairs in lists(shape.plain, _items(shape.amounts, places)):
        of = {pair.amount.start: by_start[pair.thing.start] for pair in pairs}
        if _counts_others(shape, of):
            continue
        if planned or not all(length.beside for length in of.values()):
            paired |= of
            sure |= set(_sure(shape, pairs))
            counts |= {amount.start for length in of.values() for amount in shape.within(length.start, length.end)}
    return Timed(paired, frozenset(sure), frozenset(counts))


def named(shape: Shape, names: Sequence[Mention], lengths: Sequence[Stretch], plans: frozenset[str]) -> Named:
    """The prices that stand in a list of names and prices; lengths of time beside them count nothing.

    Of two names at one place the last counts.
    Numbers are sure where every name is that of one of the `plans`: models have sizes too.
    """
    if len(shape.amounts) < 2 or len(names) < 2:
        return Named({}, frozenset())
    every = {(name.span.start, name.span.end): name for name in names}
    places = list(_apart(every))
    by_start = {place[0]: every[place] for place in places}
    plain, counted = _without(shape.plain, lengths)
    free = [amount for amount in shape.amounts if amount.start not in counted]
    paired: dict[int, Mention] = {}
    sure: set[int] = set()
    for pairs in lists(plain, _items(free, places)):
        of = {pair.amount.start: by_start[pair.thing.start] for pair in pairs}
        paired |= of
        if all(name.id in plans for name in of.values()):
            sure |= set(_sure(shape, pairs))
    return Named(paired, frozenset(sure))


def _apart(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places in reading order; where two overlap, the first and longer one."""
    last = 0
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if start >= last:
            yield start, end
            last = end


def _without(plain: str, lengths: Iterable[Stretch]) -> tuple[str, set[int]]:
    """A text with blanks for its lengths of time, and every place in those."""
    pieces, position = [], 0
    inside: set[int] = set()
    for start, end in _apart((length.start, length.end) for length in lengths):
        pieces += [plain[position:start], " " * (end - start)]
        inside |= set(range(start, end))
        position = end
    return "".join([*pieces, plain[position:]]), inside


def _items(amounts: Iterable[Amount], things: Iterable[tuple[int, int]]) -> list[Item]:
    """Things, which stand in reading order, and the amounts that stand in none of them."""
    places = iter(things)
    place = next(places, None)
    items: list[Item] = []
    for amount in amounts:
        while place and place[1] <= amount.start:
            items.append(Item(*place, False))
            place = next(places, None)
        if place is None or amount.end <= place[0]:
            items.append(Item(amount.start, amount.end, True))
    return [*items, *(Item(*place, False) for place in ([place, *places] if place else ()))]


def _counts_others(shape: Shape, starts: Iterable[int]) -> bool:
    """Whether a number of a list counts other things than money: "年卡 800次/天 210元"."""
    amounts = (shape.by_start[start] for start in starts)
    return any(amount.kind == "number" and _COUNTED.match(shape.plain, amount.end) for amount in amounts)


def _sure(shape: Shape, pairs: Sequence[Pair]) -> Iterator[int]:
    """The numbers that nothing counts beside their lengths; none in a list of credit in dollars."""
    if any(shape.by_start[pair.amount.start].kind == "dollars" for pair in pairs):
        return
    for pair in pairs:
        if _JOINS.fullmatch(shape.plain, *pair.joint) and _ENDS.match(shape.plain, pair.amount.end):
            yield pair.amount.start
