"""What versions and forks of relay software answer, as their source has it: prices, hours, tiers and empty lists."""

from __future__ import annotations

import json
from typing import Any

import pytest

from parsers.reading import read, with_siblings
from parsers.records import Page, PageError, Snapshot, Wall
from tests.facts import WHEN, price

HOST = "https://relay.example"
PATHS = {"sub2api": "/api/v1/model-plaza", "ai_transit": "/api/public/transit/v1/snapshot"}


def answer(platform: str, found: Any, purpose: str = "start", path: str = "", status: int = 200) -> Snapshot:
    url = HOST + (path or PATHS.get(platform, "/api/status"))
    return Snapshot("s", platform, url, WHEN, status, "application/json", json.dumps(found).encode(), purpose)


def prices(page: Page) -> list[str]:
    """The prices of a page's only listing, without the currency that all have."""
    (one,) = page.listings
    return [price(quote).replace(" USD of balance", "") for quote in one.quotes if quote.settlement == "credit"]


def lines(page: Page, platform: str) -> list[str]:
    return [line.removeprefix(f"{platform}: ") for line in page.unread]


SONNET = {"billing_mode": "token", "input_price": 3e-6, "output_price": 15e-6, "intervals": []}
# A short call is in the first tier: 2 and 10 USD a million, · 0.5; what the tier leaves out stays as it is
TIERS = [
    {"min_tokens": 0, "max_tokens": 200000, "input_price": 2e-6, "output_price": None, "cache_read_price": None},
    {"min_tokens": 200000, "max_tokens": None, "input_price": 6e-6, "output_price": 20e-6},
]
PICTURE = {"billing_mode": "image", "per_request_price": 0.04, "intervals": []}
GROUPS: list[tuple[str, dict[str, Any], dict[str, Any], list[str], list[str]]] = [
    ("a group at half price", {"rate_multiplier": 0.5}, {"pricing": SONNET},
     ["1.5 mtok_input claude-sonnet-4.5", "7.5 mtok_output claude-sonnet-4.5"], []),
    ("no price is set", {}, {"pricing": None}, [], ["claude-sonnet-4-5: no price"]),
    ("a price of nothing", {}, {"pricing": {**SONNET, "input_price": 0, "output_price": None}},
     ["0 mtok_input claude-sonnet-4.5 free"], []),
    ("tiers", {"rate_multiplier": 0.5, "long_context_pricing_enabled": True},
     {"pricing": {**SONNET, "intervals": TIERS}, "long_context_basis": "whole_request"},
     ["1 mtok_input claude-sonnet-4.5", "7.5 mtok_output claude-sonnet-4.5"],
     ["claude-sonnet-4-5: prices by length of context beside the plain one"]),
    ("tiers without plain prices", {}, {"pricing": {"billing_mode": "", "input_price": None, "intervals": TIERS}},
     ["2 mtok_input claude-sonnet-4.5"], ["claude-sonnet-4-5: prices by length of context beside the plain one"]),
    ("busy hours are for tokens", {"peak_rate_enabled": True, "peak_start": "9:00", "peak_end": "18:00",
     "peak_rate_multiplier": 2}, {"pricing": {**SONNET, "output_price": None}},
     ["3 mtok_input claude-sonnet-4.5", "6 mtok_input claude-sonnet-4.5 peak:9:00-18:00"], []),
    ("and not for calls", {"peak_rate_enabled": True, "peak_start": "9:00", "peak_end": "18:00",
     "peak_rate_multiplier": 2}, {"pricing": {"billing_mode": "per_request", "per_request_price": 0.1}},
     ["0.1 request claude-sonnet-4.5"], []),
    ("busy hours without an end", {"peak_rate_enabled": True, "peak_start": "", "peak_end": "",
     "peak_rate_multiplier": 2}, {"pricing": {**SONNET, "output_price": None}}, ["3 mtok_input claude-sonnet-4.5"], []),
    ("hours of a model", {}, {"pricing": {**SONNET, "output_price": None}, "time_pricing": {"timezone": "Asia/Shanghai",
     "weekdays_only": True, "periods": [{"start_time": "00:30", "end_time": "08:30", "multiplier": 0.5}]}},
     ["3 mtok_input claude-sonnet-4.5", "1.5 mtok_input claude-sonnet-4.5 off_peak:00:30-08:30 weekdays"], []),
    ("pictures with a multiplier of their own", {"rate_multiplier": 0.5, "image_rate_independent": True,
     "image_rate_multiplier": 2}, {"pricing": PICTURE}, ["0.08 image claude-sonnet-4.5"], []),
    ("pictures without one", {"rate_multiplier": 0.5, "image_rate_independent": False, "image_rate_multiplier": 2},
     {"pricing": PICTURE}, ["0.02 image claude-sonnet-4.5"], []),
    ("pictures by size", {}, {"pricing": {**PICTURE, "per_request_price": None,
     "intervals": [{"min_tokens": 0, "tier_label": "1K", "per_request_price": 0.03}]}}, [],
     ["claude-sonnet-4-5: prices by size beside the plain one"]),
    ("a mode that nobody knows", {}, {"pricing": {**SONNET, "billing_mode": "moon"}}, [],
     ["claude-sonnet-4-5: no price"]),
    ("texts about a model", {}, {"pricing": SONNET, "display_name": "Sonnet", "input_price": "3 USD",
     "categories": None, "launch_date": ""},
     ["3 mtok_input claude-sonnet-4.5", "15 mtok_output claude-sonnet-4.5"], []),
    ("a field that nobody knows", {}, {"pricing": {**SONNET, "tint": 1}, "hue": 1},
     ["3 mtok_input claude-sonnet-4.5", "15 mtok_output claude-sonnet-4.5"],
     ["field models[].hue", "field pricing.tint"]),
]  # fmt: skip


