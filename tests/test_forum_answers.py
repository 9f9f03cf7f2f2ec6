"""Forums and feeds in their older and newer versions, and with little in them: worked out by hand."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from parsers.files.formats import sniff
from parsers.reading import read
from parsers.records import Page, PageError, Snapshot
from tests.facts import WHEN, lines, price

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


def row(*cells: str, tag: str = "td") -> str:
    """A row of a table, each of its cells on a line as the forum renders Markdown."""
    return "\n".join(["<tr>", *(f"<{tag}>{cell}</{tag}>" for cell in cells), "</tr>"])


COOKED = {
    "a table of plans": (
        f"<p>成品号</p><div class='md-table'><table><thead>{row('套餐', '价格', tag='th')}</thead><tbody>"
        f"{row('ChatGPT Plus 月卡', '88')}{row('Claude Pro 月卡', '99')}</tbody></table></div>",
        "88 CNY month chatgpt-plus, 99 CNY month claude-pro",
    ),
    "a table of what goes in and out, its cells without blanks between": (
        f"<p>API 中转出售</p><table>{row('模型', '输入 $/M', '输出 $/M', tag='th')}"
        f"{row('gpt-5', '0.5', '4')}{row('claude-sonnet-4-5', '1', '5')}</table>".replace("\n", ""),
        "0.5 USD mtok_input gpt-5, 4 USD mtok_output gpt-5, 1 USD mtok_input claude-sonnet-4.5, "
        "5 USD mtok_output claude-sonnet-4.5",
    ),
    "headings without a paragraph between": (
        "<p>出号</p>\n<h2>Claude Pro</h2>\n<h3>月卡</h3>\n<p>99元</p>", "99 CNY month claude-pro"
    ),
    "what is folded away": (
        "<p>出号</p><details>\n<summary>\n价格</summary>\n<p>Claude Pro 月卡 99元</p></details>",
        "99 CNY month claude-pro",
    ),
    "what is blurred": ("<p>出号 <span class='spoiler'>Claude Pro 月卡 99元</span></p>", "99 CNY month claude-pro"),
    "what others vote on": (
        "<p>出 Claude Pro 月卡 99元</p><div class='poll'><ul><li>ChatGPT Plus 月卡 1元</li></ul></div>",
        "99 CNY month claude-pro",
    ),
    "small pictures whose names are numbers": (
        "<p>出 Claude Pro 月卡 99元 <img class='emoji' alt=':100:' src='x'></p>", "99 CNY month claude-pro"
    ),
    "previews and quotes": (
        "<p>出 Claude Pro 月卡 99元</p><aside class='onebox'><p>Claude Max $100</p></aside>"
        "<aside class='quote'><blockquote>ChatGPT Plus 月卡 1元</blockquote></aside>",
        "99 CNY month claude-pro",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COOKED)
def test_what_a_post_of_discourse_says_in_its_forms(name: str) -> None:
    cooked, said = COOKED[name]
    page = answer("discourse", {"title": "出号", "post_stream": {"posts": [post(1, cooked=cooked)]}})
    assert [", ".join(map(price, one.quotes)) for one in page.listings] == [said]
    assert ":100:" not in page.listings[0].text


def test_the_file_of_a_picture_is_no_word_of_its_poster() -> None:
    picture = ("<div class='lightbox-wrapper'><a class='lightbox'><img alt='菜单'><div class='meta'><span>image</span>"
               "<span>1920×1080 217 KB</span></div></a></div>")  # fmt: skip
    posts = [post(1, cooked=f"<p>出 Claude Pro 月卡 99元</p>{picture}")]
    page = answer("discourse", {"title": "出号", "post_stream": {"posts": posts}})
    assert page.listings[0].text == "出号\n出 Claude Pro 月卡 99元\n菜单"


def test_the_newest_posts_of_a_forum() -> None:
    posts = [
        post(1, topic_title="出号", topic_slug="a"),
        post(2, topic_title="出号", topic_slug="a"),
        post(1, id=300, topic_title="出号", hidden=True),
    ]
    page = answer("discourse", {"latest_posts": posts})
    assert lines(page) == ["post:101 · board.example/kittiwake · account · - · 88 CNY month chatgpt-plus"]
    assert (page.not_offers, page.listings[0].text.split("\n")[0], page.unread) == (2, "出号", ())


PLACES = {
    "https://board.example/posts.json": "https://board.example/t/a/4/1",
    "https://board.example/talk/posts.json": "https://board.example/talk/t/a/4/1",
}


@pytest.mark.parametrize("url", PLACES)
def test_a_post_stands_in_the_folder_that_the_forum_lives_in(url: str) -> None:
    body = json.dumps({"latest_posts": [post(1, topic_title="出号", topic_slug="a")]}).encode()
    page = read(Snapshot("s", "discourse", url, WHEN, 200, "", body))
    assert [one.url for one in page.listings] == [PLACES[url]]


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


TOPIC_JSON = {
    "title": "出 ChatGPT Plus 月卡 88元",
    "post_stream": {"posts": [
        {"id": 31, "post_number": 1, "username": "skua", "cooked": "<p>质保30天</p>", "topic_id": 9,
         "topic_slug": "plus", "created_at": "2026-11-20T08:00:00.000Z"},
        {"id": 32, "post_number": 2, "username": "knot", "cooked": "<p>我要了</p>", "topic_id": 9}]},
}  # fmt: skip
PRELOADED = html.escape(json.dumps({"site": "{}", "topic_9": json.dumps(TOPIC_JSON, ensure_ascii=False)}))
PARTS = html.escape(json.dumps({"siteSettings": {"title": "Board"}, "topic_9": TOPIC_JSON}))
HEAD = '<meta name="generator" content="Discourse 3.5.0"><link rel="canonical" href="https://board.example/t/plus/9">'
CRAWLED = f"""<head>{HEAD}</head><body>
<div id="topic-title"><h1><a href="/t/plus/9">出 ChatGPT Plus 月卡 88元</a></h1></div>
<div itemscope itemtype='http://schema.org/DiscussionForumPosting'>
<div id='post_1' class='topic-body crawler-post'><div class='crawler-post-meta'>
<span class="creator" itemprop="author"><a itemprop="url" href='/u/skua'><span itemprop='name'>skua</span></a></span>
<span class="crawler-post-infos"><time datetime='2026-11-20T08:00:00Z' class='post-time'>November 20</time></span></div>
<div class='post' itemprop='text'><p>质保30天</p></div></div>
<div id='post_2' class='topic-body crawler-post'><div class='crawler-post-meta'>
<span class="creator"><a href='/u/knot'><span itemprop='name'>knot</span></a></span></div>
<div class='post' itemprop='text'><p>我要了</p></div></div></div></body>"""
SEEN = f"""<head>{HEAD}</head><body><div id="topic-title"><h1><a class="fancy-title" href="/t/plus/9">
出 ChatGPT Plus 月卡 88元</a></h1></div>
<article id="post_1" data-post-id="31" data-topic-id="9" class="boxed onscreen-post"><div class="names">
<span class="username"><a href="/u/skua" data-user-card="skua">海鸥</a></span></div><div class="post-date"><a>
<span class="relative-date" data-time="1795161600000">5d</span></a></div>
<div class="regular contents"><div class="cooked"><p>质保30天</p></div></div></article>
<article id="post_2" data-post-id="32" data-topic-id="9" class="boxed onscreen-post"><div class="names">
<span class="username"><a href="/u/knot" data-user-card="knot">knot</a></span></div>
<div class="cooked"><p>我要了</p></div></article></body>"""
PAGES = {
    "what a script is handed": f'<head>{HEAD}</head><div id="data-preloaded" data-preloaded="{PRELOADED}"></div>',
    "what a script is handed, in parts": f'<body data-preloaded="{PARTS}"></body>',
    "a script of its own": f'<script id="data-preloaded">{json.dumps({"topic_9": TOPIC_JSON})}</script>',
    "what search engines see": CRAWLED,
    "what people see": SEEN,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_topic_of_discourse_saved_as_a_web_page(name: str) -> None:
    body = f"<!DOCTYPE html><html>{PAGES[name]}</html>"
    assert sniff("topic.html", body.encode()).platform == "discourse"
    page = answer("discourse", body)
    [one] = page.listings
    assert (one.title, one.text) == (TOPIC_JSON["title"], f"{TOPIC_JSON['title']}\n质保30天")
    assert (one.seller, one.url) == ("board.example/skua", "https://www.board.example/t/plus/9/1")
    assert one.native_id == (None if name == "what search engines see" else "post:31")
    assert one.posted_at == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert (page.not_offers, page.unread) == (1, ())


V2EX = """<!DOCTYPE html><html><head><title>ChatGPT Plus 月卡 88元 代充 - V2EX</title>
<meta property="article:published_time" content="2026-11-20T08:00:00Z"/>
<link rel="canonical" href="https://www.v2ex.example/t/7"/></head><body><div id="Main"><div class="box">
<div class="header"><a href="/">V2EX</a> &rsaquo; <a href="/go/exchange">二手交易</a>
<h1>ChatGPT Plus 月卡 88元 代充</h1>
<small class="gray"><a href="/member/skua">skua</a> · 5 天前</small></div>
<div class="cell"><div class="topic_content"><div class="markdown_body"><p>质保30天</p></div></div></div>
<div class="subtle"><div class="topic_content">支持支付宝</div></div></div>
<div class="box"><div id="r_1" class="cell"><strong><a href="/member/knot">knot</a></strong>
<div class="reply_content">80元出吗</div></div></div></div></body></html>"""


def test_a_topic_of_v2ex_saved_as_a_web_page() -> None:
    assert sniff("t.html", V2EX.encode()).platform == "v2ex"
    page = answer("v2ex", V2EX)
    assert lines(page) == ["topic:7 · board.example/skua · top_up · - · 88 CNY month chatgpt-plus"]
    [one] = page.listings
    assert (one.channel, one.posted_at) == ("exchange", datetime(2026, 11, 20, 8, tzinfo=UTC))
    assert one.text == "ChatGPT Plus 月卡 88元 代充\n质保30天\n支持支付宝"


@pytest.mark.parametrize("platform", ["discourse", "v2ex"])
@pytest.mark.parametrize("body", ["<html></html>", "<html data-preloaded='{'><p>x</p></html>", "<html>502</html>"])
def test_a_web_page_without_a_topic_is_an_error(platform: str, body: str) -> None:
    with pytest.raises(PageError):
        answer(platform, body)


NODESEEK = """<!DOCTYPE html><html><head><link rel="canonical" href="https://www.board.example/post-412-1"></head><body>
<div class="nsk-post-wrapper"><div class="nsk-post"><div class="post-title"><h1>
<a class="post-title-link" href="/post-412-1">出 ChatGPT Plus 月卡 88元</a></h1></div>
<div class="content-item" id="0"><div class="nsk-content-meta-info"><div class="avatar-wrapper"><a href="/space/7">
<img alt="skua"></a></div><div class="author-info"><a href="/space/7" class="author-name">skua</a></div>
<div class="content-info"><span class="date-created"><time title="x" datetime="2026-11-20T08:00:00.000Z">5 天前</time>
</span><span>in <a href="/categories/trade">交易</a></span></div></div>
<article class="post-content"><p>质保30天</p></article></div></div></div>
<ul class="comments"><li class="content-item" id="1"><a class="author-name" href="/space/8">knot</a>
<article class="post-content">绑定邮箱, 70元出吗</article></li></ul></body></html>"""


def test_a_post_of_nodeseek_saved_as_a_web_page_is_as_in_its_feed() -> None:
    assert sniff("post.html", NODESEEK.encode()).platform == "feed"
    page = answer("feed", NODESEEK)
    [one] = page.listings
    assert (one.key, one.seller, one.channel) == ("412", "board.example/skua", "交易")
    assert (one.url, one.text) == (f"{BOARD}post-412-1", "出 ChatGPT Plus 月卡 88元\n质保30天")
    assert (one.posted_at, page.unread) == (datetime(2026, 11, 20, 8, tzinfo=UTC), ())


ENTRY = "<title>ChatGPT Plus 月卡 88元 成品号</title><link>https://board.example/t/9</link>"
AUTHORS = {
    "<dc:creator>@skua The Great Skua</dc:creator>": "board.example/skua",
    "<dc:creator>skua</dc:creator>": "board.example/skua",
    "<author>no-reply@board.example (@skua)</author>": "board.example/skua",
    "<author>skua@board.example (Skua)</author>": "board.example/Skua",
    "<dc:creator>/u/skua</dc:creator>": "board.example/skua",
    "<dc:creator>Skua (north)</dc:creator>": "board.example/Skua (north)",
    "": "board.example",
}


@pytest.mark.parametrize("author", AUTHORS)
def test_who_posted_is_named_as_the_forums_other_answers_name_them(author: str) -> None:
    page = answer("feed", RSS.format(f"<item>{ENTRY}{author}</item>"))
    assert [one.seller for one in page.listings] == [AUTHORS[author]]


DATES = {
    "Fri, 20 Nov 2026 02:00:00 GMT": datetime(2026, 11, 20, 2, tzinfo=UTC),
    "2026-11-20T02:00:00Z": datetime(2026, 11, 20, 2, tzinfo=UTC),
    "2026年11月20日 10:00": None,
}


@pytest.mark.parametrize("written", DATES)
def test_a_date_that_is_no_date_of_feeds_is_unknown_and_not_another(written: str) -> None:
    page = answer("feed", RSS.format(f"<item>{ENTRY}<pubDate>{written}</pubDate></item>"))
    assert [one.posted_at for one in page.listings] == [DATES[written]]


@pytest.mark.parametrize("lead", ["\n  ", "<!-- made by hand -->\n", "\ufeff\n"])
def test_what_stands_before_a_feed_breaks_nothing(lead: str) -> None:
    body = lead + RSS.format(f"<item>{ENTRY}<pubDate>Fri, 20 Nov 2026 02:00:00 GMT</pubDate></item>")
    page = answer("feed", body)
    assert (len(page.listings), page.unread) == (1, ())
    assert sniff("a.xml", body.encode()).platform == "feed"


CELL = (
    '<div class="cell item"><table><tr><td><span class="item_title"><a href="/t/{}#reply3" class="topic-link">{}</a>'
    '</span><span class="topic_info"><a class="node" href="/go/deals">优惠</a> • <strong><a href="/member/skua">'
    'skua</a></strong> • <span title="2026-11-20 10:00:00 +08:00">1 小时前</span> • 最后回复来自 <strong>'
    '<a href="/member/gull">gull</a></strong></span></td></tr></table></div>'
)
ITEM = (
    '<li class="post-list-item"><div class="post-title"><a href="/post-{}-1">{}</a></div><div class="post-info">'
    '<span class="info-author"><a href="/space/5">skua</a></span><time datetime="2026-11-20T02:00:00Z"></time>'
    '<a href="/categories/trade" class="post-category">交易</a></div></li>'
)
TITLES = ((7, "出 ChatGPT Plus 月卡 88元"), (8, "今天天气不错"))
SAVED_LISTS = {
    "v2ex": ("<html><head><meta name='a' content='V2EX'></head><body><div id='Main'>{}</div></body></html>", CELL,
             "topic:7 · board.example/skua · account · - · 88 CNY month chatgpt-plus"),
    "feed": ("<html><body><ul class='post-list'>{}</ul></body></html>", ITEM,
             "7 · board.example/skua · account · - · 88 CNY month chatgpt-plus"),
}  # fmt: skip


@pytest.mark.parametrize("platform", SAVED_LISTS)
def test_a_list_that_a_person_saved_says_what_its_titles_say(platform: str) -> None:
    page, row, line = SAVED_LISTS[platform]
    body = page.format("".join(row.format(*one) for one in TITLES))
    found = answer(platform, body)
    assert (lines(found), found.not_offers, found.complete) == ([line], 1, False)
    assert found.listings[0].posted_at is None
    assert sniff("a.html", body.encode()).platform == platform


LISTS = (
    "<tr class='topic-list-item'><td><a href='https://board.example/t/a-b/77' class='title raw-topic-link'>x</a>",
    "<tr class='topic-list-item' data-topic-id='77'><td><a href='/t/a-b/77/5' class='title raw-link'>x</a>",
    "<tr itemprop='itemListElement'><td><a itemprop='url' href='/t/a-b/77'>x</a><a href='/u/skua'>skua</a>",
)


@pytest.mark.parametrize("row", LISTS)
def test_a_saved_list_of_discourse_leads_to_its_topics(row: str) -> None:
    head = '<meta name="generator" content="Discourse 3.6.0">'
    body = f"<html><head>{head}</head><body><table class='topic-list'>{row}</table></body></html>"
    page = answer("discourse", body)
    assert ([ask.url for ask in page.asks], page.listings) == ([f"{BOARD}t/77.json"], ())
