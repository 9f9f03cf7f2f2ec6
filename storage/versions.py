"""What makes a version of a listing: the digest of its content, written as canonical JSON."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from json.encoder import encode_basestring_ascii as quoted
from operator import attrgetter
from typing import Any

from parsers.records import Claim, Listing, Mention, Quote, Span

EPHEMERAL = {"url", "repost_of"}
"""What may differ between two sights of a listing without its being another version: the way to it, its neighbours."""
RECORDS = (Listing, Quote, Claim, Mention, Span)
FIELDS = {noun: tuple(each.name for each in fields(noun)) for noun in RECORDS}
VALUES = {noun: attrgetter(*names) for noun, names in FIELDS.items()}
"""The fields of each record and what gets them: whoever looks each of them up for every fact does little else."""


def digest(listing: Listing) -> str:
    """sha-256 of everything in a listing that makes a version of it, as canonical JSON."""
    content = {name: value for name, value in plain(listing).items() if name not in EPHEMERAL} | {"quotes": ()}
    rest = json.dumps(content, default=plain, sort_keys=True, separators=(",", ":"))
    # Within a text every quotation mark is escaped, so this stands in one place only.
    return sha256(rest.replace('"quotes":[]', f'"quotes":[{",".join(map(written, listing.quotes))}]'))


def written(quote: Quote) -> str:
    """A quote as canonical JSON, by hand: a panel is nothing but quotes, and json takes four times as long for one."""
    span, conditions = quote.span, ",".join(map(quoted, quote.conditions))
    return (
        f'{{"amount":"{digits(quote.amount)}","basis":{quoted(quote.basis)},"bound":{quoted(quote.bound)}'
        f',"conditions":[{conditions}],"currency":{word(quote.currency)},"model":{word(quote.model)}'
        f',"raw_name":{word(quote.raw_name)},"settlement":{quoted(quote.settlement)}'
        f',"span":{{"end":{span.end},"path":{word(span.path)},"start":{span.start}}}'
        f',"subject":{quoted(quote.subject)},"variant":{word(quote.variant)}}}'
    )


def word(text: str | None) -> str:
    """A text that may be missing, as JSON."""
    return "null" if text is None else quoted(text)


def digits(amount: Decimal) -> str:
    """A decimal, the same however it was written: 1.50 is 1.5."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value: Any) -> Any:
    """A value that JSON does not know."""
    if names := FIELDS.get(type(value)):
        return dict(zip(names, VALUES[type(value)](value), strict=True))
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no canonical form")


def sha256(text: str) -> str:
    """Hex digest of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
