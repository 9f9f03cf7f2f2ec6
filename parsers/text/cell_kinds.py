"""What the amounts of one table cell are, by the kind of its column: credit, multipliers, shares, tokens, goods."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from parsers.records import Basis
from parsers.text.amounts import Amount
from parsers.text.columns import UNPAID, Column, Kind
from parsers.text.finding import Finding
from parsers.text.grids import Cell
from parsers.text.reading import Reading, priced
from parsers.text.row_credit import held_in, says_again, timed_row
from parsers.text.share_forms import fold
from parsers.text.writing import any_of

_RATIO = re.compile(r"[ ]{0,2}:[ ]{0,2}")
_SLASH = re.compile(r"[ ]{0,2}[/|,、][ ]{0,2}")
_WORD = re.compile(r"\w")
_TIMES = re.compile(rf"[ ]?{any_of('times', opens=False)}(?![a-z0-9])")
"""A sign behind a number that makes it a multiplier."""
_TENTHS = re.compile(rf"[ ]?{any_of('tenths', opens=False)}")
"""A sign behind a number that makes it tenths of the official price."""
_PER = re.compile(r"/[ ]{0,2}\Z")
_TOP = re.compile(rf"[ ]{{0,9}}{any_of('topped_up')}[ ]?(?:\([^()]{{0,12}}\))?[ ]{{0,9}}")
"""A header that says nothing but that something is topped up: "充值（元）"."""
_UNITS = ((Decimal(1_000),), (Decimal(1_000_000),))
_COUNTED = frozenset(("request", "image", "video", "second"))
"""What a cell of a row may say that its price counts by, whatever the header of a price by the token says."""
CREDIT = 8
"""The most that money without a unit may be the price of one dollar of credit: a little more than the dollar itself."""
_UNITS_OF = frozenset(("CNY", "USD", "EUR", "GBP"))
_MOST_UNITS = 200_000
"""The most that a number without money below a header is taken for in these: 413.5M below "每周" are tokens."""
_OUTPUT = 2
"""Output costs at least this many times the input."""
_MANIFOLD = 3
"""The most that a bare number may be as a factor on the official price."""
_DEAREST = 20
"""The most that a bare number may be the price of one dollar of credit, in the text's own money."""

Taken = Iterator[Finding]


def bought(amounts: Sequence[Amount]) -> bool:
    """Whether a cell says for itself what money buys which credit: "¥10 = $100"."""
    return {"money", "dollars"} <= {amount.kind for amount in amounts}


