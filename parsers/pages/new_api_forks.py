"""Tells where a fork of New API has prices of its own for some groups or models, so that ratios are not the price.

Some answer a ratio or a price for a model in a group beside the ratio of the group; by one it takes the place of the
group's ratio, by another of the model's, and nothing in the answer says which. Such a price is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any

from parsers.pages.envelope import fields, number

MONEY = re.compile(r"ratio|price|pricing|discount|multiplier|billing", re.IGNORECASE)
CHANGES = re.compile(
    r"group|discount|effective|final|actual|override|special|retail|sale|promo|surcharge|markup|fee", re.IGNORECASE
)
"""What a field of a row is called that changes what its ratios come to; official and lowest prices are only shown."""
EFFECTIVE = "effective_group_ratio"
"""The ratio of each group as it is for one model: that of the group, or its own."""
ANY = "*"
MOST = 500
"""Patterns that are tried; where there are more, no price is read by ratios."""
SHOWN = {"topup_group_ratio", "auto_groups"}
"""Fields of an envelope that are about groups and change no model's price."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Which models have a price of their own in a group, or in any, by name or by pattern; the field that says so."""

    named: Mapping[tuple[str, str], str]
    patterns: tuple[tuple[str, str, str], ...]

    def of(self, group: str, model: str) -> str | None:
        """The field that gives a model in a group a price of its own; None where none does."""
        name = model.lower()
        exact = self.named.get((group, name)) or self.named.get((ANY, name))
        fits = (field for held, pattern, field in self.patterns if held in (group, ANY) and fnmatchcase(name, pattern))
        return exact or next(fits, None)


def changes(found: Mapping[str, Any], known: Iterable[str], groups: Iterable[str]) -> Changes:
    """What fields of an envelope that are not `known` say of models in groups, by which nothing is multiplied here."""
    names = set(groups)
    held = {name: found[name] for name in found.keys() - set(known) - SHOWN if MONEY.search(name)}
    every = [one for name, value in held.items() for one in _overrides(name, fields(value), names)]
    patterns = [(group, model, field) for group, model, field in every if ANY in model]
    if len(patterns) > MOST:
        patterns = [(ANY, ANY, patterns[0][2])]
    return Changes({(group, model): field for group, model, field in every if ANY not in model}, tuple(patterns))


def _overrides(field: str, held: Mapping[str, Any], groups: set[str]) -> Iterator[tuple[str, str, str]]:
    """Group and model, in small letters, and the field: whichever of its two levels names the group."""
    for outer, inner in held.items():
        for below in fields(inner):
            if below in groups:
                yield below, outer.lower(), field
            else:
                yield outer if outer in groups else ANY, below.lower(), field
        if number(inner) is not None:
            yield (outer, ANY, field) if outer in groups else (ANY, outer.lower(), field)


def strange(data: Mapping[str, Any], known: Iterable[str]) -> list[str]:
    """The fields of a row that may change what its ratios come to, and hold something."""
    names = data.keys() - set(known) - {EFFECTIVE}
    return sorted(name for name in names if MONEY.search(name) and CHANGES.search(name) and _says(data[name]))


def _says(value: Any) -> bool:
    """Whether a field holds something that can change a price: a table, or a number that is neither 0 nor 1."""
    if isinstance(value, list):
        return any(isinstance(one, dict) for one in value)
    return bool(fields(value)) or number(value) not in (None, 0, 1)


def ratios(data: Mapping[str, Any]) -> dict[str, Decimal]:
    """The ratios that hold for one model, by group, where its row says them."""
    said = {group: number(value) for group, value in fields(data.get(EFFECTIVE)).items()}
    return {group: value for group, value in said.items() if value is not None and value >= 0}
