"""What was purged and why, which files only wait to be deleted, and captures by the time of their fetch."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables, the column and the index."""
    op.add_column("files", sa.Column("retired_at", sa.DateTime(timezone=True)))
    op.create_index("ix_captures_fetched_at", "captures", ["fetched_at"])
    op.create_table(
        "tombstones",
        sa.Column("capture", sa.Integer(), nullable=False),
        *said(),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name="fk_tombstones_capture"),
        sa.PrimaryKeyConstraint("capture", name="pk_tombstones"),
    )
    op.create_table(
        "takedowns",
        sa.Column("listing_id", sa.String(length=20), nullable=False),
        *said(),
        sa.PrimaryKeyConstraint("listing_id", name="pk_takedowns"),
    )


def said() -> list[sa.Column[Any]]:
    return [
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    ]
