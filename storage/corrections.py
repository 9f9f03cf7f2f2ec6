"""What persons correct: dated, attributed knowledge that is laid over what readers read, and never replaces it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, get_args

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from parsers.records import Access, BadInput, Claim, Listing, Mention, Quote, Span, utc
from storage.schema import corrections as table
from storage.store import Store

PARTS: Mapping[str, TypeAdapter[Any]] = {
    "offer": TypeAdapter(bool),
    "access": TypeAdapter(Access | None),
    "models": TypeAdapter(tuple[Mention, ...]),
    "plans": TypeAdapter(tuple[Mention, ...]),
    "quotes": TypeAdapter(tuple[Quote, ...]),
    "add_claims": TypeAdapter(tuple[str, ...]),
    "drop_claims": TypeAdapter(tuple[str, ...]),
}
"""What can be corrected. Models, plans and quotes are replaced whole; `offer` False leaves no fact standing."""
UNCORRECTED = datetime.min.replace(tzinfo=UTC)
"""The moment before any correction was known: what is known by it is as the readers read it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One person's word on one listing version, `changes` by the names of PARTS.

    It holds for the version it was made for and, where that was read from a text, for the same words of the same
    listing however they are read later. `withdraws` names an earlier correction that stands no longer.
    """

    id: int
    listing_id: str
    digest: str
    words: str | None
    changes: Mapping[str, Any]
    withdraws: int | None
    by: str
    reason: str
    learned_at: datetime

    def holds(self, digest: str, words: str | None) -> bool:
        """Whether it is about the version with this digest, read from these words."""
        return digest == self.digest or (self.words is not None and self.words == words)


def words_of(listing: Listing) -> str | None:
    """A digest of the words a version was read from; None where its prices are fields, which words say nothing of."""
    if any(quote.span.path for quote in listing.quotes):
        return None
    return hashlib.sha256(f"{listing.title}\0{listing.text}".encode("utf-8", "surrogatepass")).hexdigest()


def correct(
    store: Store, digest: str, listing: Listing, changes: Mapping[str, Any], by: str, reason: str, at: datetime
) -> int:
    """Add a correction of one version of a listing, as the ledger gives it; its number. BadInput for a bad change."""
    row = {"listing_id": listing.key, "digest": digest, "words": words_of(listing), "changes": written(changes)}
    return add(store, row, by, reason, at)


def withdraw(store: Store, number: int, by: str, reason: str, at: datetime) -> int:
    """Take a correction back, which is new knowledge too; BadInput if it is not there or was taken back already."""
    known = {each.id: each for each in corrections(store)}
    if number not in known or known[number].withdraws:
        raise BadInput(f"no correction {number} stands: `undercut correct` lists them")
    old = known[number]
    row: dict[str, Any] = {
        "listing_id": old.listing_id,
        "digest": old.digest,
        "words": None,
        "changes": {},
        "withdraws": number,
    }
    return add(store, row, by, reason, at)


def add(store: Store, row: dict[str, Any], by: str, reason: str, at: datetime) -> int:
    if not by.strip() or not reason.strip():
        raise BadInput("a correction needs --by, who says so, and --reason, why: nothing was changed")
    row |= {"by": by.strip(), "reason": reason.strip(), "learned_at": utc(at)}
    with store.write() as connection:
        number: int = connection.execute(table.insert().returning(table.c.id), row).scalar_one()
    return number


def written(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes as JSON."""
    if not changes:
        raise BadInput("nothing to correct was given: name an access form, a price, a model or a claim")
    access = changes.get("access")
    if access is not None and access not in get_args(Access):
        raise BadInput(f"{access!r} is no form of access: write one of {', '.join(get_args(Access))}")
    return {part: PARTS[part].dump_python(value, mode="json") for part, value in changes.items()}


def corrections(store: Store, known_by: datetime | None = None) -> list[Correction]:
    """The corrections that stand, oldest first; with `known_by`, those known at that moment."""
    with store.read() as connection:
        return standing(connection, known_by)


def standing(
    connection: Connection, known_by: datetime | None = None, listing_ids: Iterable[str] | None = None
) -> list[Correction]:
    """The same on a connection that is open, of these listings or of all."""
    query = select(*(table.c[name] for name in Correction.__dataclass_fields__)).order_by(
        table.c.learned_at, table.c.id
    )
    if known_by is not None:
        query = query.where(table.c.learned_at <= known_by)
    if listing_ids is not None:
        query = query.where(table.c.listing_id.in_(listing_ids))
    found = [Correction(*row) for row in connection.execute(query)]
    withdrawn = {each.withdraws for each in found}
    return [each for each in found if each.id not in withdrawn and each.withdraws is None]


def by_listing(found: Iterable[Correction]) -> dict[str, list[Correction]]:
    """Corrections by the listing that they are about."""
    by_id = defaultdict[str, list[Correction]](list)
    for each in found:
        by_id[each.listing_id].append(each)
    return dict(by_id)


def corrected(digest: str, listing: Listing, found: Sequence[Correction]) -> Listing:
    """The version as corrected: the later word counts."""
    words = words_of(listing) if found else None
    for each in found:
        if each.holds(digest, words):
            listing = applied(listing, each)
    return listing


def applied(listing: Listing, correction: Correction) -> Listing:
    """One correction laid over a version."""
    parts = {part: PARTS[part].validate_python(value) for part, value in correction.changes.items()}
    if parts.pop("offer", True) is False:
        return replace(listing, access=None, models=(), plans=(), quotes=(), claims=())
    dropped, added = parts.pop("drop_claims", ()), parts.pop("add_claims", ())
    kept = tuple(claim for claim in listing.claims if claim.code not in {*dropped, *added})
    span = Span(path=f"correction {correction.id}")
    return replace(listing, claims=(*kept, *(Claim(code, span) for code in added)), **parts)
