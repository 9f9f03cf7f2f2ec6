"""Reads public status pages of Uptime Kuma: which services somebody watches; no price stands there, so no offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from parsers.links import joined, split
from parsers.pages import shop
from parsers.pages.envelope import document, objects, refusal
from parsers.records import Ask, Page, PageError, Snapshot, Wall

PAGE = {"config", "incident", "incidents", "publicGroupList", "maintenanceList"}
GROUP = {"id", "name", "weight", "monitorList"}
MONITOR = {"id", "name", "sendUrl", "type", "url", "tags", "certExpiryDaysRemaining", "validCert", "status"}
BEATS = {"heartbeatList", "uptimeList"}
BEAT = {"status", "time", "ping", "msg", "important", "duration"}
REFUSED: Mapping[int, Literal["not_found", "forbidden"]] = {404: "not_found", 403: "forbidden"}
DOWN, UP, PENDING, MAINTENANCE = range(4)


def read(snapshot: Snapshot) -> Page:
    """A status page, which leads to its heartbeats, or these. Raises PageError for other JSON."""
    found = document(snapshot)
    if wall := refusal(found, snapshot) or _failed(found, snapshot):
        return Page(wall=wall)
    if not is_answer(found):
        raise PageError(f"{snapshot.url}: no status page of Uptime Kuma")
    if "heartbeatList" in found:
        beats = [beat for series in found["heartbeatList"].values() for beat in objects(series)]
        states = {f"status {beat.get('status')!r}" for beat in beats if beat.get("status") not in list(STATES)}
        return Page(unread=shop.said("uptime_kuma", states | shop.strange(beats, BEAT, "beat.") | _top(found, BEATS)))
    groups = objects(found["publicGroupList"])
    monitors = [monitor for group in groups for monitor in objects(group.get("monitorList"))]
    unread = _top(found, PAGE) | shop.strange(groups, GROUP, "group.") | shop.strange(monitors, MONITOR, "monitor.")
    return Page(asks=(_heartbeats(snapshot),), unread=shop.said("uptime_kuma", unread), not_offers=len(monitors))


STATES = (DOWN, UP, PENDING, MAINTENANCE)


def _failed(found: Any, snapshot: Snapshot) -> Wall | None:
    """What the software says of a page that is not, or that it does not show."""
    if not isinstance(found, dict) or found.get("status") != "fail" or snapshot.status not in REFUSED:
        return None
    return Wall(REFUSED[snapshot.status], str(found.get("msg")))


def is_answer(found: Any) -> bool:
    """Whether JSON is a status page or its heartbeats."""
    if not isinstance(found, dict):
        return False
    return isinstance(found.get("publicGroupList"), list) or isinstance(found.get("heartbeatList"), dict)


def _heartbeats(snapshot: Snapshot) -> Ask:
    """Where the heartbeats are: beside the page, wherever its site is."""
    page = split(snapshot.url)._replace(query="", fragment="").geturl().rstrip("/")
    return Ask(joined(page, f"heartbeat/{page.rpartition('/')[2]}"), "heartbeats")


def _top(found: Mapping[str, Any], known: set[str]) -> set[str]:
    return shop.strange([found], known)
