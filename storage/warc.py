"""Standard WARC files (ISO 28500, version 1.1): a gzip member a record, a file a process, never appended to later."""

from __future__ import annotations

import fcntl
import io
import os
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordbuilder import RecordBuilder
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from parsers.records import Snapshot

ROTATE = 256 * 2**20
"""The size in bytes at which a file is closed and the next begun."""

SOFTWARE = "undercut (bodies are redacted before they are written)"
EDITION = "WARC/1.1"
BUILDER = RecordBuilder(warc_version=EDITION)
TOMBSTONE = "metadata"
"""The type of the record that stands where a purged one stood."""
REWRITTEN = {"content-encoding", "transfer-encoding", "content-length"}
"""Headers that were true of the bytes on the wire and are not of the decoded, redacted body."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The record that holds a body which a later record only refers to."""

    url: str
    fetched_at: datetime


class WarcFile:
    """This process's own evidence file; a failed write closes it, so that nothing is written behind a torn record."""

    def __init__(self, folder: Path, started: datetime) -> None:
        self.pid = os.getpid()
        self.name = f"{started:%Y%m%dT%H%M%SZ}-{self.pid}-{secrets.token_hex(4)}.warc.gz"
        self.file = open(folder / self.name, "xb", buffering=0, opener=private)  # noqa: SIM115
        fcntl.flock(self.file, fcntl.LOCK_EX)
        self.size = self.synced = 0
        self.append(encode(information(self.name, started)))
        sync_folder(folder)

    def usable(self) -> bool:
        """Whether the next record may go here: ours (a forked child opens its own), whole, and not full."""
        return not self.file.closed and self.pid == os.getpid() and self.size < ROTATE

    def append(self, record: bytes) -> tuple[int, int]:
        """Write one record; its first byte and its length. It is not on the disk for sure before `sync`."""
        try:
            rest = memoryview(record)
            while rest:
                rest = rest[self.file.write(rest) :]
        except BaseException:
            self.close()
            raise
        self.size += len(record)
        return self.size - len(record), len(record)

    def sync(self) -> None:
        """Have all records on the disk."""
        if self.synced == self.size:
            return
        try:
            os.fsync(self.file.fileno())
        except BaseException:
            self.close()
            raise
        self.synced = self.size

    def finish(self) -> None:
        """Nothing more is written; what is there is on the disk, unless a write failed or it is another process's."""
        if self.pid == os.getpid() and not self.file.closed:
            self.sync()
        self.close()

    def close(self) -> None:
        """Nothing more is written."""
        self.file.close()


def being_written(path: Path) -> bool:
    """Whether a process has the file open to write to it; its lock goes with it, however it ends."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def private(path: str, flags: int) -> int:
    """Open a file that only its owner may read."""
    return os.open(path, flags, 0o600)


def sync_folder(folder: Path) -> None:
    """Make a new file's name as durable as its bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def date(moment: datetime) -> str:
    """W3C date and time to the microsecond, which WARC 1.1 allows."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def encode(record: Any) -> bytes:
    """A record as one gzip member; warcio's level, 9, takes half as long again and saves three bytes of a thousand."""
    out = io.BytesIO()
    WARCWriter(out, gzip=False, warc_version=EDITION).write_record(record)
    return zlib.compress(out.getvalue(), wbits=zlib.MAX_WBITS + 16)


def information(name: str, started: datetime) -> Any:
    """The record that opens a file and says what it is."""
    fields = f"software: {SOFTWARE}\r\nformat: WARC File Format 1.1\r\n".encode()
    headers = {"WARC-Date": date(started), "WARC-Filename": name}
    return BUILDER.create_warc_record(
        "", "warcinfo", payload=io.BytesIO(fields), length=len(fields), warc_headers_dict=headers
    )


