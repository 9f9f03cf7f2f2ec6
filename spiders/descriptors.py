"""How many hosts a process can visit at once: connections take file descriptors, of which it may have so many."""

from __future__ import annotations

EACH = 3
"""Descriptors of one visit: both ends of Scrapy's connection to the proxy, and the proxy's to the host."""
REST = 256
"""Descriptors for all else: the store, the evidence, pipes to other processes, a browser."""


def room(hosts: int) -> int:
    """How many of so many hosts can be visited at once; the process's limit is raised for them as far as it may be.

    Without the limit in mind, the hosts beyond it would be noted as hosts that could not be reached.
    """
    try:
        import resource
    except ImportError:  # Windows, which has no such limit on sockets
        return hosts
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = EACH * hosts + REST
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return hosts
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    except (OSError, ValueError):  # the system's own limit lies below what it says, as on macOS
        most = soft
    return min(hosts, max(1, (most - REST) // EACH))
