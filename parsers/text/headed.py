"""Prices of lines whose unit is said once for all of them: "per 1M tokens" or "元/张" beside a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from parsers.records import Basis
from parsers.text.amounts import Amount
from parsers.text.columns import Column
from parsers.text.finding import Finding
from parsers.text.grids import Headers
from parsers.text.reading import Reading, priced
from parsers.text.rows import Place, lines
from parsers.text.writing import any_of

_LONGEST = 100
"""Signs of a line, or of the part of it in front of a colon, that may be such a statement."""
_AHEAD = 8
"""How far in front of a unit its price may begin."""
_MOST = 60
"""Lines of a list that are looked at."""
_PER_DOLLAR = re.compile(rf"/[ ]?{any_of('dollar', 'dollar_names', opens=False)}")
_BRACKETED = re.compile(
    r"[(\[【](?P<unit>[^()\[\]【】\n]{2,24})[)\]】]"
    rf"|{any_of('unit_word', opens=False)}[ ]?[:=]?[ ]?(?P<named>[^()\n,;。]{{2,24}})"
)
_THINGS = frozenset(("image", "video", "second", "request"))
_PAIR = re.compile(r"[ ]{0,2}(?:/|\||,|、|->|→)[ ]{0,2}")
_BEHIND_NAME = re.compile(r"[:=|,/(—–\-\s→、]\Z")
_CLOSES = re.compile(r"[ ]{0,2}(?:[,;/|)、。\n]|\Z|[-–—→]|[^\w\s\x00-\x7f%×€£¥])")

Headed = tuple[Column, tuple[Place, ...]]
"""What a statement says of the amounts of the lines that it is for."""


def headed(headers: Headers) -> tuple[Headed, ...]:
    """The statements of a text that say what prices are by, each with the lines or the rest of its own line."""
    plain = headers.shape.plain
    by = headers.units.thing_by.search(plain) or _PER_DOLLAR.search(plain)
    if by is None and not headers.columns.counts_tokens(plain):
        return ()
    places = list(lines(plain))
    closing = {at: closed for at, line in enumerate(places) if (closed := _closing(headers, line))}
    free = ((at, line) for at, line in enumerate(places) if at not in closing)
    stated_of = ((at, stated) for at, line in free if (stated := _statement(headers, line)))
    return (*closing.values(), *((column, _list(headers, places, at, end)) for at, (column, end) in stated_of))


def _statement(headers: Headers, line: Place) -> tuple[Column, int] | None:
    """What a line, or its part in front of a colon, says of prices without naming one; and where that ends."""
    start, end = line
    colon = headers.shape.plain.find(":", start, end)
    for stop in (end, colon) if headers.shape.amounts else ():
        if 0 < stop - start <= _LONGEST and not headers.shape.has_money(start, stop):
            stated = headers.shape.plain[start:stop]
            by = headers.units.thing_by.search(stated)
            if not headers.columns.counts_tokens(stated) and (by is None or _asks(headers, start, by)):
                continue
            column = headers.read((start, stop), "")
            basis = column.basis or ""
            if column.kind in (None, "price") and (basis.startswith("mtok") or basis in _THINGS):
                return column, stop
    return None


def _closing(headers: Headers, line: Place) -> Headed | None:
    """The unit in brackets behind a list of numbers on one line: "A 0.03，B 0.08（元/张）"."""
    start, end = line
    for found in islice(_BRACKETED.finditer(headers.shape.plain, start, end), _MOST):
        stated, front = found["unit"] or found["named"], headers.shape.within(start, found.start(), 2)
        if not _counts(headers, stated) or len(front) < 2 or headers.shape.has_money(start, found.start()):
            continue
        column = headers.read(found.span("unit" if found["unit"] else "named"), "")
        basis = column.basis or ""
        if column.currency and (basis.startswith("mtok") or basis in (*_THINGS, "usd_credit")):
            return column, ((start, found.start()),)
    return None


def _counts(headers: Headers, words: str) -> bool:
    """Whether words say what prices are by: a thing, tokens or dollars of credit."""
    by = headers.units.thing_by.search(words) or _PER_DOLLAR.search(words)
    return by is not None or headers.columns.counts_tokens(words) or headers.columns.has("credit", words)


def _asks(headers: Headers, start: int, by: re.Match[str]) -> bool:
    """Whether the price of one thing stands directly beside its unit: "每张 0.05" is said of no other line."""
    left, right = start + by.start(), start + by.end()
    before = headers.shape.within(max(start, left - _AHEAD), left)
    return bool(headers.shape.within(right, right + 2, 1)) or (bool(before) and before[-1].end >= left - 1)


def _list(headers: Headers, places: Sequence[Place], at: int, end: int) -> tuple[Place, ...]:
    """The rest of the statement's line, else the lines with amounts below it, else those above it."""
    if headers.shape.within(end, places[at][1], 1):
        return ((end, places[at][1]),)
    return _run(headers, places[at + 1 : at + 1 + _MOST]) or _run(headers, places[max(0, at - _MOST) : at][::-1])


