"""Says which strings a text must hold one of for a pattern to match in it, so that most patterns are never tried."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MARK = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]|\(\?:|\{\d+(?:,\d*)?\}|.", re.S)
_CLASS = re.compile(r"\\.|(?P<low>[^\\])-(?P<high>[^\\])|.", re.S)
_COUNT = re.compile(r"\{(?P<least>\d+)(?:,(?P<most>\d*))?\}")
_NO_SIGN = {r"\b", r"\B", r"\A", r"\z", "^", "$"}
_MANY = frozenset("dDwWsSuUxNpP")
_WIDEST = 12
"""Signs of a class that are told apart."""
_MOST = 80
"""Strings that are told apart."""
_MOST_HEADS = 400
"""Strings that are told apart where a pattern begins."""
Strings = frozenset[str]
_EMPTY: Strings = frozenset({""})
_NOTHING: Strings = frozenset()
_PARTS = 3
"""Parts of a pattern that are looked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a pattern: all strings that it matches, where they are few, and what each of its matches needs.

    With one of the `heads` each match begins, where those could be told.
    """

    exact: Strings | None
    needs: tuple[Strings, ...]
    heads: Strings | None = None


_ANY = Part(None, ())


def needed(pattern: str) -> Part:
    """What a pattern needs: sets of strings of each of which one stands in every match; none where none could be told.

    The pattern is one of RE2, as prefilter.wider makes it.

    Of the parts that a match must have, those are taken whose strings are rarest in texts: long ones, ideographs.
    """
    marks = [found.group() for found in _MARK.finditer(pattern)]
    return _choice(marks[::-1])


def _choice(marks: list[str]) -> Part:
    """The alternatives up to the closing bracket as one part; `marks` are taken from the end."""
    sequences: list[Part] = []
    nodes: list[Part] = []
    while marks and (mark := marks.pop()) != ")":
        if mark == "|":
            sequences.append(_sequence(nodes))
            nodes = []
        elif mark in ("?", "*", "+") or _COUNT.fullmatch(mark):
            nodes[-1] = _repeated(nodes[-1], mark)
            if marks and marks[-1] == "?":
                marks.pop()
        elif mark not in _NO_SIGN:
            nodes.append(_choice(marks) if mark == "(?:" else _node(_signs(mark)))
    return _either([*sequences, _sequence(nodes)])


def _node(exact: Strings | None) -> Part:
    return Part(exact, (exact,), exact) if exact and "" not in exact else Part(exact, ())


def _either(nodes: Sequence[Part]) -> Part:
    """One of several parts: it needs what the first of them needs most, or what the second does, and so on."""
    if len(nodes) == 1:
        return nodes[0]
    every = _NOTHING.union(*(node.exact or () for node in nodes))
    exact = every if all(node.exact is not None for node in nodes) and len(every) <= _MOST else None
    depth = min(len(node.needs) for node in nodes)
    needs = tuple(_NOTHING.union(*(node.needs[at] for node in nodes)) for at in range(depth))
    heads = [node.heads for node in nodes if node.heads is not None]
    return Part(exact, needs, _NOTHING.union(*heads) if len(heads) == len(nodes) else None)


def _sequence(nodes: Iterable[Part]) -> Part:
    """Parts one behind the other: neighbours whose strings are known are one stretch."""
    needs: list[Strings] = []
    heads: Strings | None = None
    stretch, whole = _EMPTY, True
    for node in nodes:
        joined = _joined(stretch, node.exact, _MOST)
        if joined is not None:
            stretch = joined
            continue
        heads = (_joined(stretch, node.heads, _MOST_HEADS) or stretch) if whole else heads
        needs += _node(stretch).needs
        needs += node.needs if node.exact is None else ()
        stretch, whole = (node.exact if node.exact is not None else _EMPTY), False
    needs += _node(stretch).needs
    heads = stretch if whole else heads
    found = tuple(sorted(needs, key=_least, reverse=True)[:_PARTS])
    return Part(stretch if whole else None, found, heads if heads and "" not in heads else None)


def _joined(first: Strings, then: Strings | None, most: int) -> Strings | None:
    if then is None or len(first) * len(then) > most:
        return None
    return frozenset(start + end for start in first for end in then)


def _repeated(node: Part, mark: str) -> Part:
    found = _COUNT.fullmatch({"?": "{0,1}", "*": "{0,}", "+": "{1,}"}.get(mark, mark))
    least, most = (found["least"], found["most"]) if found else ("0", "")
    if most is None and least == "1":
        return node
    if least != "0":
        return Part(None, node.needs, node.heads)
    return Part(node.exact | _EMPTY, ()) if most == "1" and node.exact is not None else _ANY


def _signs(mark: str) -> Strings | None:
    """The signs that a mark stands for, or None for many."""
    if mark == "." or mark[0] == "\\":
        return None if mark == "." or mark[1] in _MANY else frozenset(_sign(mark))
    if mark[0] != "[" or len(mark) == 1:
        return frozenset(mark)
    held: set[str] = set()
    for part in _CLASS.finditer(mark[1:-1]):
        ends = (part["low"], part["high"]) if part["low"] else (_sign(part.group()),) * 2
        if part.group()[1:] in _MANY or ord(ends[1]) - ord(ends[0]) > _WIDEST:
            return None
        held |= {chr(code) for code in range(ord(ends[0]), ord(ends[1]) + 1)}
    return None if mark[1] == "^" or len(held) > _WIDEST else frozenset(held)


def _sign(mark: str) -> str:
    """The one sign that a mark of a pattern stands for."""
    return {"n": "\n", "t": "\t"}.get(mark[1], mark[1]) if mark[0] == "\\" else mark


def _least(strings: Strings) -> tuple[float, int]:
    return min(map(rarity, strings)), -len(strings)


def rarity(string: str) -> float:
    """How much it tells that a text holds a string: an ideograph as much as two letters, a digit little."""
    if string.isalpha() and string.isascii():
        return len(string)
    return sum(2 if sign > "\u2e80" else 1 if sign.isalpha() else 0.3 for sign in string)
