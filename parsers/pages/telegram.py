"""Reads the public preview of a Telegram channel, /s/<channel>: one listing a message, twenty messages a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers import times
from parsers.charsets import decode
from parsers.links import absolute, joined, split, without_referral
from parsers.pages.telegram_classes import KNOWN
from parsers.records import Ask, Cover, Listing, Page, PageError, Snapshot, Wall

POST = re.compile(r"(\w+)/(\d+)")
BLOCKS = {"blockquote", "div", "li", "p", "pre"}
EDGE = "\x1e"
"""Where a block begins or ends: one line break, however many meet."""
TITLE_LENGTH = 80
ENDING = 2000
"""Characters among which a whole page ends: in one that breaks off, messages are missing or cut short."""
WORDS = (".js-message_text", ".tgme_widget_message_text:not(.js-message_reply_text):not(.tgme_widget_message_reply *)")
"""Where a message's own words stand; mirrors of the preview leave out the class that its script asks for."""
APP_ONLY = ".message_media_not_supported"
INSIDE = {"t.me", "telegram.me", "telegram.dog"}


def read(snapshot: Snapshot) -> Page:
    """The messages of one page of the preview, or of blocks saved from it, which then cover nothing.

    Raises PageError for a page that is neither a channel's history nor the landing page of a name without one.
    """
    if 300 <= snapshot.status < 400:
        if "/s/" in dict(snapshot.headers).get("location", ""):
            raise PageError(f"{snapshot.url}: leads from preview to preview")
        return Page(wall=Wall("not_found", f"HTTP {snapshot.status}: the name has no public preview"))
    source, _ = decode(snapshot.body, snapshot.media_type)
    document = LexborHTMLParser(source)
    blocks = document.css("div.tgme_widget_message[data-post]")
    history = document.css_first(".tgme_channel_history")
    if history is None and blocks and "<html" not in source[:2000].lower():
        return _page(blocks, snapshot)
    if history is None:
        return Page(wall=_landing(document, snapshot))
    if "</html>" not in source[-ENDING:].lower():
        raise PageError(f"{snapshot.url}: the page breaks off")
    if not blocks and document.css_first(".tme_no_messages_found") is None:
        raise PageError(f"{snapshot.url}: a channel's history without messages and without a word that there are none")
    return _history(document, blocks, snapshot)


def _landing(document: LexborHTMLParser, snapshot: Snapshot) -> Wall:
    """What the landing page says; it stands in for every name that has no preview, always with status 200."""
    title = document.css_first("title")
    words = title.text(strip=True) if title else ""
    if document.css_first(".tgme_page") is None or not words.startswith("Telegram:"):
        raise PageError(f"{snapshot.url}: neither a channel's history nor Telegram's landing page")
    if words.startswith("Telegram: Contact"):
        return Wall("not_found", "there is no public channel of this name")
    return Wall("forbidden", "the channel shows no public preview")


def _history(document: LexborHTMLParser, blocks: list[LexborNode], snapshot: Snapshot) -> Page:
    """A page with its place in the whole: all ids from its cursor to older messages up to the one it was asked by."""
    page = _page(blocks, snapshot)
    query = _query(snapshot.url)
    if "q" in query or "after" in query:
        return page
    before, link = _number(query, "before"), _previous(document)
    if link is None:
        return replace(page, complete=before is None, covers=Cover(None, _below(before)))
    cursor = _number(_query(link), "before")
    lowest = min((_post(block)[1] for block in blocks), default=0)
    if cursor is None or cursor > lowest or (before is not None and cursor >= before):
        return replace(page, unread=(*page.unread, f"telegram: {link} does not lead to older messages"))
    asks = (Ask(joined(snapshot.url, link), "page"),)
    return replace(page, covers=Cover(cursor, _below(before)), asks=asks)


def _previous(document: LexborHTMLParser) -> str | None:
    """Where older messages are; rel=canonical is not that."""
    node = document.css_first('link[rel="prev"][href]') or document.css_first("a.tme_messages_more[href]")
    return node.attributes["href"] if node else None


