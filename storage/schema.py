"""The tables of the store, as SQLAlchemy Core: evidence index, ledger of readings, facts by digest, projected spans."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.column_types import Digest, Moment, Money, Numbers, Words

VERSION = "0007"
"""The newest migration: the version of a store that this code reads and writes."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def number() -> Column[int]:
    """The primary key of a table whose rows others point to."""
    return Column("id", Integer, primary_key=True)


def pointer(name: str, to: str, *, key: bool = False, index: bool = False) -> Column[int]:
    """A foreign key to the `id` of another table."""
    return Column(name, Integer, ForeignKey(f"{to}.id"), nullable=False, primary_key=key, index=index or None)


def place() -> list[Column[Any]]:
    """Where a WARC record lies: file, first byte, length in bytes as compressed."""
    return [
        pointer("file", "files"),
        Column("offset", BigInteger, nullable=False),
        Column("length", BigInteger, nullable=False),
    ]


def span() -> list[Column[Any]]:
    """Where a fact was read: code points of the listing's text, or a JSON path."""
    return [
        Column("span_start", Integer, nullable=False),
        Column("span_end", Integer, nullable=False),
        Column("span_path", Words),
    ]


def fact() -> list[Column[int]]:
    """Which listing version a fact belongs to, and its place in the reader's order."""
    return [pointer("listing", "listings", key=True), Column("ordinal", Integer, primary_key=True)]


def known() -> list[Column[Any]]:
    """Who says so, why, and since when it is known: what is learned of a person or a vote of feeds."""
    return [
        Column("by", Words, nullable=False),
        Column("reason", Words, nullable=False),
        Column("learned_at", Moment, nullable=False),
    ]


observatory = Table("observatory", metadata, number(), Column("key_check", String(20), nullable=False))

files = Table(
    "files",
    metadata,
    number(),
    Column("name", String(80), nullable=False, unique=True),
    Column("retired_at", Moment),
)

