"""A sample for labelling: how a count is shared over strata, and that a draw is the same for the same seed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from parsers.records import Listing
from publishing.sampling import Drawn, allotted, sample
from storage.timeline import ListingSpan

ALLOTTED: dict[str, tuple[dict[str, int], int, dict[str, int]]] = {
    "by size": ({"a": 900, "b": 100}, 10, {"a": 9, "b": 1}),
    "a small stratum gets one": ({"a": 9999, "b": 1}, 10, {"a": 9, "b": 1}),
    "fewer than strata: the largest": ({"a": 5, "b": 9, "c": 7}, 2, {"a": 0, "b": 1, "c": 1}),
    "more than there are: all": ({"a": 5, "b": 1}, 10, {"a": 5, "b": 1}),
    "equal strata share alike": ({"a": 50, "b": 50, "c": 50}, 9, {"a": 3, "b": 3, "c": 3}),
}
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
SPANS = [ListingSpan(f"l{n}", f"{n:064x}", "ab"[n % 3 == 0], f"s{n}", NOON, NOON) for n in range(90)]
LISTINGS = {span.digest: Listing(span.source, "", "", "", f"text {span.digest}") for span in SPANS}
KINDS = {"a": "telegram", "b": "new_api"}


def draw(count: int, seed: int = 0, *, backwards: bool = False) -> list[Drawn]:
    return sample(SPANS[::-1] if backwards else SPANS, LISTINGS, KINDS, count, seed=seed)


@pytest.mark.parametrize("case", ALLOTTED)
def test_a_count_is_shared_by_size(case: str) -> None:
    sizes, count, wanted = ALLOTTED[case]
    assert allotted(sizes, count) == wanted


def test_a_draw_depends_on_the_seed_alone() -> None:
    texts = {seed: {each.listing.text for each in draw(12, seed)} for seed in (0, 1)}
    assert len(texts[0]) == 12
    assert texts[0] != texts[1]
    assert {each.listing.text for each in draw(12, backwards=True)} == texts[0]
    assert texts[0] < {each.listing.text for each in draw(40)}


def test_weights_add_up_to_what_was_drawn_from() -> None:
    assert sum(each.weight for each in draw(12)) == pytest.approx(len(SPANS))
    assert {each.stratum for each in draw(12)} == {"telegram", "new_api"}


def test_a_text_that_stood_twice_is_drawn_once() -> None:
    again = [*SPANS, *SPANS]
    assert len(sample(again, LISTINGS, KINDS, 1000)) == len(SPANS)
