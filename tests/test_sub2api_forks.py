"""What forks of sub2api answer for a model plaza: the same prices wherever they stand, none twice multiplied."""

from __future__ import annotations

import json
from typing import Any

import pytest

from parsers.reading import read
from parsers.records import Page, Snapshot
from tests.facts import WHEN, lines

NAME = "claude-sonnet-4-5"
TOKENS = {"billing_mode": "token", "input_price": 3e-6, "output_price": 15e-6, "intervals": []}
MODEL = {"name": NAME, "platform": "anthropic", "pricing": TOKENS}
HALF = {"name": "half", "rate_multiplier": 0.5, "is_exclusive": False}
FULL = "3 USD of balance mtok_input claude-sonnet-4.5, 15 USD of balance mtok_output claude-sonnet-4.5"
HALVED = "1.5 USD of balance mtok_input claude-sonnet-4.5, 7.5 USD of balance mtok_output claude-sonnet-4.5"
BUSY = {"peak_rate_enabled": True, "peak_start": "9:00", "peak_end": "18:00", "peak_rate_multiplier": 2}
PAID = {"balance_recharge_multiplier": 4, "model_native": "USD", "plan_native": "CNY"}
ROW = {"group_id": 1, "group_name": "half", "platform": "anthropic", "model": NAME, "type": "token",
       "input_price_per_mtok": 3, "output_price_per_mtok": 15, "site_input_price_per_mtok": 1.5,
       "site_output_price_per_mtok": 7.5, "multiplier": 0.5, "discount_percent": -100}  # fmt: skip
PER_MILLION = {"name": NAME, "billing_mode": "token", "input_price_1m": 3, "output_price_1m": 15,
               "cache_write_price_1m": None, "cache_read_price_1m": None}  # fmt: skip
