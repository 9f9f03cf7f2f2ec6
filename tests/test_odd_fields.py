"""Fields that are empty, missing or of another kind than they should be: no id of nothing, no link to nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from parsers.reading import read
from parsers.records import Page, PageError, Snapshot
from tests.facts import FIXTURES, WHEN

PLATFORMS = (
    "acg_faka", "dujiao_next", "digiseller", "shop_api", "playerok", "g2g", "ebay", "goofish", "pinduoduo",
    "woocommerce", "discourse", "v2ex",
)  # fmt: skip
ODD: tuple[object, ...] = (None, [], {}, "", 0, -1, True, [None], {"a": 1}, 1.5, "9" * 40)
Path = tuple[str | int, ...]
GONE = object()


def places(held: Any, path: Path = ()) -> Iterator[Path]:
    """The places of all fields in JSON, of a list those of its first two rows."""
    pairs = held.items() if isinstance(held, dict) else enumerate(held[:2]) if isinstance(held, list) else ()
    for step, below in pairs:
        yield (*path, step)
        yield from places(below, (*path, step))


def changed(body: str, path: Path, value: object) -> bytes:
    found = json.loads(body)
    *steps, last = path
    held = found
    for step in steps:
        held = held[step]
    if value is GONE:
        del held[last]
    else:
        held[last] = value
    return json.dumps(found).encode()


def shown(page: Page) -> Iterator[str]:
    """What is kept of a page as words, where a name of nothing could stand."""
    for one in page.listings:
        yield from (one.key, one.seller, one.title, one.url, one.stock or "", one.native_id or "", one.channel or "")
    yield from (line.replace("[]", "") for line in page.unread)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_odd_field_names_nothing_and_breaks_nothing(platform: str) -> None:
    for file in sorted((FIXTURES / platform).glob("*.json")):
        body = file.read_text("utf-8")
        for path in places(json.loads(body)):
            for value in (*ODD, GONE):
                odd = changed(body, path, value)
                snapshot = Snapshot("s", platform, "https://cards.example/a?page=1", WHEN, 200, "", odd)
                try:
                    page = read(snapshot)
                except PageError:
                    continue
                words = [word for word in shown(page) if any(sign in word for sign in ("None", "{'", "[]", "True"))]
                assert not words, (file.name, path, value, words)
                assert page.listings or not page.complete, (file.name, path, value)
