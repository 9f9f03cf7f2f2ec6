"""Relay software besides New API: groups and prices worked out by hand, walls, and how software is told."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from parsers import reading
from parsers.reading import read, with_siblings
from parsers.records import Page, PageError, Snapshot
from tests.facts import FIXTURES, WHEN, lines, saved

HOST = "https://api.relay.example"
VISITS = {
    "one_hub": ("status", "groups", "models"),
    "sub2api": ("settings", "plaza"),
    "voapi": ("groups", "models"),
}


def visit(platform: str, *names: str) -> Page:
    """The last answer of a visit, the earlier ones beside it."""
    siblings: dict[str, Snapshot] = {}
    for name in names:
        last = saved(FIXTURES / platform / f"{name}.json", f"{HOST}/api/{name}")
        assert last.platform == platform
        last, siblings = with_siblings(last, siblings), {**siblings, last.purpose: last}
    return read(last)


LISTINGS = {
    # 2.5 · 2 = 5 USD, 12.5 · 2 = 25, 5 · 0.1 = 0.5, 5 · 1.25 = 6.25; 20 · 0.002 = 0.04; Kiro a fifth of that
    "one_hub": [
        "group:default · relay.example · relay_api · - · 1.2 CNY usd_credit, 1.08 CNY usd_credit bulk from:100, "
        "5 USD of balance mtok_input claude-opus-4.6, 25 USD of balance mtok_output claude-opus-4.6, "
        "0.5 USD of balance mtok_cache_read claude-opus-4.6, 6.25 USD of balance mtok_cache_write claude-opus-4.6, "
        "0.04 USD of balance request nano-banana",
        "group:kiro · relay.example · relay_api · - · 1.2 CNY usd_credit, 1.08 CNY usd_credit bulk from:100, "
        "1 USD of balance mtok_input claude-opus-4.6, 5 USD of balance mtok_output claude-opus-4.6, "
        "0.1 USD of balance mtok_cache_read claude-opus-4.6, 1.25 USD of balance mtok_cache_write claude-opus-4.6",
    ],
    # 3 · 0.4 = 1.2; in the busy hours half as much again
    "sub2api": [
        "group:max-pool · relay.example · relay_api · - · "
        "1.2 USD of balance mtok_input claude-sonnet-4.5, 6 USD of balance mtok_output claude-sonnet-4.5, "
        "0.12 USD of balance mtok_cache_read claude-sonnet-4.5, "
        "1.8 USD of balance mtok_input claude-sonnet-4.5 peak:09:00-18:00, "
        "9 USD of balance mtok_output claude-sonnet-4.5 peak:09:00-18:00, "
        "0.18 USD of balance mtok_cache_read claude-sonnet-4.5 peak:09:00-18:00",
        "group:unset · relay.example · relay_api · - · -",
    ],
    # 0.5 · 2 = 1, · 8 = 8; the hidden group is nobody's business
    "voapi": [
        "group:default · relay.example · relay_api · - · 1 USD of balance mtok_input gpt-5.1, "
        "8 USD of balance mtok_output gpt-5.1, 0.03 USD of balance request nano-banana",
    ],
}  # fmt: skip
UNREAD = {
    "one_hub": ["field group.colour", "model osprey-mix", "osprey-mix: no price of the type 'weight'"],
    "sub2api": [
        "field groups[].tint",
        "group friends: only for whom the operator chose",
        "group unset: no multiplier, so that it has no prices",
        "model petrel-draw",
        "petrel-draw: no price",
        "the cost of balance is not public",
    ],
    "voapi": [
        "field models[].mood",
        "model tern-x",
        "tern-x: no price of the type 7",
        "the cost of balance is not public",
    ],
}


@pytest.mark.parametrize("platform", VISITS)
def test_the_groups_of_a_relay(platform: str) -> None:
    page = visit(platform, *VISITS[platform])
    assert lines(page) == LISTINGS[platform]
    assert page.complete


@pytest.mark.parametrize("platform", VISITS)
def test_what_was_not_understood(platform: str) -> None:
    page = visit(platform, *VISITS[platform])
    assert list(page.unread) == [f"{platform}: {line}" for line in UNREAD[platform]]


@pytest.mark.parametrize("platform", ["one_hub", "voapi"])
def test_prices_without_their_groups_end_nothing(platform: str) -> None:
    assert not visit(platform, "models").complete


TRANSIT = {
    # 4 USD of balance for 1 CNY; the composite multiplier goes before the plain one; without one there is no price
    "nested": [
        "group:a · relay.example · relay_api · - · 0.25 CNY usd_credit, "
        "1.5 USD of balance mtok_input claude-sonnet-4.5, 7.5 USD of balance mtok_output claude-sonnet-4.5",
        "group:b · relay.example · relay_api · - · 0.25 CNY usd_credit",
    ],
    # Prices for a million; a model without groups is in all; yuan where dollars are meant are no price
    "flat": [
        "group:default · relay.example · relay_api · - · 6 USD of balance mtok_input claude-sonnet-4.5, "
        "30 USD of balance mtok_output claude-sonnet-4.5, 0.6 USD of balance mtok_cache_read claude-sonnet-4.5, "
        "0.04 USD of balance request kimi-k3",
        "group:vip · relay.example · relay_api · - · 0.02 USD of balance request kimi-k3",
    ],
}


@pytest.mark.parametrize("name", TRANSIT)
def test_the_two_shapes_of_an_open_snapshot(name: str) -> None:
    page = visit("ai_transit", "discovery", name)
    assert (lines(page), page.complete) == (TRANSIT[name], True)


def answer(platform: str, found: Any, purpose: str = "start", status: int = 200, path: str = "/api/status") -> Snapshot:
    body = found if isinstance(found, str) else json.dumps(found)
    return Snapshot("s", platform, HOST + path, WHEN, status, "", body.encode(), purpose)


@pytest.mark.parametrize(
    ("platform", "found", "status", "wall"),
    [
        ("sub2api", {"code": 404, "message": "Model plaza is not enabled"}, 404, "private_pricing"),
        ("sub2api", {"code": "UNAUTHORIZED", "message": "Authorization header is required"}, 401, "login"),
        ("sub2api", {"code": 0, "message": "", "data": {"site_name": "a", "registration_enabled": True}}, 200,
         "private_pricing"),
        ("sub2api", {"code": 0, "message": "", "data": {"site_name": "a", "registration_enabled": True,
         "model_plaza_enabled": True, "model_plaza_require_auth": True}}, 200, "private_pricing"),
        ("one_hub", {"success": False, "message": "无权进行此操作，未登录"}, 401, "login"),
        ("ai_transit", {"error": "not found"}, 404, "private_pricing"),
        ("relay", {"status": "healthy", "service": "claude-relay-service"}, 200, "private_pricing"),
    ],
)  # fmt: skip
def test_prices_that_are_not_public_are_a_wall(platform: str, found: Any, status: int, wall: str) -> None:
    page = read(answer(platform, found, status=status))
    assert page.wall and page.wall.kind == wall


@pytest.mark.parametrize("platform", ["one_hub", "sub2api", "voapi", "ai_transit"])
@pytest.mark.parametrize("found", ["<html></html>", "[]", '{"data": {}}', '{"code": 0, "message": "", "data": {}}'])
def test_what_is_no_answer_is_an_error(platform: str, found: str) -> None:
    with pytest.raises(PageError):
        read(answer(platform, found))


NOTHING = ("<!doctype html><html></html>", 200)
PROBES = ["/api/status", "/api/v1/settings/public", "/.well-known/ai-transit.json", "/health"]


def fixture(name: str) -> tuple[str, int]:
    return (FIXTURES / name).read_text("utf-8"), 200


TOLD = {
    "New API": ([fixture("new_api/status.json")], ["/api/user/groups", "/api/pricing"]),
    "one-hub": ([fixture("one_hub/status.json")], ["/api/user_group_map", "/api/available_model"]),
    "sub2api": ([NOTHING, fixture("sub2api/settings.json")], ["/api/v1/model-plaza"]),
    "ai-transit": (
        [NOTHING, ('{"error": "no"}', 404), fixture("ai_transit/discovery.json")],
        ["/api/public/transit/v1/snapshot"],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_software_is_told_in_at_most_four_requests(name: str) -> None:
    answers, asked = TOLD[name]
    path, purpose, seen = PROBES[0], "start", []
    for body, status in answers:
        seen.append(path)
        page = read(answer("relay", body, purpose, status, path))
        path, purpose = page.asks[0].url.removeprefix(HOST), page.asks[0].purpose
    assert seen == PROBES[: len(answers)]
    assert [ask.url.removeprefix(HOST) for ask in page.asks] == asked


ONE_API = {
    "success": True, "message": "", "data": {"version": "v0.6", "start_time": 1, "system_name": "One", "chat_link": "",
    "quota_per_unit": 500000, "display_in_currency": True, "top_up_link": ""},
}  # fmt: skip
CHALLENGE = '<!doctype html><script src="/cdn-cgi/challenge-platform/h/b/x.js"></script>'
SIGN_IN = '<!doctype html><form action="/in"><input type="password"></form>'


@pytest.mark.parametrize(
    ("found", "status", "wall"),
    [
        (ONE_API, 200, "private_pricing"),
        (CHALLENGE, 200, "challenge"),
        (SIGN_IN, 200, "login"),
        ({"message": "Unauthorized"}, 401, "login"),
        ("<html><h1>403 Forbidden</h1></html>", 403, "forbidden"),
        ("", 429, "rate_limited"),
    ],
    ids=["One API", "a challenge", "a login form", "401", "403", "429"],
)
def test_a_wall_ends_the_questions(found: Any, status: int, wall: str) -> None:
    page = read(answer("relay", found, status=status))
    assert page.wall and page.wall.kind == wall


@pytest.mark.parametrize("status", [301, 302, 502, 503, 504])
def test_a_site_that_is_elsewhere_or_down_is_not_asked_on(status: int) -> None:
    with pytest.raises(PageError, match=f"HTTP {status}"):
        read(answer("relay", NOTHING[0], status=status))


@pytest.mark.parametrize(
    "found",
    [NOTHING[0], "{}", "[]", "null", '{"data": null}', '{"success": true, "data": {}}', '{"detail": "no"}'],
)
@pytest.mark.parametrize("status", [200, 400, 404, 405, 500])
def test_what_tells_of_no_software_leads_to_the_next_question(found: str, status: int) -> None:
    asks = read(answer("relay", found, status=status, path="/relay/api/status")).asks
    assert [ask.url.removeprefix(HOST) for ask in asks] == ["/relay/api/v1/settings/public"]


def test_software_that_nobody_knows_is_an_error_after_four_requests() -> None:
    with pytest.raises(PageError, match="none of the 4 questions"):
        read(answer("relay", NOTHING[0], "health", path="/health"))


def test_the_software_that_was_told_is_read_by_its_own_reader() -> None:
    status = answer("relay", fixture("new_api/status.json")[0])
    groups = answer("relay", fixture("new_api/groups.json")[0], "groups", path="/api/user/groups")
    pricing = answer("relay", fixture("new_api/pricing.json")[0], "pricing", path="/api/pricing")
    page = read(with_siblings(pricing, {"start": status, "groups": groups}))
    assert [one.key for one in page.listings] == ["group:default", "group:cc", "group:gift"]


ARITHMETIC = [
    # r, cr, cache, write, group, points a USD -> USD for a million of input, output, cache read, cache write
    ("1.5", "5", "0.1", "1.25", "1", 500_000, "3 15 0.3 3.75"),
    ("1.5", "5", "0.1", "1.25", "0.5", 500_000, "1.5 7.5 0.15 1.875"),
    ("1.5", "5", None, None, "3.5", 500_000, "10.5 52.5"),
    ("1.5", "5", None, None, "1", 1_000_000, "1.5 7.5"),
    ("0", "0", None, None, "1", 500_000, "0 0"),
    ("37.5", "2", None, None, "1", 500_000, ""),
]


def panel(row: dict[str, Any], ratio: str, points: int) -> Page:
    """A panel of one group and one model, as New API answers."""
    model = {"model_name": "claude-sonnet-4-5", "quota_type": 0, "enable_groups": ["g"], **row}
    data = {"success": True, "data": [model], "group_ratio": {"g": Decimal(ratio)}, "usable_group": {"g": ""}}
    status = {"success": True, "data": {"system_name": "A", "quota_per_unit": points, "price": 7.3}}
    pricing = answer("new_api", json.dumps(data, default=float), "pricing", path="/api/pricing")
    return reading.read(with_siblings(pricing, {"start": answer("new_api", status)}))


def amounts(page: Page) -> str:
    (one,) = page.listings
    return " ".join(format(quote.amount, "f") for quote in one.quotes if quote.basis != "usd_credit")


@pytest.mark.parametrize(("r", "cr", "read_", "write", "group", "points", "usd"), ARITHMETIC)
def test_the_arithmetic_of_ratios(
    r: str, cr: str, read_: str | None, write: str | None, group: str, points: int, usd: str
) -> None:
    ratios = {"model_ratio": r, "completion_ratio": cr, "cache_ratio": read_, "create_cache_ratio": write}
    row = {name: Decimal(value) for name, value in ratios.items() if value is not None}
    assert amounts(panel(row, group, points)) == usd


@pytest.mark.parametrize(
    ("row", "group", "usd"),
    [
        ({"quota_type": 1, "model_price": 1}, "0.85", "0.85"),
        ({"quota_type": 1, "model_price": 0.02}, "3", "0.06"),
        # The coefficients are USD for a million and know nothing of points
        ({"billing_mode": "tiered_expr", "billing_expr": "p*3 + c*15 + cr*0.3"}, "0.5", "1.5 7.5 0.15"),
        ({"billing_mode": "tiered_expr", "billing_expr": "fixed(0.02)"}, "0.5", "0.01"),
        ({"billing_mode": "tiered_expr", "billing_expr": "p*c"}, "1", ""),
        ({"billing_mode": "grid"}, "1", ""),
    ],
)
def test_the_arithmetic_of_calls_and_expressions(row: dict[str, Any], group: str, usd: str) -> None:
    assert amounts(panel(row, group, 1_000_000)) == usd


def test_prices_beside_the_plain_one_are_told_of() -> None:
    row = {"billing_mode": "tiered_expr", "billing_expr": 'len < 9 ? tier("a", p*1) : tier("b", p*2)'}
    assert "new_api: claude-sonnet-4-5: prices beside the plain one: b when not (len < 9)" in panel(row, "1", 9).unread


def test_prices_by_the_time_of_day_stand_apart() -> None:
    row = {"billing_mode": "tiered_expr", "billing_expr": "hour() < 8 ? p*1 : p*2"}
    (one,) = panel(row, "1", 9).listings
    assert [(format(quote.amount, "f"), quote.conditions) for quote in one.quotes[1:]] == [
        ("1", ("when:hour() < 8",)),
        ("2", ("when:not (hour() < 8)",)),
    ]


EXTRA: list[tuple[dict[str, float], list[tuple[str, str]]]] = [
    ({}, []),
    ({"cached_read_tokens": 0.1, "cached_write_tokens": 1.25},
     [("mtok_cache_read", "0.5"), ("mtok_cache_write", "6.25")]),
    ({"cached_tokens": 0.5}, [("mtok_cache_read", "2.5")]),
    ({"cached_tokens": 0.5, "cached_read_tokens": 0.1}, [("mtok_cache_read", "0.5")]),
    ({"cached_write_5m_tokens": 1.25, "cached_write_1h_tokens": 2}, [("mtok_cache_write", "6.25")]),
    ({"openai_cache_write_tokens": 1.25}, [("mtok_cache_write", "6.25")]),
    ({"cached_tokens_ratio": 0.5, "input_audio_tokens_ratio": 20}, [("mtok_cache_read", "2.5")]),
    ({"cached_read_tokens": 0}, [("mtok_cache_read", "0")]),
    ({"input_audio_tokens": 20, "output_audio_tokens": 10, "reasoning_tokens": 1}, []),
]  # fmt: skip


@pytest.mark.parametrize(("extra", "cached"), EXTRA, ids=[str(extra) for extra, _ in EXTRA])
def test_cached_input_by_the_names_of_every_version(extra: dict[str, float], cached: list[tuple[str, str]]) -> None:
    price = {"model": "claude-opus-4-6", "type": "tokens", "channel_type": 14, "input": 2.5, "output": 12.5,
             "locked": False, "model_info": None, "extra_ratios": extra or None}  # fmt: skip
    found = {"success": True, "data": {"claude-opus-4-6": {"groups": ["default"], "price": price}}}
    groups = saved(FIXTURES / "one_hub" / "groups.json", f"{HOST}/api/user_group_map")
    models = Snapshot("s", "one_hub", f"{HOST}/api/available_model", WHEN, 200, "", json.dumps(found).encode())
    page = read(with_siblings(models, {groups.purpose: groups}))
    quotes = page.listings[0].quotes
    assert [(one.basis, format(one.amount, "f")) for one in quotes if "cache" in one.basis] == cached
    assert [one.basis for one in quotes][:2] == ["mtok_input", "mtok_output"]
    assert not [line for line in page.unread if "extra" in line or "price." in line]


def test_channels_that_a_monitor_lists_apart_with_their_models_count_once() -> None:
    row = {"provider": "Nova", "provider_slug": "nova", "provider_url": "https://nova.example/", "service": "cc"}
    group = {**row, "channel": "max", "price_min": 0.2, "current_status": 1, "layers": [
        {"model": "claude-opus-4-6"}, {"model": "claude-sonnet-4-5"}]}  # fmt: skip
    single = {**row, "channel": "kiro", "price_min": 0.1, "model": "claude-opus-4-6", "current_status": {"status": 1}}
    for data in ([single], None, [single, {**group, "model": "claude-opus-4-6"}]):
        found: dict[str, Any] = {"meta": {}, "data": data, "groups": [group]}
        page = read(Snapshot("s", "relay_pulse", f"{HOST}/api/status", WHEN, 200, "", json.dumps(found).encode()))
        assert [one.native_id for one in page.listings] == (["nova/cc/kiro"] if data else []) + ["nova/cc/max"]
        assert [str(quote.amount) for one in page.listings for quote in one.quotes][-1:] == ["0.2"]
        assert page.complete and not page.unread
    alone = {"meta": {}, "data": [], "groups": [group]}
    page = read(Snapshot("s", "relay_pulse", f"{HOST}/api/status", WHEN, 200, "", json.dumps(alone).encode()))
    assert [one.id for one in page.listings[0].models] == ["claude-opus-4.6", "claude-sonnet-4.5"]
