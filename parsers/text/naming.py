"""Reads one model name at a place in a text: line, tier, version and variants, and where the name ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parsers.text.lines import Head, Line, Lines, bare

_PAIR = re.compile(r" ?/ ?[$¥￥]?(\d+(?:\.\d+)?)")
_LED = re.compile(r"(?<![\d.$¥￥€])(\d)\.(\d)[ -]?$")
_GLUED_PRICE = re.compile(r"\d ?(?:元|块|r|rmb|¥|￥)? ?[/=:：] ?1 ?(?:刀|\$|美|usd|u)")
_NUMBERED = re.compile(r"[.)、:]")
PRICE_PAIR = 3.5
"""Output costs at least this many times the input on every official list: "5/25" is a price, "4.6/4.7" are versions."""


@dataclass(slots=True)
class Name:
    """A name while it is read; `led` where the version stands before the tier, as in "Claude 4.6 Opus"."""

    head: Head
    start: int
    end: int
    tier: str | None = None
    version: str | None = None
    number: float = 0.0
    kept: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    led: bool = False
    id: str | None = None

    @property
    def line(self) -> Line:
        return self.head.line

    @property
    def bare(self) -> bool:
        """Nothing but the line is named."""
        return self.tier is None and self.version is None and not self.kept and self.id is None

    def canonical(self) -> str:
        """The id in GUIDE's form."""
        first = self.id or "-".join(filter(None, (self.line.id, self.tier, self.version)))
        return "-".join((first, *self.kept))


def _version(name: Name, found: re.Match[str], gap: str) -> bool:
    """Take the version that was found; False where the shape of the line does not allow it."""
    shape, whole = name.line.version, int(found["whole"])
    point = found["point"] or found["dash"]
    given = found["letter"]
    if (shape.letter and not given) or (whole >= 10 and gap != "-") or len(point or "") > shape.decimals:
        return False
    letter = (given if given and given in shape.leading else shape.leading[:1]) if shape.leading else ""
    kept_point = f".{point}" if point and (point.strip("0") or shape.zero) else ""
    trailing = found.groupdict().get("trailing") or ""
    name.version = f"{letter}{whole}{kept_point}{trailing}"
    name.number = float(f"{whole}.{point or 0}")
    return True


def _is_amount(lines: Lines, found: re.Match[str], text: str, gap: str) -> bool:
    """Whether what follows the number makes it money, a rate, a count or one half of a price pair."""
    end = found.end("version")
    if lines.money.match(text, end):
        return True
    pair = _PAIR.match(text, end)
    number = float(f"{found['whole']}.{found['point'] or 0}")
    if pair and float(pair.group(1)) >= PRICE_PAIR * number:
        return True
    numbered = _NUMBERED.match(text, end) if " " in gap and not found["point"] else None
    if numbered and re.search(rf"(?<!\d){int(found['whole']) - 1}{re.escape(numbered.group())}", text[:end]):
        return True
    lettered = found["letter"] is not None
    counted = None if lettered else lines.count.match(text, end)
    spaced = " " in gap and not (found["point"] or found["dash"])
    return counted is not None and (not counted["space"] or spaced)


def take_version(lines: Lines, name: Name, found: re.Match[str], text: str, gap: str) -> int | None:
    """Where the version ends, or None where the number is no version of this line."""
    end = found.end("version")
    if int(found["whole"]) < name.line.version.least:
        return None
    if (
        found["point"]
        and len(found["point"]) == 2
        and name.line.version.decimals == 1
        and _GLUED_PRICE.match(text, end - 1)
    ):
        name.version = f"{found['whole']}.{found['point'][0]}"  # "Opus 4.61元/1刀": the 1 is the price
        name.number = float(name.version)
        return end - 1
    if _is_amount(lines, found, text, gap):
        return None
    runs_on = text[end : end + 1].isascii() and text[end : end + 1].isalpha()
    if runs_on:
        behind = name.line.part.match(text, end)
        if behind is None or behind["gap"]:
            return None
    return end if _version(name, found, gap) else None


def _take_kept(name: Name, word: str, gap: str) -> bool:
    """Take a tier or variant; False where it does not belong to this name."""
    key = bare(word)
    tier = name.line.tiers.get(key)
    if tier is not None and tier in name.line.tiers.values() and key not in name.line.variants:
        if name.tier is not None:
            return False
        name.led = name.version is not None
        name.tier = tier
        return True
    last = name.line.until.get(key)
    if last is not None and "-" not in gap and name.number > last:
        return False
    if key in map(bare, name.kept):
        return False
    name.kept.append(name.line.variants.get(key, key))
    return True


def _take(lines: Lines, name: Name, part: re.Match[str], text: str) -> int | None:
    """Take one part behind a name; its end, or None where the name has ended."""
    kind, gap = part.lastgroup or "", part["gap"]
    hyphened = gap in ("-", "_", "@", ":")
    if part["version"] is not None:
        if name.version is None and name.id is None:
            return take_version(lines, name, part, text, gap)
        return part.end("version") if part["letter"] == "v" and hyphened else None
    if part["kept"] is not None:
        return part.end("kept") if _take_kept(name, part["kept"], gap) else None
    if part["count"] is not None and name.line.sized and (name.version or name.tier or hyphened):
        name.kept.append(part["count"])
        return part.end("count")
    bracketed = gap.endswith(("(", "["))
    if part["word"] is None and not (hyphened or bracketed or (part["tag"] and not gap and name.version)):
        return None
    if part["date"] is not None and not hyphened:
        return None
    dropped = part[kind]
    name.dropped.append(dropped)
    return part.end() if bracketed else part.end(kind)


def _stands(name: Name, given: int) -> bool:
    """Whether the variants read so far may stand: they need a version, unless the line lets them stand alone."""
    return bool(name.version or name.id) or len(name.kept) == given or bare("".join(name.kept)) in name.line.alone


def read(lines: Lines, name: Name, text: str) -> Name:
    """Read on behind what the name already has, as far as the parts belong to it."""
    given = len(name.kept)
    sure = (name.end, given, len(name.dropped))
    while (part := name.line.part.match(text, name.end)) and part.end() > name.end:
        end = _take(lines, name, part, text)
        if end is None:
            break
        name.end = end
        if _stands(name, given):
            sure = (name.end, len(name.kept), len(name.dropped))
    name.end = sure[0]
    del name.kept[sure[1] :], name.dropped[sure[2] :]
    return name


def led_version(name: Name, text: str, floor: int) -> None:
    """Give a tier the version that stands directly before it: "4.6 Opus", "5.6 sol"."""
    found = _LED.search(text, max(floor, name.start - 5), name.start)
    if found and name.version is None and int(found.group(1)) >= name.line.version.least:
        name.version = f"{found.group(1)}.{found.group(2)}"
        name.number = float(name.version)
        name.start, name.led = found.start(), True
