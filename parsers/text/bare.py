"""Bare numbers where money is plainly meant: behind a word of price, in a field of that name, in a list of goods."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from parsers.text.amounts import Amount
from parsers.text.bought import basis_of
from parsers.text.cell_kinds import wordy
from parsers.text.finding import Finding
from parsers.text.goods_lists import CENTS, LEAST, listed, money_beside
from parsers.text.kinds import of_kind
from parsers.text.labelled_lines import labelling
from parsers.text.lengths import PIECE
from parsers.text.numbers import HAN
from parsers.text.own_lines import own_line
from parsers.text.pictures import picture
from parsers.text.price_rows import kind_rows, rows, stated_money, stated_unit
from parsers.text.reading import Reading, priced
from parsers.text.reduced import changed
from parsers.text.tiers import bundled, tiered
from parsers.text.timed import by_time, closes, counts
from parsers.text.unfit import unfit
from parsers.text.writing import any_of

_UNIT = re.compile(r"[ ]{0,2}[\w%:]")
_CODE = re.compile(r"[ ]?[A-Z]{3}\b")
"""Behind a number, the code of a money that the words do not know."""
_SURE = 10
"""The least number of a range that may be one of prices."""
_LARGE = 10
"""Where the least is this or more, a smaller number in a field of price is in another money."""
_UNDIVIDED = frozenset(("JPY", "KRW", "VND", "IDR", "CLP"))
_BY = re.compile(rf"[ ]?(?:/|{any_of('each')})")
_TIMES = re.compile(rf"[ )]{any_of('times', opens=False)}[ ]\Z")
"""In front of how many pieces are in a basket: "席位 × 1"."""
_LAST_OF = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}[ ]\Z")
"""In front of the last digits of a number whose thousands a blank parts: the 812 of "продано 4 812" is none itself."""
_NUMBERING = re.compile(r"[.)、][ ]?[^\s0-9]")
"""Behind the number of an item, at the beginning of a line."""
_ONE = re.compile(rf"[ ]?{any_of('for_one')}")
_FOR = re.compile(rf"{any_of('paid_for')}[ ]\Z")
_LABEL = 40
"""How far in front of a number its label may begin."""
_THINGS = frozenset({"request", "image", "video", "second"})
_POINTS = re.compile(rf"[0-9wk{HAN}][ ]?{any_of('points')}[ ]?[:=/—–-]?[ ]{{0,2}}\Z")
_MORE_POINTS = re.compile(rf"[ ]{{1,3}}[0-9.]{{1,7}}[wk{HAN}]?[ ]?{any_of('points')}")
_WIDE = 40
"""How far above a pack of points their good may be named."""
_NEAR = 12
"""How far behind a number the money may stand that it is the count for."""
MOST = Decimal(100_000_000)


def bare_numbers(reading: Reading, used: set[int], former: set[int]) -> Iterator[Finding]:
    """Numbers without money that are plainly the selling price, in the text's own money; `former` are old prices."""
    if "number" not in reading.shape.kinds:
        return
    said = stated_money(reading)
    stated = reading.fields.money(reading.shape, reading.currencies) or said or _only_money(reading)
    code = said or reading.shape.tongue.own or stated or ""
    free = [amount for amount in reading.shape.amounts if amount.kind == "number" and amount.start not in used]
    if not free:
        return
    of_kinds = kind_rows(reading, code)
    of_rows, of_lists = rows(reading, code) - of_kinds, of_kinds | set(listed(reading, code, free, said is not None))
    of_lists |= set(own_line(reading, code, free, of_lists)) | set(_lowered(reading, former, code))
    unit = stated_unit(reading) if of_rows else None
    changes = changed(reading)
    later = set(changes.values())
    for amount in free:
        if amount.start in later or not _is_number(reading, amount, code):
            continue
        field = reading.field(amount.start)
        if not 0 < amount.values[0] < MOST or (field and (field.kind == "void" or _priced_behind(reading, amount))):
            continue
        row, sure = amount.start in of_rows, amount.start == reading.asked or amount.start in of_lists
        money = (field and field.currency) or stated or money_beside(reading, amount)
        if not (money or code):
            continue
        if field and not money and amount.values[0] < LEAST.get(code, 0) >= _LARGE:
            continue
        if field or (
            ((amount.start in of_kinds and amount.values[0] >= _SURE) or not unfit(reading, amount))
            and (row or sure or _plainly(reading, amount, code, bool(said)))
        ):
            basis, end = basis_of(reading, amount)
            basis = unit or basis if row and basis == PIECE else basis
            asked = reading.shape.by_start[changes.get(amount.start, amount.start)]
            values = _whole(asked, money or code) if field and field.minor else asked.values
            yield priced(asked, basis, values, money or code, "row" if row else "bare", max(end, asked.end))


def _lowered(reading: Reading, former: set[int], code: str) -> Iterator[int]:
    """The numbers that a former one was lowered to: "de 125,90 por 75,90"."""
    least = LEAST.get(code, 1)
    for was, then in pairwise(reading.shape.amounts):
        if was.start in former and then.kind == "number" and then.values[0] >= least and closes(reading, then):
            yield then.start


def _is_number(reading: Reading, amount: Amount, code: str) -> bool:
    """Whether an amount is one number that counts nothing."""
    plain = reading.shape.plain
    times = _TIMES.search(plain, max(0, amount.start - 3), amount.start) is not None
    last = (
        _LAST_OF.search(plain, max(0, amount.start - 5), amount.start) is not None and code in reading.currencies.spaced
    )
    odd = (
        amount.sign
        or times
        or (last and amount.end - amount.start == 3)
        or not _is_one(reading, amount)
        or counts(reading, amount)
    )
    return not (odd or (code == "USD" and _CODE.match(reading.shape.text, amount.end)))


