"""What persons decide of official prices: what one feed alone says is held for them, what never came they cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, func, select

from parsers.records import BadInput
from storage.rate_book import Key, append, statements, tables_of
from storage.rates import Listed
from storage.schema import exchange_rates
from storage.schema import official_prices as table
from storage.store import Store
from storage.votes import Held, begin, by_key, held_back, pair, row_of


def held(store: Store, day: date) -> list[Held]:
    """What feeds state otherwise than the book, no two agreeing and nobody having refused it, by id."""
    with store.read() as connection:
        lists = tables_of(connection).lists
        keys, refused = by_key(lists), refusals(connection)
        found = []
        for key, by_feed in statements(connection).items():
            book = lists.get(keys.get(key, key), ())
            said = [each for group in by_feed.values() for each in group]
            kept = tuple(each for each in held_back(book, said, day) if (key, pair(each)) not in refused)
            if kept:
                held_row = next((row for row in book if row.holds(day)), None)
                found.append(Held(key[0], keys[key][1], held_row, kept))
    return sorted(found, key=lambda each: (each.provider, each.official_id))


def refusals(connection: Connection) -> set[tuple[Key, tuple[Decimal, Decimal]]]:
    """What persons said is no price."""
    query = select(table).where(table.c.standing == "refused")
    return {((row.provider, row.official_id.casefold()), (row.input, row.output)) for row in connection.execute(query)}


def answer(
    store: Store, official_id: str, feed: str, day: date, by: str, reason: str, at: datetime, *, accept: bool
) -> Listed:
    """A person's word on a price that is held: accept what a feed states, or refuse it. BadInput if nothing is held."""
    named(by, reason)
    waiting = [each for each in held(store, day) if each.official_id.casefold() == official_id.casefold()]
    said = [(each, one) for each in waiting for one in each.said if one.feed == feed]
    if not said:
        raise BadInput(f"nothing that {feed!r} states of {official_id!r} is held: `undercut issues` lists what is")
    entry, price = said[0]
    book = (entry.book,) if entry.book else ()
    row = replace(row_of(price, begin(book, entry.book, price, day), day), official_id=entry.official_id)
    with store.write() as connection:
        append(connection, entry.provider, row, by, reason, at, "accepted" if accept else "refused")
    return row


def cancel(store: Store, official_id: str, start: date, by: str, reason: str, at: datetime) -> Listed:
    """A person's word that a price that was to begin on a day never came; BadInput if no list has one."""
    named(by, reason)
    with store.write() as connection:
        lists = tables_of(connection).lists
        for (provider, id), rows in lists.items():
            found = next(
                (row for row in rows if id.casefold() == official_id.casefold() and row.valid_from == start), None
            )
            if found:
                append(connection, provider, found, by, reason, at, "cancelled")
                return found
    raise BadInput(f"no price of {official_id!r} begins on {start}: `undercut rates show` lists them")


def named(by: str, reason: str) -> None:
    if not by.strip() or not reason.strip():
        raise BadInput("a person's word needs --by, who says so, and --reason, why: nothing was changed")


def dated_rows(store: Store) -> Sequence[Row[Any]]:
    """Every row that was accepted, cancelled or refused, in the order of learning, to be shown."""
    query = select(table).where(table.c.standing != "stated").order_by(table.c.learned_at, table.c.id)
    with store.read() as connection:
        return connection.execute(query).all()


def count_fx(store: Store) -> int:
    """How many exchange rates were learned."""
    with store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(exchange_rates)).scalar_one())
