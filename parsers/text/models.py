"""Finds the models that a text names, whatever the spelling, and gives each its canonical id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.records import Mention, Span
from parsers.text.hidden import hide
from parsers.text.joined import bare
from parsers.text.lines import Head, Lines
from parsers.text.naming import Name, led_version, read, take_version
from parsers.text.vocabulary import PACKAGED, Words

_LIST = re.compile(
    r"\s?(?:[/、,，&+|·;；]|和|及|与|以及|或)\s?| (?:and|or|und|и|y|e|ou|et|und|dan|và|ve) |[)\]】]?\s?[/、,，|]\s?[(\[【]?"
)
_BESIDE = re.compile(rf"{_LIST.pattern}|\s{{1,2}}")
_SHARED = re.compile(r"\s?[/&]\s?|[、,，]\s?")
_BEFORE = re.compile(r"[a-zа-яà-ÿ]")
_VERSION = re.compile(r"[a-z]?\d")
_REACH = 24


def _opens(text: str, head: Head, start: int) -> bool | None:
    """Whether a name can open here: None where it hangs on another word and needs a version to count."""
    before = text[start - 1 : start]
    if not before or not (before.isalnum() or before in "-_.@"):
        return True
    if before == "@" or _BEFORE.match(before):
        return False
    if before.isdigit():
        return head.kind != "whole"
    if before in "-_." and _BEFORE.match(text[start - 2 : start - 1]):
        return None
    return True


def _start(lines: Lines, text: str, found: re.Match[str], floor: int) -> Name | None:
    """The name that opens at a head, read to its end; None where the word is part of something else."""
    head = lines.heads[bare(found.group())]
    opens = _opens(text, head, found.start())
    if opens is False:
        return None
    name = Name(head, found.start(), found.end(), id=head.id)
    if head.tier in head.line.variants:
        name.kept = [head.tier]
    else:
        name.tier = head.tier
    if head.kind == "tier":
        led_version(name, text, floor)
    if head.kind == "product":
        _read_product(lines, name, text, bare(found.group()))
    elif head.kind != "vendor":
        read(lines, name, text)
    ascii_end = text[name.end - 1].isascii()
    if name.version is None and (opens is None or (ascii_end and lines.project.match(text, name.end))):
        return None
    return name


def _read_product(lines: Lines, name: Name, text: str, word: str) -> None:
    """A product takes no version, except one that is named like a variant: "Codex 5.3" is gpt-5.3-codex."""
    if word not in name.line.variants:
        return
    read(lines, name, text)
    if name.version and name.number <= name.line.until.get(word, name.number):
        name.kept.insert(0, word)


def _listed(lines: Lines, last: Name, text: str) -> Name | None:
    """The next item of a list that repeats only the version or the variant: "Opus 4.6/4.7", "GPT-5.6 sol/terra"."""
    comma = _LIST.match(text, last.end)
    if comma is None or last.version is None:
        return None
    item = last.line.item.match(text, comma.end())
    if item is None:
        return None
    name = Name(last.head, item.start(), item.start())
    name.tier = last.tier
    if item["share"]:
        name.version, name.number = last.version, last.number
        name.kept, name.end = [last.line.variants[bare(item["share"])]], item.end()
        return read(lines, name, text)
    end = take_version(lines, name, item, text, " ")
    whole_only = item["point"] is None and item["letter"] is None
    if end is None or (abs(int(name.number) - int(last.number)) > 1 and item["letter"] is None):
        return None
    name.end = end
    read(lines, name, text)
    tight = comma.group() == "/" and (last.number.is_integer() or name.kept)
    return name if tight or not whole_only else None


def _closing(lines: Lines, names: list[Name], text: str) -> None:
    """A version after the bracket belongs to every tier inside it: "Claude(Opus/Sonnet)4.5"."""
    last = names[-1]
    found = last.line.closing.match(text, last.end) if last.tier and last.version is None else None
    if found is None:
        return
    end = take_version(lines, last, found, text, " ")
    if end is None:
        return
    for name, after in zip(reversed(names[:-1]), reversed(names[1:]), strict=True):
        if (
            name.tier is None
            or name.version
            or name.line is not last.line
            or not _SHARED.fullmatch(text, name.end, after.start)
        ):
            break
        name.version, name.number = last.version, last.number


def _share_versions(names: Sequence[Name], text: str) -> None:
    """Tiers that share one version: forward where it leads ("4.6 Opus/Sonnet"), backward across a slash."""
    for left, right in zip(names, names[1:], strict=False):
        joined = left.line is right.line and left.tier and right.tier and _LIST.fullmatch(text, left.end, right.start)
        if joined and left.led and right.version is None:
            right.version, right.number, right.led = left.version, left.number, True
    for left, right in zip(reversed(names[:-1]), reversed(names[1:]), strict=True):
        joined = left.line is right.line and left.tier and right.tier and not right.led
        tight = text[left.end : right.start] in ("/", "&")
        if joined and tight and left.version is None and right.version:
            left.version, left.number = right.version, right.number
        if tight and left.line is right.line and left.line.vague and left.version and not (left.tier or left.kept):
            left.kept = list(right.kept)


def _names(lines: Lines, text: str) -> list[Name]:
    """Every name in reading order, lists expanded, nothing yet weighed."""
    names: list[Name] = []
    position = 0
    while found := lines.head.search(text, position):
        name = _start(lines, text, found, position)
        if name is None:
            position = found.end()
            continue
        while name is not None:
            names.append(name)
            position = name.end
            name = _listed(lines, name, text)
        _closing(lines, names, text)
    _share_versions(names, text)
    return names


def _sure(lines: Lines, name: Name, text: str) -> bool:
    """Whether the words alone say that a model is meant."""
    if name.head.kind == "vendor":
        return bool(lines.offered.match(text, name.end))
    if name.head.kind == "tier" and name.head.shy:
        return name.version is not None and "." in name.version
    return not name.head.shy or name.version is not None


def _wired(lines: Lines, name: Name, text: str) -> bool:
    """Whether a vendor's name speaks of a protocol."""
    after = text[name.end : name.end + _REACH]
    found = lines.wire.search(after)
    before = lines.wire.search(text[max(0, name.start - 6) : name.start])
    return before is not None or (found is not None and not re.search(r"[。.;；!！\n|]", after[: found.start()]))


