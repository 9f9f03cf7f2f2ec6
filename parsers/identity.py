"""Says which listing is which: keys that outlive an edited price, sellers of links, and reposts."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from parsers.records import BadInput, Listing
from parsers.text.script import fold

SUFFIXES = PublicSuffixList()
NEVER = datetime.max.replace(tzinfo=UTC)

# All below is part of every key that is made of a text: to change it gives those listings new keys.
# A digit is part of a name, and stays, in a slug (gpt-5.1), right after letters (o3, opus4.6), after one of these
# families (Opus 4.6) and in the two plan sizes; all other digits are figures that an edit may change.
FAMILY = (
    "claude|opus|sonnet|haiku|fable|gpt|chatgpt|codex|sora|gemini|veo|imagen|grok|glm|kimi|qwen|deepseek|llama|minimax"
    "|mistral|doubao|seed|seedance|kling|midjourney|suno|flux|hailuo|ernie|hunyuan|step|vidu|runway|mimo|nova"
)
MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec"
NO_PRICE = r"(?![a-z0-9]|[.,][0-9]|[ ]?(?:[元块刀折倍米美円]|руб|rmb|usdt?|cny|[ru](?![a-z])|[$¥￥€₽%](?![ ]?[0-9])))"
TOKEN = re.compile(
    rf"""(?P<name> https?://\S+
          | (?<![a-z0-9.]) (?:5|20)x (?![a-z0-9])
          | (?<![a-z0-9]) (?!(?:rmb|cny|usdt?|hkd?|us|[rux])[ ]?[0-9])
            (?: [a-z][a-z0-9]*(?:[-_][a-z0-9]+(?:\.[0-9]+)*)+ | [a-z]+[0-9](?:\.[0-9]{{1,2}})?[a-z]{{0,5}}
              | (?:{FAMILY})[ ][0-9](?:\.[0-9]{{1,2}})? ) {NO_PRICE} )
      | (?P<figure> (?<![a-z])(?:{MONTH})[a-z]*\.?[ ][0-9]{{1,2}}(?![0-9])
          | [0-9]+(?:[.,:/-][0-9]+)* [百千万亿]*
          | [〇零一二两三四五六七八九十百千万亿半]+ (?=[元块刀美折倍天日周月年个席人次张份位]) )""",
    re.VERBOSE,
)
NEITHER = re.compile(r"\[[a-z]+\]|[\s\ufe0f\u20e3\u200b-\u200d]+")


def without_numbers(text: str) -> str:
    """The folded text without figures, spaces and marks of redaction; version numbers of models stay.

    Two texts of one seller that agree in it are the same listing at another price, date or stock.
    """
    return NEITHER.sub("", TOKEN.sub(lambda match: match["name"] or "", fold(text)))


def likeness(listing: Listing) -> str:
    """A digest of the listing's title and text without numbers, the same in every source."""
    return _digest(without_numbers(listing.title), without_numbers(listing.text))


def seller_of(url: str) -> str:
    """The registered domain of a URL by the public suffix list; an address or a bare host name stands for itself.

    Raises BadInput where the URL has no host.
    """
    host = _host(url)
    if not host:
        raise BadInput(f"{url!r} names no host: an address like https://relay.example/ is wanted")
    return host if _is_address(host) else str(SUFFIXES.privatesuffix(host) or host)


def _host(url: str) -> str:
    """The host of a URL, with or without scheme; none for a scheme that has no hosts (`file:page.html`)."""
    try:
        parts = urlsplit(url)
        hostless = parts.scheme and not parts.netloc and not parts.path[:1].isdigit()
        host = "" if hostless else (urlsplit(url if parts.netloc else f"//{url}").hostname or "").rstrip(".")
        return host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        return ""


def assign(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    """The listings of one page with their likeness, their keys, and the key of the earliest that they repeat."""
    alike = [replace(listing, likeness=likeness(listing)) for listing in listings]
    return _reposts(_keyed(alike))


def _keyed(listings: Iterable[Listing]) -> list[Listing]:
    """The platform's id where there is one, else what the listing says and its number among those that say the same."""
    seen: Counter[tuple[str, str, str]] = Counter()
    keyed = []
    for listing in listings:
        same = (listing.seller, listing.section or "", listing.likeness)
        keyed.append(replace(listing, key=listing.native_id or _digest(*same, str(seen[same]))))
        seen[same] += listing.native_id is None
    return keyed


def _reposts(listings: list[Listing]) -> tuple[Listing, ...]:
    """Only what a platform numbers is posted again; rows that look alike are different goods."""
    first: dict[tuple[str, str], str] = {}
    for listing in sorted((one for one in listings if one.position is not None), key=_when):
        first.setdefault((listing.seller, listing.likeness), listing.key)
    earliest = [first.get((one.seller, one.likeness)) if one.position is not None else None for one in listings]
    return tuple(
        replace(listing, repost_of=key if key != listing.key else None)
        for listing, key in zip(listings, earliest, strict=True)
    )


def _when(listing: Listing) -> tuple[datetime, int]:
    return listing.posted_at or NEVER, listing.position or 0


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]
