"""The published price statements, read from their text: the same percents as from their quotes written down by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from parsers.percent import percents
from parsers.records import Context, Facts
from parsers.text import models, plans, prices
from parsers.text.script import fold
from parsers.text.vocabulary import PACKAGED
from tests.test_percent import DAY, RATES, at, expected, published


def facts(text: str, language: str) -> Facts:
    """What the text names and asks for; whether it is an offer at all is another question, for these are fragments."""
    folded = fold(text)
    named = models.mentions(text, folded)
    sold = plans.mentions(text, folded, models=named)
    context = Context(language=language, currency="CNY" if language == "zh" else None, observed=date(2026, 8, 1))
    named += plans.implied(sold)
    return Facts(True, "", None, named, sold, prices.quotes(text, folded, context, named, sold, PACKAGED))


def read(case: dict[str, str]) -> list[tuple[str, Decimal]]:
    """The (subject, percent) pairs that the text of a published case comes to."""
    rates = at(case["fx_cny_per_usd"]) if case["fx_cny_per_usd"] else RATES
    figures = percents(facts(case["text"], case["language"]), rates, DAY)
    return sorted((f.term.subject, f.percent.value) for f in figures if f.percent.value is not None)


def agrees(case: dict[str, str]) -> bool:
    found, wanted = read(case), sorted(expected(case))
    return len(found) == len(wanted) and all(
        subject == other and abs(value - number) <= Decimal(case["tolerance_points"])
        for (subject, value), (other, number) in zip(found, wanted, strict=True)
    )


@pytest.mark.shared
def test_published_cases_are_reproduced_from_their_text(shared: Path) -> None:
    wrong = {case["id"]: read(case) for case in published(shared) if not agrees(case)}
    assert not wrong
