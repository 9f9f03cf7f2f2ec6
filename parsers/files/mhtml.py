"""Opens MHTML, in which browsers save a page with its frames: a mail message of several parts."""

from __future__ import annotations

import codecs
import email
import email.policy
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from parsers import times
from parsers.files import saved_html
from parsers.files.parts import Part, bare_type, readable, unbroken
from parsers.links import absolute

ALONE = (b"mime-version:", b"content-type: text/html", b"content-location:")
"""What stands above a page that was saved without anything beside it."""


def is_mhtml(body: bytes) -> bool:
    """Whether a file begins as such a message does."""
    head = body[:8192].lower()
    if b"multipart/related" in head:
        return b"mime-version:" in head or b"snapshot-content-location:" in head
    alone = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"<html")[0]
    return alone[:1] != b"<" and all(line in alone for line in ALONE)


def parts(name: str, body: bytes) -> Iterator[Part]:
    """The page and its frames, decoded, each with its own address and the time of the whole."""
    with unbroken(name, "MHTML"):
        yield from _parts(name, body)


def _parts(name: str, body: bytes) -> Iterator[Part]:
    message = email.message_from_bytes(body.removeprefix(codecs.BOM_UTF8), policy=email.policy.compat32)
    saved_at, origin = _moment(message.get("Date")), _url(message.get("Snapshot-Content-Location"))
    for number, part in enumerate(message.walk()):
        kind = part.get_content_type()
        content = None if part.is_multipart() or not readable(kind) else part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            url = _url(part.get("Content-Location")) or origin
            charset = part.get_content_charset()
            media_type = bare_type(f"{kind}; charset={charset}" if charset else kind)
            yield Part(f"{name}#{number}", content, media_type, url, saved_at)


def _url(written: object) -> str | None:
    """A part's web address; a frame that has only a `cid:` stands at the page's own."""
    return absolute("", str(written or ""))


def _moment(written: object) -> datetime | None:
    """The date of a message; without a zone, or with -0000, it is UTC (RFC 5322); UnMHT writes it as scripts do."""
    if own := saved_html.moment(str(written)):
        return own
    try:
        found = parsedate_to_datetime(str(written))
    except (TypeError, ValueError):
        return None
    return times.in_utc(found if found.tzinfo else found.replace(tzinfo=UTC))
