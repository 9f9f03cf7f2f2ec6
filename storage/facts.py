"""Facts: listing versions without their sellers' names, each stored once under the digest of its content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Table, bindparam, func, select

from parsers.records import Claim, Listing, Mention, Quote, Span, utc
from storage.corrections import by_listing, corrected, standing
from storage.insertion import insert_columns, insert_new
from storage.prepared import Prepared
from storage.schema import addresses, claims, listing_sets, mentions, quotes
from storage.schema import listings as table
from storage.store import Store
from storage.versions import FIELDS, digest, sha256

BATCH = 500
FEW = 10
"""So many are looked up sooner one by one, by a prepared statement, than by a list that SQLAlchemy writes anew."""
LARGEST = 2**63 - 1

SET = Prepared(select(listing_sets.c.id).where(listing_sets.c.digest == bindparam("digest")))
NUMBERS = select(table.c.digest, table.c.id).where(table.c.digest.in_(bindparam("digests", expanding=True)))
NUMBER = Prepared(select(table.c.id).where(table.c.digest == bindparam("digest")))
NEW_SET = Prepared(listing_sets.insert().returning(listing_sets.c.id))
NEW_LISTING = Prepared(table.insert())

Fact = Quote | Claim | Mention
SPAN = ("span_start", "span_end", "span_path")
FACTS = {
    noun: attrgetter(*(name for name in FIELDS[noun] if name != "span"), "span.start", "span.end", "span.path")
    for noun in (Quote, Claim, Mention)
}
"""What gets the values of `columns_of` from a fact."""
OF_LISTINGS = tuple(column.name for column in table.c if column.name in Listing.__slots__)
Name = TypeVar("Name", str, int)
"""What rows are looked up by."""


def check(listing: Listing) -> None:
    """ValueError for a listing without a key, or with a number or time that cannot be kept as it is."""
    if not listing.key:
        raise ValueError(f"the listing {listing.title[:40]!r} has no key")
    check_number(listing.position)
    if listing.posted_at:
        utc(listing.posted_at)
    for quote in listing.quotes:
        if not quote.amount.is_finite() or abs(quote.amount.adjusted()) > 30:
            raise ValueError(f"{quote.amount} is no amount")


def check_number(value: int | None) -> None:
    """ValueError for an integer wider than 64 bits."""
    if value is not None and abs(value) > LARGEST:
        raise ValueError(f"{str(value)[:40]}… is too large a number")


def private(store: Store, listing: Listing) -> Listing:
    """The listing without what names its seller: pseudonyms for seller and key, no native id, no section.

    Whose repost it is stays out too: a page sees only its own listings, the store finds the first of all when asked.
    """
    key = store.pseudonym("listing", f"{listing.source}\0{listing.key}")
    seller = store.pseudonym("seller", listing.seller)
    return replace(listing, seller=seller, key=key, repost_of=None, native_id=None, section=None)


def blacked_out(listing: Listing) -> Listing:
    """The listing without words that tell what or whose it is; they keep their length, so that spans still fit."""
    return replace(listing, title=black(listing.title), text=black(listing.text), channel=None, url="")


def black(words: str) -> str:
    """As many characters that say nothing."""
    return "\N{FULL BLOCK}" * len(words)


def set_number(connection: Connection, seen: list[Listing]) -> int:
    """The row of this set of listing versions; its facts are written when they are new."""
    by_digest = {digest(listing): listing for listing in seen}
    name = sha256("\n".join(sorted(by_digest)))
    if found := SET.first(connection, {"digest": name}):
        return int(found[0])
    numbers = listing_numbers(connection, by_digest)
    row = {"digest": name, "size": len(by_digest), "members": tuple(numbers.values())}
    [number] = NEW_SET.first(connection, row) or ()
    return int(number)


def sets_of(connection: Connection, numbers: Iterable[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The rows of the listing versions in each of these sets."""
    for batch in batches(numbers):
        rows = connection.execute(select(listing_sets.c.id, listing_sets.c.members).where(listing_sets.c.id.in_(batch)))
        yield from ((row.id, row.members) for row in rows)


def listing_numbers(connection: Connection, by_digest: dict[str, Listing]) -> dict[str, int]:
    """The rows of these listing versions; those that are new are written with their facts."""
    known = numbers_of(connection, by_digest)
    new = {name: listing for name, listing in by_digest.items() if name not in known}
    if not new:
        return known
    NEW_LISTING.run_all(connection, [listing_row(name, listing) for name, listing in new.items()])
    insert_new(connection, addresses, [{"listing_id": each.key, "url": each.url} for each in new.values()])
    known |= numbers_of(connection, new)
    for facts, names, rows in fact_rows({known[name]: listing for name, listing in new.items()}):
        insert_columns(connection, facts, names, rows)
    return known


def numbers_of(connection: Connection, digests: Iterable[str]) -> dict[str, int]:
    """The rows of the listing versions that are known."""
    names, found = list(digests), dict[str, int]()
    if len(names) <= FEW:
        rows = ((name, NUMBER.first(connection, {"digest": name})) for name in names)
        return {name: int(row[0]) for name, row in rows if row}
    for batch in batches(names):
        found.update((row.digest, row.id) for row in connection.execute(NUMBERS, {"digests": batch}))
    return found


def batches(names: Iterable[Name]) -> Iterator[list[Name]]:
    """Names in lists short enough for one statement."""
    rest = iter(names)
    while batch := list(islice(rest, BATCH)):
        yield batch


