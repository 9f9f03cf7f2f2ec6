"""Finds former prices: by the reduction beside them, "390.000₫ 750.000₫ -48%", or beside the price on its own line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from parsers.text.amounts import Amount
from parsers.text.lowered import lowered
from parsers.text.reading import Reading
from parsers.text.writing import any_of

_PLACES = ((-2, -1), (1, 2), (-1, 1))
"""Where the two prices may stand, counted in amounts from the percentage that goes with them."""
_APART = 40
"""How far each amount may stand from the next."""
_BLANKS = "   "
"""As much as stands between a price and the struck-through one when a page is copied."""
_OPENED, _CLOSED = re.compile(r"[ \n]{0,2}\([ ]?"), re.compile(r"[ ]?\)")
"""What brackets a former price: "390.000₫ (500.000₫)"."""
_STARTS = re.compile(rf"{any_of('starts_at', opens=False)}[ ]{{0,2}}:?[ ]{{0,2}}\Z")
_LINE = 400
"""How far along the line of a price a percentage is looked for."""
_LISTED_MOST = 8
"""Amounts behind a percentage that are looked at: a bound for hostile texts."""
_LABEL = 24
"""The longest word of price in front of the two: "Price: $9 $20"."""
_MOST = 5
"""How many times the price the former one may be: beyond that they are prices of two things."""
_MOST_ALONE = Decimal(3)
"""How many times the price the former one may be where a page shows but these two."""
_YEARLY = (Decimal(7), Decimal("12.5"))
"""How many times the price of a month that of a year is."""
_TO = re.compile(rf"[ ]?(?:{any_of('times')})?[ ]?(?:→|->|=>|➜|➡️?)[ ]?")
"""Between a number and what it was changed to."""
_HELD = re.compile(rf"[ ]?(?:[^\W\d]{{0,2}})?{any_of('credit')}")
"""Behind a sum that is what was paid for it: 10元 → 12元额度."""
_PAID_BY = re.compile(any_of("paid_by"))
"""Beside a price and a lower one for whoever pays in that way: both are asked for."""
_CHANGE = "change"
"""The role of words for a reduction, which play no part for the price that was reduced."""
_FORMER = "official_former"
"""The role of words for what the seller asked before."""
_PAYS = 24
"""How far in front of them or behind them it may stand."""
_ROUNDED = Decimal("1")
"""How far the percentage may be from the reduction of the two prices, in percent: shops round."""


def former(reading: Reading) -> set[int]:
    """Where former prices stand, and the percentages that are no more than the reduction from one.

    A former price is the dearer of two whose difference is the percentage beside them, or the second of two that
    have a line to themselves, stand behind the name of one plan, or of which it is bracketed. A percentage less than
    the official price is a price for itself, and stays. Words that lead from one price to the next say it too.
    """
    amounts = reading.shape.amounts
    percents = [at for at, amount in enumerate(amounts) if _is_reduction(reading, amount)]
    pairs = [(amounts[at], dearer) for at in percents for dearer in _dearer(reading, at)]
    pairs += [(amounts[at], dearer) for at in percents for dearer in _further(reading, amounts[at])]
    own = [percent for percent, dearer in pairs if not _is_official(reading, dearer)]
    return {
        amount.start
        for amount in (
            *own,
            *(dearer for percent, dearer in pairs if not _is_paid(reading, percent, dearer)),
            *_struck(reading),
            *_stacked(reading),
            *_changed(reading),
            *lowered(reading),
        )
    }


def _is_official(reading: Reading, dearer: Amount) -> bool:
    """Whether a price is somebody else's, of which a percentage then is a price for itself."""
    role = reading.cues.void(dearer.start, dearer.end, "money")
    return role is not None and role.id not in (_CHANGE, _FORMER)


def _is_paid(reading: Reading, percent: Amount, dearer: Amount) -> bool:
    """Whether the lower of two prices is for whoever pays in some way, so that both are asked for."""
    start, end = min(percent.start, dearer.start), max(percent.end, dearer.end)
    return _PAID_BY.search(reading.shape.plain, max(0, start - _PAYS), end + _PAYS) is not None


