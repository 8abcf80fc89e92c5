"""Tables to keep: every figure of the page, with source, date, whose people they are and what is hidden."""

from __future__ import annotations

import base64
import csv
import io
from typing import Any
from urllib.parse import unquote

import fastexcel

from wholeplace.privacy import MARK
from wholeplace.report.downloads import csv_link, workbook, workbook_link
from wholeplace.report.view import Column, DataTable, Page

COLUMNS = (Column("Kind", "text"), Column("People"), Column("Share"), Column("Rate"))
ROWS = (
    ("=cmd()", "1,250", "12%", "8.3"),
    ("b", MARK, "under 1%", ""),
    ("2024", "10", "100%", "£1.2 million"),
)
FEW = "fewer than 10"


def page(**changes: Any) -> Page:
    told = {
        "place": "P",
        "as_of": "31 March 2025",
        "synthetic": "Nobody exists.",
        "unstated": (),
        "version": "1",
    }
    return Page(**{**told, **changes}, sections=())


def table(*rows: tuple[str, ...]) -> DataTable:
    return DataTable("t", "Title", COLUMNS, rows or ROWS, "Source: here.", ("Read with care.",))


def rows_of(link: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(unquote(link.partition(",")[2]))))


def sheet(data: bytes, name: str) -> list[list[Any]]:
    return [
        list(row) for row in fastexcel.read_excel(data).load_sheet(name, header_row=None).to_polars().rows()
    ]


def test_each_row_of_a_csv_says_where_it_comes_from_and_what_is_hidden() -> None:
    rows = rows_of(csv_link(table(), page(), FEW))
    assert rows[0] == ["Kind", "People", "Share", "Rate", "Source", "As of", "Synthetic", "Hidden figures"]
    assert rows[1][:4] == ["'=cmd()", "1,250", "12%", "8.3"]
    assert rows[2][1] == MARK
    assert rows[3][4:] == [
        "here.", "31 March 2025", "Synthetic data: invented people. Nobody exists.",
        "[c]: fewer than 10, or would give such a number away",
    ]  # fmt: skip


def test_a_table_of_real_people_that_hides_nothing_says_so() -> None:
    rows = rows_of(csv_link(table(("a", "10", "", "")), page(synthetic=""), FEW))
    assert rows[1][-2:] == ["no", "none"]


def test_sources_without_a_lawful_basis_are_named_in_the_file() -> None:
    rows = rows_of(csv_link(table(), page(unstated=("Police",)), FEW))
    assert (rows[0][-1], rows[1][-1]) == ("Not for decisions", "No lawful basis recorded for Police")


def test_a_workbook_holds_the_same_figures_and_runs_nothing() -> None:
    found = sheet(workbook(table(), page(), FEW), "Figures")
    assert [[str(cell) if cell is not None else "" for cell in row][:2] for row in found] == [
        ["Kind", "People"], ["=cmd()", "1250"], ["b", MARK], ["2024", "10"],
    ]  # fmt: skip
    assert [str(row[2]) for row in found] == ["Share", "0.12", "under 1%", "1"]


def test_its_second_sheet_says_what_the_figures_are() -> None:
    told = dict(sheet(workbook(table(), page(), FEW), "About"))
    assert told["Table"] == "Title"
    assert told["Place"] == "P"
    assert told["As of"] == "31 March 2025"
    assert told["Synthetic"].startswith("Synthetic data: invented people.")
    assert told["Hidden figures"].startswith("[c]: fewer than 10")
    assert told["Note 1"] == "Read with care."


def test_the_same_table_gives_the_same_bytes() -> None:
    first = workbook(table(), page(), FEW)
    assert first == workbook(table(), page(), FEW)
    assert base64.b64decode(workbook_link(table(), page(), FEW).partition("base64,")[2]) == first
