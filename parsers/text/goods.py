"""Compiles the words around goods and their prices: what makes a bare number a price, or dollars mere credit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parsers.text.numbers import HAN
from parsers.text.phrases import alternatives, bare
from parsers.text.writing import any_of, signs

_TIMES = ("day", "week", "month", "total")


@dataclass(frozen=True, slots=True)
class Goods:
    """The sections of goods.toml as patterns, each anchored to the amount that its words stand beside."""

    price: re.Pattern[str]
    labels: re.Pattern[str]
    sold: re.Pattern[str]
    trade: re.Pattern[str]
    kinds: re.Pattern[str]
    credit: re.Pattern[str]
    balance: re.Pattern[str]
    balance_of: re.Pattern[str]
    closes: re.Pattern[str]
    same: re.Pattern[str]
    stated: re.Pattern[str]
    money: re.Pattern[str]
    code: re.Pattern[str]
    passes: re.Pattern[str]
    held: re.Pattern[str]
    times: Mapping[str, str]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Goods:
        """The sections, ready to use."""
        words = {name: alternatives(section.get("words", ())) for name, section in document.items()}
        held, barred = document["held"], document["sold"].get("not_before", ())
        times = {bare(word): time for time in _TIMES for word in held[time]}
        opens = alternatives(word for time in _TIMES for word in held[time])
        unless = "".join(map(re.escape, barred))
        closes = alternatives(document["closes"]["words"], opens=False)
        price = rf"(?<![{signs('sold_already')}]){words['price']}"
        return cls(
            re.compile(
                rf"{price}(?:[ ]?\([^()\n]{{1,16}}\)|,?[ ]{any_of('money_lines')})?"
                r"[\"'\]】)]{0,2}[ ]{0,2}[:=]?[ ]{0,2}\n?[ ]{0,8}\Z"
            ),
            re.compile(rf"{words['price']}|{any_of('money_lines')}"),
            re.compile(rf"[ ]?{words['sold']}(?![{unless}])"),
            re.compile(words["trade"]),
            re.compile(f"(?:{words['trade']}|{words['kind']}){{1,3}}"),
            re.compile(words["credit"]),
            re.compile(rf"[ ]{{0,2}}(?:[^\W\d_]{{2,6}}[ ]){{0,2}}{words['balance']}"),
            re.compile(rf"{words['balance']}(?:[ ][^\W\d_]{{1,3}})?[ ]?[:：]?[ \n]{{0,3}}\Z"),
            re.compile(rf"[ \"',;]{{0,4}}(?=[\n\t]|\Z|[^\w\s%:/.\-~+×*°@#$&]|{closes}|[ ]{{2}}|[ ][/·][ ])"),
            re.compile(rf"{words['same']}|[/,、=≈|]"),
            re.compile(rf"{words['stated']}[^\n\ue000-\ue003]{{0,8}}(?P<money>[^\s\ue000-\ue003]{{1,4}})"),
            re.compile(
                rf"(?:\((?:{words['money']}[ :]{{0,3}})?|{words['money']}[ :]{{1,3}})"
                rf"(?P<money>[^\W\d_]{{1,12}}|[$€£₽¥₹₫₺])(?=[ ]?[),;。\n]|\.?\Z)"
            ),
            re.compile(rf"[ ]?(?:{words['code']})"),
            re.compile(words["pass"]),
            re.compile(
                rf"(?<![0-9{HAN}{signs('neutral_counters')}])(?P<time>{opens})"
                rf"(?:{alternatives(held['links'])}){{0,2}}[ :]{{0,3}}\Z"
            ),
            times,
        )
