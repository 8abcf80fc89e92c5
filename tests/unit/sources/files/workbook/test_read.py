from __future__ import annotations

import io
from datetime import date, datetime, time

import fastexcel
import pytest
import xlsxwriter

from tests.support.file_bytes import changed, ods, xls, xlsx
from wholeplace.sources.files import Item, RawTable, Refusal
from wholeplace.sources.files.model import FileRefused
from wholeplace.sources.files.workbook import read_workbook

TYPES = {date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm", time: "hh:mm"}


def _book(*rows: list[object], first_row: int = 0, first_column: int = 0) -> bytes:
    """A workbook whose dates and times are shown as such."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        formats = {kind: book.add_format({"num_format": shown}) for kind, shown in TYPES.items()}
        sheet = book.add_worksheet("List 1")
        for number, row in enumerate(rows, start=first_row):
            for column, cell in enumerate(row, start=first_column):
                sheet.write(number, column, cell, formats.get(type(cell)))
    return out.getvalue()


def _tables(data: bytes, header: bool | None = None) -> list[Item]:
    return read_workbook(data, "a.xlsx", header)


def _table(data: bytes, header: bool | None = None) -> RawTable:
    (table,) = _tables(data, header)
    assert isinstance(table, RawTable)
    return table


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (date(2011, 2, 13), "2011-02-13"),
        (datetime(2011, 2, 13), "2011-02-13"),
        (datetime(2011, 2, 13, 4, 5, 6), "2011-02-13 04:05:06"),
        (time(4, 5), "04:05:00"),
        (7, "7"),
        (-7, "-7"),
        (1234567890123, "1234567890123"),
        (0.1 + 0.2, "0.3"),
        (5.25, "5.25"),
        (True, "true"),
        (False, "false"),
        ("0012", "0012"),
        ("a\nb", "a\nb"),
        (" x ", " x "),
        ("2024-01-21 00:00:00", "2024-01-21"),
    ],
)
def test_cells_as_a_reader_would_see_them(cell: object, text: str) -> None:
    assert _table(_book(["id", "cell"], ["A1", cell])).frame["cell"].to_list() == [text]


def test_a_sheet_as_a_table() -> None:
    table = _table(_book(["id ", "born"], ["A1", 1], [None, None], ["A2", None], ["  ", None]))
    assert (table.name, table.file, table.encoding, table.delimiter) == ("List 1", "a.xlsx", "", "")
    assert (table.header, table.rows_in, table.problems) == (("id", "born"), 2, ())
    assert table.frame.rows() == [("A1", "1", 2), ("A2", None, 4)]


def test_rows_are_numbered_as_on_the_sheet_wherever_the_table_stands() -> None:
    table = _table(_book(["id", "born"], ["A1", "x"], first_row=4, first_column=2))
    assert table.frame.rows() == [("A1", "x", 6)]
    titled = _table(_book(["Children"], [], ["id", "born"], ["A1", "x"], first_row=1))
    assert titled.frame["_line"].to_list() == [5]
    assert [(p.rule, p.line) for p in titled.problems] == [("lines_above_header", 4)]


def test_without_a_header_columns_are_known_by_place() -> None:
    assert _table(_book(["A1", 1], ["A2", 2])).frame.rows() == [("A1", "1", 1), ("A2", "2", 2)]
    assert _table(_book(["id", "born"]), header=False).frame.rows() == [("id", "born", 1)]


def test_formulas_give_what_was_last_worked_out() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "sum", "worse"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_formula(1, 1, "=A9", None, "")
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    table = _table(out.getvalue())
    assert table.frame.rows() == [("2", None, None, 2)]
    assert [(p.level, p.rule, p.line) for p in table.problems] == [("warning", "cell_error", 2)]


def test_a_formula_never_worked_out_is_empty() -> None:
    data = changed(_book(["id", "n"], ["A1", 7]), "xl/worksheets/sheet1.xml", b"<v>7</v>", b"<f>A1+1</f>")
    assert _table(data).frame["n"].to_list() == [None]


def test_every_sheet_is_a_table_and_empty_ones_are_told() -> None:
    sheets = {"L1": [["id"], ["A1"]], "L2": [], "L3": [["id", "id"]], "L4": [["id"], ["A2"]]}
    first, second, third = _tables(xlsx(sheets))
    assert isinstance(first, RawTable)
    assert isinstance(second, Refusal)
    assert isinstance(third, RawTable)
    assert [(p.rule, p.why) for p in first.problems] == [("empty_sheet", "sheet 2 is empty and was left out")]
    assert second.file == "a.xlsx!L3"
    assert (third.name, third.problems) == ("L4", ())


def test_other_workbooks_read_alike() -> None:
    rows = [["id", "born"], ["A1", "x"], ["A2", "y"]]
    frames = [_table(made(rows)).frame for made in (ods, xls, lambda rows: xlsx({"List 1": rows}))]
    assert all(frame.equals(frames[0]) for frame in frames)
    assert frames[0].rows() == [("A1", "x", 2), ("A2", "y", 3)]


@pytest.mark.parametrize(
    ("raised", "rule"),
    [
        (fastexcel.CalamineError("Password protected"), "encrypted"),
        (fastexcel.CalamineError("whatever"), "damaged_workbook"),
        (type("PanicException", (BaseException,), {})("index out of range"), "damaged_workbook"),
    ],
)
def test_whatever_the_reader_fails_with_is_a_refusal(
    raised: BaseException, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: bytes) -> None:
        raise raised

    monkeypatch.setattr(fastexcel, "read_excel", fail)
    with pytest.raises(FileRefused) as caught:
        _tables(b"")
    assert caught.value.problem.rule == rule
    assert caught.value.__cause__ is None


def test_an_interruption_is_not_a_damaged_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fastexcel, "read_excel", fail)
    with pytest.raises(KeyboardInterrupt):
        _tables(b"")


def test_a_sheet_that_cannot_be_read_does_not_lose_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    load = fastexcel.ExcelReader.load_sheet

    def fail(book: fastexcel.ExcelReader, name: str, **given: object) -> object:
        if name == "L1":
            raise fastexcel.CalamineError("Quayle")
        return load(book, name, **given)  # pyright: ignore[reportArgumentType, reportCallIssue]

    monkeypatch.setattr(fastexcel.ExcelReader, "load_sheet", fail)
    refusal, table = _tables(xlsx({"L1": [["id"]], "L2": [["id"], ["A1"]]}))
    assert isinstance(refusal, Refusal)
    assert refusal.problem.rule == "damaged_workbook"
    assert "Quayle" not in str(refusal)
    assert isinstance(table, RawTable)
