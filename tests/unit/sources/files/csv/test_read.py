from __future__ import annotations

import polars as pl
import pytest

from wholeplace.sources.files import RawTable
from wholeplace.sources.files.csv import read, read_csv
from wholeplace.sources.files.text import read_text


def _read(data: bytes, header: bool | None = None) -> RawTable:
    return read_csv(read_text(data), "episodes", "episodes.csv", header)


def test_a_table_as_text() -> None:
    table = _read('id,born,"note, free"\nA1,13/02/2011,"a ""b"",\nc"\n007,,é\n'.encode())
    assert (table.name, table.file, table.encoding, table.delimiter) == (
        "episodes",
        "episodes.csv",
        "utf-8",
        ",",
    )
    assert table.header == ("id", "born", "note, free")
    assert table.frame.schema == {
        "id": pl.String, "born": pl.String, "note, free": pl.String, "_line": pl.UInt32,
    }  # fmt: skip
    assert table.frame.rows() == [("A1", "13/02/2011", 'a "b",\nc', 2), ("007", None, "é", 4)]
    assert (table.rows_in, table.problems) == (2, ())


def test_white_space_and_words_for_nothing_are_kept() -> None:
    assert _read(b"id,note\nA1,  \nNULL, x \n").frame.rows() == [("A1", "  ", 2), ("NULL", " x ", 3)]


def test_quoted_nothing_is_nothing() -> None:
    assert _read(b'id,note\nA1,""\n').frame["note"].to_list() == [None]


@pytest.mark.parametrize("line", [b"", b"   ", b"\t", b",", b" , ", b'"",""', b",,,,"])
def test_blank_lines_are_not_rows(line: bytes) -> None:
    table = _read(b"id,note\nA1,x\n" + line + b"\n" + line + b"\nA2,y\n")
    assert table.frame.rows() == [("A1", "x", 2), ("A2", "y", 5)]
    assert (table.rows_in, table.problems) == (2, ())


def test_blank_lines_above_the_header() -> None:
    table = _read(b"\r\n,\r\nid,note\r\nA1,x\r\n")
    assert (table.header, table.frame.rows(), table.problems) == (("id", "note"), [("A1", "x", 4)], ())


@pytest.mark.parametrize("stated", [b"sep=;\n", b"SEP=;\r\n", b'"sep=;"\n'])
def test_a_line_that_states_the_separator(stated: bytes) -> None:
    table = _read(stated + b"id;note\nA1;x, y, z\n")
    assert (table.delimiter, table.frame.rows()) == (";", [("A1", "x, y, z", 3)])


def test_without_a_header_columns_are_known_by_place() -> None:
    table = _read(b"A1,x\nA2,y\n", header=False)
    assert (table.header, table.frame.columns) == ((), ["1", "2", "_line"])
    assert table.frame.rows() == [("A1", "x", 1), ("A2", "y", 2)]
    assert table.problems == ()


def test_a_first_row_without_a_header_is_not_lost() -> None:
    table = _read(b"A1,13/02/2011\nA2,14/02/2011\n")
    assert [problem.rule for problem in table.problems] == ["no_header"]
    assert table.frame["_line"].to_list() == [1, 2]


def test_a_column_alone() -> None:
    assert _read(b"id\nA1\n\nA2\n").frame.rows() == [("A1", 2), ("A2", 4)]


def test_rows_of_totals_are_left_for_those_who_know_the_table() -> None:
    assert _read(b"id,count\nA1,2\nTotal,2\n").frame["id"].to_list() == ["A1", "Total"]


def test_lines_are_those_of_the_file_below_a_title_and_a_header_of_two_lines() -> None:
    table = _read(b'Children\n\nid,"born\n(date)"\nA1,x\n"A\n2",y\nA3,z\n')
    assert table.header == ("id", "born\n(date)")
    assert table.frame["_line"].to_list() == [5, 6, 8]


def test_the_header_is_told_where_it_stands() -> None:
    (problem,) = _read(b"Children\n\nid,born\nA1,x\n").problems
    assert (problem.rule, problem.line) == ("lines_above_header", 3)


def test_refused_rows_come_in_order_and_add_up() -> None:
    table = _read(b"id,note\nA1\nid,note\nA2,x\nA3,y,z\nA4,\0\nA5,w\n")
    assert [(p.rule, p.line) for p in table.problems] == [
        ("wrong_field_count", 2), ("repeated_header", 3), ("wrong_field_count", 5), ("not_text", 6),
    ]  # fmt: skip
    assert table.frame.rows() == [("A2", "x", 4), ("A5", "w", 7)]
    assert table.rows_in == 6


def test_a_row_that_only_starts_like_the_header_is_a_row() -> None:
    assert _read(b"id,note\nid,x\nidle,y\n").frame["id"].to_list() == ["id", "idle"]


def test_rows_may_leave_out_columns_without_a_name_and_no_others() -> None:
    table = _read(b"id,note,,\nA1,x,,\nA2,y\nA3,z,\nA4\n")
    assert table.frame.rows() == [("A1", "x", 2), ("A2", "y", 3), ("A3", "z", 4)]
    assert [(p.level, p.rule, p.line) for p in table.problems] == [
        ("warning", "empty_columns", 1), ("row", "wrong_field_count", 5),
    ]  # fmt: skip


def test_one_odd_row_does_not_slow_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    quick: list[int] = []
    parse = read._parse
    monkeypatch.setattr(read, "_parse", lambda *given: (quick.append(len(given[0])), parse(*given))[1])
    rows = [b"A%06d,x" % n for n in range(400_000)]
    rows[200_000] = b'A,the "old" mill'
    table = _read(b"id,note\n" + b"\n".join(rows))
    assert table.frame.height == table.rows_in == 400_000
    assert table.frame["_line"].to_list() == list(range(2, 400_002))
    assert sum(quick) > 0.6 * 400_000 * 10


@pytest.mark.parametrize("failing", [None, pl.DataFrame({"1": ["A1"], "2": ["x"]})])
def test_what_polars_reads_otherwise_is_read_again(
    failing: pl.DataFrame | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "_parse", lambda *_: failing)
    assert _read(b'id,note\nA1,"x\ny"\nA2,z\nA3\n').frame.rows() == [("A1", "x\ny", 2), ("A2", "z", 4)]


@pytest.mark.parametrize("block", [1, 7, 20])
def test_blocks_meet_without_a_gap(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "BLOCK", block)
    monkeypatch.setattr(read, "CAREFUL", block)
    rows = ["A1,x", '"A\n2",y', 'A3,"z', '",', "A4,w,", "", 'A5,the "old" mill']
    table = _read("\n".join(["id,note", *rows]).encode())
    assert table.frame.rows() == [
        ("A1", "x", 2), ("A\n2", "y", 3), ("A5", 'the "old" mill', 9),
    ]  # fmt: skip
    assert [p.line for p in table.problems] == [5, 7]
