"""Checks how the operator of a crawl is reached, which every request says."""

from __future__ import annotations

from parsers.records import BadInput


def checked(contact: str) -> str:
    """The contact, if a header can carry it (RFC 9110, 5.5); else BadInput with how to mend it."""
    if not (contact.isascii() and contact.isprintable()):
        raise BadInput(f"contact {contact!r} cannot be sent in a header; write an e-mail address or URL in ASCII")
    return contact
