"""Opens a web archive as Safari saves one: a property list that holds the page and its frames with their addresses."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from typing import Any

from parsers.files.parts import Part, bare_type, readable, unbroken
from parsers.links import absolute
from parsers.pages.envelope import fields, objects

MAIN, FRAMES = "WebMainResource", "WebSubframeArchives"
DEEPEST = 5


def is_archive(body: bytes) -> bool:
    """Whether a file begins as such a list, binary or XML, and names a page."""
    listed = body.startswith(b"bplist00") or b"<plist" in body[:1000]
    return listed and MAIN.encode() in body


def parts(name: str, body: bytes) -> Iterator[Part]:
    """The page and its frames; when it was saved is not written down. Raises BadInput for a list that is broken."""
    with unbroken(name, "web archive of Safari"):
        found = plistlib.loads(body)
    for number, page in enumerate(_pages(fields(found), 0)):
        content, kind = page.get("WebResourceData"), str(page.get("WebResourceMIMEType") or "")
        if isinstance(content, bytes) and content and readable(kind):
            charset = str(page.get("WebResourceTextEncodingName") or "")
            media_type = bare_type(f"{kind}; charset={charset}" if charset else kind)
            yield Part(f"{name}#{number}", content, media_type, absolute("", str(page.get("WebResourceURL") or "")))


def _pages(archive: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    yield fields(archive.get(MAIN))
    for frame in objects(archive.get(FRAMES)):
        yield from _pages(frame, depth + 1)