def listing_row(name: str, listing: Listing) -> dict[str, Any]:
    """A private listing as a row."""
    own = {name: getattr(listing, name) for name in OF_LISTINGS}
    return own | {"digest": name, "listing_id": listing.key}


def fact_rows(new: dict[int, Listing]) -> Iterator[tuple[Table, tuple[str, ...], list[tuple[Any, ...]]]]:
    """Table by table the rows of every fact that new listing versions hold, with the columns that they are of."""
    kinds: tuple[tuple[Table, str, type[Fact], dict[str, str]], ...] = (
        (quotes, "quotes", Quote, {}),
        (claims, "claims", Claim, {}),
        (mentions, "models", Mention, {"kind": "model"}),
        (mentions, "plans", Mention, {"kind": "plan"}),
    )
    for facts, name, noun, extra in kinds:
        values, more = FACTS[noun], tuple(extra.values())
        rows = [
            (number, ordinal, *values(fact), *more)
            for number, listing in new.items()
            for ordinal, fact in enumerate(getattr(listing, name))
        ]
        yield facts, ("listing", "ordinal", *column_names(noun), *extra), rows


def listings(store: Store, digests: Iterable[str], known_by: datetime | None = None) -> dict[str, Listing]:
    """Listing versions by content digest, seller and key as pseudonyms; digests that nobody learned are left out.

    What persons corrected is laid over them; with `known_by`, what was corrected by that moment.
    """
    found: dict[str, Listing] = {}
    with store.read() as connection:
        for batch in batches(dict.fromkeys(digests)):
            read = load_listings(connection, batch)
            known = by_listing(standing(connection, known_by, {each.key for each in read.values()}))
            found |= {name: corrected(name, each, known.get(each.key, ())) for name, each in read.items()}
    return found


def load_listings(connection: Connection, batch: list[str]) -> dict[str, Listing]:
    """One batch of listing versions with their facts."""
    query = select(table, addresses.c.url).outerjoin(addresses, table.c.listing_id == addresses.c.listing_id)
    rows = connection.execute(query.where(table.c.digest.in_(batch))).all()
    numbers = [row.id for row in rows]
    parts = {
        "quotes": facts_of(connection, quotes, numbers, Quote),
        "claims": facts_of(connection, claims, numbers, Claim),
        "models": facts_of(connection, mentions, numbers, Mention, "model"),
        "plans": facts_of(connection, mentions, numbers, Mention, "plan"),
    }
    first = originals(connection, {row.likeness for row in rows if row.likeness})
    found = {row.digest: listing_of(row, {name: tuple(part[row.id]) for name, part in parts.items()}) for row in rows}
    return {name: linked(listing, first) for name, listing in found.items()}


def linked(listing: Listing, first: dict[tuple[str, str], str]) -> Listing:
    """The listing with the one that it reposts, if it does."""
    original = first.get((listing.seller, listing.likeness))
    return replace(listing, repost_of=original if original != listing.key else None)


def originals(connection: Connection, likenesses: set[str]) -> dict[tuple[str, str], str]:
    """Of each seller's listings that are alike, the one posted first: seller and likeness to its id."""
    by_time = (table.c.posted_at.is_(None), table.c.posted_at, table.c.position, table.c.listing_id)
    rank = func.row_number().over(partition_by=(table.c.seller, table.c.likeness), order_by=by_time).label("rank")
    alike = select(table.c.seller, table.c.likeness, table.c.listing_id, rank).where(table.c.likeness.in_(likenesses))
    ranked = alike.subquery()
    rows = connection.execute(select(ranked).where(ranked.c.rank == 1))
    return {(row.seller, row.likeness): row.listing_id for row in rows}


def listing_of(row: Row[Any], parts: dict[str, Any]) -> Listing:
    """A row with its facts as a Listing."""
    own = {each.name for each in fields(Listing)} & row._mapping.keys()
    return Listing(key=row.listing_id, **{name: row._mapping[name] for name in own}, **parts)


def facts_of(
    connection: Connection, facts: Table, numbers: list[int], noun: type[Fact], kind: str | None = None
) -> dict[int, list[Fact]]:
    """The facts of these listing versions, each in the reader's order."""
    query = select(facts.c.listing, *columns_of(facts, noun)).where(facts.c.listing.in_(numbers))
    if kind:
        query = query.where(facts.c.kind == kind)
    names = [name for name in FIELDS[noun] if name != "span"]
    found = defaultdict[int, list[Fact]](list)
    for listing, *values in connection.execute(query.order_by(facts.c.listing, facts.c.ordinal)):
        found[listing].append(fact_of(values, names, noun))
    return found


def columns_of(facts: Table, noun: type[Fact]) -> list[ColumnElement[Any]]:
    """The columns that hold the fields of a Quote, Claim or Mention, in their order; those of the span come last."""
    return [facts.c[name] for name in column_names(noun)]


def column_names(noun: type[Fact]) -> tuple[str, ...]:
    """The names of these columns."""
    return (*("name" if name == "id" else name for name in FIELDS[noun] if name != "span"), *SPAN)


def fact_of(values: Sequence[Any], names: Sequence[str], noun: type[Fact]) -> Fact:
    """The values of `columns_of` as a Quote, Claim or Mention; `names` are its fields but for the span."""
    found = dict(zip(names, values, strict=False))
    if noun is Quote:
        found["conditions"] = tuple(found["conditions"])
    return noun(**found, span=Span(*values[len(names) :]))