def _is_reduction(reading: Reading, percent: Amount) -> bool:
    """Whether an amount is one percentage that is not said of paying by the year: then both prices stand."""
    if percent.kind != "percent" or len(percent.values) != 1:
        return False
    role = reading.cues.void(percent.start, percent.end, "percent")
    return role is None or role.id != "annual"


def changed(reading: Reading) -> dict[int, int]:
    """Where numbers stand that an arrow changes to others, which count no time, and where those do: "倍率: 2→2.5"."""
    counts = reading.beside_lengths.counts
    pairs = ((was, then) for was, then in pairwise(reading.shape.amounts) if was.kind == "number" == then.kind)
    apart = ((was, then) for was, then in pairs if then.start not in counts)
    return {was.start: then.start for was, then in apart if _TO.fullmatch(reading.shape.plain, was.end, then.start)}


def _changed(reading: Reading) -> Iterator[Amount]:
    """The first of two prices with an arrow between, which was changed to the second: 99元→79元."""
    plain = reading.shape.plain
    for price, then in pairwise(reading.shape.amounts):
        if not _TO.fullmatch(plain, price.end, then.start) or len(price.values) != 1 or len(then.values) != 1:
            continue
        unmarked = price.kind == "number" and then.kind == "money" and not then.in_front  # 0.9 → 0.7 元/刀
        if unmarked or (price.kind == then.kind == "money" and price.currency == then.currency):
            low, high = sorted((price.values[0], then.values[0]))
            if high <= _MOST * low and not _HELD.match(plain, then.end):
                yield price


def _struck(reading: Reading) -> Iterator[Amount]:
    """The dearer of two prices beside each other: in brackets, or behind blanks where they are one good's."""
    if len(reading.shape.money) < 2:
        return
    plain, amounts = reading.shape.plain, reading.shape.amounts
    for at, (price, dearer) in enumerate(pairwise(amounts)):
        if price.kind not in ("money", "dollars") or not _is_former(price, dearer):
            continue
        start, end = reading.line(price.start)
        start = max(start, plain.rfind("|", start, price.start) + 1)
        third = any(amount.kind == price.kind and amount.start < end for amount in amounts[at + 2 : at + 3])
        between = plain[price.end : dearer.start]
        bracketed = _OPENED.fullmatch(between) is not None and _CLOSED.match(plain, dearer.end) is not None
        blank = bool(between) and between in _BLANKS and not third and _of_one(reading, start, price)
        if (bracketed or blank) and not _is_below_lengths(reading, start):
            yield dearer


def _of_one(reading: Reading, start: int, price: Amount) -> bool:
    """Whether a price opens its line, which begins at `start`, follows its word of price, or is that of one plan."""
    plain, subjects = reading.shape.plain, reading.subjects
    left = max(start, price.start - _LABEL)
    opens = reading.goods.price.search(plain, left, price.start) or _STARTS.search(plain, left, price.start)
    if reading.shape.blank(start, opens.start() if opens else price.start):
        return True
    named = subjects.within(subjects.named("account"), start, price.start)
    ids = {mention.id for mention in named}
    first, last = (bisect_left(reading.lengths, at, key=lambda length: length.start) for at in (start, price.start))
    until = min(price.end + _LINE, reading.line(price.start)[1])
    percents = any(amount.kind == "percent" for amount in reading.shape.within(price.end, until))
    if len(ids) != 1 or not ids <= subjects.plan_ids or last - first > 1 or percents:
        return False
    behind = named[-1].span.end
    return "/" not in plain[behind : price.start] and subjects.neutral(behind, price.start)


def _stacked(reading: Reading) -> Iterator[Amount]:
    """The dearer of two prices on lines of their own, where a page shows its goods so, or its one good.

    Prices by the month and by the year stand like that too, about ten to one, on every card alike.
    """
    pairs = [
        (price, dearer)
        for price, dearer in pairwise(reading.shape.amounts)
        if _is_line(reading, price) and _is_line(reading, dearer) and _is_below(reading, price, dearer)
    ]
    most = _MOST_ALONE if pairs else _MOST
    pairs = pairs or _above(reading)
    ratios = [dearer.values[0] / price.values[0] for price, dearer in pairs]
    by_year = all(_YEARLY[0] <= ratio <= _YEARLY[1] for ratio in ratios)
    one = len(pairs) == 1 and len(reading.shape.money) == 2 and ratios[0] <= most
    if (len(pairs) > 1 or one) and not by_year:
        yield from (dearer for _, dearer in pairs)


