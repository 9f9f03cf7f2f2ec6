"""Every worked example of docs/method.md, run: the figures and sums that the page shows are those of the program."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from parsers.percent import percents
from parsers.records import Basis, Facts, Mention, Quote, Span
from parsers.terms import HEADLINE, MIXES
from storage.index import DRAWS
from storage.market import STALE_AFTER
from storage.official_tables import embedded
from storage.rates import ECB_BOUND, SEED_BOUND

PAGE = (Path(__file__).parent.parent / "docs" / "method.md").read_text("utf-8")
EXAMPLES: list[dict[str, Any]] = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", PAGE, re.S)]


def quote(row: dict[str, Any]) -> Quote:
    known = row | {"amount": Decimal(row["amount"]), "conditions": tuple(row.get("conditions", ())), "span": Span()}
    return Quote(**known)


def mentions(ids: list[str]) -> tuple[Mention, ...]:
    return tuple(Mention(id, id, Span()) for id in ids)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["name"]))
def test_worked_example_of_the_page(example: dict[str, Any]) -> None:
    offer = Facts(
        True,
        "",
        models=mentions(example.get("models", [])),
        plans=mentions(example.get("plans", [])),
        quotes=tuple(map(quote, example["quotes"])),
    )
    figures = percents(offer, embedded(), example["day"], MIXES.get(example.get("mix", ""), HEADLINE))
    found = [
        [each.term.subject, each.percent.reason if each.percent.value is None else f"{each.percent.value:.2f}"]
        for each in figures
    ]
    assert found == example["percents"]
    if "working" in example:
        assert [each.percent.working for each in figures] == example["working"]


def test_the_page_has_an_example_for_every_basis() -> None:
    assert {row["basis"] for example in EXAMPLES for row in example["quotes"]} == {*get_args(Basis)}


def test_the_constants_of_the_page_are_those_of_the_program() -> None:
    assert (ECB_BOUND.days, SEED_BOUND.days, STALE_AFTER.days) == (7, 45, 10)
    for words in ("for seven days", "serve for 45", "for ten days", f"resampled {DRAWS} times"):
        assert words in " ".join(PAGE.split())
