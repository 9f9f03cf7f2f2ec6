"""Reads New API relays and their forks with the same answers (Veloera): status, then groups, then prices.

A public group is a listing, the models it offers are its prices. The old envelope has four keys (success, data,
group_ratio, usable_group), newer ones more: they are told apart by what is there, never by a version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from parsers.links import joined
from parsers.pages import panel
from parsers.pages.envelope import document, fields, mostly, named, number, objects, odd, refusal
from parsers.pages.new_api_forks import Changes, changes, ratios
from parsers.pages.new_api_prices import KNOWN, Row, priced
from parsers.pages.new_api_status import MARKS, Status, status
from parsers.records import Ask, Listing, Page, PageError, Snapshot, Wall
from parsers.text.vocabulary import PACKAGED, Words

ENVELOPE = {
    "success", "message", "data", "group_ratio", "usable_group", "auto_groups", "vendors", "supported_endpoint",
    "pricing_version",
}  # fmt: skip
AUTOMATIC = {"auto", "自动"}
"""Names and ratios of the group that stands for whichever group answers."""
EVERY = "all"
REFUSALS = {"new_api_error", "veloera_error"}


@dataclass(frozen=True, slots=True)
class Group:
    """A public group: its ratio, None where nobody says it, and the operator's words about it."""

    name: str
    ratio: Decimal | None
    description: str


def read(snapshot: Snapshot, words: Words = PACKAGED) -> Page:
    """One answer of a relay, prices with the help of its siblings; the words give the names of models their ids.

    Raises PageError for what is no answer of this software, or not the one that was asked for.
    """
    found = document(snapshot)
    if wall := refusal(found, snapshot):
        private = snapshot.purpose == "pricing" and wall.kind in {"login", "forbidden"}
        return Page(wall=replace(wall, kind="private_pricing") if private else wall)
    shape = _shape(found, snapshot.purpose)
    if shape is None or (snapshot.purpose in {"groups", "pricing"} and shape != snapshot.purpose):
        raise PageError(f"{snapshot.url}: no answer of New API to a question for its {_question(snapshot.purpose)}")
    if shape == "status":
        return _asking(snapshot, status(found["data"]))
    if shape == "groups":
        return Page()
    return _pricing(snapshot, found if isinstance(found, dict) else {"data": found}, words)


def purpose(found: Any) -> str | None:
    """What an answer of this software is for in a visit: "start", "groups" or "pricing"; None for other JSON."""
    shape = _shape(found, "")
    error = found.get("error") if isinstance(found, dict) else None
    refused = isinstance(error, dict) and error.get("type") in REFUSALS
    return "start" if shape == "status" or refused else shape


def _question(purpose: str) -> str:
    return {"groups": "groups", "pricing": "prices"}.get(purpose, "status")


def _shape(found: Any, purpose: str) -> str | None:
    rows = found if isinstance(found, list) else found.get("data") if isinstance(found, dict) else None
    bare = not isinstance(found, dict) or not ({"group_ratio", "usable_group"} & found.keys())
    if rows is None and not bare and "data" in found:
        return "pricing"
    if isinstance(rows, list):
        return "pricing" if mostly(rows, _is_row) and (rows or not bare) else None
    if not isinstance(rows, dict):
        return None
    if MARKS & rows.keys() and not any(isinstance(rows[name], dict) for name in MARKS & rows.keys()):
        return "status"
    # The first versions tell a group by its description alone.
    described = purpose == "groups" and bool(rows) and all(isinstance(group, str) for group in rows.values())
    known = described or mostly(rows.values(), lambda group: named(group, "ratio"))
    return "groups" if known and (rows or purpose == "groups") else None


def _is_row(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("model_name"), str)


def _asking(snapshot: Snapshot, found: Status) -> Page:
    """Groups come before prices, which need them; where prices are private nothing more is asked."""
    if found.wall:
        return Page(wall=found.wall)
    places = (("user/groups", "groups"), ("pricing", "pricing"))
    asks = tuple(Ask(joined(snapshot.url, path), part) for path, part in places)
    return Page(asks=asks, unread=tuple(f"new_api: {line}" for line in found.unread))