def plaza(data: dict[str, Any]) -> Page:
    return read(answer("sub2api", {"code": 0, "message": "success", "data": data}, "model_plaza"))


@pytest.mark.parametrize(
    ("group", "model", "expected", "unread"), [row[1:] for row in GROUPS], ids=[row[0] for row in GROUPS]
)
def test_a_group_of_sub2api(
    group: dict[str, Any], model: dict[str, Any], expected: list[str], unread: list[str]
) -> None:
    whole = {"name": "pool", "rate_multiplier": 1, **group, "models": [{"name": "claude-sonnet-4-5", **model}]}
    page = plaza({"description": "", "groups": [whole]})
    assert prices(page) == expected
    assert lines(page, "sub2api") == [*unread, "the cost of balance is not public"]


@pytest.mark.parametrize("groups", [None, []])
def test_a_plaza_without_groups_is_empty_and_ends_nothing(groups: Any) -> None:
    page = plaza({"description": "", "groups": groups})
    assert (page.listings, page.complete, page.wall) == ((), False, None)


def test_prices_in_another_currency_are_no_dollars() -> None:
    group = {"name": "pool", "rate_multiplier": 1, "models": [{"name": "claude-sonnet-4-5", "pricing": SONNET}]}
    page = plaza({"description": "", "currency": "CNY", "groups": [group]})
    assert prices(page) == []
    assert "prices in CNY: not read as dollars" in lines(page, "sub2api")


def test_the_plaza_of_a_site_below_a_path() -> None:
    found = {"code": 0, "message": "", "data": {"site_name": "a", "registration_enabled": True,
             "model_plaza_enabled": True}}  # fmt: skip
    (ask,) = read(answer("sub2api", found, path="/relay/api/v1/settings/public")).asks
    assert ask.url == f"{HOST}/relay/api/v1/model-plaza"


BILLING = {
    "currency": "CNY", "credit_currency": "USD", "recharge_ratio": "1 CNY = 2 USD balance", "recharge_multiplier": 2,
    "recharge_multiplier_unit": "USD balance per 1 CNY", "minimum_top_up": 1, "model_basis_price": "USD per token",
    "model_price_unit": "USD", "standardized_price_version": "ai-transit.v1",
}  # fmt: skip
MODEL = {
    "standard_model": "claude-sonnet-4-5", "raw_model": "claude-sonnet-4-5", "platform": "anthropic",
    "billing_mode": "token", "price_source": "custom", "catalog_source": "channel", "supported_protocols": [],
    "source": {"upstream_type": "mixed"}, "price": {"input_usd_per_token": 3e-6, "output_usd_per_token": 15e-6},
}  # fmt: skip
PLAIN = ["1.5 mtok_input claude-sonnet-4.5", "7.5 mtok_output claude-sonnet-4.5"]
TRANSIT: list[tuple[str, dict[str, Any], list[str], list[str]]] = [
    ("as the software writes it", {}, PLAIN, []),
    ("the model's own multiplier goes before the group's", {"rate_multiplier": 0.1, "pricing_models": ["claude-*"]},
     ["0.3 mtok_input claude-sonnet-4.5", "1.5 mtok_output claude-sonnet-4.5"], []),
    ("no price", {"price": None}, [], ["claude-sonnet-4-5: no price of the mode 'token'"]),
    ("by the call, what it is by the token counts for nothing",
     {"billing_mode": "per_request", "price": {"input_usd_per_token": 3e-6, "per_request_usd": 0.2}},
     ["0.1 request claude-sonnet-4.5"], []),
    ("by the token, what it is by the call counts for nothing",
     {"price": {"input_usd_per_token": 3e-6, "per_request_usd": 0.2}}, ["1.5 mtok_input claude-sonnet-4.5"], []),
    ("tiers", {"intervals": [{"min_tokens": 0, "max_tokens": 200000, "input_usd_per_token": 2e-6},
     {"min_tokens": 200000, "input_usd_per_token": 6e-6}]},
     ["1 mtok_input claude-sonnet-4.5", "7.5 mtok_output claude-sonnet-4.5"],
     ["claude-sonnet-4-5: prices by length of context beside the plain one"]),
    ("pictures by size", {"billing_mode": "per_request", "price": {"image_size_prices": {"1k": 0.03, "2k": None}}}, [],
     ["claude-sonnet-4-5: prices by size of picture"]),
    ("a field that nobody knows", {"hue": 1, "price": {"input_usd_per_token": 3e-6, "tint": 1}},
     ["1.5 mtok_input claude-sonnet-4.5"], ["field models[].hue", "field price.tint"]),
]  # fmt: skip


