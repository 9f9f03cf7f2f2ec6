"""GitHub's answers: what a search leads to, how a Markdown list is cut, limits, and what shows a source as a whole."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from parsers.files.formats import sniff
from parsers.reading import read
from parsers.records import Ask, Page, PageError, Snapshot
from spiders import manners

FIXTURES = Path(__file__).parent / "fixtures" / "github"
API = "https://api.github.example"
README = f"{API}/repos/ada/relays/readme"
SEARCH = f"{API}/search/repositories?q=relay"
RAW = "application/vnd.github.raw+json"
WHEN = datetime(2026, 11, 24, tzinfo=UTC)


def answer(
    body: bytes,
    url: str = SEARCH,
    media_type: str = "application/json",
    *,
    status: int = 200,
    purpose: str = "start",
    headers: Mapping[str, str] = MappingProxyType({}),
    siblings: Mapping[str, Snapshot] = MappingProxyType({}),
) -> Snapshot:
    said = tuple(headers.items())
    return Snapshot("lists", "github", url, WHEN, status, media_type, body, purpose, said, siblings)


def cut(markdown: str) -> Page:
    return read(answer(markdown.encode(), README, RAW, purpose="file"))


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


SHEETS = {
    "list.csv": "Seller,Price,Pay\n[Ember](https://ember-relay.example),1元=1刀,微信\n[Fjord](https://fjord.example),0.5元=1刀,支付宝\n",
    "list.TSV": "\ufeffSeller\tPrice\tPay\n[Ember](https://ember-relay.example)\t1元=1刀\t微信\n"
    "[Fjord](https://fjord.example)\t0.5元=1刀\t支付宝\n",
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_table_that_is_kept_as_csv_is_cut_into_its_rows(name: str) -> None:
    url = f"{API}/repos/ada/relays/contents/{name}"
    page = read(answer(SHEETS[name].encode(), url, RAW, purpose="file"))
    hosts = ("ember-relay.example", "fjord.example")
    assert [one.native_id for one in page.listings] == [f"ada/relays/{name}#{host}" for host in hosts]
    assert [[(quote.amount, quote.currency) for quote in one.quotes] for one in page.listings] == [
        [(Decimal("1"), "CNY")],
        [(Decimal("0.5"), "CNY")],
    ]


def test_a_list_is_cut_into_an_offer_a_seller() -> None:
    page = read(answer(fixture("list.md"), README, RAW, purpose="file"))
    hosts = ("ember-relay", "harbour", "lotus-api", "bamboo-api", "fjord-relay", "quartz-gateway", "pine-relay")
    assert [one.native_id for one in page.listings] == [f"ada/relays/README.md#{host}.example" for host in hosts]
    assert "gone-relay" not in "".join(one.text for one in page.listings)
    assert "aff=" not in "".join(one.text + one.url for one in page.listings)


@pytest.mark.parametrize(
    ("seller", "prices"),
    {
        "ember-relay.example": [("percent", "15", "claude"), ("percent", "8", "gpt")],
        "lotus-api.example": [("percent", "20", "claude")],
        "quartz-gateway.example": [("percent", "25", "claude")],
        "pine-relay.example": [("percent", "10", None)],
    }.items(),
)
def test_what_a_seller_in_a_list_asks(seller: str, prices: list[tuple[str, str, str | None]]) -> None:
    page = read(answer(fixture("list.md"), README, RAW, purpose="file"))
    (found,) = [one for one in page.listings if one.seller == seller]
    assert [(quote.basis, str(quote.amount), quote.model) for quote in found.quotes] == prices


LISTS = {
    "nested: the link of an item, not of what is below it": (
        "## Relays\n\n- [A](https://a.example): API relay, Claude at 20% of official price\n"
        "  - [sign up](https://a.example/join)\n",
        ["a.example"],
    ),
    "two rows of one seller": (
        "## API relays\n\n| Site | Price |\n|---|---|\n| [A](https://a.example) | Claude 20% of official price |\n"
        "| [A](https://a.example) | GPT 10% of official price |\n",
        ["a.example", "a.example"],
    ),
    "a project is no seller": ("## API relays\n\n- [relay](https://github.com/x/relay): an API relay to host\n", []),
    "struck through": ("## API relays\n\n- ~~[A](https://a.example): API relay, Claude 20% of official price~~\n", []),
    "names without links, below a header that says so": (
        "## Overview\n\n| Rank | Provider | Note |\n|---|---|---|\n"
        "| 1 | Alder | API relay, Claude 20% of official price |\n"
        "| 2 | Birch | API relay, GPT 10% of official price |\n",
        ["Alder", "Birch"],
    ),
    "the same in HTML without marked headers": (
        "## Overview\n\n<table><tr><td></td><td>Site</td><td>Claude price</td></tr>"
        "<tr><td>1.</td><td>Alder</td><td>$3 / 1M tokens, API relay</td></tr>"
        "<tr><td>2.</td><td>Birch</td><td>$2 / 1M tokens, API relay</td></tr></table>\n",
        ["Alder", "Birch"],
    ),
    "items without links below a heading that says so": (
        "## Relay sites\n\n- Alder\n  - Claude API at 20% of official price\n"
        "- Birch\n  - GPT API at 10% of official price\n",
        ["Alder", "Birch"],
    ),
    "a list of models with prices is one offer of one seller": (
        "## Our API relay: prices\n\n| Model | Price |\n|---|---|\n| Claude Opus 4.6 | 20% of official price |\n"
        "| GPT-5.1 | 10% of official price |\n",
        [""],
    ),
    "a paragraph that leads to a chat only": (
        "## About\n\nAn API relay to host yourself, see [the chat](https://t.me/x).\n",
        [],
    ),
    "questions": ("## FAQ\n\n- [A](https://a.example) is an API relay, Claude at 20% of official price\n", []),
    "nothing": ("# A tool\n\nIt counts words.\n", []),
}


@pytest.mark.parametrize("name", LISTS)
def test_who_is_listed(name: str) -> None:
    markdown, sellers = LISTS[name]
    place = "ada/relays/README.md"
    found = [one.seller.removeprefix(place).removeprefix("#") for one in cut(markdown).listings]
    assert found == sellers


def test_a_search_leads_to_files_and_to_its_next_page() -> None:
    link = f'<{SEARCH}&page=2>; rel="next", <{SEARCH}&page=9>; rel="last"'
    page = read(answer(fixture("search.json"), headers={"link": link}))
    assert page.asks == (
        Ask(f"{API}/repos/ada/relays/readme", "file"),
        Ask(f"{API}/repos/bob/lists/readme", "file"),
        Ask(f"{SEARCH}&page=2", "page"),
    )
    assert not page.complete


@pytest.mark.parametrize(
    ("repository", "link", "complete"),
    [("ada/relays", "", False), ("bob/lists", "", True), ("bob/lists", f'<{SEARCH}&page=2>; rel="next"', False)],
)
def test_the_last_file_of_the_last_page_shows_the_whole_search(repository: str, link: str, complete: bool) -> None:
    start = answer(fixture("search.json"), headers={"link": link} if link else {})
    url = f"{API}/repos/{repository}/readme"
    page = read(answer(fixture("list.md"), url, RAW, purpose="file", siblings={"start": start}))
    assert page.complete is complete


def test_a_search_that_ran_out_of_time_is_not_the_whole() -> None:
    body = json.dumps({"total_count": 9, "incomplete_results": True, "items": []}).encode()
    page = read(answer(body))
    assert (page.complete, len(page.unread)) == (False, 1)


def test_a_file_in_base64_is_redacted_when_it_is_unpacked() -> None:
    text = "## API relays\n\n- [A](https://a.example): API relay, Claude 20% of official price, mail ann@a.example\n"
    body = {"content": base64.encodebytes(text.encode()).decode(), "encoding": "base64", "path": "README.md"}
    (found,) = read(answer(json.dumps(body).encode(), README, purpose="file")).listings
    assert found.seller == "a.example"
    assert "ann@" not in found.text


FOUND = {"repository": {"full_name": "ada/relays", "url": f"{API}/repos/ada/relays"}, "sha": "0", "score": 1}
ISSUE = {
    "number": 7, "title": "Relays", "url": f"{API}/repos/ada/relays/issues/7", "state": "open",
    "repository_url": f"{API}/repos/ada/relays", "html_url": "https://github.com/ada/relays/issues/7",
    "created_at": "2026-11-20T02:00:00Z", "user": {"login": "ada"},
    "body": "- [A](https://a.example): API relay, Claude at 20% of official price\n"
    "- [B](https://b.example): API relay, Claude at 30% of official price",
}  # fmt: skip


def hits(*items: Any, total: int = 0, link: str = "") -> Page:
    body = json.dumps({"total_count": total or len(items), "incomplete_results": False, "items": items}).encode()
    return read(answer(body, headers={"link": link} if link else {}))


def test_a_search_of_code_leads_to_the_markdown_that_it_finds() -> None:
    page = hits({**FOUND, "path": "docs/my relays.MD"}, {**FOUND, "path": "main.py"}, {**FOUND, "path": None})
    assert page.asks == (Ask(f"{API}/repos/ada/relays/contents/docs/my%20relays.MD", "file"),)
    assert page.unread == ("github: 2 hits that are no repositories, Markdown files or issues",)


def test_the_last_file_of_a_search_of_code_shows_the_whole() -> None:
    body = {"total_count": 1, "incomplete_results": False, "items": [{**FOUND, "path": "list.md"}]}
    url = f"{API}/repos/ada/relays/contents/list.md"
    start = answer(json.dumps(body).encode())
    assert read(answer(fixture("list.md"), url, RAW, purpose="file", siblings={"start": start})).complete


def test_an_issue_lists_the_sellers_that_it_leads_to() -> None:
    page = hits(ISSUE)
    assert [(one.seller, one.section, one.posted_at) for one in page.listings] == [
        ("a.example", "ada/relays/issues/7", datetime(2026, 11, 20, 2, tzinfo=UTC)),
        ("b.example", "ada/relays/issues/7", datetime(2026, 11, 20, 2, tzinfo=UTC)),
    ]
    assert (page.complete, page.not_offers, page.asks) == (True, 0, ())


@pytest.mark.parametrize(
    "changes", [{"body": None}, {"body": "It does not start."}, {"pull_request": {"url": ""}}], ids=str
)
def test_an_issue_that_leads_to_nobody_is_counted(changes: dict[str, Any]) -> None:
    page = hits({**ISSUE, **changes})
    assert (page.listings, page.not_offers, page.unread) == ((), 1, ())


def test_a_search_that_finds_more_than_is_shown_is_not_the_whole() -> None:
    page = hits(ISSUE, total=1001)
    assert (page.complete, page.unread) == (
        False,
        ("github: the search finds more than the 1000 hits that GitHub shows",),
    )


WALLS = {
    "the primary limit": (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1790000000"}, "rate_limited"),
    "the secondary limit": (403, {"retry-after": "60"}, "rate_limited"),
    "API rate limit exceeded for 192.0.2.1.": (403, {}, "rate_limited"),
    "You have exceeded a secondary rate limit": (429, {}, "rate_limited"),
    "Not Found": (404, {}, "not_found"),
    "Bad credentials": (401, {}, "login"),
    "Request forbidden by administrative rules.": (403, {}, "forbidden"),
}


@pytest.mark.parametrize("message", WALLS)
def test_a_refusal_is_a_wall_and_never_an_empty_page(message: str) -> None:
    status, headers, kind = WALLS[message]
    page = read(answer(json.dumps({"message": message}).encode(), status=status, headers=headers))
    assert page.wall is not None
    assert page.wall.kind == kind


@pytest.mark.parametrize("body", [b"<html></html>", b'{"success": true}', b'{"message": "Validation Failed"}'])
def test_what_is_no_answer_of_githubs(body: bytes) -> None:
    with pytest.raises(PageError):
        read(answer(body, status=200))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.md", "text/markdown"), ("a.markdown", "text/markdown"), ("a.CSV", "text/csv")],
)
def test_a_document_is_told_by_its_name(name: str, kind: str) -> None:
    assert (sniff(name, b"x").platform, sniff(name, b"x").media_type) == ("document", kind)


def test_a_csv_is_a_list_with_a_header() -> None:
    body = b"API relay,Price\n[A](https://a.example),Claude 20% of official price\n[B](https://b.example),GPT 9% off\n"
    page = read(Snapshot("saved", "document", "file:list.csv", WHEN, 200, "text/csv", body))
    assert [one.seller for one in page.listings] == ["a.example", "b.example"]


TOKENS = {
    "https://api.github.com/rate_limit": True,
    "https://api.github.example/": False,
    "http://api.github.com/": False,
}


@pytest.mark.parametrize("url", TOKENS)
def test_the_token_goes_to_github_alone(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNDERCUT_GITHUB_TOKEN", "not-a-token")
    assert ("Authorization" in manners.headers("github", Ask(url, "start"))) is TOKENS[url]
    assert "Authorization" not in manners.headers("telegram", Ask(url, "start"))
