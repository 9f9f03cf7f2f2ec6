"""Finds the line of a TOML file on which a key or a value stands, so that a complaint can point at it."""

from __future__ import annotations

import json
import re
import tomllib

HEADER = re.compile(r"\s*\[+([^\[\]]+)\]")
KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
TOLD = re.compile(r"\(at line (\d+), column \d+\)")

Place = tuple[str | int, ...]


def line_of(text: str, place: Place, value: object = None) -> int:
    """The line (from 1) of the key at `place`, or of `value` when the place is in an array; else of what holds it."""
    lines = key_lines(text)
    names = tuple(part for part in place if isinstance(part, str))
    line = next((lines[names[:depth]] for depth in range(len(names), 0, -1) if names[:depth] in lines), 1)
    if len(names) == len(place) or not isinstance(value, str):
        return line
    wanted = (json.dumps(value, ensure_ascii=False), f"'{value}'")
    rest = enumerate(text.splitlines()[line - 1 :], line)
    return next((number for number, words in rest if any(word in words for word in wanted)), line)


def key_lines(text: str) -> dict[tuple[str, ...], int]:
    """The line on which each key and each table first stands."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line):
            table = parts_of(header[1])
            found.setdefault(table, number)
        elif key := KEY.match(line):
            found.setdefault(table + parts_of(key[1]), number)
    return found


def parts_of(key: str) -> tuple[str, ...]:
    """`limits . "delay"` as ("limits", "delay")."""
    return tuple(part.strip().strip("\"'") for part in key.split("."))


def fault_line(text: str, error: tomllib.TOMLDecodeError) -> int:
    """The line that the TOML reader names, or the last when it says `end of document`."""
    told = TOLD.search(str(error))
    return int(told[1]) if told else max(1, len(text.splitlines()))
