"""Reads the public API of V2EX, old and new: topics, each a post of its author; replies are what others say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parsers import times
from parsers.charsets import decode
from parsers.links import absolute
from parsers.pages import forum_pages, shop
from parsers.pages.envelope import document, fields, named, objects, refusal
from parsers.records import Listing, Page, PageError, Snapshot

TOPIC = {
    "id", "title", "url", "content", "content_rendered", "created", "last_modified", "node", "member",
    "replies", "last_touched", "last_reply_by", "syntax", "deleted", "supplements",
}  # fmt: skip


def read(snapshot: Snapshot) -> Page:
    """The topics of an answer, or of a web page; none shows all there are. Raises PageError for all else."""
    text, _ = decode(snapshot.body, snapshot.media_type)
    shown = forum_pages.v2ex(text) if text.lstrip("\ufeff \t\r\n").startswith("<") else []
    found: Any = shown or document(snapshot)
    if wall := refusal(as_refusal(found), snapshot):
        return Page(wall=wall)
    held = found.get("result") if named(found, "success", "result") else found
    rows = held if isinstance(held, list) else [held]
    if rows and all(
        isinstance(row, dict) and {"member", "content"} <= row.keys() and "title" not in row for row in rows
    ):
        return Page(not_offers=len(rows))
    if rows and not is_answer(rows):
        raise PageError(f"{snapshot.url}: no topics of V2EX")
    unread = shop.said("v2ex", shop.strange(rows, TOPIC, "topic."))
    shown = [row for row in rows if not row.get("deleted")]
    return Page(listings=tuple(_topic(row, snapshot) for row in shown), unread=unread)


def as_refusal(found: Any) -> Any:
    """What the older API says instead of topics, as the newer one would; all else as it is."""
    return {**found, "success": False} if named(found, "status", "message") and found["status"] == "error" else found


def is_answer(found: Any) -> bool:
    """Whether JSON is a list of topics, or the newer API's answer that holds one."""
    if named(found, "success", "result"):
        held = found["result"]
        return is_answer(held if isinstance(held, list) else [held])
    return isinstance(found, list) and bool(found) and all(_is_topic(row) for row in found)


def _is_topic(row: Any) -> bool:
    """Whether a row is a topic: the newer API names neither its node nor its author in a list."""
    return named(row, "title", "created") and (named(row, "node", "member") or named(row, "last_touched", "syntax"))


def _topic(row: Mapping[str, Any], snapshot: Snapshot) -> Listing:
    author, host = shop.text_in(fields(row.get("member")), "username"), shop.shop_of(snapshot)
    node = shop.text_in(fields(row.get("node")), "name")
    title = shop.text_in(row, "title")
    words = [shop.words_of(one.get("content_rendered")) or shop.text_in(one, "content")
             for one in (row, *objects(row.get("supplements")))]  # fmt: skip
    created, changed = times.of_seconds(row["created"]), times.of_seconds(row.get("last_modified"))
    return Listing(
        source=snapshot.source,
        url=absolute(snapshot.url, shop.text_in(row, "url")) or snapshot.url,
        seller=f"{host}/{author}" if author else host,
        title=title,
        text="\n".join(filter(None, (title, *words))),
        native_id=shop.id_in("topic", row),
        posted_at=created,
        edited=bool(changed and created and changed > created),
        channel=node or None,
    )