OWN: dict[str, Any] = {"input_price": 1.5e-6, "output_price": 7.5e-6, "per_request_price": None, "intervals": []}
NO_COST = "the cost of balance is not public"
NO_RATE = "no multiplier, so that it has no prices"
PROTOCOLS = [
    {"protocol": "anthropic", "direct": True, "billing_mode": "token", "pricing": OWN},
    {"protocol": "openai", "direct": False, "billing_mode": "token", "pricing": {"input_price": 2e-6}},
]
BY_PROTOCOL = (
    "1.5 USD of balance mtok_input claude-sonnet-4.5 protocol:anthropic, "
    "7.5 USD of balance mtok_output claude-sonnet-4.5 protocol:anthropic, "
    "2 USD of balance mtok_input claude-sonnet-4.5 protocol:openai"
)
SHAPES: list[tuple[str, dict[str, Any], list[str], list[str]]] = [
    ("the software itself", {"groups": [{**HALF, "models": [MODEL]}]}, [f"half {HALVED}"], [NO_COST]),
    ("multiplied before it answers", {"prices_include_rate": True, "groups": [{**HALF, "models": [MODEL]}]},
     [f"half {FULL}"], [NO_COST]),
    ("multiplied or not, which nobody knows", {"prices_include_rate": "yes", "groups": [{**HALF, "models": [MODEL]}]},
     ["half -"], [f"{NAME}: no price", "prices in a currency that is not known: not read as dollars", NO_COST]),
    ("prices under another name", {"groups": [{**HALF, "models": [{"name": NAME, "display_pricing": TOKENS}]}]},
     [f"half {HALVED}"], [NO_COST]),
    ("multipliers of balance", {"groups": [{"name": "half", "balance_rate_multiplier": 0.5, "models": [MODEL],
     **{f"balance_{name}": value for name, value in BUSY.items()}}]},
     [f"half {HALVED}, 3 USD of balance mtok_input claude-sonnet-4.5 peak:9:00-18:00, "
      "15 USD of balance mtok_output claude-sonnet-4.5 peak:9:00-18:00"], [NO_COST]),
    ("groups below platforms, by the million", {"summary": {}, "platforms": [{"platform": "anthropic", "label": "A",
     "groups": [{**HALF, "models": [PER_MILLION]}]}]}, [f"half {HALVED}"], [NO_COST]),
    ("platforms without groups", {"platforms": [{"id": 1, "code": "a", "name": "Own", "models": [
     {"pattern": NAME, "pricing": TOKENS, "sale_pricing": TOKENS, "official_pricing": TOKENS}]}]},
     ["Own -"], [f"group Own: {NO_RATE}", NO_COST]),
    ("models of no group", {"models": [{"model_id": NAME, "vendor": "anthropic", "pricing": TOKENS}]},
     ["models -"], [f"group models: {NO_RATE}", NO_COST]),
    ("plans with what is paid", {"plans": [{"code": "p", "name": "Pool", "description": "", "models": [
     {"id": NAME, "display_name": NAME, "protocols": PROTOCOLS[:1]}]}]}, [f"Pool {HALVED}"], [NO_COST]),
    ("a price for each protocol", {"plans": [{"code": "p", "name": "Pool", "models": [
     {"id": NAME, "protocols": PROTOCOLS}]}]}, [f"Pool {BY_PROTOCOL}"], [NO_COST]),
    ("rows, and what balance costs", {"rows": [ROW], "currency_meta": PAID},
     [f"half 0.25 CNY usd_credit, {HALVED}"], []),
    ("rows in another currency", {"rows": [ROW], "currency_meta": {**PAID, "model_native": "CNY"}}, ["half -"],
     [f"{NAME}: no price", "prices in a currency that is not known: not read as dollars", NO_COST]),
    ("pictures in rows", {"rows": [{**ROW, "type": "image", "site_image_prices": {"tier_1k": 0.1}}],
     "currency_meta": PAID}, ["half 0.25 CNY usd_credit"], [f"{NAME}: no price"]),
    ("prices by the hour", {"groups": [{**HALF, "models": [{**MODEL, "pricing": {**TOKENS, "time_bands": [{}]}}]}]},
     [f"half {HALVED}"], [f"{NAME}: prices by the hour beside the plain one", NO_COST]),
    ("a group for some", {"groups": [{**HALF, "is_exclusive": 1, "models": [MODEL]}]}, [],
     ["group half: only for whom the operator chose", NO_COST]),
]  # fmt: skip


def answered(data: dict[str, Any], **envelope: Any) -> Page:
    found = {"code": 0, "message": "success", "data": data, **envelope}
    url = "https://relay.example/api/v1/model-plaza"
    body = json.dumps({name: value for name, value in found.items() if value is not None}).encode()
    return read(Snapshot("s", "sub2api", url, WHEN, 200, "application/json", body, "model_plaza"))


@pytest.mark.parametrize(("data", "expected", "unread"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_a_shape_of_a_plaza(data: dict[str, Any], expected: list[str], unread: list[str]) -> None:
    page = answered({"description": "", **data})
    told = [line.partition(" · ")[0].removeprefix("group:") + " " + line.split(" · ")[-1] for line in lines(page)]
    assert told == expected
    assert list(page.unread) == [f"sub2api: {line}" for line in unread]
    assert page.complete == bool(expected)


def test_where_a_price_of_a_plan_stands() -> None:
    page = answered({"plans": [{"code": "p", "name": "Pool", "models": [{"id": NAME, "protocols": PROTOCOLS[1:]}]}]})
    [quote] = page.listings[0].quotes
    assert quote.span.path == "data.plans[0].models[0].protocols[0].pricing.input_price"
    assert page.listings[0].models[0].span.path == "data.plans[0].models[0].id"


@pytest.mark.parametrize("names", [("site_name", "site_logo"), ("registration_enabled", "turnstile_enabled")])
def test_settings_are_known_by_two_of_their_fields(names: tuple[str, ...]) -> None:
    page = answered({"model_plaza_enabled": True, **dict.fromkeys(names, "")}, message=None)
    assert [ask.purpose for ask in page.asks] == ["model_plaza"]
