"""Says at once which of many patterns may match a text, so that only those few are tried for their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import re2

_MEMORY = 64 * 1024 * 1024
_SIGN = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]|\(\?<?[=!]|\(|\)|[*+?}]\+|.", re.S)
_GROUP = re.compile(r"\(\?P<\w+>")
_CLASSES = {r"\w": r"\pL\pN_", r"\d": r"\p{Nd}", r"\s": r"\s\pZ\x0b\x1c-\x1f\x{85}"}
r"""What RE2 calls by these names is ASCII alone: без\w{0,3} would not be found."""
_ESCAPE = re.compile(r"\\.", re.S)
_NEGATED = re.compile(r"\\[WDS]")


class Prefilter:
    """Asks which patterns match a text, without saying where (RE2, linear).

    A pattern is widened for it: RE2 knows no look-around and no possessive signs. What is named may therefore still not
    match; what is not named does not. ValueError names the row of a pattern that is none.
    """

    def __init__(self, patterns: Sequence[tuple[str, str]]) -> None:
        self._match = _set(patterns)

    def matching(self, text: str) -> list[int]:
        """The numbers of the patterns that may match, in order; `text` is without lone surrogates."""
        return sorted(self._match(text.encode()) or ())


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
            yield _named(sign[0] if len(sign) == 2 and sign[1] == "+" and sign[0] != "\\" else sign)


def _named(sign: str) -> str:
    """A sign with the classes of all scripts instead of ASCII's, and without the borders of words."""
    if sign.startswith("["):
        return r"[\s\S]" if _NEGATED.search(sign) else _ESCAPE.sub(lambda part: _CLASSES.get(part[0], part[0]), sign)
    if sign in (r"\b", r"\B"):
        return ""
    return f"[{_CLASSES[sign]}]" if sign in _CLASSES else sign


def refuse(name: str, pattern: str) -> None:
    """Raise ValueError, naming the row, if its pattern, made wider, is none."""
    _add(re2.Set.SearchSet(_options()), name, pattern)


def _set(patterns: Sequence[tuple[str, str]]) -> Callable[[bytes], list[int] | None]:
    """Which of the patterns match a text."""
    found = re2.Set.SearchSet(_options())
    for name, pattern in patterns:
        _add(found, name, wider(pattern))
    found.Compile()
    match: Callable[[bytes], list[int] | None] = found.Match
    return match


def _add(found: Any, name: str, pattern: str) -> None:
    try:
        found.Add(pattern)
    except re2.error as error:
        raise ValueError(f"{name!r}: a form is no regular expression ({error})") from None


def _options() -> Any:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return options
