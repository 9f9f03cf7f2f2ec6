"""Reading as a whole: the platform's reader, then the texts, then identity, and what happens to anything else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import reading
from parsers.reading import PLATFORMS, VERSION, read, with_siblings
from parsers.records import BadInput, Listing, Page, PageError, Snapshot
from parsers.redact import redact
from parsers.text.vocabulary import PACKAGED

FIXTURES = Path(__file__).parent / "fixtures"
NEWEST = (FIXTURES / "telegram" / "newest.html").read_bytes()
PRICING = (FIXTURES / "new_api" / "pricing.json").read_bytes()
EXPORT = (FIXTURES / "telegram_export" / "result.json").read_bytes()
WHEN = datetime(2026, 11, 24, tzinfo=UTC)


def snapshot(platform: str, body: bytes, status: int = 200, **more: Any) -> Snapshot:
    clean = redact(body, "").body
    return Snapshot("nova", platform, "https://t.me/s/nova_relay", WHEN, status, "", clean, **more)


def listing(page: Page, key: str) -> Listing:
    return next(one for one in page.listings if one.key == key)


def test_messages_that_are_no_offers_are_counted_and_not_listed() -> None:
    page = read(snapshot("telegram", NEWEST))
    assert [one.key for one in page.listings] == ["nova_relay/101", "nova_relay/103", "nova_relay/110"]
    assert page.not_offers == 1


def test_a_message_has_the_facts_of_its_text() -> None:
    one = listing(read(snapshot("telegram", NEWEST)), "nova_relay/101")
    assert one.access == "relay_api"
    assert one.models[0].id == "claude-opus-4.6"
    assert [(quote.basis, quote.amount, quote.currency) for quote in one.quotes] == [("usd_credit", Decimal(1), "CNY")]
    assert "no_vpn" in {claim.code for claim in one.claims}


def test_spans_point_into_the_text_of_the_listing() -> None:
    one = listing(read(snapshot("telegram", NEWEST)), "nova_relay/101")
    (claim,) = [claim for claim in one.claims if claim.code == "no_vpn"]
    assert one.text[one.models[0].span.start : one.models[0].span.end] == "Claude Opus 4.6"
    assert one.text[claim.span.start : claim.span.end] == "无需魔法"


def test_the_words_about_a_group_are_read_for_claims() -> None:
    cc = listing(read(snapshot("new_api", PRICING)), "group:cc")
    assert {claim.code for claim in cc.claims} >= {"upstream_kiro", "reverse_engineered"}
    assert all(quote.basis == "request" for quote in cc.quotes)


def test_an_export_is_read_like_a_channel() -> None:
    page = read(snapshot("telegram_export", EXPORT))
    assert [one.key for one in page.listings] == ["c/1004005006/2", "c/1004005006/5"]
    assert page.not_offers == 1


def test_every_listing_has_a_key_and_a_likeness() -> None:
    pages = [read(snapshot("telegram", NEWEST)), read(snapshot("new_api", PRICING))]
    assert all(one.key and len(one.likeness) == 40 for page in pages for one in page.listings)


def test_a_repost_is_linked_to_its_first() -> None:
    twice = NEWEST.replace("ChatGPT Plus 代充 99元/月<blockquote expandable>质保30天</blockquote>".encode(), b"X 1")
    block = (
        '<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="nova_relay/{}">'
        '<div class="tgme_widget_message_text js-message_text">Codex 中转 {}元=1刀</div></div></div>'
    )
    blocks = (block.format(201, "0.5") + block.format(202, "0.4")).encode()
    page = read(snapshot("telegram", twice.replace(b"</section>", blocks + b"</section>")))
    assert listing(page, "nova_relay/201").repost_of is None
    assert listing(page, "nova_relay/202").repost_of == "nova_relay/201"


STATUSES: list[tuple[int, tuple[tuple[str, str], ...], bytes, str]] = [
    (403, (), b"<html>no</html>", "forbidden"),
    (429, (("retry-after", "60"),), b"", "rate_limited"),
    (401, (), b"{}", "login"),
    (200, (("cf-mitigated", "challenge"),), b"<html>wait</html>", "challenge"),
    (302, (("location", "/login"),), b"", "login"),
    (503, (("retry-after", "60"),), b"<html>busy</html>", "rate_limited"),
    (200, (), b"<html><form action='/in'><input name='a'><input type='password'></form></html>", "login"),
    (200, (), b"\n<html><div id='challenge-error-text'></div><form><input type='password'></form>", "challenge"),
    (403, (("cf-mitigated", "challenge"),), b'{"success": false, "message": "pricing is disabled"}', "private_pricing"),
]


@pytest.mark.parametrize(("status", "headers", "body", "kind"), STATUSES, ids=str)
def test_a_wall_is_told_by_status_and_headers_unless_the_body_says_better(
    status: int, headers: tuple[tuple[str, str], ...], body: bytes, kind: str
) -> None:
    page = read(snapshot("new_api", body, status, headers=headers))
    assert page.wall and page.wall.kind == kind
    assert page.listings == ()


@pytest.mark.parametrize("status", [404, 500, 503])
def test_an_error_page_is_no_page_even_if_it_looks_like_one(status: int) -> None:
    with pytest.raises(PageError, match=f"answered with HTTP {status}"):
        read(snapshot("telegram", NEWEST, status))


NO_PAGES = {
    "an error says its status": (503, b"<html>busy</html>", "answered with HTTP 503"),
    "a redirect says where it leads": (302, b"", "HTTP 302 leads to /elsewhere, which is not followed"),
    "nothing is nothing": (200, b" \n", "an empty answer"),
    "half an answer is broken": (200, b'{"data": [{"model_name": "gpt', "broken JSON where JSON was expected"),
    "words are no answer": (200, b"soon", "something else where JSON was expected"),
}


@pytest.mark.parametrize("name", NO_PAGES)
def test_what_is_no_page_says_why(name: str) -> None:
    status, body, said = NO_PAGES[name]
    with pytest.raises(PageError, match=f": {said}$"):
        read(snapshot("new_api", body, status, headers=(("location", "/elsewhere"),)))


def test_a_page_that_breaks_off_is_no_look_at_its_messages() -> None:
    with pytest.raises(PageError, match="the page breaks off"):
        read(snapshot("telegram", NEWEST[: len(NEWEST) * 2 // 3]))


def test_an_unknown_platform_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="'myspace' is no platform that can be read; there are telegram, new_api"):
        read(snapshot("myspace", b""))


def test_markup_without_end_is_an_error_and_no_crash() -> None:
    deep = b'<div class="tgme_widget_message_text js-message_text">' + b"<b>" * 5000 + b"x"
    with pytest.raises(PageError, match="nested too deeply"):
        read(snapshot("telegram", b'<div class="tgme_widget_message" data-post="nova/1">' + deep))


def test_siblings_are_given_by_purpose() -> None:
    status = snapshot("new_api", (FIXTURES / "new_api" / "status.json").read_bytes())
    page = read(with_siblings(snapshot("new_api", PRICING, purpose="pricing"), {"start": status}))
    assert page.complete
    assert listing(page, "group:cc").title == "Nova Relay · cc"


def test_the_version_follows_the_words() -> None:
    assert reading.version() == VERSION
    assert PACKAGED.version in VERSION
    assert {"telegram", "new_api", "telegram_export", "github", "document"} <= set(PLATFORMS)


def test_times_come_from_the_page_and_never_from_the_clock() -> None:
    one = listing(read(snapshot("telegram", NEWEST)), "nova_relay/101")
    assert one.posted_at and one.posted_at.date() == date(2026, 11, 1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["data", "success", "model_name", "quota_type", "model_ratio", "enable_groups", "usable_group", "group_ratio",
         "messages", "type", "id", "text", "text_entities", "chats", "list", "ratio", "price", "quota_per_unit"]
    ), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


def endure(platform: str, body: bytes) -> None:
    try:
        page = read(snapshot(platform, body))
    except PageError:
        return
    assert isinstance(page, Page)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["new_api", "telegram_export"]), JSON)
def test_any_json_is_read_or_refused(platform: str, found: Any) -> None:
    endure(platform, json.dumps(found).encode())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([("telegram", NEWEST), ("new_api", PRICING), ("telegram_export", EXPORT)]), st.data())
def test_any_damaged_page_is_read_or_refused(page: tuple[str, bytes], data: st.DataObject) -> None:
    platform, body = page
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    endure(platform, body[:start] + data.draw(st.binary(max_size=8)) + body[end:])
