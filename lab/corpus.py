"""Where the invented labelled listings lie, with which `undercut evaluate` can be tried and the reading is guarded."""

from __future__ import annotations

from lab.official import DATA

CORPUS = DATA / "corpus.jsonl"
"""JSON Lines in the form of labelled listings; every seller and every text in it is invented."""
ROUNDS = DATA / "rounds.jsonl"
"""The same form. Written in rounds and labelled before the reader saw them, then used to mend it: they guard what it
learned and say nothing of texts that it has not seen. `origin` is the round; a row holds labels of some fields only."""
