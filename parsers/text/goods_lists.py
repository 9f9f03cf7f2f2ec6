"""Lists of goods with bare prices: "GPT Plus 135，Pro 1140", a line for each good, rows of quoted values."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from parsers.records import Mention
from parsers.text import parts
from parsers.text.amounts import Amount
from parsers.text.kinds import goes_on, leads_on, tells_kind
from parsers.text.reading import Reading
from parsers.text.shapes import PRODUCT
from parsers.text.timed import by_time, counts
from parsers.text.writing import any_of

_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){1,2}|[0-9]{2,4}000")
"""A number in thousands: where money is counted so, the name may stand a few lines above it."""
_COUNTED = re.compile(rf"\n[ ]{{0,4}}{any_of('counted_below')}[ ]?[:：]?[ ]?[0-9]")
"""Below a number on a line of its own: what is in stock or was sold of the good that it is the price of."""
_ABOVE = 4
CENTS = re.compile(r"\.[0-9]{2}\Z")
_ALONE = re.compile(r"[ \t|*#>\-•·]{0,8}")
_NEXT_LINES = re.compile(r"(?:[ ]{0,12}\n){1,3}(?P<line>[^\n]{1,80})(?:(?:\n[ ]{0,12}){1,3}(?P<then>[^\n]{1,80}))?")
"""The next line that holds anything, and the one behind it, whose number that line may be the label of."""
_PARTED = re.compile(r"[ ]{1,3}[/|·][ ]{1,3}")
_FIRST = re.compile(r"[ \t|*#>\-•·\[(【]{0,8}")
_DATED = re.compile(r"(?:0?[1-9]|1[0-2])\.(?:0[1-9]|[12][0-9]|3[01])")
"""A day of the year, which goods are named by: "7.26 ChatGPT Plus 成品号"."""
_LEADS = re.compile(r"[ |\])】:,/\-]{1,6}")
_BEGINS = re.compile(rf"[ ]?{any_of('least', opens=False)}[ |\])】:,/\-]{{0,6}}")
"""Between a price in front of the good and its name: signs alone, or also a word for the least price."""
_COUNT = re.compile(r"[ ]{1,3}[0-9]{1,6}(?![0-9.])")
"""A whole number behind a price, as columns of goods have it: what is in stock, or sold."""
_VALUE_OPENS, _VALUE_ENDS = re.compile(r"[\"'],[ ]?\Z"), re.compile(r"[ ]?(?:,|\)|\]|\}|\Z)")
_CODE = re.compile(r"[ ]?,[ ]?[\"'](?P<money>[a-z]{3,4})[\"'](?![ ]?[:=])")
_DECIMAL = re.compile(r"decimal\([\"']\Z")
"""In front of a number that a program keeps as money: its good may be named behind it."""
_NEXT = re.compile(rf"[ ]{{1,3}}(?:[{PRODUCT}]|[0-9]{{1,2}}[.、)])")
"""Behind a price: the next good of a list without commas."""
_RECORD, _ITEM_OPENS = re.compile(r"[ ]{0,24}[a-z_.]{0,24}[(\[{]"), re.compile(r",[ ]?\Z")
"""A line that opens as a call or a tuple does, in which names without quotes stand between the values too."""
_APART = re.compile(r"[^\w\n]{1,12}\Z")
LEAST: Mapping[str, int] = {
    **{"CNY": 1, "RUB": 20, "VND": 1000, "IDR": 1000, "BRL": 2, "JPY": 50, "KRW": 500, "TRY": 10, "UAH": 10, "EUR": 1},
    "TWD": 10,
}
"""The least that a number without money is taken for, by the money it would be in; dollars are always written."""
NO_PRICE = {Decimal(5), Decimal(20), Decimal(100), Decimal(200)}
"""Sizes of Max and Pro plans, which sellers write behind the name without a unit."""
_FAR = 400
_NEAR = 12
"""Signs beside a number that are looked at: a bound for hostile texts."""
SURE = 10
"""The least number behind a plan's bare name that counts nothing in front of other words."""
_ROW = 80
"""How far behind a name its price may stand in a line of goods."""


