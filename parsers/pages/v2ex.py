"""Reads the public API of V2EX: topics, each a post of its author; replies are what others say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parsers import times
from parsers.links import absolute
from parsers.pages import shop
from parsers.pages.envelope import document, refusal
from parsers.records import Listing, Page, PageError, Snapshot

TOPIC = {
    "id", "title", "url", "content", "content_rendered", "created", "last_modified", "node", "member",
    "replies", "last_touched", "last_reply_by", "syntax", "deleted", "supplements",
}  # fmt: skip


def read(snapshot: Snapshot) -> Page:
    """The topics of an answer; no answer shows all there are. Raises PageError for other JSON."""
    found = document(snapshot)
    if wall := refusal(found, snapshot):
        return Page(wall=wall)
    rows = found if isinstance(found, list) else [found]
    if rows and all(
        isinstance(row, dict) and {"member", "content"} <= row.keys() and "title" not in row for row in rows
    ):
        return Page(not_offers=len(rows))
    if not is_answer(rows):
        raise PageError(f"{snapshot.url}: no topics of V2EX")
    unread = shop.said("v2ex", shop.strange(rows, TOPIC, "topic."))
    return Page(listings=tuple(_topic(row, snapshot) for row in rows), unread=unread)


def is_answer(found: Any) -> bool:
    """Whether JSON is a list of topics."""
    named = {"title", "node", "member", "created"}
    return (
        isinstance(found, list) and all(isinstance(row, dict) and named <= row.keys() for row in found) and bool(found)
    )


def _topic(row: Mapping[str, Any], snapshot: Snapshot) -> Listing:
    member = row["member"] if isinstance(row["member"], dict) else {}
    node = row["node"] if isinstance(row["node"], dict) else {}
    title = str(row["title"])
    words = shop.words_of(row.get("content_rendered")) or str(row.get("content") or "")
    created, changed = times.of_seconds(row["created"]), times.of_seconds(row.get("last_modified"))
    return Listing(
        source=snapshot.source,
        url=absolute(snapshot.url, str(row.get("url") or "")) or snapshot.url,
        seller=f"{shop.shop_of(snapshot)}/{member.get('username')}",
        title=title,
        text="\n".join(filter(None, (title, words))),
        native_id=f"topic:{row.get('id')}",
        posted_at=created,
        edited=bool(changed and created and changed > created),
        channel=str(node.get("name")) if node.get("name") else None,
    )
