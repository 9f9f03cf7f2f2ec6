"""Reads the answers of GitHub's REST API: searches and folders lead to Markdown files, files hold listings."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from parsers.charsets import decode
from parsers.links import next_link, split
from parsers.pages import documents, github_hits
from parsers.pages.envelope import document
from parsers.pages.markdown import elements, rendered
from parsers.records import Ask, Page, PageError, Snapshot, Wall
from parsers.redact import redact
from parsers.text.vocabulary import Words

FILE = re.compile(r"/repos/(?P<repository>[^/]+/[^/]+)/(?:readme|contents/(?P<path>.+))$")
WEB_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
MOST = 1000
"""Hits of a search that GitHub shows, however many there are."""
LIMITED = ("rate limit", "abuse detection", "secondary rate")


def read(snapshot: Snapshot, words: Words) -> Page:
    """What an answer shows: repositories and folders as asks, a Markdown file as listings, a limit as a wall.

    The last file of the last page of a search, all others read before it, shows the source as a whole. Raises
    PageError for what is no answer of GitHub's.
    """
    if snapshot.status == 304 and not snapshot.body:
        return Page()
    if wall := limit(snapshot):
        return Page(wall=wall)
    if not is_json(snapshot):
        if FILE.search(split(snapshot.url).path) is None:
            raise PageError(f"{snapshot.url}: neither JSON nor the address of a file")
        return file_page(raw(snapshot), place_of(snapshot), snapshot, words)
    return answer(document(snapshot), snapshot, words)


def raw(snapshot: Snapshot) -> str:
    """The text of a file that came as it is; nothing, or a web page in the place of Markdown, is none."""
    text, _ = decode(snapshot.body, snapshot.media_type)
    if not text.strip():
        raise PageError(f"{snapshot.url}: an empty answer")
    if WEB_PAGE.match(text):
        raise PageError(f"{snapshot.url}: a web page where a Markdown file was expected")
    return text


def answer(found: Any, snapshot: Snapshot, words: Words) -> Page:
    """An answer in JSON, by its shape."""
    match found:
        case {"items": list(), "total_count": int()}:
            return search(found, snapshot, words)
        case {"content": str(content), "encoding": "base64"}:
            return file_page(unpacked(content, snapshot), place_of(snapshot, found), snapshot, words)
        case {"full_name": str(), "url": str(url)}:
            return Page(asks=(Ask(f"{url}/readme", "file"),))
        case {"resources": dict()} | {"current_user_url": str()}:
            return Page()
        case list(entries):
            return folder(entries)
        case {"message": str(message)}:
            return Page(wall=refusal(message, snapshot))
    raise PageError(f"{snapshot.url}: no answer of GitHub's that is known")


def is_answer(found: Any) -> bool:
    """Whether JSON is an answer that leads to listings: a search, a repository or a file."""
    match found:
        case {"items": list(), "total_count": int(), "incomplete_results": bool()}:
            return True
        case {"content": str(), "encoding": "base64", "path": str()} | {"full_name": str(), "contents_url": str()}:
            return True
    return False


def is_json(snapshot: Snapshot) -> bool:
    """Whether the body is JSON; files come raw, under a media type that says JSON all the same."""
    raw = "raw" in snapshot.media_type or snapshot.media_type.startswith(("text/plain", "text/markdown"))
    return not raw and snapshot.body.lstrip()[:1] in (b"{", b"[")


def search(found: Mapping[str, Any], snapshot: Snapshot, words: Words) -> Page:
    """One page of a search: its issues, the files that its other hits lead to, then the next page."""
    items: list[Any] = found["items"]
    listings, nobody = github_hits.issues(items, snapshot, words)
    asks = [Ask(url, "file") for url in github_hits.leads(items)]
    if following := next_link(snapshot.headers):
        asks.append(Ask(following, "page"))
    unread = [*github_hits.unread(items), *_not_all(found)]
    whole = not asks and not unread
    return Page(asks=tuple(asks), listings=listings, unread=tuple(unread), complete=whole, not_offers=nobody)


def _not_all(found: Mapping[str, Any]) -> Iterator[str]:
    """Why a search does not show all that there is."""
    if found.get("incomplete_results"):
        yield "github: the search ran out of time, so its results are not all"
    if found["total_count"] > MOST:
        yield f"github: the search finds more than the {MOST} hits that GitHub shows"


def folder(entries: list[Any]) -> Page:
    """The Markdown files of a folder."""
    files = [entry for entry in entries if isinstance(entry, dict) and entry.get("type") == "file"]
    named = [entry for entry in files if str(entry.get("name", "")).lower().endswith(github_hits.MARKDOWN)]
    return Page(asks=tuple(Ask(str(entry["url"]), "file") for entry in named if entry.get("url")))


def file_page(text: str, place: str, snapshot: Snapshot, words: Words) -> Page:
    """The listings of a Markdown file, or of a table that is kept as CSV."""
    base = f"https://github.com/{'/'.join(place.split('/')[:2])}/blob/HEAD/"
    sheet = place.lower().endswith(github_hits.SHEETS)
    parts = documents.table_of(text.lstrip("\ufeff")) if sheet else elements(rendered(text), base)
    found = documents.listings(parts, snapshot, words, place)
    return Page(listings=found, complete=is_last(snapshot))


def is_last(snapshot: Snapshot) -> bool:
    """Whether a file is the last that the last page of its search led to; a file that was asked for alone is all."""
    page = snapshot.siblings.get("page") or snapshot.siblings.get("start")
    if page is None or snapshot.purpose == "start":
        return snapshot.purpose == "start"
    if next_link(page.headers) or page.status != 200:
        return False
    found = document(page)
    if not isinstance(found, dict) or any(_not_all({"total_count": 0, **found})):
        return False
    files = github_hits.leads(found.get("items", [])) or [f"{found.get('url', '')}/readme"]
    return snapshot.url == files[-1]


def unpacked(content: str, snapshot: Snapshot) -> str:
    """The text of a file in base64; it was not redacted on its way here, so it is now."""
    try:
        body = base64.b64decode(content)
    except (binascii.Error, ValueError):
        raise PageError(f"{snapshot.url}: content that is no base64") from None
    return decode(redact(body, "text/markdown").body, "text/markdown")[0]


def place_of(snapshot: Snapshot, found: Mapping[str, Any] | None = None) -> str:
    """Owner, repository and path of a file, by which it is known for good."""
    match = FILE.search(unquote(split(snapshot.url).path)) or FILE.search(
        unquote(split(str((found or {}).get("url", ""))).path)
    )
    return f"{match['repository']}/{match['path'] or 'README.md'}" if match else snapshot.url


def limit(snapshot: Snapshot) -> Wall | None:
    """The primary or secondary limit that an answer tells of, and when to ask again."""
    headers = dict(snapshot.headers)
    if snapshot.status not in {403, 429}:
        return None
    if "retry-after" in headers:
        return Wall("rate_limited", f"HTTP {snapshot.status}, retry after {headers['retry-after']} s")
    if headers.get("x-ratelimit-remaining") == "0":
        reset = headers.get("x-ratelimit-reset", "an unknown time")
        return Wall("rate_limited", f"HTTP {snapshot.status}, nothing left until {reset} (seconds since 1970)")
    text, _ = decode(snapshot.body, snapshot.media_type)
    limited = snapshot.status == 429 or any(words in text.lower() for words in LIMITED)
    return Wall("rate_limited", f"HTTP {snapshot.status}, retry after 60 s") if limited else None


def refusal(message: str, snapshot: Snapshot) -> Wall:
    """What GitHub says instead of an answer; PageError for a request that it does not understand."""
    kinds = {401: "login", 403: "forbidden", 404: "not_found", 451: "forbidden"}
    if any(words in message.lower() for words in LIMITED):
        return Wall("rate_limited", message)
    kind: Any = kinds.get(snapshot.status)
    if kind is None:
        raise PageError(f"{snapshot.url}: HTTP {snapshot.status}: {json.dumps(message[:200], ensure_ascii=False)}")
    return Wall(kind, message)
