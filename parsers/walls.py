"""The walls that stand in the place of a page: told by status and headers, else by the forms and scripts in it."""

from __future__ import annotations

from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

from parsers.charsets import decode
from parsers.links import split
from parsers.records import Snapshot, Wall

BY_STATUS: Mapping[int, Wall] = {
    401: Wall("login", "HTTP 401"),
    403: Wall("forbidden", "HTTP 403"),
    407: Wall("forbidden", "HTTP 407"),
    429: Wall("rate_limited", "HTTP 429"),
    451: Wall("forbidden", "HTTP 451: withheld for legal reasons"),
}
NOT_NOW = Wall("rate_limited", "HTTP 503")
"""A host that says when to come back is not broken."""
CHALLENGES = ("cf-mitigated", "x-amzn-waf-action", "x-vercel-mitigated", "x-datadome")
"""Headers by which a host's guard says that it answered in the host's place."""
BUDGETS = ("x-ratelimit", "x-rate-limit")
"""How headers begin that say what is left of a budget: GitHub's and many others', and V2EX's."""
LOGIN_STEPS = {"login", "signin", "sign-in", "sign_in", "log-in"}
CONSENT_STEPS = {"consent", "cookie-consent", "collectconsent"}


LOGIN_FORM = "form input[type=password]"
CHALLENGE_MARKS = (
    "#challenge-error-text, #challenge-form, #challenge-stage, .cf-turnstile, .g-recaptcha, altcha-widget,"
    "#anubis_challenge, [id*='captcha'], [class*='captcha'], [src*='captcha'], [src*='Captcha'], [src*='geetest'],"
    "[src*='/cdn-cgi/challenge-platform/'], [src*='.awswaf.com/'], [src*='/.within.website/x/cmd/anubis/']"
)
"""What shows a puzzle, or the script that sets one; asked only of pages that show nothing else."""
CHALLENGE_COOKIES = ("acw_sc__v2", "_____tmd_____", "__jsl_clearance", "EO_Bot_Ssid")
"""What the scripts of guards without a puzzle set, or where they lead: Alibaba's, Knownsec's and Tencent's."""


def wall(status: int, headers: Mapping[str, str]) -> Wall | None:
    """The wall that status and headers (names in lower case) tell of; None where they tell of none."""
    for name in CHALLENGES:
        if name in headers:
            return Wall("challenge", f"HTTP {status} with {name}: {headers[name]}")
    if 300 <= status < 400:
        return _redirect(status, headers.get("location", ""))
    if status in {403, 429} and (reset := spent(headers)):
        wait = headers.get("retry-after")
        until = f"retry after {wait}" if wait else f"nothing left until {reset} (seconds since 1970)"
        return Wall("rate_limited", f"HTTP {status}, {until}")
    known = NOT_NOW if status == 503 and "retry-after" in headers else BY_STATUS.get(status)
    if known and "retry-after" in headers:
        return Wall(known.kind, f"{known.detail}, retry after {headers['retry-after']}")
    return known


def spent(headers: Mapping[str, str]) -> str | None:
    """When a budget of requests that is used up is full again, as a host writes it; None while something is left."""
    names = (name for name in BUDGETS if headers.get(f"{name}-remaining") == "0")
    return next((headers.get(f"{name}-reset", "an unknown time") for name in names), None)


def shown(snapshot: Snapshot) -> Wall | None:
    """The wall that a web page is, by its login form or its challenge; asked where it shows nothing else."""
    text, _ = decode(snapshot.body, snapshot.media_type)
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return None
    document = LexborHTMLParser(text)
    if document.css_first(CHALLENGE_MARKS) or any(name in text for name in CHALLENGE_COOKIES):
        return Wall("challenge", f"HTTP {snapshot.status} with a challenge in the place of the page")
    if document.css_first(LOGIN_FORM):
        return Wall("login", f"HTTP {snapshot.status} with a login form in the place of the page")
    return None


def _redirect(status: int, location: str) -> Wall | None:
    """The wall that a redirect leads to, if a step of its path or its host says login or consent."""
    parts = split(location.lower())
    steps = {*parts.path.split("/"), (parts.hostname or "").split(".")[0]}
    if steps & LOGIN_STEPS:
        return Wall("login", f"HTTP {status} to {location}")
    if steps & CONSENT_STEPS:
        return Wall("consent", f"HTTP {status} to {location}")
    return None
