"""Opens MHTML, in which browsers save a page with its frames: a mail message of several parts."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from parsers.files.parts import Part, bare_type, readable
from parsers.links import without_referral


def is_mhtml(body: bytes) -> bool:
    """Whether a file begins as such a message does."""
    head = body[:8192].lower()
    return b"multipart/related" in head and (b"mime-version:" in head or b"snapshot-content-location:" in head)


def parts(name: str, body: bytes) -> Iterator[Part]:
    """The page and its frames, decoded, each with its own address and the time of the whole."""
    message = email.message_from_bytes(body, policy=email.policy.compat32)
    saved_at, origin = _moment(message.get("Date")), message.get("Snapshot-Content-Location")
    for number, part in enumerate(message.walk()):
        kind = part.get_content_type()
        content = None if part.is_multipart() or not readable(kind) else part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            url = part.get("Content-Location") or (origin if number == 1 else None)
            charset = part.get_content_charset()
            media_type = bare_type(f"{kind}; charset={charset}" if charset else kind)
            yield Part(f"{name}#{number}", content, media_type, without_referral(str(url)) if url else None, saved_at)


def _moment(written: object) -> datetime | None:
    """The date of a message; without a zone, or with -0000, it is UTC (RFC 5322)."""
    try:
        found = parsedate_to_datetime(str(written))
    except (TypeError, ValueError):
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
