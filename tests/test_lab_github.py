"""The lab's GitHub: search by pages, READMEs raw and coded, conditional answers, budgets, and lists that are true."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest

from lab.market import Market
from lab.server import serve
from tests.lab_client import Answer, Client

HOST = "api-github.example"
LIMITS = [("secondary_limit", "retry-after"), ("primary_limit", "x-ratelimit-reset")]
LIST = "/repos/listkeeper/awesome-zhongzhuan"
LINK = re.compile(r"https://([\w-]+\.example)/register\?aff=(\w+)")


@pytest.fixture(scope="module")
def market() -> Market:
    return Market(1, platforms=["github"])


@pytest.fixture
def client(market: Market) -> Iterator[Client]:
    with serve(market) as server:
        server.day = market.weeks[12]
        yield Client(server)


def get(client: Client, target: str, **headers: str) -> Answer:
    return client.get(HOST, target, User_Agent="test", **headers)


def search(client: Client, market: Market) -> Iterator[dict[str, Any]]:
    target: str | None = market.places[0].start.removeprefix(f"http://{HOST}")
    while target:
        answer = get(client, target)
        assert answer.status == 200
        yield answer.json()
        following = re.search(r'<http://[^/]+([^>]+)>; rel="next"', answer.headers.get("link", ""))
        target = following[1] if following else None


def raw(client: Client, name: str) -> str:
    return get(client, f"/repos/{name}/readme", Accept="application/vnd.github.raw+json").text


def test_a_search_is_paged_by_links(client: Client, market: Market) -> None:
    pages = list(search(client, market))
    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    names = [item["full_name"] for page in pages for item in page["items"]]
    assert sorted(names) == sorted(one.full_name for one in market.repositories)
    assert all(page["total_count"] == 5 and page["incomplete_results"] is False for page in pages)
    stars = [item["stargazers_count"] for page in pages for item in page["items"]]
    assert stars == sorted(stars, reverse=True)
    assert all(item["url"].startswith(f"http://{HOST}/repos/") for page in pages for item in page["items"])


def test_a_readme_comes_raw_or_coded(client: Client) -> None:
    coded = get(client, f"{LIST}/readme").json()
    assert coded["encoding"] == "base64"
    assert max(map(len, coded["content"].split("\n"))) == 60
    text = base64.b64decode(coded["content"]).decode()
    assert text == raw(client, "listkeeper/awesome-zhongzhuan")
    assert text.startswith("# 中转站收录\n")
    assert [entry["name"] for entry in get(client, f"{LIST}/contents").json()] == ["README.md"]


@pytest.mark.parametrize("week", range(0, 26, 3))
def test_a_list_holds_who_is_truly_listed(client: Client, market: Market, week: int) -> None:
    client.server.day = day = market.weeks[week]
    listed = {
        f"{one.full_name}/README.md#{host}"
        for one in market.repositories
        for line in raw(client, one.full_name).split("\n")
        for host, _ in LINK.findall(line)
        if "~~" not in line
    }
    assert listed == {row.native_id for row in market.truth(day)}
    assert listed


def test_every_referral_code_is_served_and_planted(client: Client, market: Market) -> None:
    codes = set()
    for day in market.weeks:
        client.server.day = day
        codes |= {code for one in market.repositories for _, code in LINK.findall(raw(client, one.full_name))}
    assert codes <= set(market.planted())
    assert len(codes) >= 10


def test_who_has_left_is_struck_through(client: Client, market: Market) -> None:
    struck = False
    for day in market.weeks:
        client.server.day = day
        struck |= "| ~~[" in raw(client, "listkeeper/awesome-zhongzhuan")
    assert struck


def test_an_unchanged_file_costs_nothing(client: Client) -> None:
    first = get(client, f"{LIST}/readme")
    tag = first.headers["etag"]
    assert (first.status, first.headers["x-ratelimit-remaining"]) == (200, "59")
    again = get(client, f"{LIST}/readme", If_None_Match=tag)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert (again.headers["x-ratelimit-remaining"], again.headers["x-ratelimit-resource"]) == ("59", "core")
    assert get(client, f"{LIST}/readme", If_None_Match='W/"other"').status == 200


def test_a_budget_is_spent_and_refused(client: Client, market: Market) -> None:
    for _ in range(10):
        assert get(client, "/search/repositories?q=claude").status == 200
    refused = get(client, "/search/repositories?q=claude")
    assert (refused.status, refused.headers["x-ratelimit-remaining"]) == (403, "0")
    assert refused.json()["message"].startswith("API rate limit exceeded")
    assert get(client, "/search/repositories?q=claude", Authorization="Bearer token").status == 200
    assert get(client, "/rate_limit").json()["resources"]["core"]["remaining"] == 60
    client.server.day = market.weeks[12]
    assert get(client, "/search/repositories?q=claude").status == 200


@pytest.mark.parametrize(
    ("kind", "header"), [("secondary_limit", "retry-after"), ("primary_limit", "x-ratelimit-reset")]
)
def test_limits_can_be_switched_on(client: Client, kind: str, header: str) -> None:
    client.server.fault(HOST, kind)
    answer = get(client, f"{LIST}/readme")
    assert answer.status == 403
    assert header in answer.headers
    assert ("retry-after" in answer.headers) == (kind == "secondary_limit")


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/repos/nobody/nothing", 404),
        (f"{LIST}/contents/missing.md", 404),
        ("/user", 404),
        ("/search/repositories?q=", 422),
        ("/search/repositories?q=claude&per_page=x", 200),
        (LIST, 200),
    ],
)
def test_every_path_has_its_answer(client: Client, target: str, status: int) -> None:
    assert get(client, target).status == status


def test_a_client_without_a_name_is_refused(client: Client) -> None:
    assert client.get(HOST, LIST).status == 403
