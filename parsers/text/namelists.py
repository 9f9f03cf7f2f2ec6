"""Expands lists that name a line or a version once: "Opus 4.6/4.7", "GPT-5.6 sol/terra", "Claude(Opus/Sonnet)4.5"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from parsers.text.joined import bare, uninflected
from parsers.text.lines import Lines
from parsers.text.naming import Name, read, take_version
from parsers.text.writing import any_of, signs

COMMA = re.compile(
    rf"\s?(?:[/、,&+|·;]|{any_of('and')})\s?| {any_of('and_words', opens=False)} |[)\]】]?\s?[/、,|]\s?[(\[【]?"
)
"""What parts the items of a list of models."""

_UP_TO = re.compile(f"[-–—{signs('range_signs')}]")
_IN_ID = re.compile(r"-(?P<number>\d(?:\.\d)?)o?")
_IN_BRACKETS = re.compile(r"\s?[/&]\s?|[、,]\s?")


def next_item(lines: Lines, last: Name, text: str) -> Name | None:
    """The next item of a list that repeats only the version or the variant, or None."""
    comma = COMMA.match(text, last.end) or _UP_TO.match(text, last.end)
    number = _number(last)
    if comma is None or number is None:
        return None
    last.number = number
    item = last.line.item.match(text, comma.end())
    if item is None:
        return None
    name = Name(last.head, item.start(), item.end(), tier=last.tier)
    other = lines.head.match(text, item.start("share")) if item["share"] is not None else None
    if other is not None and other.end() > item.end("share"):  # "gpt-image-2, nano banana" goes on with another name
        return None
    if item["share"] is None:
        return _next_version(lines, last, name, text, item, comma.group())
    name.version, name.number = last.version, last.number
    name.kept = [last.line.variants[bare(item["share"])]]
    return read(lines, name, text)


def _number(name: Name) -> float | None:
    """The version of a name as a number: its own, or the one in the word that is the whole name ("4o")."""
    if name.version is not None:
        return name.number
    told = _IN_ID.fullmatch(name.id or "", len(name.line.id))
    return float(told["number"]) if told else None


def _opens_tier(lines: Lines, text: str, end: int) -> bool:
    """Whether the version that ends here is that of the tier behind it: "4.6 Opus / 4.6 Sonnet"."""
    head = lines.head.match(text, end + 1 if text[end : end + 1] in (" ", "-") else end)
    return head is not None and lines.heads[uninflected(head.group(), lines.heads)].kind == "tier"


def _next_version(lines: Lines, last: Name, name: Name, text: str, item: re.Match[str], comma: str) -> Name | None:
    """A version that goes on a list: near the one before; a bare whole number only directly behind a slash."""
    end = take_version(lines, name, item, text, " ")
    lettered = item["letter"] is not None
    if (
        end is None
        or (name.tier and _opens_tier(lines, text, end))
        or (abs(int(name.number) - int(last.number)) > 1 and not lettered)
    ):
        return None
    name.end = end
    read(lines, name, text)
    return name if item["point"] or lettered or comma == "/" or name.kept else None


def close_bracket(lines: Lines, names: Sequence[Name], text: str) -> None:
    """A version behind a bracket belongs to every tier inside it."""
    last = names[-1]
    found = last.line.closing.match(text, last.end) if last.tier and last.version is None else None
    if found is None or take_version(lines, last, found, text, " ") is None:
        return
    for right, left in pairwise(reversed(names)):
        alike = left.line is last.line and left.tier and left.version is None
        if not (alike and _IN_BRACKETS.fullmatch(text, left.end, right.start)):
            return
        left.version, left.number = last.version, last.number


def share_versions(names: Sequence[Name], text: str) -> None:
    """Neighbours of one line share what only one of them says: "4.6 Opus, Sonnet", "Opus/Sonnet 4.6", "2.5/3 Pro"."""
    for left, right in pairwise(names):
        led = left.led and left.line is right.line and right.tier and right.version is None
        if led and COMMA.fullmatch(text, left.end, right.start):
            right.version, right.number, right.led = left.version, left.number, True
    for right, left in pairwise(reversed(names)):
        if left.line is right.line and text[left.end : right.start] in ("/", "&"):
            _share_backwards(left, right)


def _share_backwards(left: Name, right: Name) -> None:
    if left.tier and right.tier and left.version is None and not right.led:
        left.version, left.number = right.version, right.number
    if left.line.vague and left.version and not (left.tier or left.kept):
        left.kept = list(right.kept)
