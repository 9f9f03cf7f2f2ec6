"""Where and when a web page was saved, as the program that saved it wrote into it, else as the page calls itself."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

from parsers import times
from parsers.charsets import decode
from parsers.files.parts import Part
from parsers.links import absolute

URL = r"(?P<url>https?://[^\s\"'<>]{1,2000})"
SAVED = (
    # SingleFile
    re.compile(
        r"<!--\s*Page saved with SingleFile[^\n]{0,20}\s+url:\s*(?P<url>\S{1,2000})"
        r"\s+saved date:\s*(?P<date>[^\n]{1,100}?)\s*(?:\n|-->)"
    ),
    # Save Page WE
    re.compile(rf"<meta name=\"savepage-url\" content=\"{URL}\"(?:.{{0,4000}}?name=\"savepage-date\" content=\""
               r"(?P<date>[^\"]{1,100})\")?", re.DOTALL),
    # WebScrapBook
    re.compile(rf"data-scrapbook-source=\"{URL}\"(?:[^>]{{0,200}}?data-scrapbook-create=\"(?P<date>[0-9]{{17}})\")?"),
    # monolith
    re.compile(rf"<!--\s*Saved from {URL} at (?P<date>\S{{1,40}}) using monolith"),
    # HTTrack, which leaves the scheme out
    re.compile(r"<!--\s*Mirrored from (?P<url>[^\s<>]{1,2000}) by HTTrack[^\]]{0,60}\], (?P<date>[^<>]{1,40}?)\s*-->"),
    # Chrome, Edge, Internet Explorer
    re.compile(r"<!--\s*saved from url=\([0-9]{1,6}\)(?P<url>\S{1,2000})\s*-->"),
    # What the page calls itself: Firefox and Safari write nothing into what they save.
    re.compile(rf"<link\b[^>]{{0,200}}?\brel=[\"']?canonical\b[^>]{{0,200}}?\bhref=[\"']?{URL}", re.IGNORECASE),
    re.compile(rf"<link\b[^>]{{0,200}}?\bhref=[\"']?{URL}[\"']?[^>]{{0,200}}?\brel=[\"']?canonical\b", re.IGNORECASE),
    re.compile(rf"<meta\b[^>]{{0,200}}?\bproperty=[\"']?og:url\b[^>]{{0,200}}?\bcontent=[\"']?{URL}", re.IGNORECASE),
)  # fmt: skip
"""How programs write down where a page is from and when it was saved, the surest first."""
SCRIPT_DATE = re.compile(r"\w{3} (?P<date>\w{3} \d{1,2} \d{4} \d{2}:\d{2}:\d{2}) GMT(?P<zone>[+-]\d{4})")
FORMS = ("%a, %d %b %Y %H:%M:%S GMT", "%Y%m%d%H%M%S%f")
"""Dates in UTC that do not say so as a zone."""
HEAD = 60_000


def page(name: str, body: bytes) -> Part:
    """A saved web page with what its head says of its origin."""
    text, _ = decode(body[:HEAD])
    match = next((match for form in SAVED if (match := form.search(text))), None)
    if match is None:
        return Part(name, body, "text/html")
    said = match.groupdict()
    url = html.unescape(said["url"])
    address = url if "://" in url or "HTTrack" not in match.group() else f"https://{url}"
    return Part(name, body, "text/html", absolute("", address), moment(said.get("date") or ""))


def moment(written: str) -> datetime | None:
    """A date as JavaScript writes one, in ISO 8601 with its zone, or in UTC as programs do; None for others."""
    match = SCRIPT_DATE.match(written)
    try:
        if match:
            found = datetime.strptime(f"{match['date']} {match['zone']}", "%b %d %Y %H:%M:%S %z")
        else:
            found = datetime.fromisoformat(written)
    except ValueError:
        return _universal(written)
    return times.in_utc(found) or _universal(written)


def _universal(written: str) -> datetime | None:
    for form in FORMS:
        try:
            return datetime.strptime(written, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None
