"""Turns mark-up into plain rows and lines of the same length, without addresses and struck-through prices."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from parsers.text.parted import parted
from parsers.text.writing import any_of, signs

Level = Literal[1, 2, 3]
"""How strongly a sign parts a text: 1 a clause, 2 a sentence, 3 a line."""

_STRUCK = re.compile(
    r"<(?P<tag>del|s|strike)\b[^<>]{0,200}>[^<]{0,400}</(?P=tag)>"
    r"|~~[^~\n]{1,200}~~"
    r"|(?<![~\w])~(?![\s~])[^~\n|]{1,60}(?<!\s)~(?=[\s,.;:!?)\]。、]|$)"
)
_ROW = re.compile(r"<tr\b[^<>]{0,200}>[^\0]{0,4000}?</tr\s{0,3}>")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,15})\b[^<>]{0,2000}>|<!--[^<>]{0,2000}-->")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|(),;。、】\u4e00-\u9fff]{1,2000}|\]\([^()\s]{0,2000}\)")
_YEAR, _MONTH, _DAY = (f"[{signs(name)}]" for name in ("year", "month", "day"))
_DATE = re.compile(
    rf"(?:1(?<![0-9.]1)9|2(?<![0-9.]2)0)[0-9]{{2}}(?:[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}"
    rf"|{_YEAR}(?:[0-9]{{1,2}}{_MONTH}(?:[0-9]{{1,2}}{_DAY})?)?)(?![0-9])"
)
_DAY_OF_MONTH = re.compile(rf"[0-9](?<![0-9]{{2}})[0-9]?[ ]?{_MONTH}[ ]?[0-9]{{1,2}}[ ]?{_DAY}")
_KEYCAP = re.compile(rf"(?P<digit>[0-9])\ufe0f?\u20e3(?P<counts>(?=[ ]?{any_of('key_times', opens=False)}))?")
_WRAPPED = re.compile(
    r"\n(?:(?<=[^\n]{36}[^\n。.!?:;,|>)]\n)(?=[ ]{2,12}[^\s\-*#|>0-9•·<])|(?<=[^\n]{60}[a-z,]\n)(?=[a-z]{2}))"
)
_SPLIT = re.compile(
    rf"(?m)^[ ]{{0,8}}[¥￥$€£₽₹₩₫][ ]{{0,4}}\n[ \n]{{0,8}}(?=[0-9])"
    rf"|(?<=[0-9])[ ]{{0,4}}\n[ \n]{{0,8}}(?=(?:{any_of('yuan')}|[₽₫€]|\.[0-9]{{2}})[ ]{{0,4}}(?:\n|$))"
    rf"|(?<=[0-9₽₫€{signs('money_signs')}])[ ]{{0,4}}\n[ \n]{{0,8}}"
    rf"(?!{any_of('each_unless')}|pro(?![ ]{any_of('pro_units')}))"
    rf"(?=(?:/[^\n/]|{any_of('each')}[ ]?(?:1[mk]?[ ])?[^\n/0-9$¥€₽])[^\n/$¥€₽]{{0,15}}(?:\n|$))"
)
"""A price whose money, decimals or unit stand on a line of their own, as copied from a page."""
_LABELLED = re.compile(
    rf"(?m)^[ ]{{0,8}}{any_of('label')}[ :]{{0,3}}\n[ \n]{{0,8}}(?=[¥￥$€£₽₹₩₫]?[ ]?[0-9])"
    rf"(?![0-9.]{{1,6}}[ ]?{any_of('durations')})"
)
"""What a price is, on the line above it: a field of a plan's card, as copied from a page."""
_PRICE = re.compile(r"[a-z-]{0,16}price[a-z-]{0,16}=[\"'{]{1,2}[^\"'{}<>]{1,24}[\"'}]{1,2}")
_NAME = re.compile(r"(?<![a-z])data-(?:product-)?(?:name|title|product)=[\"'][^\"'<>]{1,80}[\"']")
_OF_NAME = re.compile(r"(?:itemprop|property|name)=[\"'](?:og:|product:)?(?:name|title)[\"']")
_TITLE = re.compile(r"content=[\"'](?P<value>[^\"'<>]{1,120})[\"']")
_OF_PRICE = re.compile(r"(?:itemprop|property|name)=[\"'][a-z:_]{0,24}price(?::amount)?[\"']")
_CONTENT = re.compile(r"content=[\"'](?P<value>[0-9][0-9.,]{0,12})[\"']")
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|#[0-9]{1,5});")
_IN_ROW = re.compile(r"(?:\n|\A)[ ]{0,4}\|[^\n]*\Z")
_ROW_LENGTH = 400
"""How far behind the bar that opens a row a line break inside one of its cells is looked for."""
_CELLS = {"td", "th"}
_LINES = {"tr", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "br", "table", "title", "label", "hr"}
_LINES |= {"blockquote", "details", "summary", "section", "option"}
_BREAK = re.compile(
    r"(?P<line>\n)"
    r"|(?P<sentence>[。!?;•·●◆▪►▶★☆✨|\u2190-\u21ff\u2600-\u27bf\U0001f000-\U0001faff]"
    r"|\.(?=\s)(?![ ]?[0-9])|(?<=[a-z\u0430-\u044f\u0451)])\.(?=\s))"
    r"|(?P<clause>[、()【】\[\]《》]|,(?![0-9]{3})(?!(?<=[0-9],)[0-9]{1,2}(?![0-9]))"
    rf"|(?<=[{signs('price_ends')}]) (?=[\u4e00-\u9fff]{{2}})(?!{any_of('still_of_it')})"
    r"|(?<= )/(?= [\u4e00-\u9fff]{2}))"
)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _keycap(found: re.Match[str]) -> str:
    """The digit on a key where it counts a length of time, and else the number of an item, which is no amount."""
    return found["digit"].rjust(len(found.group())) if found["counts"] is not None else _blank(found)


