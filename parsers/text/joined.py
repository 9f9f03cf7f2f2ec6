"""Patterns of words that sellers join in every way: "claude code", "Claude-Code", "claude_code", "claudecode"."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import partial
from types import MappingProxyType

from parsers.text.phrases import LETTERS, Close, alternatives

_CYRILLIC = r"[\u0430-\u044f]"
_SHORT = 3
"""The longest Russian word that takes no ending: "про" is no part of "проба"."""
_JOINT = r"[ \-_.·]?"
_JOINTS = re.compile(r"[ \-_.·]")
NOWHERE: Mapping[str, str] = MappingProxyType({})


def bare(written: str) -> str:
    """A word without its joining signs, as the tables are keyed."""
    return _JOINTS.sub("", written)


def uninflected(written: str, known: Container[str]) -> str:
    """A word as a table knows it, without the ending of a Russian case: клода, плюсом."""
    word = bare(written)
    return next((word[:end] for end in (len(word), -1, -2) if word[:end] in known), word)


def whole(word: str, unless: Mapping[str, str] = NOWHERE) -> str:
    """The pattern that closes a whole word: it ends where its script ends, and no sign of `unless` may follow it."""
    last = word[-1]
    barred = f"(?![{unless[word]}])" if word in unless else ""
    if len(word) == 1 and last.isascii() and last.isalpha():
        return rf"(?![{LETTERS[0]}0-9]){barred}"
    if last.isascii():
        return (r"(?![a-z])" if last.isalpha() else r"(?![0-9])" if last.isdigit() else "") + barred
    if re.match(rf"[{LETTERS[0]}]", last):
        return rf"(?![{LETTERS[0]}]){barred}"
    ending = "{0,2}" if len(word) > _SHORT else "{0}"
    return (rf"{_CYRILLIC}{ending}(?!{_CYRILLIC})" if re.match(_CYRILLIC, last) else "") + barred


def run_on(word: str, unless: Mapping[str, str] = NOWHERE) -> str:
    """The pattern that closes a word behind whose Latin letters more may follow: "gptplus"."""
    return "" if word[-1].isascii() and word[-1].isalpha() and word not in unless else whole(word, unless)


def either(words: Iterable[str], close: Close = whole, start: str = "") -> str:
    """One pattern for all the words, the longest first; it may begin within a word, but not behind a `start`."""
    return alternatives(words, opens=False, gap=_JOINT, close=close, barred=start)


def phrases(words: Iterable[str], unless: Mapping[str, str] = NOWHERE) -> str:
    """One pattern for whole words anywhere in a text."""
    return alternatives(words, gap=_JOINT, close=partial(whole, unless=unless))
