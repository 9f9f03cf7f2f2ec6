"""Reads one model name at a place in a text: line, tier, version and variants, and where the name ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parsers.text.joined import bare
from parsers.text.lines import Head, Line, Lines
from parsers.text.writing import any_of

_PAIR = re.compile(r" ?/ ?[$¥￥]?(\d+(?:\.\d+)?)")
_LED = re.compile(r"(?<![\d.$¥￥€])(\d)\.(\d)[ -]?$")
_GLUED_PRICE = re.compile(
    rf"\d ?(?:{any_of('yuan', 'size_money', opens=False)})? ?[/=:：] ?1 ?(?:{any_of('dollar', opens=False)}|u)"
)
_RATIO = re.compile(rf"[:=]\d{{1,2}}(?![\d.]| ?(?:{any_of('yuan', 'size_money', 'tenths', opens=False)}))")
_SPACED_PRICE = re.compile(rf"[ \u00a0]\d{{3}}[ \u00a0]?{any_of('size_money', 'spaced_money', opens=False)}")
"""The rest of a price whose thousands a blank parts: "Gemini Ultra 6 500 ₽" names no version."""
_NUMBERED = re.compile(r"[.)、:]")
_THEN = re.compile(rf"(?:(?P<spaced> - )|[ ]?-[ ]?|{any_of('and_then', opens=False)})(?P<number>\d+(?:\.\d+)?)")
"""What parts a number from the money behind it, which then may be that of the next of a list."""
_PASSED = re.compile(
    rf"[ ]?\(?{any_of('goes_in', opens=False)}\)?[ /,|]{{0,3}}[¥$]?\d{{1,4}}(?:\.\d{{1,2}})?[ ]?\(?"
    rf"{any_of('comes_out', opens=False)}(?![ :]{{0,2}}[¥$]?\d)"
)
"""Behind a price for input it says so, and output follows: "GPT 7.5进42出" names no version."""
_ANY = re.compile(r"\.x(?![a-z0-9])")
"""Behind a number it says that every version of it is meant: "GPT-5.x"."""
FAR = 8
"""A number from here on that only a blank parts from a line's name is taken for a price: "Claude 9.9"."""
HIGH = 3
"""From here on a number between a name and the word for its rate is a version: "GPT 5.5倍率", but "Claude 1.5倍率"."""
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

    def canonical(self) -> str:
        """The id in GUIDE's form."""
        first = self.id or "-".join(filter(None, (self.line.id, self.tier, self.version)))
        return "-".join((first, *self.kept))


def _is_numbering(found: re.Match[str], text: str, gap: str) -> bool:
    """Whether the number goes on a numbering: "1. Claude 2. GPT"."""
    sign = _NUMBERED.match(text, found.end("version")) if " " in gap and not found["point"] else None
    if sign is None:
        return False
    before = text[max(0, found.start() - 400) : found.start()]
    return re.search(rf"(?<![a-z\d]){int(found['whole']) - 1}{re.escape(sign.group())}(?!\d)", before) is not None


def _is_apart(name: Name, found: re.Match[str], further: str) -> bool:
    """Whether the money behind a number is another's: "Opus 4.6 - 0.1 元/$", "GPT 5.4、0.2元"; no range descends."""
    then = _THEN.match(further)
    if then is None:
        return False
    falls = float(then["number"]) < float(f"{found['whole']}.{found['point'] or 0}")
    sure = name.tier or found["point"] or found["trailing"] or found["letter"]
    return falls or bool(sure and then["spaced"])


def _is_amount(lines: Lines, name: Name, found: re.Match[str], text: str, gap: str) -> bool:
    """Whether what follows the number makes it money, a rate, a count or one half of a price pair."""
    end, whole_only = found.end("version"), not (found["point"] or found["dash"])
    money = lines.money.match(text, end)
    if (money and not _is_apart(name, found, money["further"] or "")) or _is_numbering(found, text, gap):
        return True
    if lines.rate.match(text, end) and " " in gap and int(found["whole"]) < HIGH:
        return True
    if (
        " " in gap
        and whole_only
        and not found["letter"]
        and (_RATIO.match(text, end) or _SPACED_PRICE.match(text, end))
    ):
        return True
    if _PASSED.match(text, end):
        return True
    pair = _PAIR.match(text, end)
    if pair and float(pair[1]) >= PRICE_PAIR * float(f"{found['whole']}.{found['point'] or 0}"):
        return True
    counted = None if found["letter"] else lines.count.match(text, end)
    return counted is not None and (not counted["space"] or (" " in gap and whole_only))


def _shaped(name: Name, found: re.Match[str], gap: str) -> tuple[str, float] | None:
    """The version as the line writes it, and as a number; None where the line has no such versions."""
    shape, whole = name.line.version, found["whole"]
    point, letter = found["point"] or found["dash"] or "", found["letter"]
    if (shape.letter and not letter) or (len(whole) > 1 and gap != "-") or len(point) > shape.decimals:
        return None
    first = letter if letter and letter in shape.leading else shape.leading[:1]
    decimals = f".{point}" if point and (point.strip("0") or shape.zero) else ""
    return f"{first}{whole}{decimals}{found['trailing'] or ''}", float(f"{whole}.{point or 0}")


