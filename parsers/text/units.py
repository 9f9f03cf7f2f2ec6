"""What a price buys: the unit behind it or in front of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from parsers.records import Basis
from parsers.text.length_patterns import COUNT, listed
from parsers.text.lengths import EACH, PIECE, Lengths, count_of
from parsers.text.phrases import alternatives, bare
from parsers.text.writing import WRITING, any_of

_ONEEACH = frozenset(map(bare, WRITING["one_each"]))
"""Words that say without any sign that a price is one piece's."""
_SEPARATOR = rf"(?P<by>/|{any_of('by', opens=False)}(?!(?<=[a-z])[ ]{{0,3}}[\u4e00-\u9fff]))"
_CLOSED = re.compile(r"[ ]{0,2}(?:[,;.|)\n]|\Z|[-–—][ ])|[ ]/[ ]")
_MANY = re.compile(r"(?<![0-9.,/])(?:[2-9]|[1-9][0-9,]{1,6})[ ]?\Z")
"""How many things a price is for together, in front of their word: "50 images $4"."""
_WAY = 24
"""How far in front of a unit the way of tokens may stand, which makes an "m" a million."""


class Behind(NamedTuple):
    """The unit behind a price, where it ends, and whether a sign or a word of division ties it to the price."""

    basis: Basis
    end: int
    firm: bool


@dataclass(frozen=True, slots=True)
class Clips:
    """The words of units.toml that tell one clip or picture from an account of the model that makes it."""

    behind: re.Pattern[str]
    before: re.Pattern[str]
    goods: re.Pattern[str]
    lines: frozenset[str]
    images: tuple[str, ...]

    @classmethod
    def of(cls, row: Mapping[str, Sequence[str]]) -> Clips:
        """The row of clips, ready to use."""
        return cls(
            re.compile(alternatives(row["behind"], opens=False)),
            re.compile(rf"{alternatives(row['before'])}[ :]{{0,2}}\Z"),
            re.compile(alternatives(row["goods"], opens=False)),
            frozenset(row["lines"]),
            tuple(row["images"]),
        )


@dataclass(frozen=True, slots=True)
class Units:
    """Every unit word, ready to find: lengths of time, things that are counted, and the ways that tokens go."""

    lengths: Lengths
    clips: Clips
    things: Mapping[str, Basis]
    things_before: Mapping[str, Basis]
    after: re.Pattern[str]
    before: re.Pattern[str]
    thing_by: re.Pattern[str]
    thing_named: re.Pattern[str]
    directions: Mapping[str, Basis]
    direction: re.Pattern[str]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Units:
        """The words of units.toml, ready to use."""
        things, ways = document["thing"], document["direction"]
        pieces = alternatives(listed(things, "behind"), opens=False)
        before = alternatives(listed(things, "before"))
        return cls(
            Lengths.of(document["period"], document["unless"]),
            Clips.of(document["clips"]),
            _words(things, "behind"),
            _words(things, "before"),
            _after(document, pieces),
            _before(document, before),
            re.compile(rf"(?:[/(]|{EACH})[ ]?(?P<word>{pieces})"),
            re.compile(before),
            _words(ways, "words"),
            re.compile(alternatives(listed(ways, "words"))),
        )

    def behind(self, plain: str, end: int) -> Behind | None:
        """The unit directly behind a price and where it ends: "/月", " a month", "一次", "/人/月"."""
        found = self.after.match(plain, end)
        basis = (
            (self._by_million(plain, found) or self._behind(found) or self._closing(plain, found)) if found else None
        )
        if found is None or basis is None or self.lengths.of_warranty(plain, found.end()):
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
        free = (
            not found["by"] and not found["n"] and "behind" in self.lengths.kinds.get(word, ()) and word[-1:].isalpha()
        )
        sign = len(word) == 1 and "front" in self.lengths.kinds.get(word, ()) and found.end() - found.start() == 1
        beside = free and (len(word) > 1 or (sign and not plain[found.start() - 1].isdigit()))
        return self.lengths.rows[word].one if beside and _CLOSED.match(plain, found.end()) else None

    def _firm(self, found: re.Match[str]) -> bool:
        word = bare(found["word"])
        return found["by"] is not None and (
            "alone" not in self.lengths.kinds.get(word, ()) or "behind" in self.lengths.kinds[word]
        )

    def _behind(self, found: re.Match[str]) -> Basis | None:
        word, count = bare(found["word"]), count_of(found["n"]) if found["n"] else None
        if found["n"] and count is None:  # "30 半年"
            word = bare(found["n"]) + word
        kinds = self.lengths.kinds_of(word)
        if "alone" in kinds and count is None:
            return self.lengths.rows[word].one
        if "short" in kinds and found["by"] == "/" and count is None:
            return self.lengths.rows[word].one
        divided = found["by"] == "/" or ("behind" in kinds and found["by"])
        if ("counted" in kinds and (count or divided)) or ("behind" in kinds and (divided or count)):
            return self.lengths.rows[word].of(count or 1)
        if word in self.things and (word in _ONEEACH or (found["by"] and count in (None, 1)) or count == 1):
            return self.things[word]
        return None

    def in_front(self, plain: str, start: int) -> Basis | None:
        """What a word directly in front of a price names: 每次4分钱, or a length by one sign: "年 140元"."""
        if found := self.before.search(plain, max(0, start - 16), start):
            many = _MANY.search(plain, max(0, found.start() - 8), found.start())
            return PIECE if many else self.things_before[bare(found["word"])]
        return self.lengths.signed(plain, start)

    def ways(self, plain: str, start: int, end: int) -> list[Basis]:
        """Every way that tokens go by the words in `[start, end)`."""
        return [self.directions[bare(found.group())] for found in self.direction.finditer(plain, start, end)]

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


def _after(document: Mapping[str, Any], pieces: str) -> re.Pattern[str]:
    """What finds the unit behind a price."""
    kinds = ("counted", "alone", "behind", "short")
    times = alternatives([word for kind in kinds for word in listed(document["period"], kind)], opens=False)
    loose = alternatives(document["between"]["behind"], opens=False)
    return re.compile(
        rf"(?:[ ]{{0,80}}|\s{{0,12}}(?=/)|[ ]{{0,4}}\n[ ]{{0,4}}(?={any_of('per_line')}[ ]))(?:{loose}[ ]{{0,2}})?"
        rf"\(?[ ]?{_SEPARATOR}?[ ]{{0,3}}{COUNT}?"
        rf"[ -]{{0,2}}(?P<word>{times}|{pieces})"
    )


def _before(document: Mapping[str, Any], things: str) -> re.Pattern[str]:
    """What finds the unit in front of a price."""
    between = alternatives(document["between"]["words"])
    return re.compile(rf"(?P<word>{things})[ ]{{0,3}}[:=—–-]?[ ]{{0,3}}(?:{between})?[ ]{{0,3}}\Z")


def _words(rows: Sequence[Mapping[str, Any]], key: str) -> dict[str, Basis]:
    return {bare(word): row["basis"] for row in rows for word in row.get(key, ())}
