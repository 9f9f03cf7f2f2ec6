"""Reads the header of a table's column: what the amounts below it buy, in which money, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, cast, get_args

from parsers.records import Basis
from parsers.text.currencies import Currencies
from parsers.text.lengths import nearest
from parsers.text.phrases import alternatives
from parsers.text.shapes import Shape
from parsers.text.units import Units

Kind = Literal[
    "aside",
    "less",
    "share",
    "fold",
    "credit",
    "rate",
    "multiplier",
    "official",
    "price",
    "held",
    "void",
    "relay",
    "million",
    "thousand",
]
"""How the amounts of a column are read. `million` and `thousand` only say how many tokens a price is for."""

UNPAID: frozenset[Kind] = frozenset(("aside", "official", "held", "void"))
"""Columns whose amounts no buyer pays."""
_FIRST: tuple[Kind, ...] = ("aside", "less", "share", "fold", "credit", "rate", "multiplier", "official")
_UNIT = 3
"""Letters of the shortest word for a length that is a header."""
_SCALES: Mapping[Kind, Decimal] = {"million": Decimal(1), "thousand": Decimal(1_000)}
_LAST: tuple[Kind, ...] = ("price", "held", "void", "relay")


@dataclass(frozen=True, slots=True)
class Column:
    """What a header says of the amounts below it.

    `scale` makes a price one per million tokens; `pair` where a cell holds an input and an output price; `inverse`
    where a header names dollars before the money that buys them; `bought` where it asks how many dollars one yuan buys.
    """

    start: int
    end: int
    kind: Kind | None
    basis: Basis | None
    scale: Decimal
    currency: str | None
    pair: bool = False
    inverse: bool = False
    bought: bool = False
    timed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The words of headers, ready to find."""

    kinds: Mapping[Kind, re.Pattern[str]]
    anything: re.Pattern[str]
    levels: re.Pattern[str]
    sold: re.Pattern[str]
    unit: re.Pattern[str]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Columns:
        """Compile columns.toml; a row of an unknown kind is refused."""
        words: dict[Kind, list[str]] = {}
        whole: dict[Kind, list[str]] = {}
        closing: dict[Kind, str] = {}
        for row in document["column"]:
            if row.get("kind") not in get_args(Kind):
                raise ValueError(f"column {row['id']!r}: {row.get('kind')!r} is no kind; known: {get_args(Kind)}")
            words.setdefault(cast(Kind, row["kind"]), []).extend(row.get("words", ()))
            whole.setdefault(cast(Kind, row["kind"]), []).extend(row.get("whole", ()))
            if "closing" in row:
                closing[row["kind"]] = _closing(row)
        patterns = {
            kind: "|".join(filter(None, (alternatives(listed), _alone(whole[kind]), closing.get(kind))))
            for kind, listed in words.items()
        }
        anything = re.compile("|".join(f"(?:{pattern})" for pattern in patterns.values()))
        levels = re.compile(alternatives(document["levels"]["words"]))
        sold = re.compile(alternatives(document["sold"]["words"]))
        unit = _unit(document["by"], [*words["million"], *words["thousand"]])
        return cls({kind: re.compile(pattern) for kind, pattern in patterns.items()}, anything, levels, sold, unit)

    def has(self, kind: Kind, header: str) -> bool:
        """Whether a header holds a word of this kind."""
        return kind in self.said(header)

    def said(self, header: str) -> frozenset[Kind]:
        """The kinds whose words a header holds."""
        return (_remembered if len(header) <= _SHORT else _said)(self, header)

    def says(self, header: str, currencies: Currencies) -> bool:
        """Whether a header holds any word that may give it a kind."""
        return bool(self.said(header)) or currencies.anywhere.search(header) is not None

    def _names_multiplier(self, header: str, other: Kind) -> bool:
        """Whether a header speaks of a multiplier beside its word of another kind: 折合倍率, but not 充值倍率."""
        named = self.kinds["multiplier"].search(header)
        return named is not None and not any(
            found.start() <= named.start() and named.end() <= found.end()
            for found in self.kinds[other].finditer(header)
        )

    def is_official(self, name: str) -> bool:
        """Whether the name of a row is that of the vendor's own prices and nothing else."""
        return self.kinds["official"].fullmatch(name) is not None

    def is_level(self, name: str) -> bool:
        """Whether a header only says how low or usual a price is: minimum, lowest."""
        return self.levels.fullmatch(name) is not None

    def counts_tokens(self, line: str) -> bool:
        """Whether a line says that something is by the million or thousand tokens."""
        return self.unit.search(line) is not None

    def kind(self, header: str, sure: bool) -> Kind | None:
        """The kind of a header; one that is `sure` of what it sells by its units is no stock and no quota."""
        said = self.said(header)
        found = next((kind for kind in _FIRST if kind in said), None)
        if found in ("share", "credit") and self._names_multiplier(header, found):
            return "multiplier"
        return found or (None if sure else next((kind for kind in _LAST if kind in said), None))

    def read(self, shape: Shape, currencies: Currencies, units: Units, cell: tuple[int, int], caption: str) -> Column:
        """The column whose header stands at `cell`; `caption` is the line above the table."""
        header = shape.plain[slice(*cell)]
        ways = set(units.ways(shape.marked, *cell))
        moneys = currencies.named(header, shape.tongue) or currencies.named(caption, shape.tongue)
        time = _time(units, header)
        goods = time or units.thing(header) or self.kind(header, False) != "price"
        told = bool(ways) or (not goods and self.counts_tokens(caption))
        tokens = self._tokens(header) or (self._tokens(caption) if told else None)
        if time and any(amount.currency for amount in shape.within(*cell)):
            return Column(*cell, None, None, Decimal(1), None)  # its price stands in the header itself
        basis = _basis(ways, tokens, time or units.thing(header))
        kind = self.kind(header, sure=tokens is not None or (basis or "").startswith("mtok"))
        if kind == "credit" and (ways or time) and len(set(moneys)) < 2:
            kind = None
        if kind in (None, "price") and len(set(moneys)) == 2 and "USD" in moneys and not tokens:
            kind = "credit"
        one = [amount for amount in shape.within(*cell) if amount.values == (Decimal(1),)]
        if one and kind in (None, "price", "multiplier", "share") and "USD" in moneys:
            kind = "credit"
        money = next((code for code in moneys if kind != "credit" or code != "USD"), None)
        return Column(
            *cell,
            kind,
            "usd_credit" if kind == "credit" else "multiplier" if kind == "multiplier" else basis,
            _SCALES.get(tokens or "million", Decimal(1)),
            money,
            pair={"mtok_input", "mtok_output"} <= ways,
            inverse=kind == "credit" and moneys[:1] == ["USD"] and len(set(moneys)) == 2,
            bought=kind == "credit" and bool(one) and one[0].kind == "money",
            timed=time is not None,
        )

    def scale(self, caption: str) -> Decimal:
        """By how much the prices below a caption are to be multiplied to be by the million tokens."""
        return _SCALES[self._tokens(caption) or "million"]

    def _tokens(self, header: str) -> Kind | None:
        sizes: tuple[Kind, ...] = ("million", "thousand")
        return next((kind for kind in sizes if self.has(kind, header)), None)


