"""Rows of a price list without money: "name number" line by line, or the kinds of one good, "30天 质保版 28.8"."""

from __future__ import annotations

import re

from parsers.records import Basis
from parsers.text.goods_lists import CENTS, LEAST, NO_PRICE
from parsers.text.numbers import HAN
from parsers.text.reading import Reading
from parsers.text.writing import any_of

_NAME_ROW = re.compile(
    r"(?m)^[ \t]*(?P<name>[^\n\d\ue000-\ue003|:]{2,40}?)[ ]{1,3}(?P<n>\ue000\ue005*)[ ]{0,3}(?=\(|$)"
)
_KIND_ROW = re.compile(
    r"(?m)(?:^|(?<=[,;/|、]))[ \t]*(?P<name>[^\n|:,;、\ue001-\ue003]{2,60}?)(?:[ ]{1,3}|[ ]{0,2}[:=—–|-][ ]{0,2})"
    r"(?P<n>\ue000\ue005*)(?=[ ]{0,3}(?:$|[,;/|、]))"
)
"""What names a kind of a card's good and what it costs, on a line or in a list; counts may stand in the name."""

_COUNTED = re.compile(any_of("counted_below", "numbering"))
"""In a name: it says what is in stock or was sold, or numbers the good."""

_SHARED = re.compile(rf"[0-9{HAN}][ ]?{any_of('sharers', opens=False)}")
"""In a name: how many people share the good."""


def rows(reading: Reading, code: str) -> set[int]:
    """Lines of a price list ("name number"): at least two of them, or the money stated once for all."""
    if code in ("", "USD"):
        return set()
    found = [m for m in _NAME_ROW.finditer(reading.shape.marked) if not _size(reading, m)]
    said = reading.goods.stated.search(reading.shape.marked) if found else None
    stated = said is not None and bool(reading.currencies.named(said["money"], reading.shape.tongue))
    return {m.start("n") for m in found} if stated or (len(found) >= 2 and code == "CNY") else set()


def kind_rows(reading: Reading, code: str) -> set[int]:
    """What stands below a good's name, names its kinds and ends in a number, "30天 质保版 28.8": two at least.

    One is enough where it says how many people share the one good.
    """
    names = reading.subjects.named("account")
    if code in ("", "USD") or not names:
        return set()
    amounts, least = reading.shape.by_start, LEAST.get(code, 1)
    found = [m for m in _KIND_ROW.finditer(reading.shape.marked) if m.start() > names[0].span.start]
    found = [m for m in found if amounts[m.start("n")].values[0] >= least and not _COUNTED.search(m["name"])]
    plain = reading.shape.plain
    kinds = [
        m.start("n")
        for m in found
        if (code == "CNY" and CENTS.search(plain, m.start("n"), m.end("n")))
        or reading.goods.kinds.search(plain, *m.span("name"))
    ]
    if len(kinds) < 2:
        one = reading.subjects.only("account") is not None and not reading.shape.money
        kinds = [m.start("n") for m in found if one and _SHARED.search(plain, *m.span("name"))]
    return set(kinds)


def stated_money(reading: Reading) -> str | None:
    """The money that is said once for all prices of a list: "单位：元", "(prices in USD)"."""
    if reading.shape.money:
        return None
    if reading.stated.money:
        return reading.stated.money
    said = reading.goods.money.search(reading.shape.plain)
    named = reading.currencies.named(said["money"], reading.shape.tongue) if said else []
    return named[0] if len(named) == 1 else None


def stated_unit(reading: Reading) -> Basis | None:
    """What the numbers of a price list are for, where that is said once for all: "以上价格均为元/次"."""
    said = reading.goods.stated.search(reading.shape.marked)
    return reading.units.thing(reading.shape.plain[said.start() : said.end() + 6]) if said else None


def _size(reading: Reading, found: re.Match[str]) -> bool:
    amount = reading.shape.by_start[found.start("n")]
    return amount.values[0] in NO_PRICE and found["name"].rstrip().endswith(("pro", "max", "\ue004", "\ue005"))
