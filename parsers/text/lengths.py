"""The words for lengths of time: where a text names one, and what it says that a price is for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from parsers.records import Basis
from parsers.text.cards import named_lengths
from parsers.text.length_patterns import anywhere, listed, shortened, signs_for, standing_alone, taking_turns
from parsers.text.numbers import HAN, han
from parsers.text.phrases import alternatives, bare
from parsers.text.writing import any_of, signs

PIECE: Basis = "account"
EACH = any_of("each")
_BESIDE = 2
"""Signs between a price and a length of time that still stands directly beside it."""
_MOST = 64
"""Lengths in front of a place that are looked at: a bound for hostile texts."""
_OWN = re.compile(
    rf"[ :]{{0,2}}(?:[0-9{HAN}]{{1,4}}+(?![ ]?{any_of('within_hours')})"
    rf"(?=[ ]?{any_of('durations', 'key_times', opens=False)})|{any_of('whole_time')})"
)
_OF_GIFT = r"[^\n,;.。!|()]{0,14}"
"""What may stand between the word for a gift and its length: "tặng 3 tool 30 ngày"."""
_OF_OTHER = rf"(?:(?<=[{signs('denials')}])[ ]?[^\n0-9,;。!\s]{{0,3}}|(?<![{signs('denials')}])[^\n0-9,;。!]{{0,3}})"
"""What may stand between a length and the word that makes it no good's: no stop, nor, behind a denial, a blank."""
_CALENDAR = 10
"""From here on a number of years is one of the calendar: accounts "of 20-24年"."""
_MONEY = re.compile(r"[$€£₽¥₹][ ]?\Z")
_NAMED = ("alone", "closed", "owned", "lone", "asked")
"""The groups of a length that is said by a word alone."""
_PACE = re.compile(rf"{any_of('used_up')}[ ]?/[ ]?\Z")
"""In front of the time in which so much may be used: "1000次/天 220元"."""
_CHAIN = 8
_SHORTENED = (1, 2, 3, 6, 12, 18, 24)
"""Counts that letters alone make lengths of; a chain of others, "5M — $15", counts something else."""
_UNPARTED = str.maketrans("", "", "/、|")


@dataclass(frozen=True, slots=True)
class Length:
    """A row of time: its basis for one, and for the numbers that have a basis of their own."""

    id: str
    counts: Mapping[int, Basis]
    one: Basis
    beside: bool

    def of(self, count: int) -> Basis:
        return self.one if count == 1 else self.counts.get(count, PIECE)


class Stretch(NamedTuple):
    """A length of time named at `[start, end)`; `beside` where it counts only directly beside a price."""

    start: int
    end: int
    basis: Basis
    beside: bool


