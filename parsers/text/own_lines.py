"""The price of a card that stands for itself and names no money: "ChatGPT Plus / 1 месяц / 1890", line by line too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.text import parts
from parsers.text.amounts import Amount
from parsers.text.goods_lists import LEAST, counted_behind
from parsers.text.lengths import PIECE
from parsers.text.reading import Reading
from parsers.text.writing import any_of

_FRONT = re.compile(r"(?:[ \t|*>•·▪▸►(\[]|[-–—] ){0,8}")
_BACK = re.compile(r"[ \t|*)\]!,;]{0,8}(?:\.(?=\s|\Z))?")
_WORD = re.compile(r"[^\W\d_]{2,}|[\ue004\u4e00-\u9fff]")
_MONEY = re.compile(rf"[^\w\n]{{0,4}}{any_of('money_lines')}[^\w\n]{{0,4}}")
_TELLING = 10
"""Where the least price is this or more, small numbers are told from prices by their size."""
_TOLD = 2
"""Words of a line that says something, where a label of a number has one, or one that is known."""
_MOST = 16
"""Numbers of a card that are looked at: a bound for hostile texts."""
_UP = 3
"""Lines above a number of which one may hold words."""
_FAR = 400
_TIME = 24
"""The longest part that is a length of time."""


def own_line(reading: Reading, code: str, numbers: Sequence[Amount], listed: set[int]) -> Iterator[int]:
    """The first number behind the name of the one good that stands for itself, and further ones behind lengths.

    What stands in front of it says what is sold, for how long, or more than the label of a count does: "Продано", "15".
    Where small numbers are prices too, only a length of time does.
    """
    telling = LEAST.get(code, 0) >= _TELLING
    if code in ("", "USD") or not _sells_one(reading) or _is_priced(reading, numbers):
        return
    opens = reading.subjects.named(PIECE)[0].span.end
    found = False
    for amount in numbers[:_MOST]:
        if amount.start in listed:
            found = True
        elif amount.start > opens and amount.values[0] >= LEAST.get(code, 1) and _is_alone(reading, amount):
            above = _above(reading, amount)
            timed = above is not None and _is_time(reading, *above)
            if timed or (telling and not found and above is not None and _describes(reading, *above)):
                found = True
                yield amount.start


def _sells_one(reading: Reading) -> bool:
    """Whether a text names one good: a plan, a model, or a product that is neither."""
    subjects = reading.subjects
    if subjects.only(PIECE) is not None:
        return True
    named = {name.raw_name for name in subjects.named(PIECE)[:_MOST]}
    return len(named) == 1 and not subjects.plan_ids and not subjects.settled


def _is_priced(reading: Reading, numbers: Sequence[Amount]) -> bool:
    """Whether the text asks for money elsewhere, or names a price in words."""
    plain, cues = reading.shape.plain, reading.cues
    money = (amount for amount in reading.shape.amounts[:_FAR] if amount.kind == "money" and amount.values[0] > 0)
    if any(cues.void(amount.start, amount.end, "money") is None for amount in money):
        return True
    return any(reading.goods.price.search(plain, max(0, amount.start - 16), amount.start) for amount in numbers[:_FAR])


def _is_alone(reading: Reading, amount: Amount) -> bool:
    """Whether a number is all that its line holds, or its part of a line, but for signs."""
    plain, (left, right) = reading.shape.plain, reading.line(amount.start)
    opens = parts.opening(plain, left, amount.start)
    back = _BACK.match(plain, amount.end, right)
    alone = back is not None and (back.end() == right or parts.ends(plain, amount.end, right))
    alone = alone or plain[amount.end : amount.end + 2] == ". "
    return alone and _FRONT.fullmatch(plain, opens, amount.start) is not None and not counted_behind(reading, amount)


def _above(reading: Reading, amount: Amount) -> tuple[int, int] | None:
    """The part of the line in front of a number, or the nearest line above it, that holds words."""
    plain = reading.shape.plain
    left = reading.line(amount.start)[0]
    opens = parts.opening(plain, left, amount.start)
    if opens > left:
        return parts.before(plain, left, opens)
    for _ in range(_UP):
        start, stop = plain.rfind("\n", max(0, left - _FAR), max(0, left - 1)) + 1, left - 1
        if stop < 1 or (not start and left > _FAR):
            return None
        if _WORD.search(plain, start, stop):
            return start, stop
        left = start
    return None


def _is_time(reading: Reading, start: int, stop: int) -> bool:
    """Whether a line or a part of one is a length of time and nothing else."""
    words = reading.shape.plain[start:stop].strip(" .:[]()")
    return len(words) <= _TIME and reading.units.lengths.named(words) is not None


def _describes(reading: Reading, start: int, stop: int) -> bool:
    """Whether what stands above a number tells of the good or names the money, and does not say what is counted."""
    above = reading.shape.plain[start:stop]
    if parts.is_label(reading, start, stop):
        return False
    named = reading.subjects.within(reading.subjects.named(PIECE), start, stop)
    told = len(_WORD.findall(above)) >= _TOLD or bool(reading.shape.within(start, stop, 1))
    return told or bool(named) or _MONEY.fullmatch(above) is not None
