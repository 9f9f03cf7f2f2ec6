"""How numbers, lists, ranges and dates are written: the small words of writing.toml, as patterns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parsers.text.phrases import alternatives

TEXT = (Path(__file__).parent.parent / "vocabulary" / "writing.toml").read_text("utf-8")
WRITING: Mapping[str, Any] = tomllib.loads(TEXT)


def any_of(*names: str, opens: bool = True) -> str:
    """The pattern of any word of these lists, as phrases.alternatives makes it."""
    return alternatives((word for name in names for word in WRITING[name]), opens=opens)


def signs(*names: str) -> str:
    """The single signs of these lists, for use inside a character class."""
    return "".join(word.replace("-", r"\-") for name in names for word in WRITING[name])
