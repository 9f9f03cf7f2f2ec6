"""Feeds, forums and monitors: whose words are an offer, and what a monitor lists, written by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from parsers import times
from parsers.reading import read
from parsers.records import Page, PageError, Snapshot, Wall
from tests.facts import FIXTURES, WHEN, fixture, lines

BOARD = "https://www.board.example/latest.json"
PLACES = {
    "feed/rss.xml": [
        "88 · board.example/puffin · relay_api · - · 1 CNY usd_credit claude",
        "90 · board.example · top_up · - · 99 CNY month chatgpt-plus",
    ],
    "feed/atom.xml": ["tag:board.example,2026:/t/7 · board.example/tern · top_up · - · 15 USD month chatgpt-plus"],
    # Only who opened a topic offers in it; what is quoted, hidden or said by others is no offer of theirs.
    "discourse/topic.json": [
        "post:9001 · board.example/kittiwake · relay_api · - · 1 CNY usd_credit claude",
        "post:9003 · board.example/kittiwake · account · - · 88 CNY month chatgpt-plus",
    ],
    "v2ex/topics.json": ["topic:7001 · board.example/skua · top_up · - · 88 CNY month chatgpt-plus"],
    "relay_pulse/status.json": [
        "nova/cc/vip · nova-relay.example · relay_api · - · 0.2 or more multiplier, 0.5 or less multiplier",
        "wren/cx/ · board.example/wren · relay_api · - · 1 multiplier",
        "dunnock/gm/a · dunnock.example · relay_api · - · -",
    ],
}
ELSE = {
    # whole, no offers, unread
    "feed/rss.xml": (False, 1, ["feed: entries without a date", "feed: field entry.puffin_mood"]),
    "feed/atom.xml": (False, 0, []),
    "discourse/topic.json": (False, 2, ["discourse: field post.sparkle"]),
    "v2ex/topics.json": (False, 1, ["v2ex: field topic.mood"]),
    "relay_pulse/status.json": (True, 0, ["relay_pulse: field data[].plumage"]),
    "uptime_kuma/page.json": (False, 2, ["uptime_kuma: field monitor.plumage"]),
    "uptime_kuma/heartbeats.json": (False, 0, ["uptime_kuma: status 9"]),
}
ASKS = {
    ("discourse/latest.json", BOARD): ["/t/412.json", "/t/413.json", "/latest.json?no_definitions=true&page=1"],
    ("discourse/search.json", "https://www.board.example/search.json?q=claude"): ["/t/412.json"],
    ("uptime_kuma/page.json", "https://www.board.example/api/status-page/relays"): [
        "/api/status-page/heartbeat/relays"
    ],
    ("discourse/latest.json", "https://www.board.example/talk/latest.json"): [
        "/talk/t/412.json",
        "/talk/t/413.json",
        "/latest.json?no_definitions=true&page=1",
    ],
    ("discourse/latest.json", "https://www.board.example/c/top/7.json"): [
        "/t/412.json",
        "/t/413.json",
        "/latest.json?no_definitions=true&page=1",
    ],
    ("discourse/latest.json", "https://www.board.example/cars/tops.json"): [
        "/t/412.json",
        "/t/413.json",
        "/latest.json?no_definitions=true&page=1",
    ],
    ("feed/rss.xml", BOARD): [],
}


@pytest.mark.parametrize("name", PLACES)
def test_the_offers_of_a_place(name: str) -> None:
    assert lines(fixture(name, BOARD)) == PLACES[name]


@pytest.mark.parametrize("name", ELSE)
def test_what_else_it_says(name: str) -> None:
    page = fixture(name, BOARD)
    assert (page.complete, page.not_offers, list(page.unread)) == ELSE[name]


@pytest.mark.parametrize(("name", "url"), ASKS)
def test_what_is_asked_next(name: str, url: str) -> None:
    asked = [ask.url.removeprefix("https://www.board.example") for ask in fixture(name, url).asks]
    assert asked == ASKS[name, url]


@pytest.mark.parametrize(
    ("name", "key", "posted", "edited"),
    [
        ("feed/rss.xml", "88", datetime(2026, 11, 23, 17, 19, 26, tzinfo=UTC), False),
        ("feed/rss.xml", "90", None, False),
        ("feed/atom.xml", "tag:board.example,2026:/t/7", datetime(2026, 11, 22, 1, tzinfo=UTC), True),
        ("discourse/topic.json", "post:9001", datetime(2026, 11, 20, 2, tzinfo=UTC), True),
        ("v2ex/topics.json", "topic:7001", datetime(2026, 11, 18, 11, 6, 40, tzinfo=UTC), True),
    ],
)
def test_when_a_post_was_made(name: str, key: str, posted: datetime | None, edited: bool) -> None:
    (one,) = [one for one in fixture(name, BOARD).listings if one.key == key]
    assert (one.posted_at, one.edited) == (posted, edited)


def test_links_in_posts_lose_their_referral() -> None:
    (one, *_) = fixture("feed/rss.xml", BOARD).listings
    assert "(https://relay.example/)" in one.text


def test_a_filtered_list_is_not_the_whole() -> None:
    assert not fixture("relay_pulse/status.json", "https://pulse.example/api/status?service=cc").complete


def answer(platform: str, found: Any, status: int = 200) -> Snapshot:
    body = found if isinstance(found, str) else json.dumps(found)
    return Snapshot("s", platform, BOARD, WHEN, status, "", body.encode())


@pytest.mark.parametrize(
    ("platform", "found", "status", "wall"),
    [
        ("discourse", {"errors": ["You need to be logged in."], "error_type": "not_logged_in"}, 403, "login"),
        ("discourse", {"errors": ["Slow down"], "error_type": "rate_limit", "extras": {"wait_seconds": 9}}, 429,
         "rate_limited"),
        ("discourse", {"errors": ["No such page"], "error_type": "not_found"}, 404, "not_found"),
        ("feed", '<!doctype html><script src="/cdn-cgi/challenge-platform/h/b/x.js"></script>', 200, "challenge"),
        ("relay_pulse", {"error": "too many requests"}, 429, "rate_limited"),
    ],
)  # fmt: skip
def test_a_refusal_is_a_wall(platform: str, found: Any, status: int, wall: str) -> None:
    page = read(answer(platform, found, status))
    assert page.wall and page.wall.kind == wall


SPENT = (("x-rate-limit-remaining", "0"), ("x-rate-limit-reset", "1795480000"))
LEFT = (("x-rate-limit-remaining", "7"), ("x-rate-limit-reset", "1795480000"))
UNTIL = "nothing left until 1795480000 (seconds since 1970)"
REFUSALS: dict[str, tuple[str, int, tuple[tuple[str, str], ...], tuple[str, str]]] = {
    "its budget is used up": ("limited.json", 403, SPENT, ("rate_limited", "Rate Limit Exceeded")),
    "only its words say so": ("limited.json", 403, (), ("rate_limited", "Rate Limit Exceeded")),
    "its words come with another status": ("limited.json", 200, LEFT, ("rate_limited", "Rate Limit Exceeded")),
    "only its headers say so": ("", 403, SPENT, ("rate_limited", f"HTTP 403, {UNTIL}")),
    "too many requests": ("", 429, SPENT, ("rate_limited", f"HTTP 429, {UNTIL}")),
    "they come back sooner": (
        "", 403, (*SPENT, ("retry-after", "60")), ("rate_limited", "HTTP 403, retry after 60")
    ),
    "forbidden with a budget left": ("", 403, LEFT, ("forbidden", "HTTP 403")),
    "a topic that is gone": ("gone.json", 404, LEFT, ("not_found", "Object Not Found")),
    "gone, by its words alone": ("gone.json", 200, LEFT, ("not_found", "Object Not Found")),
    "for users only": ("no_token.json", 401, (), ("login", "Token not found")),
}  # fmt: skip


@pytest.mark.parametrize("how", REFUSALS)
def test_what_v2ex_says_instead_of_topics(how: str) -> None:
    name, status, headers, wall = REFUSALS[how]
    body = (FIXTURES / "v2ex" / name).read_text("utf-8") if name else "<h1>Forbidden</h1>"
    page = read(replace(answer("v2ex", body, status), headers=headers))
    assert page == Page(wall=Wall(*wall))  # type: ignore[arg-type]


def test_a_refusal_of_v2ex_in_other_words_is_an_error() -> None:
    with pytest.raises(PageError, match="refused with a message that is not known: 'In the garden'"):
        read(answer("v2ex", {"status": "error", "message": "In the garden"}))


@pytest.mark.parametrize("platform", ["feed", "discourse", "v2ex", "relay_pulse", "uptime_kuma"])
@pytest.mark.parametrize("found", ["<html><p>hello</p></html>", "{}", "[1]", '{"data": []}'])
def test_what_is_no_answer_is_an_error(platform: str, found: str) -> None:
    with pytest.raises(PageError):
        read(answer(platform, found))


def test_a_feed_that_breaks_off_says_so() -> None:
    body = (
        '<?xml version="1.0"?><rss version="2.0"><channel><item><title>Claude 1元=1刀</title><guid>1</guid></item><it'
    )
    page = read(answer("feed", body))
    assert "feed: the feed breaks off" in page.unread


def test_replies_are_no_offers() -> None:
    page = read(answer("v2ex", [{"id": 1, "member": {}, "content": "ChatGPT Plus 月卡 88元", "created": 1}]))
    assert (page.listings, page.not_offers) == ((), 1)


@pytest.mark.parametrize(
    ("found", "moment"),
    [
        (times.of_seconds("1795000000"), datetime(2026, 11, 18, 11, 6, 40, tzinfo=UTC)),
        (times.of_seconds(10**20), None),
        (times.of_seconds(None), None),
        (times.of_milliseconds("1710000000000"), datetime(2024, 3, 9, 16, 0, tzinfo=UTC)),
        (times.of_milliseconds("soon"), None),
        (times.of_iso("2026-11-20T02:00:00.000Z"), datetime(2026, 11, 20, 2, tzinfo=UTC)),
        (times.of_iso("2026-11-20T02:00:00"), None),
        (times.of_iso("yesterday"), None),
    ],
)
def test_moments(found: datetime | None, moment: datetime | None) -> None:
    assert found == moment
