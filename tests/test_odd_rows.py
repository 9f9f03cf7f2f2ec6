"""One odd row among good ones: it is told of, and the others are read; what lost a row is never taken for the whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parsers.files.formats import sniff
from parsers.reading import read, with_siblings
from parsers.records import Page, Snapshot
from tests.facts import FIXTURES, WHEN
from tests.test_broken_answers import places

SIBLINGS = {
    "acg_faka/commodity.json": [],
    "ai_transit/flat.json": [],
    "ai_transit/nested.json": [],
    "dujiao_next/products.json": [],
    "g2g/search.json": [],
    "goofish/search.json": [],
    "new_api/pricing.json": ["status", "groups"],
    "new_api/veloera_pricing.json": ["veloera_status"],
    "one_hub/models.json": ["status", "groups"],
    "playerok/items.json": [],
    "relay_pulse/status.json": [],
    "shop_api/goods.json": [],
    "sub2api/plaza.json": ["settings"],
    "woocommerce/products.json": [],
}
"""Answers with several listings, and what was answered before them."""
VALUES: tuple[Any, ...] = (None, "", 0, -1, "x", [], {}, True, "7.5", ["x"], [None], {"a": 1}, 10**30)
GONE = object()


def kept(path: Path, body: bytes) -> Snapshot:
    found = sniff(path.name, path.read_bytes())
    url = f"https://nova.example/{path.name}"
    return Snapshot("nova", path.parent.name, url, WHEN, 200, found.media_type, body, found.purpose)


def page(name: str, body: bytes) -> Page:
    path = FIXTURES / name
    earlier = [path.parent / f"{sibling}.json" for sibling in SIBLINGS[name]]
    siblings = [kept(each, each.read_bytes()) for each in earlier]
    return read(with_siblings(kept(path, body), {each.purpose: each for each in siblings}))


def changes(body: bytes) -> Iterator[tuple[str, bytes]]:
    """The answer with one value within a row replaced, or its field left out; and where that was."""
    within = [path for path in places(json.loads(body)) if any(isinstance(key, int) for key in path)]
    for path in within:
        for value in (*VALUES, *([GONE] if isinstance(path[-1], str) else [])):
            found = json.loads(body)
            holder = found
            for key in path[:-1]:
                holder = holder[key]
            if value is GONE:
                del holder[path[-1]]
            else:
                holder[path[-1]] = value
            yield f"{'.'.join(map(str, path))} = {'gone' if value is GONE else value!r}", json.dumps(found).encode()


@pytest.mark.parametrize("name", SIBLINGS)
def test_an_odd_row_takes_no_other_with_it(name: str) -> None:
    body = (FIXTURES / name).read_bytes()
    whole = page(name, body)
    keys, rows = {one.key for one in whole.listings}, len(whole.listings) + whole.not_offers
    assert len(keys) > 1
    for where, changed in changes(body):
        if where.endswith("is_exclusive = True"):
            continue  # then it is no public group any more, and gone
        found = page(name, changed)
        assert len(keys - {one.key for one in found.listings}) <= 1, where
        assert not (found.complete and len(found.listings) + found.not_offers < rows), where
