"""The store: private files, one set of tables however made, and clear refusals that change nothing."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import bindparam, create_engine, event, select
from sqlalchemy.dialects import registry
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.schema import CreateTable

from parsers.records import Claim, Listing, Mention, Page, Quote
from storage import evidence, ledger, schema
from storage.column_types import Digest, Moment, Money, Numbers, Words
from storage.prepared import Prepared
from storage.projection import spans
from storage.store import EVIDENCE, FACTS, KEY, Store, StoreError, create, migrations, open_store
from tests.histories import START, day, listing, observe

POSTGRESQL = registry.load("postgresql")()
SQLITE = registry.load("sqlite")()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def contents(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_every_file_is_private(store: Store) -> None:
    observe(store, START, Page(listings=(listing(),)))
    paths = [store.home, *store.home.rglob("*")]
    assert {path.name for path in paths} >= {FACTS, f"{FACTS}-wal", f"{FACTS}-shm", KEY, "evidence"}
    assert {mode(path) for path in paths if path.is_dir()} == {0o700}
    assert {mode(path) for path in paths if path.is_file()} == {0o600}


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 5000), ("foreign_keys", 1)],
    ids=str,
)
def test_sqlite_is_set_up_for_safety(store: Store, pragma: str, value: object) -> None:
    with store.read() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_migrations_make_the_tables_of_the_schema(store: Store) -> None:
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
    assert schema.VERSION in migrations()[1]


def test_the_schema_is_good_for_postgresql() -> None:
    for table in schema.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=POSTGRESQL))


@pytest.mark.parametrize(
    ("noun", "tables"),
    [
        (Listing, [schema.listings, schema.addresses]),
        (Quote, [schema.quotes]),
        (Claim, [schema.claims]),
        (Mention, [schema.mentions]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_field_of_a_fact_has_its_column(noun: type[Any], tables: list[Any]) -> None:
    elsewhere = {"key", "id", "span", "native_id", "section", "repost_of", "models", "plans", "quotes", "claims"}
    columns = {column.name for table in tables for column in table.c}
    assert {field.name for field in fields(noun)} - elsewhere <= columns


def no_store(home: Path) -> None:
    (home / FACTS).unlink()


def no_key(home: Path) -> None:
    (home / KEY).unlink()


def half_a_key(home: Path) -> None:
    (home / KEY).write_text("a1b2")


def another_key(home: Path) -> None:
    (home / KEY).write_text("5" * 64)


def another_file(home: Path) -> None:
    (home / FACTS).write_bytes(b"a diary, not a database " * 100)


def emptied(home: Path) -> None:
    (home / FACTS).write_bytes(b"")
    (home / EVIDENCE / "a.warc.gz").touch()


def no_journal(home: Path) -> None:
    """SQLite's second file cannot be written, as on a full or read-only disk."""
    (home / f"{FACTS}-wal").mkdir()


def newer(home: Path) -> None:
    engine = create_engine(f"sqlite:///{home / FACTS}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (
            no_store,
            "holds no store (facts.sqlite is missing or was emptied): restore it from a copy, or make one elsewhere",
        ),
        (emptied, "holds no store (facts.sqlite is missing or was emptied)"),
        (no_key, "seller.key is missing or no key"),
        (half_a_key, "seller.key is missing or no key"),
        (another_key, "is not the key that this store was made with"),
        (another_file, "cannot be opened: file is not a database; restore it from a copy"),
        (
            no_journal,
            "cannot be opened: unable to open database file; it may be sound: see that there is room on its disk",
        ),
        (newer, "was written by a newer undercut (its tables are 9999, this one knows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_opened_is_refused_and_left_alone(
    tmp_path: Path, spoil: Callable[[Path], None], complaint: str
) -> None:
    create(tmp_path)
    spoil(tmp_path)
    before = contents(tmp_path)
    with pytest.raises(StoreError) as refusal:
        open_store(tmp_path)
    assert complaint in str(refusal.value)
    assert contents(tmp_path) == before


def test_a_store_is_not_made_over_another(tmp_path: Path) -> None:
    create(tmp_path)
    before = contents(tmp_path)
    with pytest.raises(StoreError, match="already holds a store"):
        create(tmp_path)
    assert contents(tmp_path) == before


def test_a_store_whose_making_was_killed_is_finished_when_opened(tmp_path: Path) -> None:
    create(tmp_path)
    (tmp_path / FACTS).write_bytes(b"")
    with open_store(tmp_path) as store:
        observe(store, START, Page(listings=(listing(),)))


