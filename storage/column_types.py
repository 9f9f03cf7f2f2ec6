"""How values lie in the columns of the store: times in UTC, money digit by digit, text, digests, row numbers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import DateTime, Dialect, LargeBinary, String, Text, TypeDecorator

from parsers.records import utc

SHA256 = re.compile("[0-9a-f]{64}")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Moment(TypeDecorator[datetime]):
    """A time in UTC; a naive one is refused with ValueError, because it cannot be compared with evidence."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


class Money(TypeDecorator[Decimal]):
    """A decimal kept digit by digit as text: neither SQLite nor a float may round a price."""

    impl = String(80)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Words(TypeDecorator[str]):
    """Text as read; NUL and lone surrogates, which no database takes, become U+FFFD, so that spans still fit."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return UNSTORABLE.sub("\ufffd", value)


class Digest(TypeDecorator[str]):
    """A sha-256, 64 hex digits: SQLite, which keeps what it is given, is given its 32 bytes; other text stays text."""

    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | bytes | None:
        packed = dialect.name == "sqlite" and value is not None and SHA256.fullmatch(value)
        return bytes.fromhex(value) if value and packed else value

    def process_result_value(self, value: str | bytes | None, dialect: Dialect) -> str | None:
        return value.hex() if isinstance(value, bytes) else value


class Numbers(TypeDecorator[tuple[int, ...]]):
    """Row numbers in few bytes: ascending, each as its distance from the one before, seven bits to a byte (LEB128)."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        packed, last = bytearray(), 0
        for number in sorted(value):
            step, last = number - last, number
            while step > 0x7F:
                packed.append(step & 0x7F | 0x80)
                step >>= 7
            packed.append(step)
        return bytes(packed)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> tuple[int, ...] | None:
        if value is None:
            return None
        found, last, step, shift = [], 0, 0, 0
        for byte in value:
            step |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                last += step
                found.append(last)
                step = shift = 0
        return tuple(found)
