"""Finds the data that a web page hands to its own script: the object behind a name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

DECODER = json.JSONDecoder(parse_float=Decimal, strict=False)
JSONP = re.compile(r"\A\s*[\w$.]{1,60}\(\s*(?=[{\[])")


def objects(text: str, name: re.Pattern[str]) -> Iterator[Any]:
    """Every JSON value that follows a name's pattern; what is no JSON there is left out."""
    for match in name.finditer(text):
        try:
            found, _ = DECODER.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            continue
        yield found


def answer(text: str) -> Any:
    """An answer in JSON, or in a call of a function that it is the argument of; None for other text."""
    return next(objects(text, JSONP), None) if JSONP.match(text) else next(objects(text, re.compile(r"\A\s*")), None)


def dig(found: Any, *steps: str) -> Any:
    """What lies along a path of keys; None where it ends earlier."""
    for step in steps:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