def listed(reading: Reading, code: str, numbers: Sequence[Amount], said: bool) -> Iterator[int]:
    """In each line of goods, the first number behind a name that stands for itself: "GPT Plus 135，Pro 1140".

    Dollars are written, unless they are `said` once for all.
    """
    names = reading.subjects.named("account")
    if not code or (code == "USD" and not said) or not names:
        return
    taken: set[int] = set()
    last: Amount | None = None
    for amount in numbers:
        name = _name_before(reading, names, amount)
        further = name is not None and name.span.start in taken and goes_on(reading, last, amount)
        before = name
        apart = further or (name is not None and _stands(reading, name, amount, code, said))
        if not apart:
            name = (
                _name_above(reading, names, amount, code)
                or _name_in_values(reading, amount, code)
                or _name_behind(reading, names, amount, code)
            )
        if name is None or (name.span.start in taken and not further):
            last = amount if by_time(reading, amount) else last
            continue
        taken |= {one.span.start for one in (name, before) if one}
        last = amount
        yield amount.start


def _name_before(reading: Reading, names: Sequence[Mention], amount: Amount) -> Mention | None:
    """The last name of the number's line in front of it, with no money between."""
    left, _ = reading.line(amount.start)
    at = bisect_left(names, amount.start, key=lambda name: name.span.start) - 1
    name = names[at] if at >= 0 else None
    if name is None or name.span.start < left or not 0 <= amount.start - name.span.end <= _ROW:
        return None
    return None if _asks(reading, name.span.end, amount.start) else name


def _name_above(reading: Reading, names: Sequence[Mention], amount: Amount, code: str) -> Mention | None:
    """The name in the line above a number with decimals, or of a plan's price, that has a line for itself."""
    plain = reading.shape.plain
    left, right = reading.line(amount.start)
    closed = reading.goods.closes.match(plain, amount.end) or _PARTED.match(plain, amount.end)
    alone = _ALONE.fullmatch(plain, left, amount.start) and (_ALONE.fullmatch(plain, amount.end, right) or closed)
    if not alone or amount.values[0] < LEAST.get(code, 1) or counted_behind(reading, amount):
        return None
    start, inside = left, reading.subjects.within(names, left, left)
    grouped = _GROUPED.fullmatch(plain, amount.start, amount.end) is not None
    for _ in range(_ABOVE if grouped else 1):
        stop = start
        while left - stop < _FAR and plain[stop - 1 : stop].isspace():
            stop -= 1
        start = plain.rfind("\n", 0, stop) + 1
        if inside := reading.subjects.within(names, start, stop):
            break
    cents = CENTS.search(plain, amount.start, amount.end) is not None
    if not inside and (cents or _COUNTED.match(plain, right)):
        return _only_good(reading, names, left)
    if not inside or _asks(reading, start, left):
        return None
    named = inside[-1].id in reading.subjects.plan_ids or reading.goods.trade.search(plain, start, left)
    return inside[-1] if named or cents else None


def counted_behind(reading: Reading, amount: Amount) -> bool:
    """Whether what follows a number, on its line or the next one, says what it counts: "200", "генераций"."""
    plain, right = reading.shape.plain, reading.line(amount.start)[1]
    if parts.ends(plain, amount.end + (plain[amount.end : amount.end + 1] == " "), right) and amount.end < right:
        follows = amount.end + 1
        follows += len(plain[follows:right]) - len(plain[follows:right].lstrip(" |/·•;"))
        return parts.counted_by(reading, follows, parts.closing(plain, follows, right))
    lines = _NEXT_LINES.match(plain, right)
    if lines is None or (lines["then"] and not lines["then"].strip(" .,+0123456789")):
        return False
    return parts.counted_by(reading, lines.start("line"), lines.end("line"))


def _only_good(reading: Reading, names: Sequence[Mention], left: int) -> Mention | None:
    """The first name above a line, where the text sells one good and asks for no money in front of that line."""
    if reading.subjects.only("account") is None:
        return None
    return None if _asks(reading, 0, left) or not reading.subjects.within(names, 0, left) else names[0]


def _asks(reading: Reading, start: int, stop: int) -> bool:
    """Whether money is asked for in a stretch; dollars in it name a plan or its credit."""
    return any(amount.kind == "money" and amount.values[0] > 0 for amount in reading.shape.within(start, stop, _FAR))


