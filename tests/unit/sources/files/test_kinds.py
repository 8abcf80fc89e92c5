"""Rows of several kinds in one file: each kind a table of its own width, every row accounted for."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.support.file_bytes import xlsx
from wholeplace.sources.files import OTHER_KINDS, RawTable, Refusal, open_tables

MIXED = "A,2016\nD,1,x,\nS,1,a\nD,2,y,z\n\nS,9\nS,2,b\nT,4,4,4,4\n"


def opened(path: Path, *kinds: str) -> dict[str, RawTable]:
    tables = [item for item in open_tables(path, header=False, kinds=kinds) if isinstance(item, RawTable)]
    return {table.name: table for table in tables}


def file(folder: Path, text: str | bytes, name: str = "mixed.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_each_kind_has_its_own_width_and_lines(tmp_path: Path) -> None:
    tables = opened(file(tmp_path, MIXED), "D", "S")
    assert list(tables) == ["D", "S", OTHER_KINDS]
    assert tables["D"].frame.rows() == [("D", "1", "x", None, 2), ("D", "2", "y", "z", 4)]
    assert tables["S"].frame.rows() == [("S", "1", "a", 3), ("S", "2", "b", 7)]
    assert tables[OTHER_KINDS].frame.rows() == [("A", 1), ("T", 8)]


def test_rows_of_another_width_than_most_of_their_kind_are_refused(tmp_path: Path) -> None:
    table = opened(file(tmp_path, MIXED), "D", "S")["S"]
    (problem,) = table.problems
    assert (problem.level, problem.rule, problem.line) == ("row", "wrong_field_count", 6)
    assert table.rows_in == 3


def test_a_kind_that_is_not_there_makes_no_table(tmp_path: Path) -> None:
    assert list(opened(file(tmp_path, MIXED), "D", "Q")) == ["D", OTHER_KINDS]


def test_a_file_of_none_of_the_kinds_keeps_its_own_name(tmp_path: Path) -> None:
    tables = opened(file(tmp_path, "1,Orla\n2,Ned\n"), "D")
    assert list(tables) == ["mixed"]
    assert tables["mixed"].rows_in == 2


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (item,) = open_tables(file(tmp_path, "\n \n"), header=False, kinds=("D",))
    assert isinstance(item, Refusal)
    assert item.problem.rule == "empty_file"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_quotes_and_line_ends_of_any_kind(tmp_path: Path, ending: str) -> None:
    text = ending.join(["D,1", 'S,"a, b","says ""so"""', 'S,"two', 'lines",x', ""])
    tables = opened(file(tmp_path, text), "D", "S")
    assert tables["D"].frame.rows() == [("D", "1", 1)]
    assert tables["S"].frame["_line"].to_list() == [2, 3]
    assert tables["S"].frame["2"].to_list()[0] == "a, b"
    assert tables["S"].frame["3"].to_list() == ['says "so"', "x"]


def test_a_row_that_no_reader_could_mean_is_refused_and_counted(tmp_path: Path) -> None:
    text = "D,1\n" + "D" + "," * 3000 + "\nD,2\nD,\x003\n"
    table = opened(file(tmp_path, text), "D")["D"]
    assert table.frame["2"].to_list() == ["1", "2"]
    assert sorted(problem.rule for problem in table.problems) == ["not_text", "wrong_field_count"]
    assert table.rows_in == 4


def test_packed_files_and_workbooks_are_taken_apart_too(tmp_path: Path) -> None:
    packed = opened(file(tmp_path, gzip.compress(MIXED.encode(), mtime=0), "mixed.csv.gz"), "D", "S")
    assert {name: table.rows_in for name, table in packed.items()} == {"D": 2, "S": 3, OTHER_KINDS: 2}
    book = file(tmp_path, xlsx({"Sheet": [["D", "1", "x"], ["S", "2", "y"], ["D", "3", "z"]]}), "mixed.xlsx")
    sheets = opened(book, "D", "S")
    assert sheets["D"].frame["2"].to_list() == ["1", "3"]
    assert sheets["S"].frame["_line"].to_list() == [2]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_stands_after_the_kind_parts_the_fields(tmp_path: Path, delimiter: str) -> None:
    other = ";" if delimiter == "," else ","
    text = "".join(delimiter.join(["D", str(i), f"x{other}y{other}z"]) + "\n" for i in range(4))
    assert opened(file(tmp_path, text), "D")["D"].frame["3"].to_list() == [f"x{other}y{other}z"] * 4
