"""GitHub's REST API over the market's repositories: search, READMEs, contents, budgets, conditional answers, paging."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from lab.readme import readme
from lab.repositories import HOST, Repository
from lab.responses import JSON, Asked, Response

WEB = "https://github.example"
RAW = ("application/vnd.github.raw", "application/vnd.github.v3.raw")
BUDGETS = {"core": (60, 5000), "search": (10, 30)}
"""Requests without and with a token: an hour's for `core`, a minute's for `search`. A market's day is one such time."""
WINDOW = {"core": 3600, "search": 60}
Headers = tuple[tuple[str, str], ...]


class Api:
    """The API on one day; budgets are spent until the day is set anew."""

    def __init__(self, repositories: tuple[Repository, ...], day: date) -> None:
        self.repositories = {one.full_name: one for one in repositories}
        self.day = day
        self._spent: Counter[str] = Counter()
        self._lock = Lock()

    def answer(self, asked: Asked) -> Response:
        """The answer to a request, with its account of the budget."""
        path = urlsplit(asked.target).path
        if "user-agent" not in asked.headers:
            return said(403, {"message": "Request forbidden by administrative rules."})
        if path == "/rate_limit":
            return said(200, {"resources": {name: self.account(name, asked) for name in BUDGETS}})
        resource = "search" if path.startswith("/search/") else "core"
        with self._lock:
            if self.left(resource, asked) <= 0:
                return self.exhausted(resource, asked)
            found = self.find(path, asked)
            self._spent[resource] += found.status != 304
            return Response(found.status, found.media_type, found.body, found.headers + self.headers(resource, asked))

    def find(self, path: str, asked: Asked) -> Response:
        """The answer apart from budgets."""
        parts = path.strip("/").split("/")
        if path == "/search/repositories":
            return self.search(asked)
        repository = self.repositories.get("/".join(parts[1:3]))
        if parts[0] != "repos" or repository is None:
            return not_found()
        text = readme(repository, self.day)
        if parts[3:] in (["readme"], ["contents", "README.md"]):
            return conditional(asked, file_answer(repository, text, asked))
        if parts[3:] == ["contents"]:
            return conditional(asked, said(200, [entry_of(repository, text)]))
        return conditional(asked, said(200, self.described(repository))) if not parts[3:] else not_found()

    def search(self, asked: Asked) -> Response:
        """Repositories that hold every word of the query, the most starred first, a page at a time."""
        url = urlsplit(asked.target)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        words = [word for word in query.get("q", "").lower().split() if ":" not in word]
        if not words:
            return said(422, {"message": "Validation Failed", "errors": [{"resource": "Search", "field": "q"}]})
        hits = [
            one
            for one in self.repositories.values()
            if all(word in f"{one.full_name} {one.description}".lower() for word in words)
        ]
        hits.sort(key=lambda one: -one.stars)
        size, page = min(100, whole(query.get("per_page"), 30)), whole(query.get("page"), 1)
        items = [self.described(one) | {"score": 1.0} for one in hits[(page - 1) * size : page * size]]
        body = {"total_count": len(hits), "incomplete_results": False, "items": items}
        return said(200, body, links(url.path, query, page, -(-len(hits) // size)))

    def described(self, one: Repository) -> dict[str, Any]:
        """A repository as the API describes it."""
        number = int(hashlib.sha256(one.full_name.encode()).hexdigest()[:7], 16)
        pushed = f"{one.changed(self.day)}T08:00:00Z"
        url = f"http://{HOST}/repos/{one.full_name}"
        owner = {"login": one.owner, "id": number % 10**6, "type": "User", "html_url": f"{WEB}/{one.owner}"}
        return {
            "id": number, "name": one.name, "full_name": one.full_name, "private": False, "owner": owner,
            "html_url": f"{WEB}/{one.full_name}", "description": one.description, "fork": False, "url": url,
            "contents_url": f"{url}/contents/{{+path}}", "created_at": "2025-11-02T08:00:00Z", "updated_at": pushed,
            "pushed_at": pushed, "stargazers_count": one.stars, "forks_count": one.stars // 10, "language": None,
            "archived": False, "disabled": False, "topics": [], "visibility": "public", "default_branch": "main",
        }  # fmt: skip

    def limit(self, resource: str, asked: Asked) -> int:
        """How many requests the client has in all."""
        return BUDGETS[resource]["authorization" in asked.headers]

    def left(self, resource: str, asked: Asked) -> int:
        """How many it has left."""
        return self.limit(resource, asked) - self._spent[resource]

    def reset(self, resource: str) -> int:
        """When it has them all again: seconds since 1970 on the market's clock."""
        return int(datetime.combine(self.day, time(12), UTC).timestamp()) + WINDOW[resource]

    def account(self, resource: str, asked: Asked) -> dict[str, int]:
        """The budget, as `/rate_limit` says it."""
        limit, left = self.limit(resource, asked), self.left(resource, asked)
        return {"limit": limit, "used": limit - left, "remaining": left, "reset": self.reset(resource)}

    def headers(self, resource: str, asked: Asked) -> Headers:
        """The budget, as every answer says it."""
        account = [(f"X-RateLimit-{name.title()}", str(value)) for name, value in self.account(resource, asked).items()]
        return (*account, ("X-RateLimit-Resource", resource), ("X-GitHub-Media-Type", "github.v3; format=json"))

    def exhausted(self, resource: str, asked: Asked) -> Response:
        """The primary limit: nothing left until the time of reset."""
        message = "API rate limit exceeded for 192.0.2.1. (But here's the good news: Authenticated requests get more.)"
        return said(403, {"message": message}, self.headers(resource, asked))


def whole(text: str | None, otherwise: int) -> int:
    """A positive number of a query, or the usual one."""
    return int(text) if text and text.isdecimal() and int(text) else otherwise


def said(status: int, body: Any, headers: Headers = ()) -> Response:
    """An answer in JSON."""
    return Response(status, JSON, json.dumps(body, ensure_ascii=False).encode(), headers)


def not_found() -> Response:
    """What is not there, or not for you."""
    return said(404, {"message": "Not Found", "documentation_url": f"{WEB}/docs/rest", "status": "404"})


def conditional(asked: Asked, full: Response) -> Response:
    """304 where the client holds the same already."""
    tag = f'W/"{hashlib.sha256(full.body).hexdigest()}"'
    headers = (("ETag", tag), ("Cache-Control", "public, max-age=60, s-maxage=60"))
    if asked.headers.get("if-none-match") == tag:
        return Response(304, full.media_type, b"", headers)
    return Response(full.status, full.media_type, full.body, headers)


def entry_of(repository: Repository, text: str) -> dict[str, Any]:
    """The README as a listing of its folder shows it."""
    url = f"http://{HOST}/repos/{repository.full_name}/contents/README.md?ref=main"
    return {
        "name": "README.md",
        "path": "README.md",
        "sha": hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest(),
        "size": len(text.encode()),
        "url": url,
        "html_url": f"{WEB}/{repository.full_name}/blob/main/README.md",
        "type": "file",
        "_links": {"self": url, "html": f"{WEB}/{repository.full_name}/blob/main/README.md"},
    }


def file_answer(repository: Repository, text: str, asked: Asked) -> Response:
    """The README: raw where the client accepts that, else in base64, broken into lines of 60 characters."""
    if asked.headers.get("accept", "").startswith(RAW):
        return Response(200, "application/vnd.github.raw+json; charset=utf-8", text.encode())
    coded = base64.b64encode(text.encode()).decode()
    lines = "".join(f"{coded[start : start + 60]}\n" for start in range(0, len(coded), 60))
    return said(200, entry_of(repository, text) | {"content": lines, "encoding": "base64"})


def links(path: str, query: Mapping[str, str], page: int, last: int) -> Headers:
    """Where the pages before and after are."""
    found = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
    near = {name: number for name, number in found.items() if 1 <= number <= last and number != page}
    parts = [
        f'<http://{HOST}{path}?{urlencode({**query, "page": number})}>; rel="{name}"' for name, number in near.items()
    ]
    return (("Link", ", ".join(parts)),) if parts else ()
