"""What a price buys: the unit behind or in front of it, and the lengths of time that a text names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from parsers.records import Basis
from parsers.text.cards import named_lengths
from parsers.text.numbers import HAN, han
from parsers.text.phrases import alternatives, bare
from parsers.text.writing import WRITING, any_of, signs

PIECE: Basis = "account"
_EACH = any_of("each")
_ONE_EACH = frozenset(map(bare, WRITING["one_each"]))
"""Words that say without any sign that a price is one piece's."""
_SEPARATOR = rf"(?P<by>/|{any_of('by', opens=False)}(?!(?<=[a-z])[ ]{{0,3}}[\u4e00-\u9fff]))"
_BESIDE = 2
"""Signs between a price and a length of time that still stands directly beside it."""
_MOST = 64
"""Lengths in front of a place that are looked at: a bound for hostile texts."""
_OWN = re.compile(rf"[ :]{{0,2}}(?:[0-9{HAN}]{{1,4}}+(?![ ]?{any_of('within_hours')})|{any_of('whole_time')})")
_OF_GIFT = r"[^\n,;.。!|()]{0,14}"
"""What may stand between the word for a gift and its length: "tặng 3 tool 30 ngày"."""
_TIE = r"(?:[ ]{0,2}[:=—–-][ ]{0,2}|[ ])"
"""Between a length at the head of a clause and its price."""
_PRICED = rf"(?=[ ]?[:=–-][ ]?(?:rp\.?[ ]?)?[0-9]|[ ](?:rp\.?[ ]?)?[0-9.]{{1,7}}{any_of('rupiahs', opens=False)})"
"""Behind a length of one letter: its price, "1b : 25k"."""
_CALENDAR = 10
"""From here on a number of years is one of the calendar: accounts "of 20-24年"."""
_CLOSED = re.compile(r"[ ]{0,2}(?:[,;.|)\n]|\Z|[-–—][ ])")
_MONEY = re.compile(r"[$€£₽¥₹][ ]?\Z")
_ITS_PRICE = (
    r"[ ]?[:=–—→-]?[ ]?(?:[$€£₹₽]|rp\.?|r\$)?[ ]?[0-9][0-9.,]{0,9}k?[ ]?(?:[$€£₽₹]|[a-z]{2,4})?[ ]{0,2}[|/,;·]?[ ]{0,2}"
)
"""Between two lengths of a list: what the first of them costs."""
_WAY = 24
"""How far in front of a unit the way of tokens may stand, which makes an "m" a million."""
_CHAIN = 8
_UNPARTED = str.maketrans("", "", "/、|")
_LIMITS = signs("limit_signs")
"""Behind a word of time: signs of what a pass holds in it, as in "月卡 150 日限 30 刀"."""
_COUNT = rf"(?P<n>[0-9]{{1,3}}|[{HAN}]{{1,2}})"

Four = tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]


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


class Behind(NamedTuple):
    """The unit behind a price, where it ends, and whether a sign or a word of division ties it to the price."""

    basis: Basis
    end: int
    firm: bool


