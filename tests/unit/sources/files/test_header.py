from __future__ import annotations

import polars as pl
import pytest

from wholeplace.sources.files.header import Header, drop_unnamed, find_delimiter, find_header
from wholeplace.sources.files.model import FileRefused


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("a\tb\n1, 2\t3\n", "\t"),
        ("a|b|c\nx, y|z|w\n", "|"),
        ("id\nA1\n", ","),
        ("", ","),
        ('"a;b;c;d",e\n"f;g;h;i",j\n', ","),
        ('"a\n;;;;\n",b\n1,2\n', ","),
        ("Made in May, for all\n\na;b;c\n1;2;3\n", ";"),
        ("id;note\n1;a, b, c\n2;d, e, f\n", ";"),
    ],
)
def test_the_delimiter_on_which_lines_agree(head: str, expected: str) -> None:
    assert find_delimiter(head) == expected


def _find(*rows: str, wanted: bool | None = None) -> Header:
    cells = [row.split(",") for row in rows]
    return find_header(cells, list(range(1, len(rows) + 1)), wanted)


def test_a_row_of_words_is_the_header() -> None:
    assert _find("CHILD, DOB ,Previous UPN,Age at 31/03", "1,2,3,4").names == (
        "CHILD", "DOB", "Previous UPN", "Age at 31/03",
    )  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    ["1", "-1.5", "£1,200.00", "(45)", "12%", "13/02/2011", "2011-02-13", "2011-02-13T10:00:00", "13 Feb 2011",
     "2024-Jan-21 00:00:00", "1.2.2011", "13-02-11"],
)  # fmt: skip
def test_a_row_with_a_number_or_date_is_data(cell: str) -> None:
    header = _find(f"A1,x,{cell.replace(',', '')}", "A2,y,z")
    assert header.index == -1
    assert header.names == ("1", "2", "3")
    assert [problem.rule for problem in header.problems] == ["no_header"]


@pytest.mark.parametrize("cell", ["Y1", "1st", "WBRI", "ZZ99 9ZZ", "2nd UPN", "e-mail", "Q1 2024 return"])
def test_codes_are_words(cell: str) -> None:
    assert _find(f"id,{cell}").index == 0


def test_what_the_layout_says_is_not_questioned() -> None:
    assert _find("2023,2024", "1,2", wanted=True).names == ("2023", "2024")
    headerless = _find("id,born", "A1,x", wanted=False)
    assert (headerless.names, headerless.problems) == (("1", "2"), ())


def test_without_a_header_the_usual_width_counts() -> None:
    assert len(_find("A1", "A2,x,1", "A3,y,2", wanted=False).names) == 3


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (["Children in need", "id,born", "A1,x"], 1),
        (["Children in need,,", "Council,May,", "id,born,sex", "A1,x,M"], 2),
        (["# made by: a, b, c", "# x", "# y", "id,born", "A1,x"], 0),
        (["made", "a: x, y, z", "for: b", "id,born", "A1,2"], 3),
        (["id", "A1", "A2"], 0),
        (["Children", "A1,x,1", "A2,y,2"], 0),
        (["id,born", "A1,x"], 0),
        (["title", *["x"] * 9, "id,born"], 0),
    ],
)
def test_a_header_below_a_title(rows: list[str], index: int) -> None:
    header = _find(*rows, wanted=True)
    assert header.index == index
    assert [problem.line for problem in header.problems] == ([index + 1] if index else [])


@pytest.mark.parametrize(("row", "rule"), [("a,b,a", "duplicate_header"), ("a,_line", "reserved_header")])
def test_headers_that_cannot_be_used(row: str, rule: str) -> None:
    with pytest.raises(FileRefused) as caught:
        _find(row, "1,2,3")
    assert (caught.value.problem.rule, caught.value.problem.line) == (rule, 1)


def _frame(**columns: list[str | None]) -> pl.DataFrame:
    named = {str(i): pl.Series(cells, dtype=pl.String) for i, cells in enumerate(columns.values(), start=1)}
    return pl.DataFrame(named).with_columns(pl.lit(2, pl.UInt32).alias("_line"))


def test_columns_with_neither_name_nor_data_are_dropped() -> None:
    frame, problems = drop_unnamed(
        _frame(a=["x"], b=[None], c=["y"], d=[" "]), Header(0, ("a", "", "c", "")), 1
    )
    assert frame.columns == ["a", "c", "_line"]
    assert [(p.rule, p.line) for p in problems] == [("empty_columns", 1)]


def test_a_column_with_data_and_no_name_stops_the_file() -> None:
    with pytest.raises(FileRefused) as caught:
        drop_unnamed(_frame(a=["x"], b=[None], c=["secret"]), Header(0, ("a", "", "")), 1)
    assert caught.value.problem.rule == "blank_header"
    assert caught.value.problem.why == "column 3 holds data and has no name"


def test_names_may_be_numbers_that_are_other_columns_places() -> None:
    frame, _ = drop_unnamed(_frame(a=["x"], b=["y"]), Header(0, ("2", "1")), 1)
    assert frame.select("2", "1").rows() == [("x", "y")]
