"""Addresses: where an answer's next page is, and links without the part that says who sent the reader."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, urljoin, urlsplit

from parsers.redact import redact_link

REFERRAL = re.compile(
    r"""(?P<mark>[?&;\#]|%(?:25){0,2}(?:3F|26))[\w-]+(?:\[\]|%5B%5D)?(?:=|%(?:25){0,2}3D)
        (?:\[|%5B)(?:referral|code|contact)(?:\]|%5D)(?P<next>(?:&|%(?:25){0,2}26)?)
      | /(?:\[|%5B)(?:referral|invite)(?:\]|%5D)""",
    re.VERBOSE | re.IGNORECASE,
)
"""A parameter or step of which the value was taken out, also of a link that stands escaped within a link."""

NEXT = re.compile(r'<(?P<url>[^<>]{1,2000})>;\s*rel="?next\b')


def next_link(headers: Iterable[tuple[str, str]]) -> str | None:
    """Where the next page is, as an answer's `Link` header says it (RFC 8288)."""
    match = NEXT.search(dict(headers).get("link", ""))
    return match["url"] if match else None


def without_referral(url: str) -> str:
    """The URL without the parameters and path steps that the redaction rules know as a referral."""
    return stripped(redact_link(url))


def stripped(link: str) -> str:
    """A link of which the referral was taken out already, without the parameter or step that it stood in."""
    if not REFERRAL.search(link):
        return link
    while (left := REFERRAL.sub(_left, link)) != link:
        link = left
    return link.rstrip("?&")


def _left(match: re.Match[str]) -> str:
    mark, following = match["mark"] or "", match["next"] or ""
    # What follows a link that stands escaped within another belongs to the other.
    return following if len(mark) > len(following) else mark if following else ""


def joined(base: str, link: str) -> str:
    """Where a link leads from a page; a broken one leads nowhere: to the page itself."""
    try:
        return urljoin(base, link)
    except ValueError:
        return base


def beside(base: str, own: re.Pattern[str], link: str) -> str:
    """Where a path of a site leads from a page of it: what stands before the page's `own` path is the site's folder."""
    found = own.search(split(base).path)
    return joined(base, f"{found.string[: found.start()] if found else ''}{link}")


def split(url: str) -> SplitResult:
    """The parts of an address; those of a broken one are empty."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def absolute(base: str, link: str | None) -> str | None:
    """The link as a web address without referral, or None where it is none (`mailto:`, `tg:`, a broken one)."""
    try:
        url = urljoin(base, (link or "").strip())
        return without_referral(url) if link and urlsplit(url).scheme in {"http", "https"} else None
    except ValueError:
        return None
