"""What a price form finds in a text, and the form itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from parsers.records import Basis
from parsers.text.shapes import Shape

MAPPED = "mapped"
"""The form of prices in a list that follows a list of names."""


class Finding(NamedTuple):
    """A price that a form found at `[start, end)`: one value, or both ends of a range; `place` in a list of `of`.

    Without a value it is a remark (an exchange rate) whose amounts are no prices.
    """

    start: int
    end: int
    basis: Basis
    values: tuple[Decimal, ...]
    currency: str | None
    form: str
    at: int
    place: int = 0
    of: int = 1
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One row of price_forms.toml, compiled; `needs` are the kinds of amount without which it cannot match."""

    id: str
    take: str
    basis: Basis | None
    value: Decimal | None
    patterns: tuple[tuple[frozenset[str], str], ...]


Taking = Callable[[Form, Shape, re.Match[str]], Iterator[Finding]]


def finding_of(
    form: Form, match: re.Match[str], values: tuple[Decimal, ...], currency: str | None, **more: Any
) -> Finding:
    """The finding of a match that begins at `at`, or where the match does, with the form's basis or another."""
    basis: Basis = more.pop("basis", form.basis)
    at = more.pop("at", match.start())
    return Finding(match.start(), match.end(), basis, values, currency, form.id, at, **more)
