"""Answers with any value in any place: a reader says that it cannot read one, and nothing else ever gets out of it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from parsers.files.formats import sniff
from parsers.reading import PLATFORMS, read, with_siblings
from parsers.records import BadInput, Page, PageError, Snapshot

FIXTURES = Path(__file__).parent / "fixtures"
WHEN = datetime(2026, 11, 24, tzinfo=UTC)
VALUES: tuple[Any, ...] = (None, "", 0, -1, 1.5, "x", [], {}, True, [None], ["x"], {"a": 1}, [{}], 10**30, "\0")
PIECES = (b"<", b'"', b">", b"{", b"[", b"\xff", b"null", b"")
ROUNDS = 40
FILES = sorted(path for path in FIXTURES.glob("*/*") if path.parent.name in PLATFORMS)


def told(path: Path, body: bytes) -> tuple[str, str] | None:
    try:
        found = sniff(path.name, body)
    except BadInput:
        return None
    return found.media_type, found.purpose


def places(found: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    yield path
    inner = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in inner:
        yield from places(value, (*path, key))


def broken(body: bytes, chance: random.Random) -> bytes:
    """The body with one value replaced or left out, if it is JSON; else with one piece put in or a stretch cut out."""
    try:
        found = json.loads(body)
    except ValueError:
        place = chance.randrange(len(body))
        return body[:place] + chance.choice(PIECES) + body[place + chance.choice((0, 0, 1, 60)) :]
    path, value = chance.choice(list(places(found))), chance.choice(VALUES)
    if not path:
        return json.dumps(value).encode()
    holder = found
    for key in path[:-1]:
        holder = holder[key]
    if isinstance(holder, dict) and chance.random() < 0.2:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return json.dumps(found).encode()


def answers(path: Path) -> Iterator[Snapshot]:
    """Broken versions of a fixture, the whole ones of its folder beside them."""
    url, platform = "https://a.example/api/x", path.parent.name
    siblings: dict[str, Snapshot] = {}
    for other in sorted(path.parent.glob("*.json")):
        if other != path and (form := told(other, other.read_bytes())):
            siblings[form[1]] = Snapshot("s", platform, url, WHEN, 200, form[0], other.read_bytes(), form[1])
    form = told(path, path.read_bytes()) or ("", "start")
    chance = random.Random(path.name)
    for _ in range(ROUNDS):
        body = broken(path.read_bytes(), chance)
        yield with_siblings(Snapshot("s", platform, url, WHEN, 200, form[0], body, form[1]), siblings)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_broken_answer_is_read_or_refused(path: Path) -> None:
    for answer in answers(path):
        told(path, answer.body)
        try:
            page = read(answer)
        except PageError:
            continue
        assert isinstance(page, Page)
