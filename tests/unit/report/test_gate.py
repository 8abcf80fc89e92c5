"""The gate: what it lets through, and that nothing hidden can be worked out from what it shows."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.config import Disclosure
from wholeplace.privacy import MARK
from wholeplace.report.gate import Count, Gate, as_texts, with_commas

GATE = Gate.of(Disclosure(threshold=10, rounding=5))


@pytest.mark.parametrize(
    ("number", "text"), [(10, "10"), (12, "10"), (13, "15"), (1234, "1,235"), (98765432, "98,765,430")]
)
def test_a_count_is_rounded_and_written_with_commas(number: int, text: str) -> None:
    assert GATE.one(number).text == text


@pytest.mark.parametrize("number", [0, 1, 5, 9])
def test_a_small_count_is_told_only_as_small(number: int) -> None:
    count = GATE.one(number)
    assert count.hidden
    assert (count.number, count.text) == (None, "fewer than 10")


def test_threshold_and_rounding_are_those_of_the_settings() -> None:
    gate = Gate.of(Disclosure(threshold=20, rounding=10))
    assert gate.one(19).text == "fewer than 20"
    assert gate.one(26).text == "30"


def test_a_hidden_cell_is_not_called_small() -> None:
    assert Count.of(None).text == "a hidden number"
    assert Count.of(1500).text == "1,500"


def test_a_line_hides_a_second_cell_beside_a_small_one() -> None:
    line = GATE.line(pl.DataFrame({"kind": ["a", "b", "c"], "people": [100, 40, 3]}), "kind", ["people"])
    assert line["people"].to_list() == [100, None, None]


def test_cells_are_refused_where_they_cannot_be_made_safe() -> None:
    thin = pl.DataFrame(
        {"age": ["x", "x", "y", "y"], "sex": ["f", "m", "f", "m"], "people": [900, 800, 2, 1]}
    )
    assert GATE.cells(thin, ["age", "sex"], ["people"]) is None
    broad = thin.with_columns(pl.Series("people", [900, 800, 300, 200]))
    shown = GATE.cells(broad, ["age", "sex"], ["people"])
    assert shown is not None
    assert shown["people"].to_list() == [900, 800, 300, 200]


def test_lines_protect_each_month_by_itself() -> None:
    months = pl.DataFrame(
        {"month": [1, 1, 2, 2], "kind": ["a", "b"] * 2, "people": [50, 50, 50, 4], "more": [9] * 4}
    )
    shown = GATE.lines(months, "month", "kind", ["people"])
    assert shown.sort("month", "kind")["people"].to_list() == [50, 50, None, None]
    assert "more" not in shown.columns


def test_lines_of_nothing_have_the_columns_all_the_same() -> None:
    empty = GATE.lines(pl.DataFrame(schema={"m": pl.Int64, "k": pl.String, "n": pl.Int64}), "m", "k", ["n"])
    assert empty.columns == ["m", "k", "n", "n_note"]


def test_rows_alone_hide_only_themselves() -> None:
    rows = pl.DataFrame({"source": ["a", "b"], "people": [52, 3], "records": [4, 71]})
    shown = GATE.alone(rows, ["people", "records"])
    assert shown.select("source", "people", "records").rows() == [("a", 50, None), ("b", None, 70)]


def test_members_of_a_hidden_group_are_hidden() -> None:
    table = pl.DataFrame(
        {"group": ["one", "two", "many", "many"], "services": ["1", "2", "3", "4"], "people": [500, 60, 4, 3]}
    )
    groups, members = GATE.nested(table, "group", "services", "people")
    assert groups["people"].to_list() == [500, None, None]
    assert members["people"].to_list() == [500, None, None, None]
    assert members["people_note"].to_list() == [None, MARK, MARK, MARK]


def test_a_group_never_gives_a_member_away() -> None:
    table = pl.DataFrame(
        {"group": ["one", "many", "many", "many"], "n": ["1", "3", "4", "5"], "people": [11, 60, 40, 2]}
    )
    groups, members = GATE.nested(table, "group", "n", "people")
    assert groups["people"].to_list() == [10, 100]
    assert members["people"].to_list() == [10, 60, None, None]


def test_a_share_is_told_from_rounded_figures() -> None:
    assert GATE.share(GATE.one(52), GATE.one(201)) == "25%"
    assert GATE.share(GATE.one(10), GATE.one(5000)) == "under 1%"


@pytest.mark.parametrize(("part", "whole"), [(9, 200), (0, 200), (4, 9)])
def test_no_share_of_what_is_hidden(part: int, whole: int) -> None:
    assert GATE.share(GATE.one(part), GATE.one(whole)) is None


def test_rows_of_files_stand_as_they_are_unless_few() -> None:
    rows = pl.DataFrame({"n": [0, 1, 9, 10, 1234567]}).select(GATE.rows("n"))["n"].to_list()
    assert rows == ["0", MARK, MARK, "10", "1,234,567"]


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (999, "999"), (1000, "1,000"), (100000, "100,000"), (None, None)]
)
def test_thousands_stand_apart(number: int | None, text: str | None) -> None:
    assert pl.select(with_commas(pl.lit(number, pl.Int64))).item() == text


def test_protected_counts_become_texts() -> None:
    line = GATE.line(pl.DataFrame({"k": ["a", "b", "c"], "n": [12345, 2, 1]}), "k", ["n"])
    assert as_texts(line, ["n"])["n"].to_list()[1:] == [MARK, MARK]