def _weighed(lines: Lines, names: Sequence[Name], text: str) -> list[Name]:
    """The names that count: sure ones, and unsure ones that stand beside them in a list."""
    kept = [_sure(lines, name, text) for name in names]
    for order in (range(1, len(names)), range(len(names) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for i in order:
            a, b = sorted((i, i + step))
            kept[i] |= kept[i + step] and _BESIDE.fullmatch(text, names[a].end, names[b].start) is not None
    return [
        name
        for name, counts in zip(names, kept, strict=True)
        if counts and not (name.head.kind == "vendor" and _wired(lines, name, text))
    ]


def _offered(lines: Lines, names: Sequence[Name], text: str) -> list[Name]:
    """The names that are not denied; a denial reaches along its list."""
    offered: list[Name] = []
    denied_to = -1
    for name in names:
        before = text[max(0, name.start - _REACH) : name.start]
        along = denied_to >= 0 and _LIST.fullmatch(text, denied_to, name.start) is not None
        if along or lines.denied_before.search(before) or lines.denied_after.match(text, name.end):
            denied_to = name.end
        else:
            offered.append(name)
    return offered


def _mention(name: Name, text: str) -> Mention:
    implied = name.head.kind in ("product", "vendor") and name.version is None
    variant = " ".join(name.dropped) or None
    return Mention(name.canonical(), text[name.start : name.end], Span(name.start, name.end), variant, implied)


def mentions(text: str, folded: str, words: Words = PACKAGED) -> tuple[Mention, ...]:
    """Every model that the text offers, in reading order: id, the words, what the id drops, and where.

    `folded` is the text as script.fold gives it, of the same length. A line that only a product or a vendor
    implies is marked `implied`.
    """
    lines = words.models
    if lines.head.search(folded) is None:
        return ()
    shown = hide(folded)
    names = _offered(lines, _weighed(lines, _names(lines, shown), shown), shown)
    return tuple(_mention(name, text) for name in names)


def _parts(lines: Lines, id: str) -> tuple[str, frozenset[str]]:
    line = max((known for known in lines.by_id if id == known or id.startswith(f"{known}-")), key=len, default=id)
    return line, frozenset(filter(None, id[len(line) :].split("-")))


def _has_version(parts: Iterable[str]) -> bool:
    return any(_VERSION.match(part) for part in parts)


def settle(mentions: Iterable[Mention], words: Words = PACKAGED) -> tuple[str, ...]:
    """The ids that stand: a line, tier or generation falls where the text gives something more specific of it."""
    lines = words.models
    ids = dict.fromkeys(mention.id for mention in mentions)
    known = {id: _parts(lines, id) for id in ids}

    def general(id: str) -> bool:
        line, parts = known[id]
        rules = lines.by_id.get(line)
        loose = not _has_version(parts) or (rules is not None and rules.vague)
        open_ended = not parts or rules is None or rules.vague or parts <= set(rules.tiers.values())
        more = [more for other, more in known.values() if line == other and parts < more]
        return loose and any(open_ended or all(_VERSION.match(part) for part in other - parts) for other in more)

    return tuple(id for id in ids if not general(id))
