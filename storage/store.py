"""Opens an observatory's store: its database, its evidence folder and the key that makes sellers pseudonyms."""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import local
from types import TracebackType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.exc import DatabaseError, OperationalError

from parsers.records import BadInput
from storage.schema import VERSION, observatory
from storage.warc import WarcFile

FACTS = "facts.sqlite"
KEY = "seller.key"
EVIDENCE = "evidence"
MIGRATIONS = Path(__file__).parent / "migrations"
PRAGMAS = (
    "busy_timeout = 5000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "wal_autocheckpoint = 20000",
    "foreign_keys = ON",
)


class StoreError(BadInput):
    """The store cannot be used as asked; the message is one sentence and nothing was changed."""


@dataclass
class Store:
    """One observatory's memory. One thread of a process writes at a time; any number of processes may.

    `key` is the secret under which sellers and listing keys are hashed; `warc` is this process's own evidence file.
    """

    home: Path
    engine: Engine
    key: bytes = field(repr=False)
    warc: WarcFile | None = field(default=None, repr=False)
    writer: Engine = field(init=False, repr=False)
    under_way: local = field(init=False, repr=False, default_factory=local)
    """The transaction that this thread has begun."""

    def __post_init__(self) -> None:
        self.writer = self.engine.execution_options(immediate=True)

    @property
    def evidence(self) -> Path:
        """The folder of the WARC files."""
        return self.home / EVIDENCE

    def read(self) -> AbstractContextManager[Connection]:
        """A connection that sees one consistent state of the store until it is left."""
        return self.engine.begin()

    def glance(self) -> AbstractContextManager[Connection]:
        """A connection for a single prepared statement, which sees one state by itself: no transaction is begun."""
        return self.engine.connect()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that has the write lock from its start: all of it is committed, or nothing.

        Within another one of this thread it is a part of that. Evidence is on the disk before rows name it. StoreError
        when the database or the evidence cannot be written, after 5 seconds if another process holds the lock.
        """
        if begun := getattr(self.under_way, "connection", None):
            yield begun
            return
        try:
            with self.writer.begin() as connection:
                self.under_way.connection = connection
                yield connection
                self.sync()
        except OperationalError as error:
            raise StoreError(f"{self.home / FACTS}: {error.orig}; nothing was written, run it again") from error
        finally:
            self.under_way.connection = None

    def sync(self) -> None:
        """Have what this process wrote as evidence on the disk."""
        try:
            if self.warc:
                self.warc.sync()
        except OSError as error:
            raise StoreError(f"{self.evidence}: {error.strerror}; nothing was kept, run it again") from error

    def pseudonym(self, kind: str, name: str) -> str:
        """20 hex digits of HMAC-SHA256 (RFC 2104) of a name, each kind of name apart from the others."""
        message = f"{kind}\0{name}".encode("utf-8", "surrogatepass")
        return hmac.digest(self.key, message, "sha256").hex()[:20]

    def close(self) -> None:
        """Let go of the database and of this process's evidence file."""
        if self.warc:
            self.warc.close()
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def create(home: Path) -> None:
    """Make the store's files in `home`, private to their owner; StoreError if there is a store already."""
    if (home / FACTS).exists() or (home / KEY).exists():
        raise StoreError(f"{home} already holds a store: choose another directory, nothing was changed")
    for folder in (home, home / EVIDENCE):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    write_private(home / KEY, secrets.token_hex(32) + "\n")
    write_private(home / FACTS, "")
    open_store(home).close()


def write_private(path: Path, content: str) -> None:
    """A new file that only its owner may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)


def open_store(home: Path) -> Store:
    """The store in `home`, brought up to this version's tables.

    StoreError if there is none, its key is missing or another one, or a newer version wrote it.
    """
    if lost(home):
        raise StoreError(
            f"{home} holds no store ({FACTS} is missing or was emptied): restore it from a copy, or make one elsewhere "
            "with `undercut init`"
        )
    store = Store(home, connect(URL.create("sqlite", database=str(home / FACTS))), read_key(home / KEY))
    try:
        migrate(store)
        check_key(store)
    except DatabaseError as error:
        store.close()
        raise StoreError(f"{home / FACTS} cannot be opened: {error.orig}; {mending(error.orig)}") from None
    except StoreError:
        store.close()
        raise
    return store


def lost(home: Path) -> bool:
    """Whether the database is not there, or is empty beside evidence, so that it is not one that was being made."""
    file = home / FACTS
    return not file.is_file() or (not file.stat().st_size and any((home / EVIDENCE).glob("*")))


def mending(error: object) -> str:
    """What to do where SQLite cannot open its file: only one that is damaged asks for a copy."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return "restore it from a copy"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another process holds it: run it again when that is done"
    return "it may be sound: see that there is room on its disk, and that you may write it and its directory"


def read_key(path: Path) -> bytes:
    """The observatory's key; without the right one every seller would become a stranger to himself."""
    try:
        key = bytes.fromhex(path.read_text("ascii"))
    except (OSError, ValueError):
        key = b""
    if len(key) != 32:
        raise StoreError(f"{path} is missing or no key: restore it from a copy, sellers cannot be known without it")
    return key


def connect(url: URL) -> Engine:
    """An engine that says BEGIN itself, so that SQLite reads see one state and writes hold the lock at once."""
    engine = create_engine(url, json_serializer=serialized)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if engine.dialect.name == "sqlite":
            immediate = connection.get_execution_options().get("immediate", False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: object) -> None:
        if engine.dialect.name == "sqlite":
            connection.isolation_level = None
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")

    return engine


def serialized(value: Any) -> str:
    """A value as JSON; what is said of every price is said anew only where it is something else."""
    words = isinstance(value, list | tuple) and all(isinstance(word, str) for word in value)
    return serialized_words(tuple(value)) if words else json.dumps(value)


@lru_cache(4096)
def serialized_words(words: tuple[str, ...]) -> str:
    """Words as JSON."""
    return json.dumps(words)


def migrate(store: Store) -> None:
    """Bring the tables to this version; StoreError for a store whose version this code has never heard of."""
    with store.read() as connection:
        found = version(connection)
    if found == VERSION:
        return
    config, known = migrations()
    if found is not None and found not in known:
        raise StoreError(
            f"{store.home / FACTS} was written by a newer undercut (its tables are {found}, this one knows "
            f"{VERSION}): update undercut, nothing was changed"
        )
    upgrade(store, config)


def version(connection: Connection) -> str | None:
    """The migration that the store's tables stand at; None if it has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrations() -> tuple[Any, set[str]]:
    """Alembic's configuration and the versions it knows; imported late, because most openings need it not."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config, {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def upgrade(store: Store, config: Any) -> None:
    """Run the migrations that the store lacks, in one transaction."""
    from alembic import command

    with store.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, VERSION)


def check_key(store: Store) -> None:
    """Refuse a key that is not the one the store was made with."""
    mine = store.pseudonym("check", "")
    with store.read() as connection:
        found = connection.execute(select(observatory.c.key_check)).scalar()
    if found is None:
        with store.write() as connection:
            connection.execute(observatory.insert(), {"id": 1, "key_check": mine})
    elif not hmac.compare_digest(found, mine):
        raise StoreError(f"{store.home / KEY} is not the key that this store was made with: restore the right one")