def _name_in_values(reading: Reading, amount: Amount, code: str) -> Mention | None:
    """The first plan of a row of quoted values in which a number stands for itself: ('GPT Plus', 'new', 950)."""
    plain = reading.shape.plain
    left, right = reading.line(amount.start)
    record = _RECORD.match(plain, left, amount.start) is not None
    opened = (_ITEM_OPENS if record else _VALUE_OPENS).search(plain, max(left, amount.start - 3), amount.start)
    decimal = _DECIMAL.search(plain, max(left, amount.start - _NEAR), amount.start) is not None
    alone = decimal or (opened and _VALUE_ENDS.match(plain, amount.end, right))
    least = 0 if money_beside(reading, amount) else LEAST.get(code, 1)
    if not alone or amount.values[0] < least:
        return None
    return reading.subjects.first_plan(left, right if decimal else amount.start)


def money_beside(reading: Reading, amount: Amount) -> str | None:
    """The money that the value behind a number names: (…, 6.99, 'USDT', …)."""
    found = _CODE.match(reading.shape.plain, amount.end)
    named = reading.currencies.named(found["money"], reading.shape.tongue) if found else []
    return named[0] if len(named) == 1 else None


def _name_behind(reading: Reading, names: Sequence[Mention], amount: Amount, code: str) -> Mention | None:
    """The plan directly behind a number that opens its line with decimals, or that prices begin at: "138.00 | Plus"."""
    plain = reading.shape.plain
    left, right = reading.line(amount.start)
    opens = _FIRST.fullmatch(plain, left, amount.start) and amount.values[0] >= LEAST.get(code, 1)
    leads = (_LEADS if CENTS.search(plain, amount.start, amount.end) else _BEGINS).match(plain, amount.end)
    dated = _DATED.fullmatch(plain, amount.start, amount.end)
    if not (opens and leads) or dated or _asks(reading, left, right):
        return None
    inside = reading.subjects.within(names, amount.end, min(right, amount.end + _ROW))
    named = inside and inside[0].id in reading.subjects.plan_ids and inside[0].span.start <= leads.end()
    return inside[0] if named and reading.goods.trade.search(plain, amount.end, right) else None


def _stands(reading: Reading, name: Mention, amount: Amount, code: str, said: bool) -> bool:
    """Whether a number behind a name stands apart and closes its clause, and the line is one of goods."""
    plain = reading.shape.plain
    between = plain[name.span.end : amount.start]
    written = plain[amount.start : amount.end]
    traded = reading.goods.trade.search(between) is not None
    apart = _APART.search(between) is not None or (traded and not between[-1:].isascii())
    apart = apart or reading.goods.kinds.fullmatch(between.strip()) is not None
    closes = reading.goods.closes.match(plain, amount.end) or _PARTED.match(plain, amount.end)
    closes = closes or (_COUNT.match(plain, amount.end) if "." in written else None)
    closes = closes or (_NEXT.match(plain, amount.end) if apart and reading.shape.tongue.own == "CNY" else None)
    ends = closes is not None or leads_on(
        reading, amount, traded or (name.id in reading.subjects.plan_ids and amount.values[0] >= SURE)
    )
    if amount.values[0] < LEAST.get(code, 1) or not apart or not ends or not _is_of_good(reading, name, amount, code):
        return False
    if amount.values[0] in NO_PRICE and "." not in written and not between.strip() and not said:
        return False
    right = min(reading.line(amount.start)[1], amount.end + _FAR)
    return (
        name.id in reading.subjects.plan_ids
        or not name.id
        or traded
        or reading.goods.trade.search(plain, amount.end, right) is not None
    )


def _is_of_good(reading: Reading, name: Mention, amount: Amount, code: str) -> bool:
    """Whether the number's own part of its line, if the name stands in another, says nothing else than its price."""
    plain, left = reading.shape.plain, reading.line(amount.start)[0]
    opens = parts.opening(plain, left, amount.start) if code != "CNY" else left
    if opens <= name.span.end:
        return True
    if any(not counts(reading, other) for other in reading.shape.within(opens, amount.start, 4)):
        return False
    if plain[opens : amount.start].strip():
        return tells_kind(reading, opens, amount.start)
    label = parts.before(plain, left, opens)
    return not (label and parts.is_label(reading, *label)) and not counted_behind(reading, amount)
