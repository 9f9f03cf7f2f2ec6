"""Finds the models that a text names, whatever the spelling, and gives each its canonical id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from parsers.records import Mention, Span
from parsers.text.hidden import hide
from parsers.text.lacking import lacks
from parsers.text.lines import Lines
from parsers.text.namelists import COMMA, close_bracket, next_item, share_versions
from parsers.text.naming import Name
from parsers.text.openings import start
from parsers.text.script import fold
from parsers.text.vocabulary import PACKAGED, Words

_BESIDE = re.compile(rf"{COMMA.pattern}|\s{{1,2}}")
_CLAUSE_END = re.compile(r"[。.;!\n|]")
_LEADING_MARK = re.compile(r"\s*(?:\[[^\[\]]{0,80}\]|【[^【】]{0,80}】|\([^()]{0,80}\)|「[^「」]{0,80}」)\s*[-_|:]?\s*")
_NAMESPACE = re.compile(r"(?:[a-z][a-z-]{1,20}\.)+(?=[a-z])")
_SHOP_MARKS = re.compile(
    r"\A[^\x00-\x7f]{1,40}[-_: |]{0,3}|[-_: |]{0,3}(?:[^\x00-\x7f]{1,40}|\[[^\[\]]{0,80}\]|\([^()]{0,80}\))\Z"
)
_VERSION = re.compile(r"[a-z]?\d")
_REACH = 24
_TITLE = re.compile(r"\A\W{0,8}(?:\w{1,6}[:：])?\W{0,4}\Z")
_PRICED_BELOW = re.compile(r"[】\])*]{0,3}[ ]{0,4}\n[^\n\d]{0,8}\d")
"""Behind a vendor's name that is the title of a good: its price, on the next line."""
_RATE = 8
"""How far in front of a vendor's name the end of a rate is looked for."""


def _names(lines: Lines, text: str) -> list[Name]:
    """Every name in reading order, lists expanded, nothing yet weighed."""
    names: list[Name] = []
    position = 0
    while found := lines.head.search(text, position):
        name = start(lines, text, found, position)
        if name is None:
            position = found.end()
            continue
        while name is not None:
            names.append(name)
            position = name.end
            name = next_item(lines, name, text)
        close_bracket(lines, names, text)
    share_versions(names, text)
    return names


_LED = 24
"""How far in front of a vendor's name the words are looked for that lead to it."""


def _is_sure(lines: Lines, name: Name, text: str) -> bool:
    """Whether the words alone say that a model is meant."""
    if name.head.kind == "vendor":
        before = text[max(0, name.start - _RATE) : name.start]
        behind = lines.offered.match(text, name.end) or lines.valued.match(text, name.end)
        title = _TITLE.match(text[: min(name.start, _REACH)]) and _PRICED_BELOW.match(text, name.end)
        led = lines.led.search(text, max(0, name.start - _LED), name.start)
        return bool(behind or title or lines.rated.search(before) or led)
    if not name.head.shy or (name.head.kind == "nickname" and _is_traded(lines, name, text)):
        return True
    said = name.version is not None and ("." in name.version or name.version[0].isalpha())
    return said or (name.version is not None and " " not in text[name.start : name.end])


def _is_traded(lines: Lines, name: Name, text: str) -> bool:
    """Whether a tier or a word of the trade beside a nickname says what is meant: "小克 Max 车位", "出哈基米"."""
    behind = lines.nicknamed.match(text, name.end) is not None
    return behind or lines.traded.search(text, max(0, name.start - _RATE), name.start) is not None


def _is_protocol(lines: Lines, name: Name, text: str) -> bool:
    """Whether a vendor's name speaks of its protocol: "OpenAI-compatible", "兼容 OpenAI"."""
    if lines.offered.match(text, name.end):
        return False
    behind = lines.wire.search(text, name.end, name.end + _REACH)
    if behind is not None and _CLAUSE_END.search(text, name.end, behind.start()) is None:
        return True
    before = lines.wire.search(text, max(0, name.start - 6), name.start)
    return before is not None and _CLAUSE_END.search(text, before.end(), name.start) is None


