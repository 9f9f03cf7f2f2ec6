"""Finds in a web page of a forum that a person saved what the forum's API would answer: a topic and its posts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers import times
from parsers.pages import forum_lists

DISCOURSE = re.compile(
    r"""id=["']?data-preloaded|data-preloaded=["']\{|["'\s]crawler-post["'\s]|content=["']Discourse [0-9]"""
    r"|onscreen-post"
)
V2EX = re.compile(r"""content=["']V2EX["']|V2EX\s{0,9}</title>""")
NODESEEK = re.compile(r"""class=["'][^"']{0,80}(?<![\w-])nsk-post["'\s]""")
NUMBER = re.compile(r"[0-9]{1,15}")
TOPIC = re.compile(r"/t/(?:(?P<slug>[^/?#]{0,200})/)?(?P<id>[0-9]{1,12})(?![0-9])")
POST = re.compile(r"/post-(?P<id>[0-9]{1,12})(?![0-9])")
MEMBER = re.compile(r"/(?:u|users|member)/(?P<name>[^/?#]{1,60})")
POSTS = "article[id^=post_], div.crawler-post[id^=post_]"
TITLES = "#topic-title h1 .fancy-title, #topic-title h1 a, h1.crawler-topic-title, h1 a, h1"


def is_discourse(text: str) -> bool:
    """Whether a web page is of a forum that runs Discourse."""
    return DISCOURSE.search(text) is not None


def is_v2ex(text: str) -> bool:
    """Whether a web page shows a topic of V2EX, or a list of them."""
    return V2EX.search(text) is not None and ("topic_content" in text or forum_lists.is_v2ex(text))


def is_nodeseek(text: str) -> bool:
    """Whether a web page shows a post of NodeSeek, whose answers stand below it, or a list of posts."""
    return NODESEEK.search(text) is not None or forum_lists.is_nodeseek(text)


def discourse(text: str) -> Any:
    """The topic or the list that a page hands to its script, else the topic that it shows; None where it has none."""
    page = LexborHTMLParser(text)
    for held in _preloaded(page):
        if isinstance(held, dict) and {"post_stream", "topic_list"} & held.keys():
            return held
    place = TOPIC.search(_address(page))
    posts = [_post(post, place) for post in page.css(POSTS)]
    if not posts:
        topics = forum_lists.discourse(page)
        return {"topic_list": {"topics": topics}} if topics else None
    return {"title": _words(page, TITLES), "post_stream": {"posts": posts}}


def v2ex(text: str) -> list[Any]:
    """The topic that a page shows, or those that it lists."""
    page = LexborHTMLParser(text)
    if "topic_content" not in text and (listed := forum_lists.v2ex(page)):
        return listed
    topic = _v2ex_topic(page)
    return [topic] if topic else []


def _v2ex_topic(page: LexborHTMLParser) -> Any:
    place, body = TOPIC.search(_address(page)), page.css_first(".cell .topic_content")
    title = _words(page, ".header h1, #Main h1, h1")
    if not title:
        return None
    created = times.of_iso(_meta(page, "article:published_time"))
    return {
        "id": int(place["id"]) if place else None,
        "title": title,
        "url": _address(page),
        "content_rendered": "" if body is None else body.html,
        "created": int(created.timestamp()) if created else None,
        "member": {"username": _author(page.css_first(".header"))},
        "node": {"name": _node(page)},
        "supplements": [{"content_rendered": one.html} for one in page.css(".subtle .topic_content")],
    }


def nodeseek(text: str) -> list[dict[str, Any]]:
    """The post that a page shows, by the names that its feed has, or those that it lists."""
    page = LexborHTMLParser(text)
    post = _nodeseek_post(page)
    return [post] if post else forum_lists.nodeseek(page)


def _nodeseek_post(page: LexborHTMLParser) -> dict[str, Any] | None:
    first = page.css_first(".nsk-post .content-item")
    if first is None or not (title := _words(page, ".nsk-post .post-title h1, .nsk-post .post-title")):
        return None
    link = page.css_first(".nsk-post .post-title-link[href]")
    place = POST.search((link.attributes.get("href") if link else None) or _address(page))
    body, author = first.css_first(".post-content"), first.css_first("a.author-name, .author-info a")
    return {
        "id": place["id"] if place else None,
        "title": title,
        "link": place.group() + "-1" if place else "",
        "content": "" if body is None else body.html,
        "author": author.text().strip() if author else "",
        "published": _posted(first),
        "tag": _words(page, ".nsk-post a[href*='/categories/']") or None,
    }


def _preloaded(page: LexborHTMLParser) -> Iterator[Any]:
    """What Discourse puts into a page for its script: JSON whose parts are JSON in text."""
    for node in page.css("[data-preloaded], script#data-preloaded"):
        try:
            parts = json.loads(node.attributes.get("data-preloaded") or node.text())
        except (ValueError, RecursionError):
            continue
        for part in parts.values() if isinstance(parts, dict) else ():
            try:
                yield json.loads(part) if isinstance(part, str) else part
            except (ValueError, RecursionError):
                continue


def _post(post: LexborNode, place: re.Match[str] | None) -> dict[str, Any]:
    """A post, as people see it or as search engines do."""
    body, when = post.css_first(".cooked, .post[itemprop=text], .post"), _posted(post)
    number = NUMBER.search(post.attributes.get("id") or "")
    topic = post.attributes.get("data-topic-id") or (place["id"] if place else None)
    return {
        "id": _number(post.attributes.get("data-post-id")),
        "post_number": int(number.group()) if number else None,
        "topic_id": _number(topic),
        "topic_slug": (place["slug"] if place else None) or None,
        "username": _author(post),
        "cooked": "" if body is None else body.html,
        "created_at": when.isoformat() if when else None,
    }


def _posted(post: LexborNode) -> datetime | None:
    shown = post.css_first("time[datetime], .post-date [data-time]")
    if shown is None:
        return None
    since = _number(shown.attributes.get("data-time"))
    return times.of_milliseconds(since) if since else times.of_iso(shown.attributes.get("datetime"))


def _author(node: LexborNode | None) -> str | None:
    """Whose name a post has: of a link to who wrote it, else as it is written."""
    if node is None:
        return None
    for link in node.css(".names a, .creator a, small a, a[data-user-card]"):
        if card := link.attributes.get("data-user-card"):
            return card
        if match := MEMBER.search(link.attributes.get("href") or ""):
            return match["name"]
    written = node.css_first(".creator [itemprop=name], .creator b")
    return written.text().strip() or None if written else None


def _address(page: LexborHTMLParser) -> str:
    link = page.css_first("link[rel=canonical][href]")
    return (link.attributes.get("href") if link else None) or _meta(page, "og:url")


def _node(page: LexborHTMLParser) -> str:
    """The short name of the board that a topic stands on."""
    link = page.css_first(".header a[href*='/go/']")
    return ((link.attributes.get("href") if link else None) or "").rpartition("/go/")[2]


def _meta(page: LexborHTMLParser, name: str) -> str:
    tag = page.css_first(f'meta[property="{name}"][content]')
    return (tag.attributes.get("content") if tag else None) or ""


def _words(page: LexborHTMLParser, places: str) -> str:
    """The words of the first of some places that has any, those named first before others."""
    for place in places.split(", "):
        for node in page.css(place):
            if words := " ".join(node.text().split()):
                return words
    return ""


def _number(written: str | None) -> int | None:
    return int(written) if written and NUMBER.fullmatch(written) else None