def transit(**parts: Any) -> Page:
    found = {"schema_version": "ai-transit.v1", "system": "sub2api", "generated_at": "2026-11-01T00:00:00Z",
             "billing": BILLING, **parts}  # fmt: skip
    return read(answer("ai_transit", found, "snapshot"))


@pytest.mark.parametrize(("model", "expected", "unread"), [row[1:] for row in TRANSIT], ids=[row[0] for row in TRANSIT])
def test_a_model_of_an_open_snapshot(model: dict[str, Any], expected: list[str], unread: list[str]) -> None:
    group = {"name": "pool", "platform": "anthropic", "rate_multiplier": 0.5, "is_exclusive": False,
             "cache_usage": {}, "models": [{**MODEL, **model}]}  # fmt: skip
    page = transit(groups=[group], monitoring=[], cache={}, disclosure={}, limits={}, completeness={}, endpoints={})
    assert prices(page) == expected
    assert lines(page, "ai_transit") == unread
    assert price(page.listings[0].quotes[0]) == "0.5 CNY usd_credit"


def test_the_field_that_a_tier_is_read_from() -> None:
    model = {**MODEL, "intervals": [{"min_tokens": 0, "input_usd_per_token": 2e-6}]}
    page = transit(groups=[{"name": "pool", "rate_multiplier": 1, "models": [model]}])
    places = [quote.span.path for quote in page.listings[0].quotes if quote.settlement == "credit"]
    assert places == [
        "groups[0].models[0].intervals[0].input_usd_per_token",
        "groups[0].models[0].price.output_usd_per_token",
    ]


def test_a_snapshot_that_only_watches_has_models_and_no_prices() -> None:
    watched: dict[str, Any] = {"metrics": {}, "health": {}}
    groups = [
        {"name": "a", "platform": "anthropic", "rate_multiplier": 0.5, "trend": [], **watched},
        {"name": "o", "platform": "openai", "rate_multiplier": 1, "trend": [], **watched},
    ]
    models = [
        {"platform": "anthropic", "model": "claude-sonnet-4-5", **watched},
        {"platform": "openai", "model": "gpt-5.1", **watched},
    ]
    page = transit(billing=None, groups=groups, models=models, monitoring={})
    assert [(one.key, [model.id for model in one.models], one.quotes) for one in page.listings] == [
        ("group:a", ["claude-sonnet-4.5"], ()),
        ("group:o", ["gpt-5.1"], ()),
    ]
    assert lines(page, "ai_transit") == [
        "claude-sonnet-4-5: no price of the mode None",
        "gpt-5.1: no price of the mode None",
        "the cost of balance is not said",
    ]


@pytest.mark.parametrize("groups", [None, []])
def test_a_snapshot_without_groups_is_empty_and_ends_nothing(groups: Any) -> None:
    page = transit(groups=groups)
    assert (page.listings, page.complete, page.wall, page.unread) == ((), False, None, ())