def _counting(lines: Lines, names: Sequence[Name], text: str) -> list[Name]:
    """The names that count: sure ones, and unsure ones that stand beside them in a list."""
    counts = [_is_sure(lines, name, text) for name in names]
    if not all(counts):
        beside = [_BESIDE.fullmatch(text, left.end, right.start) is not None for left, right in pairwise(names)]
        for i in range(1, len(names)):
            counts[i] |= counts[i - 1] and beside[i - 1]
        for i in range(len(names) - 2, -1, -1):
            counts[i] |= counts[i + 1] and beside[i]
    return [
        name
        for name, sure in zip(names, counts, strict=True)
        if sure and not (name.head.kind == "vendor" and _is_protocol(lines, name, text))
    ]


def _offered(lines: Lines, names: Sequence[Name], text: str) -> list[Name]:
    """The names that are not denied; a denial reaches along its list."""
    offered: list[Name] = []
    denied: Name | None = None
    for name in names:
        along = denied is not None and COMMA.fullmatch(text, denied.end, name.start) is not None
        before = text[max(0, name.start - _REACH) : name.start]
        lacked = lines.denied_before.search(before) and not lacks(text, before, name.end)
        if along or lacked or lines.denied_after.match(text, name.end):
            denied = name
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
    lines, shown = words.models, hide(folded)
    names = _counting(lines, _names(lines, shown), shown)
    return tuple(_mention(name, text) for name in _offered(lines, names, shown))


def resolve(raw_name: str, words: Words = PACKAGED) -> Mention | None:
    """The model of a structured name field ("[渠道]claude-opus-4-6-thinking"), or None where any part is unknown.

    A shop's marks around the name and vendor prefixes are passed over; what ids drop is kept in `variant`.
    """
    lines, folded = words.models, fold(raw_name)
    while mark := _LEADING_MARK.match(folded):
        folded = folded[mark.end() :]
    core = _NAMESPACE.sub("", folded.rpartition("/")[2].strip())
    span = Span(0, len(raw_name))
    if lines.fixed.fullmatch(core.removesuffix("-latest")):
        return Mention(core.removesuffix("-latest"), raw_name, span)
    for candidate in dict.fromkeys((core, _SHOP_MARKS.sub("", core), lines.mark.sub("", core, count=1))):
        found = lines.head.match(candidate)
        name = start(lines, candidate, found, 0) if found else None
        if name and name.end == len(candidate) and name.head.kind not in ("product", "vendor"):
            return Mention(name.canonical(), raw_name, span, " ".join(name.dropped) or None)
    return None


def settle(mentions: Iterable[Mention], words: Words = PACKAGED) -> tuple[str, ...]:
    """The ids that stand: a line, tier or generation falls where the text gives something more specific of it."""
    known: dict[str, tuple[str, frozenset[str]]] = {}
    of_line: dict[str, list[frozenset[str]]] = {}
    for mention in mentions:
        if mention.id not in known:
            line, parts = known[mention.id] = _parts(words.models, mention.id)
            of_line.setdefault(line, []).append(parts)
    return tuple(id for id, (line, parts) in known.items() if not _is_general(words.models, line, parts, of_line[line]))


@lru_cache(maxsize=4096)
def _parts(lines: Lines, id: str) -> tuple[str, frozenset[str]]:
    """The line of an id, and its further parts."""
    line = max((known for known in lines.by_id if id == known or id.startswith(f"{known}-")), key=len, default=id)
    return line, frozenset(filter(None, id[len(line) :].split("-")))


def _is_general(lines: Lines, line: str, parts: frozenset[str], others: Iterable[frozenset[str]]) -> bool:
    """Whether an id leaves open what another of its line says."""
    rules = lines.by_id.get(line)
    vague = rules is not None and rules.vague
    if any(map(_VERSION.match, parts)) and not vague:
        return False
    open_ended = not parts or vague or (rules is not None and parts <= set(rules.tiers.values()))
    return any(parts < other and (open_ended or all(map(_VERSION.match, other - parts))) for other in others)
