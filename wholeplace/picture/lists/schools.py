"""The place's own list of schools: what kind of setting each is, which returns of plans do not say."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from wholeplace.errors import SettingsError

OWN_SCHOOLS = "schools.csv"
HEADER = ("urn", "kind")
SCHEMA = {"urn": pl.String, "kind": pl.String}
TRACK = "send"


def schools(path: Path, states: pl.DataFrame) -> pl.DataFrame:
    """`urn` and `kind`, a state of the track of plans for special needs; empty where there is no file.

    states: the system map's `track` and `state`. Raises SettingsError naming line and cure.
    """
    if not path.is_file():
        return pl.DataFrame(schema=SCHEMA)
    kinds = sorted(states.filter(track=TRACK)["state"])
    return pl.DataFrame(list(_rows(path, kinds)), schema=SCHEMA, orient="row")


def _rows(path: Path, kinds: list[str]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != HEADER:
            raise _fault(1, "the columns are not those of a list of schools", f"Use: {','.join(HEADER)}")
        for number, row in enumerate(reader, start=2):
            urn, kind = ((row.get(name) or "").strip() for name in HEADER)
            if not urn.isdigit() or urn in seen:
                raise _fault(
                    number, "the school's number is missing or stands twice", "Give each number once"
                )
            if kind not in kinds:
                raise _fault(number, "no such kind of setting", f"Use one of: {', '.join(kinds)}")
            seen.add(urn)
            yield urn, kind


def _fault(number: int, what: str, cure: str) -> SettingsError:
    return SettingsError(what, where=f"{OWN_SCHOOLS}: line {number}", cure=cure)
