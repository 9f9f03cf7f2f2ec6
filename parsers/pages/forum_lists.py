"""Finds the topics that a saved list of a forum names: their titles are all that stands there."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

V2EX = re.compile(r"""["'\s]item_title["'\s]""")
NODESEEK = re.compile(r"""["'\s]post-list-item["'\s]""")
TOPIC = re.compile(r"/t/(?:[^/?#]{1,200}/)?(?P<id>[0-9]{1,12})(?![0-9])")
POST = re.compile(r"/post-(?P<id>[0-9]{1,12})(?![0-9])")
MEMBER = re.compile(r"/member/(?P<name>[^/?#]{1,60})")
DISCOURSE = "tr.topic-list-item a.title, .topic-list a.raw-topic-link, [itemprop=itemListElement] a[itemprop=url]"


def is_v2ex(text: str) -> bool:
    """Whether a web page lists topics as V2EX does."""
    return V2EX.search(text) is not None and "topic-link" in text


def is_nodeseek(text: str) -> bool:
    """Whether a web page lists posts as NodeSeek does."""
    return NODESEEK.search(text) is not None and "info-author" in text


def v2ex(page: LexborHTMLParser) -> list[dict[str, Any]]:
    """The topics of a list by the names that the API has; when one was made stands nowhere."""
    found = []
    for cell in page.css("div.cell"):
        link, node = cell.css_first(".item_title a[href]"), cell.css_first(".topic_info a.node")
        place = TOPIC.search(_href(link))
        if link is None or place is None:
            continue
        who = MEMBER.search(_href(cell.css_first(".topic_info strong a[href]")))
        found.append({
            "id": int(place["id"]), "title": _words(link), "url": f"/t/{place['id']}", "content_rendered": "",
            "created": None, "member": {"username": who["name"] if who else ""},
            "node": {"name": _href(node).rpartition("/go/")[2]},
        })  # fmt: skip
    return found


def nodeseek(page: LexborHTMLParser) -> list[dict[str, Any]]:
    """The posts of a list by the names that the feed has; the time that stands there is that of the last answer."""
    found = []
    for item in page.css(".post-list-item"):
        link, author = item.css_first(".post-title a[href]"), item.css_first(".info-author a")
        place = POST.search(_href(link))
        if link is not None and place is not None:
            found.append({
                "id": place["id"], "title": _words(link), "link": f"{place.group()}-1", "content": "",
                "author": _words(author), "published": None, "tag": _words(item.css_first("a.post-category")) or None,
            })  # fmt: skip
    return found


def discourse(page: LexborHTMLParser) -> list[dict[str, Any]]:
    """The topics of a list by their numbers, each once: what they say stands behind them."""
    places = (TOPIC.search(_href(link)) for link in page.css(DISCOURSE))
    return [{"id": id} for id in dict.fromkeys(int(place["id"]) for place in places if place)]


def _href(link: LexborNode | None) -> str:
    return (link.attributes.get("href") if link else None) or ""


def _words(node: LexborNode | None) -> str:
    return " ".join(node.text().split()) if node else ""