@pytest.mark.parametrize(
    ("changes", "credit"),
    [
        ({}, "0.5 CNY usd_credit"),
        ({"recharge_multiplier_unit": "usd_balance_per_cny"}, "0.5 CNY usd_credit"),
        ({"recharge_multiplier_unit": "Credit/USD"}, None),
        ({"currency": "USD"}, None),
        ({"recharge_multiplier": 0}, None),
        ({"recharge_multiplier": None}, None),
    ],
    ids=str,
)
def test_what_balance_costs_in_an_open_snapshot(changes: dict[str, Any], credit: str | None) -> None:
    page = transit(billing={**BILLING, **changes}, groups=[{"name": "pool", "rate_multiplier": 1, "models": [MODEL]}])
    paid = [price(quote) for quote in page.listings[0].quotes if quote.basis == "usd_credit"]
    assert paid == ([credit] if credit else [])
    assert ("the cost of balance is not said" in lines(page, "ai_transit")) == (credit is None)


def visit(platform: str, *answers: tuple[str, str, Any]) -> Page:
    """The last answer of a visit, the earlier ones beside it."""
    shots = [answer(platform, found, purpose, path) for purpose, path, found in answers]
    return read(with_siblings(shots[-1], {shot.purpose: shot for shot in shots[:-1]}))


HUB = {"success": True, "message": "", "data": {"system_name": "Hub", "PaymentUSDRate": 2, "RechargeDiscount": ""}}
GROUP = {"id": 1, "symbol": "half", "name": "Half", "ratio": 0.5, "api_rate": 600, "public": True, "promotion": False,
         "min": 0, "max": 0, "enable": True}  # fmt: skip
PRICE = {"model": "claude-sonnet-4-5", "type": "tokens", "channel_type": 14, "input": 1.5, "output": 7.5}
UNSET = {"model": "", "type": "tokens", "channel_type": 0, "input": 30, "output": 30}
HUBS: list[tuple[str, dict[str, Any] | None, list[str], list[str]]] = [
    ("by the token", PRICE, PLAIN, []),
    ("by the call", {**PRICE, "type": "times", "input": 20, "output": 20}, ["0.02 request claude-sonnet-4.5"], []),
    ("a price that was never set", UNSET, [],
     ["claude-sonnet-4-5: 30 in and out, of no vendor, stands for a price that was never set"]),
    ("the same price of a vendor", {**UNSET, "channel_type": 1},
     ["30 mtok_input claude-sonnet-4.5", "30 mtok_output claude-sonnet-4.5"], []),
    ("a price of nothing", {**PRICE, "input": 0, "output": 0},
     ["0 mtok_input claude-sonnet-4.5 free", "0 mtok_output claude-sonnet-4.5 free"], []),
    ("input kept for an hour", {**PRICE, "extra_ratios": {"cached_write_1h_tokens": 2, "cached_read_tokens": 0.1}},
     [*PLAIN, "0.15 mtok_cache_read claude-sonnet-4.5"], []),
    ("long calls", {**PRICE, "long_context": {"threshold": 272000, "input_ratio": 2, "output_ratio": 1.5}}, PLAIN,
     ["claude-sonnet-4-5: prices by length of context beside the plain one"]),
    ("no price", None, [], ["claude-sonnet-4-5: no price of the type None"]),
    ("as the first versions write it", {"type": "tokens", "input": 1.5, "output": 7.5}, PLAIN, []),
    ("never set, in the first versions", {"type": "tokens", "input": 30, "output": 30}, [],
     ["claude-sonnet-4-5: 30 in and out, of no vendor, stands for a price that was never set"]),
    ("prices in the place of ratios", {**PRICE, "extra_ratios": {"cached_read": 1.2, "cached_write": 1.25}},
     [*PLAIN, "1.875 mtok_cache_write claude-sonnet-4.5"],
     ["claude-sonnet-4-5: cached_read that is no ratio of what input costs"]),
    ("prices, as rules beside them tell", {**PRICE, "extra_ratios": {"cached_read": 0.15}, "billing_rules": [{}]},
     PLAIN, ["claude-sonnet-4-5: cached_read that is no ratio of what input costs"]),
    ("rules", {**PRICE, "rate_rules": {"x": 1}}, PLAIN, ["claude-sonnet-4-5: prices by rules beside the plain one"]),
]  # fmt: skip


def hub(models: dict[str, Any], groups: dict[str, Any]) -> Page:
    return visit(
        "one_hub",
        ("start", "/api/status", HUB),
        ("user_group_map", "/api/user_group_map", {"success": True, "message": "", "data": groups}),
        ("available_model", "/api/available_model", {"success": True, "message": "", "data": models}),
    )


@pytest.mark.parametrize(("held", "expected", "unread"), [row[1:] for row in HUBS], ids=[row[0] for row in HUBS])
def test_a_model_of_one_hub(held: dict[str, Any] | None, expected: list[str], unread: list[str]) -> None:
    models = {"claude-sonnet-4-5": {"groups": ["half"], "owned_by": "Anthropic", "price": held}}
    page = hub(models, {"half": GROUP})
    assert (prices(page), lines(page, "one_hub"), page.complete) == (expected, unread, True)


