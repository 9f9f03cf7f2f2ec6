"""The lab's GitHub: search by pages, READMEs raw and coded, conditional answers, budgets, and lists that are true."""

from __future__ import annotations

import base64
import http.client
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from lab.market import Market
from lab.server import Server, serve

HOST = "api-github.example"
LIMITS = [("secondary_limit", "retry-after"), ("primary_limit", "x-ratelimit-reset")]
LIST = "/repos/listkeeper/awesome-zhongzhuan"
LINK = re.compile(r"https://([\w-]+\.example)/register\?aff=(\w+)")


@pytest.fixture(scope="module")
def market() -> Market:
    return Market(1, platforms=["github"])


@pytest.fixture
def server(market: Market) -> Iterator[Server]:
    with serve(market) as running:
        running.day = market.weeks[12]
        yield running


def get(server: Server, target: str, **headers: str) -> tuple[int, Mapping[str, str], str]:
    connection = http.client.HTTPConnection(*server.grants[HOST])
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", target, headers={"Host": HOST, "User-Agent": "test"} | given)
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()


def search(server: Server, market: Market) -> Iterator[dict[str, Any]]:
    target: str | None = market.places[0].start.removeprefix(f"http://{HOST}")
    while target:
        status, headers, body = get(server, target)
        assert status == 200
        yield json.loads(body)
        following = re.search(r'<http://[^/]+([^>]+)>; rel="next"', headers.get("link", ""))
        target = following[1] if following else None


def raw(server: Server, name: str) -> str:
    return get(server, f"/repos/{name}/readme", Accept="application/vnd.github.raw+json")[2]


def test_a_search_is_paged_by_links(server: Server, market: Market) -> None:
    pages = list(search(server, market))
    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    names = [item["full_name"] for page in pages for item in page["items"]]
    assert sorted(names) == sorted(one.full_name for one in market.repositories)
    assert all(page["total_count"] == 5 and page["incomplete_results"] is False for page in pages)
    stars = [item["stargazers_count"] for page in pages for item in page["items"]]
    assert stars == sorted(stars, reverse=True)
    assert all(item["url"].startswith(f"http://{HOST}/repos/") for page in pages for item in page["items"])


def test_a_readme_comes_raw_or_coded(server: Server) -> None:
    coded = json.loads(get(server, f"{LIST}/readme")[2])
    assert coded["encoding"] == "base64"
    assert max(map(len, coded["content"].split("\n"))) == 60
    text = base64.b64decode(coded["content"]).decode()
    assert text == raw(server, "listkeeper/awesome-zhongzhuan")
    assert text.startswith("# 中转站收录\n")
    assert [entry["name"] for entry in json.loads(get(server, f"{LIST}/contents")[2])] == ["README.md"]


@pytest.mark.parametrize("week", range(0, 26, 3))
def test_a_list_holds_who_is_truly_listed(server: Server, market: Market, week: int) -> None:
    server.day = day = market.weeks[week]
    listed = {
        f"{one.full_name}/README.md#{host}"
        for one in market.repositories
        for line in raw(server, one.full_name).split("\n")
        for host, _ in LINK.findall(line)
        if "~~" not in line
    }
    assert listed == {row.native_id for row in market.truth(day)}
    assert listed


def test_every_referral_code_is_served_and_planted(server: Server, market: Market) -> None:
    codes = set()
    for day in market.weeks:
        server.day = day
        codes |= {code for one in market.repositories for _, code in LINK.findall(raw(server, one.full_name))}
    assert codes <= set(market.planted())
    assert len(codes) >= 10


def test_who_has_left_is_struck_through(server: Server, market: Market) -> None:
    struck = False
    for day in market.weeks:
        server.day = day
        struck |= "| ~~[" in raw(server, "listkeeper/awesome-zhongzhuan")
    assert struck


def test_an_unchanged_file_costs_nothing(server: Server) -> None:
    status, headers, _ = get(server, f"{LIST}/readme")
    assert (status, headers["x-ratelimit-remaining"], headers["x-ratelimit-resource"]) == (200, "59", "core")
    status, again, body = get(server, f"{LIST}/readme", If_None_Match=headers["etag"])
    assert (status, body, again["etag"], again["x-ratelimit-remaining"]) == (304, "", headers["etag"], "59")
    assert get(server, f"{LIST}/readme", If_None_Match='W/"other"')[0] == 200


def test_a_budget_is_spent_and_refused(server: Server, market: Market) -> None:
    for _ in range(10):
        assert get(server, "/search/repositories?q=claude")[0] == 200
    status, headers, body = get(server, "/search/repositories?q=claude")
    assert (status, headers["x-ratelimit-remaining"]) == (403, "0")
    assert json.loads(body)["message"].startswith("API rate limit exceeded")
    assert get(server, "/search/repositories?q=claude", Authorization="Bearer token")[0] == 200
    assert json.loads(get(server, "/rate_limit")[2])["resources"]["core"]["remaining"] == 60
    server.day = market.weeks[12]
    assert get(server, "/search/repositories?q=claude")[0] == 200


@pytest.mark.parametrize(
    ("kind", "header"), [("secondary_limit", "retry-after"), ("primary_limit", "x-ratelimit-reset")]
)
def test_limits_can_be_switched_on(server: Server, kind: str, header: str) -> None:
    server.fault(HOST, kind)
    status, headers, _ = get(server, f"{LIST}/readme")
    assert status == 403
    assert header in headers
    assert ("retry-after" in headers) == (kind == "secondary_limit")


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
def test_every_path_has_its_answer(server: Server, target: str, status: int) -> None:
    assert get(server, target)[0] == status


def test_a_client_without_a_name_is_refused(server: Server) -> None:
    connection = http.client.HTTPConnection(*server.grants[HOST])
    connection.request("GET", LIST, headers={"Host": HOST})
    assert connection.getresponse().status == 403
