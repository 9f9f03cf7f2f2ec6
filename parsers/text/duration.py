"""The length of time of what one amount buys: named beside it, with its product, in a heading or in a field."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from parsers.records import Basis, Mention
from parsers.text.amounts import Amount
from parsers.text.labelled_lines import labelling
from parsers.text.lengths import PIECE, Stretch, nearest
from parsers.text.reading import Reading
from parsers.text.timed import closes, counts
from parsers.text.writing import any_of

_EXTRA = re.compile(any_of("extra"))
_LISTS = 8
"""Lengths of a line that are looked at."""
_SIZE = re.compile(r"-\d{1,3}x\Z")
"""What tells the sizes of one plan apart."""
_UP = 6
"""Lines above a price in which a length of time may head a list."""
_DESCRIBES = 3
"""Lines below a price that describe its good."""
_CHAIN = 64
"""Prices and lengths in a row that are looked at: a bound for hostile texts."""
_FILLED = re.compile(r"(?:[ ]{0,80}\n){1,4}(?P<line>[^\n]{1,1000})")
"""The next line that holds anything, which mark-up may part from this one by blank lines."""
_TITLE = 20
"""The longest line that heads what stands below it with a length: "Plano Semestral"."""
_SHORT = 24
"""The longest line that is a length and nothing else."""
_WIDE = 1000
"""The longest line, with the blanks around its words, that heads a list: a bound for hostile texts."""
_FIELD = 24
"""How far behind a price another field may name its time: price: 49, period: "/mo"."""
_RECORD = 160
"""How far from a price the fields of its record are looked at."""


def duration(reading: Reading, amount: Amount, end: int) -> Basis | None:
    """The length of time of what is sold: named with the product, or else on the price's own line or the one above."""
    outline = reading.shape.outline
    if _is_extra(reading, amount):
        return None
    mention = reading.subjects.peek(amount.start, amount.end)
    before = mention is not None and mention.span.start < amount.start
    if mention is not None and before:
        opens = outline.around(mention.span.start, mention.span.end, 1)[0]
    else:
        opens = reading.line(amount.start)[0]
    found = nearest(reading.lengths, max(opens, reading.line(amount.start)[0]), amount.start)
    if found is None and mention is not None and before and (titled := _of_title(reading, amount, mention)):
        return titled
    found = found or nearest(reading.lengths, opens, amount.start)
    if found is None:
        stop = outline.around(amount.start, amount.end, 1)[1]
        at = bisect_left(reading.shape.money, end)
        later = reading.shape.money[at : at + 1]
        found = nearest(reading.lengths, end, min(stop, *later) if later else stop)
    if found is None and mention is not None and not before:
        found = nearest(reading.lengths, *outline.around(mention.span.start, mention.span.end, 1))
    if found is None and before and not reading.shape.has_money(reading.line(amount.start)[0], amount.start):
        found = nearest(reading.lengths, reading.line(amount.start)[0], amount.start)
    if found:
        return PIECE if added(reading, found) else found.basis
    if label := labelling(reading, amount.start):
        return label.basis
    beside = _in_field(reading, end) or _further(reading, amount, end) or _below(reading, amount)
    headed = _heading(reading, amount) if not beside and _is_headed(reading) else None
    beside = beside or headed or _described(reading, amount, mention)
    return beside or _heading(reading, amount) or _of_all(reading, amount, mention) or _above_all(reading, mention)


def _is_extra(reading: Reading, amount: Amount) -> bool:
    """Whether the clause of a price names credit on top of the passes beside it, and no time: "加油包 10 元"."""
    opens = reading.shape.outline.around(amount.start, amount.end, 1)[0]
    named = _EXTRA.search(reading.shape.plain, max(opens, amount.start - _FIELD), amount.start)
    return named is not None and nearest(reading.lengths, opens, amount.start) is None


def _of_title(reading: Reading, amount: Amount, mention: Mention) -> Basis | None:
    """The one length of the first line that names the good, above the price's own: what stands below describes it."""
    names = reading.subjects.named(PIECE)
    first = next((name for name in names[:_CHAIN] if name.id == mention.id), mention)
    start, stop = reading.line(first.span.start)
    if stop >= reading.line(amount.start)[0] or _is_asked(reading, amount, start, stop):
        return None
    at = bisect_left(reading.lengths, start, key=lambda length: length.start)
    bases = {length.basis for length in reading.lengths[at : at + _LISTS] if length.end <= stop and not length.beside}
    return bases.pop() if len(bases) == 1 else None


