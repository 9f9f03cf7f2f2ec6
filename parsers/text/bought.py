"""What one amount of money buys: the unit beside it, or the length of time of what is sold."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from parsers.records import Basis, Mention
from parsers.text.amounts import Amount
from parsers.text.labelled_lines import labelling
from parsers.text.reading import Reading
from parsers.text.timed import counts
from parsers.text.touching import TOUCH, bracketed, closing, led
from parsers.text.units import PIECE, Behind, Stretch, nearest
from parsers.text.writing import any_of

_LISTED = re.compile(r"[ ]?[/、][ ]?(?:[^\W\d_]{2,16}[ ]{1,2}|[^\W\d_]{2,4}[ ]?){0,2}")
_SMALL = {"USD": Decimal("0.5"), "USDT": Decimal("0.5"), "EUR": Decimal("0.5"), "CNY": Decimal(3), "RUB": Decimal(40)}
"""Less than any account of a maker of pictures costs."""
_CLIPS = re.compile(rf"{any_of('clips')}[^\w\n]{{0,6}}\Z")
_CLIPS_NEAR = 16
_PARALLEL = re.compile(r"[^\w\n]{0,6}\n?[^\d\n]{0,20}")
"""Between a list of lengths and the list of their prices, which may stand on the next line."""
_STROKE = re.compile(r"[ ]?[/、|][ ]?")
_LEADS_TO = re.compile(
    rf"{TOUCH.pattern}|[ ]?{any_of('respectively', opens=False)}[^\w\n]{{0,3}}[^\W\d]?[^\w\n]{{0,3}}"
)
_LISTS = 8
"""Lengths and amounts of two parallel lists that are looked at."""
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


def basis_of(reading: Reading, amount: Amount) -> tuple[Basis, int]:
    """What the amount buys, and where the words that say so end."""
    plain, units = reading.shape.plain, reading.units
    if placed := bracketed(reading, amount.end) or _parallel(reading, amount):
        return placed.basis, max(amount.end, placed.end)
    behind = _of_goods(reading, amount, units.behind(plain, _list_end(reading, amount)))
    front = led(reading, amount)
    next_one = front and behind and _opens_next(reading, behind.end)
    if behind and _opens_next(reading, behind.end) and (signed := _signed(reading, amount)):
        return signed, amount.end
    if behind and behind.firm and behind.basis != PIECE and not next_one:
        return behind.basis, behind.end
    if front:
        return PIECE if _added(reading, front) else front.basis, amount.end
    if behind and behind.basis != PIECE:
        return behind.basis, min(behind.end, max(amount.end, behind.end))
    end = behind.end if behind else amount.end
    last = closing(reading, amount)
    named = (last and last.basis) or units.in_front(plain, amount.start) or _length(reading, amount, end)
    return named or _picture(reading, amount) or PIECE, end


def _picture(reading: Reading, amount: Amount) -> Basis | None:
    """One picture or clip, where a sum too small for an account is asked for a model that makes them.

    One clip too where a word in front counts them: "sora-2 一条两毛".
    """
    if reading.units.clip_before.search(reading.shape.plain, max(0, amount.start - _CLIPS_NEAR), amount.start):
        return "video" if _makes_clips(reading, amount, reading.subjects.peek(amount.start, amount.end)) else None
    if amount.currency not in _SMALL or amount.values[-1] >= _SMALL[amount.currency]:
        return None
    sold = reading.subjects.peek(amount.start, amount.end)
    if _makes_clips(reading, amount, sold):
        return "video"
    return "image" if sold and sold.id.startswith(reading.units.image_lines) else None


def _signed(reading: Reading, amount: Amount) -> Basis | None:
    """The length in front of an amount, "월 9,900원 / 연 99,000원", unless it is the unit of the amount before.

    In a chain, "月 29 / 季 79 / 年 269", what stands in front of the first one says which way it goes.
    """
    plain, amounts = reading.shape.plain, reading.shape.amounts
    basis = reading.units.in_front(plain, amount.start)
    at = bisect_left(reading.shape.starts, amount.start)
    for _ in range(_CHAIN if basis else 0):
        last = reading.units.behind(plain, amounts[at - 1].end) if at > 0 else None
        if last is None or last.end < amounts[at].start - 1:
            return basis
        at -= 1
        if reading.units.in_front(plain, amounts[at].start) is None:
            return None
    return None


def _parallel(reading: Reading, amount: Amount) -> Stretch | None:
    """The length at the amount's place, where as many lengths as amounts stand in front: "日卡/月卡 5元/80元"."""
    amounts, starts = reading.shape.amounts, reading.shape.starts
    at = first = bisect_left(starts, amount.start)
    while first > 0 and at - first < _LISTS and _strokes(reading, amounts[first - 1].end, amounts[first].start):
        first -= 1
    last = at
    while last + 1 < len(amounts) and last - first < _LISTS and _strokes(reading, amounts[last].end, starts[last + 1]):
        last += 1
    count = last - first + 1
    if signed := reading.units.signs_of(reading.shape.plain, amounts[first].start, count):
        return Stretch(amount.start, amount.start, signed[at - first], False)
    stop = bisect_left(reading.lengths, amounts[first].start, key=lambda length: length.start)
    if count >= 2 and stop and (basis := _shared(reading, reading.lengths[stop - 1], first, count, at - first)):
        return reading.lengths[stop - 1]._replace(basis=basis)
    named = reading.lengths[max(0, stop - count) : stop]
    if (
        count < 2
        or len(named) != count
        or not _LEADS_TO.fullmatch(reading.shape.plain, named[-1].end, amounts[first].start)
    ):
        return None
    apart = all(_strokes(reading, left.end, right.start) for left, right in pairwise(named))
    return named[at - first] if apart else None


