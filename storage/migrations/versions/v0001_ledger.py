"""The first tables: evidence index, facts by digest, ledger of readings, projected spans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    create_files()
    create_observatory()
    create_visits()
    create_bodies()
    create_captures()
    create_listings()
    create_addresses()
    create_quotes()
    create_claims()
    create_mentions()
    create_listing_sets()
    create_members()
    create_readings()
    create_projections()
    create_spans()
    create_empties()


def create_files() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sa.UniqueConstraint("name", name="uq_files_name"),
    )


def create_observatory() -> None:
    op.create_table(
        "observatory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_check", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_observatory"),
    )


def create_visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("pages", sa.Integer()),
        sa.Column("failed", sa.Integer()),
        sa.Column("walls", sa.Integer()),
        sa.Column("unread", sa.Integer()),
        sa.Column("listings", sa.Integer()),
        sa.Column("left", sa.Integer()),
        sa.Column("outcome", sa.String(length=20)),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
        sa.UniqueConstraint("name", name="uq_visits_name"),
    )
    op.create_index("ix_visits_source", "visits", ["source"])


def create_bodies() -> None:
    op.create_table(
        "bodies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name="fk_bodies_file"),
        sa.PrimaryKeyConstraint("id", name="pk_bodies"),
        sa.UniqueConstraint("digest", name="uq_bodies_digest"),
    )


def create_captures() -> None:
    op.create_table(
        "captures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("body", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("currency", sa.String(length=10)),
        sa.Column("language", sa.String(length=40)),
        sa.Column("redaction", sa.String(length=80), nullable=False),
        sa.Column("redacted", sa.Integer(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name="fk_captures_body"),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name="fk_captures_file"),
        sa.ForeignKeyConstraint(["visit"], ["visits.id"], name="fk_captures_visit"),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
        sa.UniqueConstraint("visit", "purpose", "url", "body", name="uq_captures_visit_purpose_url_body"),
    )
    op.create_index("ix_captures_body", "captures", ["body"])


def create_listings() -> None:
    op.create_table(
        "listings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("listing_id", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("seller", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger()),
        sa.Column("posted_at", sa.DateTime(timezone=True)),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.Text()),
        sa.Column("stock", sa.Text()),
        sa.Column("access", sa.String(length=20)),
        sa.Column("likeness", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_listings"),
        sa.UniqueConstraint("digest", name="uq_listings_digest"),
    )
    op.create_index("ix_listings_likeness", "listings", ["likeness"])
    op.create_index("ix_listings_listing_id", "listings", ["listing_id"])
    op.create_index("ix_listings_seller", "listings", ["seller"])


def create_addresses() -> None:
    op.create_table(
        "addresses",
        sa.Column("listing_id", sa.String(length=20), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("listing_id", name="pk_addresses"),
    )


def create_quotes() -> None:
    op.create_table(
        "quotes",
        sa.Column("listing", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.String(80), nullable=False),
        sa.Column("currency", sa.String(length=10)),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("model", sa.Text()),
        sa.Column("raw_name", sa.Text()),
        sa.Column("variant", sa.Text()),
        sa.Column("bound", sa.String(length=10), nullable=False),
        sa.Column("settlement", sa.String(length=10), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("span_path", sa.Text()),
        sa.ForeignKeyConstraint(["listing"], ["listings.id"], name="fk_quotes_listing"),
        sa.PrimaryKeyConstraint("listing", "ordinal", name="pk_quotes"),
    )


def create_claims() -> None:
    op.create_table(
        "claims",
        sa.Column("listing", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("polarity", sa.String(length=20), nullable=False),
        sa.Column("speaker", sa.String(length=20), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("span_path", sa.Text()),
        sa.ForeignKeyConstraint(["listing"], ["listings.id"], name="fk_claims_listing"),
        sa.PrimaryKeyConstraint("listing", "ordinal", name="pk_claims"),
    )


def create_mentions() -> None:
    op.create_table(
        "mentions",
        sa.Column("listing", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("raw_name", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text()),
        sa.Column("implied", sa.Boolean(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("span_path", sa.Text()),
        sa.ForeignKeyConstraint(["listing"], ["listings.id"], name="fk_mentions_listing"),
        sa.PrimaryKeyConstraint("listing", "ordinal", "kind", name="pk_mentions"),
    )


def create_listing_sets() -> None:
    op.create_table(
        "listing_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_listing_sets"),
        sa.UniqueConstraint("digest", name="uq_listing_sets_digest"),
    )


def create_members() -> None:
    op.create_table(
        "members",
        sa.Column("listing_set", sa.Integer(), nullable=False),
        sa.Column("listing", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["listing"], ["listings.id"], name="fk_members_listing"),
        sa.ForeignKeyConstraint(["listing_set"], ["listing_sets.id"], name="fk_members_listing_set"),
        sa.PrimaryKeyConstraint("listing_set", "listing", name="pk_members"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_members_listing", "members", ["listing"])


def create_readings() -> None:
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("capture", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("covered", sa.Boolean(), nullable=False),
        sa.Column("cover_low", sa.BigInteger()),
        sa.Column("cover_high", sa.BigInteger()),
        sa.Column("not_offers", sa.Integer(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("unread_names", sa.JSON()),
        sa.Column("wall", sa.String(length=20)),
        sa.Column("detail", sa.Text()),
        sa.Column("listing_set", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name="fk_readings_capture"),
        sa.ForeignKeyConstraint(["listing_set"], ["listing_sets.id"], name="fk_readings_listing_set"),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
        sa.UniqueConstraint("capture", "version", name="uq_readings_capture_version"),
    )
    op.create_index("ix_readings_listing_set", "readings", ["listing_set"])


def create_projections() -> None:
    op.create_table(
        "projections",
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("learned", sa.BigInteger(), nullable=False),
        sa.Column("projected", sa.BigInteger(), nullable=False),
        sa.Column("last_read", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("source", name="pk_projections"),
    )


def create_spans() -> None:
    op.create_table(
        "spans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("seller", sa.String(length=20), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("end_reason", sa.String(length=20)),
        sa.PrimaryKeyConstraint("id", name="pk_spans"),
    )
    op.create_index("ix_spans_listing_id", "spans", ["listing_id"])
    op.create_index("ix_spans_source", "spans", ["source"])


def create_empties() -> None:
    op.create_table(
        "empties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("visit", sa.String(length=200), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_empties"),
    )
    op.create_index("ix_empties_source", "empties", ["source"])
