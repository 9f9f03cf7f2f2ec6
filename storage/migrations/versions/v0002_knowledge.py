"""What persons and price feeds teach: corrections of readings, official prices, exchange rates."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    create_corrections()
    create_official_prices()
    create_exchange_rates()


def known() -> list[sa.Column[Any]]:
    return [
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
    ]


def create_corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("words", sa.String(length=64)),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("withdraws", sa.Integer()),
        *known(),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_listing_id", "corrections", ["listing_id"])


def create_official_prices() -> None:
    prices = ("input", "output", "cache_read", "cache_write", "month")
    op.create_table(
        "official_prices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("official_id", sa.String(length=120), nullable=False),
        sa.Column("currency", sa.String(length=10), nullable=False),
        *(sa.Column(name, sa.String(length=80)) for name in prices),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("answers", sa.Integer()),
        *known(),
        sa.PrimaryKeyConstraint("id", name="pk_official_prices"),
    )
    op.create_index("ix_official_prices_official_id", "official_prices", ["official_id"])


def create_exchange_rates() -> None:
    op.create_table(
        "exchange_rates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exchange_rates"),
        sa.UniqueConstraint("currency", "day", "source", "value", name="uq_exchange_rates_currency_day_source_value"),
    )
