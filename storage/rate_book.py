"""What an observatory learned of official prices and exchange rates: appended, dated, never overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, func, select

from parsers.records import FX, Page, Stated, utc
from parsers.text.models import mentions
from parsers.text.script import fold
from storage.editions import known_tables, note
from storage.insertion import insert_new
from storage.official_tables import Tables, assemble, embedded_tables
from storage.rates import ECB_BOUND, Listed, Rates, Series
from storage.schema import exchange_rates
from storage.schema import official_prices as table
from storage.store import Store
from storage.votes import by_key, followed, news, without

PRICES = ("input", "output", "cache_read", "cache_write", "month")
VOTE = "two feeds agree"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Learned:
    """What one answer of a feed added: prices stated anew, rows added to the price lists, exchange rates."""

    stated: int
    accepted: tuple[Listed, ...]
    fx: int


def learn(store: Store, page: Page, day: date, at: datetime) -> Learned:
    """Write down what a feed stated when it was asked on a day, and what two feeds now agree on.

    One transaction. A feed's answer from before its last one teaches nothing any more.
    """
    with store.write() as connection:
        stated = add_statements(connection, page.stated, day, utc(at))
        accepted = settle(connection, day, at) if stated else ()
        fx = add_fx(connection, page.fx, at)
    return Learned(stated, tuple(accepted), fx)


def rates_of(store: Store, known_by: datetime | None = None) -> Rates:
    """The rates that come with the program, with what the observatory learned; with `known_by`, by that moment."""
    note(store)
    with store.read() as connection:
        return assemble(tables_of(connection, known_by))


def tables_of(connection: Connection, known_by: datetime | None = None) -> Tables:
    """The same as tables."""
    found = known_tables(connection, known_by)
    lists = {**found.lists}
    keys = by_key(lists)
    query = (
        select(table).where(table.c.standing.in_(("accepted", "cancelled"))).order_by(table.c.learned_at, table.c.id)
    )
    for row in connection.execute(query if known_by is None else query.where(table.c.learned_at <= known_by)):
        lower = row.provider, row.official_id.casefold()
        key = keys.setdefault(lower, (row.provider, row.official_id))
        known = lists.get(key, ())
        cancelled = row.standing == "cancelled" and row.valid_from
        lists[key] = without(known, row.valid_from) if cancelled else followed(known, listed(row))
    crosswalk = (*found.crosswalk, *crossings(lists.keys() - found.lists.keys()))
    return replace(found, lists=lists, crosswalk=crosswalk, series=series_of(connection, found.series, known_by))


def listed(row: Row[Any]) -> Listed:
    """A row as one of a price list."""
    prices = {name: value for name in PRICES if (value := row._mapping[name]) is not None}
    held = (row.valid_from, row.valid_to, row.basis, row.source, row.checked_at)
    return Listed(row.official_id, row.currency, prices, *held)


def crossings(keys: Iterable[Key]) -> Iterator[tuple[str, dict[str, str]]]:
    """Which of our ids new official ids stand for: what their names are read as."""
    for provider, official_id in sorted(keys):
        name = next((each for each in mentions(official_id, fold(official_id)) if not each.implied), None)
        if name:
            row = {"provider": provider, "official_id": official_id, "valid_from": "", "valid_to": "", "reason": ""}
            yield "feeds", row | {"id": name.id, "variant": name.variant or ""}


def series_of(
    connection: Connection, known: Mapping[str, Series], known_by: datetime | None = None
) -> dict[str, Series]:
    """The exchange rates with those that were learned; of one day the last one learned counts."""
    query = select(exchange_rates).order_by(exchange_rates.c.learned_at, exchange_rates.c.id)
    query = query if known_by is None else query.where(exchange_rates.c.learned_at <= known_by)
    learned = defaultdict[str, dict[date, tuple[Decimal, str]]](dict)
    for row in connection.execute(query):
        learned[row.currency][row.day] = row.value, row.source
    return {**known, **{name: longer(known.get(name), days) for name, days in learned.items()}}


def longer(known: Series | None, days: Mapping[date, tuple[Decimal, str]]) -> Series:
    """A series with more days; each keeps the source and the bound of its own."""
    merged = {day: (value, source, ECB_BOUND) for day, (value, source) in days.items()}
    if known:
        own = zip(known.days, known.values, strict=True)
        merged = {day: (value, known.source, known.bound) for day, value in own} | merged
    order = sorted(merged)
    values, sources, bounds = zip(*(merged[day] for day in order), strict=True)
    return Series(tuple(order), values, sources[-1], ECB_BOUND, sources, bounds)


def add_statements(connection: Connection, stated: Iterable[Stated], day: date, at: datetime) -> int:
    """Append what feeds state otherwise than before; how many prices that is."""
    groups = defaultdict[tuple[str, Key], list[Stated]](list)
    for each in stated:
        groups[each.feed, (each.provider, each.official_id.casefold())].append(each)
    asked = select(table.c.by, func.max(table.c.checked_at)).where(table.c.standing == "stated").group_by(table.c.by)
    last: dict[str, date] = {row[0]: row[1] for row in connection.execute(asked)}
    before = statements(connection)
    rows = [
        statement_row(each, day, at)
        for (feed, key), group in groups.items()
        if last.get(feed, day) <= day and set(group) != set(before.get(key, {}).get(feed, ()))
        for each in group
    ]
    if rows:
        connection.execute(table.insert(), rows)
    return len(rows)


def statement_row(price: Stated, day: date, at: datetime) -> dict[str, Any]:
    return row_for(price.provider, price.official_id, price, at) | {
        "valid_from": price.valid_from,
        "basis": price.basis,
        "source": price.feed,
        "standing": "stated",
        "by": price.feed,
        "checked_at": day,
    }


def row_for(provider: str, official_id: str, prices: Stated | Listed, at: datetime) -> dict[str, Any]:
    """What every row of the book has."""
    values = prices.prices if isinstance(prices, Listed) else {name: getattr(prices, name) for name in PRICES[:4]}
    row = {name: values.get(name) for name in PRICES}
    own = {"provider": provider, "official_id": official_id, "currency": "USD", "valid_from": None, "valid_to": None}
    return {**own, **row, "reason": "", "answers": None, "learned_at": utc(at)}


def statements(connection: Connection) -> dict[Key, dict[str, list[Stated]]]:
    """What each feed states now of each official id (in lower case): its last word, with what it scheduled."""
    latest: dict[tuple[str, str, str], tuple[datetime, list[Stated]]] = {}
    query = select(table).where(table.c.standing == "stated").order_by(table.c.learned_at, table.c.id)
    for row in connection.execute(query):
        key = row.provider, row.official_id.casefold(), row.by
        if key not in latest or latest[key][0] != row.learned_at:
            latest[key] = row.learned_at, []
        latest[key][1].append(stated_of(row))
    found = defaultdict[Key, dict[str, list[Stated]]](dict)
    for (provider, official_id, feed), (_, said) in latest.items():
        found[provider, official_id][feed] = said
    return found


def stated_of(row: Row[Any]) -> Stated:
    amounts = {name: row._mapping[name] for name in PRICES[:4]}
    return Stated(row.by, row.provider, row.official_id, valid_from=row.valid_from, basis=row.basis, **amounts)


def settle(connection: Connection, day: date, at: datetime) -> list[Listed]:
    """Append what two feeds agree on and the book has otherwise."""
    lists = tables_of(connection).lists
    keys = by_key(lists)
    accepted = []
    for key, by_feed in statements(connection).items():
        said = [each for group in by_feed.values() for each in group]
        provider, official_id = keys.get(key, (key[0], said[0].official_id))
        for row in news(lists.get((provider, official_id), ()), said, day):
            accepted.append(replace(row, official_id=official_id))
            append(connection, provider, accepted[-1], row.source, VOTE, at)
    return accepted


def append(
    connection: Connection, provider: str, row: Listed, by: str, reason: str, at: datetime, standing: str = "accepted"
) -> None:
    """One row more in the book."""
    said = {"by": by, "reason": reason, "standing": standing, "currency": row.currency}
    dates = {"valid_from": row.valid_from, "valid_to": row.valid_to, "checked_at": row.checked_at}
    own = {"basis": row.basis, "source": row.source}
    connection.execute(table.insert(), row_for(provider, row.official_id, row, at) | said | dates | own)


def add_fx(connection: Connection, found: Iterable[FX], at: datetime) -> int:
    """Append the exchange rates of days that the book does not have; how many."""
    known = series_of(connection, embedded_tables().series)
    new = [fx for fx in found if fx.currency != "USD" and not has(known.get(fx.currency), fx)]
    columns = [{"currency": fx.currency, "day": fx.date, "value": fx.value, "source": fx.source} for fx in new]
    insert_new(connection, exchange_rates, [row | {"learned_at": utc(at)} for row in columns])
    return len(new)


def has(series: Series | None, fx: FX) -> bool:
    """Whether the rate of this day is known from this source."""
    found = series.last(fx.date) if series else None
    return found is not None and found.date == fx.date and found.source == fx.source
