"""Keeps each edition of the official tables that a store met, so that figures as known then keep their denominators.

The tables come with the program; a newer program has newer ones. The moment is the database's own.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, Path, ZipFile, ZipInfo

from sqlalchemy import Connection, func, select

from storage.official_tables import OFFICIAL, Tables, embedded_tables, tables
from storage.schema import editions
from storage.store import Store, StoreError


@cache
def packed() -> bytes:
    """The tables that come with this program, as a ZIP file; the same bytes for the same tables."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for path in sorted(OFFICIAL.glob("*.csv")):
            archive.writestr(ZipInfo(path.name), path.read_bytes(), ZIP_DEFLATED)
    return whole.getvalue()


@cache
def digest() -> str:
    """sha-256 of the tables that come with this program."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sorted(OFFICIAL.glob("*.csv")))).hexdigest()


def note(store: Store) -> None:
    """Remember the tables of this program where they are not the last ones that the store met.

    A store that cannot be written to is left as it is: figures can still be read from it.
    """
    newest = select(editions.c.digest).order_by(editions.c.id.desc()).limit(1)
    with store.read() as connection:
        if connection.execute(newest).scalar() == digest():
            return
    row = {"digest": digest(), "tables": packed()}
    with suppress(StoreError), store.write() as connection:
        connection.execute(editions.insert().values(learned_at=func.current_timestamp(), **row))


def known_tables(connection: Connection, known_by: datetime | None) -> Tables:
    """The tables that this program comes with; with `known_by`, those of the program that the store met last by then.

    Of a time before the first that it met, the first: nobody knows which ones came before.
    """
    if known_by is None:
        return embedded_tables()
    by_then = select(editions).where(editions.c.learned_at <= known_by).order_by(editions.c.id.desc()).limit(1)
    first = select(editions).order_by(editions.c.id).limit(1)
    row = connection.execute(by_then).first() or connection.execute(first).first()
    return unpacked(row.tables) if row and row.digest != digest() else embedded_tables()


@cache
def unpacked(archive: bytes) -> Tables:
    """The tables of an edition."""
    return tables(Path(ZipFile(BytesIO(archive))))