def _shared(reading: Reading, last: Stretch, first: int, count: int, place: int) -> Basis | None:
    """What the amount at a place is for, where lengths share a unit: "1 / 3 / 6 months", "Price: $12 / $34 / $65"."""
    plain, starts = reading.shape.plain, reading.shape.starts
    end = bisect_left(starts, last.start)
    own = reading.shape.amounts[max(0, end - count + 1) : end + 1]
    if len(own) != count or own[-1].start != last.start or any(amount.kind != "number" for amount in own):
        return None
    listed = all(_strokes(reading, left.end, right.start) for left, right in pairwise(own))
    if not listed or not _PARALLEL.fullmatch(plain, last.end, starts[first]):
        return None
    unit = plain[own[-1].end : last.end].strip(" -")
    return reading.units.named(f"{own[place].values[0].normalize():f} {unit}")


def _strokes(reading: Reading, start: int, end: int) -> bool:
    return start < end and _STROKE.fullmatch(reading.shape.plain, start, end) is not None


def _of_goods(reading: Reading, amount: Amount, behind: Behind | None) -> Behind | None:
    """The unit behind a price, by what is sold: "75元/张" of a plan counts cards, "0.3/条" of Sora clips."""
    if behind is None or behind.basis not in ("image", PIECE):
        return behind
    sold = reading.subjects.peek(amount.start, amount.end)
    if behind.basis == PIECE:
        return behind._replace(basis="video") if _is_clip(reading, amount, behind, sold) else behind
    return Behind(PIECE, behind.end, behind.firm) if sold and sold.id in reading.subjects.plan_ids else behind


def _is_clip(reading: Reading, amount: Amount, behind: Behind, sold: Mention | None) -> bool:
    """Whether one piece of what is sold is a clip: named so in front, or of a model that makes them, and no account."""
    plain, units = reading.shape.plain, reading.units
    clip = units.clip.search(plain, amount.end, behind.end) is not None
    if clip and _CLIPS.search(plain, max(0, amount.start - _CLIPS_NEAR), amount.start):
        return True
    return clip and _makes_clips(reading, amount, sold)


