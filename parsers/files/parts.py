"""What a saved file holds: one page, or several, each with the address and the time that the file gives it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from parsers.records import BadInput

MIB = 1024 * 1024
LARGEST_PART = 64 * MIB
LARGEST_WHOLE = 512 * MIB
MOST_PARTS = 20_000
READABLE = ("text/", "application/json", "application/xml", "application/rss", "application/atom", "application/xhtml")
"""Media types of what a reader may understand; pictures, styles and scripts are passed over."""
PASSED_OVER = ("text/css", "text/javascript", "text/ecmascript")


@dataclass(frozen=True, slots=True)
class Part:
    """One answer out of a saved file; `url` and `saved_at` (UTC) are None where the file does not give them."""

    name: str
    body: bytes
    media_type: str = ""
    url: str | None = None
    saved_at: datetime | None = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@contextmanager
def unbroken(name: str, kind: str) -> Iterator[None]:
    """Has what a library makes of broken bytes said in one sentence, as BadInput; what is refused already stays so."""
    try:
        yield
    except BadInput:
        raise
    except Exception as error:  # noqa: BLE001  broken bytes make libraries raise any error at all
        said = " ".join(str(error).split()) or type(error).__name__
        raise BadInput(f"{name}: no {kind} file that can be read: {said}; save it again") from None


def readable(media_type: str) -> bool:
    """Whether a reader may understand what has this media type; what has none may be anything."""
    kind = media_type.partition(";")[0].strip().lower()
    return not kind or (kind.startswith(READABLE) and kind not in PASSED_OVER) or kind.endswith(("+json", "+xml"))


def bare_type(media_type: str) -> str:
    """A media type with its charset alone, and that only where the bytes do not show it by themselves."""
    kind, _, rest = media_type.partition(";")
    charset = rest.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    kind = kind.strip().lower()
    return f"{kind}; charset={charset}" if charset and charset not in {"utf-8", "utf8"} else kind
