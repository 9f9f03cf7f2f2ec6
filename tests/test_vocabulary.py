"""Every row of the claims: its examples alone and against the whole table, in both directions."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from parsers.text.claims import Claims, claims, compile_claims
from parsers.text.hidden import hide
from parsers.text.layout import plain
from parsers.text.script import fold
from parsers.text.vocabulary import FOLDER, PACKAGED, packaged_table

CLAIMS = packaged_table("claims")
NEGATION = tomllib.loads((FOLDER / "negation.toml").read_text("utf-8"))


def asserted(text: str, vocabulary: Claims) -> set[str]:
    """The codes, finer ones too, that a text asserts or asks of the buyer."""
    said = claims(hide(plain(fold(text))), vocabulary)
    return {claim.code for claim in said if claim.stands}


def examples(key: str) -> list[Any]:
    return [pytest.param(row, text, id=f"{row['id']}: {text}") for row in CLAIMS["claim"] for text in row[key]]


def alone(row: dict[str, Any]) -> Claims:
    """The table with this row only; a row that denies another asserts its code."""
    return compile_claims({**CLAIMS, "trap": CLAIMS["trap"], "claim": [row]}, NEGATION)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in CLAIMS["claim"]])
def test_every_row_has_examples_of_both_kinds(row: dict[str, Any]) -> None:
    assert row["says"]
    assert row["silent"]
    assert row["meaning"]


@pytest.mark.parametrize(("row", "text"), examples("says"))
def test_the_whole_table_reads_the_claim(row: dict[str, Any], text: str) -> None:
    assert row["id"] in asserted(text, PACKAGED.claims)


@pytest.mark.parametrize(("row", "text"), examples("silent"))
def test_the_whole_table_does_not_read_it(row: dict[str, Any], text: str) -> None:
    assert row["id"] not in asserted(text, PACKAGED.claims)


@pytest.mark.parametrize(
    "row", [row for section in ("trap", "claim") for row in CLAIMS[section]], ids=lambda row: row["id"]
)
def test_patterns_are_written_as_texts_are_folded(row: dict[str, Any]) -> None:
    patterns = "".join(pattern for key in ("forms", "not_before", "not_after") for pattern in row.get(key, ()))
    ideographs = "".join(sign for sign in patterns if "\u3400" <= sign < "\uac00")
    assert ideographs == fold(ideographs)
