"""What is known to be true of a made or labelled place: the form of `truth/`, and how it is read.

One file a table, `truth/<table>.parquet` or `.csv`, with the columns below and no others needed. Ids are text
and mean nothing beyond being the same or not; dates are calendar dates; `to` is exclusive and null while
open. A table that is not there is unknown: what it would score is then null, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wholeplace.errors import ReadError

FOLDER = "truth"
COLUMNS: dict[str, dict[str, type[pl.DataType]]] = {
    # One row: the days that the truth tells of in full. Months outside are not compared.
    "period": {"from": pl.Date, "to": pl.Date},
    # Every registration in every source, one row for each table of the layout that its own id stands in.
    # Registrations that the reader should refuse are here too. Where a service registered two people as one,
    # the row names the one whom it was opened for.
    "record_person": {
        "source": pl.String,  # as in place.toml
        "layout_table": pl.String,  # as in the store's `record`
        "source_record_id": pl.String,  # the source's own id, as the layout derives it
        "true_person": pl.String,
    },
    # Everybody, whether any service knows them or not.
    "person": {
        "true_person": pl.String,
        "sex": pl.String,
        "birth_month": pl.Date,  # first day of the month of birth
        "origin": pl.String,  # the group of names that the person's name was drawn from
    },
    # A person's time in a household (people at one address). Two rows may overlap: a child of two homes.
    "residence": {
        "true_person": pl.String,
        "true_household": pl.String,
        "from": pl.Date,
        "to": pl.Date,
    },
    # b is a's parent, step_parent, adoptive_parent or carer; spouse_or_partner stands once.
    "tie": {"a": pl.String, "b": pl.String, "kind": pl.String, "from": pl.Date, "to": pl.Date},
    # Time in one state of a track of the system map.
    "spell": {
        "id": pl.String,
        "true_person": pl.String,
        "track": pl.String,
        "state": pl.String,
        "from": pl.Date,
        "to": pl.Date,
    },
    # Time with a factor of the system map, the person's own or their home's.
    "exposure": {
        "id": pl.String,
        "true_person": pl.String,
        "factor": pl.String,
        "from": pl.Date,
        "to": pl.Date,
    },
    # What happened on a day: an offence, an exclusion from school, and so on.
    "event": {"id": pl.String, "true_person": pl.String, "kind": pl.String, "date": pl.Date},
    # Which of those any source was told of. fact_table: spell, exposure or event; fact_id: its `id`.
    "recorded": {"fact_table": pl.String, "fact_id": pl.String, "source": pl.String},
    # Rows written wrongly on purpose. file, line: as the store's `refused` names them (line null: the whole
    # file). rule: the one that should find it; null where any may.
    "defect": {"source": pl.String, "file": pl.String, "line": pl.Int64, "rule": pl.String},
    # Pairs of registrations that must never be joined, though they may be of one person.
    "forbidden": {
        "a_source": pl.String,
        "a_table": pl.String,
        "a_id": pl.String,
        "b_source": pl.String,
        "b_table": pl.String,
        "b_id": pl.String,
        "why": pl.String,  # adopted, protected ...
    },
}


@dataclass(frozen=True)
class Truth:
    """The truth's tables by name; a name that is missing is not known."""

    tables: Mapping[str, pl.DataFrame]

    def get(self, name: str) -> pl.DataFrame | None:
        """A table with the columns of `COLUMNS`, or None where it is not known."""
        if name not in COLUMNS:
            raise KeyError(name)
        return self.tables.get(name)


def load_truth(folder: Path) -> Truth:
    """The truth of the place in `folder`. Raises ReadError where a file cannot be read or lacks a column."""
    return Truth({name: table for name in COLUMNS if (table := _load(folder / FOLDER, name)) is not None})


def _load(folder: Path, name: str) -> pl.DataFrame | None:
    for path in (folder / f"{name}.parquet", folder / f"{name}.csv"):
        if path.is_file():
            return shaped(_read(path), name, f"{FOLDER}/{path.name}")
    return None


def _read(path: Path) -> pl.DataFrame:
    try:
        if path.suffix == ".csv":
            return pl.read_csv(path, infer_schema=False)
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError):
        cure = "Write it again, as Parquet or as CSV in UTF-8"
        raise ReadError("cannot be read", where=f"{FOLDER}/{path.name}", cure=cure) from None


def shaped(frame: pl.DataFrame, name: str, where: str = FOLDER) -> pl.DataFrame:
    """The table's columns in order and of their types. Raises ReadError where one is missing or will not do."""
    missing = [column for column in COLUMNS[name] if column not in frame.columns]
    if missing:
        raise ReadError(f"lacks {', '.join(missing)}", where=where, cure=f"Give {', '.join(COLUMNS[name])}")
    try:
        return frame.select(
            pl.col(column).str.to_date("%Y-%m-%d")
            if kind == pl.Date and frame.schema[column] == pl.String
            else pl.col(column).cast(kind)
            for column, kind in COLUMNS[name].items()
        )
    except pl.exceptions.PolarsError:
        cure = "Dates are written 2026-03-31 and lines as whole numbers"
        raise ReadError("has a column of another type", where=where, cure=cure) from None
