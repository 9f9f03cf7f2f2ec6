"""Our own labels of listings: ids once, known codes and bases, and no field scored that a label is unsure of."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, get_args

import pytest

from parsers.records import Basis
from parsers.text.vocabulary import PACKAGED
from tests.labels import LABELS, labelled

ROWS = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
FIELDS = ("is_offer", "models", "plans", "prices", "claims")


def test_each_listing_is_labelled_once() -> None:
    assert max(Counter(row["id"] for row in ROWS).values()) == 1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_label_has_known_words_only(row: dict[str, Any]) -> None:
    assert {price["basis"] for price in row["prices"]} <= set(get_args(Basis))
    assert set(row["claims"]) <= PACKAGED.claims.published
    assert set(row["unsure"]) <= set(FIELDS)
    assert row["is_offer"] or not any(row[field] for field in FIELDS)


@pytest.mark.parametrize(
    ("unsure", "scored"),
    [
        ([], {"prices": [], "claims": ["no_vpn"]}),
        (["prices"], {"claims": ["no_vpn"]}),
        (["claims"], {"prices": [], "claims": [], "scored_claims": []}),
    ],
    ids=["sure", "unsure of prices", "unsure of claims"],
)
def test_what_a_label_is_unsure_of_is_not_scored(unsure: list[str], scored: dict[str, Any]) -> None:
    label = {"id": "a", "prices": [], "claims": ["no_vpn"], "unsure": unsure}
    texts = ['{"id": "a", "text": "API"}', '{"id": "b", "text": "not labelled"}']
    assert list(labelled(texts, [json.dumps(label)])) == [{"id": "a", "text": "API"} | scored]
