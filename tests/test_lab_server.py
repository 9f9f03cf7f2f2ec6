"""The lab's pages: the real shapes, and exactly the truth of the day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from lab import official
from lab.market import Market
from lab.official import Model
from lab.relays import Panel
from lab.server import serve
from lab.truth import Truth
from tests.lab_client import Client, Preview, everything, shown


@pytest.fixture(scope="module")
def market() -> Market:
    return Market(1)


@pytest.fixture(scope="module")
def client(market: Market) -> Iterator[Client]:
    with serve(market) as server:
        yield Client(server)


@pytest.mark.parametrize("week", [0, 9, 17, 25])
def test_what_is_true_is_shown_and_what_is_gone_is_not(market: Market, client: Client, week: int) -> None:
    client.server.day = day = market.weeks[week]
    posts = {post.where for name in shown(market) for page in client.channel(name) for post in page.posts}
    true = {row.native_id for row in market.truth(day) if row.source.startswith("tg-")}
    assert true <= posts
    for channel in market.channels:
        gone = {f"{channel.name}/{message.id}" for message in channel.messages if not message.on(day)}
        assert not gone & posts


def test_every_planted_string_is_really_served(market: Market, client: Client) -> None:
    served = ""
    for day in market.weeks:
        client.server.day = day
        served += everything(client, market)
    planted = market.planted()
    assert len(planted) > 60
    assert [value for value in planted if value not in served] == []
    for shape in (
        r"sk-\w{48}",
        r"AIza[\w-]{35}",
        r"ghp_\w{36}",
        r"13\d{9}",
        r"vx_\w+",
        r"[^@]+@[\w.-]+",
        r"\w+_kefu\d+",
    ):
        assert any(re.fullmatch(shape, value) for value in planted), shape


def test_paging_walks_a_whole_channel(market: Market, client: Client) -> None:
    client.server.day = day = market.weeks[25]
    paged = 0
    for channel in market.channels:
        if not channel.exists:
            continue
        pages = list(client.channel(channel.name))
        walked = [post for page in reversed(pages) for post in page.posts]
        assert [post.where for post in walked] == [f"{channel.name}/{message.id}" for message, _ in channel.on(day)]
        assert all(1 <= sum(max(1, post.photos) for post in page.posts) <= 20 for page in pages)
        paged += len(pages) > 1
    assert paged >= 2
    first = market.channels[0].messages[0].id
    beyond = Preview.of(client.get("t-me.example", f"/s/{market.channels[0].name}?before={first}").text)
    assert beyond.nothing
    assert beyond.posts == []
    assert beyond.previous is None


def test_messages_carry_their_marks(market: Market, client: Client) -> None:
    client.server.day = day = market.weeks[20]
    marks = {"edited": 0, "forwarded": 0, "album": 0, "service": 0}
    for channel in market.channels:
        known = {f"{channel.name}/{message.id}": (message, version) for message, version in channel.on(day)}
        for page in client.channel(channel.name) if channel.exists else ():
            for post in page.posts:
                message, version = known[post.where]
                assert post.edited == (version != message.versions[0])
                assert post.forwarded == (message.forwarded_from is not None)
                assert post.photos == message.photos
                assert ("service_message" in post.classes) == (message.kind == "service")
                assert message.kind == "service" or post.text == version.text
                marks["edited"] += post.edited
                marks["forwarded"] += post.forwarded
                marks["album"] += post.photos > 1
                marks["service"] += message.kind == "service"
    assert all(marks.values()), marks


def test_the_same_day_gives_the_same_bytes(market: Market, client: Client) -> None:
    client.server.day = market.weeks[5]
    once = everything(client, market)
    client.server.day = market.weeks[6]
    assert everything(client, market) != once
    client.server.day = market.weeks[5]
    assert everything(client, market) == once


def test_a_channel_that_does_not_exist_leads_to_a_landing_page(client: Client) -> None:
    answer = client.get("t-me.example", "/s/closed_yesterday")
    assert (answer.status, answer.headers["location"]) == (302, "/closed_yesterday")
    landing = client.get("t-me.example", answer.headers["location"])
    assert "<title>Telegram: Contact @closed_yesterday</title>" in landing.text
    assert "tgme_widget_message" not in landing.text


def panel_of(market: Market, host: str) -> Panel:
    return next(panel for panel in market.panels if panel.host == host)


@pytest.mark.parametrize("week", [0, 12, 25])
def test_the_served_ratios_come_to_the_true_percents(market: Market, client: Client, week: int) -> None:
    """The published arithmetic (model ratio × group ratio × 1e6 / quota per unit × price) over what is served."""
    client.server.day = day = market.weeks[week]
    by_listing: dict[tuple[str, str, str], Truth] = {
        (row.source, row.native_id, row.subject or ""): row for row in market.truth(day)
    }
    names = {model.api: model for model in official.models().values()}
    checked = 0
    for panel in market.panels:
        status = client.get(panel.host, "/api/status").json()["data"]
        for offer in client.get(panel.host, "/api/pricing").json().get("data", []):
            model = names.get(offer["model_name"])
            public = client.get(panel.host, "/api/user/groups").json()["data"]
            groups = set(public) - {"auto"} if offer["enable_groups"] == ["all"] else set(offer["enable_groups"])
            for group in groups if model else ():
                ratio = public[group]["ratio"]
                row = by_listing.pop((panel.source, f"group:{group}", model.id if model else ""))
                assert model
                checked += check_row(row, model, offer, status, ratio, day)
    assert checked > 100
    assert [row for row in by_listing.values() if row.native_id.startswith("group:")] == []


def check_row(row: Truth, model: Model, offer: dict[str, Any], status: dict[str, Any], ratio: float, day: date) -> bool:
    if offer["quota_type"] == 1:
        assert (row.percent, row.reason) == (None, "per request")
    elif offer["model_ratio"] == 37.5:
        assert (row.percent, row.reason) == (None, "price not set")
    elif status.get("enable_online_topup") is False:
        assert (row.percent, row.reason) == (None, "credit price unknown")
    else:
        given = offer["model_ratio"] * ratio * 1e6 / status["quota_per_unit"] * status["price"]
        price = model.price(day)
        assert price
        blended = given * (3 + offer["completion_ratio"]) / 4 / float(official.per_usd("CNY", day))
        assert float(row.percent or 0) == pytest.approx(100 * blended / float(price.blend), rel=1e-9)
        return True
    return False


@pytest.mark.parametrize(
    ("host", "path", "status", "holds"),
    [
        ("nova-relay.example", "/robots.txt", 200, "Disallow:\n"),
        ("t-me.example", "/robots.txt", 200, "Disallow:\n"),
        ("nova-relay.example", "/api/prices", 404, '"type":"invalid_request_error"'),
        ("nova-relay.example", "/v1/models", 401, '"type":"new_api_error"'),
        ("songguo.test", "/v1/models", 401, '"type":"veloera_error"'),
        ("nova-relay.example", "/api/user/self", 401, '"success":false'),
        ("nova-relay.example", "/api/ratio_config", 403, "disabled"),
        ("nova-relay.example", "/pricing", 200, '<div id="root">'),
        ("private-pier.example", "/api/pricing", 401, '"success":false'),
        ("elsewhere.example", "/", 421, "No site of the lab"),
    ],
    ids=str,
)
def test_every_path_has_its_answer(client: Client, host: str, path: str, status: int, holds: str) -> None:
    answer = client.get(host, path)
    assert answer.status == status
    assert holds in answer.text


def test_panels_keep_the_shapes_of_their_versions(market: Market, client: Client) -> None:
    client.server.day = market.weeks[8]
    modern = client.get("nova-relay.example", "/api/pricing")
    assert modern.headers["x-new-api-version"].startswith("v0.9")
    assert {"auto_groups", "data", "group_ratio", "usable_group", "vendors", "pricing_version"} <= set(modern.json())
    old = client.get("songguo.test", "/api/pricing")
    assert "x-new-api-version" not in old.headers
    assert set(old.json()) == {"data", "group_ratio", "success", "usable_group"}
    assert "" in old.json()["usable_group"]
    assert client.get("million-mile.test", "/api/status").json()["data"]["quota_per_unit"] == 1_000_000
    modules = client.get("private-pier.example", "/api/status").json()["data"]["HeaderNavModules"]
    assert json.loads(modules)["pricing"]["requireAuth"] is True
    shop = client.get("old-harbour.example", "/api/status").json()["data"]
    assert (shop["enable_online_topup"], bool(shop["top_up_link"])) == (False, True)
    assert panel_of(market, "tin-roof.example").display == "CNY"
    assert client.get("beian.example", "/api/user/groups").json()["data"]["auto"]["ratio"] == "auto"
