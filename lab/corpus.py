"""Where the invented labelled listings lie, with which `undercut evaluate` can be tried."""

from __future__ import annotations

from lab.official import DATA

CORPUS = DATA / "corpus.jsonl"
"""JSON Lines in the form of labelled listings; every seller and every text in it is invented."""
