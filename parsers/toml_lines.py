"""Finds the line of a TOML file on which a key or a value stands, so that a complaint can point at it."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter

HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
TOLD = re.compile(r"\(at line (\d+), column \d+\)")

Place = tuple[str | int, ...]


def line_of(text: str, place: Place, value: object = None) -> int:
    """The line (from 1) of the key at `place`, or of `value` when the place is in an array; else of what holds it.

    Rows of an array of tables are numbered from 0: ("claim", 3, "words") is the key `words` of the fourth [[claim]].
    """
    lines = key_lines(text)
    line = next((lines[place[:depth]] for depth in range(len(place), 0, -1) if place[:depth] in lines), 1)
    if place in lines or not isinstance(value, str):
        return line
    wanted = (json.dumps(value, ensure_ascii=False), f"'{value}'")
    rest = enumerate(text.splitlines()[line - 1 :], line)
    return next((number for number, words in rest if any(word in words for word in wanted)), line)


def key_lines(text: str) -> dict[Place, int]:
    """The line on which each key, each table and each row of an array of tables first stands."""
    found: dict[Place, int] = {}
    rows: Counter[Place] = Counter()
    table: Place = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line):
            table = parts_of(header[2])
            if header[1] == "[[":
                found.setdefault(table, number)
                table = (*table, rows[table])
                rows[table[:-1]] += 1
            found.setdefault(table, number)
        elif key := KEY.match(line):
            parts = parts_of(key[1])
            for depth in range(1, len(parts) + 1):
                found.setdefault((*table, *parts[:depth]), number)
    return found


def parts_of(key: str) -> tuple[str, ...]:
    """`limits . "delay"` as ("limits", "delay")."""
    return tuple(part.strip().strip("\"'") for part in key.split("."))


def fault_line(text: str, error: tomllib.TOMLDecodeError) -> int:
    """The line that the TOML reader names, or the last when it says `end of document`."""
    told = TOLD.search(str(error))
    return int(told[1]) if told else max(1, len(text.splitlines()))
