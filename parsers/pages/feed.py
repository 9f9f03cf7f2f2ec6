"""Reads RSS and Atom feeds, such as forums publish: every entry as a post, known by its id."""

from __future__ import annotations

import calendar
import io
import re

# feedparser would load it only while it reads, when nothing may be opened any more.
import xml.sax.expatreader
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import feedparser

from parsers import times
from parsers.charsets import decode
from parsers.links import absolute
from parsers.pages import forum_pages, shop
from parsers.records import Listing, Page, PageError, Snapshot

ENTRY = {
    "id", "guidislink", "title", "title_detail", "link", "links", "summary", "summary_detail", "content", "author",
    "author_detail", "authors", "published", "published_parsed", "updated", "updated_parsed", "tags",
    "comments", "slash_comments", "wfw_commentrss", "media_content", "media_thumbnail", "media_credit", "href",
    "credit", "source", "rights", "rights_detail", "created", "created_parsed", "contributors", "enclosures",
    "discourse_topicpinned", "discourse_topicclosed", "discourse_topicarchived", "post-id", "publisher",
    "publisher_detail", "license", "language", "base", "expired", "expired_parsed", "subtitle", "subtitle_detail",
    "rating",
}  # fmt: skip
"""Fields of an entry, as feedparser names them, that are read, or left alone by name."""
OTHERS = re.compile(r"field entry\.(?:itunes|media|thr|georss|geo|dcterms|slash|wfw|feedburner|podcast|content)_")
"""Fields of extensions that speak of sound, pictures, places and threads: left alone."""
ENCODING = re.compile(r"""(\A\s*<\?xml[^>]{0,80}?\bencoding\s*=\s*)["'][\w.:-]{1,40}["']""")
"""What an XML declaration says of the charset: the text is decoded already."""
LEAD = re.compile(r"\A(?:[\s\ufeff]|<!--.{0,4000}?-->)+", re.DOTALL)
"""What may stand before a feed but not before the declaration that it begins with."""
NAMED = re.compile(
    r"\A/?u/(?P<user>[\w.-]{1,60})\Z|(?:\A|\()@(?P<at>[\w.-]{1,60})|\A\S{1,99}@\S{1,99}\s+\((?P<name>[^()]{1,60})\)\Z"
)
"""How feeds write who posted: with the sign of the forum's own names, or behind a mailbox."""
OPENINGS = ("<?xml", "<rss", "<feed", "<rdf:rdf")


def read(snapshot: Snapshot) -> Page:
    """The entries of a feed, each once; a feed never shows all there is. Raises PageError for what is no feed."""
    text, _ = decode(snapshot.body, snapshot.media_type)
    if shown := forum_pages.nodeseek(text) if forum_pages.is_nodeseek(text) else []:
        return Page(listings=tuple(_shown(post, snapshot) for post in shown))
    body = ENCODING.sub(r'\1"utf-8"', LEAD.sub("", text), count=1).encode(errors="replace")
    found = feedparser.parse(io.BytesIO(body), resolve_relative_uris=False, sanitize_html=False)
    if not found.version:
        raise PageError(f"{snapshot.url}: neither RSS nor Atom")
    entries: dict[str, Any] = {}
    for entry in found.entries:
        entries.setdefault(str(entry.get("id") or entry.get("link") or entry.get("title")), entry)
    posts = [_post(key, entry, snapshot) for key, entry in entries.items()]
    unread = {line for line in shop.strange(found.entries, ENTRY, "entry.") if not OTHERS.match(line)}
    unread |= {"entries without a date" for post in posts if post.posted_at is None}
    unread |= {"the feed breaks off"} if found.bozo and isinstance(found.bozo_exception, BROKEN) else set()
    return Page(listings=tuple(post for post in posts if post.text), unread=shop.said("feed", unread))


BROKEN = (xml.sax.SAXParseException,)


def is_feed(text: str) -> bool:
    """Whether a text begins as a feed does."""
    opening = LEAD.sub("", text[:5000])[:1000].lower()
    return opening.startswith(OPENINGS) and any(mark in opening for mark in OPENINGS[1:])


def _post(key: str, entry: dict[str, Any], snapshot: Snapshot) -> Listing:
    title = shop.words_of(str(entry.get("title") or ""))
    contents = [part.get("value") for part in entry.get("content") or []]
    words = shop.words_of(next(filter(None, contents), None) or entry.get("summary"))
    link = absolute(snapshot.url, str(entry.get("link") or "")) or snapshot.url
    published, updated = (dict.get(entry, name) for name in ("published", "updated"))
    author, host = _author(str(entry.get("author") or "")), shop.shop_of(snapshot)
    tags = [str(tag.get("term")) for tag in entry.get("tags") or [] if tag.get("term")]
    return Listing(
        source=snapshot.source,
        url=link,
        seller=f"{host}/{author}" if author else host,
        title=title,
        text="\n".join(dict.fromkeys(filter(None, (title, words)))),
        native_id=key,
        posted_at=_moment(entry, "published") or _moment(entry, "updated"),
        edited=bool(published and updated and published != updated),
        channel=tags[0] if tags else None,
    )


def _shown(post: Mapping[str, Any], snapshot: Snapshot) -> Listing:
    """A post that a person saved as a web page, as the feed would have it."""
    host = shop.shop_of(snapshot)
    return Listing(
        source=snapshot.source,
        url=absolute(snapshot.url, post["link"]) or snapshot.url,
        seller=f"{host}/{post['author']}" if post["author"] else host,
        title=post["title"],
        text="\n".join(filter(None, (post["title"], shop.words_of(post["content"])))),
        native_id=post["id"],
        posted_at=post["published"],
        channel=post["tag"],
    )


def _author(written: str) -> str:
    """The name by which a forum knows who posted, as its other answers have it; else as it is written."""
    match = NAMED.search(written.strip())
    return next((name.lstrip("@") for name in match.groups() if name), written) if match else written


def _moment(entry: dict[str, Any], name: str) -> datetime | None:
    """A date as feedparser gives it, which is UTC; of one in other scripts than its own it makes another."""
    parsed, written = dict.get(entry, f"{name}_parsed"), str(dict.get(entry, name) or "")
    return times.of_seconds(calendar.timegm(parsed)) if parsed and written.isascii() else None
