"""The reader of Telegram Desktop's export: public chats only, no people, and no guess about what is gone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from parsers.files import telegram_export
from parsers.records import Listing, Page, PageError, Snapshot
from parsers.redact import redact

FIXTURES = Path(__file__).parent / "fixtures" / "telegram_export"
WHEN = datetime(2026, 11, 24, tzinfo=UTC)


def clean(name: str) -> bytes:
    return redact((FIXTURES / name).read_bytes(), "application/json").body


def read(body: bytes) -> Page:
    return telegram_export.read(Snapshot("nova", "telegram_export", "result.json", WHEN, 200, "application/json", body))


def of(found: Any) -> Page:
    return read(json.dumps(found).encode())


def test_messages_with_words_are_listed() -> None:
    page = read(clean("result.json"))
    assert [(one.native_id, one.text) for one in page.listings] == [
        ("c/1004005006/2", "Claude Opus 4.6 中转 1元=1刀，注册 https://nova-relay.example/ \n@[handle]"),
        ("c/1004005006/3", "今晚维护"),
        ("c/1004005006/5", "Codex 按量 0.5元=1刀！https://nova-relay.example/"),
    ]


def test_the_fields_of_a_message() -> None:
    assert read(clean("result.json")).listings[0] == Listing(
        source="nova",
        url="result.json",
        seller="t.me/c/1004005006",
        title="Claude Opus 4.6 中转 1元=1刀，注册 https://nova-relay.example/",
        text="Claude Opus 4.6 中转 1元=1刀，注册 https://nova-relay.example/ \n@[handle]",
        native_id="c/1004005006/2",
        position=2,
        posted_at=datetime(2026, 11, 1, 9, 15, tzinfo=UTC),
        edited=True,
    )


def test_an_export_says_nothing_about_what_is_gone() -> None:
    page = read(clean("result.json"))
    assert (page.complete, page.covers, page.asks) == (False, None, ())


def test_what_is_not_known_is_reported() -> None:
    page = read(clean("result.json"))
    assert page.listings[1].posted_at is None
    assert page.unread == (
        "telegram export: a message without date_unixtime, whose time is therefore unknown",
        "telegram export: field hologram",
        "telegram export: text of the type wobble",
    )


@pytest.mark.parametrize("person", ["Ann", "Lee", "Bob", "user4005006", "nova_helper", "aB3d"])
def test_people_and_contacts_are_gone_before_reading(person: str) -> None:
    assert person.encode() in (FIXTURES / "result.json").read_bytes()
    assert person.encode() not in clean("result.json")


def test_only_public_chats_of_an_account_are_read() -> None:
    page = read(clean("account.json"))
    assert [(one.seller, one.text) for one in page.listings] == [
        ("t.me/c/1009", "Codex 0.5元=1刀"),
        ("t.me/c/1010", "Gemini 0.3元=1刀"),
    ]
    assert page.unread == ("telegram export: a chat of the kind personal_chat, which is not public",)


def test_a_single_message_belongs_to_the_channel_that_wrote_it() -> None:
    (one,) = read(clean("message.json")).listings
    assert (one.seller, one.native_id, one.text) == ("t.me/c/1009", "c/1009/12", "Codex 0.5元=1刀 #Codex")


def test_a_single_message_of_nobody_has_no_id_of_its_own() -> None:
    (one,) = of({"id": 3, "type": "message", "date_unixtime": "1793524500", "text": "Codex 0.5元=1刀"}).listings
    assert (one.seller, one.native_id, one.position) == ("nova", None, 3)


@pytest.mark.parametrize("seconds", ["", "soon", None, "9" * 30, []])
def test_a_broken_time_is_unknown(seconds: Any) -> None:
    assert of({"id": 3, "type": "message", "date_unixtime": seconds, "text": "x"}).listings[0].posted_at is None


@pytest.mark.parametrize("message", [None, 7, {"id": 1}, {"type": "message", "id": "one", "text": "x"}])
def test_broken_messages_are_left_out(message: Any) -> None:
    page = of({"name": "N", "type": "public_channel", "id": 1, "messages": [message]})
    assert page.listings == ()


ERRORS = [b"", b"<html>", b"[]", b'{"messages": []}', b'{"chats": {"list": []}}', b'{"type": "message", "id": 1}']


@pytest.mark.parametrize("body", ERRORS)
def test_other_files_are_errors(body: bytes) -> None:
    with pytest.raises(PageError):
        read(body)
