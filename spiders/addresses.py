"""Which addresses belong to the open internet: all else is somebody's inside, whatever it is wrapped in."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

INSIDE = tuple(
    ip_network(each)
    for each in (
        "168.63.129.16/32",  # a cloud's own service for its guests, at an address that looks public
        "192.0.0.0/24",  # answered by whatever stands between a network and the world (RFC 7723)
        "192.88.99.0/24",
        "2002::/16",  # 6to4: leads to the IPv4 address within it
        "3fff::/20",
    )
)
"""What Python takes for global, or once did, and is not to be asked."""
ISATAP = {0x0000_5EFE, 0x0200_5EFE}
"""What stands before an IPv4 address in the last half of an IPv6 address that wraps one (RFC 5214)."""


def is_public(address: str) -> bool:
    """Whether an address belongs to the open internet, whatever it is wrapped in."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return is_public(str(found.ipv4_mapped))
        if found.teredo or found.is_site_local or is_wrapped_inside(found):
            return False
    if any(found in inside for inside in INSIDE):
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved)


def is_wrapped_inside(address: IPv6Address) -> bool:
    """Whether an address holds, by ISATAP, an IPv4 address that is not public."""
    number = int(address)
    held = number >> 32 & 0xFFFF_FFFF in ISATAP
    return held and not is_public(str(IPv4Address(number & 0xFFFF_FFFF)))
