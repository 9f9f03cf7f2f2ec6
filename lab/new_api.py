"""What a New API panel answers, in the shapes of its versions: status, groups, pricing, and every way of saying no."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from lab.relays import UNSET, Group, Panel, Row

VERSIONS = {"modern": "v0.9.14", "rc": "v1.0.0-rc.25", "veloera": "v0.5.12"}
NO_ACCESS = {"message": "无权进行此操作，未登录且未提供 access token", "success": False}
VENDORS = {"claude": 1, "gpt": 2, "gemini": 3, "grok": 4, "deepseek": 5}
VENDOR_NAMES = ("Anthropic", "OpenAI", "Google", "xAI", "DeepSeek")
ENDPOINTS = {"claude": ["anthropic", "openai"], "gemini": ["gemini", "openai"]}

Answer = tuple[int, Any]
"""HTTP status and what the body says as JSON."""


def number(value: Decimal) -> float | int:
    """A JSON number as Go writes it: whole numbers without a fraction."""
    return int(value) if value == value.to_integral_value() else float(value)


def quotient(value: Decimal, by: Decimal) -> float | int:
    """How many times `by` goes into `value`."""
    return number(value / by)


def status(panel: Panel, day: date) -> Answer:
    """`/api/status`: what a dollar of balance costs, and what the operator tells everybody."""
    shared: dict[str, Any] = {
        "system_name": panel.title,
        "server_address": f"https://{panel.host}",
        "version": VERSIONS[panel.software],
        "start_time": 1_770_000_000,
        "price": number(panel.credit_price),
        "quota_per_unit": panel.quota_per_unit,
        "display_in_currency": True,
        "demo_site_enabled": False,
        "self_use_mode_enabled": False,
        "docs_link": "",
        "footer_html": escape(panel.notice),
        "chats": [],
        "setup": True,
    }
    return 200, {"data": shared | (old_status(panel) if panel.software == "veloera" else modern_status(panel)),
                 "message": "", "success": True}  # fmt: skip


def old_status(panel: Panel) -> dict[str, Any]:
    """Fields of the old envelope; with online top-up off and a shop's link, `price` is not what a dollar costs."""
    link = f"https://cards.{panel.host}/buy/1" if panel.card_shop else ""
    return {"min_topup": 1, "check_in_enabled": True, "enable_online_topup": not panel.card_shop, "top_up_link": link}


def modern_status(panel: Panel) -> dict[str, Any]:
    """Fields of the newer versions; the header's modules are JSON inside a string."""
    modules = {"home": True, "console": True, "pricing": {"enabled": True, "requireAuth": panel.private}, "docs": True}
    return {
        "_qn": "new-api",
        "HeaderNavModules": json.dumps(modules),
        "announcements": [],
        "custom_currency_exchange_rate": 1,
        "custom_currency_symbol": "¤",
        "quota_display_type": panel.display,
        "stripe_unit_price": 8,
        "usd_exchange_rate": 7.3,
    }


def groups(panel: Panel, day: date) -> Answer:
    """`/api/user/groups`: each public group with its ratio; `auto` has a word for a ratio."""
    data: dict[str, Any] = {
        group.name: {"desc": group.description, "ratio": number(group.ratio(day))} for group in panel.open_groups(day)
    }
    if panel.software == "rc":
        data["auto"] = {"desc": "自动选择分组", "ratio": "auto"}
    return 200, {"data": data, "message": "", "success": True}


def pricing(panel: Panel, day: date) -> Answer:
    """`/api/pricing`: a row for each model, with the groups that offer it."""
    if panel.private:
        return 401, NO_ACCESS
    open_groups = panel.open_groups(day)
    described = {group.name: group.description for group in open_groups}
    data = [row(panel, one, open_groups) | money(panel, one, day) for one in panel.listed(day)]
    ratios = {group.name: number(group.ratio(day)) for group in open_groups}
    if panel.software == "veloera":
        return 200, {"data": data, "group_ratio": ratios, "success": True, "usable_group": {"": "用户分组"} | described}
    return 200, {
        "auto_groups": ["default"],
        "data": data,
        "group_ratio": ratios,
        "pricing_version": f"{panel.source}-{day:%Y%m}",
        "success": True,
        "supported_endpoint": {"openai": {"path": "/v1/chat/completions", "method": "POST"}},
        "usable_group": described,
        "vendors": [{"id": index, "name": name} for index, name in enumerate(VENDOR_NAMES, 1)],
    }


