"""What forks of New API add to a price list: prices of a group's own, which no ratio gives, and mere ornaments."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Any

import pytest

from parsers.reading import read
from parsers.records import Page, Snapshot
from tests.facts import WHEN, line

HOST = "https://relay.example/api"
STATUS: dict[str, Any] = {
    "success": True,
    "data": {"system_name": "Nova", "quota_per_unit": 500000, "price": 1, "version": "v1"},
}
ROW = {"model_name": "gpt-5.1", "quota_type": 0, "model_ratio": 0.5, "completion_ratio": 8, "enable_groups": ["a", "b"]}
OTHER = {**ROW, "model_name": "glm-5.1", "model_ratio": 1}
A = "1 USD of balance mtok_input gpt-5.1, 8 USD of balance mtok_output gpt-5.1"
B = "0.5 USD of balance mtok_input gpt-5.1, 4 USD of balance mtok_output gpt-5.1"
TWO_A = "2 USD of balance mtok_input glm-5.1, 16 USD of balance mtok_output glm-5.1"
TWO_B = "1 USD of balance mtok_input glm-5.1, 8 USD of balance mtok_output glm-5.1"
OWN = "gpt-5.1: group_model_ratio gives it a price of its own in"


def shot(purpose: str, path: str, found: Any) -> Snapshot:
    return Snapshot("s", "new_api", f"{HOST}/{path}", WHEN, 200, "", json.dumps(found).encode(), purpose)


def visit(rows: list[dict[str, Any]], groups: Any = None, **envelope: Any) -> Page:
    found = {"success": True, "data": rows, "group_ratio": {"a": 1, "b": 0.5}, "usable_group": {"a": "", "b": ""}}
    siblings = {"start": shot("start", "status", STATUS)}
    if groups is not None:
        siblings["groups"] = shot("groups", "user/groups", groups)
    last = shot("pricing", "pricing", {**found, **envelope})
    return read(Snapshot(last.source, last.platform, last.url, WHEN, 200, "", last.body, "pricing",
                         siblings=MappingProxyType(siblings)))  # fmt: skip


def prices(page: Page) -> list[str]:
    """The prices of each group; a USD of balance costs as much in all."""
    return [line(one).split(" · ")[-1].removeprefix("1 CNY usd_credit").removeprefix(", ") for one in page.listings]


ENVELOPES: list[tuple[str, dict[str, Any], list[str], list[str]]] = [
    ("a ratio of one model in one group", {"group_model_ratio": {"b": {"gpt-5.1": 0.1}}},
     [f"{A}, {TWO_A}", TWO_B], [f"{OWN} b"]),
    ("a pattern", {"group_model_ratio": {"b": {"gpt-*": 0.1}}}, [f"{A}, {TWO_A}", TWO_B], [f"{OWN} b"]),
    ("groups by model", {"group_model_ratio": {"gpt-5.1": {"a": 2}}}, [TWO_A, f"{B}, {TWO_B}"], [f"{OWN} a"]),
    ("of channels, which are in any group", {"channel_model_price": {"12": {"glm-5.1": 1}}}, [A, B],
     [f"glm-5.1: channel_model_price gives it a price of its own in {name}" for name in "ab"]),
    ("a discount of a model", {"model_discount": {"glm-5.1": 0.8}}, [A, B],
     [f"glm-5.1: model_discount gives it a price of its own in {name}" for name in "ab"]),
    ("a discount of a group", {"group_discount": {"b": 0.8}}, [f"{A}, {TWO_A}", ""],
     [f"{model}: group_discount gives it a price of its own in b" for model in ("glm-5.1", "gpt-5.1")]),
    ("nobody has one", {"group_model_ratio": {}, "blur_pricing": False, "pricing_notice": "x"},
     [f"{A}, {TWO_A}", f"{B}, {TWO_B}"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("envelope", "expected", "told"), [row[1:] for row in ENVELOPES], ids=[row[0] for row in ENVELOPES]
)
def test_prices_of_a_groups_own_are_not_read_by_ratios(
    envelope: dict[str, Any], expected: list[str], told: list[str]
) -> None:
    page = visit([ROW, OTHER], **envelope)
    assert prices(page) == expected
    fields = [f"field {name}" for name in sorted(envelope)]
    assert list(page.unread) == [f"new_api: {said}" for said in sorted(told) + fields]
    assert page.complete


ROWS: list[tuple[str, dict[str, Any], list[str], list[str]]] = [
    ("the ratio that holds in each group", {"effective_group_ratio": {"a": 2, "b": 0.5}},
     ["2 USD of balance mtok_input gpt-5.1, 16 USD of balance mtok_output gpt-5.1", B], []),
    ("prices by group", {"retail_prices_by_group": {"a": {"input": 1}}}, ["", ""],
     ["gpt-5.1: retail_prices_by_group may change its price"]),
    ("rows of prices", {"group_prices": [{"group": "a", "price": 1}]}, ["", ""],
     ["gpt-5.1: group_prices may change its price"]),
    ("a discount", {"discount_ratio": "0.8"}, ["", ""], ["gpt-5.1: discount_ratio may change its price"]),
    ("no discount", {"discount_ratio": 1, "special_price": 0}, [A, B], []),
    ("prices that are only shown", {"official_price": {"input": 1.25}, "lowest_price": {"input": 0.1}}, [A, B], []),
    ("names of groups", {"pricing_groups": ["a"]}, [A, B], []),
    ("nobody gets it now", {"available": False}, ["", ""], ["gpt-5.1: not on offer now"]),
]  # fmt: skip
KNOWN = {"effective_group_ratio", "available"}


@pytest.mark.parametrize(("row", "expected", "told"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_fields_of_a_row_that_change_its_price(row: dict[str, Any], expected: list[str], told: list[str]) -> None:
    page = visit([{**ROW, **row}])
    assert prices(page) == expected
    strange = [f"field data[].{name}" for name in sorted(row.keys() - KNOWN)]
    assert list(page.unread) == [f"new_api: {said}" for said in strange + told]


def test_a_row_that_says_the_ratio_of_its_groups_goes_before_the_envelope() -> None:
    row = {**ROW, "effective_group_ratio": {"a": 1, "b": 0.5}}
    page = visit([row], group_model_ratio={"b": {"gpt-5.1": 0.5}})
    assert prices(page) == [A, B]


def test_the_first_versions_tell_groups_by_their_descriptions() -> None:
    groups = {"success": True, "message": "", "data": {"a": "Everyone", "b": "Kiro逆向"}}
    page = visit([ROW], groups, usable_group=None)
    assert [one.text for one in page.listings] == ["a\nEveryone", "b\nKiro逆向"]
    assert prices(page) == [A, B]


CALL = {"model_name": "veo-3.1", "quota_type": 1, "model_price": 0.3, "enable_groups": ["a"]}
UNITS = [
    ({}, "0.3 USD of balance request veo-3.1"),
    ({"price_unit": "\u6b21"}, "0.3 USD of balance request veo-3.1"),
    ({"price_unit": "\u79d2"}, "0.3 USD of balance second veo-3.1"),
    ({"model_name": "veo-3.1 (\u6309\u79d2)"}, "0.3 USD of balance second veo-3.1"),
    ({"model_name": "veo-3.1-PerSecond"}, "0.3 USD of balance second"),
    ({"price_unit": "\u6708"}, ""),
]


@pytest.mark.parametrize(("row", "expected"), UNITS, ids=str)
def test_what_a_price_by_the_call_is_for(row: dict[str, Any], expected: str) -> None:
    page = visit([{**CALL, **row}], usable_group={"a": ""})
    assert prices(page) == [expected]
    assert ("new_api: veo-3.1: price_unit '\u6708' is not known" in page.unread) == (not expected)


MONEYS: list[tuple[dict[str, Any], str]] = [
    ({"price_currency": "USD"}, "new_api: status.price: in USD, which is not read as yuan"),
    ({"currency": "eur"}, "new_api: status.price: in eur, which is not read as yuan"),
    ({"topup_currency": "CNY"}, ""),
    ({"currency": ""}, ""),
    ({"custom_currency_symbol": "\u20ac"}, ""),
]


@pytest.mark.parametrize(("fields", "said"), MONEYS, ids=str)
def test_the_money_that_balance_is_sold_for(fields: dict[str, Any], said: str) -> None:
    page = read(shot("start", "status", {"success": True, "data": {**STATUS["data"], **fields}}))
    assert [line for line in page.unread if "not read as yuan" in line] == ([said] if said else [])
