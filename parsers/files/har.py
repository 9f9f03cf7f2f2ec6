"""Opens HAR 1.2, in which a browser's tools save what was asked and answered: only the answers' bodies are taken.

Cookies, authorization and every other header of a request are never looked at.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from parsers import times
from parsers.files.parts import Part, bare_type, readable
from parsers.links import absolute
from parsers.pages.scripts import dig
from parsers.redact import redact_link

KEPT = {"content-type", "link", "retry-after"}


def is_har(found: Any) -> bool:
    """Whether JSON is such a log."""
    return isinstance(dig(found, "log", "entries"), list)


def parts(name: str, found: Any) -> Iterator[Part]:
    """The answers that can be read, in their order."""
    for number, entry in enumerate(found["log"]["entries"]):
        response = dig(entry, "response")
        content = dig(response, "content")
        kind = str(dig(content, "mimeType") or "")
        body = _body(content) if readable(kind) else b""
        status = dig(response, "status")
        if body and isinstance(status, int) and status:
            url = absolute("", str(dig(entry, "request", "url") or ""))
            saved_at = times.of_iso(dig(entry, "startedDateTime"))
            yield Part(f"{name}#{number}", body, bare_type(kind), url, saved_at, status, _headers(response))


def _body(content: Any) -> bytes:
    text = dig(content, "text")
    if not isinstance(text, str):
        return b""
    if dig(content, "encoding") != "base64":
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def _headers(response: Any) -> tuple[tuple[str, str], ...]:
    listed = dig(response, "headers")
    found = listed if isinstance(listed, list) else []
    named = [(str(dig(one, "name")).lower(), str(dig(one, "value"))) for one in found]
    return tuple((name, redact_link(value)) for name, value in named if name in KEPT)