def row(panel: Panel, one: Row, open_groups: list[Group]) -> dict[str, Any]:
    """What a row says of a model besides money; newer panels write "all" for every group."""
    line = one.model.line if one.model else ""
    offered = [group.name for group in open_groups if panel.serves(group, one)]
    if panel.software == "rc" and len(offered) == len(open_groups):
        offered = ["all"]
    found: dict[str, Any] = {"model_name": one.api, "owner_by": "", "enable_groups": offered}
    if panel.software == "veloera":
        return found
    return found | {"vendor_id": VENDORS.get(line, 0), "supported_endpoint_types": ENDPOINTS.get(line, ["openai"])}


def money(panel: Panel, one: Row, day: date) -> dict[str, Any]:
    """What a row says of money: ratio 1 is one USD for 500,000 tokens at the panel's quota per unit."""
    if one.call is not None:
        return {"quota_type": 1, "model_ratio": 0, "model_price": number(one.call), "completion_ratio": 0}
    given, answered, read, write = one.prices(day)
    ratio = UNSET if one.unset else given * panel.quota_per_unit / 1_000_000
    found = {"quota_type": 0, "model_ratio": number(ratio), "model_price": 0,
             "completion_ratio": quotient(answered, given)}  # fmt: skip
    if panel.software == "veloera":
        return found
    cached = {"cache_ratio": read, "create_cache_ratio": write}
    return found | {name: quotient(price, given) for name, price in cached.items() if price is not None}


def text(words: Callable[[Panel], str]) -> Callable[[Panel, date], Answer]:
    """An endpoint whose `data` is a text."""
    return lambda panel, day: (200, {"data": words(panel), "message": "", "success": True})


def disabled(panel: Panel, day: date) -> Answer:
    """`/api/ratio_config` as it is unless the operator opens it."""
    return 403, {"success": False, "message": "ratio configuration endpoint is disabled"}


def no_token(panel: Panel, day: date) -> Answer:
    """`/v1/models` without a key."""
    kind = "veloera_error" if panel.software == "veloera" else "new_api_error"
    return 401, {"error": {"message": "无效的令牌", "type": kind}}


def log_in(panel: Panel, day: date) -> Answer:
    """What only users see."""
    return 401, NO_ACCESS


ENDPOINT: Mapping[str, Callable[[Panel, date], Answer]] = {
    "/api/status": status,
    "/api/user/groups": groups,
    "/api/pricing": pricing,
    "/api/notice": text(lambda panel: panel.notice),
    "/api/about": text(lambda panel: panel.title),
    "/api/home_page_content": text(lambda panel: ""),
    "/api/ratio_config": disabled,
    "/api/models": log_in,
    "/api/user/self": log_in,
    "/v1/models": no_token,
}


def answer(panel: Panel, day: date, method: str, path: str) -> Answer | None:
    """The answer of an API path, None where the panel would show its web page instead."""
    if endpoint := ENDPOINT.get(path):
        return endpoint(panel, day)
    if path.startswith(("/api/", "/v1/", "/assets/")):
        message = f"Invalid URL ({method} {path})"
        return 404, {"error": {"message": message, "type": "invalid_request_error", "param": "", "code": ""}}
    return None


def application(panel: Panel) -> str:
    """The single-page application that every other path gets, with status 200."""
    generator = "" if panel.software == "veloera" else '<meta name="generator" content="new-api">'
    title = escape(panel.title)
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8">{generator}<title>{title}</title></head>'
        '<body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>\n'
    )
