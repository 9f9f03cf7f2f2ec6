"""Opens HAR 1.2, in which a browser's tools save what was asked and answered: only the answers' bodies are taken.

Cookies, authorization and every other header of a request are never looked at.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from typing import Any

from parsers import times
from parsers.files.encodings import unpacked
from parsers.files.parts import Part, bare_type, readable
from parsers.links import absolute
from parsers.pages.scripts import JSONP, dig
from parsers.redact import redact_link

KEPT = {"content-type", "link", "retry-after"}


def is_har(found: Any) -> bool:
    """Whether JSON is such a log."""
    return isinstance(dig(found, "log", "entries"), list)


def attached(found: Any) -> set[str]:
    """The files beside a log in which Playwright keeps what was answered."""
    files = (dig(entry, "response", "content", "_file") for entry in found["log"]["entries"])
    return {file for file in files if isinstance(file, str)}


def parts(name: str, found: Any, beside: Callable[[str], bytes] = lambda file: b"") -> Iterator[Part]:
    """The answers that can be read, in their order; `beside` gives the files that are attached to the log."""
    for number, entry in enumerate(found["log"]["entries"]):
        response = dig(entry, "response")
        content = dig(response, "content")
        kind = str(dig(content, "mimeType") or "")
        body = _unpacked(_body(content, beside), response) if readable(kind) or _is_call(kind, content) else b""
        status = dig(response, "status")
        if body and isinstance(status, int) and status:
            url = absolute("", str(dig(entry, "request", "url") or ""))
            saved_at = times.of_iso(dig(entry, "startedDateTime"))
            yield Part(f"{name}#{number}", body, bare_type(kind), url, saved_at, status, _headers(response))


def _is_call(kind: str, content: Any) -> bool:
    """Whether a script is only an answer in the call of a function, as shops hand data to each other."""
    text = dig(content, "text")
    return "javascript" in kind and isinstance(text, str) and JSONP.match(text) is not None


def _body(content: Any, beside: Callable[[str], bytes]) -> bytes:
    text, file = dig(content, "text"), dig(content, "_file")
    if not isinstance(text, str):
        return beside(file) if isinstance(file, str) else b""
    if dig(content, "encoding") != "base64":
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def _unpacked(body: bytes, response: Any) -> bytes:
    """The body as the browser had it: some proxies write it down as it came over the network."""
    listed = dig(response, "headers")
    held = (str(dig(one, "value")) for one in (listed if isinstance(listed, list) else [])
            if str(dig(one, "name")).lower() == "content-encoding")  # fmt: skip
    return unpacked(body, next(held, ""))


def _headers(response: Any) -> tuple[tuple[str, str], ...]:
    listed = dig(response, "headers")
    found = listed if isinstance(listed, list) else []
    named = [(str(dig(one, "name")).lower(), str(dig(one, "value"))) for one in found]
    return tuple((name, redact_link(value)) for name, value in named if name in KEPT)