def test_pseudonyms_depend_on_key_and_kind(store: Store, tmp_path: Path) -> None:
    create(tmp_path / "other")
    with open_store(tmp_path / "other") as other:
        names = {store.pseudonym("seller", "a"), store.pseudonym("listing", "a"), other.pseudonym("seller", "a")}
    assert len(names) == 3
    assert {len(name) for name in names} == {20}
    assert store.pseudonym("seller", "a") in names


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as connection:
        connection.execute(schema.files.insert(), {"name": "first"})
        connection.execute(schema.files.insert(), {"name": "first"})
    with store.read() as connection:
        assert connection.execute(schema.files.select()).all() == []


def test_a_prepared_statement_does_what_any_other_does(store: Store) -> None:
    insert, wanted = Prepared(schema.visits.insert()), schema.visits.c.name == bindparam("name")
    columns = [schema.visits.c[name] for name in ("source", "started_at", "notes")]
    row = {"name": "relay@1", "source": "relay", "started_at": START}
    with store.write() as connection:
        assert insert.run(connection, row) == 1
        found = connection.execute(select(*columns).where(wanted), {"name": "relay@1"}).one()
        assert Prepared(select(*columns).where(wanted)).first(connection, {"name": "relay@1"}) == tuple(found)
        assert tuple(found) == ("relay", START, []), "with the column's default"
        assert Prepared(select(*columns).where(wanted)).first(connection, {"name": "relay@2"}) is None
    with pytest.raises(IntegrityError), store.write() as connection:
        insert.run_all(connection, [row | {"name": "relay@2"}, row])
    with pytest.raises(IntegrityError), store.write() as connection:
        insert.run_columns(connection, ("source", "name"), [("relay", "relay@2"), ("relay", "relay@1")])
    with store.read() as connection:
        assert len(connection.execute(schema.visits.select()).all()) == 1
    with store.write() as connection:
        insert.run_columns(
            connection, ("started_at", "source", "name"), [(START, "relay", "r@\x00"), (None, "x", "r@3")]
        )
        rows = connection.execute(select(schema.visits.c.name, *columns).order_by(schema.visits.c.id)).all()
        assert [tuple(row) for row in rows[1:]] == [("r@\x00", "relay", START, []), ("r@3", "x", None, [])]


def test_a_prepared_statement_that_the_database_cannot_do_is_said_so(store: Store) -> None:
    with pytest.raises(StoreError, match="readonly database; nothing was written"), store.write() as connection:
        connection.exec_driver_sql("PRAGMA query_only = 1")
        Prepared(schema.files.insert()).run(connection, {"name": "first"})


def test_a_store_that_another_process_holds_is_said_so(store: Store) -> None:
    with open_store(store.home) as other:
        with other.read() as pooled:
            pooled.exec_driver_sql("PRAGMA busy_timeout = 0")
        with store.write(), pytest.raises(StoreError, match="database is locked; nothing was written"), other.write():
            pass


def test_a_reader_sees_one_state_while_another_writes(store: Store) -> None:
    with store.read() as reader:
        assert reader.execute(schema.files.select()).all() == []
        with store.write() as writer:
            writer.execute(schema.files.insert(), {"name": "first"})
        assert reader.execute(schema.files.select()).all() == []
    with store.read() as reader:
        assert len(reader.execute(schema.files.select()).all()) == 1


@pytest.mark.parametrize(
    "moment", [START.replace(tzinfo=None), START.astimezone(timezone(timedelta(hours=8)))], ids=str
)
def test_times_other_than_utc_are_refused(store: Store, moment: datetime) -> None:
    with pytest.raises(StatementError, match="is not an aware UTC time"), store.write() as connection:
        connection.execute(schema.visits.insert(), {"name": "v", "source": "s", "started_at": moment})


@given(st.datetimes(timezones=st.just(UTC)))
def test_times_come_back_as_they_were(moment: datetime) -> None:
    stored = Moment().process_bind_param(moment, SQLITE)
    assert stored == moment
    assert Moment().process_result_value(stored.replace(tzinfo=None), SQLITE) == moment


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_money_comes_back_digit_by_digit(amount: Decimal) -> None:
    stored = Money().process_bind_param(amount, SQLITE)
    assert str(Money().process_result_value(stored, SQLITE)) == str(amount)


@given(st.text(st.characters(exclude_categories=())))
def test_text_that_no_database_takes_keeps_its_length(text: str) -> None:
    stored = Words().process_bind_param(text, SQLITE)
    assert stored is not None
    assert len(stored) == len(text)
    assert "\0" not in stored
    stored.encode("utf-8")


