"""Says at once which of many patterns may match a text, so that only those few are tried for their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import re2

_MEMORY = 64 * 1024 * 1024
_EACH = 24
"""Patterns of one filter: the automaton of many more outgrows its memory, and then costs a hundred times as much."""
_SIGN = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]|\(\?<?[=!]|\(|\)|[*+?}]\+|.", re.S)
_GROUP = re.compile(r"\(\?P<\w+>")


class Prefilter:
    """Asks a text first which literals it holds (re2.Filter), then each pattern left whether it matches (RE2, linear).

    A pattern is widened for it: RE2 knows no look-around and no possessive signs. What is named may therefore still not
    match; what is not named does not. ValueError names the row of a pattern that is none.
    """

    def __init__(self, patterns: Sequence[tuple[str, str]]) -> None:
        simple = [(name, wider(pattern)) for name, pattern in patterns]
        self._tests = [_test(name, pattern) for name, pattern in simple]
        self._filters = [_filter(simple[first : first + _EACH]) for first in range(0, len(simple), _EACH)]

    def matching(self, text: str) -> list[int]:
        """The numbers of the patterns that may match, in order; `text` is without lone surrogates."""
        encoded = text.encode()
        named = (at * _EACH + n for at, each in enumerate(self._filters) for n in sorted(each(encoded, True) or ()))
        return [number for number in named if self._tests[number](encoded)]


def wider(pattern: str) -> str:
    """A pattern of RE2 that matches wherever this one of `re` does, and perhaps elsewhere."""
    return "".join(_outside(_GROUP.sub("(", pattern))).replace("\\Z", r"\z")


def _outside(pattern: str) -> Iterator[str]:
    """The signs of a pattern that stand in no look-around; a possessive quantifier as the greedy one."""
    depth = 0
    for found in _SIGN.finditer(pattern):
        sign = found.group()
        if depth or sign in ("(?=", "(?!", "(?<=", "(?<!"):
            depth += sign.startswith("(") - (sign == ")")
        elif sign == "(" and not pattern.startswith("(?", found.start()):
            yield "(?:"
        else:
            yield sign[0] if len(sign) == 2 and sign[1] == "+" and sign[0] != "\\" else sign


def _filter(patterns: Sequence[tuple[str, str]]) -> Callable[[bytes, bool], list[int] | None]:
    """Which of the patterns may match a text: those whose literals it holds."""
    found = re2.Filter()
    for _, pattern in patterns:
        found.Add(pattern, _options())
    found.Compile()
    match: Callable[[bytes, bool], list[int] | None] = found.Match
    return match


def _test(name: str, pattern: str) -> Callable[[bytes], list[int] | None]:
    """Whether a pattern matches a text, without saying where."""
    found = re2.Set.SearchSet(_options())
    try:
        found.Add(pattern)
    except re2.error as error:
        raise ValueError(f"{name!r}: a form is no regular expression ({error})") from None
    found.Compile()
    match: Callable[[bytes], list[int] | None] = found.Match
    return match


def _options() -> Any:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return options