def _makes_clips(reading: Reading, amount: Amount, sold: Mention | None) -> bool:
    """Whether what is sold is a model that makes clips, and no word for an account stands between it and its price."""
    if sold is None or sold.id.split("-")[0] not in reading.units.clip_lines:
        return False
    start = sold.span.end
    return reading.units.clip_goods.search(reading.shape.plain, start, max(start, amount.start)) is None


def _opens_next(reading: Reading, end: int) -> bool:
    """Whether the next amount begins directly behind a unit, which may then be its own."""
    at = bisect_left(reading.shape.starts, end)
    following = reading.shape.starts[at : at + 1]
    return bool(following) and TOUCH.fullmatch(reading.shape.plain, end, following[0]) is not None


def _list_end(reading: Reading, amount: Amount) -> int:
    """Where the list ends that an amount is in, for its unit follows the last: "29/59/129元/月"."""
    starts, end = reading.shape.starts, amount.end
    for at in range(bisect_left(starts, amount.start) + 1, min(len(starts), bisect_left(starts, amount.start) + 6)):
        following = reading.shape.amounts[at]
        counted = counts(reading, following)
        if (
            counted
            or following.currency != amount.currency
            or not _LISTED.fullmatch(reading.shape.plain, end, following.start)
        ):
            break
        if reading.units.behind(reading.shape.plain, end):
            break
        end = following.end
    return end


def _length(reading: Reading, amount: Amount, end: int) -> Basis | None:
    """The length of time of what is sold: named with the product, or else on the price's own line or the one above."""
    outline = reading.shape.outline
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
        return PIECE if _added(reading, found) else found.basis
    if label := labelling(reading, amount.start):
        return label.basis
    beside = _in_field(reading, end) or _further(reading, amount, end) or _below(reading, amount)
    beside = beside or _described(reading, amount, mention)
    return beside or _heading(reading, amount) or _of_all(reading, amount, mention)


def _of_title(reading: Reading, amount: Amount, mention: Mention) -> Basis | None:
    """The one length of the first line that names the good, above the price's own: what stands below describes it."""
    names = reading.subjects.named(PIECE)
    first = next((name for name in names[:_CHAIN] if name.id == mention.id), mention)
    start, stop = reading.line(first.span.start)
    if stop >= reading.line(amount.start)[0] or reading.shape.has_money(start, stop):
        return None
    at = bisect_left(reading.lengths, start, key=lambda length: length.start)
    bases = {length.basis for length in reading.lengths[at : at + _LISTS] if length.end <= stop and not length.beside}
    return bases.pop() if len(bases) == 1 else None


def _added(reading: Reading, length: Stretch) -> bool:
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
    named = units.named(below["line"].strip()) if below and len(below["line"].strip()) <= _SHORT else None
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
    return None if units.named(above) or any(map(reading.alone, next_one)) else named


def _in_field(reading: Reading, end: int) -> Basis | None:
    """The time that a field of the same record names: price: "R$ 49", period: "/mês"."""
    stop = min(reading.line(end - 1)[1], end + _FIELD)
    behind = reading.shape.plain[end:stop]
    if "/" in behind and not reading.shape.within(end, stop, 1):
        return reading.units.per(behind)
    values = reading.fields.periods(reading.shape.text, *_record(reading.shape.text, end))
    return next(filter(None, map(reading.units.named, values)), None)


def _record(text: str, at: int) -> tuple[int, int]:
    """The fields around a place, as far as the braces or the blank line that part them from the next record."""
    start = max(text.rfind(mark, max(0, at - _RECORD), at) for mark in ("{", "}", "\n\n"))
    ends = [found for mark in ("{", "}", "\n\n") if (found := text.find(mark, at, at + _RECORD)) >= 0]
    return max(start, at - _RECORD, 0), min(ends, default=at + _RECORD)


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
