"""`decisions.csv`: what reviewers decided, one line a judgement, never changed or taken away.

Columns: `decision` (a number, from 1), `record_a`, `record_b`, `verdict`, `by`, `why`, `on` (a date) and `undoes`
(the number of an earlier line). Verdicts: `same`, `not_same`, `cannot_tell` of two records; `lift` of the person
of record_a, who is then no longer protected by default; `undo` of an earlier line. A line that cannot be
understood stops the run: a decision must never be passed over in silence.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl

from wholeplace.content import file_hash
from wholeplace.errors import ReadError, UsageError
from wholeplace.machine import write_text_durably

NAME = "decisions.csv"
COLUMNS = ("decision", "record_a", "record_b", "verdict", "by", "why", "on", "undoes")
OF_PAIRS = ("same", "not_same", "cannot_tell")
VERDICTS = (*OF_PAIRS, "lift", "undo")
SCHEMA = {
    "decision": pl.Int64, "record_a": pl.String, "record_b": pl.String, "verdict": pl.String, "by": pl.String,
    "why": pl.String, "on": pl.Date, "undoes": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True)
class Judgement:
    """One line to be added: by whom and why is always stated. undoes: the number of the line that it undoes."""

    verdict: str
    by: str
    why: str
    on: date
    record_a: str = ""
    record_b: str = ""
    undoes: int | None = None


def load_decisions(folder: Path) -> pl.DataFrame:
    """Every line of a place's `decisions.csv`, undone ones too. Raises ReadError naming line and column."""
    path = folder / NAME
    if not path.exists():
        return pl.DataFrame(schema=SCHEMA)
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            lines = list(csv.DictReader(handle, restkey="extra", restval=""))
    except (UnicodeDecodeError, csv.Error):
        raise ReadError("not a CSV file in UTF-8", where=NAME, cure="Save it as CSV UTF-8") from None
    return pl.DataFrame(
        [_checked(line, number, lines) for number, line in enumerate(lines, start=1)], SCHEMA, orient="row"
    )


def decisions_mark(folder: Path) -> str | None:
    """A hash of the file, by which a run notices that somebody decided."""
    path = folder / NAME
    return file_hash(path) if path.exists() else None


def _checked(line: Mapping[str, str], number: int, lines: list[dict[str, str]]) -> tuple[object, ...]:
    where = f"{NAME}: line {number + 1}"
    if set(line) != set(COLUMNS):
        raise ReadError(
            "the line does not fit the columns", where=where, cure=f"Columns: {', '.join(COLUMNS)}"
        )
    value = {name: line[name].strip() for name in COLUMNS}
    fault = _fault(value, number)
    if fault:
        column, cure = fault
        raise ReadError("cannot be understood", where=f"{where}, column {column}", cure=cure)
    undoes = int(value["undoes"]) if value["undoes"] else None
    a, b = value["record_a"] or None, value["record_b"] or None
    if a and b:
        a, b = sorted((a, b))
    return number, a, b, value["verdict"], value["by"], value["why"], date.fromisoformat(value["on"]), undoes


def _fault(value: Mapping[str, str], number: int) -> tuple[str, str] | None:
    """The column that is wrong, and the cure; None where the line is in order."""
    verdict, undoes = value["verdict"], value["undoes"]
    if value["decision"] != str(number):
        return "decision", "Lines are numbered from 1 and stay in order; undo a line by a new one"
    if verdict not in VERDICTS:
        return "verdict", f"One of {', '.join(VERDICTS)}"
    if not _is_date(value["on"]):
        return "on", "Write the date as 2026-03-31"
    unsaid = next((name for name in ("by", "why") if not value[name]), None)
    if unsaid:
        return unsaid, "Say who decided, and why"
    two = bool(value["record_a"] and value["record_b"] and value["record_a"] != value["record_b"])
    if verdict in OF_PAIRS and not two:
        return "record_b", "Name two records"
    if verdict == "lift" and not value["record_a"]:
        return "record_a", "Name a record of the person"
    earlier = undoes.isdigit() and 0 < int(undoes) < number
    if not (earlier if verdict == "undo" else undoes == ""):
        return "undoes", "The number of an earlier line, for the verdict undo alone"
    return None


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def standing(decisions: pl.DataFrame) -> pl.DataFrame:
    """The lines that stand: neither undone nor an undoing; of one reviewer on one thing, the last alone."""
    undoing = decisions.filter(pl.col("verdict") == "undo")
    void = _undone(dict(undoing.select("decision", "undoes").iter_rows()))
    kept = decisions.filter(pl.col("verdict") != "undo", ~pl.col("decision").is_in(sorted(void)))
    about = pl.when(pl.col("verdict") == "lift").then(pl.lit("lift")).otherwise(pl.lit("pair"))
    last = kept.sort("decision").group_by("record_a", "record_b", about.alias("about"), "by").last()
    return last.select(decisions.columns).sort("decision")


def _undone(undoing: Mapping[int, int]) -> set[int]:
    """Numbers of lines that are undone; an undoing that is itself undone undoes nothing."""
    void: set[int] = set()
    for number in sorted(undoing, reverse=True):
        if number not in void:
            void.add(undoing[number])
    return void


def outcome(decisions: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """What comes of each pair: record_a, record_b, verdict, by, on; the plain result of several reviewers.

    second: record_id of whoever needs two reviewers to be joined to anybody. Where reviewers differ the records
    stay apart: `not_same` before `cannot_tell` before `same`. One `same` of a pair that needs two is `waiting`.
    """
    pairs = standing(decisions).filter(pl.col("verdict").is_in(OF_PAIRS))
    risky = pl.any_horizontal(
        pl.col(end).is_in(second["record_id"].implode()) for end in ("record_a", "record_b")
    )
    verdict = pl.col("verdict")
    each = pairs.group_by("record_a", "record_b").agg(
        (verdict == "not_same").any().alias("no"), (verdict == "cannot_tell").any().alias("unsure"),
        pl.col("by").n_unique().alias("reviewers"), pl.col("by").sort().str.join(", "), pl.col("on").max(),
    )  # fmt: skip
    result = (
        pl.when("no").then(pl.lit("not_same"))
        .when("unsure").then(pl.lit("cannot_tell"))
        .when(risky & (pl.col("reviewers") < 2)).then(pl.lit("waiting"))
        .otherwise(pl.lit("same"))
    )  # fmt: skip
    return each.select("record_a", "record_b", result.alias("verdict"), "by", "on").sort(
        "record_a", "record_b"
    )


def append_decisions(folder: Path, judgements: list[Judgement]) -> list[int]:
    """Add lines below, whole or not at all; returns their numbers. Raises UsageError or ReadError for bad ones."""
    before = load_decisions(folder)
    text = io.StringIO(newline="")
    names: list[str] = list(COLUMNS)
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    old = [{name: _text(cell) for name, cell in row.items()} for row in before.iter_rows(named=True)]
    new = [
        {"decision": str(before.height + n), **{name: _text(cell) for name, cell in asdict(one).items()}}
        for n, one in enumerate(judgements, start=1)
    ]
    for line in new:
        fault = _fault(line, int(line["decision"]))
        if fault:
            raise UsageError("the decision cannot be understood", where=fault[0], cure=fault[1])
    writer.writerows([*old, *new])
    write_text_durably(folder / NAME, text.getvalue())
    return [int(line["decision"]) for line in new]


def _text(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())