def take_version(lines: Lines, name: Name, found: re.Match[str], text: str, gap: str) -> int | None:
    """Where the version ends, or None where the number is no version of this line."""
    end = found.end("version")
    whole = int(found["whole"])
    least = 1 if name.tier and not name.line.vague else name.line.version.least
    if _ANY.match(text, end) or whole < least or (whole >= FAR and " " in gap and name.tier is None):
        return None
    glued = len(found["point"] or "") == 2 and name.line.version.decimals == 1 and _GLUED_PRICE.match(text, end - 1)
    if glued:  # "Opus 4.61元/1刀": the last digit is the price
        name.version = f"{found['whole']}.{found['point'][0]}"
        name.number = float(name.version)
        return end - 1
    shaped = None if _is_amount(lines, name, found, text, gap) else _shaped(name, found, gap)
    if shaped is None:
        return None
    sign = text[end : end + 1]
    if sign.isascii() and sign.isalpha():
        behind = name.line.part.match(text, end) or lines.dropped.match(text, end)
        if (behind is None or behind["gap"]) and not name.line.tight.match(text, end):
            return None
    name.version, name.number = shaped
    return end


def _take_kept(name: Name, word: str, gap: str) -> bool:
    """Take a tier or variant; False where it does not belong to this name."""
    key = bare(word)
    versioned = name.version is not None or name.id is not None
    if key in name.line.tiers and not (versioned and key in name.line.variants):
        if name.tier is not None:
            return False
        name.led = name.version is not None
        name.tier = name.line.tiers[key]
        return True
    last = name.line.until.get(key)
    variant = name.line.variants[key]
    if (last is not None and "-" not in gap and name.number > last) or variant in name.kept:
        return False
    name.kept.append(variant)
    return True


def _take(lines: Lines, name: Name, text: str) -> int | None:
    """Take one tier, variant or version behind a name; its end, or None where there is none."""
    part = name.line.part.match(text, name.end)
    if part is None:
        return _take_tight(name, text)
    if part["kept"] is not None:
        return part.end("kept") if _take_kept(name, part["kept"], part["gap"]) else None
    if name.version is None and name.id is None:
        return take_version(lines, name, part, text, part["gap"])
    return None


def _take_tight(name: Name, text: str) -> int | None:
    """Take a variant that is glued to the version, though a plan of that name is sold: "Gemini 3.1pro 一年"."""
    glued = name.version is not None and not name.kept and text[name.end - 1].isdigit()
    found = name.line.tight.match(text, name.end) if glued else None
    if found is None:
        return None
    name.kept.append(name.line.variants[bare(found.group())])
    return found.end()


def _drop(lines: Lines, name: Name, text: str) -> int | None:
    """Take one part that the id drops; its end, or None where there is none."""
    part = lines.dropped.match(text, name.end)
    if part is None:
        return None
    gap, kind = part["gap"], part.lastgroup or ""
    hyphened, bracketed = gap in ("-", "_", "@", ":"), gap.endswith(("(", "["))
    if kind == "count" and name.line.sized and (name.version or name.tier or hyphened):
        name.kept.append(part["count"])
        return part.end("count")
    run_on = kind == "tag" and not gap and name.version is not None
    if not (kind == "word" or hyphened or bracketed or run_on) or (kind == "date" and not hyphened):
        return None
    name.dropped.append(part[kind])
    return part.end() if bracketed else part.end(kind)


def _stands(name: Name, given: int) -> bool:
    """Whether the variants read so far may stand: they need a version or a tier, unless the line lets them alone."""
    further = name.kept[given:]
    return bool(name.version or name.id or name.tier) or all(
        v[0].isdigit() or bare(v) in name.line.alone for v in further
    )


def read(lines: Lines, name: Name, text: str) -> Name:
    """Read on behind what the name already has, as far as the parts belong to it."""
    given = len(name.kept)
    sure = (name.end, given, len(name.dropped))
    while (end := _take(lines, name, text) or _drop(lines, name, text)) is not None:
        name.end = end
        if _stands(name, given):
            sure = (name.end, len(name.kept), len(name.dropped))
    name.end = sure[0]
    del name.kept[sure[1] :], name.dropped[sure[2] :]
    return name


def led_version(name: Name, text: str, floor: int) -> None:
    """Give a tier the version that stands directly before it: "4.6 Opus", "5.6 sol"."""
    found = _LED.search(text, max(floor, name.start - 5), name.start)
    if found and name.version is None and int(found[1]) >= name.line.version.least:
        name.version = f"{found[1]}.{found[2]}"
        name.number = float(name.version)
        name.start, name.led = found.start(), True
