"""A source's fixture: its first pages as they were kept, and what the readers made of them, to be read again later."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from commands.read import rows
from parsers import reading
from parsers.records import BadInput, Page, Snapshot
from parsers.text.vocabulary import Words

REQUESTS = 4
"""What a first look may ask for, so that a relay's status leads to its prices."""
SUFFIXES = {"text/html": "html", "application/json": "json", "text/plain": "txt", "text/markdown": "md"}
WRITTEN = ("source", "platform", "url", "status", "media_type", "purpose", "headers", "currency", "language")
"""What a fixture says of a page beside its body, its time and what was read."""


def save(folder: Path, pages: Iterable[tuple[Snapshot, Page | Exception]]) -> Path:
    """Write the pages of a first look and what was read in them: all of it, or nothing, in the place of an old one."""
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        fresh = Path(name) / folder.name
        fresh.mkdir(mode=0o700)
        for number, (kept, found) in enumerate(pages, 1):
            body = fresh / f"{number}-{kept.purpose}.{SUFFIXES.get(kept.media_type, 'body')}"
            body.write_bytes(kept.body)
            said = {each: getattr(kept, each) for each in WRITTEN} | {"fetched_at": kept.fetched_at.isoformat()}
            beside = said | {"read": outcome(kept, found)}
            body.with_suffix(".read").write_text(json.dumps(beside, ensure_ascii=False, indent=1) + "\n", "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)
    return folder


def outcome(kept: Snapshot, found: Page | Exception) -> Any:
    """What was read in a page as `undercut read` says it, or the reader's complaint."""
    if isinstance(found, Exception):
        return str(found) or type(found).__name__
    return json.loads(json.dumps(list(rows(Path(kept.purpose), found))))


def pages(folder: Path) -> Iterator[tuple[Path, Snapshot, Any]]:
    """The pages of a fixture in their order, with what was read in them then; BadInput for a broken one."""
    for path in sorted(folder.glob("*.read"), key=lambda path: int(path.name.partition("-")[0])):
        bodies = [each for each in folder.glob(f"{path.stem}.*") if each != path]
        try:
            said = json.loads(path.read_text("utf-8"))
            read = said.pop("read")
            said |= {"fetched_at": datetime.fromisoformat(said["fetched_at"])}
            said |= {"headers": tuple((name, value) for name, value in said["headers"])}
            (body,) = bodies
            unknown = said.keys() - {each.name for each in fields(Snapshot)}
            if unknown:
                raise KeyError(*unknown)
            yield path, Snapshot(body=body.read_bytes(), **said), read
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(
                f"{path} is no fixture any more ({error}): `undercut sources fixture` saves a new one"
            ) from None


def differences(folder: Path, words: Words) -> list[str]:
    """The pages of a fixture that are read otherwise now than when it was saved, as sentences."""
    found, siblings = [], dict[str, Snapshot]()
    for path, kept, read in pages(folder):
        whole = reading.with_siblings(kept, siblings)
        siblings[kept.purpose] = kept
        try:
            now = outcome(kept, reading.read(whole, words))
        except Exception as error:  # noqa: BLE001  a reader's mistake is what a fixture is to show
            now = outcome(kept, error)
        if now != read:
            found.append(f"{path} is read otherwise now: {told(read)} then, {told(now)} now")
    return found


def told(read: Any) -> str:
    """What was read, in a few words."""
    if not isinstance(read, list):
        return f"refused ({read})"
    quotes = sum(len(row.get("quotes", ())) for row in read)
    return f"{len(read) - 1} listings with {quotes} prices"
