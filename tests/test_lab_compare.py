"""The comparison with the truth: what counts as found, as right, as rightly silent, as invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lab.compare import Share, compare
from lab.market import Market
from lab.truth import Truth

DAY = date(2026, 4, 6)


def truth(native_id: str, percent: str | None, subject: str | None = "claude", claims: str = "") -> Truth:
    value = None if percent is None else Decimal(percent)
    reason = "per request" if percent is None else None
    return Truth(
        "tg-a", native_id, "a", subject, "relay_api", "token", value, reason, frozenset(claims.split()), DAY, None
    )


def found(
    native_id: str, percent: str | None, subject: str | None = "claude", series: str = "token", **more: Any
) -> dict[str, Any]:
    value = None if percent is None else Decimal(percent)
    return {"source": "tg-a", "native_id": native_id, "subject": subject, "series": series, "percent": value, **more}


@pytest.mark.parametrize(
    ("given", "hits"),
    [
        pytest.param([found("a/1", "15.9")], 1, id="within a point"),
        pytest.param([found("a/1", "14")], 1, id="just within"),
        pytest.param([found("a/1", "16.1")], 0, id="too high"),
        pytest.param([found("a/1", None)], 0, id="no percent"),
        pytest.param([found("a/1", "15", subject="gpt")], 0, id="of another model"),
        pytest.param([found("a/1", "15", series="plan")], 0, id="in another series"),
        pytest.param([found("a/2", "15")], 0, id="of another listing"),
        pytest.param([found("a/1", "15"), found("a/1", "40")], 0, id="right and wrong at once"),
        pytest.param([found("a/1", "15"), found("a/1", "90", series="plan")], 1, id="another series beside"),
        pytest.param([], 0, id="nothing"),
    ],
)
def test_a_percent_is_right_or_not(given: list[dict[str, Any]], hits: int) -> None:
    assert compare([truth("a/1", "15")], given).percents == Share(hits, 1)


@pytest.mark.parametrize(
    ("given", "hits"),
    [
        pytest.param([found("a/1", None)], 1, id="silent"),
        pytest.param([found("a/1", "15", series="request")], 0, id="a percent where there is none"),
        pytest.param([], 0, id="silent only because it was missed"),
    ],
)
def test_silence_is_right_where_there_is_no_percent(given: list[dict[str, Any]], hits: int) -> None:
    assert compare([truth("a/1", None)], given).silent == Share(hits, 1)


@pytest.mark.parametrize("word", [None, "unspecified", "everything"])
def test_everything_has_several_names(word: str | None) -> None:
    assert compare([truth("a/1", "15", subject=None)], [found("a/1", "15", subject=word)]).percents == Share(1, 1)


def test_what_was_missed_mistaken_and_made_up_is_named() -> None:
    rows = [truth("a/1", "15"), truth("a/2", "20"), truth("a/3", "30")]
    result = compare(rows, [found("a/1", "15"), found("a/2", "80"), found("a/9", "5")])
    assert result.listings == Share(2, 3)
    assert result.missing == (rows[2],)
    assert result.wrong == ((rows[1], (("token", Decimal(80)),)),)
    assert result.invented == (("tg-a", "a/9"),)
    assert str(result).startswith("listings 2 of 3 (66.7 %), percents within 1 point 1 of 3 (33.3 %)")


def test_what_is_on_show_without_a_true_row_is_not_made_up() -> None:
    given = [found("a/1", "15"), found("a/8", None), found("a/9", None)]
    assert compare([truth("a/1", "15")], given, [("tg-a", "a/8")]).invented == (("tg-a", "a/9"),)


def test_claims_count_once_for_a_listing() -> None:
    rows = [truth("a/1", "15", claims="no_vpn stable"), truth("a/1", "15", subject="gpt", claims="no_vpn stable")]
    result = compare(rows, [found("a/1", "15", claims={"stable", "invoice"}), found("a/9", None, claims={"refund"})])
    assert result.claims == Share(1, 2)
    assert result.claims_right == Share(1, 2)


def test_the_truth_agrees_with_itself() -> None:
    market = Market(4)
    rows = market.truth(market.weeks[13])
    given = [
        {name: getattr(row, name) for name in ("source", "native_id", "subject", "series", "percent", "claims")}
        for row in rows
    ]
    result = compare(rows, given)
    assert {share.percent for share in (result.listings, result.percents, result.silent, result.claims)} == {100}
    assert not result.wrong + result.missing + result.invented
    assert compare(rows, []).listings.hits == 0