def test_what_is_done_for_one_page_reads_no_table_from_end_to_end(store: Store) -> None:
    """Else each page would cost more than the one before."""
    page = Page(listings=(listing(likeness="a1"),))
    first = observe(store, START, page)
    (capture,), (span,) = evidence.captures(store), spans(store)
    said: list[tuple[str, Any]] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: said.append((given[2], given[3])))
    for body in (b"{}", b"{}", b"[]"):
        observe(store, day(1), page, body=body)
    evidence.load(store, first.digest)
    evidence.snapshot(store, capture)
    ledger.history(store, span.listing_id)
    ledger.listings(store, [span.digest])
    with store.read() as connection:
        for statement, values in [each for each in said if not each[0].startswith(("BEGIN", "INSERT"))]:
            for *_, step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values):
                assert step.split()[0] != "SCAN" or step.split()[1] not in schema.metadata.tables, statement


@pytest.mark.parametrize("text", ["aa" * 32, "AA" * 32, "aa" * 31, "", "no digest", None])
def test_a_digest_is_kept_as_bytes_and_other_text_as_it_is(text: str | None) -> None:
    kept = Digest().process_bind_param(text, SQLITE)
    assert isinstance(kept, bytes) == (text == "aa" * 32)
    assert Digest().process_result_value(kept, SQLITE) == text
    assert Digest().process_bind_param(text, POSTGRESQL) == text


@given(st.sets(st.integers(1, 2**40)))
def test_row_numbers_come_back_from_few_bytes(numbers: set[int]) -> None:
    kind, dialect = Numbers(), POSTGRESQL
    packed = kind.process_bind_param(tuple(numbers), dialect)
    assert packed is not None
    assert kind.process_result_value(packed, dialect) == tuple(sorted(numbers))
    assert len(packed) <= 6 * len(numbers)


def test_a_run_of_rows_takes_a_byte_each() -> None:
    packed = Numbers().process_bind_param(tuple(range(1000, 1050)), POSTGRESQL)
    assert packed is not None and len(packed) == 51


OLD = """
INSERT INTO files VALUES (1, 'a.warc.gz');
INSERT INTO bodies VALUES (1, 'd1', 2, 1, 0, 9);
INSERT INTO visits (id, name, source, notes) VALUES (1, 'nova@1', 'nova', '[]');
INSERT INTO captures VALUES
  (1, 1, 'start', 'http://x.example/', 1, 'new_api', '2026-05-04 06:00', 200, 'x', '[]', NULL, NULL, '1', 0, 1, 0, 9);
INSERT INTO listings VALUES (1, '{aa}', 'id1', 'nova', 's', 't', 'x', NULL, NULL, 0, NULL, NULL, 'relay_api', '');
INSERT INTO listings VALUES (2, 'bb', 'id2', 'nova', 's', 't', 'y', NULL, NULL, 0, NULL, NULL, 'relay_api', '');
INSERT INTO quotes VALUES
  (2, 0, 'usd_credit', '1.50', 'CNY', 'everything', NULL, NULL, NULL, 'exact', 'cash', '[]', 0, 3, NULL);
INSERT INTO listing_sets VALUES (1, 's1', 2);
INSERT INTO members VALUES (1, 1), (1, 2);
INSERT INTO readings VALUES
  (1, 1, '1', '2026-05-04 06:00:01', 'read', 1, 0, NULL, NULL, 0, 0, NULL, NULL, NULL, 1);
INSERT INTO projections VALUES ('nova', 1, 1, NULL);
"""


def test_an_older_store_keeps_everything_it_knew(tmp_path: Path) -> None:
    """A store of the third version, with its members as rows and its spans stale, opened by this one."""
    home = tmp_path / "observatory"
    create(home)
    for name in (FACTS, f"{FACTS}-wal", f"{FACTS}-shm"):
        (home / name).unlink(missing_ok=True)
    engine = create_engine(f"sqlite:///{home / FACTS}")
    config, _ = migrations()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for statement in OLD.replace("{aa}", "aa" * 32).strip().split(";\n"):
            connection.exec_driver_sql(statement)
    engine.dispose()
    with open_store(home) as store:
        found = spans(store)
        assert [(span.listing_id, span.digest) for span in found] == [("id1", "aa" * 32), ("id2", "bb")]
        assert [str(quote.amount) for quote in ledger.listings(store, {"bb"})["bb"].quotes] == ["1.50"]
        assert [sight.capture for sight in ledger.history(store, "id2")] == [1]
