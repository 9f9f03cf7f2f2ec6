"""Reads the names of fields in data that is published as it is: which numbers are prices, and in which money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast, get_args

from parsers.text.currencies import Currencies
from parsers.text.phrases import alternatives, pieces
from parsers.text.shapes import Shape
from parsers.text.writing import any_of

Kind = Literal["price", "void", "currency", "cost", "period", "days", "months", "minor", "title"]

_NAMED = re.compile(
    r"[\"'\[【〖(]?(?P<key>[^\W\d][\w\- ]{0,40}?)[\"'\]】〗)]{0,2}[ ]{0,12}(?:(?<=[】〗])|:|=>?)"
    r"[ ]{0,3}[\"'\[{]{0,3}[ ]{0,3}(?:(?:[a-z]{1,12}[ .]){0,3}[a-z]{1,16}\([\"']?)?\Z"
)
_TAGGED = re.compile(
    r"<[A-Za-z][^<>]{0,80}?(?:class|id|itemprop|name)=[\"'](?P<key>[^\"'<>]{1,80})[\"'][^<>]{0,200}>\s{0,40}\Z"
)
_CODE = re.compile(r"[:=][ ]{0,3}[\"'](?P<money>[A-Z]{3,4})[\"']")
_VALUE = re.compile(
    r"(?P<key>[^\W\d][\w\- ]{1,20})[\"']?[ ]{0,2}[:=][ ]{0,2}[\"'][ ]?"
    rf"(?:/|{any_of('each', opens=False)})?[ ]?(?P<value>[^\"'\n]{{1,12}})[\"']"
)
_COUNT = re.compile(r"(?P<key>[^\W\d][\w\- ]{1,24})[\"']?[ ]{0,2}[:=][ ]{0,2}[\"']?(?P<n>[0-9]{1,3})(?![0-9.])")
_TITLE = re.compile(
    r"(?P<key>[^\W\d][\w\- ]{1,24})[\"'】]?[ ]{0,2}[:=】]>?[ ]{0,2}"
    r"(?:[\"'](?P<value>[^\"'\n]{2,80})|(?P<bare>(?:[^\"',\n]|,(?![ ]?[\"']?[^\W\d][\w\-]{0,24}[\"']?[ ]?[:=])){2,80}))"
)
_DAYS = range(7, 400)
"""Days that a pass may be for; a smaller number may be of months."""
_WRITTEN = re.compile(r"[\"'\]】]{0,2}\s{0,12}(?::|=>?|(?<=】))\s{0,3}[\"']?(?P<money>[a-z]{3,4}|\W)")
_QUOTES, _TIES = " \"'[{", (":", "=", ">", "】", "〗", "(")
"""What may stand between a field and its value, and what ties the two."""
_JOINT = re.compile(r"[_\-]|(?<=[a-z])(?=[A-Z])")
_REACH = 60

_POINTS = re.compile(rf"(?:[kw][ ]?)?{any_of('points')}")
_COUNTING = re.compile(r"[0-9][kw]?[ ]{0,3}\Z")


@dataclass(frozen=True, slots=True)
class Field:
    """What the name of a number's field says: a price or none; in which money, and whether in its hundredths."""

    kind: Kind
    currency: str | None
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """The words of field names, ready to find."""

    kinds: Mapping[Kind, re.Pattern[str]]
    stems: Mapping[Kind, re.Pattern[str]]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Fields:
        """Compile fields.toml; a row of an unknown kind is refused."""
        words: dict[Kind, list[str]] = {}
        for row in document["field"]:
            if row.get("kind") not in get_args(Kind):
                raise ValueError(f"field {row['id']!r}: {row.get('kind')!r} is no kind; known: {get_args(Kind)}")
            words.setdefault(cast(Kind, row["kind"]), []).extend(row.get("words", ()))
        return cls(
            {kind: re.compile(alternatives(listed)) for kind, listed in words.items()},
            {
                kind: re.compile("|".join(sorted({re.escape(pieces(word)[0]) for word in listed})))
                for kind, listed in words.items()
            },
        )

    def may_hold(self, text: str, *kinds: Kind) -> bool:
        """Whether a text holds how a word of these kinds begins, so that its fields are worth a look."""
        lower = text.lower()
        return any(self.stems[kind].search(lower) for kind in kinds)

    def has(self, kind: Kind, name: str) -> bool:
        """Whether the name of a field holds a word of this kind: sale_price, salePrice."""
        return self.kinds[kind].search(_worded(name)) is not None

    def at(self, shape: Shape, currencies: Currencies, start: int) -> Field | None:
        """The field whose value begins at `start`, if its name says what the number is."""
        key, in_order = self._key(shape, start)
        kind = self._kind(key, in_order) if key else None
        if kind == "void" and (key[-1:].isdigit() or self._is_length(shape, key, start)):
            return None  # the count stands in the name already: "Qty 5-19: $5.90"
        if kind == "cost":
            kind = "void" if _holds(self.kinds["price"], shape.text) else "price"
        if kind is None:
            return None
        money = currencies.named(key, shape.tongue)
        return Field(kind, money[0] if money else None, self.kinds["minor"].search(key) is not None)

    def _is_length(self, shape: Shape, key: str, start: int) -> bool:
        """Whether a length or points that the money is for stand before a sign: "30 days: $5", "2k credits = $9"."""
        last = key.rsplit(" ", maxsplit=1)[-1]
        if not (any(self.kinds[kind].fullmatch(last) for kind in ("days", "months")) or _POINTS.fullmatch(last)):
            return False
        before = shape.plain[max(0, start - _REACH) : start]
        return _COUNTING.search(before[: max(0, before.rfind(last))]) is not None

    def in_dollars(self, shape: Shape, currencies: Currencies, start: int) -> bool:
        """Whether the number at `start` is in a field of dollars that is none of a price: credits_usd."""
        key, in_order = self._key(shape, start)
        return bool(key) and self._kind(key, in_order) != "price" and currencies.named(key, shape.tongue) == ["USD"]

    def _key(self, shape: Shape, start: int) -> tuple[str, bool]:
        """The name of the field whose value begins at `start` as words, and whether those stand in order."""
        front = max(0, start - _REACH)
        tied = shape.plain[front:start].rstrip(_QUOTES).endswith(_TIES)
        named = _NAMED.search(shape.plain, front, start) if tied else None
        tagged = _TAGGED.search(shape.text[max(0, start - 320) : start]) if shape.marked_up else None
        if named is None and tagged is None:
            return "", False
        return _worded(shape.text[slice(*named.span("key"))] if named else tagged["key"] if tagged else ""), bool(named)

    def _kind(self, key: str, in_order: bool) -> Kind | None:
        """What the last word of a name says ("order amount" is an amount); of words that end alike, the first kind.

        The classes of a tag stand in no order: one that is no price makes it none.
        """
        kinds: tuple[Kind, ...] = ("void", "price", "cost")
        ends = {kind: max((found.end() for found in self.kinds[kind].finditer(key)), default=0) for kind in kinds}
        if not in_order:
            return next((kind for kind in kinds if ends[kind]), None)
        last = max(kinds, key=lambda kind: ends[kind])
        return last if ends[last] else None

    def periods(self, text: str, start: int, stop: int) -> Iterator[str]:
        """What the fields of a stretch say that a price is by: period: "/mo"."""
        written = text[start:stop]
        if not any(quote in written for quote in "\"'") or not any(tie in written for tie in ":="):
            return
        for found in _VALUE.finditer(text, start, stop) if self.may_hold(written, "period") else ():
            if self.has("period", found["key"]):
                yield found["value"].lower()
        for found in _COUNT.finditer(text, start, stop) if self.may_hold(written, "days", "months") else ():
            if self.has("months", found["key"]):
                yield f"{found['n']} months"
            elif int(found["n"]) in _DAYS and self.has("days", found["key"]):
                yield f"{found['n']} days"

    def titles(self, text: str) -> list[tuple[int, int]]:
        """Where the values of fields stand that say what a record sells."""
        if not any(tie in text for tie in ":=】") or not self.may_hold(text, "title"):
            return []
        named = (found for found in _TITLE.finditer(text) if self.has("title", found["key"]))
        return [found.span("value" if found["value"] else "bare") for found in named]

    def money(self, shape: Shape, currencies: Currencies) -> str | None:
        """The money that a field of the text names for all of its prices."""
        for found in self.kinds["currency"].finditer(shape.plain):
            written = _WRITTEN.match(shape.plain, found.end())
            named = currencies.named(written["money"], shape.tongue) if written else []
            if named:
                return named[0]
        codes = {found["money"].lower() for found in _CODE.finditer(shape.text)}
        listed = {money for code in codes for money in currencies.named(code, shape.tongue)}
        return listed.pop() if len(listed) == 1 else None


@lru_cache(maxsize=2)
def _holds(words: re.Pattern[str], text: str) -> bool:
    """Whether a text holds one of the words, its names of fields as words."""
    return words.search(_worded(text)) is not None


def _worded(name: str) -> str:
    """The name of a field as words: sale_price and salePrice are "sale price"."""
    return _JOINT.sub(" ", name).lower()
