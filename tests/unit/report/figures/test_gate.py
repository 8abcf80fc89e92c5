"""The gate: what it lets through, and that nothing hidden can be worked out from what it shows."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.config import Disclosure
from wholeplace.privacy import MARK
from wholeplace.report.figures.classes import Scale
from wholeplace.report.figures.gate import Count, Gate, as_texts, with_commas

GATE = Gate.of(Disclosure(threshold=10, rounding=5))
SERVICES = Scale((1, 2, 3, 4), "service", "services")


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


def numbers(*counts: int) -> pl.Series:
    """So many ones, twos, threes ..."""
    return pl.concat([pl.Series([at] * count, dtype=pl.UInt32) for at, count in enumerate(counts, start=1)])


def test_classes_join_until_each_may_be_shown() -> None:
    shown = GATE.classes(SERVICES, numbers(500, 61, 8, 3), "people")
    assert shown.select("label", "people").rows() == [
        ("1 service", 500),
        ("2 services", 60),
        ("3 or more services", 10),
    ]


def test_one_class_is_left_where_all_others_are_small() -> None:
    shown = GATE.classes(SERVICES, numbers(500, 2), "people")
    assert shown.select("label", "people").rows() == [("1 or more services", 500)]


def test_few_people_in_all_are_hidden_whatever_the_classes() -> None:
    shown = GATE.classes(SERVICES, numbers(3, 2, 2), "people")
    assert shown["people"].to_list() == [None]


def test_a_class_and_above_is_told_only_at_a_boundary_that_is_shown() -> None:
    people = numbers(500, 61, 8, 1)
    assert GATE.from_class(SERVICES, people, 0).text == "570"
    assert GATE.from_class(SERVICES, people, 1).text == "70"
    assert GATE.from_class(SERVICES, people, 2).text == "a hidden number"


def test_the_largest_stand_apart_and_the_rest_together() -> None:
    table = pl.DataFrame({"what": list("abcde"), "people": [4, 300, 50, 6, 2]})
    shown = GATE.largest(table, "what", "people", rest="others", most=10)
    assert shown.select("what", "people").rows() == [("b", 300), ("c", 50), ("others", 10)]


def test_a_small_rest_takes_another_row_with_it() -> None:
    table = pl.DataFrame({"what": list("abc"), "people": [300, 50, 2]})
    shown = GATE.largest(table, "what", "people", rest="others", most=10)
    assert shown.select("what", "people").rows() == [("a", 300), ("others", 50)]


def test_no_more_rows_than_asked_for() -> None:
    table = pl.DataFrame({"what": list("abcd"), "people": [40, 30, 20, 10]})
    shown = GATE.largest(table, "what", "people", rest="others", most=2)
    assert shown["what"].to_list() == ["a", "b", "others"]


def test_nothing_is_the_largest_of_nothing() -> None:
    empty = pl.DataFrame(schema={"what": pl.String, "people": pl.UInt32})
    assert GATE.largest(empty, "what", "people", rest="others", most=3).height == 0


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
    rows = GATE.alone(pl.DataFrame({"k": ["a", "b"], "n": [12344, 2]}), ["n"])
    assert as_texts(rows, ["n"])["n"].to_list() == ["12,345", MARK]