def _is_asked(reading: Reading, amount: Amount, start: int, stop: int) -> bool:
    """Whether a stretch asks for money, but for the dollars that name a good which other money buys: "5x 100刀版"."""
    inside = reading.shape.within(start, stop, _LISTS)
    kinds = {other.kind for other in inside}
    bare = amount.kind == "number" and any(other.kind == "number" and closes(reading, other) for other in inside)
    dollars = "dollars" in kinds and (amount.kind == "dollars" or reading.shape.tongue.own != "CNY")
    return bare or dollars or "money" in kinds


def added(reading: Reading, length: Stretch) -> bool:
    """Whether a length is added to another one, so that a price is for both: "Plus 1 month + Pro 1 year"."""
    at = bisect_left(reading.lengths, length.start, key=lambda other: other.start) - 1
    before = reading.lengths[at] if at >= 0 else None
    if before is None or before.basis == length.basis or reading.shape.has_money(before.end, length.start):
        return False
    between = reading.shape.plain[before.end : min(length.start, before.end + _WIDE)]
    return "+" in between and "\n" not in between


def _of_all(reading: Reading, amount: Amount, mention: Mention | None) -> Basis | None:
    """The one length that a text names, where it sells one plan: "Max 95 USD, al detal 120 USD. Duración 1 mes".

    A length on the line of another price is that one's.
    """
    above = {good for good in reading.subjects.goods_ids if mention and mention.id.startswith(f"{good}-")}
    goods = {_SIZE.sub("", good) for good in reading.subjects.goods_ids - above}
    if mention is None or len(goods) != 1 or mention.id not in reading.subjects.plan_ids:
        return None
    own = reading.line(amount.start)
    lines = (reading.line(length.start) for length in reading.lengths[:_CHAIN] if not length.beside)
    titles = [title[0] for title in reading.subjects.titles]
    free = any(line == own or not (_titled(titles, line) or reading.shape.has_money(*line)) for line in lines)
    return reading.time if free else None


def _above_all(reading: Reading, mention: Mention | None) -> Basis | None:
    """The one length above every plan of a text that sells several, on a line without money: "Подписки на 1 месяц:"."""
    if mention is None or mention.id not in reading.subjects.plan_ids:
        return None
    first = next(name.span.start for name in reading.subjects.named(PIECE) if name.id in reading.subjects.plan_ids)
    opens = reading.line(first)[0]
    above = [length for length in reading.lengths[:_LISTS] if length.end < opens and not length.beside]
    priced = any(reading.shape.has_money(*reading.line(length.start)) for length in above)
    bases = {length.basis for length in above}
    return bases.pop() if len(bases) == 1 and not priced else None


def _titled(titles: Sequence[int], line: tuple[int, int]) -> bool:
    """Whether a line is a record that says what it sells."""
    return bisect_left(titles, line[0]) < bisect_left(titles, line[1])


def _described(reading: Reading, amount: Amount, mention: Mention | None) -> Basis | None:
    """The one length of the lines that describe the plan priced above them: "Plus — 20€", then "access for 1 month".

    They go on to the next price, to a blank line or to the next good's name.
    """
    plain, subjects = reading.shape.plain, reading.subjects
    start, end = reading.line(amount.start)
    above = plain.rfind("\n", 0, max(0, start - 1)) + 1
    if mention is None or mention.id not in subjects.plan_ids or not above <= mention.span.start < amount.start:
        return None
    found: set[Basis] = set()
    for _ in range(_DESCRIBES):
        left, right = end + 1, reading.line(end + 1)[1] if end + 1 < len(plain) else end
        others = {name.id for name in subjects.within(subjects.named(PIECE), left, right)} - {mention.id}
        titled = _titled([title[0] for title in subjects.titles], (left, right))
        money = titled or reading.shape.has_money(left, right)
        if reading.shape.blank(left, right) or money or others & subjects.plan_ids:
            break
        at = bisect_left(reading.lengths, left, key=lambda length: length.start)
        found |= {length.basis for length in reading.lengths[at : at + 3] if length.end <= right and not length.beside}
        end = right
    return found.pop() if len(found) == 1 else None