def _run(headers: Headers, places: Sequence[Place]) -> tuple[Place, ...]:
    """Lines up to the first that holds words and no amount, blank ones and headings in front of the first aside."""
    found: list[Place] = []
    for place in places:
        if headers.shape.within(*place, 1):
            found.append(place)
        elif found and headers.shape.plain[slice(*place)].strip(" -—=_*#|"):
            break
    return tuple(found)


def by_heading(reading: Reading, used: set[int]) -> Iterator[Finding]:
    """The prices of those lines that say no unit of their own and are for no plan; what is read is marked as used."""
    for column, places in reading.headed:
        for place in places:
            inside = reading.shape.within(*place)
            free = [a for a in inside if a.start not in used and reading.grid.at(a.start) is None]
            amounts = [amount for amount in free if _fits(reading, column, place, amount)]
            for basis, amount in zip(_bases(reading, column, amounts), amounts, strict=True):
                used.add(amount.start)
                money = amount.currency or column.currency or reading.shape.tongue.own
                yield priced(amount, basis, tuple(v * column.scale for v in amount.values), money, "headed")


def _fits(reading: Reading, column: Column, place: Place, amount: Amount) -> bool:
    """Whether an amount is a price of a model without a unit: money, or a number that stands for itself in its line."""
    plain = reading.shape.plain
    front = max(0, amount.start - _AHEAD)
    last = reading.shape.blank(amount.end, place[1])  # what stands behind it is the statement
    own = (
        (not last and reading.units.behind(plain, amount.end))
        or reading.units.in_front(plain, amount.start)
        or reading.units.clips.before.search(plain, front, amount.start)
    )
    if amount.kind == "percent" or amount.sign or own or not amount.values[0]:
        return False
    kinds = ("dollars",) if amount.kind == "dollars" else ("tokens", "money") if amount.kind == "money" else ("tokens",)
    if any(reading.cues.void(amount.start, amount.end, kind) for kind in kinds):
        return False
    sold = reading.subjects.peek(amount.start, amount.end)
    named = sold is not None or column.basis == "usd_credit"
    if not named or (sold is not None and sold.id in reading.subjects.plan_ids):
        return False
    if amount.kind != "number":
        return True
    named = column.currency is not None or reading.shape.tongue.own not in (None, "USD")
    before = plain[max(place[0], amount.start - 1) : amount.start]
    way = reading.units.direction
    opens = _BEHIND_NAME.search(before) is not None or way.search(plain, max(place[0], amount.start - 8), amount.start)
    closes = (
        last or _CLOSES.match(plain, amount.end) or way.match(plain, amount.end + plain.startswith(" ", amount.end))
    )
    alone = opens is not None and bool(closes)
    return named and alone and not reading.cues.void(amount.start, amount.end, "bare")


def _bases(reading: Reading, column: Column, amounts: Sequence[Amount]) -> list[Basis]:
    """What each amount buys: of two token prices with a sign between, the first is input and the second output."""
    plain, basis = reading.shape.plain, column.basis or "mtok"
    bases: list[Basis] = [basis] * len(amounts)
    if basis != "mtok":
        return bases
    at = 0
    while at < len(amounts):
        amount = amounts[at]
        second = amounts[at + 1] if at + 1 < len(amounts) else None
        paired = second and second.kind == amount.kind and _PAIR.fullmatch(plain, amount.end, second.start)
        if paired and second and second.values[0] > amount.values[0]:
            bases[at : at + 2] = ["mtok_input", "mtok_output"]
            at += 1
        at += 1
    return bases
