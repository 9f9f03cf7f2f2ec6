"""The reader of New API relays and Veloera: walls, groups, and prices worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from parsers.pages import new_api
from parsers.reading import read
from parsers.records import Ask, Listing, Page, PageError, Quote, Snapshot, Span, Wall

FIXTURES = Path(__file__).parent / "fixtures" / "new_api"
HOST = "https://api.nova-relay.example"
PATHS = {"start": "/api/status", "groups": "/api/user/groups", "pricing": "/api/pricing"}


def snapshot(
    found: Any, purpose: str = "start", status: int = 200, siblings: Mapping[str, Snapshot] | None = None
) -> Snapshot:
    body = found.encode() if isinstance(found, str) else json.dumps(found, ensure_ascii=False).encode()
    when = datetime(2026, 11, 24, tzinfo=UTC)
    answer = Snapshot("nova", "new_api", HOST + PATHS[purpose], when, status, "application/json", body, purpose)
    return replace(answer, siblings=MappingProxyType(dict(siblings or {})))


def fixture(name: str) -> str:
    return (FIXTURES / f"{name}.json").read_text("utf-8")


def visit(pricing: Any, status: Any = None, groups: Any = None) -> Page:
    """The price list with its siblings, as a crawl has them."""
    siblings = {}
    if status is not None:
        siblings["start"] = snapshot(status)
    if groups is not None:
        siblings["groups"] = snapshot(groups, "groups")
    return new_api.read(snapshot(pricing, "pricing", siblings=siblings))


def changed(name: str, **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(fixture(name))
    target = found["data"] if name.endswith("status") else found
    target.update(changes)
    return found


@pytest.fixture(scope="module")
def nova() -> Page:
    return visit(fixture("pricing"), fixture("status"), fixture("groups"))


def group(page: Page, name: str) -> Listing:
    return next(listing for listing in page.listings if listing.native_id == f"group:{name}")


def prices(listing: Listing) -> list[tuple[str | None, str, str, str | None]]:
    return [(quote.raw_name, quote.basis, str(quote.amount), quote.span.path) for quote in listing.quotes]


def test_status_asks_for_groups_then_prices() -> None:
    assert new_api.read(snapshot(fixture("status"))) == Page(
        asks=(Ask(f"{HOST}/api/user/groups", "groups"), Ask(f"{HOST}/api/pricing", "pricing"))
    )


def test_groups_alone_list_nothing() -> None:
    assert new_api.read(snapshot(fixture("groups"), "groups")) == Page()


def test_a_listing_is_a_group_with_models(nova: Page) -> None:
    assert [listing.native_id for listing in nova.listings] == ["group:default", "group:cc", "group:gift"]
    assert (nova.complete, nova.not_offers, nova.wall) == (True, 0, None)


def test_a_public_group_without_models_is_no_offer() -> None:
    row = {"model_name": "gpt-5.1", "quota_type": 0, "model_ratio": 1, "enable_groups": ["a"]}
    page = visit(
        {"data": [row], "group_ratio": {"a": 1, "b": 1}, "usable_group": {"a": "", "b": ""}}, fixture("status")
    )
    assert ([one.channel for one in page.listings], page.not_offers) == (["a"], 1)


def test_the_fields_of_a_group(nova: Page) -> None:
    cc = group(nova, "cc")
    assert replace(cc, models=(), quotes=()) == Listing(
        source="nova",
        url=f"{HOST}/api/pricing",
        seller="nova-relay.example",
        title="Nova Relay · cc",
        text="cc\nKiro逆向渠道",
        native_id="group:cc",
        channel="cc",
        access="relay_api",
    )
    assert [(mention.id, mention.raw_name, mention.span) for mention in cc.models] == [
        ("claude-opus-4.6", "claude-opus-4-6", Span(path="data[0].model_name")),
        ("gpt-5.1", "gpt-5.1", Span(path="data[1].model_name")),
        ("nano-banana", "nano-banana", Span(path="data[2].model_name")),
        ("glm-5.1", "glm-5.1", Span(path="data[3].model_name")),
    ]


def test_a_description_that_says_no_more_than_the_name_is_not_repeated(nova: Page) -> None:
    assert group(nova, "gift").text == "gift"


DEFAULT = [
    (None, "usd_credit", "1.2", "status.data.price"),
    ("claude-opus-4-6", "mtok_input", "5", "data[0].model_ratio"),
    ("claude-opus-4-6", "mtok_output", "25", "data[0].completion_ratio"),
    ("claude-opus-4-6", "mtok_cache_read", "0.5", "data[0].cache_ratio"),
    ("claude-opus-4-6", "mtok_cache_write", "6.25", "data[0].create_cache_ratio"),
    ("gpt-5.1", "mtok_input", "1.25", "data[1].model_ratio"),
    ("gpt-5.1", "mtok_output", "10", "data[1].completion_ratio"),
    ("gpt-4.5-preview", "mtok_input", "75", "data[4].model_ratio"),
    ("gpt-4.5-preview", "mtok_output", "150", "data[4].completion_ratio"),
    ("gemini-2.5-pro", "mtok_input", "1.25", "data[5].billing_expr.p"),
    ("gemini-2.5-pro", "mtok_output", "10", "data[5].billing_expr.c"),
    ("house-blend-7b", "mtok_input", "2", "data[7].model_ratio"),
    ("house-blend-7b", "mtok_output", "3", "data[7].completion_ratio"),
    ("deepseek-v4-pro", "mtok_input", "0", "data[8].model_ratio"),
    ("deepseek-v4-pro", "mtok_output", "0", "data[8].completion_ratio"),
]
CC = [
    (None, "usd_credit", "1.2", "status.data.price"),
    ("claude-opus-4-6", "mtok_input", "2.5", "data[0].model_ratio"),
    ("claude-opus-4-6", "mtok_output", "12.5", "data[0].completion_ratio"),
    ("claude-opus-4-6", "mtok_cache_read", "0.25", "data[0].cache_ratio"),
    ("claude-opus-4-6", "mtok_cache_write", "3.125", "data[0].create_cache_ratio"),
    ("gpt-5.1", "mtok_input", "0.625", "data[1].model_ratio"),
    ("gpt-5.1", "mtok_output", "5", "data[1].completion_ratio"),
    ("nano-banana", "request", "0.02", "data[2].model_price"),
]
GIFT = [
    (None, "usd_credit", "1.2", "status.data.price"),
    ("gpt-5.1", "mtok_input", "0", "data[1].model_ratio"),
    ("gpt-5.1", "mtok_output", "0", "data[1].completion_ratio"),
]


@pytest.mark.parametrize(("name", "expected"), [("default", DEFAULT), ("cc", CC), ("gift", GIFT)])
def test_the_prices_of_a_group(nova: Page, name: str, expected: list[Any]) -> None:
    assert prices(group(nova, name)) == expected


def test_the_fields_of_a_quote(nova: Page) -> None:
    credit, opus = group(nova, "default").quotes[:2]
    assert credit == Quote("usd_credit", Decimal("1.2"), Span(path="status.data.price"), currency="CNY")
    assert opus == Quote(
        "mtok_input",
        Decimal(5),
        Span(path="data[0].model_ratio"),
        currency="USD",
        subject="model",
        model="claude-opus-4.6",
        raw_name="claude-opus-4-6",
        settlement="credit",
    )


def test_what_costs_nothing_is_free_and_not_unknown(nova: Page) -> None:
    free = {quote.raw_name for quote in group(nova, "default").quotes if quote.conditions == ("free",)}
    assert free == {"deepseek-v4-pro"}
    assert [quote.conditions for quote in group(nova, "gift").quotes] == [(), ("free",), ("free",)]


def test_an_unknown_model_keeps_its_name(nova: Page) -> None:
    blend = [quote for quote in group(nova, "default").quotes if quote.raw_name == "house-blend-7b"]
    assert [(quote.model, quote.subject) for quote in blend] == [(None, "model")] * 2


def test_what_has_no_price_says_why(nova: Page) -> None:
    assert nova.unread == (
        "new_api: field data[].grid_pricing",
        "new_api: glm-5.1: model_ratio 37.5 stands for a price that was never set",
        "new_api: grok-4.5: quota_type 3 is not known",
        "new_api: kimi-k2.6: no model_ratio",
        "new_api: qwen-3.7-max: no enable_groups",
        "new_api: model house-blend-7b",
    )


def test_the_old_envelope_and_another_quota_per_unit() -> None:
    page = visit(fixture("veloera_pricing"), fixture("veloera_status"))
    assert page.complete
    assert [(one.native_id, one.text) for one in page.listings] == [
        ("group:default", "default\n默认"),
        ("group:vip", "vip\n官key"),
    ]
    # 1.5 · 10⁶ / 10⁶ = 1.5, · 5 = 7.5; · 3.5 = 5.25 and 26.25
    # 0.15 · 3.5 = 0.525, · 8.333333333333334 = 4.37500000000000035
    assert [str(quote.amount) for quote in page.listings[0].quotes] == ["0.8", "1.5", "7.5"]
    assert [str(quote.amount) for quote in page.listings[1].quotes] == [
        "0.8",
        "5.25",
        "26.25",
        "0.525",
        "4.37500000000000035",
    ]


def test_groups_come_from_their_own_answer_where_the_price_list_lacks_them() -> None:
    bare = {"data": json.loads(fixture("pricing"))["data"]}
    page = visit(bare, fixture("status"), fixture("groups"))
    assert prices(group(page, "cc")) == CC
    assert page.complete


def test_rows_alone_name_groups_and_models_without_prices() -> None:
    page = new_api.read(snapshot(fixture("rows")))
    assert [(one.native_id, one.quotes) for one in page.listings] == [("group:a", ()), ("group:b", ())]
    assert [mention.id for mention in page.listings[0].models] == ["claude-sonnet-4.5"]
    assert not page.complete
    assert page.unread == (
        "new_api: status: not at hand, so that ratios and balance have no price",
        "new_api: group a: no ratio, so that it has no prices",
        "new_api: group b: no ratio, so that it has no prices",
    )


def test_a_call_has_its_price_without_a_status() -> None:
    assert prices(group(visit(fixture("pricing")), "cc")) == [("nano-banana", "request", "0.02", "data[2].model_price")]


def test_without_quota_per_unit_there_is_no_token_price() -> None:
    status = changed("status")
    del status["data"]["quota_per_unit"]
    assert [quote.basis for quote in group(visit(fixture("pricing"), status), "cc").quotes] == ["usd_credit", "request"]
    assert new_api.read(snapshot(status)).unread == (
        "new_api: status.quota_per_unit: missing, so that ratios give no price",
    )


NO_CREDIT = [
    ({"enable_online_topup": False}, "online top-up is off"),
    ({"enable_online_topup": False, "top_up_link": "https://cards.test/"}, "online top-up is off"),
    ({"top_up_link": "https://cards.test/"}, "balance is sold elsewhere"),
    ({"price": 0}, "missing"),
    ({"price": None}, "missing"),
    ({"price": "one"}, "missing"),
]


@pytest.mark.parametrize(("changes", "reason"), NO_CREDIT, ids=[str(changes) for changes, _ in NO_CREDIT])
def test_balance_that_is_not_sold_at_the_relay_has_no_price(changes: dict[str, Any], reason: str) -> None:
    status = changed("status", **changes)
    assert all(
        quote.basis != "usd_credit" for one in visit(fixture("pricing"), status).listings for quote in one.quotes
    )
    (said,) = new_api.read(snapshot(status)).unread
    assert reason in said


def test_balance_sold_in_both_places_has_the_relays_price() -> None:
    status = changed("status", enable_online_topup=True, top_up_link="https://cards.test/")
    assert group(visit(fixture("pricing"), status), "cc").quotes[0].amount == Decimal("1.2")


def test_an_unknown_money_field_of_the_status_is_reported() -> None:
    assert new_api.read(snapshot(changed("status", recharge_bonus=2))).unread == ("new_api: status.recharge_bonus",)


PRIVATE = [
    '{"pricing": {"enabled": true, "requireAuth": true}}',
    '{"pricing": {"enabled": false, "requireAuth": false}}',
    '{"pricing": {"enabled": true, "requireAuth": "true"}}',
    '{"pricing": {"enabled": "false"}}',
    '{"pricing": false}',
    '{"pricing": "0"}',
    '{"pricing": {"requireAuth": "TRUE"}}',
    '{"pricing": {"enabled": true, "requireAuth": false, "groups": ["vip"]}}',
]
PUBLIC = [
    '{"pricing": ""}', '{"pricing": "perhaps"}', '{"pricing": {"requireAuth": "False", "enabled": " True "}}',
    '{"pricing": {"groups": []}}',
    "", "{}", "not json", '{"home": false}', '{"pricing": true}', '{"pricing": 1}', '{"pricing": {}}', None, 7,
]  # fmt: skip


@pytest.mark.parametrize("modules", PRIVATE)
def test_private_prices_are_a_wall_even_where_they_are_answered(modules: str) -> None:
    status = changed("status", HeaderNavModules=modules)
    start = new_api.read(snapshot(status))
    assert (start.wall and start.wall.kind, start.asks) == ("private_pricing", ())
    page = visit(fixture("pricing"), status)
    assert (page.wall and page.wall.kind, page.listings) == ("private_pricing", ())


@pytest.mark.parametrize("modules", PUBLIC, ids=str)
def test_public_prices_are_none(modules: Any) -> None:
    assert new_api.read(snapshot(changed("status", HeaderNavModules=modules))).wall is None


REFUSALS: list[tuple[str, int, dict[str, Any], str]] = [
    ("pricing", 403, {"success": False, "message": "pricing is disabled"}, "private_pricing"),
    ("pricing", 401, {"success": False, "message": "无权进行此操作，未登录且未提供 access token"}, "private_pricing"),
    ("groups", 401, {"success": False, "message": "无权进行此操作，未登录且未提供 access token"}, "login"),
    ("start", 200, {"success": False, "message": "ratio configuration endpoint is disabled"}, "private_pricing"),
    ("start", 401, {"error": {"message": "无效的令牌 (request id: 1)", "type": "veloera_error"}}, "login"),
    ("pricing", 404, {"error": {"message": "Invalid URL (GET /api/x)", "type": "invalid_request_error"}}, "not_found"),
    ("start", 200, {"success": False, "message": "Too many requests"}, "rate_limited"),
    ("start", 403, {"success": False, "message": ""}, "forbidden"),
    ("start", 403, {"error": "x"}, "forbidden"),
]


@pytest.mark.parametrize(("purpose", "status", "body", "kind"), REFUSALS, ids=[str(row[2]) for row in REFUSALS])
def test_a_refusal_is_a_wall_by_its_words(purpose: str, status: int, body: dict[str, Any], kind: str) -> None:
    page = new_api.read(snapshot(body, purpose, status))
    assert page.wall and page.wall.kind == kind


def test_a_release_without_a_list_of_groups_still_tells_its_prices() -> None:
    missing = {"error": {"message": "Invalid URL (GET /api/user/groups)", "type": "invalid_request_error"}}
    assert (found := read(snapshot(missing, "groups", 404))).unread[0].startswith("new_api: groups: not_found: ")
    assert found.wall is None
    page = new_api.read(
        snapshot(
            {"success": True, "data": [{"model_name": "gpt-5.1", "quota_type": 0, "model_ratio": 0.5,
                                        "completion_ratio": 8, "enable_groups": ["default"]}],
             "group_ratio": {"default": 0.2}, "usable_group": {"default": "Everyone"}},
            "pricing",
            siblings={"start": snapshot(fixture("status")), "groups": snapshot(missing, "groups", 404)},
        )
    )  # fmt: skip
    assert prices(group(page, "default"))[1:] == [
        ("gpt-5.1", "mtok_input", "0.2", "data[0].model_ratio"),
        ("gpt-5.1", "mtok_output", "1.6", "data[0].completion_ratio"),
    ]


def test_no_public_group_is_a_wall() -> None:
    empty = {"success": True, "data": [], "group_ratio": {}, "usable_group": {}}
    assert visit(empty, fixture("status")).wall == Wall(
        "private_pricing", "usable_group is empty: no group is open to the public"
    )


def test_an_empty_price_list_is_no_look_at_its_groups() -> None:
    page = visit({"data": [], "group_ratio": {"a": 1}, "usable_group": {"a": "a"}}, fixture("status"))
    assert (page.listings, page.complete, page.not_offers) == ((), True, 0)


def test_a_price_list_that_is_null_is_empty_and_ends_nothing() -> None:
    page = visit(
        {"success": True, "data": None, "group_ratio": {"a": 1}, "usable_group": {"a": "a"}}, fixture("status")
    )
    assert (page.listings, page.complete, page.wall, page.not_offers) == ((), False, None, 0)
    assert page.unread == ("new_api: data is null: the site could not tell its models",)


@pytest.mark.parametrize(("on", "unread"), [(True, 1), (False, 0), (None, 0)])
def test_balance_that_is_sold_by_card_has_no_currency(on: bool | None, unread: int) -> None:
    status = changed("status", enable_stripe_topup=on, stripe_unit_price=8, stripe_min_topup=1)
    assert sum("stripe_unit_price" in line for line in new_api.read(snapshot(status)).unread) == unread


ERRORS: list[tuple[str, Any]] = [
    ("pricing", "<!DOCTYPE html><html><title>Nova Relay</title></html>"),
    ("pricing", ""),
    ("pricing", "{"),
    ("pricing", "[]"),
    ("pricing", "null"),
    ("pricing", {"data": []}),
    ("pricing", {"data": None}),
    ("pricing", {"group_ratio": {}, "usable_group": {"a": ""}}),
    ("pricing", {"data": [{"name": "x"}]}),
    ("pricing", {"data": [{"model_name": 7}]}),
    ("pricing", '{"data": [{"model_name": "x", "model_ratio": NaN}]}'),
    ("groups", {"data": {"a": 1}}),
    ("start", {"data": {}}),
    ("start", {"data": "words"}),
    ("start", {"a": 1}),
    ("start", {"success": False, "message": "the moon is full"}),
]


@pytest.mark.parametrize(("purpose", "body"), ERRORS, ids=str)
def test_what_is_no_answer_is_an_error(purpose: str, body: Any) -> None:
    with pytest.raises(PageError):
        new_api.read(snapshot(body, purpose))


def test_another_answer_than_asked_for_is_an_error() -> None:
    with pytest.raises(PageError, match="a question for its prices"):
        new_api.read(snapshot(fixture("groups"), "pricing"))


ODD = [
    ({"model_ratio": -1}, "no model_ratio"),
    ({"model_ratio": "1x"}, "no model_ratio"),
    ({"model_ratio": "1,5"}, "no model_ratio"),
    ({"model_ratio": "1" * 50}, "no model_ratio"),
    ({"model_ratio": True}, "no model_ratio"),
    ({"model_ratio": 1e300}, "no model_ratio"),
    ({"quota_type": 1, "model_price": None}, "no model_price"),
    ({"quota_type": None}, "quota_type None is not known"),
    ({"quota_type": True}, "quota_type True is not known"),
    ({"quota_type": "2"}, "quota_type '2' is not known"),
    ({"billing_expr": "p"}, "a billing_expr, and no billing_mode that says whether it holds"),
]


@pytest.mark.parametrize(("changes", "reason"), ODD, ids=[str(changes) for changes, _ in ODD])
def test_odd_numbers_are_no_prices(changes: dict[str, Any], reason: str) -> None:
    row = {"model_name": "gpt-5.1", "quota_type": 0, "model_ratio": 1, "enable_groups": ["a"], **changes}
    page = visit({"data": [row], "group_ratio": {"a": 1}, "usable_group": {"a": ""}}, fixture("status"))
    assert [quote.basis for quote in page.listings[0].quotes] == ["usd_credit"]
    assert page.unread == (f"new_api: gpt-5.1: {reason}",)


def test_a_row_without_completion_ratio_has_an_input_price_only() -> None:
    row = {"model_name": "gpt-5.1", "quota_type": 0, "model_ratio": 1, "enable_groups": ["a"]}
    page = visit({"data": [row], "group_ratio": {"a": 1}, "usable_group": {"a": ""}}, fixture("status"))
    assert [quote.basis for quote in page.listings[0].quotes] == ["usd_credit", "mtok_input"]
    assert page.unread == ("new_api: gpt-5.1: no completion_ratio that can be read",)


def test_a_ratio_that_cannot_be_read_is_told_of() -> None:
    row = {"model_name": "gpt-5.1", "quota_type": 0, "model_ratio": 1, "completion_ratio": 8, "enable_groups": ["a"],
           "cache_ratio": "half", "create_cache_ratio": None}  # fmt: skip
    page = visit({"data": [row], "group_ratio": {"a": 1}, "usable_group": {"a": ""}}, fixture("status"))
    assert page.unread == ("new_api: gpt-5.1: no cache_ratio that can be read",)


def test_numbers_in_quotes_are_numbers() -> None:
    def quoted(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: quoted(one) for name, one in value.items()}
        if isinstance(value, list):
            return [quoted(one) for one in value]
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    parts = [quoted(json.loads(fixture(name))) for name in ("pricing", "status", "groups")]
    assert visit(*parts).listings == visit(*(fixture(name) for name in ("pricing", "status", "groups"))).listings


@pytest.mark.parametrize("ratio", ["half", -1, None])
def test_a_group_without_a_ratio_has_no_prices(ratio: Any) -> None:
    row = {"model_name": "gpt-5.1", "quota_type": 1, "model_price": 1, "enable_groups": ["a"]}
    page = visit({"data": [row], "group_ratio": {"a": ratio}, "usable_group": {"a": ""}}, fixture("status"))
    assert [quote.basis for quote in page.listings[0].quotes] == ["usd_credit"]
    assert page.unread == ("new_api: group a: no ratio, so that it has no prices",)


PLAIN = {"quota_type": 0, "model_ratio": 1.5, "completion_ratio": 5}
FILM = {"quota_type": 0, "model_ratio": 1.6, "supported_endpoint_types": ["openai-video"]}
TOKENS = [("mtok_input", "1.5"), ("mtok_output", "7.5")]
SUMS: list[tuple[dict[str, Any], int, list[tuple[str, str]]]] = [
    (PLAIN, 500_000, TOKENS),
    (PLAIN, 1_000_000, [("mtok_input", "0.75"), ("mtok_output", "3.75")]),
    # Sound, pictures and input kept for an hour have factors of their own: none of them moves a price of text.
    ({**PLAIN, "audio_ratio": 16, "audio_completion_ratio": 2}, 500_000, TOKENS),
    ({**PLAIN, "image_ratio": 2}, 500_000, TOKENS),
    ({**PLAIN, "cache_ratio": 0.1}, 500_000, [*TOKENS, ("mtok_cache_read", "0.15")]),
    ({**PLAIN, "create_cache_ratio": 1.25}, 500_000, [*TOKENS, ("mtok_cache_write", "1.875")]),
    ({**PLAIN, "cache_ratio": None, "create_cache_ratio": None}, 500_000, TOKENS),
    ({**PLAIN, "supported_endpoint_types": ["openai", "openai-video"]}, 500_000, TOKENS),
    ({**PLAIN, "supported_endpoint_types": []}, 500_000, TOKENS),
    ({"quota_type": 1, "model_price": 0.08}, 500_000, [("request", "0.04")]),
    ({"quota_type": 1, "model_price": 0.08}, 1_000_000, [("request", "0.04")]),
    # A task that nobody priced is charged half its ratio a call, however many points one USD is.
    (FILM, 500_000, [("request", "0.4")]),
    (FILM, 1_000_000, [("request", "0.4")]),
    ({**FILM, "model_ratio": 37.5}, 500_000, []),
    ({**PLAIN, "wallet_available": True, "subscription_available": True}, 500_000, TOKENS),
    ({**PLAIN, "wallet_available": False, "subscription_available": True}, 500_000, []),
]


@pytest.mark.parametrize(("row", "quota", "expected"), SUMS, ids=[f"{row} at {quota}" for row, quota, _ in SUMS])
def test_the_sums_of_a_row_in_a_group_at_half_price(
    row: dict[str, Any], quota: int, expected: list[tuple[str, str]]
) -> None:
    found = {"data": [{"model_name": "claude-sonnet-4-5", "enable_groups": ["half"], **row}]}
    ratios = {"group_ratio": {"half": 0.5}, "usable_group": {"half": "Half"}}
    page = visit(found | ratios, changed("status", quota_per_unit=quota))
    got = [(one.basis, format(one.amount, "f")) for one in group(page, "half").quotes if one.basis != "usd_credit"]
    assert got == expected
    assert bool(page.unread) == (not expected)