def test_a_hub_without_public_groups_is_a_wall() -> None:
    found = {"success": True, "message": "", "data": {}}
    page = visit("one_hub", ("start", "/api/status", HUB), ("user_group_map", "/api/user_group_map", found))
    assert page.wall == Wall("private_pricing", "no group is open to the public")


def test_a_hub_whose_groups_have_no_models_offers_nothing() -> None:
    page = hub({}, {"half": GROUP})
    assert (page.listings, page.not_offers, page.wall) == ((), 1, None)


def test_an_odd_row_of_a_hub_takes_no_other_with_it() -> None:
    models = {"claude-sonnet-4-5": {"groups": ["half"], "price": PRICE}, "gpt-5.1": {"groups": None, "price": PRICE}}
    page = hub(models, {"half": GROUP})
    assert (prices(page), page.complete) == (PLAIN, False)
    assert lines(page, "one_hub") == ["data.gpt-5.1 is no row that can be read"]


def test_nothing_in_answer_to_nothing_is_an_error() -> None:
    with pytest.raises(PageError):
        read(answer("one_hub", {"success": True, "message": "", "data": {}}))


VO_GROUPS = {"data": [{"key": "half", "name": "Half", "visible": True, "desc": ""}, None], "success": True}
VO_MODELS = {
    "data": {
        "models": [
            {"key": "claude-sonnet-4-5", "name": "claude-sonnet-4-5", "completion_ratio": 5,
             "group_price": {"half": {"type": 0, "price": 0.75}}},
            {"key": "gpt-5.1", "name": "gpt-5.1", "completion_ratio": 8, "group_price": None},
        ]
    }
}  # fmt: skip


def test_an_odd_row_of_voapi_takes_no_other_with_it() -> None:
    page = visit("voapi", ("start", "/api/groups", VO_GROUPS), ("models", "/api/models/price", VO_MODELS))
    assert (prices(page), page.complete) == (PLAIN, False)
    assert lines(page, "voapi") == [
        "data.models[1] is no row that can be read",
        "the cost of balance is not public",
    ]


BELOW = [
    ("new_api", "/relay/api/status", {"data": {"system_name": "a", "quota_per_unit": 1, "price": 1}},
     ["/relay/api/user/groups", "/relay/api/pricing"]),
    ("one_hub", "/relay/api/status", HUB, ["/relay/api/user_group_map", "/relay/api/available_model"]),
    ("voapi", "/relay/api/groups", VO_GROUPS, ["/relay/api/models/price"]),
    ("ai_transit", "/relay/.well-known/ai-transit.json",
     {"schema_version": "ai-transit.v1", "snapshot_url": f"{HOST}/relay/api/public/transit/snapshot"},
     ["/relay/api/public/transit/snapshot"]),
    ("uptime_kuma", "/kuma/api/status-page/relays/?x=1", {"publicGroupList": [{"name": "a", "monitorList": []}]},
     ["/kuma/api/status-page/heartbeat/relays"]),
]  # fmt: skip


@pytest.mark.parametrize(("platform", "path", "found", "asked"), BELOW, ids=[row[0] for row in BELOW])
def test_a_site_below_a_path_is_asked_below_it(platform: str, path: str, found: Any, asked: list[str]) -> None:
    assert [ask.url.removeprefix(HOST) for ask in read(answer(platform, found, path=path)).asks] == asked


@pytest.mark.parametrize(
    ("found", "status", "wall"),
    [
        ({"status": "fail", "msg": "Status Page Not Found"}, 404, "not_found"),
        ({"status": "fail", "msg": "Cannot read properties of null"}, 403, "forbidden"),
    ],
)
def test_a_status_page_that_is_not_shown_is_a_wall(found: Any, status: int, wall: str) -> None:
    page = read(answer("uptime_kuma", found, path="/api/status-page/relays", status=status))
    assert page.wall == Wall(wall, found["msg"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("beats", "unread"),
    [
        ([0, 0, {"status": 1, "time": "2026-11-23T08:30:00.000Z", "msg": "", "ping": None}], []),
        ([], []),
        (None, []),
        ([{"status": 1, "mood": 1}], ["field beat.mood"]),
    ],
    ids=str,
)
def test_heartbeats_of_every_version(beats: Any, unread: list[str]) -> None:
    page = read(answer("uptime_kuma", {"heartbeatList": {"3": beats}, "uptimeList": {"3": 1}}, "heartbeats"))
    assert (page.listings, lines(page, "uptime_kuma")) == ((), unread)
