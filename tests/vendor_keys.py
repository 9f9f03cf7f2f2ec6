"""Takes the rules for vendors' keys from a maintained set into parsers/vocabulary/vendor_keys.toml.

Run, where `pip install kingfisher-secret-scanner` has put the set: `python -m tests.vendor_keys`. Of its rules those of
Betterleaks are taken that name a secret by its own form or by its vendor; not those for names, addresses and ids, nor
those of which redaction.toml has a wider one. A key may end at whatever no key is made of, in Chinese texts too.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "parsers" / "vocabulary" / "vendor_keys.toml"
SET = "kingfisher-secret-scanner"
PREFIX = "betterleaks."
NO_SECRET = re.compile(
    r"client-id|username|user-api-id|key-id|app-id|account-id|auth-id|access-id|application-id|-domain|-url|-host"
    r"|instance|cloud-name|account-name|tenant-id|-address|planetscale-id|token-name|token-id|service-account"
    r"|curl-auth|generic|^jwt|kubernetes|private-key$|cookie|polymarket|application-default|connection-string"
)
END = r"""(?:\\?['"\x60]|[\s;]|\\[nr]|$)"""
ANY_END = r"(?:\W|$)"
HEAD = """\
# Rules for the keys of vendors, out of {name} {version}, which has them from Betterleaks
# (https://github.com/betterleaks/betterleaks); refreshed by `python -m tests.vendor_keys`, not by hand.
#
# MIT License, Copyright (c) 2026 Zachary Rice
#
# Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
# documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
# rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
# persons to whom the Software is furnished to do so, subject to the following conditions:
#
# The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
# Software.
#
# THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
# WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
# COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
# OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def taken(known: Any) -> Iterator[tuple[str, str]]:
    """The rules of a set that are taken: a name, and a pattern as RE2 knows them."""
    for each in known.metadata():
        name = each["id"].removeprefix(PREFIX)
        rule = known.detail(each["id"])
        if name != each["id"] and not rule["path"] and not NO_SECRET.search(name) and "(?x)" not in rule["pattern"]:
            yield name, rule["pattern"].replace(END, ANY_END)


def main() -> None:
    """Write the file anew."""
    known = importlib.import_module("kingfisher_sdk.rules").Rules(cache=False, confidence="low")
    rows = [
        f"\n[[rule]]\nname = {json.dumps(name)}\npattern = {json.dumps(pattern)}\n" for name, pattern in taken(known)
    ]
    TARGET.write_text(HEAD.format(name=SET, version=version(SET)) + "".join(rows), "utf-8")


if __name__ == "__main__":
    main()
