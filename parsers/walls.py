"""The walls that status and headers alone tell of, whatever the body says."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from parsers.records import Wall

BY_STATUS: Mapping[int, Wall] = {
    401: Wall("login", "HTTP 401"),
    403: Wall("forbidden", "HTTP 403"),
    407: Wall("forbidden", "HTTP 407"),
    429: Wall("rate_limited", "HTTP 429"),
    451: Wall("forbidden", "HTTP 451: withheld for legal reasons"),
}
CHALLENGES = ("cf-mitigated", "x-amzn-waf-action", "x-vercel-mitigated", "x-datadome")
"""Headers by which a host's guard says that it answered in the host's place."""
LOGIN_STEPS = {"login", "signin", "sign-in", "sign_in", "log-in"}
CONSENT_STEPS = {"consent", "cookie-consent", "collectconsent"}


def wall(status: int, headers: Mapping[str, str]) -> Wall | None:
    """The wall that status and headers (names in lower case) tell of; None where they tell of none."""
    for name in CHALLENGES:
        if name in headers:
            return Wall("challenge", f"HTTP {status} with {name}: {headers[name]}")
    if 300 <= status < 400:
        return _redirect(status, headers.get("location", ""))
    known = BY_STATUS.get(status)
    if known and "retry-after" in headers:
        return Wall(known.kind, f"{known.detail}, retry after {headers['retry-after']}")
    return known


def _redirect(status: int, location: str) -> Wall | None:
    """The wall that a redirect leads to, if a step of its path or its host says login or consent."""
    parts = urlsplit(location.lower())
    steps = {*parts.path.split("/"), (parts.hostname or "").split(".")[0]}
    if steps & LOGIN_STEPS:
        return Wall("login", f"HTTP {status} to {location}")
    if steps & CONSENT_STEPS:
        return Wall("consent", f"HTTP {status} to {location}")
    return None
