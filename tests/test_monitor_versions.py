"""What versions of relay-pulse answer, as their source has it: who is listed, what is whole, and empty answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from parsers.reading import read
from parsers.records import Page, PageError, Snapshot
from tests.facts import WHEN, price

ROW: dict[str, Any] = {
    "provider": "nova", "provider_name": "Nova", "provider_slug": "nova", "provider_url": "https://nova.example",
    "service": "cc", "service_name": "Claude Code", "category": "commercial", "sponsor": "", "sponsor_url": "",
    "channel": "max", "channel_id": "c-1", "channel_name": "Max pool", "model": "", "request_model": "",
    "board": "hot", "board_reason": "", "interval_ms": 60000, "slow_latency_ms": 5000, "current_status": None,
    "timeline": [],
}  # fmt: skip
LAYERS: list[dict[str, Any]] = [
    {"model": "Opus", "request_model": "claude-opus-4-6", "model_vendor": "anthropic", "layer_order": 0,
     "current_status": {"status": -1, "latency": 0, "timestamp": 0}, "timeline": []},
    {"model": "claude-sonnet-4-5", "layer_order": 1, "current_status": {"status": 1}, "timeline": []},
]  # fmt: skip
GROUP = {**ROW, "channel": "kiro", "channel_name": "", "current_status": -1, "layers": LAYERS}
META: dict[str, Any] = {"period": "24h", "count": 1, "timeline_mode": "aggregated", "all_monitor_ids": []}
BOARDS = {**META, "boards": {"enabled": True}}
ALL, HOT = "?period=24h&board=all", "?period=24h"


def status(found: Any, query: str = ALL, code: int = 200) -> Page:
    body = json.dumps(found).encode()
    return read(Snapshot("s", "relay_pulse", f"https://pulse.example/api/status{query}", WHEN, code, "", body))


def test_a_channel_is_shown_by_its_names_and_known_by_its_marks() -> None:
    (one,) = status({"meta": META, "data": [ROW]}).listings
    assert (one.key, one.title, one.channel, one.seller) == (
        "nova/cc/max",
        "Nova · Claude Code · Max pool",
        "max",
        "nova.example",
    )


@pytest.mark.parametrize(
    ("link", "seller"),
    [
        ("https://app.nova.example/register", "nova.example"),
        ("https://nova.github.io/relay", "nova.github.io"),
        ("https://t.me/nova_channel", "pulse.example/nova"),
        ("https://github.com/nova/relay", "pulse.example/nova"),
        ("", "pulse.example/nova"),
    ],
)
def test_a_relay_is_known_by_a_domain_of_its_own(link: str, seller: str) -> None:
    (one,) = status({"data": [{**ROW, "provider_url": link}]}).listings
    assert one.seller == seller


def test_layers_say_which_models_a_channel_has() -> None:
    page = status({"meta": {**META, "count": 0}, "data": [], "groups": [GROUP]})
    assert [model.id for model in page.listings[0].models] == ["claude-opus-4.6", "claude-sonnet-4.5"]
    assert (page.complete, page.unread) == (True, ())


WHOLE: list[tuple[dict[str, Any], str, bool]] = [
    ({"meta": META, "data": [ROW]}, ALL, True),
    ({"meta": {}, "data": [ROW]}, "", True),
    ({"meta": {**META, "count": 2}, "data": [ROW]}, ALL, False),
    # `count` is that of the plain channels alone
    ({"meta": META, "data": [ROW], "groups": [GROUP]}, ALL, True),
    ({"meta": {**META, "count": 2}, "data": [ROW], "groups": [GROUP]}, ALL, True),
    ({"meta": BOARDS, "data": [ROW]}, ALL, True),
    ({"meta": BOARDS, "data": [ROW]}, HOT, False),
    ({"meta": BOARDS, "data": [ROW]}, "?board=cold", False),
    ({"meta": {**META, "boards": {"enabled": False}}, "data": [ROW]}, HOT, True),
    ({"meta": META, "data": [ROW]}, "?provider=all&service=all", True),
    ({"meta": META, "data": [ROW]}, "?provider=nova", False),
]


@pytest.mark.parametrize(("found", "query", "whole"), WHOLE, ids=[f"{row[0]['meta']}{row[1]}" for row in WHOLE])
def test_whether_an_answer_shows_all_channels(found: Any, query: str, whole: bool) -> None:
    assert status(found, query).complete == whole


@pytest.mark.parametrize(
    "parts", [{"data": None}, {"data": []}, {"data": [], "groups": []}, {"data": None, "groups": None}], ids=str
)
def test_a_monitor_that_lists_nobody_is_empty_and_ends_nothing(parts: dict[str, Any]) -> None:
    page = status({"meta": {**META, "count": 0}, **parts})
    assert (page.listings, page.complete, page.unread, page.wall) == ((), False, (), None)


PRICES = [
    ({"price_min": 0.2, "price_max": 0.5}, ["0.2 or more multiplier", "0.5 or less multiplier"]),
    ({"price_min": 0.5, "price_max": 0.5}, ["0.5 multiplier"]),
    ({"price_max": 0.5}, ["0.5 multiplier"]),
    ({"price_min": None, "price_max": None}, []),
    ({"price_min": 0, "price_max": 0.5}, ["0.5 or less multiplier"]),
    ({"price_min": 0, "price_max": 0}, ["0 multiplier free"]),
    ({"price_max": 0}, ["0 multiplier free"]),
    ({"price_min": -1, "price_max": "half"}, []),
]


@pytest.mark.parametrize(("fields", "expected"), PRICES, ids=[str(row[0]) for row in PRICES])
def test_the_multiplier_of_a_channel(fields: dict[str, Any], expected: list[str]) -> None:
    (one,) = status({"meta": META, "data": [{**ROW, **fields}]}).listings
    assert [price(quote) for quote in one.quotes] == expected


def test_fields_that_nobody_knows_are_told_of() -> None:
    page = status({"meta": META, "data": [{**ROW, "hue": 1}], "groups": [{**GROUP, "layers": [{"tint": 1}]}]})
    assert page.unread == ("relay_pulse: field data[].hue", "relay_pulse: field layers[].tint")


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ({"error": "无效的时间范围: 3h"}, 400),
        ({"error": {"code": "INVALID_PARAM", "message": "无效的 board 参数", "request_id": "1"}}, 400),
        ({"error": {"code": "INTERNAL_ERROR", "message": "查询失败"}}, 500),
    ],
    ids=str,
)
def test_an_error_is_no_empty_page(found: Any, code: int) -> None:
    with pytest.raises(PageError, match=f"HTTP {code}"):
        status(found, code=code)