def wordy(reading: Reading, cell: Cell, amounts: Sequence[Amount]) -> bool:
    """Whether a cell holds words besides its amounts ("3 个可查")."""
    edges = [cell.start, *(edge for amount in amounts for edge in (amount.start, amount.end)), cell.end]
    rest = "".join(reading.shape.plain[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    return _WORD.search(rest.replace("x", "")) is not None


def _between(reading: Reading, amounts: Sequence[Amount], joint: re.Pattern[str]) -> bool:
    """Whether a cell holds two amounts with this sign between."""
    return len(amounts) == 2 and joint.fullmatch(reading.shape.plain, amounts[0].end, amounts[1].start) is not None


def _credit(reading: Reading, cell: Cell, column: Column, amounts: Sequence[Amount]) -> Taken:
    """1:10, 0.8 or ¥0.8 below "充值比例" or "元/刀"."""
    own = column.currency or _paid(amounts) or reading.shape.tongue.own
    if own == "USD" and _by_the_dollar(reading, column):
        dollars = (amount for amount in amounts if amount.kind == "dollars" and amount.values[-1] < 1)
        yield from (priced(amount, "usd_credit", amount.values, "USD", "column") for amount in dollars)
    if own in (None, "USD") or bought(amounts):
        return
    if _is_ratio(reading, amounts):
        paid, credit = (amounts[1], amounts[0]) if column.inverse else amounts
        yield priced(amounts[0], "usd_credit", (paid.values[0] / credit.values[0],), own, "column", amounts[1].end)
        return
    plain = not wordy(reading, cell, amounts)
    topped = _TOP.fullmatch(reading.shape.plain, column.start, column.end)
    if held := held_in(reading, cell) if topped and plain else None:
        yield from (
            priced(amount, "usd_credit", tuple(v / held for v in amount.values), amount.currency or own, "column")
            for amount in amounts
            if amount.kind in ("number", "money") and not amount.sign
        )
        return
    for amount in amounts:
        if amount.kind == "number" and _TIMES.match(reading.shape.plain, amount.end):
            yield priced(amount, "multiplier", amount.values, None, "column")
        elif not plain and (amount.kind != "number" or not _decimal(reading, amount)):
            continue
        elif column.bought and amount.kind in ("number", "dollars") and min(amount.values) > 0:
            yield priced(amount, "usd_credit", tuple(sorted(1 / value for value in amount.values)), own, "column")
        elif amount.kind == "money" or (amount.kind == "number" and amount.values[-1] <= _DEAREST):
            yield priced(amount, "usd_credit", amount.values, amount.currency or own, "column")


def _by_the_dollar(reading: Reading, column: Column) -> bool:
    """Whether a label says that prices are for one dollar of credit: "Per $1 of usage: …"."""
    inside = reading.shape.within(column.start, column.end, 2)
    return len(inside) == 1 and inside[0].kind == "dollars" and inside[0].values == (Decimal(1),)


def _paid(amounts: Sequence[Amount]) -> str | None:
    """The money of a cell's amounts, where it is another than dollars."""
    return next((amount.currency for amount in amounts if amount.kind == "money"), None)


def _is_ratio(reading: Reading, amounts: Sequence[Amount]) -> bool:
    """Whether a cell sets money against credit, "1:10"."""
    numbers = all(amount.kind == "number" and amount.values[0] > 0 for amount in amounts)
    return numbers and _between(reading, amounts, _RATIO)


def _of_credit(reading: Reading, cell: Cell, amounts: Sequence[Amount]) -> bool:
    """Whether a price in the row of a relay is that of one dollar of credit: a ratio, or small money without a unit."""
    own = reading.shape.tongue.own
    if cell.column is None or cell.column.basis or own in (None, "USD"):
        return False
    row = reading.grid.row_of(cell)
    relayed = any(other.column and other.column.kind == "relay" for other in row) and not timed_row(reading, *cell.row)
    small = all(
        amount.values[-1] <= CREDIT
        and (amount.currency or own) == own
        and not reading.units.behind(reading.shape.plain, amount.end)
        and not _TENTHS.match(reading.shape.plain, amount.end)
        for amount in amounts
    )
    return _is_ratio(reading, amounts) or (relayed and small)


def _decimal(reading: Reading, amount: Amount) -> bool:
    """Whether a number is written with decimals, as prices and factors are and counts are not."""
    return "." in reading.shape.plain[amount.start : amount.end]


def _multiplier(reading: Reading, cell: Cell, column: Column, amounts: Sequence[Amount]) -> Taken:
    plain = not wordy(reading, cell, amounts)
    for amount in amounts:
        sure = plain or _decimal(reading, amount) or _TIMES.match(reading.shape.plain, amount.end)
        if amount.kind == "number" and sure and amount.values[-1] <= 100:
            yield priced(amount, "multiplier", amount.values, None, "column")


def _rate(reading: Reading, cell: Cell, column: Column, amounts: Sequence[Amount]) -> Taken:
    """1:2 and money are for credit, a number alone is a multiplier."""
    bare = all(amount.kind == "number" for amount in amounts) and not _is_ratio(reading, amounts)
    yield from (_multiplier if bare else _credit)(reading, cell, column, amounts)


def _shares(reading: Reading, cell: Cell, column: Column, amounts: Sequence[Amount]) -> Taken:
    """A percentage of the official price, a factor, or tenths where no percentage says the same: 40 %, 0.4, 4折."""
    yield from _percents(lambda value: value)(reading, cell, column, amounts)
    said = any(amount.kind == "percent" for amount in amounts)
    for amount in amounts:
        if amount.kind != "number" or amount.values[-1] > _MANIFOLD or amount.sign:
            continue
        tenths = _TENTHS.match(reading.shape.plain, amount.end) is not None
        shares = [fold(value) if tenths else value * 100 for value in amount.values]
        known = tuple(share for share in shares if share is not None)
        if known and not (tenths and said):
            yield priced(amount, "percent", known, None, "column")


def _percents(of: Callable[[Decimal], Decimal | None]) -> Callable[[Reading, Cell, Column, Sequence[Amount]], Taken]:
    """A way to take the percentages of a column; with a minus they say how much less."""

    def take(reading: Reading, cell: Cell, column: Column, amounts: Sequence[Amount]) -> Taken:
        for amount in amounts:
            values = [100 - v if amount.sign == "-" else of(v) for v in amount.values]
            known = sorted(value for value in values if value is not None and value > 0)
            if amount.kind == "percent" and amount.sign != "+" and len(known) == len(values):
                yield priced(amount, "percent", tuple(known), None, "column")

    return take


def _folds(reading: Reading, cell: Cell, column: Column, amounts: Sequence[Amount]) -> Taken:
    """4 below 折扣 is 40 %, 0.4 is 40 %; "4折" says so itself."""
    if wordy(reading, cell, amounts):
        return
    for amount in amounts:
        tenths = _TENTHS.match(reading.shape.plain, amount.end) is not None
        values = [value * 100 if value < 1 and not tenths else fold(value) for value in amount.values]
        known = tuple(value for value in values if value)
        if amount.kind == "number" and len(known) == len(values):
            yield priced(amount, "percent", known, None, "column")


def is_pair(reading: Reading, cell: Cell, column: Column, amounts: Sequence[Amount]) -> bool:
    """Whether a cell below or beside a model's name holds the prices of its input and output: "¥5/¥25"."""
    if not _between(reading, amounts, _SLASH) or any(amount.kind not in ("money", "dollars") for amount in amounts):
        return False
    subjects = reading.subjects
    named = subjects.first(subjects.models, column.start, column.end) or subjects.first(subjects.models, *cell.row)
    if subjects.first_plan(*cell.row):
        return False
    return named is not None and amounts[1].values[0] >= _OUTPUT * amounts[0].values[0]


def tokens(reading: Reading, cell: Cell, column: Column, amounts: Sequence[Amount]) -> Taken:
    """Token prices by the header's direction; two with a slash between are input and output."""
    amounts = [amount for amount in amounts if not is_unit(reading, amount)]
    if column.pair and len(amounts) == 1 and amounts[0].kind == "number" and column.currency is None:
        return  # how many times the price of input that of output is
    counted = _of_row(reading, cell)
    if counted in _COUNTED:
        yield from goods(reading, cell, replace(column, basis=counted), amounts)
        return
    pair = _between(reading, amounts, _SLASH) and (column.pair or column.basis in (None, "mtok"))
    bases: Sequence[Basis] = ("mtok_input", "mtok_output") if pair else (column.basis or "mtok",) * len(amounts)
    for basis, amount in zip(bases, amounts, strict=True):
        paid = _money(reading, column, amount)
        if paid is None or (amount.kind == "number" and wordy(reading, cell, amounts)):
            continue
        if reading.units.behind(reading.shape.plain, amount.end) is None:
            yield priced(amount, basis, tuple(v * column.scale for v in amount.values), paid, "column")


def is_unit(reading: Reading, amount: Amount) -> bool:
    """Whether an amount is the number of tokens that a price is for: "¥18 / 1M"."""
    return (
        amount.values in _UNITS and _PER.search(reading.shape.plain, max(0, amount.start - 3), amount.start) is not None
    )


def _money(reading: Reading, column: Column, amount: Amount) -> str | None:
    """The money of an amount: its own, else its column's, else the text's."""
    if amount.kind not in ("number", "money", "dollars") or amount.sign:
        return None
    code = amount.currency or column.currency or reading.shape.tongue.own
    counted = amount.kind == "number" and code in _UNITS_OF and amount.values[-1] > _MOST_UNITS
    return None if counted else code


def goods(reading: Reading, cell: Cell, column: Column, amounts: Sequence[Amount]) -> Taken:
    """Prices of passes by the header's length of time, and of credit packs by the credit that the row holds."""
    if _of_credit(reading, cell, amounts):
        yield from _credit(reading, cell, column, amounts)
        return
    held = held_in(reading, cell) if column.basis is None else None
    basis = column.basis or (None if held else _of_row(reading, cell))
    for amount in amounts:
        paid = _money(reading, column, amount)
        if paid is None or amount.values[0] <= 0 or reading.units.behind(reading.shape.plain, amount.end):
            continue
        if amount.kind == "number" and wordy(reading, cell, amounts):
            continue
        if held and not says_again(reading, cell, amount, held):
            yield priced(amount, "usd_credit", tuple(v / held for v in amount.values), paid, "column")
        elif held:
            continue
        elif basis and (amount.kind != "number" or column.currency or paid != "USD"):
            yield priced(amount, basis, amount.values, paid, "column")


def _of_row(reading: Reading, cell: Cell) -> Basis | None:
    """The time that another cell of the row is, and nothing else: "30 dias" below "Validade"."""
    others = [other for other in reading.grid.row_of(cell) if other.start != cell.start]
    for other in others:
        inside = reading.shape.plain[other.start : other.end]
        warranty = other.column is not None and other.column.kind in UNPAID
        word = inside.strip()
        if not warranty and (basis := reading.units.lengths.named(word) or reading.units.counted(word)):
            return basis
    return None


TAKES: Mapping[Kind, Callable[[Reading, Cell, Column, Sequence[Amount]], Taken]] = {
    "credit": _credit,
    "multiplier": _multiplier,
    "rate": _rate,
    "share": _shares,
    "less": _percents(lambda value: 100 - value),
    "fold": _folds,
}
