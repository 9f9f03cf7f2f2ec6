"""The forms of a table's rows as regular expressions: slots, blanks, the edges of words, what a form may not be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from parsers.text.candidates import Form, Opening
from parsers.text.needed import needed
from parsers.text.phrases import BEHIND_NO_LETTER, NO_LETTER, SEAM, alternatives, is_letter, pieces
from parsers.text.prefilter import refuse, wider
from parsers.text.script import fold, fold_form

GAP = r"[ \-]{0,3}"
_BETWEEN = r"[^\n。;!?|]"
_SLOT = re.compile(r"(?<!P)<([a-z_0-9]+)>|<\.\.(\d{1,2})>")
_UNBOUNDED = re.compile(r"(?<!\\)(?:[*+]|\{\d{0,4},\}|\(\?(?:[=!]|<[=!])|\\[1-9])")
_LONE_BLANK = re.compile(r"[|(] [|)]")
_LONE_DIGIT = re.compile(r"(?<!\])(?:\[0-9\]|\\d)\)*\Z")
"""A form must end where a number ends, as it must where a word ends."""
_CLASS = re.compile(r"\[(?:\\.|[^\]\\]){1,200}\]")
_FORMED = re.compile(r"[\\\[\](){}?|.^$<>+*]")
"""A sign of a form that is more than words."""
_CLASS_OR_BLANK = re.compile(rf"({_CLASS.pattern})| \??|{SEAM}")
_EDGE = rf"(?:{BEHIND_NO_LETTER}|{NO_LETTER})(?:(?<![0-9])|(?![0-9a-z]))"
"""Where a word or a number ends: inside a form, so that `cards` is tried where `card` runs on."""
_ANCHOR = re.compile(rf"\\.|{_CLASS.pattern}|[$^]")
_OF_LINES = {"^": r"(?:^|(?<=\n))", "$": r"(?=\n|\Z)"}
_GROUP = re.compile(r"\\.|\[(?:\\.|[^\]\\]){1,200}\]|\(\?P<hit>|\(|\)")


class FormError(ValueError):
    """A form cannot be compiled; the message says why and how to mend it."""


def pattern_of(form: str, words: Mapping[str, str], lined: bool = False) -> str:
    """The regular expression of a form, wherever it begins: any of the words for `<name>`, blanks optional.

    `<..6>` is up to six characters. `(?P<hit>…)` marks the phrase where the form also says what stands beside it.
    In a `lined` form ^ and $ are where a line begins and ends.
    """
    if found := _UNBOUNDED.search(_CLASS.sub("", form)):
        raise FormError(
            f"form {form!r}: {found.group()!r} is not allowed; bound it like {{0,6}}, or use not_before, not_after"
        )

    if _LONE_BLANK.search(_CLASS.sub("x", form)):
        raise FormError(
            f"form {form!r}: a blank as an alternative may be nothing at all; write \\s for one that must be"
        )

    if _LONE_DIGIT.search(form):
        raise FormError(f"form {form!r} ends in one digit, which no longer number is; write [0-9]{{1,9}}")

    def slot(found: re.Match[str]) -> str:
        if found[2]:
            return f"{_BETWEEN}{{0,{found[2]}}}"
        if found[1] not in words:
            raise FormError(f"form {form!r}: there are no words {found[1]!r}; those there are: {', '.join(words)}")
        return words[found[1]]

    filled = _SLOT.sub(slot, _CLASS_OR_BLANK.sub(lambda found: found[1] or GAP, fold_form(form)))
    return f"(?:{_edged(_by_line(filled) if lined else filled)}){_EDGE}"


def _by_line(pattern: str) -> str:
    return _ANCHOR.sub(lambda found: _OF_LINES.get(found[0], found[0]), pattern)


def _opened(form: str, words: Mapping[str, str], lined: bool = False) -> str:
    """The regular expression of a form that no letter stands in front of, where it begins with one."""
    return (BEHIND_NO_LETTER if is_letter(form[:1]) else "") + pattern_of(form, words, lined)


def _edged(form: str) -> str:
    """The form with the edge of a word behind its phrase, where the form marks one."""
    depth = opened = 0
    for found in _GROUP.finditer(form):
        if found.group() == "(?P<hit>":
            opened = depth + 1
        depth += found.group().startswith("(") - (found.group() == ")")
        if opened and depth < opened:
            return form[: found.end()] + _EDGE + form[found.end() :]
    return form


def phrases_of(row: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """All phrases of a row as one expression, its forms first."""
    forms = [_opened(form, words).replace("(?P<hit>", f"(?P<hit{n}>") for n, form in enumerate(row.get("forms", ()))]
    literal = words_of(row)
    return "|".join([*forms, *([alternatives(literal)] if literal else [])])


def words_of(row: Mapping[str, Any]) -> list[str]:
    return [word for listed in row.get("words", {}).values() for word in listed]


def opening_of(row: Mapping[str, Any], words: Mapping[str, str], lined: bool) -> Opening:
    """What a text must hold for the row to match."""
    forms = []
    for form in row.get("forms", ()):
        pattern = pattern_of(form, words, lined)
        wide = wider(pattern)
        refuse(row["id"], wide)
        part = needed(wide)
        forms.append(Form(pattern, part.needs, part.heads or frozenset(), is_letter(form[:1])))
    return Opening(frozenset(map(pieces, words_of(row))), tuple(forms))


def guards_of(forms: Sequence[str], words: Mapping[str, str], lined: bool) -> str:
    """Any of the forms; those that are mere words as one tree of letters."""
    plain = [form for form in forms if not _FORMED.search(form) and fold(form) == form]
    patterns = [_opened(form, words, lined) for form in forms if form not in plain]
    return "|".join([*patterns, *([alternatives(plain)] if plain else [])])


def compile_words(listed: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The `[words]` of a table, each list as one expression."""
    return {name: alternatives(words) for name, words in listed.items()}
