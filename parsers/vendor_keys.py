"""Keys of nearly four hundred vendors, by the rules of Betterleaks: a maintained set, kept beside our own rows as data.

`python -m tests.vendor_keys` takes a newer set; the file says which one it is and under which licence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import re2

DATA = (Path(__file__).parent / "vocabulary" / "vendor_keys.toml").read_bytes()
SURROGATE = re.compile("[\ud800-\udfff]")
SHORTEST, KINDS = 16, 8
"""Characters that a key has at least, and how many of them differ: `xxxxxxxx` stands for a key and is none."""


def found(text: str) -> Iterator[tuple[int, int]]:
    """Where keys stand in a text; first it is looked at once for which vendors' there may be."""
    plain = text if text.isascii() else SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    possible, patterns = _rules()
    for number in sorted(possible.Match(plain) or ()):
        for match in _rule(patterns[number]).finditer(plain):
            start, end = match.span(match.lastindex or 0)
            if _is_key(plain[start:end]):
                yield start, end


def _is_key(secret: str) -> bool:
    """Whether what stands in the place of a key is one, not a word or a row of crosses."""
    mixed = any(map(str.isdigit, secret)) and any(map(str.isalpha, secret))
    return mixed and len(secret) >= SHORTEST and len(set(secret)) >= KINDS


@cache
def _rule(pattern: str) -> Any:
    """A rule, made ready when a text first holds what it is for."""
    return re2.compile(pattern)


@cache
def _rules() -> tuple[Any, Sequence[str]]:
    """What says which rules hold in a text, and their patterns."""
    patterns = [row["pattern"] for row in tomllib.loads(DATA.decode())["rule"]]
    possible = re2.Filter()
    for pattern in patterns:
        possible.Add(pattern)
    possible.Compile()
    return possible, patterns
