"""Where and when a web page was saved, as the program that saved it wrote into it (SingleFile, browsers)."""

from __future__ import annotations

import re
from datetime import datetime

from parsers import times
from parsers.charsets import decode
from parsers.files.parts import Part
from parsers.links import absolute

SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>\S{1,2000})"
    r"\s+saved date:\s*(?P<date>[^\n]{1,100}?)\s*(?:\n|-->)"
)
SAVED_FROM = re.compile(r"<!--\s*saved from url=\([0-9]{1,6}\)(?P<url>\S{1,2000})\s*-->")
SCRIPT_DATE = re.compile(r"\w{3} (?P<date>\w{3} \d{1,2} \d{4} \d{2}:\d{2}:\d{2}) GMT(?P<zone>[+-]\d{4})")
HEAD = 20_000


def page(name: str, body: bytes) -> Part:
    """A saved web page with what its head says of its origin."""
    text, _ = decode(body[:HEAD])
    if match := SINGLE_FILE.search(text):
        return Part(name, body, "text/html", absolute("", match["url"]), moment(match["date"]))
    origin = SAVED_FROM.search(text)
    return Part(name, body, "text/html", absolute("", origin["url"]) if origin else None)


def moment(written: str) -> datetime | None:
    """A date as JavaScript writes one, or in ISO 8601 with its zone; None for others."""
    match = SCRIPT_DATE.match(written)
    try:
        if match:
            found = datetime.strptime(f"{match['date']} {match['zone']}", "%b %d %Y %H:%M:%S %z")
        else:
            found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return times.in_utc(found)