def _above(reading: Reading) -> list[tuple[Amount, Amount]]:
    """The two prices of the one plan that a text sells, the former on the line above."""
    sums = [amount for amount in reading.shape.amounts if amount.kind in ("money", "dollars")]
    if len(sums) != 2 or len(reading.subjects.goods_ids & reading.subjects.plan_ids) != 1:
        return []
    dearer, price = sums
    lines = _is_line(reading, price) and _is_line(reading, dearer)
    return [(price, dearer)] if lines and _is_below(reading, price, dearer, above=True) else []


def _is_line(reading: Reading, amount: Amount) -> bool:
    """Whether an amount of money is all that its line holds."""
    one = amount.kind in ("money", "dollars") and len(amount.values) == 1 and amount.values[0] > 0
    return one and reading.alone(amount)


def _is_below(reading: Reading, price: Amount, dearer: Amount, above: bool = False) -> bool:
    """Whether a price stands on the line below a lower one of the same money, or above it."""
    alike = (price.kind, price.currency) == (dearer.kind, dearer.currency) and price.values[0] < dearer.values[0]
    first, then = (dearer, price) if above else (price, dearer)
    return alike and reading.shape.plain[first.end : then.start].count("\n") == 1


def _is_former(price: Amount, dearer: Amount) -> bool:
    """Whether two amounts are one price in the same money, now and before."""
    alike = (price.kind, price.currency) == (dearer.kind, dearer.currency) and not price.sign and not dearer.sign
    return (
        alike
        and len(price.values) == len(dearer.values) == 1
        and price.values[0] < dearer.values[0] <= _MOST * price.values[0]
    )


def _is_below_lengths(reading: Reading, start: int) -> bool:
    """Whether the line above one that begins here names two lengths of time: then each price is for one of them."""
    above, below = reading.shape.outline.around(start - 1, start - 1, 3) if start else (0, 0)
    first, last = (bisect_left(reading.lengths, at, key=lambda length: length.start) for at in (above, below))
    return last - first > 1


def _dearer(reading: Reading, at: int) -> Iterator[Amount]:
    amounts, off = reading.shape.amounts, reading.shape.amounts[at].values[0]
    for first, second in _PLACES:
        if at + first < 0 or at + second >= len(amounts):
            continue
        pair = (amounts[at + first], amounts[at + second])
        low, high = sorted(pair, key=lambda amount: amount.values[0])
        alike = low.currency is not None and low.currency == high.currency and 0 < low.values[0] < high.values[0]
        alike = alike and high.values != (Decimal(1),)  # what "$0.25 for every $1" buys
        beside = _beside(sorted((*pair, amounts[at]), key=lambda amount: amount.start))
        alike = alike and not (high.kind == "dollars" and _HELD.match(reading.shape.plain, high.end))
        if alike and beside and abs(100 - 100 * low.values[0] / high.values[0] - off) <= _ROUNDED:
            yield high


def _further(reading: Reading, percent: Amount) -> Iterator[Amount]:
    """The dearer of two prices on one line further down, which a headline says the reduction of: "Скидка 37%!"."""
    inside = reading.shape.within(percent.end, percent.end + _LINE, _LISTED_MOST)
    for price, dearer in pairwise(inside):
        blank = reading.shape.plain[price.end : dearer.start].strip(" ") == ""
        paired = blank and price.kind in ("money", "dollars") and _is_former(price, dearer)
        if paired and abs(100 - 100 * price.values[0] / dearer.values[0] - percent.values[0]) <= _ROUNDED:
            yield dearer


def _beside(amounts: list[Amount]) -> bool:
    return all(after.start - before.end <= _APART for before, after in pairwise(amounts))
