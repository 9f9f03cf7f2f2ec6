"""On which day a feed was asked for an official price."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column."""
    op.add_column("official_prices", sa.Column("checked_at", sa.Date()))
