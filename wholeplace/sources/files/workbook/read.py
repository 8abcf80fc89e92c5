"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS) to tables of text, one a sheet, as a reader would see the cells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import fastexcel
import polars as pl

from wholeplace.sources.files.header import LINE, LOOK, drop_unnamed, find_header
from wholeplace.sources.files.model import (
    FileRefused,
    Item,
    Problem,
    RawTable,
    Refusal,
    warning,
    with_problems,
)

_SPACE = " \t\n\r\v\f"


def read_workbook(data: bytes, file: str, header: bool | None) -> list[Item]:
    """Every sheet that holds something. Raises FileRefused where the workbook cannot be opened or is empty."""
    book = _open(data)
    read: list[Item] = []
    empty: list[Problem] = []
    for position, name in enumerate(book.sheet_names, start=1):
        try:
            if table := _sheet(book, name, file, header):
                read.append(table)
            else:
                empty.append(_empty_sheet(position))
        except FileRefused as refused:
            read.append(Refusal(f"{file}!{name}", refused.problem))
    if not read:
        raise FileRefused("empty_file", "every sheet is empty", "Ask the sender for the file again")
    return [with_problems(read[0], empty), *read[1:]]


def _open(data: bytes) -> fastexcel.ExcelReader:
    try:
        with _no_panic():
            return fastexcel.read_excel(data)
    except fastexcel.FastExcelError as error:
        locked = "password" in str(error).lower()
    if locked:
        raise FileRefused("encrypted", "the workbook has a password", "Save it without a password")
    raise FileRefused("damaged_workbook", "the workbook cannot be opened", "Save it again, or as CSV")


@contextmanager
def _no_panic() -> Iterator[None]:
    """A failed assertion inside the reader comes as a BaseException of a class that cannot be imported."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
    else:
        return
    raise fastexcel.FastExcelError


def _sheet(book: fastexcel.ExcelReader, name: str, file: str, wanted: bool | None) -> RawTable | None:
    cells, errors = _cells(book, name)
    if not cells.height:
        return None
    first = cells.head(LOOK)
    rows = [[cell or "" for cell in row] for row in first.drop(LINE).rows()]
    header = find_header(rows, first[LINE].to_list(), wanted)
    line = first[LINE][max(header.index, 0)]
    frame, unnamed = drop_unnamed(cells.slice(header.index + 1), header, line)
    problems = [*header.problems, *unnamed, *errors]
    if not frame.height:
        problems.append(warning("no_rows", "there is a header and no row", "Check the export", line))
    names = tuple(one for one in header.names if one) if header.index >= 0 else ()
    return RawTable(name, file, names, frame, frame.height, tuple(problems), "", "")


def _cells(book: fastexcel.ExcelReader, name: str) -> tuple[pl.DataFrame, list[Problem]]:
    """Cells as text without blank rows, columns named by position, `_line` the row of the sheet."""
    try:
        with _no_panic():
            sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            batch, errors = sheet.to_arrow_with_errors()
    except fastexcel.FastExcelError:
        raise FileRefused(
            "damaged_workbook", "the sheet cannot be read", "Save it again, or as CSV"
        ) from None
    frame = pl.DataFrame(batch)
    if not frame.width:
        return frame, []
    frame.columns = [str(i + 1) for i in range(frame.width)]
    frame = frame.select(_as_seen(pl.all())).with_row_index(LINE, offset=1).select(pl.exclude(LINE), LINE)
    filled = pl.any_horizontal(pl.exclude(LINE).str.strip_chars(_SPACE) != "")
    where = sorted({error.position[0] + 1 for error in errors.errors}) if errors else []
    return frame.filter(filled), [_cell_error(row) for row in where]


def _as_seen(cell: pl.Expr) -> pl.Expr:
    """Days without a midnight, times without the day that spreadsheets count from; empty cells null."""
    seen = cell.str.replace(r"^(\d{4}-\d{2}-\d{2}) 00:00:00$", "$1")
    seen = seen.str.replace(r"^(?:1899-12-31|1904-01-01) (\d{2}:\d{2}:\d{2}.*)$", "$1")
    return pl.when(seen != "").then(seen)


def _cell_error(row: int) -> Problem:
    return warning(
        "cell_error", "a formula in this row ends in an error; read as empty", "Mend the formula", row
    )


def _empty_sheet(position: int) -> Problem:
    return warning("empty_sheet", f"sheet {position} is empty and was left out", "Nothing to do if expected")
