"""What each factor bears on: a plain area a leader recognises, outcomes of national frameworks, sources, blind spots.

Frameworks: MHCLG, Local Outcomes Framework: priority outcomes and metrics, February 2026; DfE, Children's Social Care
National Framework, December 2023; MHCLG and DfE, Supporting Families programme guidance 2022 to 2025, whose ten
headline outcomes ended with the programme in March 2025. Which of them a factor bears on is our reading.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Bearing:
    """One factor. `area` in plain words; an outcome is empty where none of the framework's is about it.

    possible_sources: kinds of records that may tell of it. blind_spot: whom they will not tell of. source: where the
    row comes from.
    """

    factor: str
    area: str
    local_outcomes: str
    national_framework: str
    supporting_families: str
    possible_sources: str
    blind_spot: str
    source: str


@cache
def load_bearings() -> dict[str, Bearing]:
    """Every factor of the packaged map, by its ID."""
    text = (files("wholeplace") / "data" / "factor_outcomes.csv").read_text(encoding="utf-8")
    rows = [Bearing(**row) for row in csv.DictReader(text.splitlines(), strict=True)]
    return {row.factor: row for row in rows}
