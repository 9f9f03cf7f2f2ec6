"""Reads the names of fields in data that is published as it is: which numbers are prices, and in which money."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from parsers.text.currencies import Currencies
from parsers.text.phrases import alternatives
from parsers.text.shapes import Shape

Kind = Literal["price", "void", "currency"]

_NAMED = re.compile(
    r"[\"'\[【〖(]?(?P<key>[^\W\d][\w\- ]{0,40}?)[\"'\]】〗)]{0,2}[ ]{0,12}(?:(?<=[】〗])|:|=>?)"
    r"[ ]{0,3}[\"'\[{]{0,3}[ ]{0,3}\Z"
)
_TAGGED = re.compile(
    r"<[a-z][^<>]{0,80}?(?:class|id|itemprop|name)=[\"'](?P<key>[^\"'<>]{1,80})[\"'][^<>]{0,200}>\s{0,40}\Z"
)
_WRITTEN = re.compile(r"[\"'\]】]{0,2}\s{0,12}(?::|=>?|(?<=】))\s{0,3}[\"']?(?P<money>[a-z]{3,4}|\W)")
_JOINT = re.compile(r"[_\-]")
_REACH = 60


@dataclass(frozen=True, slots=True)
class Field:
    """What the name of a number's field says: a price (in a money, if it says so) or none."""

    kind: Kind
    currency: str | None


@dataclass(frozen=True, slots=True)
class Fields:
    """The words of field names, ready to find."""

    kinds: Mapping[Kind, re.Pattern[str]]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Fields:
        """Compile fields.toml; a row of an unknown kind is refused."""
        words: dict[Kind, list[str]] = {}
        for row in document["field"]:
            if row.get("kind") not in get_args(Kind):
                raise ValueError(f"field {row['id']!r}: {row.get('kind')!r} is no kind; known: {get_args(Kind)}")
            words.setdefault(cast(Kind, row["kind"]), []).extend(row.get("words", ()))
        return cls({kind: re.compile(alternatives(listed)) for kind, listed in words.items()})

    def has(self, kind: Kind, name: str) -> bool:
        """Whether the name of a field holds a word of this kind."""
        return self.kinds[kind].search(_JOINT.sub(" ", name)) is not None

    def at(self, shape: Shape, currencies: Currencies, start: int) -> Field | None:
        """The field whose value begins at `start`, if its name says what the number is."""
        named = _NAMED.search(shape.plain, max(0, start - _REACH), start)
        tagged = _TAGGED.search(shape.text[max(0, start - 320) : start].lower()) if shape.marked_up else None
        found = named or tagged
        if found is None:
            return None
        key = _JOINT.sub(" ", found["key"])
        kinds: tuple[Kind, ...] = ("void", "price")
        kind = next((kind for kind in kinds if self.kinds[kind].search(key)), None)
        money = currencies.named(key, shape.tongue)
        return Field(kind, money[0] if money else None) if kind else None

    def money(self, shape: Shape, currencies: Currencies) -> str | None:
        """The money that a field of the text names for all of its prices."""
        for found in self.kinds["currency"].finditer(shape.plain):
            written = _WRITTEN.match(shape.plain, found.end())
            named = currencies.named(written["money"], shape.tongue) if written else []
            if named:
                return named[0]
        return None
