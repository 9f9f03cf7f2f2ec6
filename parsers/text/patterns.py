"""Compiles a regular expression when it is first needed: of the hundreds in the tables, a text needs a few."""

from __future__ import annotations

import re
from functools import lru_cache

compiled = lru_cache(maxsize=4096)(re.compile)