bodies = Table(
    "bodies",
    metadata,
    number(),
    Column("digest", Digest, nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
    *place(),
)

visits = Table(
    "visits",
    metadata,
    number(),
    Column("name", String(200), nullable=False, unique=True),
    Column("source", String(100), nullable=False, index=True),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("pages", Integer),
    Column("failed", Integer),
    Column("walls", Integer),
    Column("unread", Integer),
    Column("listings", Integer),
    Column("left", Integer),
    Column("outcome", String(20)),
    Column("notes", JSON, nullable=False, default=()),
)

captures = Table(
    "captures",
    metadata,
    number(),
    pointer("visit", "visits"),
    Column("purpose", Words, nullable=False),
    Column("url", Words, nullable=False),
    pointer("body", "bodies", index=True),
    Column("platform", String(40), nullable=False),
    Column("fetched_at", Moment, nullable=False, index=True),
    Column("status", Integer, nullable=False),
    Column("media_type", Words, nullable=False),
    Column("headers", JSON, nullable=False),
    Column("currency", String(10)),
    Column("language", String(40)),
    Column("redaction", String(80), nullable=False),
    Column("redacted", Integer, nullable=False),
    *place(),
    UniqueConstraint("visit", "purpose", "url", "body"),
)

tombstones = Table(
    "tombstones",
    metadata,
    pointer("capture", "captures", key=True),
    Column("purged_at", Moment, nullable=False),
    Column("reason", Words, nullable=False),
)

requests = Table(
    "requests",
    metadata,
    number(),
    Column("host", Words, nullable=False),
    Column("sent_at", Moment, nullable=False, index=True),
)

takedowns = Table(
    "takedowns",
    metadata,
    Column("listing_id", String(20), primary_key=True),
    Column("purged_at", Moment, nullable=False),
    Column("reason", Words, nullable=False),
)

listings = Table(
    "listings",
    metadata,
    number(),
    Column("digest", Digest, nullable=False, unique=True),
    Column("listing_id", String(20), nullable=False, index=True),
    Column("source", String(100), nullable=False),
    Column("seller", String(20), nullable=False),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("position", BigInteger),
    Column("posted_at", Moment),
    Column("edited", Boolean, nullable=False),
    Column("channel", Words),
    Column("stock", Words),
    Column("access", String(20)),
    Column("likeness", Digest, nullable=False, index=True),
)

addresses = Table(
    "addresses",
    metadata,
    Column("listing_id", String(20), primary_key=True),
    Column("url", Words, nullable=False),
)

quotes = Table(
    "quotes",
    metadata,
    *fact(),
    Column("basis", String(20), nullable=False),
    Column("amount", Money, nullable=False),
    Column("currency", String(10)),
    Column("subject", String(20), nullable=False),
    Column("model", Words),
    Column("raw_name", Words),
    Column("variant", Words),
    Column("bound", String(10), nullable=False),
    Column("settlement", String(10), nullable=False),
    Column("conditions", JSON, nullable=False),
    *span(),
    sqlite_with_rowid=False,
)

claims = Table(
    "claims",
    metadata,
    *fact(),
    Column("code", String(80), nullable=False),
    Column("polarity", String(20), nullable=False),
    Column("speaker", String(20), nullable=False),
    *span(),
    sqlite_with_rowid=False,
)

mentions = Table(
    "mentions",
    metadata,
    *fact(),
    Column("kind", String(10), primary_key=True),
    Column("name", Words, nullable=False),
    Column("raw_name", Words, nullable=False),
    Column("variant", Words),
    Column("implied", Boolean, nullable=False),
    *span(),
    sqlite_with_rowid=False,
)

listing_sets = Table(
    "listing_sets",
    metadata,
    number(),
    Column("digest", Digest, nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("members", Numbers, nullable=False, server_default=text("''")),
)

readings = Table(
    "readings",
    metadata,
    number(),
    pointer("capture", "captures"),
    Column("version", String(80), nullable=False),
    Column("learned_at", Moment, nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("covered", Boolean, nullable=False),
    Column("cover_low", BigInteger),
    Column("cover_high", BigInteger),
    Column("not_offers", Integer, nullable=False),
    Column("unread", Integer, nullable=False),
    Column("unread_names", JSON),
    Column("wall", String(20)),
    Column("detail", Words),
    pointer("listing_set", "listing_sets", index=True),
    UniqueConstraint("capture", "version"),
)

projections = Table(
    "projections",
    metadata,
    Column("source", String(100), primary_key=True),
    Column("learned", BigInteger, nullable=False),
    Column("projected", BigInteger, nullable=False),
    Column("last_read", Moment),
)

spans = Table(
    "spans",
    metadata,
    number(),
    pointer("listing", "listings"),
    Column("source", String(100), nullable=False, index=True),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("end_reason", String(20)),
)

empties = Table(
    "empties",
    metadata,
    number(),
    Column("source", String(100), nullable=False, index=True),
    Column("visit", String(200), nullable=False),
    Column("fetched_at", Moment, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    number(),
    Column("listing_id", String(20), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("words", String(64)),
    Column("changes", JSON, nullable=False),
    Column("withdraws", Integer),
    *known(),
)

official_prices = Table(
    "official_prices",
    metadata,
    number(),
    Column("provider", String(40), nullable=False),
    Column("official_id", String(120), nullable=False, index=True),
    Column("currency", String(10), nullable=False),
    Column("input", Money),
    Column("output", Money),
    Column("cache_read", Money),
    Column("cache_write", Money),
    Column("month", Money),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("basis", Words, nullable=False),
    Column("source", Words, nullable=False),
    Column("standing", String(10), nullable=False),
    Column("answers", Integer),
    *known(),
    Column("checked_at", Date),
)

editions = Table(
    "editions",
    metadata,
    number(),
    Column("digest", String(64), nullable=False),
    Column("tables", LargeBinary, nullable=False),
    Column("learned_at", Moment, nullable=False),
)

exchange_rates = Table(
    "exchange_rates",
    metadata,
    number(),
    Column("currency", String(10), nullable=False),
    Column("day", Date, nullable=False),
    Column("value", Money, nullable=False),
    Column("source", Words, nullable=False),
    Column("learned_at", Moment, nullable=False),
    UniqueConstraint("currency", "day", "source", "value"),
)
