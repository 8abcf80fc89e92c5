"""Questions out to a sheet and answers back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from wholeplace.errors import ReadError, UsageError
from wholeplace.linkage.review.paper import read_answers, write_sheet
from wholeplace.linkage.review.queue import QUESTION
from wholeplace.linkage.review.workbook import workbook

BLANK = dict.fromkeys(QUESTION, "")


def sheet(*answers: dict[str, str]) -> pl.DataFrame:
    """Two rows a question; an answer stands on the first."""
    rows = []
    for number, answer in enumerate(answers, start=1):
        ids = {"question": str(number), "review_id": f"v{number}"}
        rows.append(
            {**BLANK, **ids, "record_id": f"r{number}a", "family_name": "O'Neill & <Söhne>", **answer}
        )
        rows.append({**BLANK, **ids, "record_id": f"r{number}b"})
    return pl.DataFrame(rows)


WHOLE = {"verdict": "same", "by": "Ann", "why": "one of them moved", "on": "2026-03-01"}


@pytest.mark.parametrize("kind", [".csv", ".xlsx", ".XLSX"])
def test_what_goes_out_comes_back(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"questions{kind}"
    write_sheet(sheet(WHOLE, {}, {**WHOLE, "verdict": "Can’t tell"}), path)
    answers = read_answers(path)
    assert [(one.record_a, one.record_b, one.verdict) for one in answers] == [
        ("r1a", "r1b", "same"),
        ("r3a", "r3b", "cannot_tell"),
    ]
    assert (answers[0].by, answers[0].why, answers[0].on) == ("Ann", "one of them moved", date(2026, 3, 1))


def test_a_workbook_is_the_same_every_time_and_reads_as_text() -> None:
    rows = [["a", "b"], ["1 & <2>", None]]
    assert workbook("Questions", rows) == workbook("Questions", rows)
    back = pl.read_excel(workbook("Questions", rows), engine="calamine", infer_schema_length=0)
    assert back.rows() == [("1 & <2>", "")]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"by": ""}, "not whole"),
        ({"why": ""}, "not whole"),
        ({"verdict": "maybe"}, "not a verdict"),
        ({"on": "1 March"}, "not a date"),
    ],
)
def test_an_answer_that_is_not_whole_is_refused_by_its_row(
    answer: dict[str, str], told: str, tmp_path: Path
) -> None:
    path = tmp_path / "questions.csv"
    write_sheet(sheet({}, {**WHOLE, **answer}), path)
    with pytest.raises(ReadError, match=told) as error:
        read_answers(path)
    assert error.value.where.startswith("questions.csv: row 4")


def test_two_verdicts_on_one_question_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    filled = sheet(WHOLE).with_columns(verdict=pl.Series(["same", "not same"]))
    write_sheet(filled, path)
    with pytest.raises(ReadError, match="not whole"):
        read_answers(path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_sheet(sheet(), tmp_path / "questions.pdf")
    (tmp_path / "other.csv").write_text("apples,pears\nred,green\n")
    with pytest.raises(ReadError, match="not a sheet"):
        read_answers(tmp_path / "other.csv")
    (tmp_path / "torn.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(ReadError, match="cannot be read"):
        read_answers(tmp_path / "torn.xlsx")
    with pytest.raises(ReadError, match="cannot be read"):
        read_answers(tmp_path / "absent.csv")