@dataclass(frozen=True, slots=True)
class Units:
    """Every unit word, ready to find; `kinds` say how a word may stand: counted, alone or behind."""

    lengths: Mapping[str, Length]
    kinds: Mapping[str, frozenset[str]]
    short: re.Pattern[str]
    priced: re.Pattern[str]
    loose: re.Pattern[str]
    chained: re.Pattern[str]
    things: Mapping[str, Basis]
    things_before: Mapping[str, Basis]
    after: re.Pattern[str]
    before: re.Pattern[str]
    signs: re.Pattern[str]
    signs_listed: re.Pattern[str]
    counted_by: re.Pattern[str]
    thing_by: re.Pattern[str]
    thing_named: re.Pattern[str]
    anywhere: re.Pattern[str]
    unless_before: re.Pattern[str]
    unless_after: re.Pattern[str]
    directions: Mapping[str, Basis]
    direction: re.Pattern[str]
    clip: re.Pattern[str]
    clip_before: re.Pattern[str]
    clip_lines: frozenset[str]
    clip_goods: re.Pattern[str]
    image_lines: tuple[str, ...]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Units:
        """The words of units.toml, ready to use."""
        periods, things, unless = document["period"], document["thing"], document["unless"]
        lengths, kinds = _lengths(periods)
        pieces = alternatives(_listed(things, "behind"), opens=False)
        before = alternatives(_listed(things, "before"))
        behind, signs = (_listed(periods, key) for key in ("behind", "front"))
        counted = alternatives(_listed(periods, "counted"), opens=False)
        alone = alternatives(_listed(periods, "alone"))
        return cls(
            lengths,
            kinds,
            *_shortened(periods),
            _words(things, "behind"),
            _words(things, "before"),
            _after(document, pieces),
            _before(document, before),
            *_signs(behind, signs),
            re.compile(rf"(?:[/(]|{_EACH})[ ]?(?P<word>{alternatives(behind, opens=False)})"),
            re.compile(rf"(?:[/(]|{_EACH})[ ]?(?P<word>{pieces})"),
            re.compile(before),
            _anywhere(alone, alternatives(behind), counted),
            re.compile(
                rf"{alternatives(unless['before'])}[^\n0-9]{{0,3}}\Z|{alternatives(unless['gifts'])}{_OF_GIFT}\Z"
            ),
            re.compile(rf"[ ]{{0,2}}{alternatives(unless['after'])}"),
            _words(document["direction"], "words"),
            re.compile(alternatives(_listed(document["direction"], "words"))),
            re.compile(alternatives(document["clips"]["behind"], opens=False)),
            re.compile(rf"{alternatives(document['clips']['before'])}[ :]{{0,2}}\Z"),
            frozenset(document["clips"]["lines"]),
            re.compile(alternatives(document["clips"]["goods"], opens=False)),
            tuple(document["clips"]["images"]),
        )

    def spans(self, plain: str) -> list[Stretch]:
        """Every length of time in a text that is neither a warranty nor a delivery time."""
        every = [*self.priced.finditer(plain), *named_lengths(self.anywhere, plain, self._is_odd, self._is_apart)]
        return [span for found in every if (span := self._span(plain, found))]

    def _is_apart(self, plain: str, position: int) -> bool:
        """Whether a number has a sign of its own in front: one for a length, or one of money ("R$ 220 mês")."""
        return bool(self.signed(plain, position) or _MONEY.search(plain, max(0, position - 2), position))

    def _is_odd(self, found: re.Match[str]) -> bool:
        return self.lengths[bare(found["counted"])].of(_count(found["n"]) or 1) == PIECE

    def _span(self, plain: str, found: re.Match[str]) -> Stretch | None:
        start, end = found.span()
        if self.unless_before.search(plain, max(0, start - 24), start) or self._of_warranty(plain, end):
            return None
        length = self.lengths[bare(found["counted"] or found["alone"] or found["closed"])]
        count = _count(found["n"]) if found["counted"] else 1
        if found["counted"] and not found["counted"].isascii() and _dated(plain, start, length, count):
            return None
        return Stretch(start, end, length.of(count), length.beside) if count else None

    def shortened(self, plain: str, names: Iterable[int]) -> Iterator[Stretch]:
        """The lengths that sellers shorten behind the name of a plan, which ends at one of `names`: "Plus 3M"."""
        for end in names:
            if found := self.short.match(plain, end) or self.loose.match(plain, end):
                length = self.lengths[bare(found["word"])]
                yield Stretch(found.start("n"), found.end(), length.of(int(found["n"])), False)
                yield from self._chained(plain, found.end())

    def _chained(self, plain: str, end: int) -> Iterator[Stretch]:
        """The lengths that are shortened likewise behind the prices of a list: "SuperGrok 1M $7 | 3M $18"."""
        for _ in range(_CHAIN):
            found = self.chained.match(plain, end)
            if found is None:
                return
            end = found.end()
            yield Stretch(found.start("n"), end, self.lengths[bare(found["word"])].of(int(found["n"])), False)

    def _of_warranty(self, plain: str, end: int) -> bool:
        """Whether what follows makes a length one of a warranty; not if that names its own: "1个月 质保30天"."""
        word = self.unless_after.match(plain, end)
        return word is not None and not _OWN.match(plain, word.end())

    def behind(self, plain: str, end: int) -> Behind | None:
        """The unit directly behind a price and where it ends: "/月", " a month", "一次", "/人/月"."""
        found = self.after.match(plain, end)
        basis = (
            (self._by_million(plain, found) or self._behind(found) or self._closing(plain, found)) if found else None
        )
        if found is None or basis is None or self._of_warranty(plain, found.end()):
            return None
        if basis == PIECE and (more := self.after.match(plain, found.end())) and more["by"] and self._behind(more):
            return Behind(self._behind(more) or basis, more.end(), True)
        return Behind(basis, found.end(), self._firm(found))

    def _by_million(self, plain: str, found: re.Match[str]) -> Basis | None:
        """A million tokens for an "m" behind a way that they go: "缓存读 0.3元/m"; elsewhere it is a month."""
        is_m = found["by"] == "/" and not found["n"] and found["word"] == "m"
        ways = is_m and self.ways(
            plain, max(plain.rfind("\n", 0, found.start()) + 1, found.start() - _WAY), found.start()
        )
        return "mtok" if ways else None

    def _closing(self, plain: str, found: re.Match[str]) -> Basis | None:
        """The time that closes the clause of a price without any word between: "R$ 39 mês, ..."."""
        word = bare(found["word"])
        free = not found["by"] and not found["n"] and "behind" in self.kinds.get(word, ()) and word[-1:].isalpha()
        return self.lengths[word].one if free and len(word) > 1 and _CLOSED.match(plain, found.end()) else None

    def _firm(self, found: re.Match[str]) -> bool:
        word = bare(found["word"])
        return found["by"] is not None and ("alone" not in self.kinds.get(word, ()) or "behind" in self.kinds[word])

    def _behind(self, found: re.Match[str]) -> Basis | None:
        word, count = bare(found["word"]), _count(found["n"]) if found["n"] else None
        if found["n"] and count is None:  # "30 半年"
            word = bare(found["n"]) + word
        kinds = self.kinds.get(word, frozenset())
        if "alone" in kinds and count is None:
            return self.lengths[word].one
        if "short" in kinds and found["by"] == "/" and count is None:
            return self.lengths[word].one
        divided = found["by"] == "/" or ("behind" in kinds and found["by"])
        if ("counted" in kinds and (count or divided)) or ("behind" in kinds and (divided or count)):
            return self.lengths[word].of(count or 1)
        if word in self.things and (word in _ONE_EACH or (found["by"] and count in (None, 1)) or count == 1):
            return self.things[word]
        return None

    def in_front(self, plain: str, start: int) -> Basis | None:
        """What a word directly in front of a price names: 每次4分钱, or a length by one sign: "年 140元"."""
        if found := self.before.search(plain, max(0, start - 16), start):
            return self.things_before[bare(found["word"])]
        return self.signed(plain, start)

    def signed(self, plain: str, start: int) -> Basis | None:
        """The length that one sign directly in front of a price names, or a word that opens the clause: "年 140元"."""
        sign = self.signs.search(plain, max(0, start - 24), start)
        return self.lengths[bare(sign["sign"] or sign["good"] or sign["word"])].one if sign else None

    def signs_of(self, plain: str, start: int, count: int) -> list[Basis]:
        """The lengths of as many signs in front of as many prices: "日/周/月：5/25/80 元"."""
        found = self.signs_listed.search(plain, max(0, start - 24), start) if count > 1 else None
        named = found["signs"].translate(_UNPARTED) if found else ""
        return [self.lengths[bare(sign)].one for sign in named] if len(named) == count else []

    def ways(self, plain: str, start: int, end: int) -> list[Basis]:
        """Every way that tokens go by the words in `[start, end)`."""
        return [self.directions[bare(found.group())] for found in self.direction.finditer(plain, start, end)]

    def per(self, words: str) -> Basis | None:
        """The time that a few words count by: "元/月", "(mo)", "每年"."""
        found = self.counted_by.search(words)
        return self.lengths[bare(found["word"])].one if found else None

    def named(self, words: str) -> Basis | None:
        """The time that the whole of a few words is: "month", "月", "monthly", "30 days"."""
        if word := self.kinds.get(bare(words)):
            return self.lengths[bare(words)].one if word & {"behind", "alone", "counted"} else None
        span = next(iter(self.spans(words)), None)
        return span.basis if span and not span.beside and span.end - span.start == len(words) else None

    def counted(self, word: str) -> Basis | None:
        """The thing that a word by itself says a price counts by: "按次", "per image"."""
        return self.things_before.get(bare(word))

    def thing(self, words: str) -> Basis | None:
        """The thing that a few words count by: "元/次", "单张价格"."""
        if found := self.thing_by.search(words):
            return self.things[bare(found["word"])]
        found = self.thing_named.search(words)
        return self.things_before[bare(found.group())] if found else None

    def way(self, plain: str, start: int, end: int) -> Basis | None:
        """Input, output or cache: the last word of that kind in `[start, end)`."""
        found = list(self.direction.finditer(plain, start, end))
        return self.directions[bare(found[-1].group())] if found else None


