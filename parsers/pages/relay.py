"""Reads a relay whose software is not known: at most four requests tell it, then its own reader goes on.

Asked in this order, until one answers: the status of New API and its kin, the settings of sub2api, the open snapshot of
ai-transit, and the health of claude-relay-service, which publishes no prices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from parsers import walls
from parsers.links import joined, split
from parsers.pages import ai_transit, new_api, one_hub, sub2api
from parsers.pages.envelope import document
from parsers.records import Ask, Page, PageError, Snapshot, Wall
from parsers.text.vocabulary import PACKAGED, Words

Reader = Callable[[Snapshot, Words], Page]

PROBES: Mapping[str, str] = {
    "start": "/api/status",
    "settings": "/api/v1/settings/public",
    "transit": "/.well-known/ai-transit.json",
    "health": "/health",
}
"""What is asked in turn, by the part that it plays in a visit."""
PARTS: Mapping[str, Reader] = {
    "groups": new_api.read,
    "pricing": new_api.read,
    "user_group_map": one_hub.read,
    one_hub.OFFERS: one_hub.read,
    sub2api.PLAZA: sub2api.read,
    ai_transit.SNAPSHOT: ai_transit.read,
}
"""Whose answers the later parts of a visit are."""
DOWN = {502, 503, 504}
"""A site that is down answers no other question either."""
NO_PRICES = {"claude-relay-service"}


def read(snapshot: Snapshot, words: Words = PACKAGED) -> Page:
    """An answer to a probe, or of the software that was found. Raises PageError where no probe was answered."""
    if reader := PARTS.get(snapshot.purpose):
        return reader(snapshot, words)
    try:
        found = document(snapshot)
    except PageError:
        found = None
    if reader := software(found):
        return reader(replace(snapshot, purpose="start"), words)
    if isinstance(found, dict) and str(found.get("service")) in NO_PRICES:
        return Page(wall=Wall("private_pricing", f"{found['service']} publishes no prices"))
    if wall := walls.shown(snapshot):
        return Page(wall=wall)
    if 300 <= snapshot.status < 400 or snapshot.status in DOWN:
        raise PageError(f"{snapshot.url}: HTTP {snapshot.status} tells of no software")
    return Page(asks=(_next(snapshot),))


def software(found: Any) -> Reader | None:
    """The reader of what answered, by the shape of the answer; titles can be edited and say nothing."""
    if one_hub.purpose(found) == "start":
        return one_hub.read
    if new_api.purpose(found) == "start":
        return new_api.read
    if sub2api.purpose(found) == "start":
        return sub2api.read
    return ai_transit.read if ai_transit.is_answer(found) else None


def _next(snapshot: Snapshot) -> Ask:
    names = list(PROBES)
    here = names.index(snapshot.purpose) if snapshot.purpose in PROBES else len(names)
    if here + 1 >= len(names):
        raise PageError(f"{snapshot.url}: none of the {len(names)} questions was answered by software that is known")
    following = names[here + 1]
    own, page = PROBES[snapshot.purpose], split(snapshot.url)._replace(query="", fragment="").geturl()
    if page.endswith(own):
        return Ask(page.removesuffix(own) + PROBES[following], following)
    return Ask(joined(snapshot.url, PROBES[following]), following)
