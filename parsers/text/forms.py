"""Reads prices by the forms of price_forms.toml: what the slots of a form hold becomes an amount of a basis."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, get_args

from parsers.records import Basis
from parsers.text import credit_forms, share_forms, token_forms
from parsers.text.finding import Finding, Form, Taking
from parsers.text.patterns import compiled
from parsers.text.phrases import alternatives
from parsers.text.prefilter import Prefilter
from parsers.text.shapes import Shape, pattern

_KIND = re.compile(r"\{([a-z]+[0-9]?)(?::([a-z|]+))?\}")


def _nothing(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    return iter(())


TAKES: Mapping[str, Taking] = {
    "nothing": _nothing,
    **credit_forms.TAKES,
    **share_forms.TAKES,
    **token_forms.TAKES,
}
"""How the slots of a form are taken, by the name of the way."""


class Forms:
    """Every row of price_forms.toml in its order, ready to find."""

    def __init__(self, rows: Iterable[Form]) -> None:
        self.rows = tuple(rows)
        self._patterns = [(form, *needed) for form in self.rows for needed in form.patterns]
        self._prefilter = Prefilter([(f"price form {form.id}", pattern) for form, _, pattern in self._patterns])

    def matching(self, shape: Shape) -> Iterator[tuple[Form, re.Pattern[str]]]:
        """The patterns that may match a text."""
        for number in self._prefilter.matching(shape.marked):
            form, needs, pattern = self._patterns[number]
            if not needs or needs & shape.kinds:
                yield form, compiled(pattern)

    def only(self, ids: Container[str]) -> Forms:
        """The rows with these ids."""
        return Forms(form for form in self.rows if form.id in ids)


def compile_forms(document: Mapping[str, Any]) -> Forms:
    """The rows of price_forms.toml, ready to use; an unknown way of taking or basis is refused."""
    words = {name: alternatives(listed) for name, listed in document["words"].items()}
    return Forms(_form(row, words) for row in document["form"])


def _form(row: Mapping[str, Any], words: Mapping[str, str]) -> Form:
    if row["take"] not in TAKES:
        raise ValueError(
            f"price form {row['id']!r}: {row['take']!r} is no way to take a price; known: {', '.join(TAKES)}"
        )
    if row.get("basis") not in (None, *get_args(Basis)):
        raise ValueError(f"price form {row['id']!r}: {row['basis']!r} is no basis")
    patterns = tuple((_needs(form), pattern(form, words)) for form in row["forms"])
    return Form(row["id"], row["take"], row.get("basis"), Decimal(row["value"]) if "value" in row else None, patterns)


def _needs(form: str) -> frozenset[str]:
    """Kinds of which the text must hold at least one: those of the form's first slot, counts aside."""
    first = next(
        (slot for slot in _KIND.finditer(form) if slot.group(1) not in ("any", "product", "count", "count2")), None
    )
    kinds = (first.group(2) or first.group(1)).split("|") if first else []
    return frozenset(kind if kind == "dollars" else kind.removesuffix("s") for kind in kinds)


def findings(shape: Shape, forms: Forms, taken: set[int]) -> tuple[list[Finding], set[int]]:
    """What the forms find, and the amounts they used, by start: the earlier row first, no amount for two forms.

    Amounts in `taken` are not looked at.
    """
    found: list[Finding] = []
    used = set(taken)
    for form, form_pattern in forms.matching(shape):
        for match in form_pattern.finditer(shape.marked):
            inside = {amount.start for amount in shape.within(*match.span())}
            if inside & used:
                continue
            prices = list(TAKES[form.take](form, shape, match))
            remark = [price.at for price in prices if not price.values]
            if prices or form.take == "nothing":
                used |= set(remark) or inside | {price.at for price in prices}
                found += prices
    return found, used
