"""Reads what a person saved of Playerok, a marketplace for players: a list of goods, by either of its interfaces.

Both are internal, so nothing is fetched. Prices are in roubles.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from parsers.pages import scripts, shop
from parsers.pages.envelope import document, fields, mostly, named, objects
from parsers.records import Listing, Page, PageError, Snapshot

GOOD = {
    "id", "slug", "name", "price", "seller", "user", "game", "category", "description",
    "rawPrice", "attachment", "status", "statusDescription", "priority", "priorityPosition", "feeMultiplier",
    "approvalDate", "createdAt", "sellerType", "isAttachmentsAvailable", "viewsCounter", "__typename",
    "attachments", "attributes", "obtainingType", "dataFields", "comment", "prevPrice", "prevFeeMultiplier",
    "sellerNotifiedAboutFeeChange", "priorityPrice", "sequence", "statusExpirationDate", "statusPayment", "isEditable",
    "deletedAt", "updatedAt", "buyer", "keysCount", "isFavorite", "mayBePublished",
}  # fmt: skip
"""Fields of a good that are read, or left alone by name."""


def read(snapshot: Snapshot) -> Page:
    """The goods of an answer. Raises PageError for all else."""
    found = document(snapshot)
    if not is_answer(found) and _listed(found) != []:
        raise PageError(f"{snapshot.url}: no list of Playerok")
    return shop.saved("playerok", _rows(found), "items", partial(_good, snapshot), GOOD)


def is_answer(found: Any) -> bool:
    """Whether JSON is a list of goods of this market."""
    rows = _rows(found)
    return bool(rows) and mostly(rows, lambda row: named(row, "name", "price") and bool(_seller(row)))


def _rows(found: Any) -> list[Any]:
    return _listed(found) or []


def _listed(found: Any) -> list[Any] | None:
    """The goods: a list, the nodes of GraphQL's edges, or one alone; None where there is no list."""
    edges = scripts.dig(found, "data", "items", "edges")
    if isinstance(edges, list):
        return [edge.get("node") for edge in objects(edges)]
    if named(one := scripts.dig(found, "data", "item"), "name", "price"):
        return [one]
    rows = fields(found).get("items")
    return rows if isinstance(rows, list) and named(found, "hasNextPage") else None


def _seller(row: dict[str, Any]) -> str:
    return next((name for one in ("seller", "user") if (name := shop.text_in(fields(row.get(one)), "username"))), "")


def _good(snapshot: Snapshot, row: dict[str, Any], path: str) -> Listing:
    amount, key, seller = shop.money(row.get("price")), shop.text_in(row, "id", "slug"), _seller(row)
    slug = shop.text_in(row, "slug")
    category = shop.text_in(fields(row.get("game")), "name") or shop.text_in(fields(row.get("category")), "name")
    return shop.listing(
        snapshot,
        f"item:{key}" if key else None,
        shop.text_in(row, "name"),
        [] if amount is None else [shop.priced(amount, f"{path}.price", snapshot.currency or "RUB")],
        url=f"https://playerok.com/products/{slug}" if slug else "",
        category=category or None,
        more=shop.words_of(row.get("description")),
        seller=f"playerok.com/{seller}" if seller else "",
    )