def _query(url: str) -> dict[str, list[str]]:
    return parse_qs(split(url).query, keep_blank_values=True)


def _number(query: dict[str, list[str]], name: str) -> int | None:
    value = query.get(name, [""])[0]
    return int(value) if re.fullmatch("[0-9]{1,18}", value) else None


def _below(before: int | None) -> int | None:
    return None if before is None else before - 1


def _page(blocks: list[LexborNode], snapshot: Snapshot) -> Page:
    """The messages alone: nothing is said about what surrounds them."""
    messages = [block for block in blocks if "service_message" not in _classes(block)]
    listings = [_listing(block, snapshot) for block in messages]
    unread = {f"telegram: class {name}" for block in messages for name in _unknown(block)}
    if any(not one.text and block.css_first(APP_ONLY) for one, block in zip(listings, messages, strict=True)):
        unread.add("telegram: a message that only the app shows")
    return Page(listings=tuple(one for one in listings if one.text), unread=tuple(sorted(unread)))


def _listing(block: LexborNode, snapshot: Snapshot) -> Listing:
    """One message; an album is one message with one caption."""
    channel, number = _post(block)
    date = block.css_first("a.tgme_widget_message_date")
    moment = date.css_first("time[datetime]") if date else None
    meta = block.css_first(".tgme_widget_message_meta")
    text = _text(block)
    return Listing(
        source=snapshot.source,
        url=absolute(snapshot.url, date.attributes.get("href") if date else None) or snapshot.url,
        seller=account(_origin(block) or channel),
        title=title(text),
        text=text,
        native_id=f"{channel}/{number}",
        position=number,
        posted_at=times.of_iso(moment.attributes["datetime"] if moment else None),
        edited=meta is not None and (meta.text(deep=False) or "").strip().startswith("edited"),
    )


def title(text: str) -> str:
    """The first line of a message, cut to a heading's length."""
    return text.partition("\n")[0][:TITLE_LENGTH].strip()


def account(channel: str) -> str:
    """How a channel is known as a seller: by its address, so that it is never taken for a domain."""
    return f"t.me/{channel.lower()}"


def _post(block: LexborNode) -> tuple[str, int]:
    match = POST.fullmatch(block.attributes["data-post"] or "")
    if match is None:
        raise PageError(f"data-post={block.attributes['data-post']!r} is not a channel and a number")
    return match[1], int(match[2])


def _origin(block: LexborNode) -> str | None:
    """The channel that a forwarded message was taken from, where its post is named: that is who sells."""
    link = block.css_first("a.tgme_widget_message_forwarded_from_name[href]")
    match = POST.fullmatch(split(link.attributes["href"] or "").path.strip("/")) if link else None
    return match[1] if match else None


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _unknown(block: LexborNode) -> Iterator[str]:
    return (name for node in block.css("[class]") for name in _classes(node) if not KNOWN.fullmatch(name))


def _text(block: LexborNode) -> str:
    """The words of a message as a reader sees them, links with their address; no answered message, no link's card."""
    words = next((node for css in WORDS for node in block.css(css) if len(node.css(css)) == 1), None)
    if words is None:
        return ""
    lines = re.sub(f"\n?{EDGE}+", "\n", "".join(_pieces(words))).replace("\xa0", " ").split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(re.sub(" {2,}", " ", line).strip() for line in lines)).strip()


def _pieces(node: LexborNode) -> Iterator[str]:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text_content or "" if node.tag == "pre" else re.sub(r"\s+", " ", child.text_content or "")
        elif child.tag == "br":
            yield "\n"
        elif child.tag == "a":
            yield _link(child)
        else:
            edge = EDGE if child.tag in BLOCKS else ""
            yield from (edge, *_pieces(child), edge)


def _link(node: LexborNode) -> str:
    """A link's words and its address, once if they are the same; links inside Telegram are words only."""
    words = "".join(_pieces(node))
    url = absolute("", node.attributes.get("href"))
    if url is None or (split(url).hostname or "") in INSIDE:
        return words
    shown = without_referral(words.strip())
    if shown.split("://")[-1].rstrip("/…") in url:
        return f" {url} "
    return f"{words} {url} "
