"""Reads the JSON that Telegram Desktop exports: a chat, a whole account, or one message of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parsers import times
from parsers.links import without_referral
from parsers.pages.envelope import count, document
from parsers.pages.telegram import account, title
from parsers.records import Listing, Page, PageError, Snapshot

PUBLIC = {"public_channel", "public_supergroup"}
ENTITIES = {
    "plain", "link", "text_link", "mention", "mention_name", "hashtag", "cashtag", "bot_command", "email", "phone",
    "bank_card", "bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "blockquote",
    "custom_emoji", "expandable_blockquote",
}  # fmt: skip
"""Kinds of text in a message; of a kind that is not among them the words are kept and the kind is reported."""
FIELDS = {
    "id", "type", "text", "text_entities", "date", "date_unixtime", "edited", "edited_unixtime", "from", "from_id",
    "author", "forwarded_from", "forwarded_from_id", "saved_from", "reply_to_message_id", "reply_to_peer_id", "via_bot",
    "photo", "photo_file_size", "file", "file_name", "file_size", "thumbnail", "thumbnail_file_size", "media_type",
    "mime_type", "sticker_emoji", "width", "height", "duration_seconds", "performer", "title", "poll", "reactions",
    "location_information", "live_location_period_seconds", "place_name", "address", "contact_information",
    "contact_vcard", "inline_bot_buttons", "media_spoiler", "self_destruct_period_seconds", "game_title",
    "game_description", "game_link", "invoice_information", "giveaway_information", "giveaway_results",
    "paid_stars_amount",
}  # fmt: skip
"""Fields of a message that are read, or left alone by name: media, reactions, and who wrote."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat with its messages; `id` is None where only a message of it is known."""

    id: str | None
    kind: str | None
    messages: list[Any]


def read(snapshot: Snapshot) -> Page:
    """The messages of the public chats of an export, in their order; others are left out and reported.

    An export holds what its maker chose, so it says nothing about what is gone. The seller is the chat: who wrote in
    it is redacted before. Raises PageError for other JSON.
    """
    chats = list(_chats(document(snapshot)))
    if not chats:
        raise PageError(f"{snapshot.url}: neither a chat nor a message of a Telegram export")
    listings: list[Listing] = []
    unread: set[str] = set()
    for chat in chats:
        if chat.kind is not None and chat.kind not in PUBLIC:
            unread.add(f"a chat of the kind {chat.kind}, which is not public")
            continue
        for message in chat.messages:
            unread.update(_strange(message))
            if listing := _listing(message, chat, snapshot):
                listings.append(listing)
    return Page(listings=tuple(listings), unread=tuple(f"telegram export: {line}" for line in sorted(unread)))


def is_export(found: Any) -> bool:
    """Whether JSON is such an export."""
    return next(_chats(found), None) is not None


def _chats(found: Any) -> Iterator[Chat]:
    if not isinstance(found, dict):
        return
    if isinstance(found.get("messages"), list) and "type" in found:
        yield Chat(str(found["id"]) if "id" in found else None, str(found["type"]), found["messages"])
    elif found.get("type") in ("message", "service") and ("text" in found or "text_entities" in found):
        author = str(found.get("from_id") or "")
        yield Chat(author.removeprefix("channel") if author.startswith("channel") else None, None, [found])
    for part in ("chats", "left_chats"):
        inner = found.get(part)
        chats = inner.get("list") if isinstance(inner, dict) else None
        for chat in chats if isinstance(chats, list) else []:
            yield from _chats(chat)


def _listing(message: Any, chat: Chat, snapshot: Snapshot) -> Listing | None:
    """One message, None for a notice and for a message without words."""
    number = count(message.get("id")) if isinstance(message, dict) else None
    if number is None or message.get("type") != "message":
        return None
    text = "".join(_words(message)).strip()
    if not text:
        return None
    return Listing(
        source=snapshot.source,
        url=snapshot.url,
        seller=account(f"c/{chat.id}") if chat.id else snapshot.source,
        title=title(text),
        text=text,
        native_id=f"c/{chat.id}/{number}" if chat.id else None,
        position=number,
        posted_at=times.of_seconds(message.get("date_unixtime")),
        edited="edited" in message or "edited_unixtime" in message,
    )


def _pieces(message: Mapping[str, Any]) -> list[Any]:
    """The text in pieces: `text_entities` where they are, else `text`, which is one string or a list."""
    pieces = message.get("text_entities") or message.get("text") or []
    return pieces if isinstance(pieces, list) else [pieces]


def _words(message: Mapping[str, Any]) -> Iterator[str]:
    for piece in _pieces(message):
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, dict):
            words, link = str(piece.get("text") or ""), piece.get("href")
            yield without_referral(words) if piece.get("type") == "link" else words
            if piece.get("type") == "text_link" and isinstance(link, str):
                yield f" {without_referral(link)} "


def _strange(message: Any) -> Iterator[str]:
    """What stands in a message and is not known, and times that cannot be told."""
    if not isinstance(message, dict) or message.get("type") not in ("message", "service"):  # a list has no hash
        yield "a message of an unknown type"
        return
    if message["type"] == "service":
        return
    if count(message.get("id")) is None:
        yield "a message without a number, by which it is known"
    yield from (f"field {name}" for name in message.keys() - FIELDS)
    kinds = {str(piece.get("type")) for piece in _pieces(message) if isinstance(piece, dict)}
    yield from (f"text of the type {kind}" for kind in kinds - ENTITIES)
    if times.of_seconds(message.get("date_unixtime")) is None:
        yield "a message without date_unixtime, whose time is therefore unknown"
