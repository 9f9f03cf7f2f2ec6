"""Folds a text for matching, code point by code point, so that positions in the folded text are the original's."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character


def fold(text: str) -> str:
    """Half-width, lower case and of the same length: full-width digits and letters match like plain ones."""
    return "".join(map(_fold_character, text))