def _row(found: re.Match[str]) -> str:
    return found.group().replace("\n", " ")


def _tag(found: re.Match[str]) -> str:
    name = found.group(2) or ""
    sign = "|" if name in _CELLS and not found.group(1) else "\n" if name in _LINES else " "
    if name == "br" and _IN_ROW.search(found.string, max(0, found.start() - _ROW_LENGTH), found.start()):
        sign = ";"
    return sign + _priced(found.group())[1:]


def _priced(tag: str) -> str:
    """A tag as blanks, but for what names a price: <good price="28">, <meta itemprop="price" content="28">."""
    if "price" not in tag and "content" not in tag:
        return " " * len(tag)
    shown = [" "] * len(tag)
    for held in (*_PRICE.finditer(tag), *_NAME.finditer(tag)):
        shown[held.start() : held.end()] = held.group()
    if _OF_NAME.search(tag) and (title := _TITLE.search(tag)):
        shown[title.start("value") : title.end("value")] = title["value"]
    if _OF_PRICE.search(tag):
        for held in _CONTENT.finditer(tag):
            shown[held.start() : held.start() + len("price=")] = " price="[-len("price=") :]
            shown[held.start("value") : held.end("value")] = held["value"]
    return "".join(shown)


@lru_cache(maxsize=2)
def plain(folded: str) -> str:
    """The folded text as a reader sees it, position by position: every HTML row on one line, its cells behind "|".

    Tags, addresses, dates, struck-through passages and keycaps become blanks; a line that was only wrapped goes on.
    """
    if "\u20e3" in folded:
        folded = _KEYCAP.sub(_keycap, folded)
    folded = _WRAPPED.sub(" ", folded)
    if "\n" in folded:
        folded = _LABELLED.sub(_row, _SPLIT.sub(_row, folded))
    if "~" in folded or "<" in folded:
        folded = _STRUCK.sub(_blank, folded)
    if "<" in folded:
        if "<tr" in folded:
            folded = _ROW.sub(_row, folded)
        folded = _TAG.sub(_tag, folded)
    if "http" in folded or "](" in folded:
        folded = _ADDRESS.sub(_blank, folded)
    if "&" in folded:
        folded = _ENTITY.sub(_blank, folded)
    if " / " in folded:
        folded = parted(folded)
    for mark in "*`":
        folded = folded.replace(mark, " ")
    return _DAY_OF_MONTH.sub(_blank, _DATE.sub(_blank, folded))


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a text is parted: the positions of its breaks by level, each level holding the stronger ones too."""

    clauses: tuple[int, ...]
    sentences: tuple[int, ...]
    lines: tuple[int, ...]
    length: int

    @classmethod
    def of(cls, text: str) -> Outline:
        clauses, sentences, lines = [], [], []
        for found in _BREAK.finditer(text):
            at = found.start()
            clauses.append(at)
            if found.lastgroup != "clause":
                sentences.append(at)
            if found.lastgroup == "line":
                lines.append(at)
        return cls(tuple(clauses), tuple(sentences), tuple(lines), len(text))

    def around(self, start: int, end: int, level: Level) -> tuple[int, int]:
        """The clause, sentence or line that holds `[start, end)`, without the signs that part it."""
        breaks = (self.clauses, self.sentences, self.lines)[level - 1]
        before = bisect_left(breaks, start)
        after = bisect_right(breaks, end - 1)
        first = breaks[before - 1] + 1 if before else 0
        return first, breaks[after] if after < len(breaks) else self.length
