"""Opens whatever a person saved: pages, MHTML, HAR, WARC, Safari's archives, and these in ZIP or gzip, bounded."""

from __future__ import annotations

import gzip
import io
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from parsers.charsets import decode
from parsers.files import har, mhtml, safari, saved_html, web_archive
from parsers.files.parts import LARGEST_PART, LARGEST_WHOLE, MIB, MOST_PARTS, Part, unbroken
from parsers.records import BadInput

DEEPEST = 3
LEFTOVER = re.compile(
    r"""^__MACOSX/ | ^indexes/.*\.(?:cdxj?|idx)(?:\.gz)?$ | ^pages/.*\.jsonl$
      | (?:^|/)(?:\.DS_Store|datapackage-digest\.json)$""",
    re.VERBOSE,
)
"""What systems and web archives put beside the pages: indexes and forks of files."""
UNPACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Ways of packing that can be unpacked piece by piece, so that a bomb is met early."""
GZIP, ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")


def opened(name: str, body: bytes) -> tuple[Part, ...]:
    """The parts of a saved file, in their order; a plain page or answer is its only part.

    Raises BadInput, naming the file, where it is damaged, or packed to mislead or to overwhelm who opens it.
    """
    found: list[Part] = []
    size = 0
    for part in _parts(name, body, 0):
        size += len(part.body)
        if len(found) >= MOST_PARTS or size > LARGEST_WHOLE:
            raise BadInput(f"{name}: more than {MOST_PARTS:,} parts or {LARGEST_WHOLE:,} bytes; import it in pieces")
        found.append(part)
    return tuple(found)


def is_container(name: str, body: bytes) -> bool:
    """Whether a file holds other files."""
    told = (web_archive.is_warc, mhtml.is_mhtml, safari.is_archive, _is_page_with_zip)
    return body.startswith((GZIP, *ZIP)) or any(is_one(body) for is_one in told) or har.is_har(_json(body))


def _parts(name: str, body: bytes, depth: int) -> Iterator[Part]:
    if depth > DEEPEST:
        raise BadInput(f"{name}: packed more than {DEEPEST} deep; unpack it yourself")
    if body.startswith(ZIP):
        yield from _zip(name, body, depth)
    elif body.startswith(GZIP):
        unpacked = body if _is_warc(body) and not _is_one(body) else _gunzip(name, body)
        yield from web_archive.parts(name, body) if unpacked is body else _parts(name, unpacked, depth + 1)
    elif web_archive.is_warc(body):
        yield from web_archive.parts(name, body)
    elif safari.is_archive(body):
        yield from safari.parts(name, body)
    elif mhtml.is_mhtml(body):
        yield from mhtml.parts(name, body)
    elif _is_page_with_zip(body):
        outer = saved_html.page(name, body)
        for part in _zip(name, body, depth):
            yield replace(part, url=part.url or outer.url, saved_at=part.saved_at or outer.saved_at)
    elif har.is_har(found := _json(body)):
        yield from har.parts(name, found)
    elif body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        yield saved_html.page(name, body)
    else:
        yield Part(name, body)


def _is_page_with_zip(body: bytes) -> bool:
    """Whether a page unpacks itself from what is packed behind it, as SingleFile can save one."""
    page = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return page and ZIP[1] in body[-70_000:] and zipfile.is_zipfile(io.BytesIO(body))


def _json(body: bytes) -> Any:
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{" or b'"log"' not in body[:2000]:
        return None
    try:
        return json.loads(decode(body)[0].lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _is_warc(body: bytes) -> bool:
    """Whether what is packed begins with a record; only its beginning is unpacked."""
    try:
        return zlib.decompressobj(wbits=31).decompress(body[:4096], 16).startswith(b"WARC/")
    except zlib.error:
        return False


def _is_one(body: bytes) -> bool:
    """Whether a file was packed as a whole: a web archive is packed record by record, but people pack it again."""
    member, size = zlib.decompressobj(wbits=31), 0
    try:
        while not member.eof and body and size <= LARGEST_PART:
            size += len(member.decompress(body, MIB))
            body = member.unconsumed_tail
    except zlib.error:
        return False
    return member.eof and not member.unused_data


def _gunzip(name: str, body: bytes) -> bytes:
    with unbroken(name, "gzip"), gzip.GzipFile(fileobj=io.BytesIO(body)) as stream:
        return _small(name, stream.read(LARGEST_PART + 1))


def _small(name: str, body: bytes) -> bytes:
    if len(body) > LARGEST_PART:
        raise BadInput(f"{name}: more than {LARGEST_PART:,} bytes when unpacked; it is not opened")
    return body


def _zip(name: str, body: bytes, depth: int) -> Iterator[Part]:
    with unbroken(name, "ZIP"), zipfile.ZipFile(io.BytesIO(body)) as archive:
        whole = [entry for entry in archive.infolist() if not entry.is_dir()]
        entries = {entry.filename: entry for entry in whole if not LEFTOVER.search(entry.filename)}
        inner = {file: f"{name}/{_checked(name, entry)}" for file, entry in entries.items()}
        logs = {file: found for file in entries if file.endswith(".har")
                and har.is_har(found := _json(_read(inner[file], archive, entries[file])))}  # fmt: skip
        attached = {file for found in logs.values() for file in har.attached(found)}

        def beside(file: str) -> bytes:
            return _read(inner[file], archive, entries[file]) if file in entries else b""

        for file, entry in entries.items():
            if file in logs:
                yield from har.parts(inner[file], logs[file], beside)
            elif file not in attached:
                yield from _parts(inner[file], _read(inner[file], archive, entry), depth + 1)


def _checked(name: str, entry: zipfile.ZipInfo) -> str:
    """The entry's name, or BadInput where it is meant to lead out of the archive or needs a password."""
    path = entry.filename
    steps = path.replace("\\", "/").split("/")
    if path.startswith(("/", "\\")) or ".." in steps or ":" in steps[0] or "\0" in path:
        raise BadInput(f"{name}: holds {path!r}, a path that leads out of it; it is not opened")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise BadInput(f"{name}: holds {path!r}, a link to another file; it is not opened")
    if entry.compress_type not in UNPACKED:
        raise BadInput(f"{name}: {path!r} is packed in a way that is not opened here; unpack it yourself")
    if entry.flag_bits & 1:
        raise BadInput(f"{name}: {path!r} needs a password; unpack it yourself")
    return path


def _read(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """An entry's bytes; what it says of its size is not relied on."""
    if entry.file_size > LARGEST_PART:
        raise BadInput(f"{name}: more than {LARGEST_PART:,} bytes when unpacked; it is not opened")
    with archive.open(entry) as stream:
        return _small(name, stream.read(LARGEST_PART + 1))
