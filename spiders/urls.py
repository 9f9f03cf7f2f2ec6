"""What a web address must be before anything may be asked of it."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from parsers.records import BadInput

PORTS = {"http": 80, "https": 443}
NUMBER = re.compile("[0-9]+|0x[0-9a-f]*")
"""The last part of a host that is a number: resolvers and browsers take such a host for an address."""


@lru_cache(4096)
def web_url(url: str) -> str:
    """The same URL if it is http or https with a host name and no user; BadInput says what is wrong."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS:
        raise BadInput(f"{url!r} is no web address; begin it with http:// or https://")
    if parts.username is not None or parts.password is not None:
        raise BadInput(f"{url!r} names a user; only what anyone may see is read, so take it out")
    if not url.isprintable() or " " in url or parts.fragment:
        raise BadInput(f"{url!r} has a space, a control character or a #fragment; write it without")
    host_name(parts.hostname or "")
    authority(url)
    return url


@lru_cache(4096)
def host_name(name: str) -> str:
    """The name in lower case as DNS knows it (RFC 5890: `中转.example` is `xn--fiqq40n.example`), or BadInput."""
    try:
        ascii_name = name.lower().encode("idna").decode("ascii")
    except UnicodeError:
        ascii_name = ""
    if "." not in ascii_name.strip(".") or is_address(ascii_name):
        raise BadInput(f"{name!r} is no host name; write one like relay.example")
    return ascii_name


def is_address(name: str) -> bool:
    """Whether a host is given by number, in whatever spelling (`127.0.0.1`, `0x7f.1`), which says not whose it is."""
    try:
        ip_address(name)
    except ValueError:
        return NUMBER.fullmatch(name.strip(".").rpartition(".")[2]) is not None
    return True


@lru_cache(4096)
def authority(url: str) -> str:
    """`host`, or `host:port` where the port is not the scheme's own: what two URLs share that one server answers."""
    parts = urlsplit(url)
    name = host_name(parts.hostname or "")
    try:
        port = parts.port
    except ValueError:
        raise BadInput(f"{url!r} has a port that does not exist; write a number up to 65535") from None
    return name if port is None or port == PORTS.get(parts.scheme) else f"{name}:{port}"


def named_authority(text: str) -> str:
    """The authority that a person wrote as `host` or `host:port`, or BadInput."""
    if "/" in text or "@" in text:
        raise BadInput(f"{text!r} is more than a host; write only its name, like relay.example")
    return authority(f"//{text}")