def _further(reading: Reading, amount: Amount, end: int) -> Basis | None:
    """The one length that a line with one price names behind it: "¥9.9: 100 次对话，30 天有效".

    A length behind another product's name is that one's: "Plus 108, gemini 一年 25".
    """
    start, stop = reading.line(amount.start)
    if reading.shape.has_money(start, amount.start) or reading.shape.has_money(end, stop):
        return None
    at = bisect_left(reading.lengths, end, key=lambda length: length.start)
    inside = [length for length in reading.lengths[at : at + 2] if length.end <= stop and not length.beside]
    if len(inside) != 1:
        return None
    sold = reading.subjects.peek(amount.start, amount.end)
    named = {name.id for name in reading.subjects.within(reading.subjects.named(PIECE), end, inside[0].start)}
    return None if named - {sold.id if sold else None} else inside[0].basis


def _below(reading: Reading, amount: Amount) -> Basis | None:
    """The length that is all of the line below a price that opens a card, or goes on in it: "$14.99", then "Monthly".

    One in front of a further number heads the next card: "月卡", "49", "季卡", "129".
    """
    if not reading.alone(amount):
        return None
    plain, units = reading.shape.plain, reading.units
    start, end = reading.line(amount.start)
    below = _FILLED.match(plain, end)
    named = units.lengths.named(below["line"].strip()) if below and len(below["line"].strip()) <= _SHORT else None
    if below is None or named is None:
        return None
    above = plain[max(0, start - _WIDE) : start].rstrip().rsplit("\n", 1)[-1].strip()
    if (
        reading.shape.blank(plain.rfind("\n", 0, max(0, start - 1)) + 1, max(0, start - 1))
        and below.start("line") == end + 1
    ):
        return named
    further = _FILLED.match(plain, below.end())
    next_one = reading.shape.within(further.start("line"), further.end(), 1) if further else ()
    return None if units.lengths.named(above) or any(map(reading.alone, next_one)) else named


def _in_field(reading: Reading, end: int) -> Basis | None:
    """The time that a field of the same record names: price: "R$ 49", period: "/mês"."""
    stop = min(reading.line(end - 1)[1], end + _FIELD)
    behind = reading.shape.plain[end:stop]
    if "/" in behind and not reading.shape.within(end, stop, 1):
        return reading.units.lengths.per(behind)
    values = reading.fields.periods(reading.shape.text, *_record(reading.shape.text, end))
    return next(filter(None, map(reading.units.lengths.named, values)), None)


def _record(text: str, at: int) -> tuple[int, int]:
    """The fields around a place, as far as the braces or the blank line that part them from the next record."""
    start = max(text.rfind(mark, max(0, at - _RECORD), at) for mark in ("{", "}", "\n\n"))
    ends = [found for mark in ("{", "}", "\n\n") if (found := text.find(mark, at, at + _RECORD)) >= 0]
    return max(start, at - _RECORD, 0), min(ends, default=at + _RECORD)


def _is_headed(reading: Reading) -> bool:
    """Whether a length stands above the first number that counts none: lists of prices stand below their lengths."""
    first = next((amount for amount in reading.shape.amounts[:_CHAIN] if not counts(reading, amount)), None)
    length = next((length for length in reading.lengths[:_CHAIN] if not length.beside), None)
    return first is not None and length is not None and length.end <= reading.line(first.start)[0]


def _heading(reading: Reading, amount: Amount) -> Basis | None:
    """A line above without money that is little more than a length: "按订阅30天"."""
    start = reading.line(amount.start)[0]
    for _ in range(_UP):
        stop = start - 1
        opens = reading.shape.plain.rfind("\n", 0, max(0, stop)) + 1
        if stop < 0:
            return None
        found = nearest(reading.lengths, opens, stop) if stop - opens <= _WIDE else None
        if found and len(reading.shape.plain[opens:stop].strip()) <= _TITLE and _unpriced(reading, found, opens, stop):
            return found.basis
        start = opens
    return None


def _unpriced(reading: Reading, length: Stretch, start: int, stop: int) -> bool:
    """Whether the only numbers of a stretch are those of its length."""
    return all(length.start <= amount.start < length.end for amount in reading.shape.within(start, stop))
