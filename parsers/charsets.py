"""Decodes bytes to text so that the same bytes come back, whatever charset is declared."""

from __future__ import annotations

import codecs
import re

CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
BOMS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(body: bytes, media_type: str = "") -> tuple[str, str]:
    """The body as text, and a charset that gives the same bytes back; what is declared is a hint that may be wrong."""
    hints = (CHARSET.search(media_type.encode()), CHARSET.search(body[:2048]))
    declared = [hint.group(1).decode() for hint in hints if hint]
    boms = [charset for mark, charset in BOMS if body.startswith(mark)]
    for charset in (*boms, "utf-8", *declared, "gb18030"):
        text = _lossless(body, charset, "strict")
        if text is not None:
            return text, charset
    text = _lossless(body, "utf-8", "surrogateescape")
    return (text, "utf-8") if text is not None else (body.decode("latin-1"), "latin-1")


def _lossless(body: bytes, charset: str, errors: str) -> str | None:
    try:
        text = body.decode(charset, errors)
        return text if text.encode(charset, errors) == body else None
    except (UnicodeError, LookupError):
        return None
