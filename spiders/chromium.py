"""Finds the Chromium that shows pages with scripts, and installs one where there is none and it can be had."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONT = "fonts-noto-cjk"
NEEDS = "no Chromium was found: install one (`undercut browser`; Debian as root: apt-get install chromium)"
NO_FONT = f"no font with Chinese was found: install one (Debian as root: apt-get install {FONT})"
CACHES = {"darwin": "~/Library/Caches/ms-playwright", "win32": "~/AppData/Local/ms-playwright"}
"""Where Playwright puts what it downloads, on systems where that is not ~/.cache/ms-playwright."""
QUIET_APT = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=120")
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "15000"}
"""Debian asks nothing; Playwright gives up on a network that swallows what it sends, after so many milliseconds."""
STARTS_IN, INSTALLS_IN = 30.0, 900.0
"""Seconds after which a Chromium that does not say its version, or an installation, is given up."""

Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to come by a Chromium: what it is called, and the commands that do it, the last of which decides."""

    name: str
    commands: Sequence[Sequence[str]]


def program() -> str | None:
    """The Chromium of this machine that starts: UNDERCUT_CHROMIUM, else an installed one, else Playwright's own.

    What lies in the path need not start: Ubuntu's `chromium-browser` only says that one should install another.
    """
    if named := os.environ.get("UNDERCUT_CHROMIUM"):
        return named
    installed = [path for name in PROGRAMS if (path := shutil.which(name))]
    return next(filter(starts, [*installed, *downloaded()]), None)


def downloaded() -> list[str]:
    """The headless shells that Playwright has downloaded, the newest first."""
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or CACHES.get(sys.platform, "~/.cache/ms-playwright")
    shells = [
        path
        for path in Path(cache).expanduser().glob("chromium_headless_shell-*/*/*")
        if path.stem in {"chrome-headless-shell", "headless_shell"} and os.access(path, os.X_OK)
    ]
    return [str(path) for path in sorted(shells, key=lambda path: path.stat().st_mtime, reverse=True)]


def starts(path: str) -> bool:
    """Whether a Chromium starts at all; one that lacks the system's libraries does not."""
    return done([path, "--version"], STARTS_IN)


def obtain(ways: Sequence[Way], say: Say) -> str | None:
    """A Chromium that starts: the one that is there, else by the first way that brings one; None when none does."""
    found = program()
    for way in ways:
        if found:
            break
        say(f"no Chromium that starts is on this machine: trying {way.name} …")
        carried_out(way)
        found = program()
    return found


def carried_out(way: Way) -> bool:
    """Carry out a way's commands, all of them; whether the last succeeded."""
    return [done(command, INSTALLS_IN) for command in way.commands][-1]


def done(command: Sequence[str], seconds: float) -> bool:
    """Run a command, asking nobody anything; whether it succeeded within its time."""
    quiet: Mapping[str, str] = {**os.environ, **QUIET}
    try:
        ended = subprocess.run(  # noqa: S603  the commands are this module's own
            command, env=quiet, timeout=seconds, capture_output=True, stdin=subprocess.DEVNULL, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


def ways() -> tuple[Way, ...]:
    """The ways that are open here: Playwright's own download, and for root Debian's package."""
    download = Way(
        "Playwright's download", [[sys.executable, "-P", "-m", "playwright", "install", "--only-shell", "chromium"]]
    )
    return (download, Way("Debian's package", packages("chromium", FONT))) if may_install() else (download,)


def may_install() -> bool:
    """Whether we are root on a machine with Debian's packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def packages(*names: str) -> list[list[str]]:
    """The commands that install Debian packages; old lists may do where new ones cannot be had."""
    return [[*QUIET_APT, "update"], [*QUIET_APT, "install", "--yes", "--no-install-recommends", *names]]


def chinese() -> bool:
    """Whether pictures can show Chinese; systems without fontconfig bring such a font themselves."""
    if sys.platform != "linux":
        return True
    try:
        listed = subprocess.run(  # noqa: S603
            [shutil.which("fc-list") or "fc-list", ":lang=zh", "family"], capture_output=True, check=False
        )
    except OSError:
        return False
    return bool(listed.stdout.strip())


def obtain_font(say: Say) -> bool:
    """A font with Chinese for pictures of pages: the one that is there, else Debian's package."""
    if chinese() or not may_install():
        return chinese()
    say(f"no font with Chinese is on this machine: trying Debian's package {FONT} …")
    return carried_out(Way(FONT, packages(FONT, "fontconfig"))) and chinese()
