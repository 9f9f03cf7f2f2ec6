"""Unpacks answers that were saved as they came over the network: gzip, deflate, brotli and zstandard, bounded."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Mapping

import brotli

from parsers.files.parts import LARGEST_PART

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LIMIT = LARGEST_PART + 1
"""How many bytes are unpacked at most: one more than a part may have, so that it is seen to be too long."""
MOST = 3
"""An answer that says it was packed more often than this is left as it is."""


def unpacked(body: bytes, codings: str) -> bytes:
    """A body by what its header `Content-Encoding` says of it, as it is where it was unpacked before it was saved."""
    names = [name.strip().lower() for name in codings.split(",")]
    for name in reversed(names if len(names) <= MOST else []):
        try:
            body = WAYS[name](body) if name in WAYS else body
        except (zlib.error, brotli.error, zstd.ZstdError, EOFError):
            continue
    return body


def _gzip(body: bytes) -> bytes:
    """The members of a gzip file one after another."""
    out = b""
    while body and len(out) < LIMIT:
        member = zlib.decompressobj(wbits=31)
        out += member.decompress(body, LIMIT - len(out))
        body = member.unused_data
    return out


def _deflate(body: bytes) -> bytes:
    """Deflate with its head, as it should be, or without, as some servers send it."""
    try:
        return zlib.decompressobj().decompress(body, LIMIT)
    except zlib.error:
        return zlib.decompressobj(wbits=-zlib.MAX_WBITS).decompress(body, LIMIT)


def _brotli(body: bytes) -> bytes:
    stream, out, given = brotli.Decompressor(), b"", body
    while len(out) < LIMIT and not stream.is_finished():
        piece = stream.process(given, output_buffer_limit=LIMIT - len(out))
        if not piece and stream.can_accept_more_data():
            break
        out, given = out + piece, b""
    return out[:LIMIT]  # the last piece of brotli may be longer than was asked for


def _zstd(body: bytes) -> bytes:
    return zstd.ZstdDecompressor().decompress(body, LIMIT)


WAYS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd,
}  # fmt: skip