def _only_money(reading: Reading) -> str | None:
    """The one money that a text names where dollars are only its language's."""
    named = {amount.currency for amount in reading.shape.amounts if amount.currency}
    return named.pop() if len(named) == 1 and reading.shape.tongue.own == "USD" else None


def _whole(amount: Amount, code: str) -> tuple[Decimal, ...]:
    """An amount in hundredths in whole money, where that money has any."""
    return amount.values if code in _UNDIVIDED else tuple(value / 100 for value in amount.values)


def _is_one(reading: Reading, amount: Amount) -> bool:
    """Whether an amount is one number, or a range as of prices: with their decimals, or of numbers near each other."""
    if len(amount.values) == 1 or CENTS.search(reading.shape.plain, amount.start, amount.end):
        return True
    low, high = amount.values
    return _SURE <= low < high <= 2 * low


def _plainly(reading: Reading, amount: Amount, code: str, said: bool) -> bool:
    """A number behind a word of price, below a header of prices, or beside a word of selling or a length of time."""
    plain, goods = reading.shape.plain, reading.goods
    if goods.price.search(plain, max(0, amount.start - _LABEL), amount.start):
        behind = reading.units.behind(plain, amount.end)
        counted = behind is not None and behind.basis == PIECE and not behind.firm
        counted = counted and goods.sold.match(plain, amount.end) is None
        counted = counted or _numbers_item(reading, amount)
        return not counted and (closes(reading, amount) or _no_unit(reading, amount))
    if code == "USD" and not said:
        return False
    named = amount.start in reading.beside_names.sure and amount.values[0] >= LEAST.get(code, 1)
    if named or _by_one(reading, amount) or _paid_for(reading, amount, code):
        return True
    cell = reading.grid.at(amount.start)
    if cell and cell.column and cell.column.kind == "price" and not wordy(reading, cell, [amount]):
        return True
    if amount.values[0] < LEAST.get(code, 1):
        decimal = "." in plain[amount.start : amount.end]
        return (code not in _UNDIVIDED and _by_thing(reading, amount)) or (decimal and tiered(reading, amount))
    sold = goods.sold.match(plain, amount.end) is not None or tiered(reading, amount) or bundled(reading, amount)
    beside = (
        sold
        or by_time(reading, amount)
        or _by_thing(reading, amount)
        or of_kind(reading, amount)
        or _of_points(reading, amount)
    )
    return beside or _in_labelled_line(reading, amount)


def _numbers_item(reading: Reading, amount: Amount) -> bool:
    """Whether a number opens the item of a list below: "分组价格：", then "1. Kimi …"."""
    first = reading.shape.blank(reading.line(amount.start)[0], amount.start)
    return first and _NUMBERING.match(reading.shape.plain, amount.end) is not None


def _paid_for(reading: Reading, amount: Amount, code: str) -> bool:
    """A number that closes its clause behind "за", which is "for" in Russian."""
    led = _FOR.search(reading.shape.plain, max(0, amount.start - 8), amount.start) is not None
    return led and amount.values[0] >= LEAST.get(code, 1) and closes(reading, amount)


def _of_points(reading: Reading, amount: Amount) -> bool:
    """A number behind the points that it buys, where a good is named: "1000积分 25 5000积分 118"."""
    plain = reading.shape.plain
    if not _POINTS.search(plain, max(0, amount.start - _WIDE), amount.start):
        return False
    ends = closes(reading, amount) or _MORE_POINTS.match(plain, amount.end)
    left, _ = reading.line(amount.start)
    above = max(0, left - _WIDE)
    return bool(ends) and bool(reading.subjects.within(reading.subjects.named("account"), above, amount.start))


def _in_labelled_line(reading: Reading, amount: Amount) -> bool:
    """A number that closes its clause directly behind a name, on a line whose label is a length: "月卡：GPT 30"."""
    names = reading.subjects.named("request")
    at = bisect_left(names, amount.start, key=lambda name: name.span.start) - 1
    if at < 0 or amount.start - names[at].span.end > _NEAR or not closes(reading, amount):
        return False
    behind = reading.subjects.neutral(names[at].span.end, amount.start)
    return behind and labelling(reading, amount.start) is not None


def _priced_behind(reading: Reading, amount: Amount) -> bool:
    """Whether money follows in the number's clause, which then is how many: "批发价：5个起 42元"."""
    _, right = reading.shape.outline.around(amount.start, amount.end, 1)
    return reading.shape.has_money(amount.end, min(right, amount.end + _NEAR))


def _no_unit(reading: Reading, amount: Amount) -> bool:
    """Whether no unit, and no sign that would make it something else, follows a number."""
    plain = reading.shape.plain
    behind = reading.units.behind(plain, amount.end)
    return behind is not None or _UNIT.match(plain, amount.end) is None or plain[amount.end : amount.end + 1] == " "


def _by_thing(reading: Reading, amount: Amount) -> bool:
    """A number with a unit behind a sign: 0.25/次, 25/人."""
    behind = reading.units.behind(reading.shape.plain, amount.end)
    return behind is not None and behind.firm and _BY.match(reading.shape.plain, amount.end) is not None


def _by_one(reading: Reading, amount: Amount) -> bool:
    """A number with decimals beside the one thing that it is asked for: "0.15 一条", "一张 0.1"."""
    plain = reading.shape.plain
    if "." not in plain[amount.start : amount.end]:
        return False
    if reading.units.in_front(plain, amount.start) in _THINGS or picture(reading, amount) == "video":
        return True
    behind = reading.units.behind(plain, amount.end)
    return behind is not None and behind.basis in (*_THINGS, PIECE) and _ONE.match(plain, amount.end) is not None
