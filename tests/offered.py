"""What a short text must read as where it offers AI access, and where it only tells of it."""

from __future__ import annotations

from commands.extract import facts_row


def check_told(text: str) -> None:
    """A text that only tells of access is no offer, and nothing is read of it."""
    read = facts_row({"text": text})
    assert (read["is_offer"], read["models"], read["plans"], read["prices"], read["claims"]) == (False, [], [], [], [])


def check_offered(text: str) -> None:
    """A text that offers access is an offer."""
    assert facts_row({"text": text})["is_offer"]
