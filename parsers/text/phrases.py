"""One pattern for many words: a tree of their letters, longest word first, so that a thousand cost little more than ten."""

from __future__ import annotations

import re
from collections.abc import Iterable

_JOINTS = re.compile(r"[ \-]")
_LETTER = re.compile(r"[a-zа-яёà-ÿ]")
_GAP = r"[ \-]{0,3}"
_START, _END = r"(?<![a-zа-яёà-ÿ])", r"(?![a-zа-яёà-ÿ])"

Tree = dict[str, "Tree"]


def bare(word: str) -> str:
    """A word as the tables are keyed: without blanks and hyphens."""
    return _JOINTS.sub("", word)


def alternatives(words: Iterable[str], *, opens: bool = True) -> str:
    """The pattern that matches any of the words; a blank in a word reads as blanks, a hyphen or nothing.

    A word that ends in a letter of an alphabet ends there in the text too, and unless `opens` is False a word that
    begins with one begins there.
    """
    trees: dict[bool, Tree] = {True: {}, False: {}}
    for word in words:
        node = trees[bool(opens and _LETTER.match(word))]
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = {}
    lettered, other = _pattern(trees[True], ""), _pattern(trees[False], "")
    branches = [*([f"{_START}{lettered}"] if trees[True] else []), *([other] if trees[False] else [])]
    return f"(?:{'|'.join(branches)})" if branches else r"(?!)"


def _pattern(tree: Tree, last: str) -> str:
    branches = [
        (_GAP if sign == " " else re.escape(sign)) + _pattern(rest, sign) for sign, rest in tree.items() if sign
    ]
    if "" in tree:
        branches.append(_END if _LETTER.match(last) else "")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