@dataclass(frozen=True, slots=True)
class Lengths:
    """Every word for a length of time, ready to find; `kinds` say how a word may stand: counted, alone or behind."""

    rows: Mapping[str, Length]
    kinds: Mapping[str, frozenset[str]]
    short: re.Pattern[str]
    priced: re.Pattern[str]
    loose: re.Pattern[str]
    chained: re.Pattern[str]
    signs: re.Pattern[str]
    signs_listed: re.Pattern[str]
    counted_by: re.Pattern[str]
    anywhere: re.Pattern[str]
    unless_before: re.Pattern[str]
    unless_after: re.Pattern[str]
    taking_turns: re.Pattern[str]
    standing_alone: re.Pattern[str]

    @classmethod
    def of(cls, periods: Sequence[Mapping[str, Any]], unless: Mapping[str, Sequence[str]]) -> Lengths:
        """The periods of units.toml, and the words around a length that is no good's, ready to use."""
        behind, signs = (listed(periods, key) for key in ("behind", "front"))
        counted = alternatives(listed(periods, "counted"), opens=False)
        gifts = rf"{alternatives(unless['gifts'])}{_OF_GIFT}\Z"
        return cls(
            *_lengths(periods),
            *shortened(periods),
            *signs_for(behind, signs),
            re.compile(rf"(?:[/(]|{EACH})[ ]?(?P<word>{alternatives(behind, opens=False)})"),
            anywhere(
                alternatives(listed(periods, "alone")),
                alternatives(behind),
                counted,
                alternatives(listed(periods, "lone"), opens=False),
                alternatives(listed(periods, "label")),
            ),
            re.compile(rf"{alternatives(unless['before'])}{_OF_OTHER}\Z|{gifts}"),
            re.compile(rf"[ ]{{0,2}}{alternatives(unless['after'])}"),
            taking_turns(periods),
            standing_alone(periods),
        )

    def kinds_of(self, word: str) -> frozenset[str]:
        """How a word may stand; nothing for one that names no length."""
        return self.kinds.get(word, frozenset())

    def spans(self, plain: str) -> list[Stretch]:
        """Every length of time in a text that is neither a warranty nor a delivery time."""
        every = [*self.priced.finditer(plain), *named_lengths(self.anywhere, plain, self._is_odd, self._is_apart)]
        return [span for found in every if (span := self._span(plain, found))]

    def _is_apart(self, plain: str, position: int) -> bool:
        """Whether a number has a sign of its own in front: one for a length, or one of money ("R$ 220 mês")."""
        return bool(self.signed(plain, position) or _MONEY.search(plain, max(0, position - 2), position))

    def _is_odd(self, found: re.Match[str]) -> bool:
        return self.rows[bare(found["counted"])].of(count_of(found["n"]) or 1) == PIECE

    def _span(self, plain: str, found: re.Match[str]) -> Stretch | None:
        start, end = found.span()
        if self._is_other(plain, start, end):
            return None
        counted, number = (found["counted"], found["n"]) if found["counted"] else (found["label"], found["number"])
        length = self.rows[bare(counted or next(filter(None, map(found.group, _NAMED))))]
        count = count_of(number) if counted else 1
        if found["counted"] and not found["counted"].isascii() and _dated(plain, start, length, count):
            return None
        return Stretch(start, end, length.of(count), length.beside) if count else None

    def turns(self, plain: str) -> Iterator[Stretch]:
        """What is a length of time where it takes turns with prices: "год", "3м"; `beside` where letters are short."""
        for found in self.taking_turns.finditer(plain):
            word, start, end = bare(found["counted"] or found["short"] or found["word"] or found["sign"]), *found.span()
            count = count_of(found["n"] or found["number"] or "1")
            if found["counted"] and self._is_price(plain, found, count or 0):
                start, count = found.start("counted"), 1
            fits = count in _SHORTENED if found["short"] else not self.rows[word].beside
            if count and fits and not self._is_other(plain, start, end):
                yield Stretch(start, end, self.rows[word].of(count), found["short"] is not None)

    def _is_price(self, plain: str, found: re.Match[str], count: int) -> bool:
        """Whether a number is the price in front of a sign for the next length: "季 - 238 年 - 888"."""
        sign = "front" in self.kinds_of(bare(found["counted"])) and plain[found.start("counted") - 1] == " "
        return sign and count > _CALENDAR and self.rows[bare(found["counted"])].of(count) == PIECE

    def shortened(self, plain: str, names: Iterable[int]) -> Iterator[Stretch]:
        """The lengths that sellers shorten behind the name of a plan, which ends at one of `names`: "Plus 3M"."""
        for end in names:
            if found := self.short.match(plain, end) or self.loose.match(plain, end):
                length = self.rows[bare(found["word"])]
                yield Stretch(found.start("n"), found.end(), length.of(int(found["n"])), False)
                yield from self._chained(plain, found.end())

    def alone(self, plain: str) -> Iterator[Stretch]:
        """The lengths that are all between two signs, where a plan is named: "/ 季 /", "| 3м |"."""
        for found in self.standing_alone.finditer(plain):
            group = next(name for name in ("word", "sign", "n") if found[name])
            start, end, word = found.start(group), found.end(), bare(found["word"] or found["sign"] or found["short"])
            count = int(found["n"] or 1)
            if not (self._is_other(plain, start, end) or (found["n"] and count not in _SHORTENED)):
                yield Stretch(start, end, self.rows[word].of(count), False)

    def _is_other(self, plain: str, start: int, end: int) -> bool:
        """Whether a length is one of a warranty, a delivery or a gift."""
        return self.unless_before.search(plain, max(0, start - 24), start) is not None or self.of_warranty(plain, end)

    def _chained(self, plain: str, end: int) -> Iterator[Stretch]:
        """The further lengths of a list that is followed by one of prices: "SuperGrok 1M/3M/12M - $9/$25/$80"."""
        for _ in range(_CHAIN):
            found = self.chained.match(plain, end)
            if found is None:
                return
            end = found.end()
            yield Stretch(found.start("n"), end, self.rows[bare(found["word"])].of(int(found["n"])), False)

    def of_warranty(self, plain: str, end: int) -> bool:
        """Whether what follows makes a length one of a warranty; not if that names its own: "1个月 质保30天"."""
        word = self.unless_after.match(plain, end)
        return word is not None and not _OWN.match(plain, word.end())

    def signed(self, plain: str, start: int) -> Basis | None:
        """The length that one sign directly in front of a price names, or a word that opens the clause: "年 140元"."""
        sign = self.signs.search(plain, max(0, start - 24), start)
        if sign and sign["sign"] and _PACE.search(plain, max(0, sign.start("sign") - 12), sign.start("sign")):
            return None
        return self.rows[bare(sign["sign"] or sign["good"] or sign["word"])].one if sign else None

    def signs_of(self, plain: str, start: int, count: int) -> list[Basis]:
        """The lengths of as many signs in front of as many prices: "日/周/月：5/25/80 元"."""
        found = self.signs_listed.search(plain, max(0, start - 24), start) if count > 1 else None
        named = found["signs"].translate(_UNPARTED) if found else ""
        return [self.rows[bare(sign)].one for sign in named] if len(named) == count else []

    def per(self, words: str) -> Basis | None:
        """The time that a few words count by: "元/月", "(mo)", "每年"."""
        found = self.counted_by.search(words)
        return self.rows[bare(found["word"])].one if found else None

    def named(self, words: str) -> Basis | None:
        """The time that the whole of a few words is: "month", "月", "monthly", "30 days"."""
        if word := self.kinds.get(bare(words)):
            return self.rows[bare(words)].one if word & {"behind", "alone", "counted"} else None
        span = next(iter(self.spans(words)), None) or next(self.alone(words), None)
        return span.basis if span and not span.beside and span.end - span.start == len(words) else None