def _alone(words: Sequence[str]) -> str:
    """The pattern of a header that is one of the words and nothing else, but for what stands in brackets."""
    return rf"\A[ ]{{0,9}}{alternatives(words)}[ ]{{0,9}}(?:\([^()]{{0,24}}\)[ ]{{0,9}})?\Z"


def _unit(row: Mapping[str, Any], sizes: Sequence[str]) -> re.Pattern[str]:
    """The pattern of "per 1M tokens": a word of division in front of a number of tokens, or both in one word."""
    joined = [*row["whole"], *(word for word in sizes if word.startswith(tuple(row["words"])))]
    one = alternatives(row["one"], opens=False)
    divided = rf"{alternatives(row['words'])}[ -]?(?:{one}[ -]?)?{alternatives(sizes, opens=False)}"
    return re.compile(rf"{divided}|{alternatives(joined)}")


def _closing(row: Mapping[str, Any]) -> str:
    """The pattern of a header that one of a row's closing words closes, and none of the longer words."""
    barred = "".join(f"(?<!{re.escape(word)})" for word in row.get("closing_unless", ()))
    return rf"{alternatives(row['closing'], opens=False)}{barred}\W{{0,9}}\Z"


def _time(units: Units, header: str) -> Basis | None:
    """The time that a header names: "元/月", "Monthly", "3 месяца", or by a unit alone, "Год"."""
    named = nearest(units.lengths.spans(header), 0, len(header))
    if time := units.lengths.per(header) or (named and named.basis):
        return time
    word = header.strip()
    return units.lengths.named(word) if len(word) >= _UNIT or not word.isascii() or word[:1].isdigit() else None


def _basis(ways: set[Basis], tokens: Kind | None, time: Basis | None) -> Basis | None:
    if tokens or (ways and time is None):
        return next(iter(ways)) if len(ways) == 1 else "mtok"
    return time


def _said(columns: Columns, header: str) -> frozenset[Kind]:
    """The kinds whose words a header holds."""
    if columns.anything.search(header) is None:
        return frozenset()
    kinds = frozenset(kind for kind, words in columns.kinds.items() if words.search(header))
    return kinds - {"official"} if columns.sold.search(header) else kinds


_SHORT = 40
"""The longest header that is remembered: they recur from text to text."""
_remembered = lru_cache(maxsize=4096)(_said)
