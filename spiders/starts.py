"""Where a visit begins, found from whatever address of a place a person has at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import SplitResult, parse_qs, quote_plus, urlsplit

from parsers.records import BadInput
from spiders.platforms import AS_GIVEN, STARTS

CHANNEL = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
GITHUB = re.compile(r"/(?P<repository>[\w.-]+/[\w.-]+?)(?:\.git)?(?:/(?:blob|tree)/[^/]+(?P<path>/.+?)?)?/?")
API = "https://api.github.com"
STATUS_PAGE = re.compile(r"/status/(?P<slug>[\w-]+)/?")
PLATI = re.compile(r"(?:www\.)?plati\.[a-z]+")
SEARCHED = re.compile(r"/(?:search|find)/(?P<words>[^/]+)/?")


def start_of(platform: str, url: str) -> str:
    """The address that a visit begins with; BadInput where the platform has none for the given one."""
    parts = urlsplit(url)
    if given := GIVEN.get(platform):
        return given(url, parts)
    path = STARTS.get(platform, AS_GIVEN)
    return f"{parts.scheme}://{parts.netloc}{_folder(path, parts.path)}{path}" if path else url


def _folder(path: str, given: str) -> str:
    """The folder that the software lives in: told where the address given is that of the software's own answer."""
    own = path.partition("?")[0]
    return given.partition(own)[0] if own != "/" and own in given else ""


def channel(url: str, parts: SplitResult) -> str:
    """The public preview of a channel, from its address or that of one of its messages."""
    steps = [step for step in parts.path.split("/") if step not in {"", "s"}]
    place = f"{parts.scheme}://{parts.netloc}"
    if not steps or not CHANNEL.fullmatch(steps[0]) or any(not step.isdigit() for step in steps[1:]):
        raise BadInput(f"{url!r} names no channel that anyone may see; write it like {place}/s/channel")
    return f"{place}/s/{steps[0]}"


def repository(url: str, parts: SplitResult) -> str:
    """The REST API's address of a page of github.com: of a repository, a file or folder in it, or a search."""
    if parts.hostname not in {"github.com", "www.github.com"}:
        return url
    if parts.path == "/search" and (words := parse_qs(parts.query).get("q")):
        return f"{API}/search/repositories?q={quote_plus(words[0])}&per_page=30"
    match = GITHUB.fullmatch(parts.path)
    if match is None:
        raise BadInput(f"{url!r} is no repository or search; write it like https://github.com/OWNER/NAME")
    path = f"/contents{match['path']}" if match["path"] else ""
    return f"{API}/repos/{match['repository']}{path}"


def status_page(url: str, parts: SplitResult) -> str:
    """What a status page is made of, from its address."""
    match = STATUS_PAGE.fullmatch(parts.path)
    return f"{parts.scheme}://{parts.netloc}/api/status-page/{match['slug']}" if match else url


def search(url: str, parts: SplitResult) -> str:
    """What Plati's public search answers to the words of a search page."""
    match = SEARCHED.fullmatch(parts.path)
    if not match or not PLATI.fullmatch(parts.hostname or ""):
        return url
    query = f"query={match['words']}&pagesize=100&pagenum=1&visibleOnly=true&response=json"
    return f"https://plati.io/api/search.ashx?{query}"


GIVEN: Mapping[str, Callable[[str, SplitResult], str]] = MappingProxyType(
    {"telegram": channel, "github": repository, "uptime_kuma": status_page, "digiseller": search}
)
"""Platforms whose beginning is told by the address that is given."""
