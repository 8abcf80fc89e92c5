"""The rules of reading: each has a level, says why, and tells the cure. Messages never hold a value.

*file*: the file (or sheet) cannot be understood and none of it is kept. *row*: the row is refused.
*warning*: the field becomes null or unknown and the row goes on.
"""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import NamedTuple


class Rule(NamedTuple):
    """level: file, row or warning. why and cure: one plain sentence each."""

    level: str
    why: str
    cure: str


def _load() -> dict[str, Rule]:
    text = (files("wholeplace") / "data" / "rules.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return {row["rule"]: Rule(row["level"], row["why"], row["cure"]) for row in rows}


RULES: dict[str, Rule] = _load()
