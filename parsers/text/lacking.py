"""Tells the denial of a thing of a product from that of the product: "没有 ChatGPT 账号？我们代开"."""

from __future__ import annotations

import re

from parsers.text.writing import any_of

_LACKING = re.compile(rf"{any_of('lacking')}[ ]?\Z")
_THING = re.compile(rf"[ ]?{any_of('things_of')}")


def lacks(text: str, before: str, end: int) -> bool:
    """Whether `before` a name denies having or being something, and a thing of the name's product follows at `end`."""
    return _LACKING.search(before) is not None and _THING.match(text, end) is not None
