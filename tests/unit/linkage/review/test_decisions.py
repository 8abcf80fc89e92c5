"""decisions.csv: lines that are never changed, and what comes of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from wholeplace.errors import ReadError, UsageError
from wholeplace.linkage.review.decisions import (
    COLUMNS,
    NAME,
    Judgement,
    append_decisions,
    decisions_mark,
    load_decisions,
    outcome,
    standing,
)

DAY = date(2026, 3, 1)
NOBODY = pl.DataFrame(schema={"record_id": pl.String})


def said(verdict: str, a: str = "a", b: str = "b", by: str = "Ann", undoes: int | None = None) -> Judgement:
    pair = ("", "") if verdict == "undo" else (a, b if verdict != "lift" else "")
    return Judgement(verdict, by, "a reason", DAY, *pair, undoes)


def of(folder: Path, *judgements: Judgement, second: tuple[str, ...] = ()) -> dict[tuple[str, str], str]:
    append_decisions(folder, list(judgements))
    risky = pl.DataFrame({"record_id": list(second)}, {"record_id": pl.String})
    rows = outcome(load_decisions(folder), risky).select("record_a", "record_b", "verdict").rows()
    return {(a, b): verdict for a, b, verdict in rows}


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert load_decisions(tmp_path).is_empty()
    assert decisions_mark(tmp_path) is None
    assert outcome(load_decisions(tmp_path), NOBODY).is_empty()


def test_lines_are_numbered_and_kept_as_they_were(tmp_path: Path) -> None:
    assert append_decisions(tmp_path, [said("same")]) == [1]
    first = (tmp_path / NAME).read_text()
    mark = decisions_mark(tmp_path)
    assert append_decisions(tmp_path, [said("not_same", "c", "d"), said("cannot_tell", "e", "f")]) == [2, 3]
    assert (tmp_path / NAME).read_text().startswith(first)
    assert decisions_mark(tmp_path) != mark


def test_the_order_of_the_two_records_makes_no_difference(tmp_path: Path) -> None:
    assert of(tmp_path, said("same", "b", "a"), said("not_same", "a", "b", by="Ben")) == {
        ("a", "b"): "not_same"
    }


@pytest.mark.parametrize(
    ("verdicts", "result"),
    [
        (("same", "same"), "same"),
        (("same", "not_same"), "not_same"),
        (("same", "cannot_tell"), "cannot_tell"),
        (("cannot_tell", "not_same"), "not_same"),
    ],
)
def test_where_reviewers_differ_records_stay_apart(
    verdicts: tuple[str, str], result: str, tmp_path: Path
) -> None:
    lines = [said(verdict, by=name) for verdict, name in zip(verdicts, ("Ann", "Ben"), strict=True)]
    assert of(tmp_path, *lines) == {("a", "b"): result}


def test_a_reviewer_may_think_again(tmp_path: Path) -> None:
    assert of(tmp_path, said("not_same"), said("same")) == {("a", "b"): "same"}


def test_a_risky_merge_waits_for_somebody_else(tmp_path: Path) -> None:
    assert of(tmp_path, said("same"), second=("b",)) == {("a", "b"): "waiting"}
    assert of(tmp_path, said("same"), second=("b",)) == {("a", "b"): "waiting"}, "not the same reviewer again"
    assert of(tmp_path, said("same", by="Ben"), second=("b",)) == {("a", "b"): "same"}


def test_keeping_apart_never_waits(tmp_path: Path) -> None:
    assert of(tmp_path, said("not_same"), second=("a", "b")) == {("a", "b"): "not_same"}


def test_a_decision_can_be_undone_and_the_undoing_too(tmp_path: Path) -> None:
    assert of(tmp_path, said("same")) == {("a", "b"): "same"}
    assert of(tmp_path, said("undo", undoes=1)) == {}
    assert of(tmp_path, said("undo", undoes=2)) == {("a", "b"): "same"}


def test_lifting_stands_beside_judgements_of_the_same_record(tmp_path: Path) -> None:
    append_decisions(tmp_path, [said("lift"), said("same"), said("lift", "z")])
    assert standing(load_decisions(tmp_path))["verdict"].to_list() == ["lift", "same", "lift"]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("2,a,b,same,Ann,why,2026-03-01,", "decision"),
        ("1,a,b,perhaps,Ann,why,2026-03-01,", "verdict"),
        ("1,a,b,same,Ann,why,1 March,", "on"),
        ("1,a,b,same,,why,2026-03-01,", "by"),
        ("1,a,b,same,Ann,,2026-03-01,", "why"),
        ("1,a,,same,Ann,why,2026-03-01,", "record_b"),
        ("1,a,a,same,Ann,why,2026-03-01,", "record_b"),
        ("1,,,lift,Ann,why,2026-03-01,", "record_a"),
        ("1,,,undo,Ann,why,2026-03-01,1", "undoes"),
        ("1,a,b,same,Ann,why,2026-03-01,1", "undoes"),
    ],
)
def test_a_line_that_cannot_be_understood_stops_the_run(line: str, column: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(",".join(COLUMNS) + f"\n{line}\n")
    with pytest.raises(ReadError) as told:
        load_decisions(tmp_path)
    assert told.value.where == f"{NAME}: line 2, column {column}"


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("decision,record_a\n1,a,b,c\n")
    with pytest.raises(ReadError, match="fit the columns"):
        load_decisions(tmp_path)
    (tmp_path / NAME).write_bytes(b"\xff\xfe\x00d")
    with pytest.raises(ReadError, match="UTF-8"):
        load_decisions(tmp_path)


def test_nothing_is_added_where_one_line_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        append_decisions(tmp_path, [said("same"), said("same", "c", "c")])
    assert not (tmp_path / NAME).exists()
