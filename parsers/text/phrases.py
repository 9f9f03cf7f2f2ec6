"""One pattern for many words: a tree of their letters, longest word first, so that a thousand cost little."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from parsers.text.script import fold

_JOINTS = re.compile(r"[ \-]")
LETTERS = (r"a-z\u00e0-\u024f\u1e00-\u1eff", r"\u0430-\u045f\u0491-\u04ff")
"""The letters of alphabets, as the insides of two classes: `re` compiles one class of them all five times slower."""
_LETTER = re.compile(f"[{''.join(LETTERS)}]")
_GAP = r"[ \-]{0,3}"
SEAM = r"(?<=[a-z0-9])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[a-z0-9])"
"""Where an ideograph meets a Latin letter or a digit: writers set a blank there or none, as they please."""
_SEAM = re.compile(SEAM)
_IN_ALPHABETS = frozenset(_LETTER.findall("".join(map(chr, range(0x530)))))
is_letter = _IN_ALPHABETS.__contains__
"""Whether a sign is a letter of an alphabet."""
NO_LETTER = "".join(f"(?![{letters}])" for letters in LETTERS)
BEHIND_NO_LETTER = "".join(f"(?<![{letters}])" for letters in LETTERS)
_END = rf"(?:{BEHIND_NO_LETTER}|{NO_LETTER})(?:(?<![0-9])|(?![0-9]))"
"""Where a word ends: a letter does not go on with a letter, nor a digit with a digit."""

Tree = dict[str, "Tree"]
Close = Callable[[str], str]


@lru_cache(maxsize=4096)
def bare(word: str) -> str:
    """A word as the tables are keyed: folded like a text, without blanks and hyphens."""
    return _JOINTS.sub("", fold(word))


def pieces(word: str) -> tuple[str, ...]:
    """What stands between the gaps of a word: every match of it begins with the first, and holds the others."""
    return tuple(filter(None, _SEAM.sub(" ", fold(word)).split(" ")))


def _open_ended(word: str) -> str:
    return ""


def alternatives(
    words: Iterable[str], *, opens: bool = True, gap: str = _GAP, close: Close | None = None, barred: str = ""
) -> str:
    """The pattern that matches any of the words; a blank in a word, or a seam, is `gap`: blanks, a hyphen or nothing.

    A word that ends in a letter of an alphabet ends there in the text too, unless `close` gives another pattern for
    its end; and unless `opens` is False a word that begins with one begins there. No word stands behind a sign of the
    class `barred`.
    """
    trees: dict[bool, Tree] = {True: {}, False: {}}
    for word in words:
        folded = _SEAM.sub(" ", fold(word))
        node = trees[bool(barred or (opens and _LETTER.match(folded)))]
        for sign in folded:
            node = node.setdefault(sign, {})
        node[(close or _open_ended)(word)] = {}
    signs = (barred,) if barred else tuple(f"[{letters}]" for letters in LETTERS)
    branches = [*_opened(trees[True], gap, signs), *_further(trees[False], gap)]
    tree = f"(?:{'|'.join(branches)})" if branches else r"(?!)"
    return tree if close else f"(?:{tree}{_END})"


def _opened(tree: Tree, gap: str, barred: Iterable[str]) -> Iterator[str]:
    """The branches of words that begin where no sign of these classes stands in front.

    That is tried behind their first sign: a pattern whose branches all begin with a sign skips to it fast.
    """
    firsts = ((re.escape(sign), rest) for sign, rest in tree.items())
    for first, rest in firsts:
        yield first + "".join(f"(?<!{signs}{first})" for signs in barred) + _pattern(rest, gap)


def _further(tree: Tree, gap: str) -> list[str]:
    """The branches of a node that go on with a sign."""
    return [(gap if sign == " " else re.escape(sign)) + _pattern(rest, gap) for sign, rest in tree.items() if rest]


def _pattern(tree: Tree, gap: str) -> str:
    """The branches of a node; a key without branches of its own is the pattern that closes a word."""
    branches = [*_further(tree, gap), *(close for close, rest in tree.items() if not rest)]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
