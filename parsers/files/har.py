"""Opens HAR 1.2, in which a browser's tools save what was asked and answered: only the answers' bodies are taken.

Cookies, authorization and every other header of a request are never looked at.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

from parsers import times
from parsers.files.parts import Part, bare_type, readable
from parsers.links import without_referral
from parsers.pages.scripts import dig
from parsers.redact import redact_link

KEPT = {"content-type", "link", "retry-after"}


def is_har(found: Any) -> bool:
    """Whether JSON is such a log."""
    return isinstance(dig(found, "log", "entries"), list)


def parts(name: str, found: Any) -> Iterator[Part]:
    """The answers that can be read, in their order."""
    for number, entry in enumerate(found["log"]["entries"]):
        response = dig(entry, "response") or {}
        content = dig(response, "content") or {}
        kind = str(content.get("mimeType") or "")
        body = _body(content) if readable(kind) else b""
        status = response.get("status")
        if body and isinstance(status, int) and status:
            url = without_referral(str(dig(entry, "request", "url") or ""))
            saved_at = times.of_iso(entry.get("startedDateTime"))
            yield Part(f"{name}#{number}", body, bare_type(kind), url or None, saved_at, status, _headers(response))


def _body(content: Mapping[str, Any]) -> bytes:
    text = content.get("text")
    if not isinstance(text, str):
        return b""
    if content.get("encoding") != "base64":
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def _headers(response: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    found = [one for one in response.get("headers") or [] if isinstance(one, dict)]
    named = [(str(one.get("name")).lower(), str(one.get("value"))) for one in found]
    return tuple((name, redact_link(value)) for name, value in named if name in KEPT)
