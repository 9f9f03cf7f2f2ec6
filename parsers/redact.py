"""Takes keys, contacts and referral codes out of bytes before they are kept; the rules are data.

Keys go by two sets of rules: a maintained one (vendor_keys.py), and the rows of redaction.toml, which know what it does
not: the keys of relays, keys that are named in Chinese, contacts, and who sent the reader. Of the 69 shapes of keys in
tests/plants.py the maintained set alone knows 38. Its engine is not used: it takes seconds to start and writes files.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from parsers import vendor_keys
from parsers.charsets import BOMS, decode
from parsers.redaction_rules import ANYWHERE, MEMBERS, READING, VERSION, Rule, needed
from parsers.views import ENTITY, JSON_ESCAPE, PERCENT, Edit, View, edited, unescaped, without_overlap

LITERAL = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL)
# A script's own apostrophes, in comments, begin no string.
SCRIPT_STRING = re.compile(
    r""""([^"\\\n]*+(?:\\.[^"\\\n]*+)*+)" | (?!'(?:s|t|re|ve|ll|m|d)\b) '([^'\\\n]*+(?:\\.[^'\\\n]*+)*+)'""", re.VERBOSE
)
# Each alternative stops where the next of its kind begins, so that unclosed markup costs no more than closed.
MARKUP = re.compile(
    r"""<!--(?P<comment>(?:[^<-]|-(?!->)|<(?!!--))*+)-->
      | <(?P<raw>script|style)\b[^<>]*>(?P<code>[^<]*+(?:<(?!/?(?:script|style)\b)[^<]*+)*+)</(?P=raw)\s*>
      | <(?P<tag>[A-Za-z/!?][\w:-]*)[^<>]*>""",
    re.VERBOSE | re.IGNORECASE,
)
TAG_NAME = re.compile(r"</*([\w:!?-]*)")
ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
READABLE = {"content", "title", "alt", "label", "value", "placeholder", "description", "aria-label"} | {
    f"data-{name}" for name in ("content", "title", "text", "clipboard-text")
}
INLINE = {
    "a", "abbr", "b", "bdi", "code", "em", "font", "i", "kbd", "mark", "s", "small", "span", "strong", "sub", "sup",
    "u", "tg-emoji", "tg-spoiler", "wbr",
}  # fmt: skip
OWN_CHANNEL = re.compile(r"""data-post=["'](\w+)/""")
WORD = re.compile(r"""[^\s"'<>]+""")
DEEPEST = 3
"""How often what stands in percent escapes is unpacked: a link within a link within a link."""
NO_ESCAPE = re.compile(r"(?!)")
# A string with a document of its own: JSON, markup, or text with entities (a decoded attribute has none left).
NESTED = re.compile(r"\A\s*[\[{]|<[A-Za-z/!][^<>]*>|&#?\w{1,31};")


@dataclass(frozen=True, slots=True)
class Redacted:
    """A body without secrets, how many were taken out, and by which version of the rules."""

    body: bytes
    count: int
    version: str


def redact(body: bytes, media_type: str) -> Redacted:
    """The body with keys, contacts and codes replaced by markers such as `[key]`; all other bytes are as they were.

    JSON stays JSON, and markup keeps its tags and the ids of the channel that it is a page of. The media type is only a
    hint at the charset: what is text, and of what kind, is seen from the body. Images and archives come back untouched.
    """
    if b"\0" in body[:4096] and not body.startswith(tuple(mark for mark, _ in BOMS)):
        return Redacted(body, 0, VERSION)
    text, charset = decode(body, media_type)
    own = frozenset(name.lower() for name in OWN_CHANNEL.findall(text))
    edits = without_overlap(_edits(text, own))
    clean = edited(text, edits).encode(charset, "surrogateescape") if edits else body
    return Redacted(clean, sum(1 for edit in edits if edit.marker), VERSION)


def redact_link(link: str) -> str:
    """A URL or a header's value without keys and codes; the host, channel or file that it names stays."""
    view = View()
    view.add_escaped(link, 0, NO_ESCAPE)
    return edited(link, without_overlap(_found(view, ANYWHERE)))


def _edits(text: str, own: frozenset[str]) -> Iterator[Edit]:
    return _json_edits(text, own) if _is_json(text) else _markup_edits(text, own)


def _is_json(text: str) -> bool:
    text = text.lstrip("\ufeff \t\r\n")
    return text.startswith(("{", "[", '"')) and (
        _parses(text) or all(_parses(line) for line in text.split("\n") if line.strip())
    )


def _parses(text: str) -> bool:
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


@dataclass(slots=True)
class _Strings:
    """Strings of one kind, each looked at once, wherever it stands: most of a page's are the same again and again."""

    view: View = field(default_factory=View)
    firsts: list[int] = field(default_factory=list)
    places: list[list[int]] = field(default_factory=list)
    known: defaultdict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """By how it is escaped the number of each string; a pattern itself would be hashed anew each time, code and all."""

    def again(self, text: str, start: int, escape: re.Pattern[str]) -> bool:
        """Whether the string is known; then only its place is noted."""
        number = self.known[escape.pattern].get(text)
        if number is not None:
            self.places[number].append(start)
        return number is not None

    def add(self, text: str, start: int, escape: re.Pattern[str], view: View | None) -> None:
        """A new string, as it is read; without a view of its own, as it stands."""
        self.known[escape.pattern][text] = len(self.places)
        self.firsts.append(start)
        self.places.append([start])
        if view:
            self.view.extend(view)
        else:
            self.view.add(text, (start, start + len(text)))
            self.view.add("\n\n")

    def edits(self, rules: tuple[Rule, ...], own: frozenset[str] = frozenset()) -> Iterator[Edit]:
        """What the rules find, in every place of the string."""
        for edit in _found(self.view, rules, own):
            number = bisect_right(self.firsts, edit.start) - 1
            for place in self.places[number]:
                shift = place - self.firsts[number]
                yield Edit(edit.start + shift, edit.end + shift, edit.marker)


@dataclass(slots=True)
class _Views:
    """The parts of one document that are read apart: running text, single strings, and links, ids and scripts."""

    own: frozenset[str]
    shown: View = field(default_factory=View)
    strings: _Strings = field(default_factory=_Strings)
    hidden: _Strings = field(default_factory=_Strings)

    def add(self, text: str, start: int, escape: re.Pattern[str], readable: bool) -> Iterator[Edit]:
        """File a string with its like; the edits of one that holds a document of its own come at once."""
        alike = self.strings if readable else self.hidden
        if alike.again(text, start, escape):
            return
        if unescaped(text) and not NESTED.search(text):
            alike.add(text, start, escape, None)
            return
        view = View()
        view.add_escaped(text, start, escape)
        if NESTED.search(view.text):
            inner = without_overlap(_edits(view.text, self.own))
            yield from (source for edit in inner for source in view.source_edits(edit))
        else:
            alike.add(text, start, escape, view)

    def edits(self) -> Iterator[Edit]:
        """What the rules find."""
        yield from _found(self.shown, READING)
        yield from self.strings.edits(READING)
        yield from self.hidden.edits(ANYWHERE, self.own)


def _json_edits(text: str, own: frozenset[str]) -> Iterator[Edit]:
    """Strings are read with their escapes decoded; one that holds JSON or markup is read as that."""
    for rule in needed(MEMBERS, text):
        yield from (Edit(*match.span("secret"), _member(rule, match)) for match in rule.pattern.finditer(text))
    views = _Views(own)
    known, places = views.strings.known[JSON_ESCAPE.pattern], views.strings.places
    for match in LITERAL.finditer(text):
        number = known.get(match[1])  # nearly all are: what `add` would do comes too late
        if number is None:
            yield from views.add(match[1], match.start(1), JSON_ESCAPE, readable=True)
        else:
            places[number].append(match.start(1))
    yield from views.edits()


def _member(rule: Rule, match: re.Match[str]) -> str:
    """The marker in a member's value; where a bare number stood, JSON can only say null."""
    quoted = match.string[match.start("secret") - 1] not in " :\t\r\n"
    return f"[{rule.kind}]" if quoted else "null"


def _markup_edits(text: str, own: frozenset[str]) -> Iterator[Edit]:
    """Plain text is markup without tags. What is shown is read across inline tags."""
    views, place = _Views(own), 0
    for match in MARKUP.finditer(text):
        start, end = match.span()
        if place < start:
            views.shown.add_escaped(text[place:start], place, ENTITY)
        place = end
        inline = False
        if match["tag"]:
            inline, attributes = _tag(match.group())
            for offset, value, readable in attributes:
                yield from views.add(value, start + offset, ENTITY, readable)
        elif match["comment"]:
            views.shown.add_escaped(match["comment"], match.start("comment"), ENTITY)
        elif match["code"] and match["raw"].lower() == "script":
            yield from views.add(match["code"], match.start("code"), NO_ESCAPE, readable=False)
            yield from _shown_by_script(match, views)
        if not inline:
            views.shown.add("\n")
    views.shown.add_escaped(text[place:], place, ENTITY)
    yield from views.edits()


@lru_cache(4096)
def _tag(tag: str) -> tuple[bool, tuple[tuple[int, str, bool], ...]]:
    """Whether a tag stands within a line, and the values of its attributes: place in it, and whether people read it."""
    name = TAG_NAME.match(tag)
    found = ((match, 2 if match[2] is not None else 3) for match in ATTRIBUTE.finditer(tag))
    values = tuple((match.start(value), match[value], match[1].lower() in READABLE) for match, value in found)
    return bool(name and name[1].lower() in INLINE), values


def _shown_by_script(script: re.Match[str], views: _Views) -> Iterator[Edit]:
    """What a script holds as strings is what people are shown, as goods that it puts into the page."""
    for match in SCRIPT_STRING.finditer(script["code"]):
        value = 1 if match[1] is not None else 2
        yield from views.add(match[value], script.start("code") + match.start(value), JSON_ESCAPE, readable=True)


def _found(view: View, rules: tuple[Rule, ...], own: frozenset[str] = frozenset(), depth: int = 0) -> Iterator[Edit]:
    text = view.text
    matches = ((rule, match) for rule in needed(rules, text) for match in rule.pattern.finditer(text))
    edits = (
        Edit(*match.span("secret"), f"[{rule.kind}]") for rule, match in matches if match["secret"].lower() not in own
    )
    others = (Edit(start, end, "[key]") for start, end in vendor_keys.found(text))
    for edit in without_overlap(chain(edits, others, _escaped(text, own, depth))):
        yield from view.source_edits(edit)


def _escaped(text: str, own: frozenset[str], depth: int) -> Iterator[Edit]:
    """What links hold in percent escapes, links within them too; it was written for people, so all rules hold."""
    if depth == DEEPEST or "%" not in text or not PERCENT.search(text):
        return
    inner = View()
    for match in WORD.finditer(text):
        if PERCENT.search(match[0]):
            inner.add_escaped(match[0], match.start(), PERCENT)
            inner.add("\n\n")
    yield from _found(inner, READING, own, depth + 1)
