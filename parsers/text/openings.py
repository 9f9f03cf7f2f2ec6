"""Opens a model name at a word that may begin one, unless the word is part of another name."""

from __future__ import annotations

import re
from typing import Literal

from parsers.text.joined import uninflected
from parsers.text.lines import Head, Lines
from parsers.text.naming import Name, led_version, read

Place = Literal["free", "hanging", "inside"]

_CHANNEL = 16
"""How far in front of a name its channel may begin."""
_LETTER = re.compile(r"[a-z\u0430-\u044f\u00e0-\u00ff]")


def _place(lines: Lines, text: str, head: Head, start: int) -> Place:
    """Where a word stands: free, hanging on another word by a joint ("awesome-claude"), or inside one."""
    before = text[start - 1 : start]
    if before == "@" or _LETTER.match(before) or (before.isdigit() and head.kind == "whole"):
        return "inside"
    hangs = before in ("-", "_", ".") and _LETTER.match(text[start - 2 : start - 1])
    return "hanging" if hangs and not lines.channel.search(text, max(0, start - _CHANNEL), start) else "free"


def start(lines: Lines, text: str, found: re.Match[str], floor: int) -> Name | None:
    """The name that opens at a head, read to its end; None where the word is part of something else.

    `floor` is where the name before it ends. A name without a version counts only where it is no part of another
    word or of a project's name ("gpt-load").
    """
    word = uninflected(found.group(), lines.heads)
    head = lines.heads[word]
    place = _place(lines, text, head, found.start())
    if place == "inside":
        return None
    name = Name(head, found.start(), found.end(), id=head.id)
    if head.tier and head.tier in head.line.variants:
        name.kept = [head.tier]
    else:
        name.tier = head.tier
    _read_on(lines, name, text, word, floor)
    if name.version is not None:
        return name
    run_on = text[name.end - 1].isascii() and lines.project.match(text, name.end) is not None
    return None if place == "hanging" or run_on else name


def _read_on(lines: Lines, name: Name, text: str, word: str, floor: int) -> None:
    """Read what stands behind, and before a tier, as far as a head of that kind takes it."""
    if name.head.kind == "vendor":
        return
    if name.head.kind == "product":
        _read_product(lines, name, text, word)
        return
    read(lines, name, text)
    if name.head.kind == "tier":
        led_version(name, text, floor)
    if name.head.kind == "name" and name.version is None and name.tier is None:
        _read_unknown_tier(lines, name, text)


def _read_product(lines: Lines, name: Name, text: str, word: str) -> None:
    """A product takes no bare version: it may be its own, unless it is named like a variant ("Codex 5.3")."""
    model = read(lines, Name(name.head, name.start, name.end), text)
    if word in name.line.variants:
        if model.version and model.number <= name.line.until.get(word, model.number):
            model.kept.insert(0, word)
        _become(name, model)
    elif model.version and (model.tier or model.kept):
        _become(name, model)


def _read_unknown_tier(lines: Lines, name: Name, text: str) -> None:
    """A tier that no table knows yet counts where the whole name is written as an identifier: "claude-saga-6"."""
    found = lines.unknown_tier.match(text, name.end) if name.line.vague and name.line.tiers else None
    if found is None:
        return
    further = read(lines, Name(name.head, name.start, found.end(), tier=found["tier"]), text)
    if further.version:
        _become(name, further)


def _become(name: Name, read_on: Name) -> None:
    """Take over what was read on trial."""
    name.tier, name.version, name.number = read_on.tier, read_on.version, read_on.number
    name.kept, name.dropped, name.end = read_on.kept, read_on.dropped, read_on.end
