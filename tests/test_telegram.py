"""The reader of Telegram's preview: what is a message, what it says, and how much of the channel a page covers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from parsers.pages import telegram
from parsers.records import Ask, Cover, Listing, Page, PageError, Snapshot, Wall
from parsers.redact import redact

FIXTURES = Path(__file__).parent / "fixtures" / "telegram"
START = "https://t.me/s/nova_relay"


def snapshot(body: bytes, url: str = START, status: int = 200) -> Snapshot:
    clean = redact(body, "text/html").body
    return Snapshot("nova", "telegram", url, datetime(2026, 11, 24, tzinfo=UTC), status, "text/html", clean)


def read(name: str, query: str = "") -> Page:
    return telegram.read(snapshot((FIXTURES / name).read_bytes(), START + query))


def message(number: int) -> Listing:
    return next(one for one in read("newest.html").listings if one.position == number)


def test_messages_with_words_are_listed_notices_and_pictures_are_not() -> None:
    assert [one.native_id for one in read("newest.html").listings] == [
        "nova_relay/101",
        "nova_relay/103",
        "nova_relay/110",
        "nova_relay/112",
    ]


TEXTS = {
    101: "🔥 Claude Opus 4.6 中转，1元=1刀\n"
    "无需魔法，点此注册 https://nova-relay.example/register?lang=zh\n\n"
    "客服 @[handle] #Claude",
    103: "ChatGPT Plus 代充 99元/月\n质保30天\nsku A1\nsku B2",
    110: "Gemini Pro 成品号 15元",
    112: "今晚维护，明早恢复。官网 https://nova-relay.example/",
}


@pytest.mark.parametrize("number", TEXTS)
def test_the_text_of_a_message(number: int) -> None:
    assert message(number).text == TEXTS[number]


def test_the_fields_of_a_message() -> None:
    assert message(101) == Listing(
        source="nova",
        url="https://t.me/nova_relay/101",
        seller="t.me/nova_relay",
        title="🔥 Claude Opus 4.6 中转，1元=1刀",
        text=TEXTS[101],
        native_id="nova_relay/101",
        position=101,
        posted_at=datetime(2026, 11, 1, 8, 15, tzinfo=UTC),
        edited=False,
    )


@pytest.mark.parametrize(("number", "edited"), [(101, False), (103, True), (110, False)])
def test_whether_a_message_was_edited(number: int, edited: bool) -> None:
    assert message(number).edited is edited


def test_times_are_brought_to_utc() -> None:
    assert message(103).posted_at == datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "seller"), [(101, "t.me/nova_relay"), (110, "t.me/orchid_api"), (112, "t.me/nova_relay")]
)
def test_the_seller_of_a_forwarded_message_is_where_it_came_from_if_that_is_told(number: int, seller: str) -> None:
    assert message(number).seller == seller


def test_what_is_not_known_is_reported_once() -> None:
    assert read("newest.html").unread == (
        "telegram: a message that only the app shows",
        "telegram: class tgme_widget_message_hologram",
    )


ASK = Ask("https://t.me/s/nova_relay?before=101", "page")
PAGES = [
    ("newest.html", "", Cover(101, None), False, (ASK,)),
    ("middle.html", "?before=101", Cover(41, 100), False, (Ask("https://t.me/s/nova_relay?before=41", "page"),)),
    ("beginning.html", "?before=41", Cover(None, 40), False, ()),
    ("beginning.html", "", Cover(None, None), True, ()),
    ("end.html", "?before=3", Cover(None, 2), False, ()),
    ("end.html", "", Cover(None, None), True, ()),
    ("loop.html", "?before=101", None, False, ()),
    ("newest.html", "?q=claude", None, False, ()),
    ("newest.html", "?after=90", None, False, ()),
    ("fragment.html", "", None, False, ()),
]


@pytest.mark.parametrize(
    ("name", "query", "covers", "complete", "asks"), PAGES, ids=[name + query for name, query, *_ in PAGES]
)
def test_how_much_of_the_channel_a_page_shows(
    name: str, query: str, covers: Cover | None, complete: bool, asks: tuple[Ask, ...]
) -> None:
    page = read(name, query)
    assert (page.covers, page.complete, page.asks) == (covers, complete, asks)


def test_a_cursor_that_leads_nowhere_is_reported() -> None:
    assert read("loop.html", "?before=101").unread == (
        "telegram: /s/nova_relay?before=101 does not lead to older messages",
    )


def test_a_saved_fragment_is_read() -> None:
    (one,) = read("fragment.html").listings
    assert (one.native_id, one.seller, one.text) == ("Orchid_API/3", "t.me/orchid_api", "Claude Max 20x 拼车 199元/月")


WALLS = [
    ("landing.html", Wall("not_found", "there is no public channel of this name")),
    ("card.html", Wall("forbidden", "the channel shows no public preview")),
]


@pytest.mark.parametrize(("name", "wall"), WALLS)
def test_a_landing_page_is_a_wall(name: str, wall: Wall) -> None:
    assert read(name) == Page(wall=wall)


def test_a_redirect_is_a_wall() -> None:
    assert telegram.read(snapshot(b"", status=302)).wall == Wall(
        "not_found", "HTTP 302: the name has no public preview"
    )


ERRORS = [
    ("blank.html", "history without messages"),
    ("other.html", "neither a channel's history nor"),
]


@pytest.mark.parametrize(("name", "said"), ERRORS)
def test_a_page_that_is_no_preview_is_an_error(name: str, said: str) -> None:
    with pytest.raises(PageError, match=said):
        read(name)


BROKEN = [
    b"",
    b'<div class="tgme_widget_message" data-post="nova_relay">x</div>',
    b'<html><div class="tgme_widget_message" data-post="nova_relay/1">a new layout</div>',
    b"\xff\xfe\x00tgme_page",
]


@pytest.mark.parametrize("body", BROKEN)
def test_broken_pages_are_errors(body: bytes) -> None:
    with pytest.raises(PageError):
        telegram.read(snapshot(body))


BLOCK = '<div class="tgme_widget_message" data-post="nova_relay/7">{}</div>'
ANSWERED = '<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text {}">Claude Max 900元</div></a>'
WORDS = '<div class="tgme_widget_message_text">Claude Pro 99元</div>'
MIRRORED = {
    "words alone": (WORDS, ["Claude Pro 99元"]),
    "after those answered": (ANSWERED.format("js-message_reply_text") + WORDS, ["Claude Pro 99元"]),
    "after those answered, without a class": (ANSWERED.format("") + WORDS, ["Claude Pro 99元"]),
    "none but those answered": (ANSWERED.format("js-message_reply_text"), []),
}


@pytest.mark.parametrize("name", MIRRORED)
def test_a_message_without_the_class_that_scripts_ask_for(name: str) -> None:
    found, texts = MIRRORED[name]
    assert [one.text for one in telegram.read(snapshot(BLOCK.format(found).encode())).listings] == texts
