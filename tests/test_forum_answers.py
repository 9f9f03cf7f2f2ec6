"""Forums and feeds in their older and newer versions, and with little in them: worked out by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from parsers.files.formats import sniff
from parsers.reading import read
from parsers.records import Page, Snapshot
from tests.facts import WHEN, lines

BOARD = "https://www.board.example/"


def answer(platform: str, found: Any) -> Page:
    body = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    return read(Snapshot("s", platform, BOARD, WHEN, 200, "", body.encode()))


def topic(**more: Any) -> dict[str, Any]:
    """A topic of V2EX, as the older API lists it."""
    return {"id": 7, "title": "ChatGPT Plus 月卡 88元 代充", "url": "https://board.example/t/7", "content": "质保30天",
            "content_rendered": "", "created": 1795000000, "last_modified": 1795000000, "last_touched": 1795000000,
            "replies": 0, "last_reply_by": "", "node": {"name": "exchange"}, "member": {"username": "skua"},
            **more}  # fmt: skip


NEW = {name: value for name, value in topic(syntax=1).items() if name not in ("node", "member")}
SOLD = "account · - · 88 CNY month chatgpt-plus"
TOPICS: dict[str, tuple[Any, list[str]]] = {
    "an author who is gone": (
        [topic(member=None)],
        ["topic:7 · board.example · top_up · - · 88 CNY month chatgpt-plus"],
    ),
    "a topic that was deleted": ([topic(deleted=1)], []),
    "one that was not": ([topic(deleted=0)], ["topic:7 · board.example/skua · top_up · - · 88 CNY month chatgpt-plus"]),
    "the newer API's list": (
        {"success": True, "message": "Found 1 topics", "result": [NEW]},
        ["topic:7 · board.example · top_up · - · 88 CNY month chatgpt-plus"],
    ),
    "the newer API's topic": (
        {"success": True, "message": "Topic details", "result": topic(syntax=0, supplements=[])},
        ["topic:7 · board.example/skua · top_up · - · 88 CNY month chatgpt-plus"],
    ),
    "nothing": ([], []),
    "nothing, by the newer API": ({"success": True, "message": "Found 0 topics", "result": []}, []),
}


@pytest.mark.parametrize("name", TOPICS)
def test_the_topics_of_v2ex(name: str) -> None:
    found, said = TOPICS[name]
    page = answer("v2ex", found)
    assert (lines(page), page.unread, page.complete, page.wall) == (said, (), False, None)


def test_what_an_author_adds_later_is_of_the_topic() -> None:
    more = [{"id": 1, "content": "支持支付宝", "content_rendered": "<p>支持支付宝</p>", "created": 1795000100}]
    page = answer("v2ex", {"success": True, "result": topic(syntax=0, supplements=more)})
    assert page.listings[0].text.endswith("质保30天\n支持支付宝")


@pytest.mark.parametrize("found", [[topic()], {"success": True, "message": "", "result": [NEW]}], ids=["old", "new"])
def test_what_a_list_of_topics_is_told_to_be(found: Any) -> None:
    assert sniff("a.json", json.dumps(found).encode()).platform == "v2ex"


def post(number: int, **more: Any) -> dict[str, Any]:
    """A post of Discourse."""
    return {"id": 100 + number, "username": "kittiwake", "created_at": "2026-11-20T02:00:00.000Z", "topic_id": 4,
            "cooked": "<p>ChatGPT Plus 月卡 88元，成品号</p>", "post_number": number, "version": 1, **more}  # fmt: skip


def test_the_newest_posts_of_a_forum() -> None:
    posts = [
        post(1, topic_title="出号", topic_slug="a"),
        post(2, topic_title="出号", topic_slug="a"),
        post(1, id=300, topic_title="出号", hidden=True),
    ]
    page = answer("discourse", {"latest_posts": posts})
    assert lines(page) == ["post:101 · board.example/kittiwake · account · - · 88 CNY month chatgpt-plus"]
    assert (page.not_offers, page.listings[0].text.split("\n")[0], page.unread) == (2, "出号", ())


HIDDEN = {"hidden": True, "cooked_hidden": True, "deleted_at": "2026-11-21T00:00:00Z", "user_deleted": True}


@pytest.mark.parametrize("field", HIDDEN)
def test_a_post_that_is_gone_is_no_offer(field: str) -> None:
    page = answer("discourse", {"title": "出号", "post_stream": {"posts": [post(1, **{field: HIDDEN[field]})]}})
    assert (page.listings, page.not_offers, page.unread) == ((), 1, ())


def test_fields_of_old_and_new_versions_are_known() -> None:
    fields = {"moderator?": False, "staff?": False, "draft_sequence": 0, "deleted_by": None, "post_url": "",
              "action_code": None, "locale": "zh_CN", "is_localized": False, "notice": None}  # fmt: skip
    page = answer("discourse", {"title": "出号", "post_stream": {"posts": [post(1, **fields)], "stream": [101]}})
    assert (len(page.listings), page.unread) == (1, ())


EMPTY: dict[str, tuple[str, Any]] = {
    "discourse: a list": ("discourse", {"users": [], "topic_list": {"topics": [], "per_page": 30}}),
    "discourse: a search": ("discourse", {"grouped_search_result": {}, "topics": [], "posts": []}),
    "discourse: a topic": ("discourse", {"title": "x", "post_stream": {"posts": [], "stream": []}}),
    "rss": ("feed", '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>'),
    "atom": ("feed", '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><updated>2026-11-20T00:00:00Z</updated></feed>'),
}  # fmt: skip


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_answer_is_no_error_and_ends_nothing(name: str) -> None:
    page = answer(*EMPTY[name])
    assert (page.listings, page.complete, page.asks, page.wall, page.unread) == ((), False, (), None, ())


RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:media="http://search.yahoo.com/mrss/"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>board</title>{}</channel></rss>"""
RDF = """<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>board</title></channel>
<item rdf:about="https://board.example/t/9"><title>ChatGPT Plus 月卡 88元 成品号</title><link>https://board.example/t/9</link>
<dc:creator>skua</dc:creator><dc:date>2026-11-20T02:00:00Z</dc:date></item></rdf:RDF>"""
DATED = "<pubDate>Fri, 20 Nov 2026 02:00:00 GMT</pubDate>"
BY = "<dc:creator>skua</dc:creator>"
TITLE = "<title><![CDATA[ChatGPT Plus 月卡 88元 成品号]]></title>"
FEEDS = {
    "no description": (RSS.format(f'<item>{TITLE}<guid isPermaLink="false">9</guid>{DATED}{BY}</item>'),
                       f"9 · board.example/skua · {SOLD}"),
    "no author": (RSS.format(f"<item>{TITLE}<guid>9</guid>{DATED}</item>"), f"9 · board.example · {SOLD}"),
    "no guid": (RSS.format(f"<item>{TITLE}<link>https://board.example/t/9</link>{DATED}</item>"),
                f"https://board.example/t/9 · board.example · {SOLD}"),
    "extensions": (RSS.format(f"<item>{TITLE}<guid>9</guid>{DATED}<slash:comments>2</slash:comments>"
                              '<media:title>x</media:title><media:rating>y</media:rating></item>'),
                   f"9 · board.example · {SOLD}"),
    "words in the content alone": (RSS.format(f"<item><title>出号</title><guid>9</guid>{DATED}<content:encoded>"
                                              "ChatGPT Plus 月卡 88元 成品号</content:encoded></item>"),
                                   f"9 · board.example · {SOLD}"),
    "RSS 1.0": (RDF, f"https://board.example/t/9 · board.example/skua · {SOLD}"),
}  # fmt: skip


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed(name: str) -> None:
    body, line = FEEDS[name]
    assert sniff("a.xml", body.encode()).platform == "feed"
    page = answer("feed", body)
    assert (lines(page), page.unread) == ([line], ())
