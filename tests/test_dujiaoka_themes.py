"""dujiaoka in the themes of its older versions and of those who changed it: worked out by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from parsers.reading import read
from parsers.records import Page, Snapshot
from tests.facts import FIXTURES, WHEN, fixture, lines

SHOP = "https://cards.example/"
LEFT = '<footer><a href="/order-search">查单</a> 独角数卡</footer>'


def page(body: str) -> Page:
    return read(Snapshot("s", "dujiaoka", SHOP, WHEN, 200, "text/html", f"<html><body>{body}{LEFT}</body>".encode()))


def luna(held: Any) -> str:
    return f"<script>let title = '公告', goodsMsg = {json.dumps(held, ensure_ascii=False)};</script>"


FRONTS = {"layui": ("9", "0"), "rows": ("-", "0"), "product_cards": ("-", "0"), "cards_with_kinds": ("-", "0")}
"""How many are left of the two goods of a theme's front page."""


@pytest.mark.parametrize("theme", FRONTS)
def test_the_front_page_of_a_theme(theme: str) -> None:
    found = fixture(f"dujiaoka/{theme}.html", SHOP)
    first, second = (line.partition(" · ")[2] for line in lines(found))
    here, gone = FRONTS[theme]
    assert first == f"cards.example · account · {here} · 1088 CNY month chatgpt-plus"
    assert second == f"cards.example · account · {gone} · 99 CNY month claude-pro"
    assert [one.channel for one in found.listings] == ["OpenAI", "OpenAI"]
    assert (found.listings[0].native_id, found.complete, found.unread) == ("good:3", True, ())


OWN = {
    "good_layui": "7 · 1125.5 CNY month claude-pro, 1100 CNY month claude-pro bulk from:10",
    "good_kinds": "7 · 99 CNY month claude-pro, 899 CNY year claude-pro",
    "good_sign": "0 · 99 CNY month claude-pro, 90 CNY month claude-pro bulk from:5",
}


@pytest.mark.parametrize("theme", OWN)
def test_the_own_page_of_a_good(theme: str) -> None:
    found = fixture(f"dujiaoka/{theme}.html", f"{SHOP}buy/5")
    assert lines(found) == [f"good:5 · cards.example · account · {OWN[theme]}"]
    assert found.listings[0].text.endswith("质保30天")


def test_a_kind_whose_small_print_is_empty_has_its_name() -> None:
    text = (
        (FIXTURES / "dujiaoka/good_kinds.html").read_text("utf-8").replace("<small>￥99.00</small>", "<small></small>")
    )
    found = read(Snapshot("s", "dujiaoka", f"{SHOP}buy/5", WHEN, 200, "text/html", text.encode()))
    assert lines(found) == [f"good:5 · cards.example · account · {OWN['good_kinds']}"]


GOOD = {"id": 9, "gd_name": "ChatGPT Plus 独享", "in_stock": 3, "description": None}
LUNA: dict[str, tuple[Any, str]] = {
    "numbers with gaps": (
        {"1": {"gp_name": "AI", "goods": {"4": {**GOOD, "actual_price": "95.00"}}}},
        "3 · 95 CNY account chatgpt-plus",
    ),
    "a price by another name": (
        [{"gp_name": "AI", "goods": [{**GOOD, "sell_price": 95, "wholesale_price_cnf": None}]}],
        "3 · 95 CNY account chatgpt-plus",
    ),
    "kinds": (
        [{"gp_name": "AI", "goods": [{**GOOD, "price": "95", "goods_sub": [
            {"id": 1, "name": "月卡", "price": "95.00", "stock": 1}, {"id": 2, "name": "年卡", "price": "900"}]}]}],
        "3 · 95 CNY month chatgpt-plus, 900 CNY year chatgpt-plus",
    ),
    "one kind": (
        [{"gp_name": "AI", "goods": [{**GOOD, "goods_sub": [{"id": 1, "name": "默认", "price": "95.00"}]}]}],
        "3 · 95 CNY account chatgpt-plus",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LUNA)
def test_the_goods_that_a_page_hands_to_its_script(name: str) -> None:
    held, line = LUNA[name]
    found = page(luna(held) + "goods")
    assert (lines(found), found.unread) == ([f"good:9 · cards.example · account · {line}"], ())


@pytest.mark.parametrize(
    "body", [luna([]), luna({}), luna([{"gp_name": "AI", "goods": []}]), "<div class='goods'></div>"]
)
def test_a_shop_without_goods_is_no_error_and_ends_nothing(body: str) -> None:
    found = page(body)
    assert (found.listings, found.complete, found.unread, found.wall) == ((), False, (), None)
