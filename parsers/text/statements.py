"""What a text states once for all its prices: their money, and the time they are for, "Prices in USD per month"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from parsers.records import Basis
from parsers.text.currencies import Currencies
from parsers.text.lengths import Lengths
from parsers.text.shapes import Shape
from parsers.text.writing import any_of

_PRICE = re.compile(any_of("price_names"))
_BY = re.compile(r"(?:[\n(（\[]|\A)[ ]{0,4}(?:[^\W\d]{1,8}|[$€£₽¥₹₫₺])[ ]?/[ ]?[^\W\d]")
"""A money by a time in brackets, or at the head of a line: "(руб/мес)"."""
_PART = re.compile(
    r"(?:\A|[\n(;。,.]|[0-9)\ue000-\ue005][ ]{1,3})[ \-*•·>#]{0,4}"
    r"(?P<said>[^\n();。0-9\ue000-\ue005]{3,60}(?:\([^()0-9\n\ue000-\ue005]{1,12}\))?)[ ]{0,3}(?=[\n):;。.]|\Z)"
)
"""A part of a text that may be such a statement."""
_FILLED = re.compile(any_of("price_names", "of_all", "for_all"))
_AROUND = " \t()[],.;:-–—*/"
_MOST = 24
"""Parts that are looked at: a bound for hostile texts."""


class Stated(NamedTuple):
    """The money and the time of all prices, as far as a text states them."""

    money: str | None = None
    basis: Basis | None = None


def stated(shape: Shape, currencies: Currencies, lengths: Lengths) -> Stated:
    """The first statement of a text that says nothing else."""
    if not shape.amounts or not (_PRICE.search(shape.plain) or _BY.search(shape.plain)):
        return Stated()
    found = islice(_PART.finditer(shape.marked), _MOST)
    parts = (_read(part["said"].strip(), shape, currencies, lengths) for part in found)
    return next((part for part in parts if part), Stated())


def _read(said: str, shape: Shape, currencies: Currencies, lengths: Lengths) -> Stated | None:
    """The statement that some words are, if they name prices, or a money by a time, and nothing more."""
    named = list(dict.fromkeys(currencies.named(said, shape.tongue)))
    bare = currencies.anywhere.sub(" ", said)
    priced = _PRICE.search(said) is not None
    rest = " ".join(_FILLED.sub(" ", bare).split())
    times = (_time(words, lengths) for words in _spellings(rest))
    basis = next((time for time in times if time), None)
    if len(named) > 1 or (rest.strip(_AROUND) and not basis):
        return None
    money = named[0] if named else None
    return Stated(money, basis) if (money or basis) and (priced or (money and basis and "/" in bare)) else None


def _spellings(rest: str) -> Iterator[str]:
    """What is left of a statement, as it is and without the signs around it."""
    yield rest.strip(_AROUND.replace("/", ""))
    yield rest.strip(_AROUND)


def _time(words: str, lengths: Lengths) -> Basis | None:
    """The time that a few words are: "monthly", "/мес", "por mes"."""
    by = lengths.counted_by.fullmatch(words)
    return lengths.rows[by["word"]].one if by else lengths.named(words) if words else None
