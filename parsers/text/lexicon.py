"""Finds every phrase of a table in a text: one pass over all rows at once, then only the rows that may match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from parsers.text.candidates import Candidates, Form, Opening
from parsers.text.needed import needed
from parsers.text.phrases import BEHIND_NO_LETTER, NO_LETTER, SEAM, alternatives, is_letter, pieces
from parsers.text.prefilter import refuse, wider
from parsers.text.scanner import Scanner, Seen
from parsers.text.script import fold, fold_form

_GAP = r"[ \-]{0,3}"
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
LINED = frozenset({"claim", "trap"})
"""The tables in whose forms ^ and $ are the ends of a line, and not of the whole text."""
_GROUP = re.compile(r"\\.|\[(?:\\.|[^\]\\]){1,200}\]|\(\?P<hit>|\(|\)")


@dataclass(frozen=True, eq=False)
class Row:
    """One row of a table: its words, and what may not stand directly before or behind a phrase, as expressions.

    Each is compiled when it is first needed: of the hundreds in the tables, a text needs a few.
    """

    id: str
    table: str
    words: tuple[str, ...]
    behind: str | None
    before: str | None
    opening: Opening
    keys: Mapping[str, Any]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(alternatives(self.words))

    @cached_property
    def follows(self) -> re.Pattern[str] | None:
        return re.compile(self.behind) if self.behind else None

    @cached_property
    def precedes(self) -> re.Pattern[str] | None:
        return re.compile(self.before) if self.before else None

    def check(self) -> None:
        """Raise FormError where what may not stand beside a phrase is no expression."""
        try:
            _ = self.follows, self.precedes
        except re.error as error:
            raise FormError(
                f"{self.id!r}: not_before or not_after is no regular expression ({error}); a blank needs no count"
            ) from None


class Hit(NamedTuple):
    """A phrase of a row at `[start, end)` of the folded text."""

    row: Row
    start: int
    end: int


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

    filled = _SLOT.sub(slot, _CLASS_OR_BLANK.sub(lambda found: found[1] or _GAP, fold_form(form)))
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
    literal = _words_of(row)
    return "|".join([*forms, *([alternatives(literal)] if literal else [])])


def _words_of(row: Mapping[str, Any]) -> list[str]:
    return [word for listed in row.get("words", {}).values() for word in listed]


def _opening(row: Mapping[str, Any], words: Mapping[str, str], lined: bool) -> Opening:
    """What a text must hold for the row to match."""
    forms = []
    for form in row.get("forms", ()):
        pattern = pattern_of(form, words, lined)
        wide = wider(pattern)
        refuse(row["id"], wide)
        part = needed(wide)
        forms.append(Form(pattern, part.needs, part.heads or frozenset(), is_letter(form[:1])))
    return Opening(frozenset(map(pieces, _words_of(row))), tuple(forms))


def compile_row(table: str, row: Mapping[str, Any], words: Mapping[str, str]) -> Row:
    """A row ready to use; FormError where one of its forms is none."""
    lined = table in LINED
    behind, before = (_any_of(row.get(guard, ()), words, lined) for guard in ("not_before", "not_after"))
    return Row(
        row["id"],
        table,
        tuple(_words_of(row)),
        rf"{_GAP}(?:{behind})" if behind else None,
        rf"(?:{before}){_GAP}\Z" if before else None,
        _opening(row, words, lined),
        row,
    )


def _any_of(forms: Sequence[str], words: Mapping[str, str], lined: bool) -> str:
    """Any of the forms; those that are mere words as one tree of letters."""
    plain = [form for form in forms if not _FORMED.search(form) and fold(form) == form]
    patterns = [_opened(form, words, lined) for form in forms if form not in plain]
    return "|".join([*patterns, *([alternatives(plain)] if plain else [])])


def compile_words(listed: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The `[words]` of a table, each list as one expression."""
    return {name: alternatives(words) for name, words in listed.items()}


class Lexicon:
    """Every row of one or more tables, ready to find in a text."""

    def __init__(self, rows: Iterable[Row], scanner: Scanner | None = None) -> None:
        self.rows = tuple(rows)
        self._candidates = Candidates([row.opening for row in self.rows], scanner or Scanner())

    def hits(self, folded: str, seen: Seen | None = None) -> list[Hit]:
        """Every hit of every row, by place and the longer first; a row's own hits do not overlap.

        `folded` is without lone surrogates, as script.fold leaves it; `seen` is what the scanner saw in it.
        """
        return sorted(self._hits(folded, seen), key=lambda hit: (hit.start, -hit.end))

    def firsts(self, folded: str, seen: Seen | None = None) -> list[Hit]:
        """The first hit of every row that has one, in the order of the rows."""
        found: dict[Row, Hit] = {}
        for hit in self._hits(folded, seen):
            found.setdefault(hit.row, hit)
        return list(found.values())

    def _hits(self, folded: str, seen: Seen | None) -> Iterator[Hit]:
        """The hits, row by row; a match is tried only where it can begin, and takes text from the next if it stands."""
        number, end, row = -1, 0, None
        for candidate, at, _, formed in self._candidates.of(folded, seen):
            if candidate != number:
                number, end, row = candidate, 0, self.rows[candidate]
            if row is None or at < end:
                continue
            match = formed or row.pattern.match(folded, at)
            if match:
                start, stop = match.span(match.lastgroup or 0)
                if start < stop and _stands_alone(row, folded, start, stop):
                    end = match.end()
                    yield Hit(row, start, stop)


def _stands_alone(row: Row, folded: str, start: int, end: int) -> bool:
    """Whether no letters or digits run on at the edges, and nothing beside the phrase gives it another meaning."""
    first, last = folded[start], folded[end - 1]
    if start and is_letter(first) and is_letter(folded[start - 1]):
        return False
    if is_letter(last) and is_letter(folded[end : end + 1]):
        return False
    if first.isdecimal() and start and (folded[start - 1].isdecimal() or folded[start - 1] in "._"):
        return False
    if last.isdecimal() and folded[end : end + 1].isalnum() and folded[end].isascii():
        return False
    if row.follows is not None and row.follows.match(folded, end):
        return False
    return row.precedes is None or row.precedes.search(folded, max(0, start - 24), start) is None


def outermost(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that lie in no longer hit of the same `topic`, nor in a longer trap: the longest phrase counts."""
    kept: list[Hit] = []
    for hit in hits:
        if not any(_swallows(other, hit) for other in _around(kept, hit)):
            kept.append(hit)
    return [hit for hit in kept if hit.row.table != "trap"]


def _around(kept: Sequence[Hit], hit: Hit) -> Iterator[Hit]:
    """Earlier hits that may still cover this one."""
    for other in reversed(kept[-40:]):
        if other.end >= hit.end and other.start <= hit.start:
            yield other


def _swallows(longer: Hit, hit: Hit) -> bool:
    if (longer.start, longer.end) == (hit.start, hit.end):
        return longer.row.table == "trap"
    topic = longer.row.keys.get("topic")
    return longer.row.table == "trap" or (topic is not None and topic == hit.row.keys.get("topic"))
