"""`exclusions.csv`: objections, opt-outs and erasures, applied before anything is stored.

Columns: `record_id`, or `source` and `source_record_id`, or `scheme` and `value` (an NHS number, say);
`use` (empty for all uses, else planning, direct_support or evaluation); `reason`; `date`. A line that cannot
be understood stops the run: an objection must never be passed over in silence.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wholeplace.errors import ReadError
from wholeplace.machine import write_text_durably
from wholeplace.privacy.keys import PlaceKey
from wholeplace.privacy.record_ids import record_ids
from wholeplace.sources.values.identifiers import SCHEMES, as_token

NAME = "exclusions.csv"
COLUMNS = ("record_id", "source", "source_record_id", "scheme", "value", "use", "reason", "date")
NAMED = re.compile(r"[a-z0-9_]*")
USES = ("", "planning", "direct_support", "evaluation")


@dataclass(frozen=True)
class Exclusions:
    """Who is left out: rows of (record_id | source + source_record_id | scheme + value, use)."""

    rows: pl.DataFrame

    @staticmethod
    def none() -> Exclusions:
        """Nobody is left out."""
        return Exclusions(pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String)))

    def records(self, source: str, layout: str, key: PlaceKey, identifier: pl.DataFrame) -> pl.DataFrame:
        """record_id and use ('' for all uses) of what is excluded from one source of this layout."""
        own = self.rows.filter(pl.col("source") == source, pl.col("source_record_id") != "")
        named = own.select(record_ids(key, source, layout, own["source_record_id"]).alias("record_id"), "use")
        numbered = identifier.join(
            self.rows.filter(pl.col("value") != "").select("scheme", "value", "use"), on=["scheme", "value"]
        )
        direct = self.rows.filter(pl.col("record_id") != "")
        return pl.concat(frame.select("record_id", "use") for frame in (direct, named, numbered)).unique()


def load_exclusions(path: Path) -> Exclusions:
    """Read `exclusions.csv`; nobody is excluded where there is none. Raises ReadError naming line and column."""
    if not path.exists():
        return Exclusions.none()
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            lines = list(csv.DictReader(handle, restkey="extra", restval=""))
    except (UnicodeDecodeError, csv.Error):
        raise ReadError("not a CSV file in UTF-8", where=path.name, cure="Save it as CSV UTF-8") from None
    for number, line in enumerate(lines, start=2):
        _check_line(line, f"{path.name}: line {number}")
    rows = [{name: (line.get(name) or "").strip() for name in COLUMNS} for line in lines]
    return Exclusions(_normalised(pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))))


def check_sources_named(exclusions: Exclusions, names: Iterable[str]) -> None:
    """Raises ReadError where a line names a source that the place does not have: it would silently do nothing."""
    unknown = sorted(set(exclusions.rows["source"].to_list()) - {"", *names})
    if unknown:
        raise ReadError(
            f"no source of this place is named {', '.join(unknown)}",
            where=f"{NAME}: column source",
            cure="Name a source as place.toml does",
        )


def _check_line(line: Mapping[str, str], where: str) -> None:
    unknown = sorted(set(line) - set(COLUMNS))
    if unknown:
        raise ReadError(
            "the line does not fit the columns", where=where, cure=f"Columns: {', '.join(COLUMNS)}"
        )
    if (line.get("use") or "").strip() not in USES:
        raise ReadError(
            "no such use",
            where=f"{where}, column use",
            cure=f"Leave empty for all, or one of {', '.join(USES[1:])}",
        )
    if not NAMED.fullmatch((line.get("scheme") or "").strip()):
        raise ReadError(
            "no such scheme",
            where=f"{where}, column scheme",
            cure="Name it as the table identifier does: nhs_number, upn, la_child_id and the like",
        )
    whole = line.get("record_id") or (line.get("source") and line.get("source_record_id"))
    if not whole and not (line.get("scheme") and line.get("value")):
        raise ReadError(
            "the line names nobody",
            where=where,
            cure="Give record_id, or source and source_record_id, or scheme and value",
        )


def _normalised(rows: pl.DataFrame) -> pl.DataFrame:
    """Values in the form in which they are stored, those that fail their scheme's shape among them."""
    typed = value = pl.col("value")
    for name, scheme in SCHEMES.items():
        stored = pl.coalesce(scheme.normalise(typed), as_token(typed))
        value = pl.when(pl.col("scheme") == name).then(stored).otherwise(value)
    return rows.with_columns(value.fill_null(typed).alias("value"))


def append_exclusion(path: Path, record_ids_: list[str], *, reason: str, date: str) -> None:
    """Add records to `exclusions.csv` for all uses, so that they are not read in again."""
    load_exclusions(path)
    text = io.StringIO(newline="")
    columns: list[str] = list(COLUMNS)
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as handle:
            writer.writerows(csv.DictReader(handle))
    writer.writerows({"record_id": one, "reason": reason, "date": date} for one in record_ids_)
    write_text_durably(path, text.getvalue())