def record(snapshot: Snapshot, origin: Origin | None) -> bytes:
    """A snapshot as one record: a response (a resource when it did not come by HTTP), or a revisit of `origin`."""
    url, digest = target(snapshot.url), f"sha256:{snapshot.digest}"
    over_http = url.startswith(("http:", "https:"))
    http = http_headers(snapshot) if over_http else None
    headers = {"WARC-Date": date(snapshot.fetched_at)}
    if origin:
        refers = (target(origin.url), date(origin.fetched_at))
        return encode(BUILDER.create_revisit_record(url, digest, *refers, http, headers))
    headers["WARC-Payload-Digest"] = digest
    return encode(
        BUILDER.create_warc_record(
            url,
            "response" if over_http else "resource",
            payload=io.BytesIO(snapshot.body),
            length=len(snapshot.body),
            warc_content_type="" if over_http else one_line(snapshot.media_type),
            warc_headers_dict=headers,
            http_headers=http,
        )
    )


def tombstone(digest: str, purged_at: datetime, reason: str) -> bytes:
    """The record that stands where a purged one stood."""
    fields = epitaph(digest, purged_at, reason)
    return encode(
        BUILDER.create_warc_record(
            "",
            TOMBSTONE,
            payload=io.BytesIO(fields),
            length=len(fields),
            warc_content_type="application/warc-fields",
            warc_headers_dict={"WARC-Date": date(purged_at)},
        )
    )


def epitaph(digest: str, purged_at: datetime, reason: str) -> bytes:
    """What a tombstone says: the sha-256 of the body that was here, when it went, and why."""
    return f"sha256: {digest}\r\npurged: {date(purged_at)}\r\nreason: {one_line(reason)}\r\n".encode()


def target(url: str) -> str:
    """A URL without the characters that would break a header line."""
    return quote(url, safe="".join(map(chr, range(33, 127))))


def one_line(value: str) -> str:
    """A header's value without line ends."""
    return " ".join(value.split())


def http_headers(snapshot: Snapshot) -> StatusAndHeaders:
    """The answer's headers as they were; those that speak of the wire's bytes go by their X-Archive-Orig names."""
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in REWRITTEN else name, one_line(value))
        for name, value in snapshot.headers
    ]
    if not any(name.lower() == "content-type" for name, _ in kept):
        kept.append(("Content-Type", one_line(snapshot.media_type)))
    kept.append(("Content-Length", str(len(snapshot.body))))
    try:
        reason = HTTPStatus(snapshot.status).phrase
    except ValueError:
        reason = "Unknown"
    return StatusAndHeaders(f"{snapshot.status} {reason}", kept, protocol="HTTP/1.1")


@dataclass(frozen=True, slots=True)
class Record:
    """A record as read back: its type, URL, date, sha-256 of the body it names, and that body (none in a revisit)."""

    kind: str
    url: str
    date: str
    digest: str
    payload: bytes


def read_record(member: bytes) -> Record:
    """The record in one gzip member; ValueError when the member is torn, damaged or no WARC record."""
    plain, _ = inflate(member)
    try:
        found = next(iter(ArchiveIterator(io.BytesIO(plain))))
    except (ArchiveLoadFailed, StopIteration):
        raise ValueError("no WARC record") from None
    url, at, digest = (
        found.rec_headers.get_header(name, "") for name in ("WARC-Target-URI", "WARC-Date", "WARC-Payload-Digest")
    )
    return Record(found.rec_type, url, at, digest.removeprefix("sha256:"), found.raw_stream.read())


def inflate(data: bytes) -> tuple[bytes, bytes]:
    """The content of the first gzip member, its checksum checked, and the bytes behind it; ValueError when torn."""
    reader = zlib.decompressobj(zlib.MAX_WBITS + 16)
    try:
        plain = reader.decompress(data)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not reader.eof:
        raise ValueError("torn")
    return plain, reader.unused_data


def members(data: bytes) -> Iterator[bytes | None]:
    """The gzip members that stand one behind the other in `data`; None for what is torn or no gzip at the end."""
    while data:
        try:
            _, rest = inflate(data)
        except ValueError:
            yield None
            return
        yield data[: len(data) - len(rest)]
        data = rest
