"""Opens WARC files, in which crawlers and archives keep answers, compressed or not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from parsers import times
from parsers.files.encodings import unpacked
from parsers.files.parts import LARGEST_PART, Part, bare_type, readable, unbroken
from parsers.links import absolute
from parsers.records import BadInput
from parsers.redact import redact_link

KEPT = ("link", "retry-after")


def is_warc(body: bytes) -> bool:
    """Whether a file begins with a record."""
    return body.startswith(b"WARC/")


def parts(name: str, body: bytes) -> Iterator[Part]:
    """The answers that can be read. Raises BadInput for a file that breaks off or is none."""
    seen = 0
    with unbroken(name, "WARC"):
        for number, record in enumerate(ArchiveIterator(io.BytesIO(body))):
            seen += record.rec_type is not None
            if record.rec_type in {"response", "resource"} and (part := _part(f"{name}#{number}", record)):
                yield part
    if not seen:
        raise BadInput(f"{name}: no WARC file that can be read: it holds no record; save it again")


def _part(name: str, record: Any) -> Part | None:
    headers = record.http_headers
    kind = str((headers.get_header("content-type") if headers else record.rec_headers.get_header("content-type")) or "")
    if not readable(kind):
        return None
    codings = str((headers.get_header("content-encoding") if headers else None) or "")
    if headers:
        headers.remove_header("content-encoding")  # what warcio unpacks of it ends the whole file where it cannot
    content = unpacked(record.content_stream().read(LARGEST_PART + 1), codings)
    if len(content) > LARGEST_PART:
        raise BadInput(f"{name}: more than {LARGEST_PART:,} bytes when unpacked; it is not opened")
    status = headers.get_statuscode() if headers else "200"
    kept = tuple((one, redact_link(value)) for one in KEPT if headers and (value := headers.get_header(one)))
    return Part(
        name,
        content,
        bare_type(kind),
        absolute("", record.rec_headers.get_header("WARC-Target-URI")),
        times.of_iso(record.rec_headers.get_header("WARC-Date")),
        int(status) if status and status.isdigit() else 200,
        kept,
    )