def _dated(plain: str, start: int, length: Length, count: int | None) -> bool:
    """Whether a count is the end of a range, or a calendar year: "20-24年老号", "误差1~7天", "26年1月开通"."""
    range_ends = start > 1 and plain[start - 1] in "-~–" and plain[start - 2].isdigit()
    return range_ends or (length.id == "year" and (count or 0) >= _CALENDAR)


def _shortened(periods: Sequence[Mapping[str, Any]]) -> Four:
    """What finds a length that is shortened.

    Behind a plan's name, in front of its price, further behind the name, and behind the price of the one before.
    """
    short, priced, loose = (alternatives(_listed(periods, key), opens=False) for key in ("short", "priced", "loose"))
    dated = "".join(_listed(periods, "loose_unless"))
    return (
        re.compile(rf"[ \-|(\[•·—–/]{{0,4}}(?P<n>[0-9]{{1,2}})[ ]?(?P<word>{short})(?![0-9]|[ ]?{any_of('counted')})"),
        re.compile(rf"(?<![0-9a-z.,])(?P<n>1|2|3|6|12)[ ]?(?P<counted>{priced}){_PRICED}"),
        re.compile(rf"[^\n|0-9,;。]{{0,16}}(?<![0-9./-])(?P<n>1|2|3|6|12)[ ]?(?P<word>{loose})(?![0-9{dated}])"),
        re.compile(rf"{_ITS_PRICE}(?P<n>1|2|3|6|12|18)[ ]?(?P<word>{short})(?=[ ]?[:=\-–—→$€£₹])"),
    )