def _pricing(snapshot: Snapshot, found: Mapping[str, Any], words: Words) -> Page:
    """The listings of a price list, one a group that offers something."""
    known = _status(snapshot)
    if known and known.wall:
        return Page(wall=known.wall)
    usable, groups_data = found.get("usable_group"), _sibling(snapshot, "groups")
    if usable == {}:
        return Page(wall=Wall("private_pricing", "usable_group is empty: no group is open to the public"))
    facts = known or Status(unread=("status: not at hand, so that ratios and balance have no price",))
    lost = odd(found["data"] or [], _is_row, "data")
    lost |= {"data is null: the site could not tell its models"} if found["data"] is None else set()
    known_rows = [(place, data) for place, data in enumerate(found["data"] or []) if _is_row(data)]
    rows = [_row(data, f"data[{place}]", words, facts.quota) for place, data in known_rows]
    groups = _groups(found, groups_data or {}, rows)
    offering = [(group, [row for row in rows if _offers(row, group)]) for group in groups]
    own = changes(found, ENVELOPE, (group.name for group in groups))
    listings = [_listing(snapshot, facts, group, offered, own) for group, offered in offering if offered]
    lost_prices = {
        f"{row.name}: {name} gives it a price of its own in {group.name}"
        for group, offered in offering
        for row in offered
        if group.name not in row.own and (name := own.of(group.name, row.name))
    }
    return Page(
        listings=tuple(listings),
        complete=known is not None and not lost and (usable is not None or groups_data is not None),
        unread=_unread(found, rows, groups, lost | lost_prices | (set() if known else set(facts.unread))),
        not_offers=len(offering) - len(listings) if rows else 0,
    )


def _sibling(snapshot: Snapshot, shape: str) -> dict[str, Any] | None:
    """The data of an earlier answer of the visit, known by its shape; None where it failed or was not asked."""
    for sibling in snapshot.siblings.values():
        try:
            found = document(sibling)
        except PageError:
            continue
        if _shape(found, sibling.purpose) == shape:
            data: dict[str, Any] = found["data"]
            return data
    return None


def _status(snapshot: Snapshot) -> Status | None:
    data = _sibling(snapshot, "status")
    return None if data is None else status(data)


def _row(data: Mapping[str, Any], path: str, words: Words, quota: Decimal | None) -> Row:
    groups, name = data.get("enable_groups"), data["model_name"]
    row = Row(path, name, (), panel.mention(name, f"{path}.model_name", words))
    if not isinstance(groups, list):
        return replace(row, unread=f"{name}: no enable_groups")
    row = replace(row, groups=tuple(map(str, groups)))
    prices, unread = priced(data, row.name, quota)
    return replace(row, prices=prices, unread=unread, own=ratios(data))


def _groups(found: Mapping[str, Any], answered: Mapping[str, Any], rows: Iterable[Row]) -> list[Group]:
    """The public groups: of the price list, else of the answer about groups, else those that rows name."""
    usable = found.get("usable_group")
    named: Mapping[str, Any] = usable if isinstance(usable, dict) else answered
    names = list(named) or sorted({name for row in rows for name in row.groups} - {EVERY})
    stated = found.get("group_ratio") if isinstance(found.get("group_ratio"), dict) else {}
    return [
        _group(name, named.get(name), stated or {}, answered.get(name))
        for name in names
        if name and name not in AUTOMATIC
    ]


def _group(name: str, described: Any, stated: Mapping[str, Any], answered: Any) -> Group:
    told = fields(answered) or {"desc": answered}
    words = described if isinstance(described, str) else told.get("desc")
    ratio = number(stated[name]) if name in stated else number(told.get("ratio"))
    return Group(name, ratio if ratio is None or ratio >= 0 else None, str(words or ""))


def _ratio(row: Row, group: Group, own: Changes) -> Decimal | None:
    """What a model's ratios are multiplied by in a group; None where it has a price of its own there."""
    if group.name in row.own:
        return row.own[group.name]
    return None if own.of(group.name, row.name) else group.ratio


def _offers(row: Row, group: Group) -> bool:
    return group.name in row.groups or EVERY in row.groups


def _listing(snapshot: Snapshot, facts: Status, group: Group, rows: Iterable[Row], own: Changes) -> Listing:
    """A group with the models that it offers; without a known ratio it has no prices."""
    times = [(row, _ratio(row, group, own)) for row in rows]
    quotes = [quote for row, ratio in times if ratio is not None for quote in row.quotes(ratio)]
    named = [row.mention for row in rows if row.mention]
    site = panel.Site(panel.seller(snapshot, facts.address), facts.name, (facts.credit,) if facts.credit else ())
    return panel.listing(snapshot, site, group.name, group.description, named, quotes)


def _unread(
    found: Mapping[str, Any], rows: Iterable[Row], groups: Iterable[Group], more: Iterable[str]
) -> tuple[str, ...]:
    """What is there and was not understood, each once."""
    strange = {f"field {name}" for name in found.keys() - ENVELOPE}
    strange |= {f"field data[].{name}" for data in objects(found["data"]) for name in data.keys() - KNOWN}
    names = {f"model {row.name}" for row in rows if row.mention is None}
    ratios = {f"group {group.name}: no ratio, so that it has no prices" for group in groups if group.ratio is None}
    lines = [*sorted(more), *sorted(strange | ratios | {row.unread for row in rows if row.unread}), *sorted(names)]
    return tuple(f"new_api: {line}" for line in lines)
