"""What a search on GitHub finds: repositories and files lead to Markdown, issues are read as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from parsers import times
from parsers.links import split
from parsers.pages import documents
from parsers.pages.envelope import fields, named
from parsers.pages.markdown import elements, rendered
from parsers.records import Listing, Snapshot
from parsers.text.vocabulary import Words

MARKDOWN = (".md", ".markdown")
SHEETS = (".csv", ".tsv")
"""Tables that are read where an address names one; no search or folder leads to them, which are mostly other data."""


def leads(items: list[Any]) -> list[str]:
    """The addresses of the Markdown files that hits lead to: a repository's README, or the file that was found."""
    return [address for item in items if isinstance(item, dict) and (address := _lead(item))]


def _lead(item: Mapping[str, Any]) -> str | None:
    repository, path = fields(item.get("repository")), item.get("path")
    if isinstance(path, str) and path.lower().endswith(MARKDOWN) and isinstance(repository.get("url"), str):
        return f"{repository['url']}/contents/{quote(path)}"
    return f"{item['url']}/readme" if "full_name" in item and isinstance(item.get("url"), str) else None


def is_issue(item: Any) -> bool:
    """Whether a hit is an issue or a proposed change."""
    return named(item, "number", "title", "html_url", "url")


def unread(items: list[Any]) -> Iterator[str]:
    """Lines on the hits that lead nowhere and are no issues."""
    if others := len(items) - len(leads(items)) - sum(map(is_issue, items)):
        yield f"github: {others} hits that are no repositories, Markdown files or issues"


def issues(items: list[Any], snapshot: Snapshot, words: Words) -> tuple[tuple[Listing, ...], int]:
    """Who is listed in the issues among the hits, and how many issues lead to nobody.

    What is proposed as a change of files is no text of its own: the files are.
    """
    read = [() if "pull_request" in item else tuple(_issue(item, snapshot, words)) for item in items if is_issue(item)]
    return tuple(one for found in read for one in found), sum(not found for found in read)


def _issue(item: Mapping[str, Any], snapshot: Snapshot, words: Words) -> Iterator[Listing]:
    """The candidates in an issue that lead to a seller; they stand at the issue and were said when it was written."""
    place, written = "/".join(split(str(item["url"])).path.split("/")[-4:]), item.get("created_at")
    text = f"# {item.get('title') or ''}\n\n{item.get('body') or ''}"
    for one in documents.listings(elements(rendered(text), str(item["html_url"])), snapshot, words, place):
        if one.url != snapshot.url:
            yield replace(one, posted_at=times.of_iso(written))
