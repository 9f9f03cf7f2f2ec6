"""The same in less room: a reading's listings in one value, digests as bytes, spans that point, facts with one key."""

from __future__ import annotations

from itertools import groupby

import sqlalchemy as sa
from alembic import op

from storage.column_types import Digest, Numbers

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Change the tables; spans are a projection and come back by themselves."""
    pack_members()
    point_spans()
    op.drop_index("ix_listings_seller", "listings")
    if op.get_bind().dialect.name == "sqlite":
        for name in ("quotes", "claims", "mentions"):
            without_rowid(name)
        for name, columns in (
            ("bodies", ["digest"]),
            ("listing_sets", ["digest"]),
            ("listings", ["digest", "likeness"]),
        ):
            pack_digests(name, columns)


def pack_members() -> None:
    op.add_column("listing_sets", sa.Column("members", Numbers(), nullable=False, server_default=sa.text("''")))
    sets = sa.table("listing_sets", sa.column("id", sa.Integer), sa.column("members", Numbers))
    members = sa.table("members", sa.column("listing_set", sa.Integer), sa.column("listing", sa.Integer))
    connection = op.get_bind()
    found = connection.execute(sa.select(members).order_by(members.c.listing_set, members.c.listing)).all()
    for number, rows in groupby(found, key=lambda row: row.listing_set):
        packed = tuple(row.listing for row in rows)
        connection.execute(sets.update().where(sets.c.id == number).values(members=packed))
    op.drop_table("members")


def point_spans() -> None:
    op.drop_table("spans")
    op.create_table(
        "spans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("end_reason", sa.String(length=20)),
        sa.ForeignKeyConstraint(["listing"], ["listings.id"], name="fk_spans_listing"),
        sa.PrimaryKeyConstraint("id", name="pk_spans"),
    )
    op.create_index("ix_spans_source", "spans", ["source"])
    op.execute("UPDATE projections SET projected = 0")


def without_rowid(name: str) -> None:
    """Make a table of SQLite its own primary key, which saves the index beside it."""
    connection, old = op.get_bind(), f"old_{name}"
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    said = connection.exec_driver_sql(query, (name,)).scalar()
    op.rename_table(name, old)
    connection.exec_driver_sql(f"{said} WITHOUT ROWID")
    connection.execute(sa.text(f"INSERT INTO {name} SELECT * FROM {old}"))  # noqa: S608  the names stand above
    op.drop_table(old)


def pack_digests(name: str, columns: list[str]) -> None:
    """Write digests as SQLite keeps them from now on."""
    table = sa.table(name, sa.column("id", sa.Integer), *(sa.column(each, Digest) for each in columns))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table)).all():
        values = {each: row._mapping[each] for each in columns}
        connection.execute(table.update().where(table.c.id == row.id).values(values))