def _anywhere(alone: str, behind: str, counted: str) -> re.Pattern[str]:
    """What finds a length anywhere: a word for one, a unit alone in brackets, "Pro (год)", or a count of units."""
    return re.compile(
        rf"(?P<alone>{alone})|(?<=\()(?P<closed>{behind})(?=[ ]?\))"
        rf"|(?<![0-9.])(?<![0-9]:)(?:(?<!/)|(?<=[0-9]/)(?<!24/)){_COUNT}[ _-]?(?P<counted>{counted})(?![{_LIMITS}])"
    )


def _signs(behind: Sequence[str], signs: Sequence[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds the length that one sign or a word names in front of a price, and the signs of several prices."""
    one = "".join(signs)
    return (
        re.compile(
            rf"(?:\A|[\s,;:、/|()。!?\ue004\ue005]|{any_of('sold_as', opens=False)})"
            rf"(?P<sign>[{one}])\)?[ :]{{0,3}}(?:{any_of('about')}[ ]?)?\Z"
            rf"|(?:\A|[\s,;:、/|(])(?P<good>{any_of('for_good')})[ :]{{0,2}}\Z"
            rf"|(?:\A|[\n,;:、/|(。•·*\ue004\ue005₽€₴₸–—])[ ]{{0,3}}(?:[^\W\d_]{{3,10}} )?"
            rf"(?P<word>{alternatives(behind)})(?:{_TIE}|[ ]{any_of('buys')}[ ])\Z"
        ),
        re.compile(rf"(?P<signs>[{one}](?:[/、|][{one}]){{1,5}})[ :]{{0,3}}\Z"),
    )


def _after(document: Mapping[str, Any], pieces: str) -> re.Pattern[str]:
    """What finds the unit behind a price."""
    kinds = ("counted", "alone", "behind", "short")
    times = alternatives([word for kind in kinds for word in _listed(document["period"], kind)], opens=False)
    loose = alternatives(document["between"]["behind"], opens=False)
    return re.compile(
        rf"(?:[ ]{{0,80}}|\s{{0,12}}(?=/)|[ ]{{0,4}}\n[ ]{{0,4}}(?={any_of('per_line')}[ ]))(?:{loose}[ ]{{0,2}})?"
        rf"\(?[ ]?{_SEPARATOR}?[ ]{{0,3}}{_COUNT}?"
        rf"[ -]{{0,2}}(?P<word>{times}|{pieces})"
    )


def _before(document: Mapping[str, Any], things: str) -> re.Pattern[str]:
    """What finds the unit in front of a price."""
    between = alternatives(document["between"]["words"])
    return re.compile(rf"(?P<word>{things})[ ]{{0,3}}[:=—–-]?[ ]{{0,3}}(?:{between})?[ ]{{0,3}}\Z")


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


def _count(written: str) -> int | None:
    value = int(written) if written.isdigit() and written.isascii() else han(written)
    return int(value) if value is not None and value == int(value) and value > 0 else None


def _listed(rows: Sequence[Mapping[str, Any]], key: str) -> list[str]:
    return [word for row in rows for word in row.get(key, ())]


def _words(rows: Sequence[Mapping[str, Any]], key: str) -> dict[str, Basis]:
    return {bare(word): row["basis"] for row in rows for word in row.get(key, ())}


def _lengths(rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Length], dict[str, frozenset[str]]]:
    lengths: dict[str, Length] = {}
    kinds: dict[str, frozenset[str]] = {}
    for row in rows:
        counts: dict[int, Basis] = {int(number): basis for number, basis in row.get("counts", {}).items()}
        length = Length(row["id"], counts, counts.get(1, row["id"]), row.get("beside", False))
        for kind in ("counted", "alone", "behind", "front", "short", "priced"):
            for word in row.get(kind, ()):
                lengths[bare(word)] = length
                kinds[bare(word)] = kinds.get(bare(word), frozenset()) | {kind}
    return lengths, kinds