def nearest(spans: Sequence[Stretch], start: int, stop: int) -> Stretch | None:
    """The last length named between two places of a text."""
    last = bisect_left(spans, stop, key=lambda span: span.start) - 1
    for at in range(last, max(-1, last - _MOST), -1):
        span = spans[at]
        if span.start < start:
            return None
        if not span.beside or stop - span.end <= _BESIDE:
            return span
    return None


def count_of(written: str) -> int | None:
    value = int(written) if written.isdigit() and written.isascii() else han(written)
    return int(value) if value is not None and value == int(value) and value > 0 else None


def _dated(plain: str, start: int, length: Length, count: int | None) -> bool:
    """Whether a count is the end of a range, or a calendar year: "20-24年老号", "误差1~7天", "26年1月开通"."""
    range_ends = start > 1 and plain[start - 1] in "-~–" and plain[start - 2].isdigit()
    return range_ends or (length.id == "year" and (count or 0) >= _CALENDAR)


def _lengths(rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Length], dict[str, frozenset[str]]]:
    lengths: dict[str, Length] = {}
    kinds: dict[str, frozenset[str]] = {}
    for row in rows:
        counts: dict[int, Basis] = {int(number): basis for number, basis in row.get("counts", {}).items()}
        length = Length(row["id"], counts, counts.get(1, row["id"]), row.get("beside", False))
        for kind in ("counted", "alone", "behind", "front", "short", "priced", "label"):
            for word in row.get(kind, ()):
                lengths[bare(word)] = length
                kinds[bare(word)] = kinds.get(bare(word), frozenset()) | {kind}
    return lengths, kinds
