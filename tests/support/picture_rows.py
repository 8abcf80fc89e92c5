"""What the parts of the picture's plain-Python reference hand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]


@dataclass(frozen=True)
class Claim:
    """A usable reported period. known: the days of it that its source vouches for."""

    person_id: str
    track: str
    state: str
    source: str
    service: str
    agency: str
    days: frozenset[int]
    known: frozenset[int]
