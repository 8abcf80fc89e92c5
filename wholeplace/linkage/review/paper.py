"""Questions out to a sheet that can be printed and filled in, and answers back from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from fastexcel import FastExcelError
from polars.exceptions import PolarsError

from wholeplace.errors import ReadError, UsageError
from wholeplace.linkage.review.decisions import OF_PAIRS, Judgement
from wholeplace.linkage.review.queue import ANSWER, QUESTION
from wholeplace.linkage.review.workbook import workbook
from wholeplace.machine import write_durably

SUFFIXES = (".csv", ".xlsx")
EITHER = {
    "not same": "not_same",
    "can't tell": "cannot_tell",
    "cannot tell": "cannot_tell",
    "can not tell": "cannot_tell",
}
"""What a person may well write for a verdict."""


def write_sheet(questions: pl.DataFrame, path: Path) -> None:
    """Write questions as CSV, or as a workbook laid out to print. Raises UsageError for another kind of file."""
    data = questions.write_csv().encode("utf-8-sig") if _kind(path) == ".csv" else _book(questions)
    write_durably(path, lambda to: _write(to, data), private=True)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _book(questions: pl.DataFrame) -> bytes:
    rows = [list(questions.columns), *(list(row) for row in questions.iter_rows())]
    return workbook("Questions", rows)


def _kind(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise UsageError("no such kind of sheet", where=path.name, cure="End the name in .csv or .xlsx")
    return kind


def read_answers(path: Path) -> list[Judgement]:
    """The judgements that were filled in; questions without a verdict are left as they are.

    Raises ReadError naming the row where an answer cannot be understood, so that nothing is taken in by half.
    """
    sheet = _sheet(path)
    missing = [name for name in ("review_id", "record_id", *ANSWER) if name not in sheet.columns]
    if missing:
        raise ReadError(
            "not a sheet of questions",
            where=path.name,
            cure=f"These columns are missing: {', '.join(missing)}",
        )
    plain = sheet.select(
        pl.col(name).cast(pl.String).fill_null("").str.strip_chars()
        for name in QUESTION
        if name in sheet.columns
    )
    numbered = plain.with_row_index("row", offset=2)
    whole = numbered.group_by("review_id", maintain_order=True).agg(pl.all())
    return [one for row in whole.iter_rows(named=True) if (one := _judgement(row, path.name))]


def _sheet(path: Path) -> pl.DataFrame:
    try:
        if _kind(path) == ".csv":
            return pl.read_csv(path, infer_schema=False, encoding="utf8")
        return pl.read_excel(path, engine="calamine", infer_schema_length=0)
    except (OSError, PolarsError, ValueError, FastExcelError):
        raise ReadError(
            "cannot be read as a sheet", where=path.name, cure="Save it as CSV UTF-8 or XLSX"
        ) from None


def _judgement(row: dict[str, list[str]], file: str) -> Judgement | None:
    where = f"{file}: row {row['row'][0]}"
    said = {name: {cell for cell in row[name] if cell} for name in ANSWER}
    if not said["verdict"]:
        return None
    twice = [name for name in ANSWER if len(said[name]) != 1]
    if twice:
        raise ReadError(
            "the answer is not whole",
            where=where,
            cure=f"Say one thing, and no more, for: {', '.join(twice)}",
        )
    records = sorted(set(row["record_id"]))
    verdict = _verdict(said["verdict"].pop())
    if verdict not in OF_PAIRS or len(records) != 2:
        raise ReadError(
            "not a verdict on two records",
            where=where,
            cure=f"One of {', '.join(OF_PAIRS)}, ids as they were",
        )
    return Judgement(
        verdict, said["by"].pop(), said["why"].pop(), _day(said["on"].pop(), where), records[0], records[1]
    )


def _verdict(text: str) -> str:
    plain = " ".join(text.lower().replace("’", "'").replace("_", " ").split())
    return EITHER.get(plain, plain)


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ReadError(
            "not a date", where=f"{where}, column on", cure="Write the date as 2026-03-31"
        ) from None
