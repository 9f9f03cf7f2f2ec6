"""The rules of redaction, read from redaction.toml, and which of them a text needs, lest all be searched."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ahocorasick_rs import AhoCorasick

from parsers import vendor_keys

_ROWS = (Path(__file__).parent / "vocabulary" / "redaction.toml").read_bytes()
VERSION = f"3-{hashlib.sha256(_ROWS + vendor_keys.DATA).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Rule:
    """Takes out the group `secret` of its pattern.

    A rule for `text` sees what people read, one that holds `anywhere` links, ids and scripts too, one for `json` the
    members of JSON objects as they are written. It `needs` one of some words in the page, lest all be searched.
    """

    kind: str
    where: Literal["text", "anywhere", "json"]
    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ("",)


def rules_of(rows: bytes) -> tuple[Rule, ...]:
    """The rules of a redaction.toml, in its order: where two overlap, the earlier one holds."""
    return tuple(
        Rule(
            row["kind"],
            row["where"],
            re.compile(row["pattern"], re.VERBOSE | re.IGNORECASE),
            tuple(row.get("needs", [""])),
        )
        for row in tomllib.loads(rows.decode())["rule"]
    )


RULES = rules_of(_ROWS)
READING = tuple(rule for rule in RULES if rule.where != "json")
ANYWHERE = tuple(rule for rule in RULES if rule.where == "anywhere")
MEMBERS = tuple(rule for rule in RULES if rule.where == "json")
WORDS = sorted({word for rule in RULES for word in rule.needs if len(word) > 1})
IN_ONE_PASS = AhoCorasick(WORDS)
LETTERS = sorted({word for rule in RULES for word in rule.needs if len(word) < 2} | {""})
"""What is found faster by itself; nothing is in every text."""


def needed(rules: tuple[Rule, ...], text: str) -> list[Rule]:
    """The rules of which a text has one of the words that they need."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = vendor_keys.SURROGATE.sub("\N{REPLACEMENT CHARACTER}", lowered)
    held = {WORDS[number] for number, _, _ in IN_ONE_PASS.find_matches_as_indexes(lowered, True)}
    held.update(letter for letter in LETTERS if letter in lowered)
    return [rule for rule in rules if not held.isdisjoint(rule.needs)]
