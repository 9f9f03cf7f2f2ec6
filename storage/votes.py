"""How feeds of prices settle what an official price is: two that agree are believed, one alone is held for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from parsers.records import Stated
from storage.rates import ALWAYS, Listed

NEEDED = 2
"""Feeds that must agree, of those that state a price."""
BASES = ("documented", "genai-prices start_date", "models.dev commit", "models.dev release_date", "first observed")
"""How the start of a price was found, the best first; any other comes after."""
Pair = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Held:
    """A price that feeds state otherwise than the book has it, without two of them agreeing."""

    provider: str
    official_id: str
    book: Listed | None
    said: tuple[Stated, ...]

    def __str__(self) -> str:
        said = "; ".join(f"{each.feed} says {each.input}/{each.output}" for each in self.said)
        prices = self.book.prices if self.book else {}
        book = f"{prices.get('input')}/{prices.get('output')}" if prices else "no price on the day"
        return f"{self.official_id}: the book has {book}, {said}"


def pair(price: Stated) -> Pair:
    """What feeds are compared by: input and output of the base tier."""
    return price.input, price.output


def agreed(said: Iterable[Stated]) -> Stated | None:
    """The price that at least two feeds state, with the best date and the cache prices that any of them states."""
    said = list(said)
    best = Counter(price for _, price in {(each.feed, pair(each)) for each in said}).most_common(1)
    if not best or best[0][1] < NEEDED:
        return None
    voices = sorted((each for each in said if pair(each) == best[0][0]), key=lambda each: each.feed)
    dated = min((each for each in voices if each.valid_from), key=rank, default=voices[0])
    feeds = ", ".join(dict.fromkeys(each.feed for each in voices))
    return replace(dated, feed=feeds, cache_read=first(voices, "cache_read"), cache_write=first(voices, "cache_write"))


def first(voices: Sequence[Stated], name: str) -> Decimal | None:
    """The first that is stated of a price."""
    return next((value for each in voices if (value := getattr(each, name)) is not None), None)


def rank(price: Stated) -> tuple[int, date, str]:
    """How well the start of a price is known."""
    known = BASES.index(price.basis) if price.basis in BASES else len(BASES)
    return known, price.valid_from or ALWAYS, price.feed


def news(book: Sequence[Listed], said: Iterable[Stated], day: date) -> list[Listed]:
    """The rows that feeds, agreeing, add to a price list: the price in force on the day, and those scheduled."""
    by_start: dict[date | None, list[Stated]] = {None: []}
    for each in said:
        by_start.setdefault(each.valid_from if each.valid_from and each.valid_from > day else None, []).append(each)
    found = []
    for start, group in by_start.items():
        held = in_force(book, start or day)
        price = agreed(group)
        if price and (held is None or not same(held, price)):
            found.append(row_of(price, start or begin(book, held, price, day), day))
    return found


def in_force(book: Sequence[Listed], day: date) -> Listed | None:
    """The row of a price list that holds on a day."""
    return next((row for row in book if row.holds(day)), None)


def same(row: Listed, price: Stated) -> bool:
    """Whether a row and a statement are one price; lists in another currency are no feed's to judge."""
    return row.currency != "USD" or (row.prices.get("input"), row.prices.get("output")) == pair(price)


def begin(book: Sequence[Listed], held: Listed | None, price: Stated, day: date) -> date:
    """Since when a new price holds: as stated, if that is after what the book has before it, else the day it was seen.

    After a price that ended (a promotion) it is at the earliest the day of that end.
    """
    if held is not None:
        later = price.valid_from is not None and price.valid_from > (held.valid_from or ALWAYS)
        return price.valid_from if later and price.valid_from else day
    ends = [row.valid_to for row in book if row.valid_to and row.valid_to <= day]
    return max([price.valid_from or day, *ends])


def row_of(price: Stated, start: date, day: date) -> Listed:
    """A statement as a row of a price list."""
    names = ("input", "output", "cache_read", "cache_write")
    prices = {name: value for name in names if (value := getattr(price, name)) is not None}
    basis = price.basis if start == price.valid_from else "first observed"
    return Listed(price.official_id, "USD", prices, start, None, basis, price.feed, day)


def held_back(book: Sequence[Listed], said: Iterable[Stated], day: date) -> tuple[Stated, ...]:
    """What feeds state on the day otherwise than the book has it, where no two of them agree."""
    now = [each for each in said if each.valid_from is None or each.valid_from <= day]
    row = in_force(book, day)
    if agreed(now) or not book:
        return ()
    return tuple(each for each in now if row is None or not same(row, each))


def followed(book: Sequence[Listed], new: Listed) -> tuple[Listed, ...]:
    """The list with one row more: what held before ends where it begins; one with the same start is replaced."""
    start = new.valid_from or ALWAYS
    kept = [row for row in book if (row.valid_from or ALWAYS) != start]
    cut = [
        replace(row, valid_to=start)
        if (row.valid_from or ALWAYS) < start and (row.valid_to is None or row.valid_to > start)
        else row
        for row in kept
    ]
    later = [row.valid_from for row in kept if row.valid_from and row.valid_from > start]
    end = min([*later, *([new.valid_to] if new.valid_to else [])], default=None)
    return tuple(sorted([*cut, replace(new, valid_to=end)], key=lambda row: row.valid_from or ALWAYS))


def without(book: Sequence[Listed], start: date) -> tuple[Listed, ...]:
    """The list without a price that was scheduled and then cancelled: what held before it goes on."""
    gone = next((row for row in book if row.valid_from == start), None)
    if gone is None:
        return tuple(book)
    rest = [row for row in book if row is not gone]
    return tuple(replace(row, valid_to=gone.valid_to) if row.valid_to == start else row for row in rest)


def by_key(lists: Mapping[tuple[str, str], object]) -> dict[tuple[str, str], tuple[str, str]]:
    """The keys of the lists by provider and id in lower case: feeds write GLM-5 and glm-5."""
    return {(provider, id.casefold()): (provider, id) for provider, id in lists}
