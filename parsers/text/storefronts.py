"""Cuts the page of a storefront into its goods, each of which has a title and a line for its price."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from parsers.records import Claim, Mention, Quote, Span
from parsers.text.amounts import Amount
from parsers.text.reading import Reading
from parsers.text.rows import Place, lines
from parsers.text.shapes import PRODUCT, REST, SIGNS
from parsers.text.writing import any_of

Placed = TypeVar("Placed", Mention, Quote, Claim)
_NUMBER = rf"[{SIGNS['number']}]{REST}*+"
_COUNT = rf"[ :(+]{{0,3}}(?:{_NUMBER})?[ +)]{{0,3}}(?:{any_of('pieces', 'shelf_pieces', opens=False)})?"
_SHELF = re.compile(
    rf"{_NUMBER}[+ ]{{0,2}}{any_of('shelf_behind', opens=False)}"
    rf"|{any_of('counted_below', 'shelf_counts')}{_COUNT}|{any_of('shelf')}"
)
"""What a shop says beside a price: how many it has, how many it has sold, and the word of its button."""
_SIGN = re.compile(rf"[{SIGNS['number']}{SIGNS['money']}{SIGNS['dollars']}{SIGNS['percent']}]{REST}*+")
_PRODUCT = re.compile(f"[{PRODUCT}]")
_LETTER = re.compile(r"[^\W\d_]")
_FILLED = re.compile(r"[^\W_]|[\ue000-\ue004]")
_NAMED = re.compile(f"[{PRODUCT}{SIGNS['dollars']}]")
_LONGEST = 90
"""The longest line of a price, with what a shop says beside it."""
_TITLES = 5
"""Lines of a good, its title and what is told of it, at the most."""
_HEADING = 240
"""The longest heading that is read with each good below it."""
_LINES = 4000
"""Lines of a page that are looked at."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: where it stands, whether it is a `price`, `stock` or a `title`, and where its sum begins."""

    place: Place
    kind: str
    sum: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The heading of a page, and its goods."""

    heading: Place
    goods: tuple[tuple[Place, int], ...]
    """Where each good stands, and where its price begins."""

    @property
    def parts(self) -> Iterator[Part]:
        """The heading, then each good with the heading above it."""
        yield Part((0, 0), self.heading)
        yield from (Part(self.heading, good, asked) for good, asked in self.goods)


def page(reading: Reading) -> Page | None:
    """The page that a text is, if it is one of two goods or more whose prices have lines for themselves."""
    plain = reading.shape.plain
    if plain.count("\n") < 3 or len(reading.shape.amounts) < 2 or reading.grid.cells or any(reading.stated):
        return None
    every = [_line(reading, place) for place in lines(plain)]
    if len(every) > _LINES or sum(line.kind == "price" for line in every) < 2 or _asks_else(reading, every):
        return None
    found = _of_paragraphs(every, len(plain)) or _of_lines(every, len(plain))
    return found if found and all(_names(reading, *good) for good in found.goods) else None


def _names(reading: Reading, good: Place, price: int) -> bool:
    """Whether a good that a mere number is asked for says what it is."""
    named = reading.shape.by_start[price].kind != "number" or _NAMED.search(reading.shape.marked, *good)
    return bool(named)


def _asks_else(reading: Reading, every: Sequence[Line]) -> bool:
    """Whether money is named on other lines than those of prices."""
    titles = [line.place for line in every if line.kind == "title"]
    return any(amount.kind == "money" for place in titles for amount in reading.shape.within(*place))


def _line(reading: Reading, place: Place) -> Line:
    marked = reading.shape.marked[slice(*place)]
    if not _FILLED.search(marked):
        return Line(place, "blank")
    if len(marked) > _LONGEST:
        return Line(place, "title")
    if _PRODUCT.search(marked):
        return Line(place, "title")
    rest = _SHELF.sub(" ", marked)
    signs = list(_SIGN.finditer(rest))
    if not signs:
        bare = rest != marked and not _LETTER.search(rest)
        return Line(place, "stock" if bare else "title")
    amount = next(a for a in reading.shape.within(*place) if SIGNS[a.kind] == signs[0].group()[0])
    sole = len(signs) == 1 and _is_price(reading, place, amount, signs[0], rest)
    return Line(place, "price", amount.start) if sole else Line(place, "title")


def _is_price(reading: Reading, place: Place, amount: Amount, sign: re.Match[str], rest: str) -> bool:
    """Whether the one sum of a line is all that it says, with a label and a unit."""
    label = reading.goods.labels.search(rest, 0, sign.start()) is not None
    if amount.kind == "percent" or amount.sign or not amount.values[0]:
        return False
    if amount.kind == "dollars" and not (label or _pays_dollars(reading)):
        return False
    unit = reading.units.behind(reading.shape.plain, amount.end)
    behind = rest[sign.end() + (max(0, unit.end - amount.end) if unit and unit.end <= place[1] else 0) :]
    said = reading.goods.labels.sub("", rest[: sign.start()]) + behind
    return not _LETTER.search(said)


def _pays_dollars(reading: Reading) -> bool:
    return reading.shape.tongue.own in (None, "USD") or "money" not in reading.shape.kinds


def _of_paragraphs(every: Sequence[Line], end: int) -> Page | None:
    """The goods between blank lines, each with one price."""
    parts = list(_paragraphs(every))
    priced = [sum(line.kind == "price" for line in part) for part in parts]
    first = next((at for at, count in enumerate(priced) if count), 0)
    if any(count != 1 for count in priced[first:]):
        return None
    return _page(parts[first:], end)


def _paragraphs(every: Sequence[Line]) -> Iterator[list[Line]]:
    part: list[Line] = []
    for line in every:
        if line.kind != "blank":
            part.append(line)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _of_lines(every: Sequence[Line], end: int) -> Page | None:
    """The goods whose title stands above the line of their price."""
    goods: list[list[Line]] = [[]]
    paid = False
    for line in every:
        if line.kind == "title" and paid:
            goods.append([])
            paid = False
        paid = paid or line.kind == "price"
        goods[-1] += [line] if line.kind != "blank" else []
    return _page(goods, end) if all(_prices(good) == 1 for good in goods) else None


def _prices(good: Sequence[Line]) -> int:
    return sum(line.kind == "price" for line in good)


def _titles(good: Sequence[Line]) -> int:
    return sum(line.kind == "title" for line in good)


def _page(goods: Sequence[Sequence[Line]], end: int) -> Page | None:
    """The page of these goods; what the first one has more lines of is the heading."""
    fewest = min(map(_titles, goods[1:]), default=0)
    if not fewest or max(map(_titles, goods[1:])) > _TITLES or _titles(goods[0]) < fewest:
        return None
    above = [line for line in goods[0] if line.kind == "title"][: _titles(goods[0]) - fewest]
    first = goods[0][goods[0].index(above[-1]) + 1 :] if above else goods[0]
    starts = [first[0].place[0], *(good[0].place[0] for good in goods[1:])]
    asked = [line.sum for good in (first, *goods[1:]) for line in good if line.kind == "price"]
    if starts[0] > _HEADING or len(asked) < len(goods):
        return None
    return Page((0, starts[0]), tuple(zip(zip(starts, (*starts[1:], end), strict=True), asked, strict=True)))


@dataclass(frozen=True, slots=True)
class Part:
    """One good with the heading above it, as a text of its own."""

    heading: Place
    good: Place
    price: int | None = None

    @property
    def asked(self) -> int | None:
        """Where the good's price begins."""
        return None if self.price is None else self.price + self._lead - self.good[0]

    def of(self, text: str) -> str:
        return text[slice(*self.heading)] + text[slice(*self.good)]

    def named(self, placed: Sequence[Placed]) -> tuple[Placed, ...]:
        """What is named or said in the good."""
        return tuple(_moved(one, self._lead - self.good[0]) for one in _within(placed, *self.good))

    def led(self, placed: Sequence[Placed]) -> tuple[Placed, ...]:
        """What is named or said in the heading."""
        return tuple(_within(placed, *self.heading))

    def back(self, quote: Quote) -> tuple[Quote, ...]:
        """A price of the good at its place on the page; none for one of the heading."""
        return (_moved(quote, self.good[0] - self._lead),) if quote.span.start >= self._lead else ()

    @property
    def _lead(self) -> int:
        return self.heading[1] - self.heading[0]


def _within(placed: Sequence[Placed], start: int, end: int) -> Sequence[Placed]:
    """What stands in a stretch, of things in reading order."""
    first = bisect_left(placed, start, key=lambda one: one.span.start)
    return placed[first : bisect_left(placed, end, key=lambda one: one.span.start)]


def in_order(placed: Iterable[Placed]) -> list[Placed]:
    """Things in reading order."""
    return sorted(placed, key=lambda one: one.span.start)


def _moved(one: Placed, by: int) -> Placed:
    return replace(one, span=Span(one.span.start + by, one.span.end + by, one.span.path))
